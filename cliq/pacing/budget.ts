import type { Operation } from '../catalogue';
import type { Ports } from '../http/ports';
import { onAbort } from '../http/abort';
import { Deadlines } from './deadlines';
import { Lane, type Call, type Turn, type Waiter } from './lane';
import { cancelled, tooLong, type Obstacle } from './wait-errors';
import { UsedCalls, WINDOW } from './used-calls';

export type { Turn } from './lane';

/** In milliseconds. Timers cannot hold more than 2^31. */
const LONGEST_SLEEP = 60 * 60_000;

/** What of the limit a batch leaves to others when it goes at once: one of so many calls. */
const RESERVED = 10;

/** In milliseconds: nobody needs to be told of a wait that differs by less from what was said. */
const NOTABLE_CHANGE = 500;

export type Clock = Pick<Ports, 'now' | 'elapsed' | 'sleep'>;

/** A place in the queue of an operation. */
export interface QueueTicket {
	/**
	 * Waits until the operation may be called. May be used again for another try, which goes before what waits in the
	 * lane.
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

export interface BudgetOptions {
	/** Until then what does not fit is spread from its first call on, since others may have used calls before. */
	carefulUntil?: number | undefined;
	/** Until then nobody calls: a process before ended in the middle of its work, and may have used up all there is. */
	unknownUntil?: number;
	/** Told when what would have to be remembered changes. */
	onChange?: () => void;
}

/** What of a budget outlives its process; all in milliseconds from now. */
export interface Remains {
	/** When each used call is free again. */
	slots: number[];
	/** When a lock ends. */
	lock?: number;
}

interface Next {
	lane: Lane;
	waiter: Waiter;
	/** When it may go. */
	at: number;
}

/**
 * The calls of one user to one operation: how many are free, who waits, and who goes next. Times are those of
 * `Ports.elapsed`.
 */
export class Budget {
	/** Calls a minute that each of its accounts allows; the fewest count. */
	readonly limits = new Map<string, number>();
	private lockedUntil = -Infinity;
	/** The account that met the lock. */
	lockedBy?: string | undefined;
	/** How many may still want to call, those included that rest between two tries. */
	private tickets = 0;
	private readonly used = new UsedCalls();
	private lastStart = -Infinity;
	private readonly lanes = new Map<string, Lane>();
	private readonly deadlines = new Deadlines();
	private isAdvancing = false;
	/** Who came since turns were last checked. */
	private readonly joined: Array<{ lane: Lane; waiter: Waiter }> = [];
	private alarm?: { at: number; off: AbortController } | undefined;

	private readonly carefulUntil: number;
	private readonly unknownUntil: number;
	private readonly onChange: () => void;

	constructor(
		private readonly operation: Operation,
		{ carefulUntil = -Infinity, unknownUntil = -Infinity, onChange = () => {} }: BudgetOptions = {},
	) {
		this.carefulUntil = carefulUntil;
		this.unknownUntil = unknownUntil;
		this.onChange = onChange;
	}

	/** Calls a minute. */
	get limit(): number {
		return Math.min(...this.limits.values());
	}

	/** How many calls wait for their turn. */
	get waiting(): number {
		let waiting = 0;
		for (const lane of this.lanes.values()) waiting += lane.waiting;
		return waiting;
	}

	/** The share of the limit that is free for a new call, from 0 to 1. Calls that already wait count as used. */
	freeShare(now: number): number {
		if (this.opensAt(now) > now) return 0;
		return Number.isFinite(this.limit)
			? Math.max(0, this.limit - this.used.count(now) - this.waiting) / this.limit
			: 1;
	}

	/** Whether it would not matter if this budget were forgotten. */
	isIdle(now: number): boolean {
		return this.tickets === 0 && this.used.count(now) === 0 && this.lockedUntil <= now;
	}

	lock(until: number, clock: Clock, account?: string): void {
		if (!(until > this.lockedUntil)) return;
		this.lockedUntil = until;
		this.lockedBy = account;
		this.onChange();
		this.advance(clock);
	}

	/** @returns what the next process has to know; a call under way counts as if it were answered now. */
	remains(now: number): Remains {
		return { slots: this.used.left(now), ...(this.lockedUntil > now && { lock: this.lockedUntil - now }) };
	}

	/** Takes over what another process left. No call counts for longer than a window from now. */
	takeOver({ slots, lock = 0 }: Remains, now: number): void {
		this.used.add(slots, now);
		if (lock > 0) this.lockedUntil = Math.max(this.lockedUntil, now + lock);
	}

	ticket(turn: Turn, clock: Clock): QueueTicket {
		let isHolder = false;
		let call: Call | undefined;
		let hasLeft = false;
		this.tickets++;
		return {
			go: async () => {
				call = await this.wait(turn, isHolder, clock);
				isHolder = true;
			},
			answered: (isCounted) => {
				if (call) this.end(call, isCounted, clock);
				call = undefined;
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

	private wait(turn: Turn, isHolder: boolean, clock: Clock): Promise<Call> {
		return new Promise((resolve, reject) => {
			if (turn.signal?.aborted) return reject(cancelled(this.operation));
			const lane = this.laneOf(turn, clock.elapsed());
			const unhook = onAbort(turn.signal, () => {
				turnAway(lane, waiter, cancelled(this.operation));
				this.advanceSoon(clock);
			});
			const waiter: Waiter = {
				turn,
				isHolder,
				isOver: false,
				start: (call) => (unhook(), resolve(call)),
				fail: (error) => (unhook(), reject(error)),
			};
			lane.join(waiter);
			this.deadlines.add(waiter);
			if (this.hasRoom(lane)) lane.credit = Math.max(lane.credit, lane.demand);
			// Those that come at the same moment are awaited: what is kept for others goes only to a batch that fits as
			// a whole.
			this.joined.push({ lane, waiter });
			this.advanceSoon(clock);
		});
	}

	private laneOf({ lane: name }: Turn, now: number): Lane {
		let lane = this.lanes.get(name);
		if (!lane) this.lanes.set(name, (lane = new Lane(now - WINDOW)));
		return lane;
	}

	private start(lane: Lane, waiter: Waiter, now: number): void {
		const call = { lane, startedAt: now, before: this.lastStart };
		this.used.begin();
		this.lastStart = now;
		this.onChange();
		lane.start(waiter, call);
	}

	private end({ lane, startedAt, before }: Call, isCounted: boolean, clock: Clock): void {
		lane.underWay--;
		if (isCounted && Number.isFinite(this.limit)) this.used.end(lane, clock.elapsed());
		else this.used.takeBack(lane);
		// What never arrived leaves its turn to the next one.
		if (!isCounted && this.lastStart === startedAt) this.lastStart = before;
		this.onChange();
		this.advance(clock);
	}

	/** Once for all who come or leave at the same moment: they may be many thousands. */
	private advanceSoon(clock: Clock): void {
		if (this.isAdvancing) return;
		this.isAdvancing = true;
		void Promise.resolve().then(() => {
			this.isAdvancing = false;
			const joined = this.joined.splice(0);
			const nextAt = this.advance(clock);
			for (const { lane, waiter } of joined) this.tell(lane, waiter, nextAt, clock);
		});
	}

	/**
	 * Lets go whoever may go now, turns away whoever may not wait long enough, and sees to it that it is called again
	 * in time.
	 *
	 * @returns when the next one may go; infinite if only an answer can show it.
	 */
	private advance(clock: Clock): number {
		for (;;) {
			const now = clock.elapsed();
			const next = this.next(now);
			if (next && next.at <= now) {
				this.start(next.lane, next.waiter, now);
				continue;
			}
			const first = this.deadlines.first();
			if (first && this.endWait(first, now, clock)) continue;
			const nextAt = next?.at ?? Infinity;
			this.setAlarm(Math.min(nextAt, first?.turn.deadline ?? Infinity), clock);
			for (const lane of this.lanes.values()) this.tell(lane, lane.next(), nextAt, clock);
			this.forgetServed();
			return nextAt;
		}
	}

	/**
	 * Whose turn it is among those who have a call ready: of those who may go now, or else of all, the lane that was
	 * served the longest ago.
	 */
	private next(now: number): Next | undefined {
		const free = this.limit - this.used.count(now);
		const opensAt = this.opensAt(now);
		const lanes = [...this.lanes.values()].filter(({ waiting }) => waiting > 0);
		const demand = sum(lanes);
		for (const lane of lanes)
			if (lane.isBulk && demand <= free && this.hasRoom(lane))
				Object.assign(lane, { isBulk: false, credit: lane.demand });
		const small = sum(lanes.filter(({ isBulk }) => !isBulk));
		const ready = lanes.filter((lane) => lane.next());
		const isSpared = opensAt > now ? [] : ready.filter((lane) => this.isSpared(lane, free, small, now));
		const [lane] = inTurn(isSpared.length > 0 ? isSpared : ready);
		if (!lane) return undefined;
		const turn = { lane, waiter: lane.next()! };
		if (isSpared.length > 0) return { ...turn, at: now };
		if (opensAt > now) return { ...turn, at: opensAt };
		for (const other of ready) other.isBulk = true;
		return { ...turn, at: this.spreadAt(free, now) };
	}

	/**
	 * Whether a lane need not spread its calls: it is one of those for whom others do, or cannot wait, or wants no more
	 * than there is, or leaves enough.
	 */
	private isSpared(lane: Lane, free: number, small: number, now: number): boolean {
		if (lane.used === 0 || lane.next()!.turn.deadline < this.used.renewedAt(now)) return true;
		if (lane.isBulk) return false;
		return (lane.credit > 0 && small <= free) || (free > this.reserve && now >= this.carefulUntil);
	}

	/** For what does not fit: evenly, the reserve as late as it can be used up. */
	private spreadAt(free: number, now: number): number {
		const gap = WINDOW / this.limit;
		const last = Math.max(this.lastStart, now - WINDOW);
		const renewed = this.used.renewedAt(now);
		if (free > this.reserve) return last + Math.max(gap, (renewed - last) / (free + 1));
		return Math.max(last + gap, renewed - free * gap);
	}

	/** Calls that a batch which does not fit leaves to others. */
	private get reserve(): number {
		return this.limit > 1 && Number.isFinite(this.limit) ? Math.ceil(this.limit / RESERVED) : 0;
	}

	/**
	 * Whether the lane has not yet had answers for all that may go at once; whatever it announces until then goes at
	 * once if it fits.
	 */
	private hasRoom({ used, underWay }: Lane): boolean {
		return used - underWay < this.limit - this.reserve;
	}

	/** When there is a call free again; infinite if only an answer that is still to come frees one. */
	private opensAt(now: number): number {
		const free = this.limit - this.used.count(now);
		const unknown = Number.isFinite(this.limit) ? this.unknownUntil : -Infinity;
		return Math.max(this.lockedUntil, unknown, free > 0 ? -Infinity : this.used.freeAt(1 - free));
	}

	/**
	 * For somebody whose time is up, or whom no free call can reach in time: goes if there is one now, and fails
	 * otherwise.
	 *
	 * @returns whether that was so.
	 */
	private endWait(waiter: Waiter, now: number, clock: Clock): boolean {
		const lane = this.lanes.get(waiter.turn.lane)!;
		const opensAt = this.opensAt(now);
		const isLate = waiter.turn.deadline <= now;
		if (isLate && opensAt <= now && lane.isReady(waiter)) this.start(lane, waiter, now);
		// How long calls under way take is not known, so behind them one waits until the deadline itself.
		else if (isLate || (opensAt > waiter.turn.deadline && opensAt !== Infinity))
			turnAway(lane, waiter, tooLong(this.operation, this.obstacle(opensAt, now, clock)));
		else return false;
		return true;
	}

	private obstacle(opensAt: number, now: number, clock: Clock): Obstacle {
		return {
			free: opensAt - now,
			lock: this.lockedUntil - now,
			unknown: this.unknownUntil - now,
			limit: this.limit,
			retryAt: wallTime(opensAt, clock),
		};
	}

	/** One alarm at a time, set to the earliest moment at which something can change by itself. */
	private setAlarm(at: number, clock: Clock): void {
		if (this.alarm && this.alarm.at <= at && at !== Infinity) return;
		this.alarm?.off.abort();
		this.alarm = undefined;
		if (at === Infinity) return;
		const alarm = { at, off: new AbortController() };
		this.alarm = alarm;
		void clock.sleep(Math.min(Math.max(0, at - clock.elapsed()), LONGEST_SLEEP), alarm.off.signal).then(() => {
			if (this.alarm !== alarm) return;
			this.alarm = undefined;
			this.advance(clock);
		});
	}

	/** @param at when the next call of the budget may go. */
	private tell(lane: Lane, waiter: Waiter | undefined, at: number, clock: Clock): void {
		if (!waiter?.turn.onWait || waiter.isOver) return;
		const isLocked = this.lockedUntil > clock.elapsed();
		const { told } = waiter;
		if (told?.isLocked === isLocked && !(Math.abs(told.at - at) > NOTABLE_CHANGE)) return;
		waiter.told = { at, isLocked };
		try {
			waiter.turn.onWait(wallTime(at, clock), isLocked);
		} catch (error) {
			turnAway(lane, waiter, error as Error);
			this.advanceSoon(clock);
		}
	}

	private forgetServed(): void {
		for (const [name, lane] of this.lanes) if (lane.isIdle && lane.used === 0) this.lanes.delete(name);
	}
}

/** @returns milliseconds since 1970. */
function wallTime(elapsed: number, clock: Clock): number {
	return clock.now() + (elapsed - clock.elapsed());
}

function sum(lanes: Lane[]): number {
	return lanes.reduce((total, { demand }) => total + demand, 0);
}

function inTurn(lanes: Lane[]): Lane[] {
	return lanes.length > 0 ? [lanes.reduce((first, lane) => (lane.lastServed < first.lastServed ? lane : first))] : [];
}

function turnAway(lane: Lane, waiter: Waiter, error: Error): void {
	lane.drop(waiter);
	waiter.fail(error);
}
