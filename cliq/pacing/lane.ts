/** Who wants to call, and how. */
export interface Turn {
	/** An execution or a node. Lanes take turns, so that a single message never waits behind a large batch. */
	lane: string;
	/** How many calls the lane will make, this one included, where that is known. */
	remaining?: number;
	/** Calls of a lane with the same sequence are made one after another, in the order in which they came. */
	sequence?: string;
	/** Ends the wait at once. */
	signal?: AbortSignal;
	/**
	 * When to give up, in milliseconds since 1970. What would have to wait longer fails untouched. In one lane, whoever
	 * comes later is expected to give up later.
	 */
	deadline: number;
	/** Told when the call has to wait: until when at least (milliseconds since 1970), and whether for the end of a lock. */
	onWait?: (until: number, isLocked: boolean) => void;
}

/** A call that waits for its turn. */
export interface Waiter {
	turn: Turn;
	/** Whether the sequence is already its own, since it has tried before. */
	isHolder: boolean;
	isOver: boolean;
	start(): void;
	fail(error: Error): void;
}

/** The calls of one execution or node, in the order in which they came. */
export class Lane {
	/** In milliseconds since 1970. */
	lastServed = -Infinity;
	waiting = 0;
	/** Those who try again. */
	private readonly again = new Set<Waiter>();
	/** Those whom no call of their own sequence holds up. */
	private readonly ready = new Set<Waiter>();
	/** By sequence, those who come after one that is ready or under way. */
	private readonly behind = new Map<string, Set<Waiter>>();

	get isIdle(): boolean {
		return this.waiting === 0 && this.behind.size === 0;
	}

	/** @returns how many calls are still to come: as many as the lane said, or those that wait and so many more. */
	demand(more: number): number {
		if (this.waiting === 0) return 0;
		const remaining = this.first()?.turn.remaining;
		return remaining === undefined ? this.waiting + more : Math.max(this.waiting, remaining);
	}

	/** @returns who has waited the longest. */
	first(): Waiter | undefined {
		return this.next() ?? firstOf(firstOf(this.behind.values()));
	}

	/** @returns who may go next. */
	next(): Waiter | undefined {
		return firstOf(this.again) ?? firstOf(this.ready);
	}

	join(waiter: Waiter): void {
		const { sequence } = waiter.turn;
		const queue = sequence === undefined ? undefined : this.behind.get(sequence);
		this.waiting++;
		if (waiter.isHolder) this.again.add(waiter);
		else if (queue) queue.add(waiter);
		else this.makeReady(waiter);
	}

	start(waiter: Waiter, now: number): void {
		this.remove(waiter);
		this.lastServed = now;
		waiter.start();
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
