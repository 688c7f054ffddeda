import { onAbort } from './abort';
import type { Ports } from './ports';

/** What `within` gives where the time was over first. */
export const LATE: unique symbol = Symbol('late');

/**
 * Waits for something, and no longer than a time. What comes later goes on by itself, and its result is dropped.
 *
 * @param milliseconds no more than a timer can hold, 2^31.
 * @param signal ends the wait at once.
 * @throws what `work` fails with in time.
 */
export async function within<Result>(
	work: Promise<Result>,
	milliseconds: number,
	clock: Pick<Ports, 'sleep'>,
	signal?: AbortSignal,
): Promise<Result | typeof LATE> {
	const over = new AbortController();
	const unhook = onAbort(signal, () => over.abort());
	if (signal?.aborted) over.abort();
	try {
		return await Promise.race([work, clock.sleep(milliseconds, over.signal).then((): typeof LATE => LATE)]);
	} finally {
		unhook();
		over.abort();
	}
}
