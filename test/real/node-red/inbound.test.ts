import { request as httpRequest } from 'node:http';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { Editor } from './editor';
import { account, msg, str } from './flows';
import { Runner, until, type FlowNode } from './runner';

const SECRET = 'only Cliq and this test know';
const TOO_LARGE = 1024 * 1024 + 1;

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-inbound');
	artifacts.addSecrets(SECRET);
	sandbox = await startSandbox();
	runner = await Runner.start({ settings: "httpNodeRoot: '/hooks'," });
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

const hear = (others: object = {}): FlowNode => ({
	id: 'hear',
	type: 'zoho-cliq-in',
	path: 'cliq/of-the-test',
	answer: 'now',
	wait: '12',
	events: [],
	wires: [['keep']],
	credentials: { secret: SECRET },
	...others,
});
const keep = (next?: string): FlowNode => ({
	id: 'keep',
	type: 'function',
	func: 'global.set("kept", [...(global.get("kept") || []), { payload: msg.payload, topic: msg.topic, cliq: msg.cliq }]); return msg;',
	outputs: 1,
	wires: [next ? [next] : []],
});
const forget: FlowNode[] = [
	{ id: 'forget', type: 'inject', props: [], wires: [['forgets']] },
	{ id: 'forgets', type: 'function', func: 'global.set("kept", []);' },
];
const reply = (others: object = {}): FlowNode => ({
	id: 'reply',
	type: 'zoho-cliq-reply',
	account: 'account',
	operation: 'message.send.chat',
	parameters: { text: msg('payload') },
	wires: [['done']],
	...others,
});
const done: FlowNode = {
	id: 'done',
	type: 'function',
	func: 'global.set("kept", [...global.get("kept"), { payload: msg.payload, cliq: msg.cliq }]);',
};

let written = 0;
/** What our script posts for something that somebody wrote. */
const mention = (chatId = 'CT_1', text = 'hello') => ({
	forwarder: 1,
	handler: 'mention_handler',
	message: { id: `17_${++written}`, text, sender: { id: '55' } },
	user: { id: '55', first_name: 'Leo' },
	chat: { id: chatId },
});

const post = (body: unknown, secret = SECRET) =>
	fetch(`${runner.url}/hooks/cliq/of-the-test`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-cliq-secret': secret },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});

async function kept(count: number): Promise<any[]> {
	const read = async () => JSON.parse((await runner.get('/context/global/kept')).msg || '[]') as any[];
	await until(async () => (await read()).length >= count, 5_000);
	return await read();
}

async function deploy(nodes: FlowNode[]): Promise<void> {
	const issued = sandbox.control.issueTokens();
	artifacts.addSecrets(issued.refreshToken, issued.clientSecret);
	await runner.deploy([account(sandbox.url, issued), ...nodes, ...forget]);
	await runner.post('/inject/forget', {});
}

test('a delivery gives one message, and given twice still one', async () => {
	await deploy([hear(), keep()]);
	const body = mention();
	const answers = [await post(body), await post(body)];
	expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]))).toEqual([
		[200, {}],
		[200, {}],
	]);
	expect(await kept(1)).toEqual([
		{ payload: 'hello', topic: 'mention', cliq: { chatId: 'CT_1', messageId: body.message.id } },
	]);
	expect(runner.log).not.toContain(SECRET);
});

test('what is not Cliq gets nothing and starts nothing', async () => {
	await deploy([hear(), keep()]);
	const wrong = await post(mention(), 'guessed');
	expect([wrong.status, await wrong.text()]).toEqual([401, 'Unauthorized']);
	for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
		const answer = await fetch(`${runner.url}/hooks/cliq/of-the-test`, {
			method,
			headers: { 'x-cliq-secret': SECRET, 'user-agent': 'Slackbot-LinkExpanding 1.0' },
		});
		expect([method, answer.status]).toEqual([method, 404]);
	}
	const large = await post(JSON.stringify({ ...mention(), pad: 'x'.repeat(TOO_LARGE) }));
	expect([large.status, await large.text()]).toEqual([413, 'Payload Too Large']);
	expect(await chunked(TOO_LARGE)).toBe(413);
	expect((await post('{"forwarder": 1,')).status).toBe(400);
	expect((await post({ ...mention(), forwarder: 2 })).status).toBe(400);
	await post(mention('CT_1', 'the only one'));
	expect((await kept(1)).map(({ payload }) => payload)).toEqual(['the only one']);
	expect(runner.log).toContain('A delivery was refused with 401');
	expect(runner.log).not.toMatch(/only Cliq and this test know|guessed/);
});

/** A body that does not tell its length. */
async function chunked(bytes: number): Promise<number | undefined> {
	return await new Promise((resolve, reject) => {
		const request = httpRequest(
			`${runner.url}/hooks/cliq/of-the-test`,
			{ method: 'POST', headers: { 'content-type': 'application/json', 'x-cliq-secret': SECRET } },
			(response) => resolve(response.statusCode),
		);
		request.on('error', reject);
		for (let left = bytes; left > 0; left -= 65_536) request.write(Buffer.alloc(Math.min(left, 65_536), ' '));
	});
}

test('a reply in time is the answer', async () => {
	await deploy([
		hear({ answer: 'reply' }),
		keep('shout'),
		{
			id: 'shout',
			type: 'function',
			func: 'msg.payload = `**${msg.payload}**`; return msg;',
			outputs: 1,
			wires: [['reply']],
		},
		reply({ account: '', parameters: { text: msg('payload'), textFormat: str('markdown') } }),
		done,
	]);
	const answer = await post(mention());
	expect(await answer.json()).toEqual({ text: '*hello*' });
	expect((await kept(2))[1]).toEqual({
		payload: { success: true, way: 'answer' },
		cliq: { operation: 'message.reply', chatId: 'CT_1' },
	});
});

test('a late reply is posted to the chat, after an answer with nothing', async () => {
	const { chatId } = sandbox.control.post({ chat: '#releases', text: 'a question' });
	await deploy([
		hear({ answer: 'reply', wait: '1' }),
		keep('think'),
		{ id: 'think', type: 'delay', pauseType: 'delay', timeout: '2', timeoutUnits: 'seconds', wires: [['reply']] },
		reply(),
		done,
	]);
	const answer = await post(mention(chatId, 'thought through'));
	expect(await answer.json()).toEqual({});
	expect((await kept(2))[1]).toMatchObject({
		payload: { success: true, way: 'message' },
		cliq: { chatId, messageId: expect.any(String) },
	});
	expect(sandbox.control.messages('#releases').at(-1)).toMatchObject({ text: 'thought through' });
});

test('what Cliq signs is checked to the byte, and a person gets the answer of the flow', async () => {
	const { publicKey } = sandbox.control.setWebhook({ bot: 'deploybot', url: `${runner.url}/hooks/cliq/of-the-test` });
	await deploy([hear({ answer: 'reply', publicKey, credentials: {} }), keep('reply'), reply({ account: '' }), done]);
	const { chatId } = sandbox.control.write({ bot: 'deploybot', text: 'Grüße, "wörtlich" 🚀' });
	await sandbox.control.delivered();
	expect((await kept(2)).map(({ payload }) => payload)).toEqual([
		'Grüße, "wörtlich" 🚀',
		{ success: true, way: 'answer' },
	]);
	expect(
		sandbox.control
			.messages(chatId)
			.map(({ text }) => text)
			.slice(-2),
	).toEqual(['Grüße, "wörtlich" 🚀', 'Grüße, "wörtlich" 🚀']);
	expect((await post(mention())).status).toBe(401);
	sandbox.control.setWebhook({ bot: 'deploybot', url: null });
});

test("the script from the dialog, in the sandbox's bot: a person writes, the flow answers", async () => {
	await deploy([hear({ answer: 'reply' }), keep('reply'), reply({ account: '' }), done]);
	const { script } = await runner.post('/zoho-cliq/forwarder', {
		id: 'hear',
		handler: 'message_handler',
		url: `${runner.url}/hooks/cliq/of-the-test`,
		secret: '__PWRD__',
	});
	sandbox.control.setHandler({ bot: 'deploybot', type: 'message_handler', script });
	const { chatId } = sandbox.control.write({ bot: 'deploybot', text: 'is it up?' });
	await sandbox.control.delivered();
	expect((await kept(2))[0]).toMatchObject({ payload: 'is it up?', topic: 'message', cliq: { chatId } });
	expect(
		sandbox.control
			.messages(chatId)
			.map(({ text }) => text)
			.slice(-2),
	).toEqual(['is it up?', 'is it up?']);
	sandbox.control.setHandler({ bot: 'deploybot', type: 'message_handler', script: null });
});

test('50 at a time, each answered with its own', async () => {
	await deploy([
		hear({ answer: 'reply' }),
		{ ...keep('reply'), func: 'return msg;' },
		reply({ account: '', wires: [[]] }),
	]);
	const texts = Array.from({ length: 500 }, (_, index) => `number ${index}`);
	const answers: unknown[] = [];
	const workers = Array.from({ length: 50 }, async () => {
		for (let text = texts.shift(); text !== undefined; text = texts.shift())
			answers.push([text, await (await post(mention('CT_1', text))).json()]);
	});
	await Promise.all(workers);
	expect(answers).toHaveLength(500);
	expect(answers.filter(([text, answer]: any) => answer.text !== text)).toEqual([]);
});

test('a deploy leaves one route, and answers who still waits', async () => {
	const silent = [hear({ answer: 'reply' }), keep()];
	await deploy(silent);
	const waiting = post(mention());
	await kept(1);
	for (let count = 0; count < 3; count++)
		await deploy([hear({ path: `cliq/of-the-test`, name: `deploy ${count}` }), keep()]);
	expect(await (await waiting).json()).toEqual({});
	await post(mention('CT_1', 'after'));
	expect((await kept(1)).map(({ payload }) => payload)).toEqual(['after']);
	await deploy([]);
	expect((await post(mention())).status).toBe(404);
	await deploy([hear(), hear({ id: 'copy', wires: [] }), keep()]);
	await until(async () => runner.log.includes('Another zoho-cliq-in node has the same path'), 2_000);
	expect((await post(mention())).status).toBe(200);
});

test('the dialog makes path and secret, and shows a script that works', async () => {
	// Without an account: about one that no node uses the editor asks.
	await runner.deploy([hear({ id: 'fresh', path: '', credentials: {} }), keep()]);
	const editor = await Editor.open(runner);
	const { page } = editor;
	const open = async (id: string) => {
		await page.evaluate((node) => (window as any).RED.editor.edit((window as any).RED.nodes.node(node)), id);
		await page.waitForFunction(() =>
			(document.querySelector('#zoho-cliq-script') as HTMLTextAreaElement | null)?.value.includes('invokeurl'),
		);
		await editor.settle();
	};
	try {
		await open('fresh');
		const script = await page.inputValue('#zoho-cliq-script');
		const url = await page.inputValue('#zoho-cliq-url');
		expect(url).toMatch(new RegExp(`^${runner.url}/hooks/cliq/[0-9a-f]{32}$`));
		const [, secret] = /"X-Cliq-Secret","([0-9a-f]{64})"/.exec(script)!;
		artifacts.addSecrets(secret!);
		expect(script).toContain(`url : "${url}"`);
		expect(await page.isVisible('#zoho-cliq-reach')).toBe(true);
		await editor.shot('node-red-inbound');
		await page.fill('#node-input-publicUrl', 'https://red.example.com/');
		await page.selectOption('#zoho-cliq-handler', 'participation_handler');
		await page.waitForFunction(() =>
			(document.querySelector('#zoho-cliq-script') as HTMLTextAreaElement).value.includes(
				'"https://red.example.com/hooks/cliq/',
			),
		);
		expect(await page.inputValue('#zoho-cliq-script')).toContain('participation_handler');
		expect(await page.isVisible('#zoho-cliq-reach')).toBe(false);
		await page.check('#zoho-cliq-kind-mention');
		await page.selectOption('#node-input-answer', 'reply');
		await page.fill('#node-input-wait', '5');
		// An account is asked for where something is to be said meanwhile.
		const asksForAccount = async (working: string) => {
			await page.fill('#node-input-working', working);
			return await page.isVisible('#zoho-cliq-in-account');
		};
		expect([await asksForAccount(''), await asksForAccount('Working on it…'), await asksForAccount('')]).toEqual([
			false,
			true,
			false,
		]);
		await editor.accept();
		await editor.deploy();

		const [stored] = (await runner.get('/flows')).filter(({ id }: FlowNode) => id === 'fresh');
		expect(stored).toMatchObject({
			publicUrl: 'https://red.example.com/',
			events: ['mention'],
			answer: 'reply',
			wait: '5',
		});
		expect(JSON.stringify(await runner.get('/flows'))).not.toContain(secret);
		const post = (given: string) =>
			fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'x-cliq-secret': given },
				body: JSON.stringify({ ...mention(), handler: 'message_handler' }),
			});
		expect([(await post(secret!)).status, (await post('guessed')).status]).toEqual([200, 401]);

		// The stored secret is in the script again, without having been in the dialog.
		await open('fresh');
		expect(await page.inputValue('#node-input-secret')).toBe('__PWRD__');
		expect(await page.inputValue('#zoho-cliq-script')).toContain(secret);
		expect(await page.isChecked('#zoho-cliq-kind-mention')).toBe(true);
		await editor.accept();
		expect(editor.complaints).toEqual([]);
	} finally {
		await editor.close();
	}
});

test('the dialog of a reply shows the message, and no target', async () => {
	await deploy([reply({ account: '', wires: [] })]);
	const editor = await Editor.open(runner);
	const { page } = editor;
	try {
		await page.evaluate(() => (window as any).RED.editor.edit((window as any).RED.nodes.node('reply')));
		await page.waitForSelector('.zoho-cliq-needed [data-parameter="text"]');
		expect(await page.isVisible('#node-input-operation')).toBe(false);
		expect(await page.locator('[data-parameter="chatId"]').count()).toBe(0);
		for (const part of ['card', 'slides', 'buttons'])
			expect(await page.isVisible(`[data-parameter="${part}"]`)).toBe(true);
		await editor.shot('node-red-reply');
		await editor.accept();
		expect(await page.evaluate(() => (window as any).RED.nodes.node('reply').valid)).toBe(true);
		expect(editor.complaints).toEqual([]);
	} finally {
		await editor.close();
	}
});
