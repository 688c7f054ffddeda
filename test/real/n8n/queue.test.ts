import { readFileSync } from 'node:fs';
import { Lab, locator } from './lab';

const POST = 'message.send.channel';

/**
 * What Cliq takes in a minute. The documented 50 would need six minutes of real time, which `CLIQ_SLOW=1` spends. Either
 * way it is fewer than are sent: two workers that each used up all of it would be locked out at once.
 */
const THRESHOLD = process.env.CLIQ_SLOW === '1' ? undefined : 250;

const EXECUTIONS = 10;
const ITEMS = 30;

const parameters = { resource: 'message', operation: 'send', target: 'channel', channel: locator('name', 'releases'), text: '={{ $json.text }}' };

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-queue', true);
}, 240_000);

afterAll(() => lab.end(), 90_000);

test('ten executions on two workers, half a share each: 300 posts are stored once, in order, without a lock', async () => {
	lab.sandbox.control.setThresholds(THRESHOLD === undefined ? true : { [POST]: THRESHOLD });
	const own = THRESHOLD === undefined ? {} : { rateLimit: 'own', callsPerMinute: THRESHOLD };
	const credential = await lab.connectedAccount({ ...own, rateLimitShare: 50 });
	const workflow = await lab.workflow({ credential, parameters });
	const before = lab.sandbox.control.messages('#releases').length;
	const start = Date.now();
	const batches = Array.from({ length: EXECUTIONS }, (_, run) => Array.from({ length: ITEMS }, (_, item) => ({ text: `run ${run} item ${item}` })));
	const succeeded = await Promise.all(batches.map((items) => lab.n8n.trigger(workflow, items)));
	const seconds = Math.round((Date.now() - start) / 1000);

	const stored = lab.sandbox.control.messages('#releases').slice(before).map(({ text }) => text);
	const { calls, overThreshold, intoLock, locks } = lab.sandbox.control.counters()[POST];
	const onWorkers = [1, 2].map((worker) => readFileSync(lab.artifacts.path(`worker-${worker}.log`), 'utf8').split('Worker finished execution').length - 1);
	console.log(JSON.stringify({ threshold: THRESHOLD ?? 50, seconds, stored: stored.length, calls, overThreshold, intoLock, locks, onWorkers }));
	expect(succeeded).toEqual(batches.map(() => true));
	batches.forEach((items, run) => expect(stored.filter((text) => text.startsWith(`run ${run} `))).toEqual(items.map(({ text }) => text)));
	expect(stored).toHaveLength(EXECUTIONS * ITEMS);
	expect({ calls, overThreshold, intoLock, locks }).toEqual({ calls: EXECUTIONS * ITEMS, overThreshold: 0, intoLock: 0, locks: 0 });
	expect(onWorkers).toEqual([5, 5]);
}, 900_000);
