import type { Waiter } from './lane';

interface OrderedWaiter {
	waiter: Waiter;
	/** Of those who give up at the same moment, whoever came first is the first. */
	order: number;
}

/** Those who wait, by when they give up: a heap, since whoever comes later may give up earlier. */
export class Deadlines {
	/** Nobody comes before the one at half of their place. */
	private readonly entries: OrderedWaiter[] = [];
	private added = 0;

	add(waiter: Waiter): void {
		if (waiter.turn.deadline === Infinity) return;
		const { entries } = this;
		const entry = { waiter, order: this.added++ };
		let place = entries.length;
		while (place > 0) {
			const above = (place - 1) >> 1;
			const other = entries[above];
			if (!other || !isBefore(entry, other)) break;
			entries[place] = other;
			place = above;
		}
		entries[place] = entry;
	}

	/** @returns who gives up first. */
	first(): Waiter | undefined {
		while (this.entries[0]?.waiter.isOver) this.removeFirst();
		return this.entries[0]?.waiter;
	}

	private removeFirst(): void {
		const { entries } = this;
		const last = entries.pop()!;
		if (entries.length === 0) return;
		let place = 0;
		for (;;) {
			const below = 2 * place + 1;
			const [left, right] = [entries[below], entries[below + 1]];
			if (!left) break;
			const isRight = right !== undefined && isBefore(right, left);
			const first = isRight ? right : left;
			if (isBefore(last, first)) break;
			entries[place] = first;
			place = isRight ? below + 1 : below;
		}
		entries[place] = last;
	}
}

function isBefore(one: OrderedWaiter, other: OrderedWaiter): boolean {
	const [first, second] = [one.waiter.turn.deadline, other.waiter.turn.deadline];
	return first < second || (first === second && one.order < other.order);
}
