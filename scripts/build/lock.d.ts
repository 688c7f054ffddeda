export function tryLock(file: string, longestMs?: number): (() => void) | undefined;
export function lock(file: string, longestMs: number, onWait?: () => void): Promise<() => void>;
