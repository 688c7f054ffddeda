import type { Waiter } from './lane';

interface Entry {
	waiter: Waiter;
	/** Of those who give up at the same moment, whoever came first is the first. */
	order: number;
}

/** Those who wait, by when they give up: a heap, since whoever comes later may give up earlier. */
export class Deadlines {
	/** Nobody comes before the one at half of their place. */
	private readonly entries: Entry[] = [];
	private added = 0;

	add(waiter: Waiter): void {
		if (waiter.turn.deadline === Infinity) return;
		const { entries } = this;
		const entry = { waiter, order: this.added++ };
		let place = entries.length;
		for (let above = (place - 1) >> 1; place > 0 && isBefore(entry, entries[above]); above = (place - 1) >> 1) {
			entries[place] = entries[above];
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
			let below = 2 * place + 1;
			if (below + 1 < entries.length && isBefore(entries[below + 1], entries[below])) below++;
			if (below >= entries.length || isBefore(last, entries[below])) break;
			entries[place] = entries[below];
			place = below;
		}
		entries[place] = last;
	}
}

function isBefore(one: Entry, other: Entry): boolean {
	const [first, second] = [one.waiter.turn.deadline, other.waiter.turn.deadline];
	return first < second || (first === second && one.order < other.order);
}
