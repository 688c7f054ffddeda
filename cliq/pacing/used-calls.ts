import type { Lane } from './lane';

/** How long a call counts, in milliseconds: a minute, and a little since no two clocks run alike. */
export const WINDOW = 60_050;

/** A call that was answered, and whose it was. */
interface AnsweredAt {
	freeAt: number;
	lane?: Lane;
}

/**
 * The calls of a budget that count: those under way, and those that were answered in the last minute. Times are those
 * of `Ports.elapsed`.
 */
export class UsedCalls {
	private underWay = 0;
	/** In order of time. */
	private answered: AnsweredAt[] = [];

	/** @returns how many count now; lanes whose calls count no more get them back. */
	count(now: number): number {
		for (let [first] = this.answered; first && first.freeAt <= now; [first] = this.answered) {
			this.answered.shift();
			if (first.lane) first.lane.used--;
		}
		return this.underWay + this.answered.length;
	}

	/** A call begins. */
	begin(): void {
		this.underWay++;
	}

	/**
	 * The answer came, or none will; a minute from now the call has left any minute of the server's, which counted it
	 * before it answered.
	 */
	end(lane: Lane, now: number): void {
		this.underWay--;
		this.answered.push({ freeAt: now + WINDOW, lane });
	}

	/** A call under way turns out not to count. */
	takeBack(lane: Lane): void {
		this.underWay--;
		lane.used--;
	}

	/** When the next one counts no more, or would if those under way were answered now. */
	renewedAt(now: number): number {
		return this.answered[0]?.freeAt ?? now + WINDOW;
	}

	/** When so many count no more; infinite if that takes answers that are still to come. */
	freeAt(calls: number): number {
		return this.answered[calls - 1]?.freeAt ?? Infinity;
	}

	/** @returns in how many milliseconds each counts no more; one under way counts as if it were answered now. */
	left(now: number): number[] {
		const answered = this.count(now) === 0 ? [] : this.answered.map(({ freeAt }) => freeAt - now);
		return [...answered, ...Array<number>(this.underWay).fill(WINDOW)];
	}

	/** Adds calls of another process. None counts for longer than a minute from now. */
	add(left: number[], now: number): void {
		const others = left.filter((time) => time > 0).map((time) => ({ freeAt: now + Math.min(time, WINDOW) }));
		this.answered = [...this.answered, ...others].sort((one, other) => one.freeAt - other.freeAt);
	}
}
