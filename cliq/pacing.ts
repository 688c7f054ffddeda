import type { Operation } from './catalogue';
import { CliqError } from './errors';
import type { Ports } from './ports';

/** How long a call counts, in milliseconds: a minute, and a little since no two clocks run alike. */
const MINUTE = 60_050;

/** In milliseconds. Timers cannot hold more than 2^31. */
const LONGEST_SLEEP = 60 * 60_000;

export interface Patience {
	/** Ends the wait at once. */
	signal?: AbortSignal;
	/** In milliseconds. What would have to wait longer fails untouched. */
	maxWait: number;
	/** Told when a call has to wait until a time (milliseconds since 1970), and whether for the end of a lock. */
	onWait?: (until: number, isLocked: boolean) => void;
}

/**
 * To be called when the answer came, or none will. Without it nobody else gets a turn.
 *
 * @param isCounted `false` if Cliq certainly did not get the call.
 */
export type Leave = (isCounted?: boolean) => void;

type Clock = Pick<Ports, 'now' | 'sleep'>;

/**
 * Keeps every account below Cliq's thresholds: so many calls a minute, operation and user, and a lock of minutes
 * for whoever makes one more. One pacer serves a whole process, whatever runs in it.
 */
export class Pacer {
	private readonly budgets = new Map<string, Budget>();

	/**
	 * Waits until the operation may be called.
	 *
	 * @param account names the account among those of the process; not a secret.
	 * @throws CliqError `waitTooLong`, `locked` or `cancelled`; nothing is used up then.
	 */
	async enter(account: string, operation: Operation, clock: Clock, patience: Patience): Promise<Leave> {
		this.forgetIdle(account, operation, clock.now());
		return await this.budget(account, operation).enter(operation, clock, patience);
	}

	/**
	 * For whoever has been let in: waits until the operation may be called once more. The turn stays where it is, so
	 * that nothing overtakes what is repeated; it must be left even if this throws.
	 *
	 * @param isCounted `false` if Cliq certainly did not get the last call.
	 * @throws CliqError as `enter` does.
	 */
	async again(account: string, operation: Operation, clock: Clock, patience: Patience, isCounted: boolean): Promise<void> {
		await this.budget(account, operation).again(operation, clock, patience, isCounted);
	}

	/** Nobody calls the operation before `until`, in milliseconds since 1970. */
	lock(account: string, operation: Operation, until: number): void {
		this.budget(account, operation).lock(until);
	}

	private budget(account: string, operation: Operation): Budget {
		const key = keyOf(account, operation);
		let budget = this.budgets.get(key);
		if (!budget) this.budgets.set(key, (budget = new Budget()));
		return budget;
	}

	/** Whenever a budget is added, those that nobody needs any more go. */
	private forgetIdle(account: string, operation: Operation, now: number): void {
		if (this.budgets.has(keyOf(account, operation))) return;
		for (const [key, budget] of this.budgets) if (budget.isIdle(now)) this.budgets.delete(key);
	}
}

function keyOf(account: string, operation: Operation): string {
	return JSON.stringify([account, operation.id]);
}

/** The calls of one account to one operation: one at a time, first come, first served. */
class Budget {
	/** When each used call of the threshold is free again, in order. */
	private freeAt: number[] = [];
	private lockedUntil = 0;
	private isTaken = false;
	/** Wakes whoever waits for a turn; a set, so that leaving a long queue is cheap. */
	private readonly queue = new Set<() => void>();

	lock(until: number): void {
		if (until > this.lockedUntil) this.lockedUntil = until;
	}

	isIdle(now: number): boolean {
		return !this.isTaken && this.earliest(1, now) <= now;
	}

	async enter(operation: Operation, clock: Clock, patience: Patience): Promise<Leave> {
		const deadline = clock.now() + Math.max(0, patience.maxWait);
		let mayCall = false;
		if (await this.turn(operation, clock, deadline, patience)) {
			try {
				mayCall = await this.freeCall(operation, clock, deadline, patience);
			} finally {
				if (!mayCall) this.passOn();
			}
		}
		if (!mayCall) throw this.gaveUp(operation, clock.now(), patience);
		let hasLeft = false;
		return (isCounted = true) => {
			if (hasLeft) return;
			hasLeft = true;
			if (isCounted) this.use(clock.now());
			this.passOn();
		};
	}

	async again(operation: Operation, clock: Clock, patience: Patience, isCounted: boolean): Promise<void> {
		if (isCounted) this.use(clock.now());
		const deadline = clock.now() + Math.max(0, patience.maxWait);
		if (!(await this.freeCall(operation, clock, deadline, patience))) throw this.gaveUp(operation, clock.now(), patience);
	}

	/** Waits for whoever came before. @returns `false` if it was cancelled, or the turn cannot come before the deadline. */
	private async turn(operation: Operation, clock: Clock, deadline: number, { signal }: Patience): Promise<boolean> {
		if (!this.isTaken) return (this.isTaken = true);
		if (this.earliest(operation.threshold, clock.now()) > deadline) return false;
		let isMine = false;
		const sleep = new AbortController();
		let wake = () => {};
		const woken = new Promise<void>((resolve) => (wake = resolve));
		const take = () => {
			isMine = true;
			wake();
		};
		this.queue.add(take);
		signal?.addEventListener('abort', wake);
		try {
			while (!isMine && !signal?.aborted && clock.now() < deadline) {
				await Promise.race([woken, clock.sleep(Math.min(deadline - clock.now(), LONGEST_SLEEP), sleep.signal)]);
			}
		} finally {
			sleep.abort();
			signal?.removeEventListener('abort', wake);
			this.queue.delete(take);
		}
		return isMine;
	}

	/** Waits until the threshold has a call left and no lock runs. @returns `false` as `turn` does. */
	private async freeCall(operation: Operation, clock: Clock, deadline: number, { signal, onWait }: Patience): Promise<boolean> {
		while (!signal?.aborted) {
			const now = clock.now();
			const goAt = this.earliest(operation.threshold, now);
			if (goAt <= now) return true;
			if (goAt > deadline) return false;
			onWait?.(goAt, this.lockedUntil > now);
			await clock.sleep(Math.min(goAt - now, LONGEST_SLEEP), signal);
		}
		return false;
	}

	/** The server counted the call before it answered, so a minute from now it has left any minute of the server's. */
	private use(now: number): void {
		this.freeAt.push(now + MINUTE);
	}

	private passOn(): void {
		const [next] = this.queue;
		if (next === undefined) {
			this.isTaken = false;
			return;
		}
		this.queue.delete(next);
		next();
	}

	/** @returns when the next call may be made, in milliseconds since 1970. */
	private earliest(threshold: number, now: number): number {
		// No call counts for longer than a minute from now, even if the clock was set back.
		this.freeAt = this.freeAt.filter((time) => time > now).map((time) => Math.min(time, now + MINUTE));
		const slot = this.freeAt.length < threshold ? now : this.freeAt[this.freeAt.length - threshold];
		return Math.max(slot, this.lockedUntil);
	}

	private gaveUp(operation: Operation, now: number, { signal }: Patience): CliqError {
		if (signal?.aborted) return new CliqError('cancelled', `"${operation.action}" was cancelled while it waited for its turn`, { operation: operation.id });
		const goAt = this.earliest(operation.threshold, now);
		const isLocked = this.lockedUntil > now;
		const why = isLocked
			? `Cliq has locked "${operation.action}" for this account for another ${span(goAt - now)}`
			: goAt > now
				? `"${operation.action}" has used up its ${operation.threshold} calls a minute for another ${span(goAt - now)}`
				: `Other calls to "${operation.action}" were still in front`;
		return new CliqError(isLocked ? 'locked' : 'waitTooLong', `${why}, longer than this node may wait`, {
			hint: 'Nothing was sent. Allow a longer wait, or run it again later.',
			operation: operation.id,
			retryAt: goAt,
		});
	}
}

function span(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 1000);
	if (seconds === 1) return 'second';
	return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
