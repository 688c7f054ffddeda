import type { Browser } from 'playwright-core';

export function findBrowser(machine?: {
	env?: Record<string, string | undefined>;
	home?: string;
	isBrowser?: (path: string) => boolean;
	hasFonts?: () => boolean;
}): { path?: string; why?: string };
export function openBrowser(): Promise<Browser>;
