import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab, locator } from './lab';
import { UNDER_TEST } from '../../../tools/n8n/workflow';

const parameters = {
	resource: 'message',
	operation: 'send',
	target: 'channel',
	channel: locator('name', 'releases'),
	text: '={{ $json.text }}',
};
const batch = Array.from({ length: 5_000 }, (_, index) => ({ text: `batch ${index}` }));

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-cancel');
}, 180_000);

afterAll(() => lab.end(), 60_000);

const inChannel = () => lab.sandbox.control.messages('#releases').map(({ text }) => text);

const log = () => readFileSync(lab.artifacts.path('n8n.log'), 'utf8');

/** How often n8n said that our node is done; at its log level it says so for each run. */
const endings = () => log().split(`Running node "${UNDER_TEST}" finished`).length - 1;

/**
 * Starts the batch, cancels it after a while, and gives what came of it; times in milliseconds since the cancellation.
 */
async function cancelled(settings: Record<string, unknown>, afterMilliseconds: number) {
	const workflow = await lab.workflow({ credential: await lab.connectedAccount(settings), parameters });
	const [before, endedBefore] = [inChannel().length, endings()];
	const running = lab.n8n.run(workflow, batch);
	const id = await lab.n8n.newestExecution(workflow);
	while (inChannel().length === before) await sleep(20);
	await sleep(afterMilliseconds);

	const start = Date.now();
	await lab.n8n.stopExecution(id);
	const { status } = await running;
	const recordedAfter = Date.now() - start;
	while (endings() === endedBefore && Date.now() - start < 10_000) await sleep(20);
	const endedAfter = Date.now() - start;
	await sleep(2_000);
	const { customData } = await lab.n8n.execution(id);
	const reported = customData.Under_Test;
	expect(log()).toContain(`Execution ${id} was cancelled at the node "${UNDER_TEST}": ${reported}`);
	return { status, recordedAfter, endedAfter, reported, posted: inChannel().slice(before) };
}

/**
 * What the record says was posted, as the texts that must then be in the channel; two possibilities if one was under
 * way.
 */
function claims(reported: string): string[][] {
	const [, done, under] = /^(\d+) of 5000 items done\. (Item \d+ was under way)?/.exec(reported) ?? [];
	const texts = (count: number) => batch.slice(0, count).map(({ text }) => text);
	return under ? [texts(Number(done)), texts(Number(done) + 1)] : [texts(Number(done))];
}

test('a batch of 5,000 in full flight ends within two seconds, and the record says what was posted', async () => {
	lab.sandbox.control.setThresholds(false);
	const { status, recordedAfter, endedAfter, reported, posted } = await cancelled({ rateLimit: 'none' }, 3_000);
	console.log(JSON.stringify({ recordedAfter, endedAfter, reported, posted: posted.length }));
	expect(status).toBe('canceled');
	expect(Math.max(recordedAfter, endedAfter)).toBeLessThan(2_000);
	expect(posted.length).toBeGreaterThan(50);
	expect(claims(reported!)).toContainEqual(posted);
});

test('a batch of 5,000 that waits for the rate limit ends within a second, and the record is exact', async () => {
	lab.sandbox.control.setThresholds(true);
	const { status, recordedAfter, endedAfter, reported, posted } = await cancelled({}, 4_000);
	console.log(JSON.stringify({ recordedAfter, endedAfter, reported, posted: posted.length }));
	expect(status).toBe('canceled');
	expect(Math.max(recordedAfter, endedAfter)).toBeLessThan(1_000);
	expect(reported).toMatch(/those after it were not begun/);
	expect(claims(reported!)).toEqual([posted]);
});
