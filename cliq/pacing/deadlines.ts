import type { Waiter } from './lane';

/** Those who wait, by when they give up. Mostly whoever comes later gives up later, so both ends are cheap. */
export class Deadlines {
	private waiters: Waiter[] = [];

	add(waiter: Waiter): void {
		if (waiter.turn.deadline === Infinity) return;
		let place = this.waiters.length;
		while (place > 0 && this.waiters[place - 1].turn.deadline > waiter.turn.deadline) place--;
		this.waiters.splice(place, 0, waiter);
	}

	/** @returns who gives up first. */
	first(): Waiter | undefined {
		const over = this.waiters.findIndex(({ isOver }) => !isOver);
		if (over !== 0) this.waiters.splice(0, over < 0 ? this.waiters.length : over);
		return this.waiters[0];
	}
}
