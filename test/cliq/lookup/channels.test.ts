import type { Receipt } from '../../../cliq/catalogue/answers';
import { operation } from '../../../cliq/catalogue';
import { SharedState } from '../../../cliq/shared-state';
import { CliqClient } from '../../../cliq/client';
import type { HttpRequest, Ports } from '../../../cliq/http/ports';
import type { Patience } from '../../../cliq/pacing/pacer';
import type { Values } from '../../../cliq/parameters/values';
import { startSandbox, type Sandbox, type Variants } from '../../../sandbox';
import { VirtualClock } from '../support/clock';
import { rejection } from '../support/expect';
import { httpPorts } from '../support/http';

const patient: Patience = { maxWait: Infinity };
const CHANNEL = 'releases';
const clock = new VirtualClock();

/** In milliseconds: for how long the process has run. One that has just begun trusts nothing that it finds. */
const AGE = 10_000;

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false, now: () => clock.now() })));
afterAll(() => sandbox.close());

/** A sandbox as at the start, a client for its owner, and what the client sends. */
function connect(variants: Partial<Variants> = {}, { scopes, ...ports }: Partial<Ports> & { scopes?: string[] } = {}) {
	sandbox.control.reset();
	sandbox.control.variants(variants);
	const { accessToken } = sandbox.control.issueTokens({ scopes });
	const paths: string[] = [];
	const own = httpPorts(clock, () => accessToken);
	const send = async (request: HttpRequest, signal?: AbortSignal) => {
		paths.push(`${request.method} ${request.url.slice(`${sandbox.url}/api/v2`.length)}`);
		return await own.send(request, signal);
	};
	const client = new CliqClient(
		{ ...own, send, elapsed: () => AGE + own.elapsed(), ...ports },
		new SharedState(),
		sandbox.url,
		{ account: 'owner' },
	);
	const call = (id: string, values: Values) => clock.run(client.call(operation(id), values, patient));
	const send_ = async (values: Values) =>
		(await call('message.send.channel', { text: 'Hi', ...values })).answer as Receipt;
	const { id, chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === CHANNEL)!;
	return {
		client,
		call,
		send: send_,
		paths,
		id,
		chatId,
		root: sandbox.control.post({ chat: `#${CHANNEL}`, text: 'Version 4.2' }).messageId,
	};
}

const texts = (chat = `#${CHANNEL}`) => sandbox.control.messages(chat).map(({ text }) => text);
const threadOf = (root: string) => sandbox.control.messages(`#${CHANNEL}`).find(({ id }) => id === root)!.thread;
const byName = (name = CHANNEL) => `/channelsbyname/${name}`;

describe('a thread', () => {
	test('starts the documented way, by the ID of the channel, which is looked up once', async () => {
		const { send, paths, id, root } = connect();
		const { messageId } = await send({ channel: CHANNEL, threadMessageId: root, threadTitle: 'About 4.2' });
		await send({ channel: CHANNEL, text: 'More', threadMessageId: root });
		expect(paths).toEqual([`GET ${byName()}`, `POST /channels/${id}/message`, `POST /channels/${id}/message`]);
		expect(threadOf(root)).toMatchObject({ title: 'About 4.2', messages: 2 });
		expect(sandbox.control.messages(threadOf(root)!.id)[0]!.id).toBe(messageId);
	});

	test('starts with its channel given by ID, without a look-up', async () => {
		const { send, paths, id, root } = connect();
		await send({ channel: id, threadMessageId: root });
		expect(paths).toEqual([`POST /channels/${id}/message`]);
		expect(threadOf(root)?.messages).toBe(1);
	});

	test('starts where a key of the raw JSON says so', async () => {
		const { send, id, paths, root } = connect();
		await send({ channel: id, json: { thread_message_id: root } });
		await send({ channel: CHANNEL, json: { thread_message_id: root, post_in_parent: false } });
		expect(paths.filter((path) => path.startsWith('POST'))).toEqual([
			`POST /channels/${id}/message`,
			`POST /channels/${id}/message`,
		]);
		expect(threadOf(root)?.messages).toBe(2);
	});

	test('starts on a server that looks no channel up by its name', async () => {
		const { send, paths, id, root } = connect({ lookUpByName: false });
		await send({ channel: CHANNEL, threadMessageId: root });
		expect(paths).toEqual([`GET ${byName()}`, 'GET /channels', `POST /channels/${id}/message`]);
		expect(threadOf(root)?.messages).toBe(1);
	});

	test('starts by the unique name where the ID cannot be found out, and the next one asks no more', async () => {
		const { send, paths, root } = connect({ undocumented: 'taken' }, { scopes: ['ZohoCliq.Webhooks.CREATE'] });
		for (let count = 0; count < 2; count++) await send({ channel: CHANNEL, threadMessageId: root });
		expect(paths).toEqual([`GET ${byName()}`, `POST ${byName()}/message`, `POST ${byName()}/message`]);
		expect(threadOf(root)?.messages).toBe(2);
	});

	test('that no way can start says what was in the way', async () => {
		const { send, root } = connect({}, { scopes: ['ZohoCliq.Webhooks.CREATE'] });
		expect(await rejection(send({ channel: CHANNEL, threadMessageId: root }))).toMatchObject({
			kind: 'scopeMissing',
			hint: expect.stringContaining('ZohoCliq.Channels.READ'),
		});
		const other = connect();
		expect(await rejection(other.send({ channel: CHANNEL, threadMessageId: '1_2' }))).toMatchObject({
			details: { cliqCode: 'message_not_found' },
		});
		expect(await rejection(other.send({ channel: 'nowhere', threadMessageId: other.root }))).toMatchObject({
			kind: 'notFound',
		});
		expect(texts()).not.toContain('Hi');
	});

	test('whose start got no answer is looked for in the thread, and not started twice', async () => {
		const { send, root } = connect();
		await send({ channel: CHANNEL, text: 'First', threadMessageId: root });
		sandbox.control.addFault({ kind: 'reset', when: 'after', operation: 'message.send.channelId', times: 1 });
		const { messageId } = await send({ channel: CHANNEL, text: 'Second', threadMessageId: root });
		expect(texts(threadOf(root)!.id)).toEqual(['First', 'Second']);
		expect(sandbox.control.messages(threadOf(root)!.id)[1]!.id).toBe(messageId);
	});

	test('is not waited for longer than its sender is willing to', async () => {
		const { client, paths, root } = connect();
		const locked = clock.now() + 60 * 60_000;
		sandbox.control.lock({ operation: 'channel.get', minutes: 60 });
		const refused = await rejection(
			clock.run(
				client.call(
					operation('message.send.channel'),
					{ channel: CHANNEL, text: 'Hi', threadMessageId: root },
					{ maxWait: 1000 },
				),
			),
		);
		expect(refused).toMatchObject({ kind: 'locked', details: { retryAt: expect.any(Number) } });
		expect(paths).toEqual([`GET ${byName()}`, `POST ${byName()}/message`]);
		expect(clock.now()).toBeLessThan(locked);
	});
});

describe('a channel given by its ID', () => {
	test('gets a message', async () => {
		const { send, paths, id } = connect();
		expect(await send({ channel: id })).toMatchObject({ success: true, messageId: expect.any(String) });
		expect(paths).toEqual([`POST /channels/${id}/message`]);
		expect(texts().at(-1)).toBe('Hi');
	});

	test('gets it by its unique name where the server posts no message by the ID, and remembers so', async () => {
		const { send, paths, id } = connect({ postById: 'threads' });
		for (let count = 0; count < 2; count++) await send({ channel: id });
		expect(paths).toEqual([
			`POST /channels/${id}/message`,
			`GET /channels/${id}`,
			`POST ${byName()}/message`,
			`POST ${byName()}/message`,
		]);
		expect(texts().slice(-2)).toEqual(['Hi', 'Hi']);
	});

	test('gets what only the endpoint by name is documented to know', async () => {
		const { send, paths, id } = connect();
		await send({ channel: id, markAsRead: true });
		expect(paths).toEqual([`GET /channels/${id}`, `POST ${byName()}/message`]);
	});

	test('gets a card, buttons and a name of its own', async () => {
		const { send, id } = connect();
		await send({
			channel: id,
			card: { theme: 'modern-inline', title: 'Version 4.2' },
			buttons: [{ label: 'Open', action: { type: 'open.url', data: { web: 'https://example.com' } } }],
			identity: { name: 'Deploys' },
		});
		expect(sandbox.control.messages(`#${CHANNEL}`).at(-1)).toMatchObject({
			content: { card: { title: 'Version 4.2' } },
			shown: { name: 'Deploys' },
		});
	});

	test('gets files, and can be looked up', async () => {
		const { call, client, paths, id, chatId } = connect();
		const file = {
			name: 'notes.txt',
			size: 2,
			open: async () => [Buffer.from('Hi')] as unknown as AsyncIterable<Uint8Array>,
		};
		await call('file.send.channel', { channel: id, files: [file] });
		expect(paths).toEqual([`GET /channels/${id}`, `POST ${byName()}/files`]);
		expect(await clock.run(client.channel(id, patient))).toEqual({ id, uniqueName: CHANNEL, chatId });
		expect(await clock.run(client.channel(CHANNEL, patient))).toEqual({ id, uniqueName: CHANNEL, chatId });
	});

	test('is refused before the network where a webhook token signs in, which no endpoint with an ID takes', async () => {
		const { send, paths, id, root } = connect({}, { isWebhookToken: true });
		expect(await rejection(send({ channel: id }))).toMatchObject({
			kind: 'invalidInput',
			details: { parameter: 'channel' },
			message: expect.stringContaining('webhook token'),
		});
		expect(paths).toEqual([]);
		await rejection(send({ channel: CHANNEL, threadMessageId: root }));
		expect(paths).toEqual([`POST ${byName()}/message`]);
	});
});

test('a channel that was deleted and made anew is looked up anew', async () => {
	const { send, paths, id, root } = connect();
	await send({ channel: CHANNEL, threadMessageId: root });
	sandbox.control.addFault({ kind: 'status', status: 404, operation: 'message.send.channelId', times: 1 });
	await rejection(send({ channel: CHANNEL, threadMessageId: root }));
	paths.length = 0;
	await send({ channel: CHANNEL, threadMessageId: root });
	expect(paths).toEqual([`GET ${byName()}`, `POST /channels/${id}/message`]);
});

test('who is cancelled takes nobody along who waits for the same look-up', async () => {
	const { client, send, root } = connect();
	const controller = new AbortController();
	const first = client
		.call(
			operation('message.send.channel'),
			{ channel: CHANNEL, text: 'First', threadMessageId: root },
			{ ...patient, signal: controller.signal },
		)
		.catch((error: unknown) => error);
	const second = send({ channel: CHANNEL, text: 'Second', threadMessageId: root });
	controller.abort();
	await second;
	expect(await first).toMatchObject({ kind: 'cancelled' });
	expect(texts(threadOf(root)!.id)).toEqual(['Second']);
});
