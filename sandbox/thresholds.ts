import type { Operation } from '../cliq/catalogue';
import type { Variants } from './variants';

const MINUTE = 60_000;

export interface Verdict {
	accepted: boolean;
	/** This call passed the threshold and started a lock. */
	overThreshold: boolean;
	/** This call came during a lock. */
	intoLock: boolean;
	/** When the lock ends, in milliseconds since 1970; 0 without a lock. */
	lockedUntil: number;
}

/** How much of one operation's threshold one user has used. */
export interface Usage {
	operation: string;
	user: string;
	used: number;
	threshold: number;
	/** Milliseconds since 1970, or 0. */
	lockedUntil: number;
}

interface Meter {
	/** Times of the accepted calls that still count; never more than the threshold. */
	times: number[];
	lockedUntil: number;
}

/** Calls a minute and user for each operation, and the lock for whoever passes them. */
export class Thresholds {
	private readonly meters = new Map<string, Meter>();

	/**
	 * @param limits `false`: no thresholds; numbers: other thresholds than the catalogue's, by operation id
	 * @param now milliseconds since 1970
	 */
	constructor(
		private limits: boolean | Record<string, number>,
		private readonly variants: Variants,
		private readonly now: () => number,
	) {}

	/** Counts a call of `user` and says whether it may pass. */
	enter(operation: Operation, user: string): Verdict {
		const verdict: Verdict = { accepted: true, overThreshold: false, intoLock: false, lockedUntil: 0 };
		const meter = this.meter(operation.id, user);
		const now = this.now();
		const lock = operation.lockMinutes * MINUTE;
		if (now < meter.lockedUntil) {
			if (this.variants.lockRestarts) meter.lockedUntil = now + lock;
			return { ...verdict, accepted: false, intoLock: true, lockedUntil: meter.lockedUntil };
		}
		if (this.limits === false) return verdict;
		this.forget(meter, now);
		if (meter.times.length >= this.threshold(operation)) {
			meter.times = [];
			meter.lockedUntil = now + lock;
			return { ...verdict, accepted: false, overThreshold: true, lockedUntil: meter.lockedUntil };
		}
		meter.times.push(now);
		return verdict;
	}

	/** Locks `user` out, as another program on the same account could have caused. */
	lock(operation: Operation, user: string, minutes = operation.lockMinutes): void {
		const meter = this.meter(operation.id, user);
		meter.times = [];
		meter.lockedUntil = this.now() + minutes * MINUTE;
	}

	/** @param limits as in the constructor; locks that run stay. */
	setLimits(limits: boolean | Record<string, number>): void {
		this.limits = limits;
	}

	/** @returns what is in use now, by operation and user. */
	usage(operations: readonly Operation[]): Usage[] {
		const now = this.now();
		const found: Usage[] = [];
		for (const operation of operations) {
			for (const [key, meter] of this.meters) {
				const [id, user = ''] = key.split(' ');
				if (id !== operation.id) continue;
				this.forget(meter, now);
				const lockedUntil = now < meter.lockedUntil ? meter.lockedUntil : 0;
				if (meter.times.length === 0 && lockedUntil === 0) continue;
				found.push({
					operation: id,
					user,
					used: meter.times.length,
					threshold: this.threshold(operation),
					lockedUntil,
				});
			}
		}
		return found;
	}

	reset(): void {
		this.meters.clear();
	}

	private threshold(operation: Operation): number {
		const own = typeof this.limits === 'object' ? this.limits[operation.id] : undefined;
		return own ?? operation.threshold;
	}

	private meter(operation: string, user: string): Meter {
		const key = `${operation} ${user}`;
		let meter = this.meters.get(key);
		if (!meter) {
			if (this.meters.size > 10_000) this.sweep();
			meter = { times: [], lockedUntil: 0 };
			this.meters.set(key, meter);
		}
		return meter;
	}

	/** A call counts for sixty seconds, or until the clock's minute ends. */
	private forget(meter: Meter, now: number): void {
		const calendar = this.variants.minute === 'calendar';
		meter.times = meter.times.filter((time) =>
			calendar ? Math.floor(time / MINUTE) === Math.floor(now / MINUTE) : now - time < MINUTE,
		);
	}

	private sweep(): void {
		const now = this.now();
		for (const [key, meter] of this.meters) {
			this.forget(meter, now);
			if (meter.times.length === 0 && now >= meter.lockedUntil) this.meters.delete(key);
		}
	}
}
