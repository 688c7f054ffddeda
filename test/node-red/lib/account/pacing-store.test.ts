import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { operation } from '../../../../cliq/catalogue';
import { Pacer } from '../../../../cliq/pacing/pacer';
import { OwnFile } from '../../../../node-red/lib/shared/own-file';
import { PacingStore } from '../../../../node-red/lib/account/pacing-store';
import { VirtualClock } from '../../../cliq/support/clock';

const MINUTE = 60_000;
const send = { ...operation('message.send.chat'), threshold: 20 };

let folder: string;
let path: string;
let wall: VirtualClock;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'cliq-pacing-'));
	path = join(folder, 'pacing.json');
	wall = new VirtualClock();
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** A process with the clock of the machine, whose own time begins with it. */
function start() {
	const begun = wall.elapsed();
	const clock = { now: wall.now, elapsed: () => wall.elapsed() - begun, sleep: wall.sleep };
	const pacer = new Pacer();
	const failures: string[] = [];
	const store = new PacingStore(
		new OwnFile(path, (what) => failures.push(what)),
		pacer,
		clock,
		() => wall.elapsed() / 1000,
	);
	const call = async (maxWait = Infinity, account = 'ann') => {
		const ticket = pacer.queue({ account }, send, clock, { lane: 'node', deadline: clock.elapsed() + maxWait });
		await ticket.go();
		ticket.answered(true);
		ticket.leave();
		return wall.elapsed();
	};
	const calls = (count: number, maxWait?: number) =>
		wall.run(Promise.all(Array.from({ length: count }, () => call(maxWait).catch(() => undefined))));
	return { pacer, store, clock, call, calls, failures };
}

test('used calls count on after a restart', async () => {
	const before = start();
	await before.calls(15);
	await wall.run(wall.sleep(10_000));
	before.store.close();
	const times = await start().calls(10);
	// Two of the five that are free are kept for others as long as there may be some.
	expect(times.filter((time) => time === 10_000)).toHaveLength(3);
	expect(times.filter((time) => time! < MINUTE)).toHaveLength(5);
	for (const time of times.slice(5)) expect(time!).toBeGreaterThanOrEqual(MINUTE);
	expect(times.at(-1)).toBeLessThan(MINUTE + 20_000);
});

test('so do locks, also over two restarts of which the one between called nothing', async () => {
	const before = start();
	before.pacer.lock({ account: 'ann' }, send, before.clock, 10 * MINUTE);
	before.store.close();
	await wall.run(wall.sleep(MINUTE));
	const between = start();
	between.pacer.onChange();
	between.store.close();
	await wall.run(wall.sleep(MINUTE));
	const [time] = await start().calls(1);
	expect(time!).toBeGreaterThanOrEqual(10 * MINUTE);
	expect(time!).toBeLessThan(10 * MINUTE + 2000);
});

test('a process that was killed in the middle of its work leaves a minute free, and one that was killed at rest does not', async () => {
	const before = start();
	await before.calls(1);
	expect((await start().calls(1))[0]).toBeGreaterThanOrEqual(MINUTE);
	const resting = start();
	await resting.calls(1);
	for (let seconds = 0; seconds < 5; seconds++) {
		await wall.run(wall.sleep(1000));
	}
	const now = wall.elapsed();
	expect((await start().calls(1))[0]).toBe(now);
});

test('the file is for its owner alone, small, and written once a second at most', async () => {
	const { store, calls } = start();
	const written: string[] = [];
	const spy = jest
		.spyOn(OwnFile.prototype, 'write')
		.mockImplementation((text) => (written.push(text), writeFileSync(path, text), true));
	for (let second = 0; second < 10; second++) {
		for (let part = 0; part < 4; part++) {
			await calls(2, 0);
			await wall.run(wall.sleep(250));
		}
	}
	expect(written.length).toBeLessThanOrEqual(11);
	spy.mockRestore();
	store.close();
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(readFileSync(path, 'utf8').length).toBeLessThan(2000);
});

test('two processes with one folder leave each other what they wrote', async () => {
	const [one, other] = [start(), start()];
	await wall.run(wall.sleep(10));
	await one.calls(8);
	await other.calls(7);
	await wall.run(wall.sleep(10));
	one.store.close();
	other.store.close();
	const times = await start().calls(10);
	expect(times.filter((time) => time! < MINUTE)).toHaveLength(5);
});

test('whatever is in the file, calls go on, and nothing waits for longer than a minute, or an hour for a lock', async () => {
	const slot = fc.oneof(fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom<unknown>(null, 'x', 1e300, NaN));
	const budgets = fc.oneof(
		fc.dictionary(
			fc.constantFrom('["ann","message.send.chat"]', '__proto__', 'x'),
			fc.record({ slots: fc.array(slot), lock: slot }, { requiredKeys: [] }),
		),
		fc.jsonValue(),
	);
	const entry = fc.oneof(
		fc.record(
			{
				at: fc.integer({ min: -1e13, max: 1e13 }).map((ago) => Date.UTC(2026, 10, 22, 8) + ago),
				isBusy: fc.boolean(),
				budgets,
			},
			{ requiredKeys: ['at'] },
		),
		fc.jsonValue(),
	);
	const text = fc.oneof(
		fc.string(),
		fc.json(),
		fc
			.record({
				version: fc.constantFrom(1, 1, 1, 0, 2, '1'),
				processes: fc.dictionary(fc.string(), entry as fc.Arbitrary<unknown>),
			})
			.map((value) => JSON.stringify(value)),
	);
	await fc.assert(
		fc.asyncProperty(text, async (content) => {
			writeFileSync(path, content);
			wall = new VirtualClock();
			const { calls, store } = start();
			const [time] = await calls(1);
			expect(time!).toBeLessThanOrEqual(61 * MINUTE);
			store.close();
			expect((await start().calls(1))[0]!).toBeLessThanOrEqual(63 * MINUTE);
		}),
		{ numRuns: 200 },
	);
}, 30_000);

test('a clock that was set back or forth between two processes makes nothing wait for longer, and no used call free', async () => {
	for (const change of [-24 * 60 * MINUTE, -60 * MINUTE, -MINUTE, MINUTE, 60 * MINUTE, 24 * 60 * MINUTE]) {
		rmSync(path, { force: true });
		const before = start();
		await before.calls(20);
		before.store.close();
		wall.set(wall.now() + change);
		const now = wall.elapsed();
		const [time] = await start().calls(1);
		expect(time! - now).toBeLessThanOrEqual(MINUTE + 2000);
		expect(time! - now).toBeGreaterThanOrEqual(MINUTE);
		await wall.run(wall.sleep(2 * MINUTE));
	}
});

test('a folder that cannot be written to is said once, and harms nothing', async () => {
	rmSync(folder, { recursive: true });
	const { calls, failures } = start();
	expect((await calls(30)).every((time) => time !== undefined)).toBe(true);
	expect(failures).toEqual([expect.stringContaining('cannot be written')]);
});
