import { startSandbox, type Sandbox } from '../../../sandbox';
import { linksIn, questionIn } from '../../support/links';
import { Artifacts } from '../artifacts';
import { Editor } from './editor';
import { account, msg, str } from './flows';
import { Runner, until, type FlowNode } from './runner';

const PREVIEWS = [
	'Slackbot-LinkExpanding 1.0',
	'TelegramBot (like TwitterBot)',
	'facebookexternalhit/1.1',
	'WhatsApp/2.23',
	'Mozilla/5.0 (compatible; ZohoCliq/1.0; LinkPreview)',
	'SkypeUriPreview',
	'Twitterbot/1.0',
	'Microsoft Office Existence Discovery',
];
const LEO = 'leo.lindqvist@zylker.example';
const PRIYA = 'priya.raman@zylker.example';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
let connected: FlowNode;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-ask');
	sandbox = await startSandbox();
	connected = connect();
	runner = await Runner.start({
		settings: "httpNodeRoot: '/hooks', contextStorage: { default: { module: 'localfilesystem' } },",
	});
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

const ask = (others: object = {}): FlowNode => ({
	id: 'ask',
	type: 'zoho-cliq-ask',
	account: 'account',
	operation: 'message.send.channel',
	parameters: { channel: str('releases'), text: msg('payload') },
	answer: { kind: 'approval', way: 'link', buttons: 'both' },
	timeout: '1',
	timeoutUnit: 'hours',
	timeZone: 'Europe/Berlin',
	publicUrl: runner.url,
	path: 'cliq/asks',
	wires: [['answered'], ['late']],
	...others,
});

const note = (id: string): FlowNode => ({
	id,
	type: 'function',
	func: `global.set("kept", [...(global.get("kept") || []), { at: "${id}", ...msg }]);`,
});

const frame: FlowNode[] = [
	{ id: 'in', type: 'http in', url: '/in', method: 'post', wires: [['took', 'open']] },
	{ id: 'took', type: 'http response', statusCode: '200' },
	{
		id: 'open',
		type: 'function',
		func: 'delete msg.req; delete msg.res; return Object.assign(msg, msg.payload);',
		outputs: 1,
		wires: [['ask']],
	},
	{ id: 'catch', type: 'catch', scope: null, uncaught: false, wires: [['failed']] },
	{ id: 'complete', type: 'complete', scope: ['ask'], wires: [['completed']] },
	...['answered', 'late', 'failed', 'completed'].map(note),
	{ id: 'forget', type: 'inject', props: [], wires: [['forgets']] },
	{ id: 'forgets', type: 'function', func: 'global.set("kept", []);' },
];

function connect(scopes?: string[]): FlowNode {
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens({ scopes });
	artifacts.addSecrets(clientSecret, refreshToken);
	return account(sandbox.url, { clientId, clientSecret, refreshToken });
}

async function deploy(node: FlowNode, by = connected): Promise<void> {
	await runner.deploy([by, node, ...frame]);
	await runner.post('/inject/forget', {});
}

const send = (message: object) =>
	fetch(`${runner.url}/hooks/in`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(message),
	});

const readKept = async () =>
	JSON.parse(
		(await runner.get('/context/global/kept')).default?.kept?.msg ??
			(await runner.get('/context/global/kept')).msg ??
			'[]',
	) as any[];

/** What came out, once there is so much of it; a Complete node has a part of it. */
async function kept(at: string, count = 1): Promise<any[]> {
	const read = async () => (await readKept()).filter((entry) => entry.at === at);
	await until(async () => (await read()).length >= count, 8_000);
	return await read();
}

const last = (chat = '#releases') => sandbox.control.messages(chat).at(-1)!;

/** Sends a message in, and waits for its question. */
async function question(
	message: { payload: string; [key: string]: unknown },
	chat = '#releases',
): Promise<{ id: string; urls: string[] }> {
	await send(message);
	await until(async () => questionIn(last(chat)?.text ?? '') === message.payload, 5_000);
	const { id, text } = last(chat);
	return { id, urls: linksIn(text).map(({ address }) => address) };
}

const press = (url: string, form: Record<string, string> = {}) =>
	fetch(url, { method: 'POST', body: new URLSearchParams(form) });
const textOf = async (response: Response) =>
	(await response.text())
		.replace(/<style>[^]*<\/style>/, '')
		.replace(/<[^>]+>/g, ' ')
		.replace(/\s+/g, ' ');

describe('by a link', () => {
	test('looking at it approves nothing, whoever looks; pressing does, and the message goes on with all it had', async () => {
		await deploy(ask());
		const { id, urls } = await question({ payload: 'Deploy 4.2?', version: '4.2', topic: 'kept' });
		expect(urls).toHaveLength(2);
		for (const agent of PREVIEWS) {
			for (const method of ['GET', 'HEAD']) {
				for (const url of urls) {
					const page = await fetch(url, { method, headers: { 'user-agent': agent } });
					expect([page.status, (await page.text()) === '']).toEqual([200, method === 'HEAD']);
				}
			}
		}
		expect(await readKept()).toEqual([]);
		expect([questionIn(last().text), last().edits]).toEqual(['Deploy 4.2?', []]);

		const answer = await press(urls[0]!, { name: 'Sam Doe' });
		expect([answer.status, await textOf(answer)]).toEqual([200, expect.stringContaining('Thank you')]);
		const [out] = await kept('answered');
		expect(out).toMatchObject({
			version: '4.2',
			topic: 'kept',
			payload: {
				approved: true,
				responder: { name: 'Sam Doe', source: 'self' },
				messageId: id.replace('%20', ' '),
				edited: true,
			},
			cliq: {
				operation: 'message.send.channel',
				channel: 'releases',
				messageId: id.replace('%20', ' '),
				chatId: expect.stringMatching(/^CT_/),
			},
		});
		expect(out.payload.chatId).toBe(out.cliq.chatId);
		expect(last()).toMatchObject({
			id,
			text: expect.stringMatching(/^Deploy 4\.2\?\n\n✅ \*Approved\* by Sam Doe, /),
		});
		expect(await kept('completed')).toHaveLength(1);

		const second = await press(urls[1]!);
		expect([second.status, await textOf(second)]).toEqual([409, expect.stringContaining('Already answered')]);
		expect(await textOf(await fetch(urls[1]!))).toContain('Approved by Sam Doe');
		expect((await readKept()).filter(({ at }) => at !== 'completed')).toHaveLength(1);
	});

	test('a no is a no, and one of two at once', async () => {
		await deploy(ask());
		const { urls } = await question({ payload: 'Delete everything?' });
		const answers = await Promise.all([press(urls[1]!), press(urls[0]!), press(urls[1]!)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
		await kept('answered');
		await new Promise((resolve) => setTimeout(resolve, 300));
		expect(await kept('answered')).toHaveLength(1);
	});

	test('a text, of the one person who was asked', async () => {
		await deploy(
			ask({
				operation: 'message.send.user',
				parameters: { user: str(LEO), text: msg('payload') },
				answer: { kind: 'freeText', title: str('Why?'), respondLabel: msg('label') },
			}),
		);
		const { urls } = await question({ payload: 'Why is it slow?', label: 'Tell us' }, `@${LEO}`);
		expect(linksIn(last(`@${LEO}`).text)).toMatchObject([{ label: 'Tell us' }]);
		const page = await (await fetch(urls[0]!)).text();
		const [, name] = /<textarea[^>]* name="([^"]+)"/.exec(page)!;
		expect((await press(urls[0]!, { [name!]: ' ' })).status).toBe(422);
		expect((await press(urls[0]!, { [name!]: 'The index is gone.' })).status).toBe(200);
		expect((await kept('answered'))[0].payload).toMatchObject({
			text: 'The index is gone.',
			responder: { email: LEO, source: 'recipient' },
			edited: true,
		});
		expect(last(`@${LEO}`).text).toContain('📝 *Answered*');
	});

	test('a form, which says what is wrong', async () => {
		const fields = [
			{ label: str('Amount'), kind: 'number', required: { type: 'bool', value: 'true' } },
			{ label: str('Cost center'), kind: 'choice', choices: msg('centers') },
			{ label: str('Rush'), kind: 'boolean' },
		];
		await deploy(
			ask({
				operation: 'message.send.chat',
				parameters: {
					chatId: str(sandbox.control.post({ chat: '#sales', text: 'x' }).chatId),
					text: msg('payload'),
				},
				answer: { kind: 'customForm', fields, description: str('In euros.') },
			}),
		);
		const { urls } = await question({ payload: 'How much?', centers: ['Ads', 'Fairs'] }, '#sales');
		const names = [
			...(await (await fetch(urls[0]!)).text()).matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g),
		].map(([, name]) => name);
		expect(names).toHaveLength(3);
		const wrong = await press(urls[0]!, { [names[0]!]: 'a lot' });
		expect([wrong.status, await textOf(wrong)]).toEqual([422, expect.stringContaining('Write a number')]);
		const page = await (await fetch(urls[0]!)).text();
		const [, fairs] = /<option[^>]* value="([^"]*)"[^>]*>Fairs/.exec(page)!;
		expect((await press(urls[0]!, { [names[0]!]: '12.5', [names[1]!]: fairs! })).status).toBe(200);
		expect((await kept('answered'))[0].payload).toMatchObject({
			Amount: 12.5,
			'Cost center': 'Fairs',
			Rush: false,
			edited: true,
		});
		expect(last('#sales').text).toContain('📝 *Answered*');
	});

	test('fifty wait at once, and each goes on with its own', async () => {
		sandbox.control.setThresholds(false);
		await deploy(ask(), { ...connected, rateLimit: 'none' });
		const before = sandbox.control.messages('#releases').length;
		await Promise.all(
			Array.from({ length: 50 }, (_, index) => send({ payload: `Question ${index}`, number: index })),
		);
		await until(async () => sandbox.control.messages('#releases').length >= before + 50, 20_000);
		const asked = sandbox.control.messages('#releases').slice(before);
		await Promise.all(
			asked.map(({ text }) => press(linksIn(text)[parseInt(text.split(' ')[1]!, 10) % 2]!.address)),
		);
		const out = await kept('answered', 50);
		expect(out).toHaveLength(50);
		for (const { number, payload } of out) expect([number, payload.approved]).toEqual([number, number % 2 === 0]);
		expect(new Set(out.map(({ number }) => number)).size).toBe(50);
		sandbox.control.setThresholds(true);
	});
});

describe('in time', () => {
	test('what nobody answers goes to the second output, and takes no answer any more', async () => {
		await deploy(ask({ timeout: '1', timeoutUnit: 'seconds' }));
		const { id, urls } = await question({ payload: 'Anybody?', version: '4.3' });
		const [out] = await kept('late');
		expect(out).toMatchObject({
			version: '4.3',
			payload: { expired: true, messageId: id.replace('%20', ' '), edited: true },
		});
		expect(last()).toMatchObject({ id, text: 'Anybody?\n\n⌛ Nobody answered in time' });
		expect(
			[(await fetch(urls[0]!)).status, (await press(urls[0]!)).status].every((status) =>
				[409, 410].includes(status),
			),
		).toBe(true);
		expect(await readKept()).toHaveLength(2);
	});

	test('a deploy in between changes nothing; nor does a restart, with a store that lasts', async () => {
		await deploy(ask());
		const first = await question({ payload: 'Before the deploy?', bytes: 1 });
		const second = await question({ payload: 'Before the restart?' });
		await deploy(ask({ timeout: '3', timeoutUnit: 'seconds' }));
		const third = await question({ payload: 'Never answered?' });
		expect((await press(first.urls[0]!)).status).toBe(200);
		expect((await kept('answered'))[0]).toMatchObject({ bytes: 1, payload: { approved: true, edited: true } });
		await runner.restart();
		expect((await press(second.urls[1]!, { name: 'After' })).status).toBe(200);
		expect((await kept('answered', 2))[1]).toMatchObject({
			payload: { approved: false, responder: { name: 'After' }, edited: true },
		});
		expect((await press(first.urls[1]!)).status).toBe(409);
		expect((await kept('late'))[0]).toMatchObject({
			payload: { expired: true, messageId: third.id.replace('%20', ' ') },
		});
		expect(
			await textOf(await fetch(`${runner.url}/hooks/cliq/asks?choice=approve&key=${'0'.repeat(32)}`)),
		).toContain('This question is closed');
	});
});

describe('in Cliq', () => {
	const inCliq = { kind: 'approval', way: 'cliq', buttons: 'both', approvers: str(LEO) };

	test('who is on the list decides, and others are told that they are not', async () => {
		await deploy(ask({ answer: inCliq }));
		const { id } = await question({ payload: 'Pay it?' });
		const other = await sandbox.control.press({ chat: '#releases', message: id, as: PRIYA });
		expect(other.shown).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('not on the list'),
		});
		expect(await readKept()).toEqual([]);
		const { shown } = await sandbox.control.press({ chat: '#releases', message: id, as: LEO, button: 1 });
		expect(shown).toMatchObject({ kind: 'banner', status: 'success', text: expect.stringContaining('Decline') });
		expect((await kept('answered'))[0].payload).toMatchObject({
			approved: false,
			responder: { name: 'Leo Lindqvist', email: LEO, source: 'cliq' },
			edited: true,
		});
		expect(last()).toMatchObject({ id, text: expect.stringContaining('❌ *Declined* by Leo Lindqvist') });
		const [before] = [sandbox.control.counters()];
		const again = await question({ payload: 'And this?' });
		await sandbox.control.press({ chat: '#releases', message: again.id, as: LEO });
		expect((await kept('answered', 2))[1].payload).toMatchObject({ approved: true });
		expect(sandbox.control.counters()['function.getMany']).toEqual(before['function.getMany']);
	});

	test('who is on the list fills in a form of Cliq, and others are told that they are not', async () => {
		const fields = [
			{ label: str('Amount'), kind: 'number', required: { type: 'bool', value: 'true' } },
			{ label: str('Cost center'), kind: 'choice', choices: msg('centers') },
			{ label: str('Rush'), kind: 'boolean' },
		];
		await deploy(
			ask({ answer: { kind: 'customForm', way: 'cliq', approvers: str(LEO), fields, title: str('Budget') } }),
		);
		const { id } = await question({ payload: 'How much?', centers: ['Ads', 'Fairs'] });
		const other = await sandbox.control.press({ chat: '#releases', message: id, as: PRIYA });
		expect(other.shown).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('not on the list'),
		});
		const { shown } = await sandbox.control.press({ chat: '#releases', message: id, as: LEO });
		if (shown?.kind !== 'form') throw new Error(`No form: ${JSON.stringify(shown)}`);
		expect(shown.form).toMatchObject({
			title: 'Budget',
			hint: 'How much?',
			inputs: [{ label: 'Amount' }, { label: 'Cost center' }, { label: 'Rush' }, { type: 'hidden' }],
		});
		expect(await readKept()).toEqual([]);
		const [amount, center, rush] = shown.form.inputs.map(({ name }) => name);
		const values = { [amount!]: 12.5, [center!]: '1', [rush!]: true };
		expect((await sandbox.control.submit({ form: shown.id, values })).shown).toMatchObject({
			kind: 'banner',
			status: 'success',
			text: expect.stringContaining('Thank you'),
		});
		expect((await kept('answered'))[0].payload).toMatchObject({
			Amount: 12.5,
			'Cost center': 'Fairs',
			Rush: true,
			responder: { name: 'Leo Lindqvist', email: LEO, source: 'cliq' },
			edited: true,
		});
		expect(last()).toMatchObject({ id, text: expect.stringContaining('📝 *Answered* by Leo Lindqvist') });
	});

	test('without the scopes for functions it says so, and asks nothing', async () => {
		await deploy(
			ask({ answer: { ...inCliq, approvers: str('') } }),
			connect(['ZohoCliq.Webhooks.CREATE', 'ZohoCliq.Webhooks.UPDATE']),
		);
		const before = sandbox.control.messages('#releases').length;
		await send({ payload: 'Without scopes?' });
		expect((await kept('failed'))[0].error).toMatchObject({
			code: 'scopeMissing',
			message: expect.stringContaining('ZohoCliq.Functions.READ'),
		});
		expect(sandbox.control.messages('#releases')).toHaveLength(before);
	});
});

test('a webhook token is refused in words, and so is a form without fields', async () => {
	const { zapikey } = sandbox.control.createWebhookToken();
	artifacts.addSecrets(zapikey);
	await deploy(ask(), account(sandbox.url, { zapikey }));
	await send({ payload: 'By token?' });
	expect((await kept('failed'))[0].error).toMatchObject({
		code: 'notAuthorized',
		message: expect.stringContaining('webhook token'),
	});
	await deploy(ask({ answer: { kind: 'customForm', fields: [] } }));
	await send({ payload: 'No fields?' });
	expect((await kept('failed'))[0].error).toMatchObject({
		code: 'invalidInput',
		message: expect.stringContaining('no fields'),
	});
});

test('the dialog needs an account, a place and a question; the rest is there', async () => {
	await runner.deploy([
		connected,
		{
			id: 'fresh',
			type: 'zoho-cliq-ask',
			account: 'account',
			operation: '',
			parameters: {},
			answer: {},
			timeout: '1',
			timeoutUnit: 'days',
			timeZone: '',
			publicUrl: '',
			path: '',
			wires: [[], []],
		},
	]);
	const editor = await Editor.open(runner);
	const { page } = editor;
	const field = (name: string) => page.locator(`.zoho-cliq-answer > [data-field="${name}"]`);
	try {
		await editor.edit('fresh');
		await page.waitForSelector('.zoho-cliq-needed [data-parameter="text"]');
		await editor.shot('node-red-ask');
		expect(await page.inputValue('#zoho-cliq-url')).toMatch(new RegExp(`^${runner.url}/hooks/cliq/[0-9a-f]{32}$`));
		expect(await page.inputValue('#node-input-timeZone')).not.toBe('');
		for (const [name, isShown] of [
			['way', true],
			['approvers', false],
			['declineLabel', true],
			['fields', false],
			['respondLabel', false],
		] as const)
			expect([name, await field(name).isVisible()]).toEqual([name, isShown]);
		await page.locator('[data-parameter="channel"] .red-ui-typedInput-input').fill('releases');
		await page.locator('[data-parameter="text"] textarea').fill('May it go live?');
		await page.waitForFunction(() =>
			document.querySelector('.zoho-cliq-messages')?.textContent?.includes('May it go live?'),
		);
		expect(await page.locator('.zoho-cliq-messages').textContent()).toContain('Decline');
		await field('way').locator('select').selectOption('cliq');
		expect(await field('approvers').isVisible()).toBe(true);
		expect(await page.isVisible('#zoho-cliq-reach')).toBe(true);
		await field('kind').locator('select').selectOption('customForm');
		for (const [name, isShown] of [
			['way', true],
			['approvers', true],
			['buttons', false],
			['approveLabel', false],
			['declineLabel', false],
		] as const)
			expect([name, await field(name).isVisible()]).toEqual([name, isShown]);
		await field('fields').locator('.red-ui-editableList-addButton').click();
		await field('fields').locator('[data-field="label"] .red-ui-typedInput-input').fill('Amount');
		await editor.shot('node-red-ask-form');
		await page.locator('#node-input-timeZone').scrollIntoViewIfNeeded();
		await editor.shot('node-red-ask-address');
		await editor.accept();
		await editor.deploy();
		const [stored] = (await runner.get('/flows')).filter(({ id }: FlowNode) => id === 'fresh');
		expect(stored).toMatchObject({
			operation: 'message.send.channel',
			parameters: { text: str('May it go live?') },
			answer: { kind: 'customForm', way: 'cliq', fields: [{ label: str('Amount'), kind: 'text' }] },
			publicUrl: runner.url,
		});
		expect(stored.answer).not.toHaveProperty('declineLabel');
		expect(await page.evaluate(() => (window as any).RED.nodes.node('fresh').valid)).toBe(true);
		const paths = await page.evaluate(() => {
			const node = (window as any).RED.nodes.node('fresh');
			const copy = { ...node, id: 'copy' };
			for (const each of [node, copy]) node._def.onadd.call(each);
			return [node.path, copy.path];
		});
		expect(paths).toEqual([stored.path, expect.stringMatching(/^cliq\/[0-9a-f]{32}$/)]);
		expect(paths[0]).not.toBe(paths[1]);
		expect(editor.complaints).toEqual([]);
	} finally {
		await editor.close();
	}
});
