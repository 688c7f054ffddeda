import { callsPerMinute, type Allowance } from './allowance';
import { Budget, type Clock, type Remains, type QueueTicket, type Turn } from './budget';
import type { Kept } from './saved-state';
import { namesIn, Owners, type Counted } from './owners';
import type { Operation } from '../catalogue';

export type { Allowance } from './allowance';
export type { Clock, QueueTicket, Turn } from './budget';

/** What a caller is willing to wait for, and how it shares with others. */
export interface Patience {
	/** Ends the wait at once. */
	signal?: AbortSignal | undefined;
	/** In milliseconds. What would have to wait longer fails untouched. */
	maxWait: number;
	/** An execution or a node; those of a process take turns. Default: one for all who give none. */
	lane?: string | undefined;
	/** How many calls of the operation the lane is about to make, this one included, where it knows. */
	remaining?: number | undefined;
	/**
	 * Told when a call has to wait, and again when that changes: until when the next one in front of it has to
	 * (milliseconds since 1970), and whether for the end of a lock.
	 */
	onWait?: (until: number, isLocked: boolean) => void;
}

/** The calls of those who count together to one operation. */
interface Shared {
	group: string;
	operation: Operation;
	budget: Budget;
}

/** What a process before left of an account's calls to an operation. */
interface Left {
	account: string;
	/** ID of the operation. */
	operation: string;
	group?: string | undefined;
	remains: Remains;
}

/**
 * Keeps every account below Cliq's thresholds: so many calls a minute, operation and user, and a lock of minutes
 * for whoever makes one more. One pacer serves a whole process and everything in it.
 */
export class Pacer {
	private readonly budgets = new Map<string, Shared>();
	private readonly owners = new Owners();

	/**
	 * @param options.carefulUntil by `Ports.elapsed`: until then nobody knows what a process before used, so what does
	 *   not fit is spread from its first call on, which costs a batch nothing in the end.
	 */
	constructor(private readonly options: { carefulUntil?: number } = {}) {}

	/** Told whenever there is something else to be remembered over a restart. */
	onChange: () => void = () => {};
	/** What the process before left, and when it was taken over. */
	private inherited: { left: Left[]; at: number } = { left: [], at: 0 };
	private unknownUntil = -Infinity;

	/**
	 * Takes over what the process before left; to be called before the first call.
	 *
	 * @param unknownFor for how long, in milliseconds, nobody calls, since it is not known what was used.
	 */
	takeOver({ kept, unknownFor }: { kept: Kept; unknownFor: number }, clock: Clock): void {
		this.inherited = { left: leftIn(kept), at: clock.elapsed() };
		for (const { account, group } of this.inherited.left)
			if (group !== undefined) this.owners.restore(account, group);
		this.unknownUntil = clock.elapsed() + unknownFor;
	}

	/** @returns what the next process has to know. */
	remains(clock: Clock): Kept {
		const now = clock.elapsed();
		const age = now - this.inherited.at;
		const entry = (account: string, operation: string, remains: Remains, group?: string) =>
			[keyOf(account, operation), { ...remains, ...(group !== undefined && { group }) }] as const;
		const left = this.inherited.left.map(({ account, operation, group, remains }) =>
			entry(account, operation, aged(remains, age), group),
		);
		const own = [...this.budgets.values()].flatMap(({ group, operation, budget }) =>
			[...budget.limits.keys()].map((account) =>
				entry(account, operation.id, budget.remains(now), group === account ? undefined : group),
			),
		);
		return Object.fromEntries(
			[...left, ...own].filter(([, { slots, lock }]) => slots.length > 0 || lock !== undefined),
		);
	}

	/** Whether it is known with whom the account counts, so that nobody need wait for `learn`. */
	isClear(counted: Counted): boolean {
		return this.owners.isClear(counted);
	}

	/**
	 * Learns whose the accounts are that may count together; a few seconds at most. To be called before `queue`. Never
	 * rejects.
	 */
	async learn(counted: Counted, clock: Clock, maxWait: number): Promise<void> {
		await this.owners.learn(counted, clock, maxWait);
	}

	/**
	 * Takes a place in the queue of an operation.
	 *
	 * @param counted where other accounts may be of the same user; without it the account counts alone.
	 * @returns a ticket: `go` waits until the operation may be called, `answered` says that the call is over, `leave`
	 * gives the place back.
	 */
	queue(allowance: Allowance, operation: Operation, clock: Clock, turn: Turn, counted?: Counted): QueueTicket {
		if (!counted) return this.budget(allowance.account, allowance, operation, clock).ticket(turn, clock);
		const { group, left } = this.owners.enter(counted);
		if (left !== undefined) this.move(allowance.account, left, group, clock);
		const ticket = this.budget(group, allowance, operation, clock).ticket(turn, clock);
		let hasLeft = false;
		const leave = () => {
			ticket.leave();
			if (!hasLeft) this.owners.leave(counted);
			hasLeft = true;
		};
		return { ...ticket, leave };
	}

	/**
	 * Nobody who counts together with the account calls the operation for so many milliseconds. @param counted as in
	 * `queue`.
	 */
	lock(allowance: Allowance, operation: Operation, clock: Clock, milliseconds: number, counted?: Counted): void {
		const group = counted ? this.owners.groupOf(counted) : allowance.account;
		this.budget(group, allowance, operation, clock).lock(clock.elapsed() + milliseconds, clock, allowance.account);
	}

	/**
	 * How much of an operation's limit is free now, from 0 to 1, for those who leave calls to others. @param counted as
	 * in `queue`.
	 */
	freeShare(allowance: Allowance, operation: Operation, clock: Clock, counted?: Counted): number {
		const group = counted ? this.owners.groupOf(counted) : allowance.account;
		return this.budget(group, allowance, operation, clock).freeShare(clock.elapsed());
	}

	/** How many calls wait for their turn, of all accounts and operations. */
	get waiting(): number {
		return [...this.budgets.values()].reduce((sum, { budget }) => sum + budget.waiting, 0);
	}

	/** What was used where an account counted until now may have been its own. */
	private move(account: string, from: string, to: string, clock: Clock): void {
		const now = clock.elapsed();
		for (const { group, operation, budget } of [...this.budgets.values()]) {
			if (group !== from) continue;
			const isOthers = (one: string | undefined) => one !== undefined && this.owners.areDifferent(one, account);
			const { slots, lock } = budget.remains(now);
			const next = this.shared(to, operation, now);
			next.takeOver({ slots, ...(lock !== undefined && !isOthers(budget.lockedBy) && { lock }) }, now);
			for (const [one, limit] of budget.limits) if (!isOthers(one)) next.limits.set(one, limit);
			budget.limits.delete(account);
		}
		const taken = this.inherited.left
			.filter((left) => left.group === from)
			.map((left) => ({ ...left, account, group: to }));
		this.inherited.left.push(...taken);
	}

	private budget(group: string, allowance: Allowance, operation: Operation, clock: Clock): Budget {
		const { account } = allowance;
		const now = clock.elapsed();
		const budget = this.shared(group, operation, now);
		const isItsOwn = (left: Left) =>
			left.operation === operation.id && (left.account === account || left.group === group);
		for (const { remains } of this.inherited.left.filter(isItsOwn))
			budget.takeOver(aged(remains, now - this.inherited.at), now);
		this.inherited.left = this.inherited.left.filter((left) => !isItsOwn(left));
		budget.limits.set(account, callsPerMinute(allowance, operation));
		return budget;
	}

	private shared(group: string, operation: Operation, now: number): Budget {
		const key = keyOf(group, operation.id);
		let shared = this.budgets.get(key);
		if (!shared) {
			this.forgetIdle(now);
			const budget = new Budget(operation, {
				carefulUntil: this.options.carefulUntil,
				unknownUntil: this.unknownUntil,
				onChange: () => this.onChange(),
			});
			this.budgets.set(key, (shared = { group, operation, budget }));
		}
		return shared.budget;
	}

	private forgetIdle(now: number): void {
		for (const [key, { budget }] of this.budgets) if (budget.isIdle(now)) this.budgets.delete(key);
	}
}

/** @returns what is left after so many milliseconds. */
function aged({ slots, lock = 0 }: Remains, age: number): Remains {
	return {
		slots: slots.map((time) => time - age).filter((time) => time > 0),
		...(lock > age && { lock: lock - age }),
	};
}

function keyOf(name: string, operation: string): string {
	return JSON.stringify([name, operation]);
}

/** @param kept may come from a file. */
function leftIn(kept: Kept): Left[] {
	return Object.entries(kept).flatMap(([key, { group, ...remains }]) => {
		const [account, operation, ...others] = namesIn(key);
		return account !== undefined && operation !== undefined && others.length === 0
			? [{ account, operation, group, remains }]
			: [];
	});
}
