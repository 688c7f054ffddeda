/**
 * Milliseconds since the process began. Unlike the time of day it never jumps, so it is what waits are counted with.
 */
export function elapsed(): number {
	return performance.now();
}
