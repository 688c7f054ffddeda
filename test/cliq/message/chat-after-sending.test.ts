import type { Receipt } from '../../../cliq/catalogue/answers';
import { operation } from '../../../cliq/catalogue';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import { compose } from '../../../cliq/message/compose';
import { sendAll } from '../../../cliq/message/send-all';
import { withWhereabouts } from '../../../cliq/message/chat-after-sending';
import type { Patience } from '../../../cliq/pacing/pacer';
import type { Values } from '../../../cliq/parameters/values';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { VirtualClock } from '../support/clock';
import { httpPorts } from '../support/http';

const patient: Patience = { maxWait: Infinity };
const MINUTE = 60_000;

const clock = new VirtualClock();
let sandbox: Sandbox;
let shared: SharedState;
beforeAll(async () => (sandbox = await startSandbox({ now: () => clock.now() })));
beforeEach(() => {
	sandbox.control.reset();
	sandbox.control.setThresholds(true);
	shared = new SharedState();
});
afterAll(() => sandbox.close());

function clientWith({
	scopes,
	account = 'owner',
	isWebhookToken,
}: { scopes?: string[]; account?: string; isWebhookToken?: true } = {}): CliqClient {
	const { accessToken } = sandbox.control.issueTokens({ scopes });
	return new CliqClient(
		{ ...httpPorts(clock, () => accessToken), ...(isWebhookToken && { isWebhookToken }) },
		shared,
		sandbox.url,
		{ account },
	);
}

const start = async (client: CliqClient, id: string, values: Values, patience = patient) => {
	const steps = compose(operation(id), values, []);
	return await withWhereabouts(client, steps, await sendAll(client, steps, patience), patience);
};
const send = async (client: CliqClient, id: string, values: Values, patience?: Patience) =>
	(await clock.run(start(client, id, values, patience))) as Receipt[];
const toChannel = async (client: CliqClient, channel: string, values: Values = {}) =>
	(await send(client, 'message.send.channel', { channel, text: 'Hi', ...values }))[0];
const chatOf = (channel: string) =>
	sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === channel)!.chatId;
const calls = (id: string) => sandbox.control.counters()[id]?.calls ?? 0;
const file = { name: 'a.txt', size: 1, open: async () => [Buffer.from('x')] as unknown as AsyncIterable<Uint8Array> };

test('the chat of a channel is looked up once, for messages and files, whichever way the channel is written', async () => {
	const client = clientWith();
	for (const channel of ['releases', '#releases', 'https://cliq.zoho.com/company/7/channels/releases'])
		expect(await toChannel(client, channel)).toMatchObject({ success: true, chatId: chatOf('releases') });
	expect(await send(clientWith(), 'file.send.channel', { channel: 'releases', files: [file] })).toMatchObject([
		{ chatId: chatOf('releases'), files: ['a.txt'] },
	]);
	expect(calls('channel.get')).toBe(1);
});

test('of many messages at once to a channel, one looks, and all have it', async () => {
	const client = clientWith();
	const receipts = await clock.run(
		Promise.all(
			Array.from({ length: 10 }, () =>
				start(client, 'message.send.channel', { channel: 'releases', text: 'Hi' }),
			),
		),
	);
	expect((receipts.flat() as Receipt[]).map(({ chatId }) => chatId)).toEqual(Array(10).fill(chatOf('releases')));
	expect(calls('channel.get')).toBe(1);
});

test('each account looks for itself: not all see the same channels', async () => {
	await toChannel(clientWith(), 'releases');
	await toChannel(clientWith({ account: 'other' }), 'releases');
	expect(calls('channel.get')).toBe(2);
});

test('a message in a thread has the chat of the thread, and one to a user that of the two', async () => {
	const client = clientWith();
	const { messageId } = sandbox.control.post({ chat: '#releases', text: 'Version 4.2' });
	for (const values of [{ threadMessageId: messageId }, { json: { thread_message_id: messageId } }]) {
		const { chatId } = (await toChannel(client, 'releases', { text: 'Deploy?', ...values }))!;
		expect([chatId === chatOf('releases'), sandbox.control.messages(chatId!).at(-1)!.text]).toEqual([
			false,
			'Deploy?',
		]);
	}
	expect(calls('thread.getMany')).toBe(1);

	for (const text of ['Holiday?', 'Still there?']) {
		const { chatId } = (
			await send(client, 'message.send.user', { user: 'leo.lindqvist@zylker.example', text })
		)[0]!;
		expect(sandbox.control.messages(chatId!).at(-1)!.text).toBe(text);
	}
	expect(calls('chat.getMany')).toBe(1);
});

test('each of several places has its own', async () => {
	const alsoTo = [
		{ target: 'channel', id: 'incidents' },
		{ target: 'user', id: 'leo.lindqvist@zylker.example' },
		{ target: 'bot', id: 'statusbot' },
	];
	const receipts = await send(clientWith(), 'message.send.channel', {
		channel: 'releases',
		text: 'Everywhere',
		alsoTo,
	});
	expect(receipts.map(({ chatId }) => sandbox.control.messages(chatId!).at(-1)!.text)).toEqual(
		Array(4).fill('Everywhere'),
	);
	expect(receipts.slice(0, 2).map(({ chatId }) => chatId)).toEqual([chatOf('releases'), chatOf('incidents')]);
});

test('of a message to a user without an ID nothing can be looked up, so nothing is asked', async () => {
	const client = clientWith();
	const [step] = compose(
		operation('message.send.user'),
		{ user: 'leo.lindqvist@zylker.example', text: 'Holiday?' },
		[],
	);
	const receipt = { success: true };
	expect(await clock.run(withWhereabouts(client, [step!], [receipt], patient))).toEqual([receipt]);
	expect(calls('chat.getMany') + calls('message.get')).toBe(0);
});

describe('a look-up that fails costs no message', () => {
	test('without the scope the chat is left out, with the reason, and it is not asked again at once', async () => {
		const client = clientWith({ scopes: ['ZohoCliq.Webhooks.CREATE'] });
		for (const channel of ['releases', 'incidents']) {
			const receipt = await toChannel(client, channel);
			expect(receipt).toMatchObject({
				success: true,
				messageId: expect.any(String),
				warnings: [expect.stringMatching(/ID of its chat is not known: .*scope.*ZohoCliq\.Channels\.READ/)],
			});
			expect(receipt!.chatId).toBeUndefined();
		}
		expect(calls('channel.get')).toBe(1);
		await clock.run(clock.sleep(MINUTE + 1));
		await toChannel(client, 'releases');
		expect(calls('channel.get')).toBe(2);
	});

	test.each([503, 401])('nor where Cliq answers with %i', async (status) => {
		sandbox.control.addFault({ kind: 'status', status, operation: 'channel.get', times: 9 });
		const client = clientWith();
		expect(await toChannel(client, 'releases')).toMatchObject({
			success: true,
			messageId: expect.any(String),
			warnings: [expect.any(String)],
		});
	});

	test('and messages to more channels than the rate limit lets be looked up are not slowed down by it', async () => {
		const names = sandbox.control
			.state()
			.channels.filter(({ members }) => members.includes(sandbox.control.state().owner))
			.slice(0, 40)
			.map(({ uniqueName }) => uniqueName);
		const client = clientWith();
		const begun = clock.now();
		const receipts: Receipt[] = [];
		for (const name of names) receipts.push((await toChannel(client, name))!);
		expect(clock.now() - begun).toBeLessThan(MINUTE);
		expect(sandbox.control.counters()['channel.get']!.overThreshold).toBe(0);
		for (const [index, { chatId, warnings }] of receipts.entries())
			expect(chatId ?? warnings?.length).toBe(chatId === undefined ? 1 : chatOf(names[index]!));
		expect(receipts.filter(({ chatId }) => chatId).length).toBeGreaterThan(Math.min(names.length, 15) - 1);
	});

	test('a webhook token cannot look, and does not try', async () => {
		const receipt = await toChannel(clientWith({ isWebhookToken: true }), 'releases');
		expect([receipt!.chatId, receipt!.warnings, calls('channel.get')]).toEqual([undefined, undefined, 0]);
	});
});
