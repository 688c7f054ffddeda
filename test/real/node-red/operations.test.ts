import { startSandbox, type Sandbox } from '../../../sandbox';
import { offered } from '../../../node-red/lib/operation/offered-operations';
import { Artifacts } from '../artifacts';
import { account, bool, cliq, door, msg, note, str } from './flows';
import { Runner, until } from './runner';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
let secret: ReturnType<typeof tokens>;
const outputs: unknown[] = [];

beforeAll(async () => {
	artifacts = new Artifacts('node-red');
	sandbox = await startSandbox();
	secret = tokens();
	runner = await Runner.start({
		env: {
			CLIQ_URL: sandbox.url,
			CLIQ_SECRET: secret.clientSecret,
			CLIQ_TOKEN: secret.refreshToken,
			CLIQ_CHANNEL: 'releases',
		},
	});
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	artifacts.save('outputs.json', outputs);
	artifacts.save('journal.json', sandbox.control.journal());
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

beforeEach(async () => {
	sandbox.control.setThresholds(false);
	await sandbox.control.comeUp();
	sandbox.control.clearJournal();
});

function tokens() {
	const issued = sandbox.control.issueTokens();
	artifacts.addSecrets(issued.accessToken, issued.refreshToken, issued.clientSecret);
	return issued;
}

async function run(message: object) {
	const output = await runner.run(message);
	outputs.push(output);
	return output;
}

const calls = (operation: string) => sandbox.control.counters()[operation]?.calls ?? 0;

test('all operations in one flow', async () => {
	const { chatId } = sandbox.control.post({ chat: '#releases', text: 'before' });
	const files = { type: 'json', value: '[{ "name": "notes.txt", "content": "first line" }]' };
	const steps: Array<[string, object, object?]> = [
		['message.send.channel', { channel: str('releases') }],
		['message.get', {}],
		['message.edit', { text: str('second thoughts'), notifyEdit: bool(true) }],
		['reaction.add', { emoji: str('👍') }],
		['reaction.getMany', {}],
		['reaction.remove', { emoji: str('👍') }],
		['message.delete', {}],
		['message.send.bot', { bot: str('deploybot'), text: str('to a bot') }],
		['message.send.user', { user: str('55744524'), text: str('to a user') }],
		['message.send.chat', { chatId: str(chatId), text: str('to a chat'), markAsRead: bool(true) }],
		[
			'message.schedule',
			{
				text: str('tomorrow'),
				sendAt: { type: 'jsonata', value: '$fromMillis($millis() + 86400000, "[Y0001]-[M01]-[D01] 08:00")' },
				timeZone: str('Europe/Berlin'),
			},
		],
		['file.send.channel', { channel: str('releases'), files }],
		['file.send.bot', { bot: str('deploybot'), files }],
		['file.send.user', { user: str('55744524'), files }],
		['file.send.chat', { chatId: str(chatId), files, text: str('with a message') }],
		['message.getMany', { limit: { type: 'num', value: '3' } }],
		['file.download', { fileId: { type: 'jsonata', value: '(payload[fileId])[0].fileId' } }],
	];
	const nodes = steps.flatMap(([operation, parameters], index) => {
		const next = index + 1 < steps.length ? `step${index + 1}` : 'close';
		return [cliq(`step${index}`, operation, parameters, `note${index}`), note(`note${index}`, next)];
	});
	await runner.deploy([account(sandbox.url, tokens()), ...door('step0'), ...nodes]);

	const { steps: done, error } = await run({ payload: 'hello' });

	expect(error).toBeUndefined();
	expect(done.map(({ cliq: { operation } }: any) => operation).sort()).toEqual(
		offered()
			.map(({ id }) => id)
			.sort(),
	);
	const [sent, got, , , reactions, , deleted] = done;
	const [list, file] = done.slice(-2);
	expect(sent.payload).toMatchObject({ success: true, messageId: expect.any(String) });
	expect(got.payload).toMatchObject({ text: 'hello', messageId: sent.payload.messageId });
	expect(reactions.payload).toMatchObject([{ emoji: '👍', count: 1 }]);
	expect(deleted.cliq).toMatchObject({ chatId, messageId: sent.payload.messageId });
	expect(list.payload).toHaveLength(3);
	expect(Buffer.from(file.payload).toString()).toBe('first line');
	expect(list.payload.at(-1)).toMatchObject({ type: 'file', fileName: 'notes.txt' });
	expect(list.payload.at(-2).text).toBe('with a message');
	expect(runner.isAlive).toBe(true);
});

test('messages that cannot be sent are caught, each once, and Node-RED lives', async () => {
	const { clientId, clientSecret, refreshToken } = tokens();
	await runner.deploy([
		account(sandbox.url, { clientId, clientSecret, refreshToken }),
		...door('send'),
		cliq('send', 'message.send.channel', { channel: str('releases') }, 'close'),
	]);
	// With a token at hand: for one it would wait.
	expect((await run({ payload: 'there' })).payload).toMatchObject({ success: true });
	await sandbox.control.goDown();

	const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => run({ payload: `lost ${index}` })));

	expect(answers.map(({ error: { code } }) => code)).toEqual(Array(10).fill('unavailable'));
	expect(answers[0]!.error).toMatchObject({
		message: expect.stringMatching(/^Zoho Cliq: Cliq could not be reached: .*refused the connection/),
		cause: { kind: 'unavailable', operation: 'message.send.channel', hint: expect.any(String) },
	});
	expect(await runner.get('/context/global/caught')).toMatchObject({ msg: '10' });
	expect(runner.isAlive).toBe(true);
	await sandbox.control.comeUp();
	expect((await run({ payload: 'found' })).payload).toMatchObject({ success: true });
});

test('send, edit, react, reply and delete are wired by properties of the message alone', async () => {
	await runner.deploy([
		account(sandbox.url, tokens()),
		...door('send'),
		cliq('send', 'message.send.channel', { channel: str('releases') }, 'edit'),
		cliq(
			'edit',
			'message.edit',
			{ chatId: msg('payload.chatId'), messageId: msg('payload.messageId'), text: str('edited') },
			'react',
		),
		cliq(
			'react',
			'reaction.add',
			{ chatId: msg('payload.chatId'), messageId: msg('payload.messageId'), emoji: str('🎉') },
			'reply',
		),
		cliq(
			'reply',
			'message.send.chat',
			{ chatId: msg('payload.chatId'), replyTo: msg('payload.messageId'), text: str('a reply') },
			'delete',
		),
		cliq(
			'delete',
			'message.delete',
			{ chatId: msg('payload.chatId'), messageId: msg('payload.messageId') },
			'close',
		),
	]);

	const { payload, error } = await run({ payload: 'first' });

	expect(error).toBeUndefined();
	expect(payload).toEqual({ success: true, chatId: expect.stringMatching(/^CT_/), messageId: expect.any(String) });
	const [posted, reply] = sandbox.control.messages('#releases').slice(-2);
	expect(posted).toMatchObject({
		text: 'edited',
		edits: [{ text: 'first' }],
		reactions: [{ emoji: '🎉' }],
		deleted: false,
	});
	expect(reply).toMatchObject({ text: 'a reply', replyTo: { text: 'edited' }, deleted: true });
});

test('what is not there is named, and what Cliq says stands in the details', async () => {
	await runner.deploy([
		account(sandbox.url, tokens()),
		...door('send'),
		cliq('send', 'message.send.channel', { channel: str('incidentz') }, 'close'),
	]);
	const { error } = await run({ payload: 'lost' });
	expect(error).toMatchObject({
		message: expect.stringContaining(
			'There is no channel "incidentz", or this account cannot see it. Pick it from the list, or use its unique name.',
		),
		cause: { kind: 'notFound', said: expect.any(String) },
	});
});

test('send, react, edit and delete chain without an id filled in', async () => {
	await runner.deploy([
		account(sandbox.url, tokens()),
		...door('send'),
		cliq('send', 'message.send.channel', { channel: str('#releases') }, 'react'),
		cliq('react', 'reaction.add', { emoji: str('🎉') }, 'edit'),
		cliq('edit', 'message.edit', { text: msg('topic') }, 'delete'),
		cliq('delete', 'message.delete', {}, 'close'),
	]);

	const { cliq: trail, error } = await run({ payload: 'chained', topic: 'edited' });

	expect(error).toBeUndefined();
	expect(trail).toMatchObject({ operation: 'message.delete', chatId: expect.stringMatching(/^CT_/) });
	expect([
		calls('message.send.channel'),
		calls('reaction.add'),
		calls('message.edit'),
		calls('message.delete'),
	]).toEqual([1, 1, 1, 1]);
});

test.each([
	['an empty text', {}, 'text', /empty/],
	[
		'a long text that must stay in one piece',
		{ payload: 'x'.repeat(5001), long: 'refuse' },
		'text',
		/1 more than the 5,000/,
	],
	['an object', { payload: { a: 1 } }, 'text', /must be text/],
	['two dots', { payload: 'x', chat: '..' }, 'chatId', /must not be "\.\."/],
	['a slash', { payload: 'x', chat: 'CT_1/2' }, 'chatId', /slash/],
	['a control character', { payload: 'x', chat: 'CT_1\u0000' }, 'chatId', /control character/],
	['what people call a channel', { payload: 'x', chat: 'Team Talk' }, 'chatId', /neither a chat ID/],
	['nothing', { payload: 'x', chat: '' }, 'chatId', /empty/],
])('%s is refused before anything is sent', async (_what, message, parameter, text) => {
	await runner.deploy([
		account(sandbox.url, tokens()),
		...door('send'),
		cliq('send', 'message.send.chat', { chatId: msg('chat'), longText: msg('long') }, 'close'),
	]);

	const { error } = await run({ chat: 'CT_1184653329664361_54107592', ...message });

	expect(error).toMatchObject({
		code: 'invalidInput',
		message: expect.stringMatching(text),
		cause: { parameter, hint: expect.any(String) },
	});
	expect(sandbox.control.journal()).toEqual([]);
});

test('a webhook token posts to channels, and nothing else', async () => {
	const { zapikey } = sandbox.control.createWebhookToken();
	artifacts.addSecrets(zapikey);
	await runner.deploy([
		account(sandbox.url, { zapikey }),
		...door('send'),
		cliq('send', 'message.send.channel', { channel: str('releases') }, 'close'),
	]);
	expect((await run({ payload: 'by webhook' })).payload).toMatchObject({ success: true });

	await runner.deploy([
		account(sandbox.url, { zapikey }),
		...door('list'),
		cliq('list', 'message.getMany', { chatId: str('CT_1184653329664361_54107592') }, 'close'),
	]);
	const { error } = await run({});
	expect(error).toMatchObject({ code: 'notAuthorized', message: expect.stringContaining('webhook token') });
	expect(calls('message.getMany')).toBe(0);
});

test('environment variables fill credentials, settings and parameters', async () => {
	const credentials = { clientId: secret.clientId, clientSecret: '${CLIQ_SECRET}', refreshToken: '${CLIQ_TOKEN}' };
	const send = cliq('send', 'message.send.channel', { channel: { type: 'env', value: 'CLIQ_CHANNEL' } }, 'close');
	await runner.deploy([account('${CLIQ_URL}', credentials), ...door('send'), send]);
	expect((await run({ payload: 'from the environment' })).payload).toMatchObject({ success: true });

	await runner.deploy([
		account('${CLIQ_URL}', { ...credentials, clientSecret: '${CLIQ_NOWHERE}' }),
		...door('send'),
		send,
	]);
	expect((await run({ payload: 'x' })).error).toMatchObject({
		code: 'invalidInput',
		message: expect.stringContaining('CLIQ_NOWHERE'),
	});
});

test('a token that ends in the middle is renewed once for all, and survives a deploy', async () => {
	const { clientId, clientSecret, refreshToken } = tokens();
	const flow = [
		account(sandbox.url, { clientId, clientSecret, refreshToken }),
		...door('send'),
		cliq('send', 'message.send.channel', { channel: str('releases') }, 'close'),
	];
	await runner.deploy(flow);
	expect((await run({ payload: 'first' })).payload).toMatchObject({ success: true });
	expect(calls('oauth.token')).toBe(1);

	const others = Array.from({ length: 10 }, (_, index) => run({ payload: `mid ${index}` }));
	sandbox.control.expireAccessTokens();
	for (const { error } of await Promise.all(others)) expect(error).toBeUndefined();
	expect(calls('oauth.token')).toBe(2);

	await runner.deploy([...flow, { id: 'comment', type: 'comment', name: 'changed' }]);
	expect((await run({ payload: 'last' })).payload).toMatchObject({ success: true });
	expect(calls('oauth.token')).toBe(2);
});

test('a list becomes one message an entry that Join puts together again', async () => {
	const { chatId } = sandbox.control.post({ chat: '#support', text: 'one' });
	for (let index = 0; index < 120; index++) {
		sandbox.control.post({ chat: '#support', text: `entry ${index}` });
		// No more messages share a millisecond than fit a page.
		if (index % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
	}
	await runner.deploy([
		account(sandbox.url, tokens()),
		...door('list'),
		cliq('list', 'message.getMany', { chatId: str(chatId) }, 'join', { all: true, split: true }),
		{
			id: 'join',
			type: 'join',
			mode: 'auto',
			build: 'object',
			property: 'payload',
			propertyType: 'msg',
			key: 'topic',
			joiner: '\\n',
			joinerType: 'str',
			wires: [['close']],
		},
	]);

	const { payload } = await run({});

	expect(payload.length).toBeGreaterThanOrEqual(121);
	expect(new Set(payload.map(({ messageId }: { messageId: string }) => messageId)).size).toBe(payload.length);
});

test('closing a node ends what waits', async () => {
	sandbox.control.lock({ operation: 'message.send.channel' });
	const uncaught = door('send').filter(({ id }) => id !== 'catch');
	await runner.deploy([
		account(sandbox.url, tokens()),
		...uncaught,
		cliq('send', 'message.send.channel', { channel: str('releases') }, 'close'),
	]);
	run({ payload: 'never' }).catch(() => undefined);
	await until(() => Promise.resolve(calls('message.send.channel') > 0), 5_000);
	const start = Date.now();
	await runner.deploy([...door('close')]);
	expect(Date.now() - start).toBeLessThan(1_000);
	expect(runner.log).toMatch(/\[error\] \[zoho-cliq-send:send\] Zoho Cliq: .* was cancelled/);
	expect(runner.isAlive).toBe(true);
});
