import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { registerAsk } from '../../../../node-red/lib/ask/ask-node';
import { questionOf, timeoutOf } from '../../../../node-red/lib/ask/question';
import { addressOf, secretOf } from '../../../../node-red/lib/ask/answer-way';
import type { NodeMessage, Node, NodeConfig, Red, Status, WebHandler } from '../../../../node-red/lib/shared/node-red';
import { startSandbox, type Sandbox } from '../../../../sandbox';
import { linksIn } from '../../../support/links';

const LEO = 'leo.lindqvist@zylker.example';
const MINUTE = 60_000;
const DAY = 86_400_000;

type Layer = { handle?: WebHandler; route?: { method: string; path: string; stack: Array<{ handle: WebHandler }> } };
type Out = [answer: NodeMessage | null, late: NodeMessage | null];

/** A runtime that serves requests, keeps what nodes store, and notes what else they do. */
class Runtime {
	readonly stack: Layer[] = [];
	readonly warnings: string[] = [];
	readonly logs: string[] = [];
	readonly errors: unknown[] = [];
	/** What became of messages that were not asked. */
	readonly trouble: unknown[] = [];
	/** What a store that writes JSON would have. */
	readonly stored = new Map<string, string>();
	readonly settings: Record<string, unknown> = {};
	url = '';
	private readonly placed: Array<{ close(isRemoved: boolean): Promise<void> }> = [];
	private readonly nodes = new Map<string, unknown>();
	private make: (this: Node, config: NodeConfig) => void = () => {};
	private readonly server: Server;

	constructor() {
		this.server = createServer((request, response) => {
			const { pathname, searchParams } = new URL(request.url!, 'http://local');
			const method = request.method === 'HEAD' ? 'GET' : request.method;
			const layers = this.stack.filter(
				({ route }) => !route || (method === route.method && route.path === pathname.replace(/\/$/, '')),
			);
			Object.assign(request, { query: Object.fromEntries(searchParams) });
			const run = ([first, ...others]: WebHandler[]) =>
				first ? first(request, response, () => run(others)) : response.writeHead(404).end();
			run(layers.flatMap(({ handle, route }) => handle ?? route?.stack.map((layer) => layer.handle) ?? []));
		});
		registerAsk(this.red);
	}

	get red(): Red {
		const serve =
			(method: string) =>
			(path: string, ...handlers: WebHandler[]) =>
				this.stack.push({ route: { method, path, stack: handlers.map((handle) => ({ handle })) } });
		return {
			nodes: {
				createNode: () => {},
				getNode: (id: string) => this.nodes.get(id) ?? null,
				registerType: (_type: string, make: Runtime['make']) => (this.make = make),
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
			httpNode: {
				path: () => '/',
				use: (handle: WebHandler) => this.stack.push({ handle }),
				get: serve('GET'),
				post: serve('POST'),
				_router: { stack: this.stack },
			},
			settings: this.settings,
			log: { error: (error: unknown) => this.errors.push(error) },
			_: (key: string, values: object = {}) => [key.split('status.')[1], ...Object.values(values)].join(' '),
		} as unknown as Red;
	}

	account(settings: object): void {
		this.nodes.set('account', { type: 'zoho-cliq-account', settings });
	}

	async listen(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		for (const { close } of this.placed) await close(true);
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	place(config: object = {}) {
		const listeners: Record<string, (...args: any[]) => void> = {};
		const statuses: Status[] = [];
		const outs: Out[] = [];
		const dones: Array<(Error & { code?: string }) | undefined> = [];
		const context = {
			get: (key: string, done: (error: null, value: unknown) => void) =>
				done(null, this.stored.has(key) ? JSON.parse(this.stored.get(key)!) : undefined),
			set: (key: string, value: unknown, done: () => void) => {
				this.stored.set(key, JSON.stringify(value));
				done();
			},
		};
		const node = {
			id: 'ask',
			type: 'zoho-cliq-ask',
			on: (event: string, listener: () => void) => (listeners[event] = listener),
			status: (status: Status) => statuses.push(status),
			send: (out: Out) => outs.push(out),
			context: () => context,
			log: (text: string) => this.logs.push(text),
			warn: (text: string) => this.warnings.push(text),
		} as unknown as Node;
		const whole = {
			id: 'ask',
			type: 'zoho-cliq-ask',
			account: 'account',
			operation: 'message.send.channel',
			parameters: { channel: str('releases'), text: { type: 'msg', value: 'payload' } },
			answer: { kind: 'approval' },
			timeout: '1',
			timeoutUnit: 'hours',
			timeZone: 'UTC',
			publicUrl: this.url,
			path: 'cliq/x',
			...config,
		};
		this.make.call(node, whole as unknown as NodeConfig);
		const handle = {
			outs,
			dones,
			statuses,
			last: () => statuses.at(-1)?.text,
			input: (message: NodeMessage) =>
				listeners.input!(
					message,
					(out: Out) => outs.push(out),
					(error?: Error) => {
						dones.push(error);
						if (error) this.trouble.push(error.message);
					},
				),
			close: (isRemoved = false) => new Promise<void>((resolve) => listeners.close!(isRemoved, resolve)),
		};
		this.placed.push(handle);
		return handle;
	}
}

/** Time is virtual here; how long it really takes says nothing. */
jest.setTimeout(60_000);

const str = (value: string) => ({ type: 'str', value });

let sandbox: Sandbox;
let runtime: Runtime;
let tokens: ReturnType<Sandbox['control']['issueTokens']>;

beforeAll(async () => {
	sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

beforeEach(async () => {
	sandbox.control.reset();
	sandbox.control.setThresholds(false);
	tokens = sandbox.control.issueTokens();
	runtime = new Runtime();
	await runtime.listen();
	connect();
	// What moves bytes must go on by itself.
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'hrtime'] });
});
afterEach(async () => {
	jest.useRealTimers();
	await runtime.close();
	expect(runtime.errors).toEqual([]);
});

function connect({ clientId, clientSecret, refreshToken } = tokens, rateLimit = 'none'): void {
	runtime.account({
		dataCenter: 'custom',
		baseUrl: sandbox.url,
		accountsUrl: sandbox.url,
		signIn: 'oauth',
		rateLimit,
		clientId,
		clientSecret,
		refreshToken,
	});
}

const inChannel = () => sandbox.control.messages('#releases');

/** Lets requests and answers travel, in no time. */
async function until(check: () => boolean): Promise<void> {
	for (let rounds = 0; !check(); rounds++) {
		if (rounds > 50_000)
			throw new Error(`Not so: ${JSON.stringify([runtime.warnings, runtime.logs, runtime.trouble])}`);
		await new Promise((resolve) => setImmediate(resolve));
	}
}

async function asked(node: ReturnType<Runtime['place']>, message: NodeMessage & { payload: string }) {
	const before = inChannel().length;
	node.input(message);
	await until(() => inChannel().length > before && /waiting/.test(questionsText()));
	await quiet();
	const { id, text } = inChannel().at(-1)!;
	return { id, urls: linksIn(text).map(({ address }) => address) };
}

const questionsText = () => (runtime.stored.get('questions') ? 'waiting' : '');

/** So long that whatever was under way has come to its end. */
async function quiet(): Promise<void> {
	for (let rounds = 0; rounds < 200; rounds++) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets time pass in steps in which requests can be answered; whole ones would otherwise be late. */
async function pass(milliseconds: number): Promise<void> {
	for (let left = milliseconds; left > 0; left -= 10_000) {
		await jest.advanceTimersByTimeAsync(Math.min(left, 10_000));
		await quiet();
	}
}

const press = (url: string, name = '') => fetch(url, { method: 'POST', body: new URLSearchParams({ name }) });

describe('the time-out', () => {
	test('comes when it is time, and not before', async () => {
		const node = runtime.place({ timeout: '90', timeoutUnit: 'minutes' });
		const { id, urls } = await asked(node, { payload: 'Anybody?', topic: 'kept' });
		await jest.advanceTimersByTimeAsync(90 * MINUTE - 1_000);
		await quiet();
		expect([node.outs, node.dones]).toEqual([[], []]);
		await jest.advanceTimersByTimeAsync(1_000);
		await until(() => node.outs.length > 0);
		expect(node.outs).toEqual([
			[
				null,
				expect.objectContaining({
					topic: 'kept',
					payload: {
						expired: true,
						messageId: id.replace('%20', ' '),
						chatId: expect.any(String),
						edited: true,
					},
				}),
			],
		]);
		expect(node.dones).toEqual([undefined]);
		expect(inChannel().at(-1)!.text).toContain('Nobody answered in time');
		expect(node.last()).toBe('expired');
		expect((await press(urls[0]!)).status).toBe(410);
	});

	test('can be longer than a timer, and never', async () => {
		const node = runtime.place({ timeout: '60', timeoutUnit: 'days' });
		await asked(node, { payload: 'In two months?' });
		await jest.advanceTimersByTimeAsync(60 * DAY - MINUTE);
		await quiet();
		expect(node.outs).toEqual([]);
		await jest.advanceTimersByTimeAsync(MINUTE);
		await until(() => node.outs.length === 1);
		await node.close(true);
		const patient = runtime.place({ timeout: '', timeoutUnit: 'none' });
		await asked(patient, { payload: 'Ever?' });
		await jest.advanceTimersByTimeAsync(400 * DAY);
		await quiet();
		expect(patient.outs).toEqual([]);
	});

	test('that is over by the time the node comes back is not forgotten', async () => {
		const node = runtime.place();
		await asked(node, { payload: 'Anybody?', version: 1 });
		await node.close(true);
		await jest.advanceTimersByTimeAsync(2 * DAY);
		const again = runtime.place();
		await quiet();
		expect(again.outs).toEqual([]);
		await jest.advanceTimersByTimeAsync(200);
		await until(() => again.outs.length > 0);
		expect(again.outs).toMatchObject([[null, { version: 1, payload: { expired: true } }]]);
	});

	test.each([
		['0', 'hours'],
		['', 'days'],
		['soon', 'seconds'],
		['-1', 'minutes'],
		['1e9', 'days'],
	])('"%s" %s is none', (timeout, unit) => {
		expect(() => timeoutOf(timeout, unit)).toThrow('is not a number above 0');
	});

	test.each([
		['1', 'seconds', 1_000],
		[1.5, 'minutes', 90_000],
		['2', 'hours', 7_200_000],
		['3', 'days', 3 * DAY],
		['x', 'none', undefined],
		['1', undefined, undefined],
	])('%s %s is %s', (timeout, unit, expected) => {
		expect(timeoutOf(timeout, unit)).toBe(expected);
	});
});

describe('what waits', () => {
	test('is shown, and lives through a deploy as it is, connections too', async () => {
		const node = runtime.place();
		const res = { send: () => {} };
		const { urls } = await asked(node, { payload: 'One?', res });
		await asked(node, { payload: 'Two?' });
		await jest.advanceTimersByTimeAsync(200);
		expect(node.last()).toBe('waitingMany 2');
		await node.close();
		const again = runtime.place();
		await jest.advanceTimersByTimeAsync(200);
		expect(again.last()).toBe('waitingMany 2');
		expect((await press(urls[0]!)).status).toBe(200);
		await until(() => again.outs.length > 0);
		expect(again.outs[0]![0]!.res).toBe(res);
		await jest.advanceTimersByTimeAsync(200);
		expect([again.last(), node.outs]).toEqual(['waiting 1', []]);
	});

	test('lives through a restart as far as JSON can hold it', async () => {
		const node = runtime.place();
		const loop: Record<string, unknown> = {};
		loop.self = loop;
		const { urls } = await asked(node, {
			_msgid: 'm',
			payload: 'One?',
			bytes: Buffer.from('äß'),
			deep: { bytes: [Buffer.from('x')] },
			loop,
			run: () => {},
			req: {},
			res: {},
			big: 1n,
			none: null,
		});
		await node.close(true);
		const again = runtime.place();
		expect((await press(urls[1]!)).status).toBe(200);
		await until(() => again.outs.length > 0);
		const [out] = again.outs[0]!;
		expect(out).toEqual({
			_msgid: 'm',
			payload: expect.objectContaining({ approved: false }),
			cliq: expect.any(Object),
			bytes: Buffer.from('äß'),
			deep: { bytes: [Buffer.from('x')] },
			none: null,
		});
	});

	test('goes on after a restart if its answer came just before', async () => {
		const node = runtime.place();
		const { urls } = await asked(node, { payload: 'One?' });
		sandbox.control.addFault({ operation: 'message.edit', kind: 'status', status: 503 });
		expect((await press(urls[0]!, 'Sam')).status).toBe(200);
		await quiet();
		await quiet();
		expect(node.outs).toEqual([]);
		await node.close(true);
		const again = runtime.place();
		expect((await press(urls[1]!)).status).toBe(409);
		await pass(MINUTE);
		await until(() => again.outs.length > 0);
		expect(runtime.warnings).toEqual([]);
		expect(again.outs).toMatchObject([
			[{ payload: { approved: true, responder: { name: 'Sam' }, edited: true } }, null],
		]);
		expect(node.outs).toEqual([]);
	});

	test('is closed for whoever comes with a key that nobody knows', async () => {
		const node = runtime.place();
		for (const key of ['', '?choice=approve', `?choice=approve&key=${'0'.repeat(32)}`])
			expect(
				[
					(await fetch(`${runtime.url}/cliq/x${key}`)).status,
					(await press(`${runtime.url}/cliq/x${key}`)).status,
				].every((status) => status >= 400),
			).toBe(true);
		expect([node.outs, runtime.warnings]).toEqual([[], []]);
		await node.close(true);
		expect((await fetch(`${runtime.url}/cliq/x`)).status).toBe(404);
	});

	test('is remembered once it is answered, but not for ever', async () => {
		const node = runtime.place();
		const first = await asked(node, { payload: 'First?' });
		await press(first.urls[0]!);
		await until(() => node.outs.length === 1);
		expect(await (await fetch(first.urls[0]!)).text()).toContain('Already answered');
		const before = inChannel().length;
		for (let count = 0; count < 200; count++) node.input({ payload: 'One more?' });
		await until(() => inChannel().length === before + 200);
		for (const { text } of inChannel().slice(before)) await press(linksIn(text)[0]!.address);
		await until(() => node.outs.length === 201);
		expect(await (await fetch(first.urls[0]!)).text()).toContain('This question is closed');
		expect(JSON.parse(runtime.stored.get('questions')!)).toHaveLength(200);
	});
});

describe('whatever happens meanwhile', () => {
	test('an answer that comes before Cliq has told of the question counts', async () => {
		const node = runtime.place();
		// Posted, and then nothing is heard of it.
		sandbox.control.addFault({ operation: 'message.send.channel', kind: 'reset', when: 'after' });
		sandbox.control.addFault({ operation: 'channel.get', kind: 'status', status: 503, times: 9 });
		const before = inChannel().length;
		node.input({ payload: 'Quick?', topic: 'kept' });
		await until(() => inChannel().length > before);
		await quiet();
		const { address } = linksIn(inChannel().at(-1)!.text)[0]!;
		expect((await press(address)).status).toBe(200);
		await jest.advanceTimersByTimeAsync(20 * MINUTE);
		for (let rounds = 0; node.outs.length === 0 && rounds < 50; rounds++) {
			await quiet();
			await jest.advanceTimersByTimeAsync(MINUTE);
		}
		expect(node.outs).toMatchObject([[{ topic: 'kept', payload: { approved: true, edited: false } }, null]]);
		expect(node.dones).toEqual([undefined]);
	});

	test('a question that Cliq refuses is none, and says why once', async () => {
		const node = runtime.place({ parameters: { channel: str('board-room'), text: str('Well?') } });
		node.input({ payload: 1 });
		await until(() => node.dones.length > 0);
		expect(node.dones).toMatchObject([{ code: 'forbidden' }]);
		expect([node.outs, JSON.parse(runtime.stored.get('questions')!)]).toEqual([[], []]);
	});

	test('the node ends while it asks: nothing is asked any more', async () => {
		sandbox.control.setThresholds(true);
		sandbox.control.lock({ operation: 'message.send.channel' });
		connect(tokens, 'documented');
		const node = runtime.place();
		node.input({ payload: 'Stopped?' });
		await until(() => runtime.stored.has('questions'));
		await quiet();
		await node.close();
		await until(() => node.dones.length > 0);
		expect(node.dones).toMatchObject([{ code: 'cancelled' }]);
		expect(JSON.parse(runtime.stored.get('questions')!)).toEqual([]);
	});

	test('an answer goes on if the message cannot be changed', async () => {
		connect(sandbox.control.issueTokens({ scopes: ['ZohoCliq.Webhooks.CREATE', 'ZohoCliq.Channels.READ'] }));
		const node = runtime.place();
		const { urls } = await asked(node, { payload: 'One?' });
		await press(urls[0]!);
		await until(() => node.outs.length > 0);
		expect(node.outs).toMatchObject([[{ payload: { approved: true, edited: false } }, null]]);
		expect(runtime.warnings).toEqual([expect.stringMatching(/^notEdited .*Webhooks\.UPDATE/)]);
	});

	test('each message goes on exactly once, with its first answer', async () => {
		const step = fc.oneof(
			{ weight: 4, arbitrary: fc.constant({ do: 'ask' } as const) },
			{
				weight: 5,
				arbitrary: fc.record({
					do: fc.constant('answer' as const),
					which: fc.nat(9),
					choice: fc.nat(1),
					times: fc.integer({ min: 1, max: 3 }),
				}),
			},
			{
				weight: 2,
				arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
			},
			{ weight: 2, arbitrary: fc.record({ do: fc.constant('deploy' as const), isRestart: fc.boolean() }) },
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
				runtime.stored.clear();
				let node = runtime.place({ timeoutUnit: 'minutes' });
				const nodes = [node];
				const questions: Array<{ urls: string[]; until: number; expected?: boolean | 'expired' }> = [];
				for (const one of steps) {
					for (const question of questions)
						if (question.expected === undefined && question.until <= Date.now())
							question.expected = 'expired';
					if (one.do === 'ask')
						questions.push({
							urls: (await asked(node, { payload: 'Well?', number: questions.length })).urls,
							until: Date.now() + MINUTE,
						});
					else if (one.do === 'wait') await pass(one.seconds * 1_000);
					else if (one.do === 'deploy') {
						await node.close(one.isRestart);
						nodes.push((node = runtime.place({ timeoutUnit: 'minutes' })));
					} else if (questions.length > 0) {
						const question = questions[one.which % questions.length];
						const statuses = (
							await Promise.all(
								Array.from({ length: one.times }, () => press(question!.urls[one.choice]!)),
							)
						).map(({ status }) => status);
						expect(statuses.filter((status) => status === 200)).toHaveLength(
							question!.expected === undefined ? 1 : 0,
						);
						question!.expected ??= one.choice === 0;
					}
					await quiet();
				}
				await pass(2 * MINUTE);
				const outs = () =>
					nodes
						.flatMap((each) => each.outs)
						.map(([answer, late]): [unknown, unknown] => [
							(answer ?? late)!.number,
							answer ? (answer.payload as { approved: boolean }).approved : 'expired',
						]);
				await until(() => outs().length >= questions.length);
				await quiet();
				expect(outs().sort(([one], [other]) => Number(one) - Number(other))).toEqual(
					questions.map(({ expected }, number) => [number, expected ?? 'expired']),
				);
				await node.close(true);
			}),
			{ numRuns: 60 },
		);
	});
});

describe('what cannot be asked', () => {
	const refusal = async (config: object, message: NodeMessage = { payload: 'Well?' }) => {
		const node = runtime.place(config);
		node.input(message);
		await until(() => node.dones.length > 0);
		await node.close(true);
		return node.dones[0];
	};

	test.each([
		[{ publicUrl: '' }, 'does not know the address'],
		[{ publicUrl: 'red.example.com' }, 'not a full URL'],
		[{ account: 'gone' }, 'no Zoho Cliq account'],
		[{ operation: 'message.send.bot' }, 'cannot ask by "message.send.bot"'],
		[{ timeout: 'x' }, 'time-out "x"'],
		[{ path: '' }, 'This node has no path yet. Open it once, press Done and deploy.'],
		[{ answer: { kind: 'customForm' } }, 'no fields'],
		[
			{ answer: { kind: 'approval', way: 'cliq', approvers: str('Sam') } },
			'neither an email address nor a user ID',
		],
		[
			{ answer: { kind: 'approval', way: 'cliq', approvers: { type: 'msg', value: 'nobodyThere' } } },
			'names nobody',
		],
		[{ timeZone: 'Mars/Olympus' }, 'Unknown time zone'],
		[{ publicUrl: `https://${'long.'.repeat(1000)}example` }, 'too long'],
	])('%j', async (config, words) => {
		const before = inChannel().length;
		expect((await refusal(config))?.message).toContain(words);
		expect(inChannel()).toHaveLength(before);
	});

	test('a text that leaves no room for the decision, or none', async () => {
		expect((await refusal({}, { payload: 'x'.repeat(4_800) }))?.message).toContain('too long');
		expect((await refusal({}, { payload: '' }))?.code).toBe('invalidInput');
		expect(inChannel().at(-1)!.text).not.toContain('xxx');
	});

	test('the path of another node', async () => {
		runtime.place();
		const second = runtime.place({ id: 'copy' });
		expect(runtime.warnings).toEqual([expect.stringContaining('Another zoho-cliq-ask node has the same path')]);
		second.input({ payload: 'Well?' });
		await until(() => second.dones.length > 0);
		expect(second.dones[0]).toMatchObject({ code: 'invalidInput', message: expect.stringContaining('same path') });
		await second.close(true);
	});
});

test('presses that Cliq did not send are refused, and a warning tells the one who set it up', async () => {
	const node = runtime.place({ answer: { kind: 'approval', way: 'cliq', approvers: str(LEO) } });
	const before = inChannel().length;
	node.input({ payload: 'Pay?' });
	await until(() => inChannel().length > before);
	await quiet();
	const { content, id: messageId } = inChannel().at(-1)!;
	const answer = content.buttons![0]!.key!;
	const [choice, key] = answer.split(',');
	const time = Date.now();
	const secret = secretOf('ask', { clientSecret: tokens.clientSecret } as never)!;
	const hashed = (text: string) => createHmac('sha256', secret).update(text).digest('base64');
	const body = (id: string) => ({
		forwarder: 1,
		handler: 'button_handler',
		time,
		user: { id: '55744524', email: LEO },
		chat: { id: 'CT_1' },
		message: { id },
		arguments: { key: answer },
	});
	const post = (pass: string, id = messageId) =>
		fetch(`${runtime.url}/cliq/x/?choice=${choice}&key=${key}`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-cliq-time': String(time),
				'x-cliq-pass': pass,
				'x-cliq-proof': hashed(`${answer} 55744524 ${LEO} ${time} CT_1 ${id}`),
			},
			body: JSON.stringify(body(id)),
		});
	for (let count = 0; count < 3; count++) expect((await post('guessed')).status).toBe(401);
	expect(runtime.warnings).toEqual([expect.stringContaining('signature is wrong')]);
	expect(
		(
			await fetch(`${runtime.url}/cliq/x/?choice=${choice}&key=${key}`, {
				method: 'POST',
				body: new URLSearchParams(),
			})
		).status,
	).toBe(403);
	const good = hashed(`pass ${choice},${key} ${time}`);
	expect(await (await post(good, '1_2')).json()).toMatchObject({
		type: 'banner',
		status: 'failure',
		text: expect.stringContaining('copy'),
	});
	expect(node.outs).toEqual([]);
	expect(await (await post(good)).json()).toMatchObject({ type: 'banner', status: 'success' });
	await until(() => node.outs.length > 0);
	expect(node.outs[0]![0]).toMatchObject({ payload: { approved: true, responder: { email: LEO, source: 'cliq' } } });
	expect(JSON.stringify([runtime.warnings, runtime.logs, node.statuses])).not.toContain(secret);
});

test.each([
	['https://red.example.com', undefined, 'cliq/x', 'https://red.example.com/cliq/x'],
	['https://red.example.com/endpoint/', '/', '/cliq/x', 'https://red.example.com/endpoint/cliq/x'],
	[' http://192.168.1.5:1880 ', '/hooks/', 'x', 'http://192.168.1.5:1880/hooks/x'],
	['https://red.example.com', false, 'x', 'https://red.example.com/x'],
])('%s, %s and %s are %s', (publicUrl, httpNodeRoot, path, expected) => {
	expect(addressOf({ settings: { httpNodeRoot } } as unknown as Red, { publicUrl, path })).toBe(expected);
});

test('the secret is of the node and of the client secret, and neither', () => {
	const of = (id: string, clientSecret: string) => secretOf(id, { clientSecret } as never);
	expect(new Set([of('a', 's'), of('b', 's'), of('a', 't')]).size).toBe(3);
	expect(of('a', 's')).toBe(of('a', ' s '));
	expect(of('a', '')).toBeFalsy();
});

describe('what was filled in becomes a question', () => {
	const about = { text: 'Well?', timeZone: 'UTC' };

	test('nothing filled in is a yes or no by a link', () => {
		expect(questionOf({}, { text: 'Well?' })).toEqual({
			key: expect.stringMatching(/^[0-9a-f]{32}$/),
			text: 'Well?',
			kind: 'approval',
			way: 'link',
			labels: { approve: 'Approve', decline: 'Decline' },
			form: { fields: [] },
			approvers: [],
			timeZone: expect.any(String),
		});
	});

	test('approvers are a list, or names with commas; of no use for a link', () => {
		const of = (approvers: unknown, way = 'cliq') => questionOf({ way, approvers }, about).approvers;
		expect(of(' a@b.c, 55 ;66\n')).toEqual(['a@b.c', '55', '66']);
		expect(of(['a@b.c', 55, ''])).toEqual(['a@b.c', '55']);
		expect([of(undefined), of('a@b.c', 'link')]).toEqual([[], []]);
	});

	test('a form has its fields, and what is empty is not there', () => {
		const fields = [
			{ label: ' Amount ', kind: 'number', required: true },
			{ label: 'Color', kind: 'choice', choices: 'red\n\n blue ', description: '' },
			{ label: 'Sizes', kind: 'choices', choices: ['S', 'L'], placeholder: 'x' },
			{ label: 'Note', choices: ['left over'] },
		];
		expect(
			questionOf(
				{ kind: 'customForm', way: 'cliq', fields, title: ' Order ', submit: '', respondLabel: 'Order' },
				{ ...about, asked: LEO },
			),
		).toMatchObject({
			kind: 'customForm',
			way: 'cliq',
			asked: LEO,
			labels: { respond: 'Order' },
			form: {
				title: 'Order',
				fields: [
					{ label: 'Amount', kind: 'number', required: true },
					{ label: 'Color', kind: 'choice', choices: ['red', 'blue'] },
					{ label: 'Sizes', kind: 'choices', choices: ['S', 'L'], placeholder: 'x' },
					{ label: 'Note', kind: 'text' },
				],
			},
		});
		expect(questionOf({ kind: 'freeText', fields }, about)).toMatchObject({
			labels: { respond: 'Respond' },
			form: { fields: [] },
		});
	});

	test('one button alone', () => {
		expect(questionOf({ buttons: 'approve', approveLabel: 'Seen', declineLabel: 'No' }, about).labels).toEqual({
			approve: 'Seen',
		});
	});
});
