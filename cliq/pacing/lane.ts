/** Who wants to call, and how. */
export interface Turn {
	/** An execution or a node. Lanes take turns, so that a single message never waits behind a large batch. */
	lane: string;
	/** How many calls the lane will make, this one included, where that is known. */
	remaining?: number | undefined;
	/** Calls of a lane with the same sequence are made one after another, in the order in which they came. */
	sequence?: string | undefined;
	/** Ends the wait at once. */
	signal?: AbortSignal | undefined;
	/** When to give up, by `Ports.elapsed`. What would have to wait longer fails untouched. */
	deadline: number;
	/**
	 * Told when the call has to wait, and again when that changes: until when at least (milliseconds since 1970;
	 * infinite while only other calls are in front), and whether for the end of a lock.
	 */
	onWait?: (until: number, isLocked: boolean) => void;
}

/** A call under way. Times are those of `Ports.elapsed`. */
export interface Call {
	lane: Lane;
	startedAt: number;
	/** When the call before it started. */
	before: number;
}

/** A call that waits for its turn. */
export interface Waiter {
	turn: Turn;
	/** Whether the sequence is already its own, since it has tried before. */
	isHolder: boolean;
	isOver: boolean;
	/** What `onWait` was told last. */
	told?: { at: number; isLocked: boolean };
	start(call: Call): void;
	fail(error: Error): void;
}

/** The calls of one execution or node, in the order in which they came. Times are those of `Ports.elapsed`. */
export class Lane {
	waiting = 0;
	/** How many calls it had that still count. */
	used = 0;
	/** How many of these are not answered yet. */
	underWay = 0;
	/** How many more calls it has announced in time, before it had used up its part of what may go at once. */
	credit = 0;
	/** Whether it wants more than there is, so that its calls are spread. */
	isBulk = false;
	/** Those who try again. */
	private readonly again = new Set<Waiter>();
	/** Those whom no call of their own sequence holds up. */
	private readonly ready = new Set<Waiter>();
	/** By sequence, those who come after one that is ready or under way. */
	private readonly behind = new Map<string, Set<Waiter>>();

	/** @param lastServed before those that were served recently, and behind those that wait longer than a minute. */
	constructor(public lastServed: number) {}

	get isIdle(): boolean {
		return this.waiting === 0 && this.behind.size === 0;
	}

	/** @returns how many calls are still to come, as far as that is known. */
	get demand(): number {
		return this.waiting === 0 ? 0 : Math.max(this.waiting, this.first()?.turn.remaining ?? 0);
	}

	/** @returns who may go next. */
	next(): Waiter | undefined {
		return firstOf(this.again) ?? firstOf(this.ready);
	}

	/** @returns whether no other call of the same sequence is in front. */
	isReady(waiter: Waiter): boolean {
		return this.again.has(waiter) || this.ready.has(waiter);
	}

	join(waiter: Waiter): void {
		const { sequence } = waiter.turn;
		const queue = sequence === undefined ? undefined : this.behind.get(sequence);
		this.waiting++;
		if (waiter.isHolder) this.again.add(waiter);
		else if (queue) queue.add(waiter);
		else this.makeReady(waiter);
	}

	start(waiter: Waiter, call: Call): void {
		this.remove(waiter);
		this.lastServed = call.startedAt;
		this.used++;
		this.underWay++;
		this.credit = Math.max(0, this.credit - 1);
		waiter.start(call);
	}

	/** For somebody who gives up. */
	drop(waiter: Waiter): void {
		const wasReady = this.ready.has(waiter);
		this.remove(waiter);
		if (wasReady) this.release(waiter.turn.sequence);
	}

	/** The next one of the sequence may go. */
	release(sequence: string | undefined): void {
		if (sequence === undefined) return;
		const queue = this.behind.get(sequence);
		const next = firstOf(queue);
		this.behind.delete(sequence);
		if (!queue || !next) return;
		queue.delete(next);
		this.makeReady(next, queue);
	}

	/** @returns who has waited the longest. */
	private first(): Waiter | undefined {
		return this.next() ?? firstOf(firstOf(this.behind.values()));
	}

	private makeReady(waiter: Waiter, queue = new Set<Waiter>()): void {
		this.ready.add(waiter);
		if (waiter.turn.sequence !== undefined) this.behind.set(waiter.turn.sequence, queue);
	}

	private remove(waiter: Waiter): void {
		if (waiter.isOver) return;
		waiter.isOver = true;
		this.waiting--;
		this.again.delete(waiter);
		this.ready.delete(waiter);
		if (waiter.turn.sequence !== undefined) this.behind.get(waiter.turn.sequence)?.delete(waiter);
	}
}

function firstOf<Item>(items: Iterable<Item> | undefined): Item | undefined {
	for (const item of items ?? []) return item;
	return undefined;
}
