import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { Editor } from './editor';
import { account, msg } from './flows';
import { Runner, until, type FlowNode } from './runner';

/** A file store that writes at once, so that a restart is one of any kind. */
const STORE = "contextStorage: { default: { module: 'localfilesystem', config: { flushInterval: 1 } } },";

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-poll');
	sandbox = await startSandbox();
	runner = await Runner.start({ settings: STORE });
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

const look = (others: object = {}): FlowNode => ({
	id: 'hear',
	type: 'zoho-cliq-in',
	way: 'poll',
	account: 'account',
	watched: [{ chat: '#releases' }],
	interval: '1',
	wires: [['keep']],
	...others,
});
const keep = (next?: string): FlowNode => ({
	id: 'keep',
	type: 'function',
	func: 'global.set("kept", [...(global.get("kept") || []), { payload: msg.payload, topic: msg.topic, cliq: msg.cliq, event: msg.event }]); return msg;',
	outputs: 1,
	wires: [next ? [next] : []],
});
const others: FlowNode[] = [
	{ id: 'forget', type: 'inject', props: [], repeat: '', wires: [['forgets']] },
	{
		id: 'forgets',
		type: 'function',
		func: 'global.set("kept", []); global.set("caught", []); global.set("status", []);',
	},
	{ id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['caught']] },
	{
		id: 'caught',
		type: 'function',
		func: 'global.set("caught", [...(global.get("caught") || []), { error: msg.error, cliq: msg.cliq }]);',
	},
	{ id: 'status', type: 'status', scope: ['hear'], wires: [['stated']] },
	{ id: 'stated', type: 'function', func: 'global.set("status", [...(global.get("status") || []), msg.status]);' },
];

const global = async (name: string) => JSON.parse((await runner.get(`/context/global/${name}`)).msg || '[]') as any[];

async function kept(count: number): Promise<any[]> {
	await until(async () => (await global('kept')).length >= count, 8_000);
	return await global('kept');
}

/** Deploys, and waits until the node knows where to begin. */
async function deploy(nodes: FlowNode[], credentials: object = { rateLimit: 'none' }): Promise<void> {
	await deployOnly(nodes, credentials);
	await runner.post('/inject/forget', {});
	await looked();
}

async function deployOnly(nodes: FlowNode[], credentials: object): Promise<void> {
	const issued = sandbox.control.issueTokens();
	artifacts.addSecrets(issued.refreshToken, issued.clientSecret);
	await runner.deploy([account(sandbox.url, issued, credentials), ...nodes, ...others]);
}

/** Waits until it has looked since now. */
async function looked(): Promise<void> {
	const reads = () => sandbox.control.counters()['message.getMany']?.calls ?? 0;
	const before = reads();
	await until(async () => reads() >= before + 2, 8_000);
}

let written = 0;
const write = (chat = '#releases', text = `message ${++written}`) => ({
	text,
	...sandbox.control.post({ chat, as: '55744524', text }),
});

beforeEach(() => sandbox.control.setThresholds(false));

test('new messages come out once each, as the webhook gives them', async () => {
	write();
	await deploy([look(), keep()]);
	const [first, second] = [write(), write()];
	expect(await kept(2)).toEqual(
		[first, second].map(({ text, chatId, messageId }) => ({
			payload: text,
			topic: 'channelMessage',
			cliq: { chatId, messageId: expect.any(String) },
			event: expect.objectContaining({
				via: 'poll',
				delivery: expect.any(String),
				user: { id: '55744524', name: expect.any(String) },
				message: expect.objectContaining({ text, id: expect.stringContaining(messageId.slice(0, 13)) }),
			}),
		})),
	);
	const third = write();
	expect((await kept(3))[2]).toMatchObject({ payload: third.text });
	await looked();
	expect(await global('kept')).toHaveLength(3);
	expect((await global('status')).at(-1)).toMatchObject({
		fill: 'green',
		shape: 'dot',
		text: expect.stringMatching(/^3 messages · \d\d:\d\d:\d\d$/),
	});
});

test('with many at once, over deploys and restarts of Node-RED, each comes out once', async () => {
	await deploy([look(), keep()]);
	const expected: string[] = [];
	/** Many in one millisecond; of a hundred and more, Cliq would give a hundred. */
	const burst = async (count: number) => {
		for (let index = 0; index < count; index++) {
			expected.push(write().text);
			if (index % 30 === 29) await new Promise((resolve) => setTimeout(resolve, 2));
		}
	};
	await burst(150);
	await kept(150);
	await burst(20);
	await runner.restart();
	await burst(20);
	await kept(190);
	await burst(10);
	const issued = sandbox.control.issueTokens();
	await runner.deploy([
		account(sandbox.url, issued, { rateLimit: 'none' }),
		look({ name: 'another name' }),
		keep(),
		...others,
	]);
	await burst(10);
	await kept(210);
	await looked();
	expect((await global('kept')).map(({ payload }) => payload)).toEqual(expected);
});

test('a chat that is gone does not stop the others; a Catch node hears of it once', async () => {
	await deploy([
		look({
			watched: [{ chat: 'CT_1184653329648523_404', name: 'Gone' }, { chat: '#nowhere' }, { chat: '#releases' }],
		}),
		keep(),
	]);
	const { text } = write();
	expect((await kept(1)).map(({ payload }) => payload)).toEqual([text]);
	await looked();
	const caught = await global('caught');
	expect(caught).toMatchObject([
		{
			error: {
				code: expect.stringMatching(/notFound|refused|forbidden/),
				message: expect.stringContaining('#nowhere'),
				source: { id: 'hear' },
			},
			cliq: { chatId: '#nowhere' },
		},
		{
			error: { message: expect.stringContaining('Gone: '), cause: { operation: 'message.getMany' } },
			cliq: { chatId: 'CT_1184653329648523_404' },
		},
	]);
	expect((await global('status')).at(-1)).toMatchObject({
		fill: 'red',
		text: expect.stringContaining('2 chats cannot be read'),
	});
});

test('while Cliq is away the node waits, and hears afterwards what was written meanwhile', async () => {
	await deploy([look(), keep()], { rateLimit: 'none', timeout: '1' });
	await sandbox.control.goDown({ mode: 'drop' });
	const { text } = write();
	await until(async () => (await global('caught')).length > 0, 30_000);
	await sandbox.control.comeUp();
	expect((await kept(1)).map(({ payload }) => payload)).toEqual([text]);
	expect(await global('caught')).toMatchObject([{ error: { code: 'unavailable' } }]);
	expect(runner.isAlive).toBe(true);
});

test('a reply goes into the chat, and is not heard itself', async () => {
	await deploy([
		look(),
		keep('think'),
		{
			id: 'think',
			type: 'function',
			func: 'msg.payload = `You wrote: ${msg.payload}`; return msg;',
			outputs: 1,
			wires: [['reply']],
		},
		{
			id: 'reply',
			type: 'zoho-cliq-reply',
			account: 'account',
			operation: 'message.send.chat',
			parameters: { text: msg('payload') },
			wires: [[]],
		},
	]);
	const { text } = write();
	await until(async () => sandbox.control.messages('#releases').at(-1)?.text === `You wrote: ${text}`, 5_000);
	await looked();
	await looked();
	expect((await global('kept')).map(({ payload }) => payload)).toEqual([text]);
	expect(
		sandbox.control.messages('#releases').filter((message) => message.text.startsWith('You wrote')),
	).toHaveLength(1);
});

test('what was attached can be downloaded by its ID', async () => {
	await deploy([
		look(),
		keep('load'),
		{
			id: 'load',
			type: 'zoho-cliq-file',
			account: 'account',
			operation: 'file.download',
			parameters: { fileId: msg('event.message.attachments[0].id') },
			wires: [['loaded']],
		},
		{
			id: 'loaded',
			type: 'function',
			func: 'global.set("kept", [...global.get("kept"), { text: msg.payload.toString(), filename: msg.filename }]);',
		},
	]);
	sandbox.control.write({
		chat: '#releases',
		as: '55744524',
		text: 'the plan',
		attachments: [{ name: 'plan.txt', text: 'Ship it' }],
	});
	expect(await kept(2)).toMatchObject([
		{ event: { message: { attachments: [{ name: 'plan.txt', id: expect.any(String) }] } } },
		{ text: 'Ship it', filename: 'plan.txt' },
	]);
});

test('many chats with a short interval stay within what Cliq allows', async () => {
	sandbox.control.setThresholds(true);
	sandbox.control.clearJournal();
	const chats = sandbox.control.state().channels.map(({ chatId }) => ({ chat: chatId }));
	const issued = sandbox.control.issueTokens();
	await runner.deploy([
		account(sandbox.url, issued, { rateLimit: 'documented' }),
		look({ watched: chats, interval: '1' }),
		keep(),
		...others,
	]);
	await new Promise((resolve) => setTimeout(resolve, 10_000));
	const reads = sandbox.control.journal().filter(({ operation }) => operation === 'message.getMany');
	expect(chats.length).toBeGreaterThan(15);
	expect(reads.length).toBeGreaterThanOrEqual(10);
	expect(reads.map(({ status }) => status)).not.toContain(429);
	expect(reads.length).toBeLessThanOrEqual(15);
});

test('the dialog: a chat is chosen from the list, and what matters for bots is out of sight', async () => {
	await deployOnly([look({ id: 'fresh', watched: [], way: undefined, interval: '60', wires: [] }), look(), keep()], {
		rateLimit: 'documented',
		rateLimitShare: '100',
	});
	const editor = await Editor.open(runner);
	const { page } = editor;
	const open = async () => {
		await page.evaluate(() => (window as any).RED.editor.edit((window as any).RED.nodes.node('fresh')));
		await page.waitForSelector('#node-input-way');
		await editor.settle();
	};
	try {
		await open();
		expect([
			await page.inputValue('#node-input-way'),
			await page.isVisible('#node-input-bot'),
			await page.isVisible('#node-input-interval'),
		]).toEqual(['webhook', true, false]);
		await page.selectOption('#node-input-way', 'poll');
		expect([
			await page.isVisible('#node-input-bot'),
			await page.isVisible('#zoho-cliq-script'),
			await page.isVisible('.zoho-cliq-kinds'),
			await page.isVisible('#node-input-interval'),
		]).toEqual([false, false, false, true]);
		expect(await page.textContent('#zoho-cliq-round')).toContain('1 of the 15 reads a minute');
		await page.click('.zoho-cliq-watched .red-ui-typedInput-option-expand');
		await page.click('.zoho-cliq-entries a:has-text("#Releases")');
		expect(await page.textContent('.zoho-cliq-watched small')).toMatch(/#releases/i);
		await page.click('.zoho-cliq-watched .red-ui-editableList-addButton');
		await page.fill('.zoho-cliq-watched li:nth-child(2) .red-ui-typedInput-input', '#incidents');
		await page.fill('#node-input-interval', '5');
		expect(await page.textContent('#zoho-cliq-round')).toContain('8 s');
		await page.fill('#node-input-people', 'leo@example.com');
		await editor.shot('node-red-poll');
		await editor.accept();
		expect(await page.evaluate(() => (window as any).RED.nodes.node('fresh').valid)).toBe(false);
		await open();
		await page.fill('#node-input-people', 'Leo');
		await editor.accept();
		expect(await page.evaluate(() => (window as any).RED.nodes.node('fresh').valid)).toBe(true);
		await editor.deploy();
		const stored = (await runner.get('/flows')).find(({ id }: FlowNode) => id === 'fresh');
		const { chatId } = sandbox.control.post({ chat: '#releases', text: 'where' });
		expect(stored).toMatchObject({
			way: 'poll',
			account: 'account',
			watched: [{ chat: chatId, name: expect.stringMatching(/#releases/i) }, { chat: '#incidents' }],
			interval: '5',
			people: 'Leo',
			skipOwn: true,
		});
		await open();
		expect(await page.locator('.zoho-cliq-watched li').count()).toBe(2);
		await page.click('.zoho-cliq-watched li:nth-child(2) .red-ui-editableList-item-remove');
		await editor.settle();
		await editor.accept();
		expect(await page.evaluate(() => (window as any).RED.nodes.node('fresh').watched.length)).toBe(1);
		expect(editor.complaints).toEqual([]);
	} finally {
		await editor.close();
	}
});
