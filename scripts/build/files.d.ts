export function filesBelow(folder: string, without?: string[]): string[];
export function digestOf(root: string, files: string[]): string;
export function place(from: string, to: string): { written: string[]; removed: string[] };
