import type { Receipt } from '../../cliq/answers';
import { operation } from '../../cliq/catalogue';
import { chatOfChannel, chatOfDirectMessage, chatOfThread } from '../../cliq/chats';
import { CliqClient } from '../../cliq/client';
import { Pacer, type Patience } from '../../cliq/pacing/pacer';
import type { Values } from '../../cliq/request';
import { startSandbox, type Sandbox } from '../../sandbox';
import { VirtualClock } from './support/clock';
import { httpPorts } from './support/http';

const patient: Patience = { maxWait: Infinity };

const clock = new VirtualClock();

let sandbox: Sandbox;
let client: CliqClient;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false, now: () => clock.now() })));
beforeEach(() => {
	sandbox.control.reset();
	const { accessToken } = sandbox.control.issueTokens();
	client = new CliqClient(httpPorts(clock, () => accessToken), new Pacer(), sandbox.url, { account: 'owner' });
});
afterAll(() => sandbox.close());

const sent = async (id: string, values: Values) => (await clock.run(client.call(operation(id), values, patient))).answer as Receipt;
const sentTo = async (user: string) => (await sent('message.send.user', { user, text: 'Holiday?', synchronous: true })).messageId!;
const textsIn = (chatId: string | undefined) => sandbox.control.messages(chatId!).map(({ text }) => text);

test('the chat of a channel', async () => {
	const { chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!;
	expect(await clock.run(chatOfChannel(client, 'releases', patient))).toBe(chatId);
});

test('the chat of a thread, whichever way its message is written', async () => {
	const { messageId } = sandbox.control.post({ chat: '#releases', text: 'Version 4.2' });
	await sent('message.send.channel', { channel: 'releases', text: 'Deploy?', threadMessageId: messageId });
	const chatId = await clock.run(chatOfThread(client, 'releases', messageId, patient));
	expect(textsIn(chatId).at(-1)).toBe('Deploy?');
	expect(await clock.run(chatOfThread(client, 'releases', messageId.replace('_', '%20'), patient))).toBe(chatId);
	expect(await clock.run(chatOfThread(client, 'releases', '1_2', patient))).toBeUndefined();
});

describe('the chat of a message to a user', () => {
	test('is found among the latest ones, though others wrote since then', async () => {
		const messageId = await sentTo('leo.lindqvist@zylker.example');
		await sentTo('priya.raman@zylker.example');
		const chatId = await clock.run(chatOfDirectMessage(client, messageId, patient));
		expect(textsIn(chatId).at(-1)).toBe('Holiday?');
		expect(sandbox.control.messages(chatId!).at(-1)!.id).toBe(messageId);
	});

	test('is not made up', async () => {
		await sentTo('leo.lindqvist@zylker.example');
		expect(await clock.run(chatOfDirectMessage(client, '1599387839188_229293271789', patient))).toBeUndefined();
	});

	test('is not said to be missing where nobody could look', async () => {
		const messageId = await sentTo('leo.lindqvist@zylker.example');
		sandbox.control.addFault({ kind: 'status', status: 401, operation: 'message.get', times: 9 });
		await expect(clock.run(chatOfDirectMessage(client, messageId, patient))).rejects.toMatchObject({ kind: 'notAuthorized' });
	});
});
