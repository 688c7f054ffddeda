import type { Operation } from '../catalogue';
import { CliqError } from '../errors';
import { Lane, type Turn, type Waiter } from './lane';
import { onAbort } from './stops';
import type { Ports } from '../ports';

export type { Turn } from './lane';

/** How long a call counts, in milliseconds: a minute, and a little since no two clocks run alike. */
const MINUTE = 60_050;

/** In milliseconds. Timers cannot hold more than 2^31. */
const LONGEST_SLEEP = 60 * 60_000;

export type Clock = Pick<Ports, 'now' | 'sleep'>;

/** A place in the queue of an operation. */
export interface Ticket {
	/**
	 * Waits until the operation may be called. May be used again for another try, which goes before what waits in the lane.
	 *
	 * @throws CliqError `waitTooLong`, `locked` or `cancelled`; nothing is used up then.
	 */
	go(): Promise<void>;
	/**
	 * The answer came, or none will. Without it nobody gets the call back.
	 *
	 * @param isCounted `false` if Cliq certainly did not get the call.
	 */
	answered(isCounted: boolean): void;
	/** No more tries: the next call of the sequence may start. */
	leave(): void;
}

/** The calls of one account to one operation: how many are free, who waits, and who goes next. */
export class Budget {
	/** Calls a minute. */
	limit = 1;
	private lockedUntil = 0;
	private underWay = 0;
	/** How many may still want to call, those included that rest between two tries. */
	private tickets = 0;
	/** When each used call is free again, in order of time. */
	private freeAt: number[] = [];
	private lastStart = -Infinity;
	private readonly lanes = new Map<string, Lane>();
	private isAdvancing = false;
	private alarm?: { at: number; off: AbortController };

	constructor(private readonly operation: Operation) {}

	/** How many calls wait for their turn. */
	get waiting(): number {
		let waiting = 0;
		for (const lane of this.lanes.values()) waiting += lane.waiting;
		return waiting;
	}

	/** Whether it would not matter if this budget were forgotten. */
	isIdle(now: number): boolean {
		return this.tickets === 0 && this.used(now) === 0 && this.lockedUntil <= now;
	}

	lock(until: number): void {
		if (!(until > this.lockedUntil)) return;
		this.lockedUntil = until;
		for (const lane of this.lanes.values()) lane.first()?.turn.onWait?.(until, true);
	}

	ticket(turn: Turn, clock: Clock): Ticket {
		let isHolder = false;
		let isCalling = false;
		let hasLeft = false;
		this.tickets++;
		return {
			go: async () => {
				await this.wait(turn, isHolder, clock);
				isHolder = true;
				isCalling = true;
			},
			answered: (isCounted) => {
				if (!isCalling) return;
				isCalling = false;
				this.underWay--;
				// The server counted the call before it answered, so a minute from now it has left any minute of the server's.
				if (!isCounted) this.lastStart = -Infinity;
				else if (Number.isFinite(this.limit)) this.freeAt.push(clock.now() + MINUTE);
				this.advance(clock);
			},
			leave: () => {
				if (hasLeft) return;
				hasLeft = true;
				this.tickets--;
				if (isHolder) this.lanes.get(turn.lane)?.release(turn.sequence);
				this.advance(clock);
			},
		};
	}

	private wait(turn: Turn, isHolder: boolean, clock: Clock): Promise<void> {
		return new Promise((resolve, reject) => {
			if (turn.signal?.aborted) return reject(cancelled(this.operation));
			const lane = this.laneOf(turn);
			const leave = (error: Error) => {
				lane.drop(waiter);
				waiter.fail(error);
				this.advanceSoon(clock);
			};
			const stop = () => leave(cancelled(this.operation));
			const unhook = onAbort(turn.signal, stop);
			const waiter: Waiter = {
				turn,
				isHolder,
				isOver: false,
				start: () => (unhook(), resolve()),
				fail: (error) => (unhook(), reject(error)),
			};
			lane.join(waiter);
			this.advance(clock);
			if (waiter.isOver) return;
			const now = clock.now();
			const goAt = this.earliest(now);
			if (isHopeless(turn, now, goAt)) leave(this.tooLong(goAt, now));
			else turn.onWait?.(goAt, this.lockedUntil > now);
		});
	}

	private laneOf(turn: Turn): Lane {
		let lane = this.lanes.get(turn.lane);
		if (!lane) this.lanes.set(turn.lane, (lane = new Lane()));
		return lane;
	}

	/** Once for all who leave at the same moment: a cancelled batch may hold many thousands. */
	private advanceSoon(clock: Clock): void {
		if (this.isAdvancing) return;
		this.isAdvancing = true;
		queueMicrotask(() => {
			this.isAdvancing = false;
			this.advance(clock);
		});
	}

	/** Lets go whoever may go now, turns away whoever may not wait long enough, and sees to it that it is called again in time. */
	private advance(clock: Clock): void {
		for (;;) {
			const now = clock.now();
			const goAt = this.earliest(now);
			const next = this.next();
			if (next && goAt <= now) {
				this.underWay++;
				this.lastStart = now;
				next.lane.start(next.waiter, now);
				continue;
			}
			if (this.turnAway(now, goAt)) continue;
			this.setAlarm(Math.min(next ? goAt : Infinity, this.firstDeadline()), clock);
			this.forgetServed(now);
			return;
		}
	}

	/** Whose turn it is: the lane that was served the longest ago, among those that have a call ready. */
	private next(): { lane: Lane; waiter: Waiter } | undefined {
		let chosen: { lane: Lane; waiter: Waiter } | undefined;
		for (const lane of this.lanes.values()) {
			if (chosen && lane.lastServed >= chosen.lane.lastServed) continue;
			const waiter = lane.next();
			if (waiter) chosen = { lane, waiter };
		}
		return chosen;
	}

	/** When the next call may start. What fits goes at once; what does not is spread, so that others find a gap. */
	private earliest(now: number): number {
		const free = this.limit - this.used(now);
		let demand = 0;
		// Who does not say how many calls will come may have many.
		for (const lane of this.lanes.values()) demand += lane.demand(Math.floor(this.limit / 4));
		const spread = demand > free ? Math.min(this.lastStart, now) + this.gap(free, now) : now;
		return Math.max(now, spread, this.slotAt(free), this.lockedUntil);
	}

	/** As many calls a minute as there are, and no more than last until the next one is free again. */
	private gap(free: number, now: number): number {
		const untilNext = (this.freeAt[0] ?? now) - Math.min(this.lastStart, now);
		return Math.max(MINUTE / this.limit, free > 0 && this.lastStart !== -Infinity ? untilNext / (free + 1) : 0);
	}

	private slotAt(free: number): number {
		if (free > 0) return -Infinity;
		return this.freeAt[-free] ?? Infinity; // Infinity: only an answer that is still to come frees one.
	}

	private used(now: number): number {
		// No call counts for longer than a minute from now, even if the clock was set back.
		if ((this.freeAt.at(-1) ?? 0) > now + MINUTE) this.freeAt = this.freeAt.map((time) => Math.min(time, now + MINUTE));
		while (this.freeAt.length > 0 && this.freeAt[0] <= now) this.freeAt.shift();
		return this.underWay + this.freeAt.length;
	}

	/** @returns whether there was anybody to turn away. */
	private turnAway(now: number, goAt: number): boolean {
		const hopeless = [...this.lanes.values()].map((lane) => [lane, lane.first()] as const).filter(([, waiter]) => waiter && isHopeless(waiter.turn, now, goAt));
		for (const [lane, waiter] of hopeless as Array<[Lane, Waiter]>) {
			lane.drop(waiter);
			waiter.fail(this.tooLong(goAt, now));
		}
		return hopeless.length > 0;
	}

	private firstDeadline(): number {
		let first = Infinity;
		for (const lane of this.lanes.values()) first = Math.min(first, lane.first()?.turn.deadline ?? Infinity);
		return first;
	}

	/** One alarm at a time, set to the earliest moment at which something can change by itself. */
	private setAlarm(at: number, clock: Clock): void {
		if (this.alarm && this.alarm.at <= at && at !== Infinity) return;
		this.alarm?.off.abort();
		this.alarm = undefined;
		if (at === Infinity) return;
		const alarm = { at, off: new AbortController() };
		this.alarm = alarm;
		void clock.sleep(Math.min(Math.max(0, at - clock.now()), LONGEST_SLEEP), alarm.off.signal).then(() => {
			if (this.alarm !== alarm) return;
			this.alarm = undefined;
			this.advance(clock);
		});
	}

	private forgetServed(now: number): void {
		for (const [name, lane] of this.lanes) if (lane.isIdle && !(lane.lastServed > now - MINUTE)) this.lanes.delete(name);
	}

	private tooLong(goAt: number, now: number): CliqError {
		const { action, id } = this.operation;
		const isLocked = this.lockedUntil > now;
		const why = isLocked
			? `Cliq has locked "${action}" for this account for another ${span(goAt - now)}`
			: goAt < Infinity
				? `"${action}" has used up its ${this.limit} calls a minute for another ${span(goAt - now)}`
				: `Other calls to "${action}" are still under way`;
		return new CliqError(isLocked ? 'locked' : 'waitTooLong', `${why}, longer than this node may wait`, {
			hint: 'Nothing was sent. Allow a longer wait, or run it again later.',
			operation: id,
			...(goAt < Infinity && { retryAt: goAt }),
		});
	}
}

/** For somebody who cannot go now. How long calls under way take is not known, so behind them one waits until the deadline itself. */
function isHopeless({ deadline }: Turn, now: number, goAt: number): boolean {
	return deadline <= now || (goAt > deadline && goAt !== Infinity);
}

function cancelled(operation: Operation): CliqError {
	return new CliqError('cancelled', `"${operation.action}" was cancelled while it waited for its turn`, { operation: operation.id });
}

function span(milliseconds: number): string {
	const seconds = Math.ceil(milliseconds / 1000);
	if (seconds === 1) return 'second';
	return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
