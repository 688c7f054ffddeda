import type { Receipt } from '../../../cliq/catalogue/answers';
import { operation, type Operation } from '../../../cliq/catalogue';
import { chatOfChannel, chatOfDirectMessage, chatOfPerson, chatOfThread } from '../../../cliq/lookup/chats';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import type { Patience } from '../../../cliq/pacing/pacer';
import type { Values } from '../../../cliq/parameters/values';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { VirtualClock } from '../support/clock';
import { httpPorts } from '../support/http';

const patient: Patience = { maxWait: Infinity };

const clock = new VirtualClock();

let sandbox: Sandbox;
let client: CliqClient;
let token: string;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false, now: () => clock.now() })));
beforeEach(() => {
	sandbox.control.reset();
	({ accessToken: token } = sandbox.control.issueTokens());
	client = new CliqClient(
		httpPorts(clock, () => token),
		new SharedState(),
		sandbox.url,
		{ account: 'owner' },
	);
});
afterAll(() => sandbox.close());

const sent = async (id: string, values: Values) =>
	(await clock.run(client.call(operation(id), values, patient))).answer as Receipt;
const sentTo = async (user: string) =>
	(await sent('message.send.user', { user, text: 'Holiday?', synchronous: true })).messageId!;
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
		await expect(clock.run(chatOfDirectMessage(client, messageId, patient))).rejects.toMatchObject({
			kind: 'notAuthorized',
		});
	});
});

describe('the email address of a person', () => {
	const leo = 'Leo.Lindqvist@zylker.example';
	const idOf = (name: string) => sandbox.control.state().people.find((person) => person.name === name)!.id;
	const calls = (id: string) => sandbox.control.counters()[id]?.calls ?? 0;
	const call = async (id: string, values: Values) =>
		(await clock.run(client.call(operation(id), values, patient))).answer;

	test('stands for the direct chat, which is looked up once', async () => {
		const messageId = await sentTo(leo.toLowerCase());
		await sentTo('priya.raman@zylker.example');
		expect(await call('message.get', { chatId: leo, messageId })).toMatchObject({ text: 'Holiday?' });
		expect(
			await call('reaction.add', { chatId: `mailto:${leo.toLowerCase()}`, messageId, emoji: '🎉' }),
		).toMatchObject({ chatId: expect.stringMatching(/^CT_|^\d/), messageId });
		expect([calls('user.getMany'), calls('chat.getMany')]).toEqual([1, 1]);
	});

	test('does not stand for a group with the same person in it', async () => {
		const chats = ['chat', 'dm'].map((type) => ({
			chat_id: `CT_${type}`,
			chat_type: type,
			recipients_summary: [{ user_id: '5' }],
		}));
		const fake = {
			call: async ({ id }: Operation) => ({
				answer: id === 'user.getMany' ? [{ email_id: leo, zuid: '5' }] : chats,
				raw: {},
			}),
			once: async (_key: unknown, lookUp: () => Promise<object>) => await lookUp(),
		} as unknown as CliqClient;
		expect(await chatOfPerson(fake, leo, patient)).toBe('CT_dm');
	});

	test('of nobody, or of somebody with whom there is no chat yet, is said so', async () => {
		await expect(call('message.getMany', { chatId: 'nobody@zylker.example', limit: 1 })).rejects.toMatchObject({
			kind: 'notFound',
			message: 'There is no user "nobody@zylker.example" in the organization',
			details: { parameter: 'chatId' },
		});
		const { email } = sandbox.control
			.state()
			.people.filter(({ email: address }) => address.endsWith('@zylker.example'))
			.at(-1)!;
		await expect(call('message.getMany', { chatId: email, limit: 1 })).rejects.toMatchObject({
			kind: 'notFound',
			message: `There is no direct chat with "${email}" yet`,
			hint: expect.stringContaining('begins it'),
		});
		expect(calls('message.getMany')).toBe(0);
	});

	test('stands for a user ID where Cliq takes nothing else, for an hour', async () => {
		const { bots } = sandbox.control.state();
		const bot = bots[0]!.uniqueName;
		for (let turn = 1; turn <= 2; turn++) {
			await call('message.send.bot', { bot, text: 'News', subscribers: `${leo}, ${idOf('Leo Lindqvist')}` });
			expect(calls('user.getMany')).toBe(1);
		}
		await clock.run(clock.sleep(3_600_000));
		({ accessToken: token } = sandbox.control.issueTokens());
		await call('message.send.bot', { bot, text: 'News', subscribers: [leo] });
		expect(calls('user.getMany')).toBe(2);
		await expect(
			call('message.send.bot', { bot, text: 'News', subscribers: 'nobody@zylker.example' }),
		).rejects.toMatchObject({ kind: 'notFound', details: { parameter: 'subscribers' } });
		expect(calls('message.send.bot')).toBe(3);
		await call('file.send.bot', {
			bot,
			files: [
				{
					name: 'notes.txt',
					size: 2,
					open: async () => [Buffer.from('Hi')] as unknown as AsyncIterable<Uint8Array>,
				},
			],
			subscriber: leo,
		});
		expect(sandbox.control.files().at(-1)).toMatchObject({ name: 'notes.txt' });
	});

	test('is not looked up for what cannot be sent', async () => {
		await expect(call('message.send.bot', { bot: 'deploybot', text: '', subscribers: leo })).rejects.toMatchObject({
			kind: 'invalidInput',
			details: { parameter: 'text' },
		});
		expect(calls('user.getMany')).toBe(0);
	});

	test('says what is missing where it cannot be looked up', async () => {
		const { accessToken } = sandbox.control.issueTokens({ scopes: ['ZohoCliq.Webhooks.CREATE'] });
		client = new CliqClient(
			httpPorts(clock, () => accessToken),
			new SharedState(),
			sandbox.url,
			{ account: 'owner' },
		);
		await expect(
			call('message.send.bot', { bot: 'deploybot', text: 'News', subscribers: leo }),
		).rejects.toMatchObject({
			kind: 'scopeMissing',
			hint: expect.stringMatching(/ZohoCliq\.Users\.READ.*user ID/),
		});
	});
});

describe('the name of a channel in place of the ID of its chat', () => {
	const chatId = () => sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!.chatId;
	const calls = (id: string) => sandbox.control.counters()[id]?.calls ?? 0;
	const call = async (id: string, values: Values) =>
		(await clock.run(client.call(operation(id), { chatId: '#releases', ...values }, patient))).answer;

	test('does in every operation that takes a chat, and is looked up once', async () => {
		const { messageId } = await sent('message.send.channel', { channel: 'releases', text: 'Version 4.2' });
		expect(await call('message.edit', { messageId, text: 'Version 4.2.1' })).toEqual({
			success: true,
			chatId: chatId(),
			messageId,
		});
		expect(await call('reaction.add', { chatId: 'releases', messageId, emoji: '🎉' })).toMatchObject({
			chatId: chatId(),
		});
		expect(await call('reaction.getMany', { messageId })).toMatchObject([
			{ emoji: '🎉', chatId: chatId(), messageId },
		]);
		expect(
			await call('message.get', { chatId: 'https://cliq.zoho.com/company/7/channels/releases', messageId }),
		).toMatchObject({ text: 'Version 4.2.1', chatId: chatId() });
		expect(await call('message.getMany', { limit: 1 })).toMatchObject([{ chatId: chatId() }]);
		expect(await call('message.send.chat', { text: 'By name' })).toMatchObject({ chatId: chatId() });
		expect(await call('message.delete', { messageId })).toEqual({ success: true, chatId: chatId(), messageId });
		expect(calls('channel.get')).toBe(1);
	});

	test('is not looked up for what cannot be sent', async () => {
		await expect(call('message.edit', { messageId: '1_2', text: '' })).rejects.toMatchObject({
			kind: 'invalidInput',
			details: { parameter: 'text' },
		});
		expect(calls('channel.get')).toBe(0);
	});

	test('of a channel that is not there is refused by its name, and looked for again next time', async () => {
		for (let turn = 1; turn <= 2; turn++) {
			await expect(call('message.get', { chatId: 'incidentz', messageId: '1_2' })).rejects.toMatchObject({
				kind: 'notFound',
				details: { parameter: 'chatId' },
				message: 'There is no channel "incidentz", or this account cannot see it',
				hint: 'Pick it from the list, or use its unique name.',
			});
			expect(calls('channel.get')).toBe(turn);
		}
	});

	test('says what is missing where it cannot be looked up', async () => {
		const { accessToken } = sandbox.control.issueTokens({ scopes: ['ZohoCliq.Messages.READ'] });
		client = new CliqClient(
			httpPorts(clock, () => accessToken),
			new SharedState(),
			sandbox.url,
			{ account: 'owner' },
		);
		await expect(call('message.get', { messageId: '1_2' })).rejects.toMatchObject({
			kind: 'scopeMissing',
			message: expect.stringMatching(/chat of the channel "releases" could not be looked up/),
			hint: expect.stringMatching(/ZohoCliq\.Channels\.READ.*CT_/),
		});
	});

	test('of a channel that was deleted and made anew is looked up again once Cliq refuses the old chat', async () => {
		await sent('message.send.channel', { channel: 'releases', text: 'Version 4.2' });
		await call('message.getMany', { limit: 1 });
		await clock.run(clock.sleep(11 * 60_000));
		sandbox.control.addFault({ kind: 'status', status: 404, operation: 'message.getMany' });
		await expect(call('message.getMany', { limit: 1 })).rejects.toMatchObject({ kind: 'notFound' });
		await call('message.getMany', { limit: 1 });
		expect(calls('channel.get')).toBe(2);
	});
});
