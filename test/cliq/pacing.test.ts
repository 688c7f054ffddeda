import fc from 'fast-check';
import { operation, type Operation } from '../../cliq/catalogue';
import { CliqError } from '../../cliq/errors';
import { Pacer, type Patience } from '../../cliq/pacing';
import { VirtualClock } from './support/clock';
import { readable, rejection } from './support/expect';

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

/** Makes a call that takes no time. */
async function call(pacer: Pacer, clock: VirtualClock, patience: Patience = patient, account = 'ann', entry = send): Promise<number> {
	const leave = await pacer.enter(account, entry, clock, patience);
	const at = clock.now();
	leave();
	return at;
}

describe('the threshold', () => {
	it('is used at once, and is free again a minute after the answers', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const times = await clock.run(Promise.all(Array.from({ length: 7 }, () => call(pacer, clock))));
		expect(times.slice(0, 3)).toEqual([0, 0, 0]);
		for (const time of times.slice(3, 6)) expect(time).toBeGreaterThanOrEqual(MINUTE);
		expect(times[5]).toBeLessThan(MINUTE * 1.01);
		expect(times[6]).toBeGreaterThanOrEqual(2 * MINUTE);
	});

	it('counts from the answer, not from the call', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const one = { ...send, threshold: 1 };
		const leave = await pacer.enter('ann', one, clock, patient);
		await clock.run(clock.sleep(25_000));
		leave();
		expect(await clock.run(call(pacer, clock, patient, 'ann', one))).toBeGreaterThanOrEqual(25_000 + MINUTE);
	});

	it('is not used up by what never arrived, nor twice by leaving twice', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		for (let calls = 0; calls < 10; calls++) (await clock.run(pacer.enter('ann', send, clock, patient)))(false);
		const leave = await clock.run(pacer.enter('ann', send, clock, patient));
		leave();
		leave();
		leave(false);
		expect(await clock.run(Promise.all([call(pacer, clock), call(pacer, clock)]))).toEqual([0, 0]);
	});

	it('counts what is repeated within one turn, unless it never arrived', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const leave = await pacer.enter('ann', send, clock, patient);
		for (const isCounted of [true, false, false, true, true]) {
			expect(clock.now()).toBe(0);
			await clock.run(pacer.again('ann', send, clock, patient, isCounted));
		}
		expect(clock.now()).toBeGreaterThanOrEqual(MINUTE);
		const next = call(pacer, clock);
		await clock.run(clock.sleep(5000));
		leave();
		expect(await clock.run(next)).toBeGreaterThanOrEqual(MINUTE + 5000);
	});

	it('holds for each account and operation by itself', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const edit = { ...operation('message.edit'), threshold: 3 };
		const calls = ['ann', 'bob'].flatMap((account) => [send, edit].flatMap((entry) => [1, 2, 3].map(() => call(pacer, clock, patient, account, entry))));
		expect(new Set(await clock.run(Promise.all(calls)))).toEqual(new Set([0]));
	});

	it('does not stand still for hours when the clock is set back', async () => {
		const clock = new VirtualClock(10 * 60 * MINUTE);
		const pacer = new Pacer();
		await clock.run(Promise.all([call(pacer, clock), call(pacer, clock), call(pacer, clock)]));
		clock.set(0);
		expect(await clock.run(call(pacer, clock))).toBeLessThan(MINUTE * 1.01);
	});
});

describe('turns', () => {
	it('are taken one at a time, first come, first served', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const log: string[] = [];
		const work = async (name: number) => {
			const leave = await pacer.enter('ann', send, clock, patient);
			log.push(`${name} in`);
			await clock.sleep(1000);
			log.push(`${name} out`);
			leave();
		};
		await clock.run(Promise.all([1, 2, 3, 4].map(work)));
		expect(log).toEqual([1, 2, 3, 4].flatMap((name) => [`${name} in`, `${name} out`]));
		expect(clock.sleeping).toBe(0);
	});

	it('go to the next one whenever one gives up, however it does', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const leave = await pacer.enter('ann', send, clock, patient);
		const stop = new AbortController();
		const giveUp = [
			rejection(call(pacer, clock, { maxWait: 1000 })),
			rejection(call(pacer, clock, { maxWait: Infinity, signal: stop.signal })),
			rejection(call(pacer, clock, { maxWait: 0 })),
		];
		const next = call(pacer, clock);
		await clock.run(clock.sleep(2000));
		stop.abort();
		expect((await clock.run(Promise.all(giveUp))).map(({ kind }) => kind)).toEqual(['waitTooLong', 'cancelled', 'waitTooLong']);
		leave();
		expect(await clock.run(next)).toBe(2000);
		expect(clock.sleeping).toBe(0);
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
		expect(error.message).toMatch(/has used up its 3 calls a minute for another 61 seconds, longer than this node may wait/);
		expect(error.details.retryAt).toBeGreaterThanOrEqual(MINUTE);
	});

	it('that is too short for a lock ends at once too, even in the queue', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		pacer.lock('ann', send, 10 * MINUTE);
		const waiting = call(pacer, clock);
		const errors = await clock.run(Promise.all([rejection(call(pacer, clock, { maxWait: MINUTE })), rejection(call(pacer, clock, { maxWait: 0 }))]));
		expect(clock.now()).toBe(0);
		expect(errors.map(({ kind, message }) => [kind, message])).toEqual(Array(2).fill(['locked', 'Cliq has locked "Send a message" for this account for another 10 minutes, longer than this node may wait']));
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
		pacer.lock('ann', send, 40 * 24 * 60 * MINUTE);
		const waiting = [call(pacer, clock), call(pacer, clock, { maxWait: 1e15 })];
		expect(await clock.run(Promise.all(waiting))).toEqual([40 * 24 * 60 * MINUTE, 40 * 24 * 60 * MINUTE]);
	});

	it('is told what it waits for', async () => {
		const clock = new VirtualClock(0);
		const pacer = await usedUp(clock);
		const told: unknown[] = [];
		const onWait = (until: number, isLocked: boolean) => told.push([until, isLocked]);
		await clock.run(call(pacer, clock, { maxWait: Infinity, onWait }));
		pacer.lock('ann', send, clock.now() + 5 * MINUTE);
		const until = await clock.run(call(pacer, clock, { maxWait: Infinity, onWait }));
		expect(told).toEqual([[MINUTE + 50, false], [until, true]]);
	});

	it('ends at once when it is cancelled: before, in the queue and while it waits for a call', async () => {
		const clock = new VirtualClock(0);
		const pacer = await usedUp(clock);
		const stop = new AbortController();
		let listening = 0;
		const { addEventListener: add, removeEventListener: remove } = stop.signal;
		Object.assign(stop.signal, {
			addEventListener: (type: 'abort', listener: () => void) => (listening++, add.call(stop.signal, type, listener)),
			removeEventListener: (type: 'abort', listener: () => void) => (listening--, remove.call(stop.signal, type, listener)),
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
		const slow = { now: clock.now, sleep: async (milliseconds: number) => await clock.sleep(milliseconds) };
		const pacer = new Pacer();
		const leave = await pacer.enter('ann', send, slow, patient);
		const next = pacer.enter('ann', send, slow, { maxWait: 30_000 });
		const stop = new AbortController();
		const cancelled = rejection(pacer.enter('ann', send, slow, { maxWait: 30_000, signal: stop.signal }));
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
		const leave = await pacer.enter('ann', send, clock, patient);
		const waiting = [call(pacer, clock), call(pacer, clock)];
		pacer.lock('ann', send, 10 * MINUTE);
		pacer.lock('ann', send, 5 * MINUTE);
		pacer.lock('ann', send, NaN);
		leave();
		expect(await clock.run(Promise.all(waiting))).toEqual([10 * MINUTE, 10 * MINUTE]);
	});
});

describe('memory', () => {
	const sizeOf = (pacer: Pacer) => (pacer as unknown as { budgets: Map<string, unknown> }).budgets.size;

	it('idle accounts are forgotten, and only they', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		for (let account = 0; account < 100; account++) await clock.run(call(pacer, clock, patient, `account ${account}`));
		pacer.lock('locked', send, 60 * MINUTE);
		const leave = await clock.run(pacer.enter('busy', send, clock, patient));
		await clock.run(clock.sleep(2 * MINUTE));
		await clock.run(call(pacer, clock, patient, 'new'));
		expect(sizeOf(pacer)).toBe(3);
		leave();
		await clock.run(clock.sleep(60 * MINUTE));
		await clock.run(call(pacer, clock, patient, 'newest'));
		expect(sizeOf(pacer)).toBe(1);
	});

	it('a long queue leaves nothing behind', async () => {
		const clock = new VirtualClock(0);
		const pacer = new Pacer();
		const leave = await pacer.enter('ann', send, clock, patient);
		// Sleeping costs the virtual clock too much for so many.
		const still = { now: clock.now, sleep: () => new Promise<void>(() => {}) };
		const stops = Array.from({ length: 20_000 }, () => new AbortController());
		const waiting = Promise.all(stops.map(({ signal }) => pacer.enter('ann', send, still, { maxWait: Infinity, signal }).catch((error: CliqError) => error.kind)));
		for (const stop of stops) stop.abort();
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
		maxWait: fc.oneof({ weight: 3, arbitrary: fc.constant(Infinity) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 * MINUTE }) }),
		abortAfter: fc.option(fc.integer({ min: 0, max: 2 * MINUTE }), { freq: 4 }),
		isLost: fc.boolean(),
	});

	it('nobody passes the threshold, calls into a lock, jumps the queue or waits in vain', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(arrival, { minLength: 1, maxLength: 25 }),
				fc.integer({ min: 1, max: 5 }),
				fc.integer({ min: 0, max: MINUTE }),
				fc.option(fc.integer({ min: 0, max: 4 * MINUTE })),
				async (arrivals, threshold, start, foreignLock) => {
					const clock = new VirtualClock(start);
					const server = new ModelServer(threshold, 10);
					const pacer = new Pacer();
					const entry = { ...send, threshold };
					let inside = 0;
					let came = 0;
					const served: number[] = [];

					const visit = async ({ at, way, back, maxWait, abortAfter, isLost }: (typeof arrivals)[number]) => {
						await clock.sleep(at);
						const turn = came++;
						const startedAt = clock.now();
						const stop = new AbortController();
						if (abortAfter !== null) void clock.sleep(abortAfter, stop.signal).then(() => stop.abort());
						const remaining = () => ({ maxWait: startedAt + maxWait - clock.now(), signal: stop.signal });
						const refused = (error: CliqError) => {
							expect(clock.now() - startedAt).toBeLessThanOrEqual(maxWait + way + back);
							if (readable(error).kind === 'cancelled') expect(stop.signal.aborted).toBe(true);
							else expect(Number.isFinite(maxWait)).toBe(true);
							stop.abort();
							return 'refused';
						};
						const leave = await pacer.enter('ann', entry, clock, remaining()).catch((error: CliqError) => error);
						if (leave instanceof CliqError) return refused(leave);
						expect(++inside).toBe(1);
						for (;;) {
							expect(stop.signal.aborted).toBe(false);
							await clock.sleep(way);
							const isTaken = isLost || server.receive(clock.now());
							await clock.sleep(back);
							if (isTaken) {
								served.push(turn);
								inside--;
								leave(!isLost);
								stop.abort();
								return 'served';
							}
							pacer.lock('ann', entry, server.lockedUntil);
							const refusal = await pacer.again('ann', entry, clock, remaining(), true).catch((error: CliqError) => error);
							if (!refusal) continue;
							inside--;
							leave(false);
							return refused(refusal);
						}
					};
					const lockFromOutside = async () => {
						if (foreignLock === null) return;
						await clock.sleep(foreignLock);
						server.lockedUntil = clock.now() + 10 * MINUTE;
					};
					const outcomes = await clock.run(Promise.all([...arrivals.map(visit), lockFromOutside()]).then((all) => all.slice(0, -1)));

					expect(outcomes.filter((outcome) => outcome === undefined)).toEqual([]);
					expect(served).toHaveLength(outcomes.filter((outcome) => outcome === 'served').length);
					expect(server.overThreshold).toBe(0);
					// A lock that others have caused is met once, by the call that finds out about it.
					expect(server.intoLock).toBeLessThanOrEqual(foreignLock === null ? 0 : 1);
					expect(served).toEqual([...served].sort((one, other) => one - other));
					expect(await clock.run(clock.sleep(30 * MINUTE).then(() => call(pacer, clock, { maxWait: 0 }, 'ann', entry)))).toBe(clock.now());
					expect(clock.sleeping).toBe(0);
				},
			),
			{ numRuns: 400 },
		);
	});
});
