import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { account, cliq, str } from './flows';
import { Runner, until, type FlowNode } from './runner';

const POST = 'message.send.chat';

/** What a chat takes in a minute. */
const THRESHOLD = 20;

let runner: Runner;
let sandbox: Sandbox;
let artifacts: Artifacts;
let chatId: string;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-restart');
	runner = await Runner.start();
}, 60_000);

/** A Cliq of its own for each, where nothing is used up yet. */
beforeEach(async () => {
	sandbox = await startSandbox({ thresholds: { [POST]: THRESHOLD } });
	({ id: chatId } = sandbox.control.state().chats.find(({ kind, joined }) => kind === 'group' && joined)!);
});

afterEach(async () => {
	artifacts.save(`journal-${Date.now()}.json`, sandbox.control.journal());
	await sandbox.close();
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	await runner.stop();
	await artifacts.search();
});

const store = () => join(runner.userDir, 'zoho-cliq-pacing.json');
const texts = (prefix: string) =>
	sandbox.control.messages(chatId).flatMap(({ text }) => (text.startsWith(prefix) ? [text] : []));
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix} ${index}`);
const refused = () => {
	const { overThreshold = 0, intoLock = 0, locks = 0 } = sandbox.control.counters()[POST] ?? {};
	return { overThreshold, intoLock, locks };
};
const NONE = { overThreshold: 0, intoLock: 0, locks: 0 };

/** What was logged since. */
const since = (length: number) => runner.log.slice(length);

/** Deploys a flow that turns one request into many messages, which hold no connection, and notes what fails. */
async function deploy(settings: object = {}): Promise<FlowNode[]> {
	const issued = sandbox.control.issueTokens();
	artifacts.addSecrets(issued.accessToken, issued.refreshToken, issued.clientSecret);
	const { clientId, clientSecret, refreshToken } = issued;
	const nodes: FlowNode[] = [
		account(sandbox.url, { clientId, clientSecret, refreshToken }, settings),
		{ id: 'in', type: 'http in', url: '/in', method: 'post', wires: [['burst', 'out']] },
		{
			id: 'burst',
			type: 'function',
			func: 'const { prefix, count } = msg.payload; return [Array.from({ length: count }, (_, index) => ({ payload: prefix + " " + index }))];',
			outputs: 1,
			wires: [['send']],
		},
		{ id: 'out', type: 'http response', statusCode: '', headers: {} },
		cliq('send', POST, { chatId: str(chatId) }, 'sent'),
		{ id: 'sent', type: 'function', func: 'return null;', outputs: 1, wires: [[]] },
		{ id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
		{
			id: 'caught',
			type: 'function',
			func: 'global.set("caught", (global.get("caught") || []).concat(msg.error.message)); return null;',
			outputs: 1,
			wires: [[]],
		},
	];
	await runner.deploy(nodes);
	return nodes;
}

const burst = async (prefix: string, count: number) => await runner.run({ prefix, count });
/** The messages of what the Catch node got, as the editor shows them. */
const caught = async (): Promise<string> => (await runner.get('/context/global/caught')).msg;
const NOTHING = '(undefined)';

test('fifteen posts, a restart, and ten more: the threshold is not passed, and what is free goes at once', async () => {
	await deploy();
	await burst('before', 15);
	await until(async () => texts('before').length === 15, 10_000);
	await runner.restart();
	const restarted = Date.now();
	await burst('after', 10);
	await until(async () => texts('after').length === 3, 5_000);
	expect(Date.now() - restarted).toBeLessThan(10_000);
	expect(statSync(store()).mode & 0o777).toBe(0o600);
	expect(readFileSync(store(), 'utf8')).not.toContain(chatId);
	await until(async () => texts('after').length === 10, 90_000);
	expect(texts('after')).toEqual(numbered('after', 10));
	expect([refused(), await caught()]).toEqual([NONE, NOTHING]);
}, 150_000);

test.each([
	['broken', '{"version":1,"processes":{'],
	[
		'of another version',
		JSON.stringify({ version: 99, processes: { other: { at: Date.now(), isBusy: true, budgets: {} } } }),
	],
	['something else', 'null'],
])(
	'a store that is %s harms nothing, and is replaced',
	async (_name, content) => {
		await deploy();
		await runner.restart(() => writeFileSync(store(), content));
		const before = runner.log.length;
		await burst('first', 3);
		await until(async () => texts('first').length === 3, 5_000);
		await until(async () => JSON.parse(readFileSync(store(), 'utf8')).version === 1, 5_000);
		expect(since(before)).not.toMatch(/\[error\]/);
		expect([refused(), await caught()]).toEqual([NONE, NOTHING]);
	},
	60_000,
);

test('a fresh account whose calls wait ten seconds at most: sixteen messages go, and none is refused', async () => {
	await deploy({ maxWait: '10' });
	await burst('sixteen', 16);
	await until(async () => texts('sixteen').length === 16, 5_000);
	expect(texts('sixteen')).toEqual(numbered('sixteen', 16));
	expect([refused(), await caught()]).toEqual([NONE, NOTHING]);
}, 30_000);

test('24 messages over two accounts of one user: all are sent, and no threshold is passed', async () => {
	const nodes = await deploy();
	const issued = sandbox.control.issueTokens();
	artifacts.addSecrets(issued.accessToken, issued.refreshToken, issued.clientSecret);
	const { clientId, clientSecret, refreshToken } = issued;
	const second = { ...account(sandbox.url, { clientId, clientSecret, refreshToken }), id: 'second' };
	const both = nodes.map((node) => (node.id === 'burst' ? { ...node, wires: [['send', 'other']] } : node));
	await runner.deploy([...both, second, cliq('other', POST, { chatId: str(chatId) }, 'sent', { account: 'second' })]);
	await burst('shared', 12);
	await until(async () => texts('shared').length === 24, 120_000);
	expect([refused(), await caught()]).toEqual([NONE, NOTHING]);
	expect(sandbox.control.counters()['user.getOwn']!.calls).toBeLessThanOrEqual(2);
}, 150_000);

test('twenty messages, which fit, go at once', async () => {
	await deploy();
	await burst('twenty', 20);
	await until(async () => texts('twenty').length === 20, 5_000);
	expect(texts('twenty')).toEqual(numbered('twenty', 20));
	expect([refused(), await caught()]).toEqual([NONE, NOTHING]);
}, 30_000);

describe('thirty messages, of which twelve have to wait', () => {
	const WAITING = 12;

	async function queue(settings: object = {}): Promise<FlowNode[]> {
		const nodes = await deploy(settings);
		await burst('queued', 30);
		await until(async () => texts('queued').length === 30 - WAITING, 10_000);
		return nodes;
	}

	const told = (count: number, what: string) =>
		new RegExp(
			`\\[warn\\] \\[zoho-cliq-send:send\\] ${count} messages were ${what}.*Where to: chat ${chatId} \\(${count}\\)`,
		);

	test('when all is deployed anew, the log tells of those, and how many went where', async () => {
		const nodes = await queue();
		const [before, begun] = [runner.log.length, Date.now()];
		await runner.deploy(nodes);
		expect(Date.now() - begun).toBeLessThan(8_000);
		expect(since(before)).toMatch(told(WAITING, 'not sent, since the node was stopped'));
		expect(texts('queued')).toEqual(numbered('queued', 30 - WAITING));
	}, 60_000);

	test('and when the process is told to end', async () => {
		await queue();
		const before = runner.log.length;
		await runner.restart();
		expect(since(before)).toMatch(told(WAITING, 'not sent, since the node was stopped'));
		expect([texts('queued'), refused()]).toEqual([numbered('queued', 30 - WAITING), NONE]);
	}, 60_000);

	test.each([
		['a restart', async () => await runner.restart()],
		['a full deploy', async (nodes: FlowNode[]) => await runner.deploy(nodes)],
	])(
		'with an account that keeps them, they go after %s, each once and in order',
		async (_name, stop) => {
			const nodes = await queue({ keepQueue: true });
			const before = runner.log.length;
			await stop(nodes);
			expect(since(before)).toMatch(told(WAITING, 'kept, and sent when the node runs again'));
			await until(async () => texts('queued').length >= 30, 120_000);
			await new Promise((resolve) => setTimeout(resolve, 500));
			expect(texts('queued')).toEqual(numbered('queued', 30));
			expect([refused(), await caught()]).toEqual([NONE, NOTHING]);
			const queueFile = join(runner.userDir, 'zoho-cliq-queue.json');
			expect([statSync(queueFile).mode & 0o777, JSON.parse(readFileSync(queueFile, 'utf8')).messages]).toEqual([
				0o600,
				{},
			]);
		},
		180_000,
	);
});

test('what can be finished within a few seconds is finished, and nothing needs to be told', async () => {
	const nodes = await deploy();
	// An answer of 60 bytes takes a third of a second.
	sandbox.control.addFault({ kind: 'slow', operation: POST, forMs: 5, times: 99 });
	await burst('slow', 6);
	await until(async () => texts('slow').length === 2, 10_000);
	const before = runner.log.length;
	await runner.deploy(nodes);
	expect(texts('slow')).toEqual(numbered('slow', 6));
	expect(since(before)).not.toMatch(/\[warn\]|\[error\]/);
}, 60_000);
