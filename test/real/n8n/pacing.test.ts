import { setTimeout as sleep } from 'node:timers/promises';
import type { Workflow } from '../../../tools/n8n/n8n';
import { type NodeUnderTest, UNDER_TEST, webhookWorkflow } from '../../../tools/n8n/workflow';
import { Lab, locator } from './lab';

/** What a chat, and a bot, take in a minute. */
const THRESHOLD = 20;

let lab: Lab;
let chatId: string;

beforeAll(async () => {
	lab = await Lab.start('n8n-pacing');
	({ id: chatId } = lab.sandbox.control.state().chats.find(({ kind, joined }) => kind === 'group' && joined)!);
	lab.sandbox.control.setThresholds({
		'message.send.chat': THRESHOLD,
		'message.send.bot': THRESHOLD,
		'message.send.channel': THRESHOLD,
	});
}, 180_000);

beforeEach(() => lab.sandbox.control.clearFaults());
afterAll(() => lab.end(), 60_000);

const send = { resource: 'message', operation: 'send', text: '={{ $json.text }}' };
const toChat = () => ({ ...send, target: 'chat', chatId: locator('id', chatId) });
const toChannel = { ...send, target: 'channel', channel: locator('name', 'releases') };

const items = (prefix: string, count: number) =>
	Array.from({ length: count }, (_, index) => ({ text: `${prefix} ${index}` }));
const textsIn = (chat: string, prefix: string) =>
	lab.sandbox.control.messages(chat).flatMap(({ text }) => (text.startsWith(`${prefix} `) ? [{ text }] : []));
const counters = (operation: string) => {
	const { calls, overThreshold, intoLock } = lab.sandbox.control.counters()[operation]!;
	return { calls, overThreshold, intoLock };
};

const unlimited = () => lab.connectedAccount({ rateLimit: 'none' });

/** A workflow that sends so many items in each round of a loop. */
async function loop(batchSize: number, node: Partial<NodeUnderTest> = {}, settings: object = {}): Promise<Workflow> {
	const loop = {
		name: 'Loop Over Items',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { batchSize, options: {} },
	};
	const after = [{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];
	const { path, definition } = webhookWorkflow('loop', {
		type: 'n8n-nodes-zoho-cliq.zohoCliq',
		credential: await unlimited(),
		parameters: toChannel,
		before: [loop],
		after,
		...node,
	});
	const to = (name: string) => [{ node: name, type: 'main', index: 0 }];
	Object.assign(definition.connections, {
		[loop.name]: { main: [to('After'), to(UNDER_TEST)] },
		[UNDER_TEST]: { main: [to(loop.name)] },
	});
	Object.assign(definition.settings, settings);
	return await lab.n8n.publish(definition, path);
}

test('sixteen messages of which each waits ten seconds at most: all go at once, and none is refused', async () => {
	const begun = Date.now();
	const { status, error } = await lab.run(
		{ parameters: { ...toChat(), options: { maxWait: 10 } } },
		items('sixteen', 16),
	);
	expect([status, error]).toEqual(['success', undefined]);
	expect(Date.now() - begun).toBeLessThan(10_000);
	expect([textsIn(chatId, 'sixteen'), counters('message.send.chat')]).toEqual([
		items('sixteen', 16),
		{ calls: 16, overThreshold: 0, intoLock: 0 },
	]);
}, 60_000);

test('twenty messages, which fit, go at once', async () => {
	const begun = Date.now();
	const { status } = await lab.run(
		{ parameters: { ...send, target: 'bot', bot: locator('name', 'deploybot') } },
		items('twenty', THRESHOLD),
	);
	expect([status, counters('message.send.bot')]).toEqual([
		'success',
		{ calls: THRESHOLD, overThreshold: 0, intoLock: 0 },
	]);
	expect(Date.now() - begun).toBeLessThan(10_000);
}, 60_000);

test('24 messages over two credentials of one user: all are sent, and no threshold is passed', async () => {
	const user = lab.sandbox.control
		.state()
		.people.find(({ id, member }) => member && id !== lab.sandbox.control.state().owner)!;
	lab.sandbox.control.setThresholds({ 'message.send.user': THRESHOLD });
	const parameters = { ...send, target: 'user', user: locator('id', user.id) };
	const other = await lab.connectedAccount({});
	lab.sandbox.control.clearJournal();
	const runs = await Promise.all([
		lab.run({ parameters }, items('first', 12)),
		lab.run({ parameters, credential: other }, items('second', 12)),
	]);
	expect(runs.map(({ status }) => status)).toEqual(['success', 'success']);
	expect(counters('message.send.user')).toEqual({ calls: 24, overThreshold: 0, intoLock: 0 });
	expect(counters('user.getOwn').calls).toBeLessThanOrEqual(2);
}, 180_000);

describe('with an account that has no rate limit', () => {
	beforeAll(() => lab.sandbox.control.setThresholds(false));

	test('a loop sends in each of its rounds, also with Retry On Fail', async () => {
		const looping = await loop(2, {
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 5000 },
			parameters: { ...toChannel, options: { maxWait: 0 } },
		});
		// In the second round the first message is posted, and the second is not, at first.
		lab.sandbox.control.addFault({ kind: 'expire-token', operation: 'message.send.channel', from: 4 });
		lab.sandbox.control.addFault({ kind: 'status', status: 502, operation: 'oauth.token' });
		const { status, runs } = await lab.n8n.run(looping, items('round', 6));
		expect(status).toBe('success');
		expect(runs(UNDER_TEST)).toHaveLength(3);
		const sent = runs('After')[0]!.outputs[0]!.map(({ json }) => json.messageId);
		expect(new Set(sent).size).toBe(6);
		expect(textsIn('#releases', 'round')).toEqual(items('round', 6));
	}, 60_000);

	test('an execution that failed in the middle and is retried posts nothing twice', async () => {
		const credential = await unlimited();
		lab.sandbox.control.addFault({
			kind: 'redirect',
			to: 'http://127.0.0.2:9/',
			operation: 'message.send.channel',
			from: 4,
		});
		const failed = await lab.run({ parameters: toChannel, credential }, items('retried', 6));
		expect([failed.status, textsIn('#releases', 'retried')]).toEqual(['error', items('retried', 3)]);
		const retried = await lab.n8n.retryExecution(failed.id);
		expect([retried.status, textsIn('#releases', 'retried')]).toEqual(['success', items('retried', 6)]);
		expect(retried.runs(UNDER_TEST).at(-1)!.hints).toEqual([]);
	}, 60_000);

	test('a token that Cliq refuses though it is new is not renewed for every item', async () => {
		const credential = await unlimited();
		lab.sandbox.control.clearJournal();
		lab.sandbox.control.addFault({ kind: 'expire-token', operation: 'message.send.channel', times: 99 });
		const { runs } = await lab.run(
			{ parameters: toChannel, credential, onError: 'continueErrorOutput' },
			items('refused', 10),
		);
		const [, failed] = runs(UNDER_TEST)[0]!.outputs;
		expect(failed).toHaveLength(10);
		expect(failed![0]!.json.error).toContain('did not accept the access token');
		expect(counters('oauth.token').calls).toBe(1);
		expect(counters('message.send.channel').calls).toBe(2);
		expect(textsIn('#releases', 'refused')).toEqual([]);
	}, 60_000);
});

test('an n8n that is killed while it sends, and its executions retried: what n8n kept no record of is there twice, and a hint says so', async () => {
	const COUNT = 200;
	const whole = await lab.workflow({ credential: await unlimited(), parameters: toChannel });
	// A workflow that saves its progress after each node has a record of all rounds but the last one.
	const inRounds = await loop(10, {}, { saveExecutionProgress: true });
	const started = [
		[whole, 'whole'],
		[inRounds, 'rounds'],
	] as const;
	const running = started.map(([workflow, prefix]) =>
		lab.n8n.run(workflow, items(prefix, COUNT)).catch(() => undefined),
	);
	const ids = await Promise.all(started.map(([workflow]) => lab.n8n.newestExecution(workflow)));
	const posted = () => started.map(([, prefix]) => textsIn('#releases', prefix).length);
	while (Math.min(...posted()) < 35) await sleep(20);
	process.kill(lab.n8n.pid, 'SIGKILL');
	await Promise.all(running);
	await sleep(500);
	const before = posted();
	expect(Math.max(...before)).toBeLessThan(COUNT);
	await lab.n8n.restart();
	for (const id of ids) await lab.n8n.ended(id);
	const retried = [await lab.n8n.retryExecution(ids[0]!), await lab.n8n.retryExecution(ids[1]!)];
	const doubled = posted().map((count) => count - COUNT);
	console.log(JSON.stringify({ before, doubled }));
	expect(retried.map(({ status }) => status)).toEqual(['success', 'success']);
	for (const [, prefix] of started)
		expect(new Set(textsIn('#releases', prefix).map(({ text }) => text)).size).toBe(COUNT);
	expect(doubled[0]).toBe(before[0]);
	expect(doubled[1]).toBeLessThanOrEqual(10);
	expect(retried[0]!.runs(UNDER_TEST).at(-1)!.hints).toEqual([
		expect.objectContaining({ message: expect.stringMatching(/^This execution is a retry\..*look into the chat/) }),
	]);
}, 600_000);
