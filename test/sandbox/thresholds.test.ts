import fc from 'fast-check';
import { operation } from '../../cliq/catalogue';
import type { Variants } from '../../sandbox';
import { START, openLab, virtualClock, type Lab } from './helpers';

const MINUTE = 60_000;
const LOCK = operation('reaction.getMany').lockMinutes * MINUTE;
const SMALL = 4;

let lab: Lab;
let clock: ReturnType<typeof virtualClock>;
let path: string;

async function open(variants: Partial<Variants>, thresholds?: Record<string, number>): Promise<void> {
	clock = virtualClock();
	lab = await openLab({ now: clock.now, variants, thresholds, accessTokenSeconds: 1e9 });
	path = `/chats/${lab.chat('marketing')}/messages/${lab.sandbox.control.messages('#marketing')[0]!.id}/reactions`;
}
afterEach(() => lab.sandbox.close());

const call = async () => (await lab.call('GET', path)).status;
const calls = async (count: number) => {
	const statuses: number[] = [];
	for (let index = 0; index < count; index++) statuses.push(await call());
	return statuses;
};

describe.each(['sliding', 'calendar'] as const)('the %s minute', (minute) => {
	test('never holds more than the threshold, and a lock lasts its time, whatever the gaps between calls', async () => {
		await open({ minute }, { 'reaction.getMany': SMALL });
		const gap = fc.oneof(
			{ weight: 6, arbitrary: fc.integer({ min: 0, max: 25_000 }) },
			{ weight: 2, arbitrary: fc.constantFrom(0, 1, MINUTE - 1, MINUTE, MINUTE + 1) },
			{ weight: 1, arbitrary: fc.constantFrom(LOCK - 1, LOCK, LOCK + 1) },
		);
		let overs = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(gap, { minLength: 1, maxLength: 40 }), async (gaps) => {
				clock.advance(2 * LOCK);
				const accepted: number[] = [];
				let lockedUntil = 0;
				for (const ms of gaps) {
					clock.advance(ms);
					const now = clock.now();
					const inWindow = accepted.filter((time) =>
						minute === 'sliding'
							? now - time < MINUTE
							: Math.floor(time / MINUTE) === Math.floor(now / MINUTE),
					).length;
					const status = await call();
					if (now < lockedUntil) expect(status).toBe(429);
					else if (inWindow < SMALL) expect(status).toBe(200);
					else {
						expect(status).toBe(429);
						lockedUntil = now + LOCK;
						overs++;
						accepted.length = 0;
					}
					if (status === 200) accepted.push(now);
					expect(inWindow + (status === 200 ? 1 : 0)).toBeLessThanOrEqual(SMALL);
				}
			}),
			{ numRuns: 12, seed: 5 },
		);
		expect(overs).toBeGreaterThan(0);
	});
});

test('the sliding minute frees a slot sixty seconds after its call, the calendar minute when the clock turns', async () => {
	await open({ minute: 'sliding' }, { 'reaction.getMany': 2 });
	clock.advance(50_000);
	expect(await calls(2)).toEqual([200, 200]);
	clock.advance(10_000);
	expect(await call()).toBe(429);
	await lab.sandbox.close();

	await open({ minute: 'calendar' }, { 'reaction.getMany': 2 });
	expect(START % MINUTE).toBe(0);
	clock.advance(50_000);
	expect(await calls(2)).toEqual([200, 200]);
	clock.advance(10_000);
	expect(await calls(3)).toEqual([200, 200, 429]);
});

test.each([
	['sliding', MINUTE - 1, 429],
	['sliding', MINUTE, 200],
	['calendar', MINUTE - 1, 429],
	['calendar', MINUTE, 200],
] as const)('%s: a call %d ms after the first is answered with %d', async (minute, ms, status) => {
	await open({ minute }, { 'reaction.getMany': 1 });
	expect(await call()).toBe(200);
	clock.advance(ms);
	expect(await call()).toBe(status);
});

test('the thresholds and locks are those of the catalogue', async () => {
	await open({});
	const { threshold } = operation('reaction.getMany');
	expect(await calls(threshold + 1)).toEqual([...Array(threshold).fill(200), 429]);
	expect(lab.sandbox.control.usage()).toEqual([
		{
			operation: 'reaction.getMany',
			user: lab.sandbox.control.state().owner,
			used: 0,
			threshold,
			lockedUntil: START + LOCK,
		},
	]);
	clock.advance(LOCK - 1);
	expect(await call()).toBe(429);
	clock.advance(1);
	expect(await call()).toBe(200);
	expect(lab.sandbox.control.counters()['reaction.getMany']).toEqual({
		calls: threshold + 3,
		overThreshold: 1,
		intoLock: 1,
		locks: 1,
	});
});

test('they hold for each operation and each user on their own, whatever the token', async () => {
	await open({}, { 'reaction.getMany': 2, 'user.getMany': 2 });
	expect(await calls(3)).toEqual([200, 200, 429]);
	expect((await lab.call('GET', '/users')).status).toBe(200);
	expect((await lab.as('leo.lindqvist@zylker.example')('GET', path)).status).toBe(200);
	expect((await lab.as(lab.sandbox.control.state().owner)('GET', path)).status).toBe(429);
});

test('calls that are refused for other reasons count too, calls without a token do not', async () => {
	await open({}, { 'user.getMany': 2 });
	for (let index = 0; index < 5; index++)
		expect((await lab.call('GET', '/users', undefined, { authorization: 'Bearer no' })).status).toBe(401);
	for (let index = 0; index < 2; index++) expect((await lab.call('GET', '/users?nope=1')).status).toBe(400);
	expect((await lab.call('GET', '/users?nope=1')).status).toBe(429);
});

test('a refused call has no effect', async () => {
	await open({}, { 'message.send.channel': 1 });
	const before = lab.sandbox.control.messages('#marketing').length;
	for (let index = 0; index < 3; index++) await lab.call('POST', '/channelsbyname/marketing/message', { text: 'x' });
	expect(lab.sandbox.control.messages('#marketing')).toHaveLength(before + 1);
	expect(lab.sandbox.control.journal().map((entry) => [entry.status, entry.overThreshold, entry.intoLock])).toEqual([
		[204, false, false],
		[429, true, false],
		[429, false, true],
	]);
});

test('lockRestarts: a call during a lock starts it anew', async () => {
	await open({ lockRestarts: true }, { 'reaction.getMany': 1 });
	expect(await calls(2)).toEqual([200, 429]);
	clock.advance(LOCK - 1);
	expect(await call()).toBe(429);
	clock.advance(LOCK - 1);
	expect(await call()).toBe(429);
	clock.advance(LOCK);
	expect(await call()).toBe(200);
});

test('retryAfter tells the seconds left, rounded up', async () => {
	await open({ retryAfter: true }, { 'reaction.getMany': 1 });
	await calls(2);
	clock.advance(500);
	expect((await lab.call('GET', path)).headers.get('retry-after')).toBe(String(LOCK / 1_000));
	lab.sandbox.control.variants({ retryAfter: false });
	expect((await lab.call('GET', path)).headers.get('retry-after')).toBeNull();
});

test('limitAnswer 400 is what live servers said', async () => {
	await open({ limitAnswer: '400', errorBody: 'message' }, { 'reaction.getMany': 1 });
	await call();
	const refused = await lab.call('GET', path);
	expect([refused.status, refused.body]).toEqual([
		400,
		{ code: 'request_limit_exceeded', message: 'You have exceeded the URL throttle limits.' },
	]);
});

test('thresholds: false has none, but a lock set from outside still holds', async () => {
	await open({});
	lab.sandbox.control.setThresholds(false);
	expect(new Set(await calls(60))).toEqual(new Set([200]));
	lab.sandbox.control.lock({ operation: 'reaction.getMany', minutes: 2 });
	expect(await call()).toBe(429);
	clock.advance(2 * MINUTE);
	expect(await call()).toBe(200);
});
