/** Sending 10 files of 50 MB in a real n8n: how much more memory it takes meanwhile. Part of `npm run bench`. */
import { measure } from './support/real-runner.mjs';

/** Of resident memory, in megabytes, over what it was before the files. */
const LIMIT = 200;

/**
 * @returns `residentGrowthMB`: the peak of n8n's resident memory during a run that reads the files from disk and sends
 * them, less what it was before there were any; `readingOnlyMB` is the same of a run without our node.
 * @throws Error if they do not arrive as they were.
 */
export function filesCost() {
	const { count, bytes, ...measured } = measure('files');
	const rounded = Object.fromEntries(
		Object.entries(measured).map(([name, value]) => [name, Math.round(value * 10) / 10]),
	);
	return { count, bytes, ...rounded, limitMB: LIMIT };
}
