import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab, locator } from './lab';

const POST = 'message.send.channel';

/**
 * What Cliq takes in a minute. The documented 50 would need six minutes of real time, which `CLIQ_SLOW=1` spends.
 * Either way it is fewer than are sent: two workers that each used up all of it would be locked out at once.
 */
const THRESHOLD = process.env.CLIQ_SLOW === '1' ? undefined : 250;

const EXECUTIONS = 10;
const ITEMS = 30;

const parameters = {
	resource: 'message',
	operation: 'send',
	target: 'channel',
	channel: locator('name', 'releases'),
	text: '={{ $json.text }}',
};

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-queue', true);
}, 240_000);

afterAll(() => lab.end(), 90_000);

const workerLogs = () => [1, 2].map((worker) => readFileSync(lab.artifacts.path(`worker-${worker}.log`), 'utf8'));

test('a batch of 5,000 that is cancelled ends on its worker within two seconds, and the log says what was posted', async () => {
	lab.sandbox.control.setThresholds(false);
	const workflow = await lab.workflow({ credential: await lab.connectedAccount({ rateLimit: 'none' }), parameters });
	const before = lab.sandbox.control.messages('#releases').length;
	const posted = () => lab.sandbox.control.messages('#releases').length - before;
	const running = lab.n8n.trigger(
		workflow,
		Array.from({ length: 5_000 }, (_, index) => ({ text: `batch ${index}` })),
	);
	const id = await lab.n8n.newestExecution(workflow);
	while (posted() < 50) await sleep(20);

	await lab.n8n.stopExecution(id);
	await sleep(2_000);
	const atEnd = posted();
	await sleep(1_000);
	expect(await running).toBe(false);
	expect((await lab.n8n.execution(id)).status).toBe('canceled');
	const reported =
		/was cancelled at the node "Under Test": (\d+) of 5000 items done\. (Item \d+ was under way)?/.exec(
			workerLogs().join(),
		);
	const [done, underWay] = [Number(reported?.[1]), reported?.[2] !== undefined];
	console.log(JSON.stringify({ reported: reported?.[0], posted: posted() }));
	expect(posted()).toBe(atEnd);
	expect(underWay ? [done, done + 1] : [done]).toContain(posted());
});

test('ten executions on two workers, half a share each: 300 posts are stored once, in order, without a lock', async () => {
	lab.sandbox.control.clearJournal();
	lab.sandbox.control.setThresholds(THRESHOLD === undefined ? true : { [POST]: THRESHOLD });
	const own = THRESHOLD === undefined ? {} : { rateLimit: 'own', callsPerMinute: THRESHOLD };
	const credential = await lab.connectedAccount({ ...own, rateLimitShare: 50 });
	const workflow = await lab.workflow({ credential, parameters });
	const before = lab.sandbox.control.messages('#releases').length;
	const start = Date.now();
	const batches = Array.from({ length: EXECUTIONS }, (_, run) =>
		Array.from({ length: ITEMS }, (_, item) => ({ text: `run ${run} item ${item}` })),
	);
	const succeeded = await Promise.all(batches.map((items) => lab.n8n.trigger(workflow, items)));
	const seconds = Math.round((Date.now() - start) / 1000);

	const stored = lab.sandbox.control
		.messages('#releases')
		.slice(before)
		.map(({ text }) => text);
	const { calls, overThreshold, intoLock, locks } = lab.sandbox.control.counters()[POST]!;
	const onWorkers = workerLogs().map((log) => log.split('Worker finished execution').length - 1);
	console.log(
		JSON.stringify({
			threshold: THRESHOLD ?? 50,
			seconds,
			stored: stored.length,
			calls,
			overThreshold,
			intoLock,
			locks,
			onWorkers,
		}),
	);
	expect(succeeded).toEqual(batches.map(() => true));
	batches.forEach((items, run) =>
		expect(stored.filter((text) => text.startsWith(`run ${run} `))).toEqual(items.map(({ text }) => text)),
	);
	expect(stored).toHaveLength(EXECUTIONS * ITEMS);
	expect({ calls, overThreshold, intoLock, locks }).toEqual({
		calls: EXECUTIONS * ITEMS,
		overThreshold: 0,
		intoLock: 0,
		locks: 0,
	});
	expect(onWorkers).toEqual([5, 5]);
}, 900_000);
