import fc from 'fast-check';
import { operation, type Operation } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { Pacer, type Clock, type Patience, type QueueTicket } from '../../../cliq/pacing/pacer';
import { VirtualClock } from '../support/clock';
import { readable, rejection } from '../support/expect';

const MINUTE = 60_000;
const send: Operation = { ...operation('message.send.channel'), threshold: 3 };

/** Counts calls for itself, in both readings of "calls within a minute", and locks as Cliq does. */
class ModelServer {
	private arrivals: number[] = [];
	lockedUntil = 0;
	overThreshold = 0;
	intoLock = 0;

	constructor(
		private readonly threshold: number,
		private readonly lockMinutes: number,
	) {}

	/** @returns whether the call was taken. */
	receive(now: number): boolean {
		if (now < this.lockedUntil) {
			this.intoLock++;
			return false;
		}
		const sliding = this.arrivals.filter((time) => time > now - MINUTE).length;
		const calendar = this.arrivals.filter((time) => Math.floor(time / MINUTE) === Math.floor(now / MINUTE)).length;
		if (Math.max(sliding, calendar) >= this.threshold) {
			this.overThreshold++;
			this.lockedUntil = now + this.lockMinutes * MINUTE;
			return false;
		}
		this.arrivals.push(now);
		return true;
	}
}

const patient: Patience = { maxWait: Infinity };

type Place = Patience & { sequence?: string | undefined };

let lanes = 0;

/** Takes a place in the queue, in a lane of its own unless it says otherwise, and waits for its turn. */
async function ticketOf(
	pacer: Pacer,
	clock: Clock,
	{ maxWait, lane = `lane ${lanes++}`, ...turn }: Place = patient,
	account = 'ann',
	entry = send,
): Promise<QueueTicket> {
	const ticket = pacer.queue({ account }, entry, clock, { ...turn, lane, deadline: clock.elapsed() + maxWait });
	await ticket.go();
	return ticket;
}

/** @returns what to call when the answer came. */
async function enter(...place: Parameters<typeof ticketOf>): Promise<(isCounted?: boolean) => void> {
	const ticket = await ticketOf(...place);
	return (isCounted = true) => {
		ticket.answered(isCounted);
		ticket.leave();
	};
}

/** Makes a call that takes no time. */
async function call(
	pacer: Pacer,
	clock: VirtualClock,
	patience: Place = patient,
	account = 'ann',
	entry = send,
): Promise<number> {
	const leave = await enter(pacer, clock, patience, account, entry);
	const at = clock.now();
	leave();
	return at;
}

describe('the threshold', () => {
	it('is used at once by what fits, and is free again a minute after the answers', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		expect(await clock.run(Promise.all([call(pacer, clock), call(pacer, clock), call(pacer, clock)]))).toEqual([
			0, 0, 0,
		]);
		expect(await clock.run(call(pacer, clock))).toBeGreaterThanOrEqual(MINUTE);
	});

	/**
	 * Calls of one lane to one place, one after another, each of which takes some milliseconds. @returns when each
	 * began.
	 */
	const inARow = (pacer: Pacer, clock: VirtualClock, count: number, { remaining, ...place }: Place) =>
		Promise.all(
			Array.from({ length: count }, async (_, index) => {
				const leave = await enter(
					pacer,
					clock,
					{ sequence: 'chat', ...place, ...(remaining !== undefined && { remaining: remaining - index }) },
					'ann',
					twenty,
				);
				const at = clock.elapsed();
				await clock.sleep(50);
				leave();
				return at;
			}),
		);
	const one = async (pacer: Pacer, clock: VirtualClock, place: Partial<Place> = {}) =>
		(await inARow(pacer, clock, 1, { maxWait: Infinity, ...place }))[0];
	const twenty = { ...send, threshold: 20 };

	it('is used up at once by a batch that just fits, whether or not it says how many calls come', async () => {
		for (const tells of [false, true]) {
			const clock = new VirtualClock(0);
			const pacer = new Pacer();
			const times = await clock.run(
				inARow(pacer, clock, 20, { maxWait: Infinity, lane: 'node', ...(tells && { remaining: 20 }) }),
			);
			expect(times.at(-1)).toBe(19 * 50);
		}
	});

	it('is used up at once by calls to many places that come at the same moment', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const calls = Array.from({ length: 20 }, (_, index) =>
			one(pacer, clock, { lane: 'node', sequence: `chat ${index}` }),
		);
		expect(new Set(await clock.run(Promise.all(calls)))).toEqual(new Set([0]));
	});

	it('is used up to a tenth by a batch that does not fit, so that others find a call; the rest is spread', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const batch = inARow(pacer, clock, 50, { maxWait: Infinity, lane: 'node' });
		const others = [10_000, 20_000, 65_000, 90_000].map(async (at) => {
			await clock.sleep(at);
			return (await one(pacer, clock, { lane: `other ${at}` }))! - at;
		});
		const [first, second, third, fourth] = await clock.run(Promise.all(others));
		const times = await clock.run(batch);
		expect(times.filter((time) => time < 2000)).toHaveLength(18);
		expect([first, second]).toEqual([0, 0]);
		expect(Math.max(third!, fourth!)).toBeLessThanOrEqual(3100);
		// 50 and the four others are 54: after a minute, the 34 that are left take 3 seconds each.
		expect(times.at(-1)).toBeLessThan(MINUTE + 35 * 3010);
		const late = times.filter((time) => time > 2000);
		for (let index = 1; index < late.length; index++)
			expect(late[index]! - late[index - 1]!).toBeGreaterThanOrEqual(3000);
	});

	it('goes to a batch as late as possible where it was left to others, and is not wasted', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const times = await clock.run(inARow(pacer, clock, 22, { maxWait: Infinity, lane: 'node' }));
		expect(times.slice(17).map((time) => Math.round(time / 1000))).toEqual([1, 54, 57, 60, 63]);
	});

	it('keeps a tenth free of a loop that makes one call after another and does not say how many', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const times: number[] = [];
		const loop = async () => {
			for (let round = 0; round < 30; round++)
				times.push((await one(pacer, clock, { lane: 'loop', remaining: 1 }))!);
		};
		const alert = clock.sleep(5000).then(() => one(pacer, clock));
		expect(await clock.run(Promise.all([alert, loop()]))).toEqual([5000, undefined]);
		expect(times.filter((time) => time < 5000)).toHaveLength(18);
		expect(times.at(-1)).toBeLessThan(MINUTE + 4000);
	});

	it('is left to a lane that comes later and fits, while a batch of another waits', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const batch = inARow(pacer, clock, 40, { maxWait: Infinity, lane: 'batch' });
		const pair = clock.sleep(10_000).then(() => inARow(pacer, clock, 2, { maxWait: Infinity, lane: 'pair' }));
		expect(await clock.run(pair)).toEqual([10_000, 10_050]);
		await clock.run(batch);
	});

	it('counts two callers of one lane as two, though each says that one call will come', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		await clock.run(inARow(pacer, clock, 19, { maxWait: Infinity, lane: 'before' }));
		const pair = [1, 2].map(() => one(pacer, clock, { lane: 'pair', remaining: 1, sequence: undefined }));
		const other = one(pacer, clock, { lane: 'other', sequence: undefined });
		const [first, second] = await clock.run(Promise.all(pair));
		expect(first).toBe(950);
		expect(second).toBeGreaterThan(MINUTE);
		await clock.run(other);
	});

	it('is spread from the first call on while nobody knows what was used before, if the batch does not fit', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer({ carefulUntil: MINUTE });
		const times = await clock.run(inARow(pacer, clock, 30, { maxWait: Infinity, lane: 'batch' }));
		for (let index = 1; index < times.length; index++)
			expect(times[index]! - times[index - 1]!).toBeGreaterThanOrEqual(3000);
		const small = new VirtualClock(0);
		expect(
			(
				await small.run(
					inARow(new Pacer({ carefulUntil: MINUTE }), small, 20, { maxWait: Infinity, lane: 'batch' }),
				)
			).at(-1),
		).toBe(950);
	});

	it('leaves the turn of a call that never arrived to the next one', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const place = { maxWait: Infinity, lane: 'batch', sequence: 'chat' };
		const batch = inARow(pacer, clock, 30, place);
		const unreachable = enter(pacer, clock, place, 'ann', twenty).then((leave) => (leave(false), clock.elapsed()));
		const next = inARow(pacer, clock, 30, place);
		const times = await clock.run(batch);
		const [first, second] = await clock.run(next);
		expect(first).toBe(await unreachable);
		expect(first).toBeGreaterThanOrEqual(times.at(-1)! + 3000);
		expect(second).toBeGreaterThanOrEqual(first! + 3000);
	});

	it('is not used up at once by who does not say how many calls will come', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const batch = Array.from({ length: 40 }, () =>
			call(pacer, clock, { maxWait: Infinity, lane: 'node' }, 'ann', twenty),
		);
		const alerts = [10_000, 30_000, 50_000, 70_000].map(async (at) => {
			await clock.sleep(at);
			return (await call(pacer, clock, { maxWait: Infinity, lane: `alert ${at}` }, 'ann', twenty)) - at;
		});
		for (const waited of await clock.run(Promise.all(alerts))) expect(waited).toBeLessThan(MINUTE / 5);
		expect((await clock.run(Promise.all(batch))).filter((time) => time === 0).length).toBeGreaterThanOrEqual(15);
	});

	it('is spread as well by a lane that makes one call after another, if it says how many', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const times: number[] = [];
		const batch = async () => {
			for (let remaining = 30; remaining > 0; remaining--)
				times.push((await one(pacer, clock, { lane: 'batch', remaining }))!);
		};
		await clock.run(batch());
		expect(times.filter((time) => time < 5000)).toHaveLength(18);
		expect(times[18]).toBeGreaterThan(50_000);
		expect(times[29]).toBeLessThan(MINUTE + 10 * 3010);
	});

	it('counts from the answer, not from the call', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const one = { ...send, threshold: 1 };
		const leave = await enter(pacer, clock, patient, 'ann', one);
		await clock.run(clock.sleep(25_000));
		leave();
		expect(await clock.run(call(pacer, clock, patient, 'ann', one))).toBeGreaterThanOrEqual(25_000 + MINUTE);
	});

	it('is not used up by what never arrived, nor twice by leaving twice', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		for (let calls = 0; calls < 10; calls++) (await clock.run(enter(pacer, clock, patient, 'ann', send)))(false);
		const leave = await clock.run(enter(pacer, clock, patient, 'ann', send));
		leave();
		leave();
		leave(false);
		expect(await clock.run(Promise.all([call(pacer, clock), call(pacer, clock)]))).toEqual([0, 0]);
	});

	it('counts what is tried again, unless it never arrived', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const ticket = await ticketOf(pacer, clock, patient, 'ann', { ...send, threshold: 5 });
		for (const isCounted of [true, false, false, true, true, true]) {
			expect(clock.now()).toBe(0);
			ticket.answered(isCounted);
			await clock.run(ticket.go());
		}
		// A tenth is kept for others as long as there may be some.
		expect(clock.now()).toBeGreaterThanOrEqual(MINUTE * 0.8);
	});

	it('holds for each account and operation by itself', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const edit = { ...operation('message.edit'), threshold: 3 };
		const calls = ['ann', 'bob'].flatMap((account) =>
			[send, edit].flatMap((entry) => [1, 2, 3].map(() => call(pacer, clock, patient, account, entry))),
		);
		expect(new Set(await clock.run(Promise.all(calls)))).toEqual(new Set([0]));
	});

	it.each([5, 60, 24 * 60].flatMap((minutes) => [minutes, -minutes]).concat(1, -1))(
		'holds when the clock is set by %d minutes, and nobody waits or fails for it',
		async (minutes) => {
			const clock = new VirtualClock(1e12);
			const pacer = new Pacer();
			const begun = (maxWait: number) =>
				enter(pacer, clock, { maxWait }).then((leave) => (leave(), clock.elapsed()));
			await clock.run(Promise.all([begun(0), begun(0), begun(0)]));
			const waiting = [begun(MINUTE * 1.1), begun(MINUTE * 1.1)];
			await clock.run(clock.sleep(10_000));
			clock.set(clock.now() + minutes * MINUTE);
			const later = begun(MINUTE);
			for (const at of await clock.run(Promise.all([...waiting, later]))) {
				expect(at).toBeGreaterThanOrEqual(MINUTE);
				expect(at).toBeLessThan(MINUTE * 1.01);
			}
			pacer.lock({ account: 'ann' }, send, clock, 10 * MINUTE);
			const locked = clock.elapsed();
			const after = begun(Infinity);
			await clock.run(clock.sleep(1000));
			clock.set(clock.now() + minutes * MINUTE);
			expect((await clock.run(after)) - locked).toBe(10 * MINUTE);
		},
	);
});

describe('turns', () => {
	it('of one sequence are taken one at a time, first come, first served; others go side by side', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const log: string[] = [];
		const work = async (name: number, sequence?: string) => {
			const leave = await enter(pacer, clock, { maxWait: Infinity, lane: 'node', sequence });
			log.push(`${name} in`);
			await clock.sleep(1000);
			log.push(`${name} out`);
			leave();
		};
		await clock.run(Promise.all([work(1, 'chat'), work(2, 'chat'), work(3)]));
		expect(log).toEqual(['1 in', '3 in', '1 out', '2 in', '3 out', '2 out']);
		expect(clock.sleeping).toBe(0);
	});

	it('go round between lanes, and to whoever has not had one for the longest time', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const order: string[] = [];
		const visit = async (lane: string) => {
			await call(pacer, clock, { maxWait: Infinity, lane });
			order.push(lane);
		};
		await clock.run(Promise.all([...'ddd'].map(visit)));
		await clock.run(Promise.all([...'aaaabbcd'].map(visit)));
		expect(order.join('')).toBe('dddabcdabaa');
	});

	it('go to the next one whenever one gives up, however it does', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const sequence = 'chat';
		const lane = 'node';
		const leave = await enter(pacer, clock, { maxWait: Infinity, lane, sequence });
		const stop = new AbortController();
		const giveUp = [
			rejection(call(pacer, clock, { maxWait: 1000, lane, sequence })),
			rejection(call(pacer, clock, { maxWait: Infinity, signal: stop.signal, lane, sequence })),
			rejection(call(pacer, clock, { maxWait: 0, lane, sequence })),
		];
		const next = call(pacer, clock, { maxWait: Infinity, lane, sequence });
		await clock.run(clock.sleep(2000));
		expect(pacer.waiting).toBe(2);
		stop.abort();
		expect((await clock.run(Promise.all(giveUp))).map(({ kind }) => kind)).toEqual([
			'waitTooLong',
			'cancelled',
			'waitTooLong',
		]);
		leave();
		expect(await clock.run(next)).toBe(2000);
		expect(clock.sleeping).toBe(0);
	});

	it('are kept by whoever tries again, so that nothing overtakes it', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const place = { maxWait: Infinity, lane: 'node', sequence: 'chat' };
		const ticket = await ticketOf(pacer, clock, place);
		const next = call(pacer, clock, place);
		ticket.answered(true);
		await clock.run(clock.sleep(5000).then(() => ticket.go()));
		ticket.answered(true);
		ticket.leave();
		expect(await clock.run(next)).toBe(5000);
	});

	it('go on if whoever is told about the wait throws', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		await clock.run(Promise.all([call(pacer, clock), call(pacer, clock), call(pacer, clock)]));
		const onWait = () => {
			throw new RangeError('Not now');
		};
		await expect(clock.run(call(pacer, clock, { maxWait: Infinity, onWait }))).rejects.toThrow('Not now');
		expect(await clock.run(call(pacer, clock))).toBeGreaterThanOrEqual(MINUTE);
	});
});

describe('patience', () => {
	const usedUp = async (clock: VirtualClock) => {
		const pacer = new Pacer();
		await clock.run(Promise.all([call(pacer, clock), call(pacer, clock), call(pacer, clock)]));
		return pacer;
	};

	it('that is too short for the next free call ends at once, and says how long it would be', async () => {
		const clock = new VirtualClock(0);
		const pacer = await usedUp(clock);
		const error = await clock.run(rejection(call(pacer, clock, { maxWait: 20_000 })));
		expect(clock.now()).toBe(0);
		expect(error).toMatchObject({ kind: 'waitTooLong', details: { operation: send.id } });
		expect(error.message).toMatch(
			/has used up its 3 calls a minute for another 61 seconds, longer than this node may wait/,
		);
		expect(error.details.retryAt).toBeGreaterThanOrEqual(MINUTE);
	});

	it('that is short is no reason to refuse while a call is free, nor to let newer ones go first', async () => {
		const entry = { ...send, threshold: 20 };
		for (const [count, expected] of [
			[16, 16],
			[20, 20],
			[40, 20],
		] as const) {
			const clock = new VirtualClock(0);
			const pacer = new Pacer();
			const outcomes = await clock.run(
				Promise.all(
					Array.from({ length: count }, () =>
						enter(pacer, clock, { maxWait: 10_000, lane: 'node', sequence: 'chat' }, 'ann', entry).then(
							(leave) => (leave(), 'sent'),
							(error: CliqError) => error.message,
						),
					),
				),
			);
			expect(outcomes.map((outcome) => outcome === 'sent')).toEqual(
				Array.from({ length: count }, (_, index) => index < expected!),
			);
			for (const message of outcomes.slice(expected))
				expect(message).toMatch(/has used up its 20 calls a minute for another \d\d seconds/);
			expect(clock.elapsed()).toBeLessThanOrEqual(10_000);
		}
	});

	it('that ends behind another call in the same place says so', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const place = { maxWait: 5000, lane: 'node', sequence: 'chat' };
		const leave = await enter(pacer, clock, place);
		expect(await clock.run(rejection(enter(pacer, clock, place)))).toMatchObject({
			kind: 'waitTooLong',
			message:
				'An earlier call to "Send a message" in the same place is still under way, longer than this node may wait',
		});
		leave();
	});

	it('that is too short for a lock ends at once too, even in the queue', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		pacer.lock({ account: 'ann' }, send, clock, 10 * MINUTE);
		const waiting = call(pacer, clock);
		const errors = await clock.run(
			Promise.all([
				rejection(call(pacer, clock, { maxWait: MINUTE })),
				rejection(call(pacer, clock, { maxWait: 0 })),
			]),
		);
		expect(clock.now()).toBe(0);
		expect(errors.map(({ kind, message }) => [kind, message])).toEqual(
			Array(2).fill([
				'locked',
				'Cliq has locked "Send a message" for this account for another 10 minutes, longer than this node may wait',
			]),
		);
		expect(await clock.run(waiting)).toBe(10 * MINUTE);
	});

	it('may be nothing, and may be negative, if nothing is in the way', async () => {
		const clock = new VirtualClock(0);
		expect(await clock.run(call(new Pacer(), clock, { maxWait: 0 }))).toBe(0);
		expect(await clock.run(call(new Pacer(), clock, { maxWait: -5 }))).toBe(0);
	});

	it('may be longer than timers are', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		pacer.lock({ account: 'ann' }, send, clock, 40 * 24 * 60 * MINUTE);
		const waiting = [call(pacer, clock), call(pacer, clock, { maxWait: 1e15 })];
		expect(await clock.run(Promise.all(waiting))).toEqual([40 * 24 * 60 * MINUTE, 40 * 24 * 60 * MINUTE]);
	});

	it('is told what it waits for', async () => {
		const clock = new VirtualClock(0);
		const pacer = await usedUp(clock);
		const told: unknown[] = [];
		const onWait = (until: number, isLocked: boolean) => told.push([until, isLocked]);
		await clock.run(call(pacer, clock, { maxWait: Infinity, onWait }));
		pacer.lock({ account: 'ann' }, send, clock, 5 * MINUTE);
		const until = await clock.run(call(pacer, clock, { maxWait: Infinity, onWait }));
		expect(told).toEqual([
			[MINUTE + 50, false],
			[until, true],
		]);
	});

	it('ends at once when it is cancelled: before, in the queue and while it waits for a call', async () => {
		const clock = new VirtualClock(0);
		const pacer = await usedUp(clock);
		const stop = new AbortController();
		let listening = 0;
		const { addEventListener: add, removeEventListener: remove } = stop.signal;
		Object.assign(stop.signal, {
			addEventListener: (type: 'abort', listener: () => void) => (
				listening++,
				add.call(stop.signal, type, listener)
			),
			removeEventListener: (type: 'abort', listener: () => void) => (
				listening--,
				remove.call(stop.signal, type, listener)
			),
		});
		const waiting = [1, 2, 3].map(() => rejection(call(pacer, clock, { maxWait: Infinity, signal: stop.signal })));
		await clock.run(clock.sleep(10));
		stop.abort();
		waiting.push(rejection(call(pacer, clock, { maxWait: Infinity, signal: stop.signal })));
		expect((await clock.run(Promise.all(waiting))).map(({ kind }) => kind)).toEqual(Array(4).fill('cancelled'));
		expect(listening).toBe(0);
		expect(clock.now()).toBe(10);
		expect(clock.sleeping).toBe(0);
		expect(await clock.run(call(pacer, clock))).toBeGreaterThanOrEqual(MINUTE);
	});

	it('needs no sleep that ends early: a runner may look at the signal only now and then', async () => {
		const clock = new VirtualClock(0);
		const slow = {
			now: clock.now,
			elapsed: clock.elapsed,
			sleep: async (milliseconds: number) => await clock.sleep(milliseconds),
		};
		const pacer = new Pacer();
		const place = { maxWait: 30_000, lane: 'node', sequence: 'chat' };
		const leave = await enter(pacer, slow, place);
		const next = enter(pacer, slow, place);
		const stop = new AbortController();
		const cancelled = rejection(enter(pacer, slow, { ...place, signal: stop.signal }));
		await clock.run(clock.sleep(1000));
		stop.abort();
		leave();
		(await clock.run(next))();
		expect(await clock.run(cancelled)).toMatchObject({ kind: 'cancelled' });
		expect(clock.now()).toBe(1000);
	});
});

describe('locks', () => {
	it('hold for everybody, also those who wait already, and never get shorter', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const leave = await enter(pacer, clock, { maxWait: Infinity, lane: 'node', sequence: 'chat' });
		const waiting = [1, 2].map(() => call(pacer, clock, { maxWait: Infinity, lane: 'node', sequence: 'chat' }));
		pacer.lock({ account: 'ann' }, send, clock, 10 * MINUTE);
		pacer.lock({ account: 'ann' }, send, clock, 5 * MINUTE);
		pacer.lock({ account: 'ann' }, send, clock, NaN);
		leave();
		expect(await clock.run(Promise.all(waiting))).toEqual([10 * MINUTE, 10 * MINUTE]);
	});
});

describe('memory', () => {
	const sizeOf = (pacer: Pacer) => (pacer as unknown as { budgets: Map<string, unknown> }).budgets.size;

	it('idle accounts are forgotten, and only they', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		for (let account = 0; account < 100; account++)
			await clock.run(call(pacer, clock, patient, `account ${account}`));
		pacer.lock({ account: 'locked' }, send, clock, 60 * MINUTE);
		const leave = await clock.run(enter(pacer, clock, patient, 'busy', send));
		await clock.run(clock.sleep(2 * MINUTE));
		await clock.run(call(pacer, clock, patient, 'new'));
		expect(sizeOf(pacer)).toBe(3);
		leave();
		await clock.run(clock.sleep(60 * MINUTE));
		await clock.run(call(pacer, clock, patient, 'newest'));
		expect(sizeOf(pacer)).toBe(1);
	});

	it('a long queue leaves nothing behind, and takes no more time for each the longer it is', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const leave = await enter(pacer, clock, { maxWait: Infinity, lane: 'batch', sequence: 'chat' });
		// Sleeping costs the virtual clock too much for so many.
		const still = { now: clock.now, elapsed: clock.elapsed, sleep: () => new Promise<void>(() => {}) };
		const stop = new AbortController();
		const { signal } = stop;
		const waiting = Promise.all(
			Array.from({ length: 20_000 }, () =>
				enter(pacer, still, { maxWait: Infinity, signal, lane: 'batch', sequence: 'chat' }, 'ann', send).catch(
					(error: CliqError) => error.kind,
				),
			),
		);
		stop.abort();
		expect(new Set(await waiting)).toEqual(new Set(['cancelled']));
		leave();
		expect(await clock.run(call(pacer, clock))).toBe(0);
	});
});

describe('against a server that counts for itself', () => {
	const arrival = fc.record({
		at: fc.integer({ min: 0, max: 3 * MINUTE }),
		way: fc.integer({ min: 0, max: 3000 }),
		back: fc.integer({ min: 0, max: 3000 }),
		lane: fc.integer({ min: 0, max: 2 }),
		sequence: fc.option(fc.constantFrom('here', 'there'), { nil: undefined }),
		abortAfter: fc.option(fc.integer({ min: 0, max: 2 * MINUTE }), { freq: 4 }),
		isLost: fc.boolean(),
	});
	const maxWait = fc.oneof(
		{ weight: 3, arbitrary: fc.constant(Infinity) },
		{ weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * MINUTE }) },
	);

	it('nobody passes the threshold, calls into a lock, overtakes its own kind or waits in vain', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(arrival, { minLength: 1, maxLength: 25 }),
				fc.tuple(maxWait, maxWait, maxWait),
				fc.integer({ min: 1, max: 5 }),
				fc.integer({ min: 0, max: MINUTE }),
				fc.option(fc.integer({ min: 0, max: 4 * MINUTE })),
				async (arrivals, maxWaits, threshold, start, foreignLock) => {
					const clock = new VirtualClock(start);
					const server = new ModelServer(threshold, 10);
					const pacer = new Pacer();
					const entry = { ...send, threshold };
					const inside = new Map<string, number>();
					const started = new Map<string, number[]>();
					let came = 0;

					const visit = async ({
						at,
						way,
						back,
						lane,
						sequence,
						abortAfter,
						isLost,
					}: (typeof arrivals)[number]) => {
						await clock.sleep(at);
						const turn = came++;
						const startedAt = clock.now();
						const stop = new AbortController();
						if (abortAfter !== null) void clock.sleep(abortAfter, stop.signal).then(() => stop.abort());
						const place = { maxWait: maxWaits[lane], lane: `lane ${lane}`, sequence, signal: stop.signal };
						const kind = `${lane} ${sequence}`;
						const ticket = pacer.queue({ account: 'ann' }, entry, clock, {
							...place,
							deadline: clock.elapsed() + place.maxWait!,
						});
						const end = (outcome: string) => {
							ticket.leave();
							stop.abort();
							return outcome;
						};
						for (let attempt = 1; ; attempt++) {
							const refusal = await ticket.go().catch((error: CliqError) => readable(error) as CliqError);
							if (refusal) {
								// A try that is under way when the time is up is waited for.
								expect(clock.now() - startedAt).toBeLessThanOrEqual(
									place.maxWait! + (attempt > 1 ? way + back : 0),
								);
								if (refusal.kind === 'cancelled') expect(stop.signal.aborted).toBe(true);
								else expect(Number.isFinite(place.maxWait)).toBe(true);
								return end('refused');
							}
							expect(stop.signal.aborted).toBe(false);
							if (attempt === 1) started.set(kind, [...(started.get(kind) ?? []), turn]);
							inside.set(kind, (inside.get(kind) ?? 0) + 1);
							if (sequence !== undefined) expect(inside.get(kind)).toBe(1);
							await clock.sleep(way);
							const isTaken = isLost || server.receive(clock.now());
							await clock.sleep(back);
							inside.set(kind, (inside.get(kind) ?? 0) - 1);
							if (!isTaken)
								pacer.lock({ account: 'ann' }, entry, clock, server.lockedUntil - clock.now());
							ticket.answered(!isLost);
							if (isTaken) return end('served');
							if (stop.signal.aborted) return end('refused');
						}
					};
					const lockFromOutside = async () => {
						if (foreignLock === null) return;
						await clock.sleep(foreignLock);
						server.lockedUntil = clock.now() + 10 * MINUTE;
					};
					const outcomes = await clock.run(
						Promise.all([...arrivals.map(visit), lockFromOutside()]).then((all) => all.slice(0, -1)),
					);

					expect(outcomes.filter((outcome) => outcome === undefined)).toEqual([]);
					expect(server.overThreshold).toBe(0);
					// A lock that others have caused is met by the calls that were under way, and by none after the
					// first answer.
					expect(server.intoLock).toBeLessThanOrEqual(foreignLock === null ? 0 : threshold);
					for (const turns of started.values())
						expect(turns).toEqual([...turns].sort((one, other) => one - other));
					expect(
						await clock.run(
							clock.sleep(30 * MINUTE).then(() => call(pacer, clock, { maxWait: 0 }, 'ann', entry)),
						),
					).toBe(clock.now());
					expect(clock.sleeping).toBe(0);
				},
			),
			{ numRuns: 400 },
		);
	});
});

it('an account is not forgotten while one of its calls rests between two tries', async () => {
	const clock = new VirtualClock();
	const pacer = new Pacer();
	const one = { ...send, threshold: 1 };
	const resting = await ticketOf(pacer, clock, patient, 'ann', one);
	resting.answered(false);
	// Another operation: what is idle is forgotten then.
	(await enter(pacer, clock, patient, 'ann', operation('message.edit')))();
	const done = await enter(pacer, clock, patient, 'ann', one);
	const again = resting.go().then(() => clock.now());
	const start = clock.now();
	await clock.run(clock.sleep(1000));
	done();
	expect((await clock.run(again)) - start).toBeGreaterThan(MINUTE);
});

describe('how much is free', () => {
	const ten = { ...send, threshold: 10 };
	const freeShare = (pacer: Pacer, clock: Clock, allowance = {}) =>
		pacer.freeShare({ account: 'ann', ...allowance }, ten, clock);

	test('is what nobody uses or waits for', async () => {
		const [clock, pacer] = [new VirtualClock(0), new Pacer()];
		expect(freeShare(pacer, clock)).toBe(1);
		const calls = [1, 2, 3].map(() => enter(pacer, clock, patient, 'ann', ten));
		// They came this moment, and none has its turn yet.
		expect(freeShare(pacer, clock)).toBe(0.7);
		for (const leave of await Promise.all(calls)) leave();
		expect(freeShare(pacer, clock)).toBe(0.7);
		const batch = Array.from({ length: 30 }, () =>
			enter(pacer, clock, { maxWait: Infinity, lane: 'batch' }, 'ann', ten),
		);
		expect(freeShare(pacer, clock)).toBe(0);
		await clock.run(Promise.all(batch.map(async (turn) => (await turn)())));
		await clock.run(clock.sleep(2 * MINUTE));
		expect(freeShare(pacer, clock)).toBe(1);
	});

	test('is all where there is no limit, and nothing while there is a lock', async () => {
		const [clock, pacer] = [new VirtualClock(0), new Pacer()];
		const none = { callsPerMinute: Infinity };
		const turn = pacer.queue({ account: 'ann', ...none }, ten, clock, { lane: '', deadline: Infinity }).go();
		expect(freeShare(pacer, clock, none)).toBe(1);
		await turn;
		pacer.lock({ account: 'ann', ...none }, ten, clock, MINUTE);
		expect(freeShare(pacer, clock, none)).toBe(0);
	});
});
