import type { Operation } from './catalogue';
import { CliqError } from './errors';
import type { Ports } from './ports';

const MINUTE = 60_000;

export interface Patience {
	/** Ends the wait at once. */
	signal?: AbortSignal;
	/** In milliseconds. What would have to wait longer fails untouched. */
	maxWait: number;
	/** Told when a call has to wait until a time (milliseconds since 1970), and whether for the end of a lock. */
	onWait?: (until: number, isLocked: boolean) => void;
}

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
	 * @returns to be called when the answer came, or none will.
	 * @throws CliqError `waitTooLong`, `locked` or `cancelled`; nothing is used up then.
	 */
	async enter(account: string, operation: Operation, clock: Clock, patience: Patience): Promise<() => void> {
		return await this.budget(account, operation).enter(operation, clock, patience);
	}

	/** Nobody calls the operation before `until`, in milliseconds since 1970. */
	lock(account: string, operation: Operation, until: number): void {
		this.budget(account, operation).lock(until);
	}

	private budget(account: string, operation: Operation): Budget {
		const key = JSON.stringify([account, operation.id]);
		let budget = this.budgets.get(key);
		if (!budget) this.budgets.set(key, (budget = new Budget()));
		return budget;
	}
}

/** The calls of one account to one operation: one at a time, first come, first served. */
class Budget {
	/** When each used call of the threshold is free again. */
	private freeAt: number[] = [];
	private lockedUntil = 0;
	private last: Promise<void> = Promise.resolve();

	lock(until: number): void {
		this.lockedUntil = Math.max(this.lockedUntil, until);
	}

	async enter(operation: Operation, clock: Clock, { signal, maxWait, onWait }: Patience): Promise<() => void> {
		const deadline = clock.now() + maxWait;
		const leave = await this.turn(operation, clock, deadline, signal);
		for (;;) {
			if (signal?.aborted) {
				leave();
				throw cancelled(operation);
			}
			const goAt = this.earliest(operation.threshold, clock.now());
			if (goAt <= clock.now()) break;
			if (goAt > deadline) {
				leave();
				throw this.tooLong(operation, goAt, clock.now());
			}
			onWait?.(goAt, this.lockedUntil > clock.now());
			await clock.sleep(goAt - clock.now(), signal);
		}
		return () => {
			// The server counted the call before it answered, so a minute from now it has left any minute of the server's.
			this.freeAt.push(clock.now() + MINUTE);
			leave();
		};
	}

	/** Waits for whoever came before. */
	private async turn(operation: Operation, clock: Clock, deadline: number, signal?: AbortSignal): Promise<() => void> {
		const before = this.last;
		let leave = () => {};
		this.last = new Promise((resolve) => (leave = resolve));
		const wait = new AbortController();
		const stop = () => wait.abort();
		signal?.addEventListener('abort', stop);
		const isMine = await Promise.race([
			before.then(() => true),
			clock.sleep(Math.max(0, deadline - clock.now()), wait.signal).then(() => false),
		]);
		signal?.removeEventListener('abort', stop);
		stop();
		if (isMine) return leave;
		void before.then(leave);
		throw signal?.aborted ? cancelled(operation) : this.tooLong(operation, this.earliest(operation.threshold, deadline), clock.now());
	}

	private earliest(threshold: number, now: number): number {
		this.freeAt = this.freeAt.filter((time) => time > now);
		const slot = this.freeAt.length < threshold ? now : this.freeAt[this.freeAt.length - threshold];
		return Math.max(slot, this.lockedUntil);
	}

	private tooLong(operation: Operation, goAt: number, now: number): CliqError {
		const seconds = Math.ceil((goAt - now) / 1000);
		const isLocked = this.lockedUntil > now;
		const why = isLocked
			? `Cliq has locked "${operation.action}" for this account`
			: `"${operation.action}" has used up its ${operation.threshold} calls a minute`;
		return new CliqError(isLocked ? 'locked' : 'waitTooLong', `${why}, and the next ${seconds} seconds are longer than this node may wait`, {
			hint: 'Nothing was sent. Allow a longer wait, or run it again later.',
			operation: operation.id,
			retryAt: goAt,
		});
	}
}

function cancelled(operation: Operation): CliqError {
	return new CliqError('cancelled', `"${operation.action}" was cancelled before anything was sent`, { operation: operation.id });
}
