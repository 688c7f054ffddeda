import { callsPerMinute, type Allowance } from './allowance';
import { Budget, type Clock, type Remains, type Ticket, type Turn } from './budget';
import type { Kept } from './kept';
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
	/** By root: how far Cliq's clock is ahead of `Ports.elapsed`, in milliseconds. */
	readonly cliqAhead = new Map<string, number>();
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

	/** Told whenever there is something else to be remembered over a restart. */
	onChange: () => void = () => {};
	/** What the process before left, by budget; and when it was taken over. */
	private inherited: { kept: Kept; at: number } = { kept: {}, at: 0 };
	private unknownUntil = -Infinity;

	/**
	 * Takes over what the process before left; to be called before the first call.
	 *
	 * @param unknownFor for how long, in milliseconds, nobody calls, since it is not known what was used.
	 */
	takeOver({ kept, unknownFor }: { kept: Kept; unknownFor: number }, clock: Clock): void {
		this.inherited = { kept, at: clock.elapsed() };
		this.unknownUntil = clock.elapsed() + unknownFor;
	}

	/** @returns what the next process has to know. */
	remains(clock: Clock): Kept {
		const now = clock.elapsed();
		const age = now - this.inherited.at;
		const left = Object.entries(this.inherited.kept).map(([key, remains]) => [key, aged(remains, age)] as const);
		const own = [...this.budgets].map(([key, budget]) => [key, budget.remains(now)] as const);
		return Object.fromEntries([...left, ...own].filter(([, { slots, lock }]) => slots.length > 0 || lock !== undefined));
	}

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
			budget = new Budget(operation, { carefulUntil: this.options.carefulUntil, unknownUntil: this.unknownUntil, onChange: () => this.onChange() });
			this.budgets.set(key, budget);
			const { [key]: remains, ...others } = this.inherited.kept;
			if (remains) budget.takeOver(aged(remains, clock.elapsed() - this.inherited.at), clock.elapsed());
			this.inherited.kept = others;
		}
		budget.limit = callsPerMinute(allowance, operation);
		return budget;
	}

	private forgetIdle(now: number): void {
		for (const [key, budget] of this.budgets) if (budget.isIdle(now)) this.budgets.delete(key);
	}
}

/** @returns what is left after so many milliseconds. */
function aged({ slots, lock = 0 }: Remains, age: number): Remains {
	return { slots: slots.map((time) => time - age).filter((time) => time > 0), ...(lock > age && { lock: lock - age }) };
}

function keyOf({ account }: Allowance, operation: Operation): string {
	return JSON.stringify([account, operation.id]);
}
