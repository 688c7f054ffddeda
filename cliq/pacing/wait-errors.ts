import type { Operation } from '../catalogue';
import { CliqError } from '../errors';

/** What keeps a call waiting; all in milliseconds from now. */
export interface Obstacle {
	/** Until there is a call free; infinite if only an answer can show it, and not above 0 if there is one. */
	free: number;
	/** Until the end of a lock. */
	lock: number;
	/** Until it is known what a process before has used up. */
	unknown: number;
	/** Calls a minute. */
	limit: number;
	/** When there is a call free, in milliseconds since 1970. */
	retryAt: number;
}

/** @returns what to tell somebody who may not wait for as long as it takes. */
export function tooLong({ action, id }: Operation, { free, lock, unknown, limit, retryAt }: Obstacle): CliqError {
	const isLocked = free > 0 && free === lock;
	const why = (): string => {
		if (isLocked) return `Cliq has locked "${action}" for this account for another ${span(free)}`;
		if (free === Infinity) return `Other calls to "${action}" are still under way`;
		if (free <= 0) return `An earlier call to "${action}" in the same place is still under way`;
		if (free === unknown)
			return `The program was ended in the middle of its work, so it is not known how many calls to "${action}" are free for another ${span(free)}`;
		return `"${action}" has used up its ${limit} calls a minute for another ${span(free)}`;
	};
	return new CliqError(isLocked ? 'locked' : 'waitTooLong', `${why()}, longer than this node may wait`, {
		hint: 'Nothing was sent. Allow a longer wait, or run it again later.',
		operation: id,
		...(free > 0 && free < Infinity && { retryAt }),
	});
}

/** @returns what to tell somebody who wants it no longer. */
export function cancelled({ action, id }: Operation): CliqError {
	return new CliqError('cancelled', `"${action}" was cancelled while it waited for its turn`, { operation: id });
}

function span(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 1000);
	if (seconds === 1) return 'second';
	return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
