import { callsPerMinute, type Allowance } from './allowance';
import { Budget, type Clock, type Ticket, type Turn } from './budget';
import type { Operation } from '../catalogue';
import { PlaceBook } from '../place-book';
import { RecentPages } from '../recent-pages';
import { SentLog } from '../sentlog';

export type { Allowance } from './allowance';
export type { Clock, Ticket, Turn } from './budget';

/** What a caller is willing to wait for, and how it shares with others. */
export interface Patience {
	/** Ends the wait at once. */
	signal?: AbortSignal;
	/** In milliseconds. What would have to wait longer fails untouched. */
	maxWait: number;
	/** An execution or a node; those of a process take turns. Default: one for all who give none. */
	lane?: string;
	/** How many calls of the operation the lane is about to make, this one included, where it knows. */
	remaining?: number;
	/**
	 * Told when a call has to wait, and again when that changes: until when the next one in front of it has to (milliseconds
	 * since 1970), and whether for the end of a lock.
	 */
	onWait?: (until: number, isLocked: boolean) => void;
}

/**
 * Keeps every account below Cliq's thresholds: so many calls a minute, operation and user, and a lock of minutes
 * for whoever makes one more. One pacer serves a whole process, whatever runs in it.
 */
export class Pacer {
	/** Kept here since only the pacer outlives a client. */
	readonly sent = new SentLog();
	/** What clients learned of servers: that they know another form of a request than the documented one, and the like. */
	readonly lessons = new Set<string>();
	/** What was looked up about channels, threads and users. */
	readonly places = new PlaceBook();
	/** Of lists, for those who search while they type. */
	readonly pages = new RecentPages();
	private readonly budgets = new Map<string, Budget>();

	/**
	 * @param options.carefulUntil by `Ports.elapsed`: until then nobody knows what a process before used, so what does not
	 * fit is spread from its first call on, which costs a batch nothing in the end.
	 */
	constructor(private readonly options: { carefulUntil?: number } = {}) {}

	/**
	 * Takes a place in the queue of an operation.
	 *
	 * @returns a ticket: `go` waits until the operation may be called, `answered` says that the call is over, `leave`
	 * gives the place back.
	 */
	queue(allowance: Allowance, operation: Operation, clock: Clock, turn: Turn): Ticket {
		return this.budget(allowance, operation, clock).ticket(turn, clock);
	}

	/** Nobody calls the operation for so many milliseconds. */
	lock(allowance: Allowance, operation: Operation, clock: Clock, milliseconds: number): void {
		this.budget(allowance, operation, clock).lock(clock.elapsed() + milliseconds, clock);
	}

	/** How many calls wait for their turn, of all accounts and operations. */
	get waiting(): number {
		return [...this.budgets.values()].reduce((sum, budget) => sum + budget.waiting, 0);
	}

	private budget(allowance: Allowance, operation: Operation, clock: Clock): Budget {
		const key = keyOf(allowance, operation);
		let budget = this.budgets.get(key);
		if (!budget) {
			this.forgetIdle(clock.elapsed());
			this.budgets.set(key, (budget = new Budget(operation, this.options.carefulUntil)));
		}
		budget.limit = callsPerMinute(allowance, operation);
		return budget;
	}

	private forgetIdle(now: number): void {
		for (const [key, budget] of this.budgets) if (budget.isIdle(now)) this.budgets.delete(key);
	}
}

function keyOf({ account }: Allowance, operation: Operation): string {
	return JSON.stringify([account, operation.id]);
}
