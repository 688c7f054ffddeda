import { readFileSync } from 'node:fs';
import type { SandboxEvent } from '../../../sandbox';
import { Lab, locator } from './lab';
import { type Credential, UNDER_TEST } from '../../../tools/n8n/workflow';

const POST = 'message.send.channel';

/** Items that meet a fault. */
const FAULTY = [3, 60, 119];

/**
 * In milliseconds: how long the node works on such an item before it sends, so that the sandbox can go down in between.
 */
const PAUSE = 500;

const parameters = {
	resource: 'message',
	operation: 'send',
	target: 'channel',
	channel: locator('name', 'releases'),
	text: '={{ (() => { const end = Date.now() + $json.pause; while (Date.now() < end); return $json.text; })() }}',
};
const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 5_000 };

let lab: Lab;
/** Never waits for the rate limit, so that no real minutes pass. */
let unlimited: Credential;

beforeAll(async () => {
	lab = await Lab.start('n8n-retry');
	unlimited = await lab.connectedAccount({ rateLimit: 'none' });
}, 180_000);

beforeEach(() => {
	lab.sandbox.control.setThresholds(false);
	lab.sandbox.control.clearFaults();
	lab.sandbox.control.clearJournal();
});

afterAll(() => lab.end(), 60_000);

const tries = () =>
	readFileSync(lab.artifacts.path('n8n.log'), 'utf8').split(`Running node "${UNDER_TEST}" started`).length - 1;
const faults = () => lab.sandbox.control.journal().filter(({ fault }) => fault).length;

/**
 * Sends so many messages with Retry On Fail, and checks that each is stored once, in order, and reported with its own
 * ID.
 */
async function sendAll(name: string, count: number, credential = unlimited) {
	const items = Array.from({ length: count }, (_, index) => ({
		text: `${name} ${index}`,
		pause: FAULTY.includes(index) ? PAUSE : 0,
	}));
	const [before, triesBefore] = [lab.sandbox.control.messages('#releases').length, tries()];
	const { status, error, runs } = await lab.run({ parameters, credential, settings }, items);
	expect([status, error]).toEqual(['success', undefined]);
	const stored = lab.sandbox.control.messages('#releases').slice(before);
	expect(stored.map(({ text }) => text)).toEqual(items.map(({ text }) => text));
	const { outputs, hints, executionTime } = runs(UNDER_TEST)[0]!;
	expect(outputs[0]!.map(({ json }) => json.messageId)).toEqual(stored.map(({ id }) => id));
	expect(outputs[0]!.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	return { hints, executionTime, tries: tries() - triesBefore };
}

test('three connections that break before anything is stored: looked for, not found, sent again', async () => {
	// Each fault makes one more call.
	FAULTY.forEach((item, earlier) =>
		lab.sandbox.control.addFault({ kind: 'reset', when: 'before', operation: POST, from: item + 1 + earlier }),
	);
	await sendAll('before', 120);
	expect(faults()).toBe(3);
	expect(lab.sandbox.control.counters()[POST]!.calls).toBe(123);
});

test('three connections that break after the message is stored: found, not sent again', async () => {
	FAULTY.forEach((item) =>
		lab.sandbox.control.addFault({ kind: 'reset', when: 'after', operation: POST, from: item + 1 }),
	);
	await sendAll('after', 120);
	expect(faults()).toBe(3);
	expect(lab.sandbox.control.counters()[POST]!.calls).toBe(120);
});

test('three refused connections, one for longer than the node tries: n8n runs it again, and nothing goes out twice', async () => {
	const outages = new Map([
		[2, 800],
		[59, 5_500],
		[118, 800],
	]);
	let posted = 0;
	const end = lab.sandbox.control.subscribe((event: SandboxEvent) => {
		const forMs = event.type === 'message.posted' ? outages.get(posted++) : undefined;
		// The answer to this item has to get out first, and the next one is paused.
		if (forMs) setTimeout(() => void lab.sandbox.control.goDown({ forMs }), PAUSE / 4);
	});
	try {
		expect(await sendAll('refused', 120)).toMatchObject({ tries: 2 });
	} finally {
		end();
	}
	expect(lab.sandbox.control.counters()[POST]!.calls).toBe(120);
});

test('more items than the documented threshold: all are sent without a lock, and a hint says why it took a while', async () => {
	lab.sandbox.control.setThresholds(true);
	const { hints, executionTime } = await sendAll('paced', 60, lab.account);
	console.log(`60 posts took ${executionTime} ms; ${hints[0]?.message}`);
	expect(lab.sandbox.control.counters()[POST]).toMatchObject({ calls: 60, overThreshold: 0, locks: 0 });
	// At the earliest the last ten go a minute after the first ten.
	expect(executionTime).toBeGreaterThan(60_000);
	expect(executionTime).toBeLessThan(90_000);
	expect(hints).toEqual([
		expect.objectContaining({
			message: expect.stringMatching(
				/^60 of 60 items done in 1 minute.* 50 calls a minute for "Send a message".* Nothing was lost\.$/,
			),
		}),
	]);
}, 180_000);
