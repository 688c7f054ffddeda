import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registerInbound, type InboundConfig } from '../../../../node-red/lib/in/in-node';
import { flowEvent, messageOf } from '../../../../node-red/lib/in/event-message';
import { registerForwarderRoute } from '../../../../node-red/lib/in/editor-requests';
import type {
	AdminRequest,
	AdminResponse,
	NodeMessage,
	Node,
	NodeConfig,
	Red,
	Status,
	WebHandler,
} from '../../../../node-red/lib/shared/node-red';
import { sleep } from '../../../../node-red/lib/account/connect';
import { registerReply } from '../../../../node-red/lib/in/reply-node';
import { MOST_BYTES } from '../../../../node-red/lib/shared/webhook-route';
import { startSandbox, type Sandbox } from '../../../../sandbox';

const SECRET = 'a secret of the test';
const forwarded = {
	forwarder: 1,
	handler: 'message_handler',
	message: 'hello',
	user: { id: '55', first_name: 'Leo' },
	chat: { id: 'CT_1-B5', title: 'Bot' },
};

type Layer = { handle?: WebHandler; route?: { path: string; stack: Array<{ handle: WebHandler }> } };

/** A runtime that serves requests, and only notes what its nodes do otherwise. */
class Runtime {
	readonly stack: Layer[] = [];
	readonly warnings: string[] = [];
	/** Nodes as they were deployed. */
	written: NodeConfig[] = [];
	readonly logged: unknown[] = [];
	readonly nodes = new Map<string, Node>();
	readonly settings = {};
	admin: (request: AdminRequest, response: AdminResponse) => void = () => {};
	private readonly constructors: Record<string, (this: Node, config: NodeConfig) => void> = {};
	private readonly server: Server;

	constructor() {
		this.server = createServer((request, response) => {
			const { pathname, searchParams } = new URL(request.url!, 'http://local');
			const layers = this.stack.filter(
				({ route }) => !route || (request.method === 'POST' && route.path === pathname),
			);
			Object.assign(request, { query: Object.fromEntries(searchParams) });
			const run = ([first, ...others]: WebHandler[]) =>
				first ? first(request, response, () => run(others)) : response.writeHead(404).end();
			run(layers.flatMap(({ handle, route }) => handle ?? route?.stack.map((layer) => layer.handle) ?? []));
		});
		registerInbound(this.red);
		registerReply(this.red);
		registerForwarderRoute(this.red);
	}

	get red(): Red {
		return {
			nodes: {
				createNode: () => {},
				eachNode: (see: (config: NodeConfig) => void) => this.written.forEach(see),
				getNode: (id: string) => this.nodes.get(id) ?? null,
				registerType: (type: string, constructor: Runtime['constructors'][string]) =>
					(this.constructors[type] = constructor),
			},
			util: {
				evaluateNodeProperty: (
					value: string,
					type: string,
					_node: Node,
					message: NodeMessage,
					done: (error: null, value: unknown) => void,
				) => done(null, type === 'msg' ? message[value] : value),
			},
			auth: { needsPermission: (permission: string) => permission },
			httpNode: {
				path: () => '/',
				use: (handle: WebHandler) => this.stack.push({ handle }),
				post: (path: string, ...handlers: WebHandler[]) =>
					this.stack.push({ route: { path, stack: handlers.map((handle) => ({ handle })) } }),
				_router: { stack: this.stack },
			},
			httpAdmin: { post: (_path: string, _guard: unknown, handler: Runtime['admin']) => (this.admin = handler) },
			settings: this.settings,
			log: { error: (error: unknown) => this.logged.push(error) },
			_: (key: string, values: object = {}) => [key.split('status.')[1], ...Object.values(values)].join(' '),
		} as unknown as Red;
	}

	async listen(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	place(type: string, config: object, credentials: Record<string, string> = {}) {
		const listeners: Record<string, (...args: any[]) => void> = {};
		const statuses: Status[] = [];
		const sent: NodeMessage[] = [];
		const id = (config as { id?: string }).id ?? 'node';
		const node = {
			id,
			type,
			credentials,
			on: (event: string, listener: () => void) => (listeners[event] = listener),
			status: (status: Status) => statuses.push(status),
			send: (message: NodeMessage) => sent.push(structuredClone(message)),
			warn: (text: string) => this.warnings.push(text),
		} as unknown as Node;
		this.nodes.set(id, node);
		this.constructors[type]!.call(node, { id, type, ...config } as NodeConfig);
		const close = (isRemoved = true) => new Promise<void>((resolve) => listeners.close!(isRemoved, resolve));
		const input = (message: NodeMessage) =>
			new Promise<{ out?: NodeMessage | undefined; error?: (Error & { code?: string }) | undefined }>(
				(resolve) => {
					let out: NodeMessage | undefined;
					listeners.input!(
						message,
						(given: NodeMessage) => (out = given),
						(error?: Error) => resolve({ out, error }),
					);
				},
			);
		return { sent, statuses, close, input, last: () => statuses.at(-1)?.text };
	}
}

let runtime: Runtime;
let url: string;
let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
	runtime = new Runtime();
	url = await runtime.listen();
});
afterEach(() => runtime.close());

const inbound = (config: Partial<InboundConfig> = {}, secret = SECRET) =>
	runtime.place('zoho-cliq-in', { path: 'cliq/x', ...config }, { secret });
const deliver = (
	body: unknown,
	{ path = '/cliq/x', secret = SECRET, ...init }: RequestInit & { path?: string; secret?: string } = {},
) =>
	fetch(url + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-cliq-secret': secret },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		...init,
	});

test('a delivery becomes one message, with what the Cliq nodes that follow need', async () => {
	const { sent, last, close } = inbound();
	expect(last()).toBe('listening');
	const answer = await deliver({
		...forwarded,
		handler: 'mention_handler',
		message: { id: '17_2', text: 'hello', sender: { id: '55' } },
	});
	expect([answer.status, await answer.json()]).toEqual([200, {}]);
	expect(sent).toEqual([
		{
			topic: 'mention',
			payload: 'hello',
			cliq: { chatId: 'CT_1-B5', messageId: '17_2' },
			event: expect.objectContaining({
				kind: 'mention',
				user: expect.objectContaining({ id: '55' }),
				delivery: expect.any(String),
			}),
		},
	]);
	expect(last()).toBe('event 1');
	await close();
});

test('the same event, delivered again, goes on once; before and after a deploy', async () => {
	const mention = { ...forwarded, handler: 'mention_handler', message: { id: '17_3', text: 'hello' } };
	const first = inbound();
	await deliver(mention);
	expect((await deliver(mention)).status).toBe(200);
	expect(first.sent).toHaveLength(1);
	await first.close(false);
	const second = inbound();
	expect(await (await deliver(mention)).json()).toEqual({});
	expect(second.sent).toEqual([]);
	await second.close();
});

test.each([
	['wrong secret', forwarded, { secret: 'guessed' }, 401],
	['no secret', forwarded, { headers: { 'content-type': 'application/json' } }, 401],
	['no JSON', '{"forwarder": 1,', {}, 400],
	['another type', '<xml/>', { headers: { 'content-type': 'text/xml', 'x-cliq-secret': SECRET } }, 415],
	['another version', { ...forwarded, forwarder: 9 }, {}, 400],
	// Not by whole quarters of an hour, which may be a time zone.
	['too old', { ...forwarded, time: Date.now() - 3_300_000 - 420_000 }, {}, 408],
	['too large', JSON.stringify({ ...forwarded, pad: 'x'.repeat(MOST_BYTES) }), {}, 413],
])('%s: refused, nothing goes on', async (_what, body, init, status) => {
	const { sent, last, close } = inbound();
	const answer = await deliver(body, init);
	expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(/^[A-Z][A-Za-z ]+$/)]);
	expect(sent).toEqual([]);
	expect(last()).toBe(`refused${status}`);
	expect(runtime.warnings).toHaveLength(1);
	expect(runtime.warnings[0]).not.toMatch(/secret of the test|guessed/);
	await close();
});

test.each([
	['people', 'From'],
	['chats', 'In chats'],
	['text', 'Text contains'],
	['bot', 'Bot'],
])('an environment variable without a value lets nobody in by mistake: %s', async (field, label) => {
	for (const [value, id] of [
		['', 'node'],
		['${TEAM}', 'of a subflow'],
		['$(TEAM)', 'node'],
	] as const) {
		runtime.written = [{ id: 'node', type: 'zoho-cliq-in', [field]: value || '${TEAM}' }];
		const { sent, last, close } = inbound({ [field]: value, id, ...(id !== 'node' && { _alias: 'node' }) });
		expect(last()).toBe('broken');
		expect(runtime.warnings.at(-1)).toContain(`"${label}" gave nothing (the environment variable TEAM)`);
		expect([(await deliver(forwarded)).status, sent]).toEqual([404, []]);
		await close();
	}
	runtime.written = [{ id: 'node', type: 'zoho-cliq-in', people: '${TEAM}' }];
	const { sent, close } = inbound({ people: '55' });
	await deliver(forwarded);
	expect(sent).toHaveLength(1);
	await close();
});

test('GET and HEAD do nothing', async () => {
	const { sent, close } = inbound();
	for (const method of ['GET', 'HEAD'])
		expect((await fetch(`${url}/cliq/x?secret=${encodeURIComponent(SECRET)}`, { method })).status).toBe(404);
	expect(sent).toEqual([]);
	await close();
});

test('a body without a length is read no further than allowed', async () => {
	const { sent, close } = inbound();
	const status = await new Promise((resolve) => {
		const request = httpRequest(
			`${url}/cliq/x`,
			{
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					'x-cliq-secret': SECRET,
					'transfer-encoding': 'chunked',
				},
			},
			(response) => resolve(response.statusCode),
		);
		request.on('error', () => {});
		request.write(Buffer.alloc(MOST_BYTES, ' '));
		request.write('  ');
	});
	expect(status).toBe(413);
	expect(sent).toEqual([]);
	await close();
});

test('who goes away in the middle of a body leaves nothing behind', async () => {
	const { sent, last, close } = inbound();
	await new Promise<void>((resolve) => {
		const request = httpRequest(`${url}/cliq/x`, {
			method: 'POST',
			headers: { 'x-cliq-secret': SECRET, 'content-length': '1000' },
		});
		request.on('error', () => resolve());
		request.write('{');
		setTimeout(() => request.destroy(), 50);
	});
	await sleep(50);
	expect([sent, last(), runtime.logged]).toEqual([[], 'listening', []]);
	await close();
});

test('who shows no secret is refused before the body has come', async () => {
	const { sent, close } = inbound();
	const status = await new Promise((resolve) => {
		const request = httpRequest(
			`${url}/cliq/x`,
			{ method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000000' } },
			(response) => {
				resolve(response.statusCode);
				request.destroy();
			},
		);
		request.on('error', () => {});
		request.write('{');
	});
	expect([status, sent]).toEqual([401, []]);
	await close();
});

test('one complaint a minute, however many are refused', async () => {
	const { close } = inbound();
	for (let count = 0; count < 5; count++) await deliver(forwarded, { secret: 'guessed' });
	expect(runtime.warnings).toHaveLength(1);
	await close();
});

test.each([
	[{ events: ['mention'] as never }, 0],
	[{ events: ['message', 'mention'] as never }, 1],
	[{ chats: 'releases' }, 0],
	[{ chats: 'releases, ct_1-b5' }, 1],
	[{ people: 'somebody@example.com' }, 0],
	[{ people: '55' }, 1],
])('%j lets through %d', async (config, count) => {
	const { sent, close } = inbound(config);
	expect((await deliver(forwarded)).status).toBe(200);
	expect(sent).toHaveLength(count);
	await close();
});

test('what something in front has read already is taken all the same', async () => {
	const parser: WebHandler = (request, _response, next) => {
		const chunks: Buffer[] = [];
		const hand = () => {
			request.body = JSON.parse(Buffer.concat(chunks).toString());
			next();
		};
		request.on('data', (chunk) => chunks.push(chunk)).on('end', () => setImmediate(hand));
	};
	Object.assign(runtime.settings, { httpNodeMiddleware: parser });
	const { sent, close } = inbound();
	expect((await deliver(forwarded)).status).toBe(200);
	expect(sent).toHaveLength(1);
	await close();
});

test.each([
	[{ path: '' }, SECRET, 'noPath', 'This node has no path yet. Open it once, press Done and deploy.'],
	[{ path: 'cliq/:anything' }, SECRET, 'broken', 'other characters'],
	[{}, '', 'noSecret', 'This node has no secret yet. Open it once, press Done and deploy.'],
	[{ publicKey: 'not a key' }, SECRET, 'broken', 'correct it'],
])('%j cannot listen, and says so', async (config, secret, status, warning) => {
	const { sent, last, close } = inbound(config, secret);
	expect(last()).toBe(status);
	expect(runtime.warnings).toEqual([expect.stringContaining(warning)]);
	expect([404, 500]).toContain((await deliver(forwarded, { secret: '' })).status);
	expect(sent).toEqual([]);
	await close();
});

test('two nodes with one path: the second says so, and is free to have it later', async () => {
	const first = inbound({ id: 'first' });
	const second = inbound({ id: 'second', path: '/Cliq/x' });
	expect([first.last(), second.last()]).toEqual(['listening', 'broken']);
	await second.close();
	await deliver(forwarded);
	expect(first.sent).toHaveLength(1);
	await first.close();
	const third = inbound({ id: 'third' });
	expect([third.last(), runtime.stack.length]).toEqual(['listening', 2]);
	await third.close();
	expect(runtime.stack).toEqual([]);
});

describe('reply', () => {
	const account = () => {
		const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
		runtime.nodes.set('account', {
			type: 'zoho-cliq-account',
			settings: {
				dataCenter: 'custom',
				baseUrl: sandbox.url,
				accountsUrl: sandbox.url,
				signIn: 'oauth',
				clientId,
				clientSecret,
				refreshToken,
			},
		} as never);
	};
	const reply = (parameters: object = {}) =>
		runtime.place('zoho-cliq-reply', { id: 'reply', account: 'account', parameters });
	const waiting = (others: Partial<InboundConfig> = {}) => inbound({ answer: 'reply', ...others });

	async function arrived(sent: NodeMessage[]): Promise<NodeMessage> {
		while (sent.length === 0) await sleep(5);
		return sent[0]!;
	}

	test('in time, it is the answer, and needs no account', async () => {
		const { sent, close } = waiting();
		const answer = deliver(forwarded);
		const message = { ...(await arrived(sent)), payload: '**bold**' };
		const { out } = await reply({ textFormat: { type: 'str', value: 'markdown' } }).input(message);
		expect(await (await answer).json()).toEqual({ text: '*bold*' });
		expect(out).toBe(message);
		expect(out).toMatchObject({
			payload: { success: true, way: 'answer' },
			cliq: { operation: 'message.reply', chatId: 'CT_1-B5' },
		});
		await close();
	});

	test('a webhook extension gets it as its output', async () => {
		const { sent, close } = waiting();
		const answer = deliver({
			name: 'Bot',
			unique_name: 'bot',
			handler: { type: 'message_handler' },
			type: 'bot',
			timestamp: Date.now(),
			params: forwarded,
		});
		await reply().input({
			...(await arrived(sent)),
			payload: { text: 'yes', card: { title: 'Card', theme: 'modern-inline' } },
		});
		expect(await (await answer).json()).toEqual({
			output: { text: 'yes', card: { title: 'Card', theme: 'modern-inline' } },
		});
		await close();
	});

	test('without one in time the answer is nothing, and a late one is posted where the event happened', async () => {
		account();
		const { chatId } = sandbox.control.post({ chat: '#releases', text: 'a question' });
		const { sent, close } = waiting({ wait: '0.05' });
		expect(await (await deliver({ ...forwarded, chat: { id: chatId } })).json()).toEqual({});
		const { out, error } = await reply().input({ ...(await arrived(sent)), payload: 'late' });
		expect(error).toBeUndefined();
		expect(out).toMatchObject({
			payload: { success: true, way: 'message' },
			cliq: { chatId, messageId: expect.any(String) },
		});
		expect(sandbox.control.messages('#releases').at(-1)).toMatchObject({ text: 'late' });
		await close();
	});

	test('a late one in the name of the account is no event when Cliq tells of it, or a flow would talk to itself', async () => {
		account();
		const { chatId } = sandbox.control.post({ chat: '#releases', text: 'a question' });
		const { sent, close } = waiting({ wait: '0.05' });
		const told = (message: string, id: string) =>
			deliver({
				...forwarded,
				handler: 'participation_handler',
				operation: 'message_sent',
				data: { message: { id, text: message } },
				chat: { id: chatId },
			});
		await told('a question', '1');
		await reply().input({ ...(await arrived(sent)), payload: 'late' });
		await told('late', '2');
		await told('another', '3');
		expect(sent.map(({ payload }) => payload)).toEqual(['a question', 'another']);
		await close();
	});

	test('a late one to somebody who wrote to a bot comes from the bot', async () => {
		account();
		const { chatId } = sandbox.control.write({ bot: 'deploybot', as: '55744524', text: 'is it up?' });
		const { sent, close } = inbound({ bot: 'deploybot' });
		await deliver({ ...forwarded, user: { id: '55744524' }, chat: { id: chatId } });
		const { out, error } = await reply().input({ ...(await arrived(sent)), payload: 'it is' });
		expect(error).toBeUndefined();
		expect(out).toMatchObject({ payload: { way: 'message' } });
		expect(sandbox.control.messages(chatId).at(-1)).toMatchObject({ text: 'it is' });
		// The person may say the same: what a bot says is told of by nobody.
		await deliver({ ...forwarded, message: 'it is', user: { id: '55744524' }, chat: { id: chatId } });
		expect(sent.map(({ payload }) => payload)).toEqual(['hello', 'it is']);
		await close();
	});

	test('a second one is a message of its own; a text too long for the answer all of it', async () => {
		account();
		const { chatId } = sandbox.control.post({ chat: '#releases', text: 'a question' });
		const { sent, close } = waiting();
		const answer = deliver({ ...forwarded, chat: { id: chatId } });
		const message = await arrived(sent);
		const node = reply();
		expect((await node.input({ ...message, payload: 'word '.repeat(1500) })).out).toMatchObject({
			payload: { way: 'message', messageIds: { length: 2 } },
		});
		expect(await (await answer).json()).toEqual({});
		expect((await node.input({ ...message, payload: 'once more' })).out).toMatchObject({
			payload: { way: 'message' },
		});
		expect(sandbox.control.messages('#releases').slice(-1)).toMatchObject([{ text: 'once more' }]);
		await close();
	});

	test('a late one without an account, and one to nothing, are refused in words', async () => {
		const { sent, close } = inbound();
		await deliver(forwarded);
		const node = reply();
		const { error } = await node.input({ ...(await arrived(sent)), payload: 'late' });
		expect(error).toMatchObject({ code: 'notAuthorized', message: expect.stringContaining('Nobody waits') });
		expect((await node.input({ payload: 'to nobody' })).error).toMatchObject({
			code: 'invalidInput',
			message: expect.stringContaining('msg.event'),
		});
		await close();
	});

	test('what was found by looking is answered by a message, in its chat, which takes an account', async () => {
		const { chatId, messageId } = sandbox.control.post({ chat: '#releases', text: 'a question' });
		const found = flowEvent({
			kind: 'channelMessage',
			handler: '',
			operation: 'message_sent',
			via: 'poll',
			user: { id: '55', name: 'Leo' },
			chat: { id: chatId },
			message: { id: messageId, text: 'a question', attachments: [], mentions: [] },
			time: 0,
			at: '',
			raw: {},
		});
		const node = reply();
		expect((await node.input({ ...messageOf(found), payload: 'an answer' })).error).toMatchObject({
			code: 'notAuthorized',
			message: expect.stringContaining('found by polling'),
		});
		account();
		expect((await node.input({ ...messageOf(found), payload: 'an answer' })).out).toMatchObject({
			payload: { way: 'message' },
			cliq: { chatId, messageId: expect.any(String) },
		});
		expect(sandbox.control.messages('#releases').at(-1)).toMatchObject({ text: 'an answer' });
	});

	test('bad input leaves the delivery waiting for a better one', async () => {
		const { sent, close } = waiting();
		const answer = deliver(forwarded);
		const message = await arrived(sent);
		const node = reply();
		expect((await node.input({ ...message, payload: '' })).error).toMatchObject({ code: 'invalidInput' });
		await node.input({ ...message, payload: 'better' });
		expect(await (await answer).json()).toEqual({ text: 'better' });
		await close();
	});

	test('a node that ends answers who still waits', async () => {
		const { sent, close } = waiting();
		const answer = deliver(forwarded);
		await arrived(sent);
		await close();
		expect(await (await answer).json()).toEqual({});
	});

	describe('to what was said meanwhile', () => {
		const WORKING = 'Working on it…';
		// Connections take real time.
		beforeEach(() =>
			jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] }),
		);
		afterEach(() => jest.useRealTimers());

		const owner = () => sandbox.control.state().owner;
		const until = async (isSo: () => boolean) => {
			while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
		};
		const asked = async (config: Partial<InboundConfig> = {}, as = owner()) => {
			account();
			const { chatId } = sandbox.control.write({ bot: 'deploybot', as, text: 'is it up?' });
			const node = waiting({ bot: 'deploybot', account: 'account', working: ` ${WORKING} `, ...config });
			const answer = deliver({
				...forwarded,
				message: `is it up? ${chatId} ${Math.random()}`,
				user: { id: as },
				chat: { id: chatId },
			});
			await until(() => node.sent.length === 1);
			return {
				...node,
				answer,
				message: node.sent[0],
				texts: (count: number) =>
					sandbox.control
						.messages(chatId)
						.filter(({ deleted }) => !deleted)
						.slice(-count)
						.map(({ text }) => text),
			};
		};
		const shown = async ({ texts }: { texts(count: number): string[] }) => {
			await jest.advanceTimersByTimeAsync(5_000);
			await until(() => texts(1)[0] === WORKING);
		};
		/** What is sent in the place of a text, and how. */
		const replied = async (given: Awaited<ReturnType<typeof asked>>, payload: unknown, config: object = {}) => {
			const replying = runtime
				.place('zoho-cliq-reply', {
					id: 'reply',
					account: 'account',
					parameters: { textFormat: { type: 'str', value: 'markdown' } },
					...config,
				})
				.input({ ...given.message, payload });
			return await replying;
		};

		test('takes its place, and Cliq is answered with nothing', async () => {
			const given = await asked();
			await shown(given);
			const { out, error } = await replied(given, '**It is**');
			expect([error, given.texts(1)]).toEqual([undefined, ['*It is*']]);
			expect(out).toMatchObject({
				payload: { way: 'edit', success: true },
				cliq: { chatId: expect.any(String), messageId: expect.any(String) },
			});
			expect(await (await given.answer).json()).toEqual({});
			// The next one is a message of its own.
			expect((await replied(given, 'Still')).out).toMatchObject({ payload: { way: 'message' } });
			expect(given.texts(2)).toEqual(['*It is*', 'Still']);
			await given.close();
		});

		test('of several messages takes its place with the first, also by an account that only the other node has', async () => {
			const given = await asked();
			await shown(given);
			const { out } = await replied(given, 'word '.repeat(1500), { account: '' });
			expect(out).toMatchObject({ payload: { way: 'edit', messageIds: { length: 2 } } });
			expect(given.texts(3).map((text) => text.slice(0, 4))).toEqual(['is i', 'word', 'word']);
			await given.close();
		});

		test('in time is the answer, and nothing is said', async () => {
			const given = await asked();
			expect((await replied(given, 'It is')).out).toMatchObject({ payload: { way: 'answer' } });
			await jest.advanceTimersByTimeAsync(6_000);
			expect([await (await given.answer).json(), given.texts(1)]).toEqual([{ text: 'It is' }, ['is it up?']]);
			await given.close();
		});

		test('where it cannot be edited is the answer all the same', async () => {
			const given = await asked({}, '55744524');
			await shown(given);
			expect((await replied(given, 'It is')).out).toMatchObject({ payload: { way: 'answer' } });
			expect(await (await given.answer).json()).toEqual({ text: 'It is' });
			await until(() => runtime.warnings.length === 2);
			expect(runtime.warnings).toEqual([
				expect.stringContaining('could not become the answer'),
				expect.stringContaining('can be neither deleted nor edited'),
			]);
			await given.close();
		});

		test('that never comes leaves nothing to wait for, after an hour or when the node ends', async () => {
			const given = await asked();
			await shown(given);
			await jest.advanceTimersByTimeAsync(60 * 60_000);
			await until(() => given.texts(1)[0] === 'No answer.');
			await given.close();
			const another = await asked();
			await shown(another);
			await another.close();
			expect(another.texts(1)).toEqual(['No answer.']);
		});

		test('an account with a webhook token says nothing, and why', async () => {
			const given = await asked();
			await given.close();
			runtime.nodes.set('account', {
				type: 'zoho-cliq-account',
				settings: { dataCenter: 'custom', baseUrl: sandbox.url, signIn: 'webhookToken', zapikey: 'x' },
			} as never);
			const node = waiting({
				id: 'other',
				path: 'cliq/y',
				bot: 'deploybot',
				account: 'account',
				working: WORKING,
			} as never);
			const answer = deliver({ ...forwarded, message: 'with a token' }, { path: '/cliq/y' });
			await until(() => node.sent.length === 1);
			await jest.advanceTimersByTimeAsync(5_000);
			await until(() => runtime.warnings.length === 1);
			expect(runtime.warnings[0]).toMatch(
				/was not posted, as far as Cliq tells: "Edit a message" does not work with a webhook token/,
			);
			await node.close();
			await answer;
		});
	});

	test('the address for late replies gets the answer as the webhook would', async () => {
		account();
		const posted: unknown[] = [];
		const server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request
				.on('data', (chunk) => chunks.push(chunk))
				.on('end', () => {
					posted.push([
						request.url,
						request.headers.authorization,
						JSON.parse(Buffer.concat(chunks).toString()),
					]);
					response.writeHead(204).end();
				});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		Object.assign((runtime.nodes.get('account') as unknown as { settings: object }).settings, { baseUrl: base });
		const { sent, close } = inbound();
		await deliver({
			name: 'Bot',
			handler: { type: 'message_handler' },
			type: 'bot',
			response_url: `${base}/v2/responses/1`,
			params: forwarded,
		});
		expect((await reply().input({ ...(await arrived(sent)), payload: 'late' })).out).toMatchObject({
			payload: { way: 'responseUrl' },
		});
		expect(posted).toEqual([['/v2/responses/1', undefined, { output: { text: 'late' } }]]);
		await close();
		server.close();
	});
});

test('the script holds the stored secret, for who may change the node', () => {
	const ask = (body: object) => {
		let answer: any;
		runtime.admin({ body }, { json: (given: unknown) => (answer = given) });
		return answer;
	};
	runtime.nodes.set('known', { type: 'zoho-cliq-in', credentials: { secret: SECRET } } as never);
	runtime.nodes.set('other', { type: 'zoho-cliq-account', credentials: { secret: SECRET } } as never);
	const wanted = { handler: 'message_handler', url: 'https://example.com/cliq/x', secret: '__PWRD__' };
	expect(ask({ ...wanted, id: 'known' }).script).toContain(SECRET);
	expect(ask({ ...wanted, id: 'known', secret: 'typed' }).script).toContain('typed');
	for (const body of [
		{ ...wanted, id: 'other' },
		{ ...wanted, id: 'gone' },
		{ ...wanted, secret: 'x', url: 'ftp://x' },
		{ ...wanted, secret: 'x', handler: 'no_handler' },
		{},
		undefined,
	]) {
		expect(ask(body as object)).toEqual({ error: expect.any(String) });
	}
});
