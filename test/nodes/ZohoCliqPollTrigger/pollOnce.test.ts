import type { IDataObject, IHttpRequestOptions, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { Readable } from 'node:stream';

import { operation } from '../../../cliq/catalogue';
import { connect } from '../../../nodes/shared/transport';
import { ZohoCliqPollTrigger } from '../../../nodes/ZohoCliqPollTrigger/ZohoCliqPollTrigger.node';
import { startSandbox, type Sandbox } from '../../../sandbox';

const READ = 'message.getMany';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

let nodes = 0;

interface Set {
	chats?: unknown[];
	ignored?: string | undefined;
	additionalFields?: IDataObject;
	mode?: string;
	activation?: string;
	staticData?: IDataObject;
	/** Parameters as they stand in the form, where they have expressions. */
	written?: IDataObject;
}

/** A node in n8n, as far as this one asks for it. What it keeps goes through JSON, as over a restart. */
class Node {
	readonly logged: string[] = [];
	staticData: IDataObject = {};
	private readonly id = `node ${++nodes}`;

	constructor(private readonly set: Set = {}) {
		this.staticData = set.staticData ?? {};
	}

	async poll(changes: Set = {}): Promise<INodeExecutionData[] | null> {
		const {
			chats = [locator('list', chatOf('releases'), '#Releases')],
			ignored = '',
			additionalFields = {},
			mode = 'trigger',
			activation = 'activate',
			written: raw = {},
		} = { ...this.set, ...changes };
		const { accessToken } = sandbox.control.issueTokens();
		const parameters: IDataObject = {
			conversations: { conversation: chats.map((chat) => ({ chat })) } as IDataObject,
			ignored,
			additionalFields,
		};
		const staticData = JSON.parse(JSON.stringify(this.staticData)) as IDataObject;
		const context = {
			getMode: () => mode,
			getActivationMode: () => activation,
			getPollBudgetMs: () => 300_000,
			getNode: () => ({ name: 'Poll', id: this.id, credentials: { cliqNodesOAuth2Api: { id: this.id } } }),
			getWorkflow: () => ({ id: '1' }),
			getWorkflowStaticData: () => staticData,
			getNodeParameter: (name: string, _fallback: unknown, options?: { rawExpressions?: boolean }) =>
				options?.rawExpressions ? (raw[name] ?? parameters[name]) : parameters[name],
			getCredentials: async () => ({ dataCenter: 'custom', baseUrl: sandbox.url, rateLimit: 'none' }),
			logger: { warn: (line: string) => this.logged.push(line) },
			helpers: {
				httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) =>
					await send(request, accessToken),
				prepareBinaryData: async (content: Readable, fileName: string, mimeType: string) => ({
					fileName,
					mimeType,
					data: (await content.toArray()).join(''),
				}),
			},
		} as unknown as IPollFunctions;
		const polled = await new ZohoCliqPollTrigger().poll.call(context);
		if (mode !== 'manual') this.staticData = staticData;
		else expect(staticData).toEqual(this.staticData);
		return polled && polled[0]!;
	}
}

async function send({ method, url, qs, encoding }: IHttpRequestOptions, accessToken: string) {
	const address = new URL(url);
	for (const [name, value] of Object.entries(qs ?? {}))
		if (value !== undefined) address.searchParams.set(name, String(value));
	const response = await fetch(address, {
		...(method && { method }),
		headers: { authorization: `Bearer ${accessToken}` },
	});
	const headers: Record<string, string> = {};
	response.headers.forEach((value, name) => (headers[name] = value));
	if (encoding === 'stream')
		return {
			statusCode: response.status,
			headers,
			body: Readable.from([Buffer.from(await response.arrayBuffer())]),
		};
	return { statusCode: response.status, headers, body: await response.text() };
}

const locator = (mode: string, value: string, cachedResultName?: string) => ({
	__rl: true,
	mode,
	value,
	...(cachedResultName && { cachedResultName }),
});
const chatOf = (channel: string) =>
	sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === channel)!.chatId;
const write = (text: string, as?: string, channel = 'releases') =>
	sandbox.control.post({ chat: `#${channel}`, text, as });
const textsOf = (items: INodeExecutionData[] | null) => items?.map(({ json }) => (json.message as IDataObject).text);
const colleague = () => {
	const { people, owner } = sandbox.control.state();
	return people.find(({ id, member }) => member && id !== owner)!;
};

test('the first poll emits nothing, the next ones each new message once', async () => {
	const node = new Node();
	expect(await node.poll()).toBeNull();
	expect(await node.poll()).toBeNull();
	const { id, name } = colleague();
	write('One', id);
	write('Two');
	const items = await node.poll();
	expect(textsOf(items)).toEqual(['One', 'Two']);
	expect(items![0]!.json).toMatchObject({
		kind: 'channelMessage',
		via: 'poll',
		user: { id, name },
		chat: { id: chatOf('releases'), title: '#Releases' },
		message: { id: expect.any(String) as string },
		at: expect.stringMatching(/^\d{4}-/) as string,
	});
	expect(items![0]!.json).not.toHaveProperty('raw');
	expect(await node.poll()).toBeNull();
	write('Three');
	expect(textsOf(await node.poll({ additionalFields: { includeRaw: true } }))).toEqual(['Three']);
});

test('conversations are chosen from the list, by ID, by address or by an expression', async () => {
	const node = new Node({
		chats: [
			locator('id', chatOf('releases')),
			locator('url', `https://cliq.zoho.com/app/chats/${chatOf('incidents')}`),
			chatOf('marketing'),
		],
	});
	const other = sandbox.control
		.state()
		.channels.find(({ uniqueName }) => !['releases', 'incidents', 'marketing'].includes(uniqueName))!.uniqueName;
	await node.poll();
	for (const channel of ['releases', 'incidents', 'marketing', other]) write(channel, undefined, channel);
	expect(textsOf(await node.poll())).toEqual(['releases', 'incidents', 'marketing']);
});

test.each<[string, Set]>([
	[
		'"Ignore Messages From" gave nothing ({{ $vars.bots }})',
		{ ignored: undefined, written: { ignored: '={{ $vars.bots }}' } },
	],
	[
		'"Only Users" gave nothing ({{ $vars.team }})',
		{ additionalFields: { users: [] }, written: { additionalFields: { users: '={{ $vars.team }}' } } },
	],
	[
		'"Only Text Containing" gave nothing ({{ $vars.word }})',
		{ additionalFields: { text: '' }, written: { additionalFields: { text: '={{ $vars.word }}' } } },
	],
	[
		'"Conversation" gave nothing ({{ $vars.chat }})',
		{
			chats: ['CT_1', undefined],
			written: {
				conversations: { conversation: [{ chat: '' }, { chat: { __rl: true, value: '={{ $vars.chat }}' } }] },
			},
		},
	],
])('an expression that gives nothing lets nothing through: %s', async (message, set) => {
	await expect(new Node(set).poll()).rejects.toThrow(message);
	expect(sandbox.control.journal()).toEqual([]);
});

test('one that is added begins with what comes then', async () => {
	const node = new Node();
	await node.poll();
	write('Before', undefined, 'incidents');
	const chats = ['releases', 'incidents'].map(chatOf);
	expect(await node.poll({ chats })).toBeNull();
	write('After', undefined, 'incidents');
	expect(textsOf(await node.poll({ chats }))).toEqual(['After']);
});

test.each<[string, (someone: { id: string; name: string; email: string }) => Set, string[]]>([
	['ignored by ID', ({ id }) => ({ ignored: `7, ${id}` }), ['Deploy of mine']],
	['ignored by name', ({ name }) => ({ ignored: name.toUpperCase() }), ['Deploy of mine']],
	['ignored by email address', ({ email }) => ({ ignored: email }), ['Deploy of mine']],
	[
		'wanted by email address',
		({ email }) => ({ additionalFields: { users: ` ${email.toUpperCase()} ,` } }),
		['deploy done', 'Lunch'],
	],
	['wanted by ID and text', ({ id }) => ({ additionalFields: { users: id, text: 'DEPLOY' } }), ['deploy done']],
])('what people write is %s', async (_how, settings, texts) => {
	const someone = colleague();
	const node = new Node(settings(someone));
	await node.poll();
	write('deploy done', someone.id);
	write('Lunch', someone.id);
	write('Deploy of mine');
	expect(textsOf(await node.poll())).toEqual(texts);
	expect(await node.poll()).toBeNull();
});

test('somebody whom nobody knows is told of, and nothing is lost meanwhile', async () => {
	const node = new Node();
	await node.poll();
	write('Hi');
	await expect(node.poll({ ignored: 'nobody@example.com' })).rejects.toThrow(
		/nobody@example\.com.*Check the email address/,
	);
	expect(textsOf(await node.poll())).toEqual(['Hi']);
});

test('a test shows nothing older than a week', async () => {
	const ages = { 'Eight days': 8, 'Six days': 6 };
	for (const text of Object.keys(ages)) write(text);
	const messages = (sandbox.control as any).core.world.chats.get(chatOf('releases')).messages as Array<{
		text: string;
		time: number;
	}>;
	for (const message of messages)
		if (message.text in ages) message.time -= ages[message.text as keyof typeof ages] * 24 * 60 * 60_000;
	expect(textsOf(await new Node().poll({ mode: 'manual', additionalFields: { text: ' days' } }))).toEqual([
		'Six days',
	]);
});

test('a test shows messages that are there, and touches nothing', async () => {
	const node = new Node();
	for (const text of ['One', 'Two', 'Three', 'Four']) write(text);
	expect(textsOf(await node.poll({ mode: 'manual' }))).toEqual(['Two', 'Three', 'Four']);
	await expect(node.poll({ mode: 'manual', additionalFields: { text: 'never said' } })).rejects.toThrow(
		/no message of the last seven days.*Write one/,
	);
	expect(node.staticData).toEqual({});
});

test.each([
	[[], 'No conversation is chosen'],
	[[locator('list', '')], 'No conversation is chosen'],
	[['nonsense'], '#nonsense: There is no channel "nonsense"'],
	[['CT_1_2'], 'CT_1_2: There is no chat "CT_1_2"'],
])('a workflow with the conversations %j does not become active', async (chats, message) => {
	await expect(new Node({ chats }).poll()).rejects.toThrow(new RegExp(message));
});

test('a conversation that is gone later is logged once, and the others go on; if none is left, it fails', async () => {
	const node = new Node({ chats: ['releases', 'incidents'].map(chatOf) });
	await node.poll();
	const fault = () => sandbox.control.addFault({ kind: 'status', status: 403, operation: READ });
	for (let polls = 0; polls < 3; polls++) {
		fault();
		write('Hi', undefined, 'incidents');
		expect(textsOf(await node.poll())).toEqual(['Hi']);
	}
	expect(node.logged).toEqual([expect.stringContaining('was not looked into: The account is not allowed')]);
	fault();
	expect(await node.poll()).toBeNull();
	fault();
	fault();
	await expect(node.poll()).rejects.toThrow(/The account is not allowed/);
	write('Back');
	expect(textsOf(await node.poll())).toEqual(['Back']);
});

test('a lock is waited for, and logged once', async () => {
	const node = new Node();
	await node.poll();
	write('Hi');
	sandbox.control.lock({ operation: READ });
	expect(await node.poll()).toBeNull();
	expect(await node.poll()).toBeNull();
	expect(node.logged).toEqual([expect.stringContaining('Cliq has locked')]);
});

test('two polls at once read once', async () => {
	const node = new Node();
	await node.poll();
	write('Hi');
	const polls = await Promise.all([node.poll(), node.poll()]);
	expect(polls.map(textsOf)).toEqual([['Hi'], undefined]);
});

test('after a restart of n8n, the first minute is left to what the process before has read', async () => {
	const before = new Node();
	await before.poll();
	write('Hi');
	const clock = jest.spyOn(performance, 'now');
	const now = performance.now();
	const after = new Node({ staticData: before.staticData, activation: 'init' });
	for (const [later, texts] of [
		[0, undefined],
		[30_000, undefined],
		[62_000, ['Hi']],
	] as const) {
		clock.mockReturnValue(now + later);
		expect(textsOf(await after.poll())).toEqual(texts);
	}
	clock.mockRestore();
});

test('of many conversations one that cannot be read is named, and tried first when n8n tries again', async () => {
	const channels = sandbox.control
		.state()
		.channels.slice(0, 6)
		.map(({ chatId }) => chatId);
	const unknown = 'CT_1847392056173920481_748291635';
	const node = new Node({ chats: [...channels.slice(0, 3), unknown, ...channels.slice(3)] });
	const reads = () => sandbox.control.journal().filter(({ operation }) => operation === READ).length;
	sandbox.control.clearJournal();
	await expect(node.poll()).rejects.toThrow(`${unknown}: There is no chat`);
	expect(reads()).toBe(4);
	await expect(node.poll()).rejects.toThrow(`${unknown}: There is no chat`);
	expect(reads()).toBe(5);
	expect(await node.poll({ chats: channels })).toBeNull();
	expect(reads()).toBe(11);
});

test('after a restart a poll waits for the end of the minute where that is near', async () => {
	const before = new Node();
	await before.poll();
	write('Hi');
	const clock = jest.spyOn(performance, 'now');
	const now = performance.now();
	let later = 0;
	clock.mockImplementation(() => now + later);
	const after = new Node({ staticData: before.staticData, activation: 'init' });
	expect(await after.poll()).toBeNull();
	later = 31_000;
	const polled = after.poll();
	await new Promise((resolve) => setTimeout(resolve, 700));
	later = 61_100;
	expect(textsOf(await polled)).toEqual(['Hi']);
	clock.mockRestore();
});

test('all conversations have their turn, also in an n8n that keeps nothing of a poll without new messages', async () => {
	const channels = sandbox.control
		.state()
		.channels.slice(0, 5)
		.map(({ chatId }) => chatId);
	const node = new Node({ chats: channels });
	await node.poll();
	const { staticData } = node;
	sandbox.control.clearJournal();
	const now = performance.now();
	// Each read takes twenty seconds.
	const clock = jest
		.spyOn(performance, 'now')
		.mockImplementation(
			() => now + 20_000 * sandbox.control.journal().filter(({ operation }) => operation === READ).length,
		);
	for (let polls = 0; polls < 3; polls++) {
		node.staticData = staticData;
		expect(await node.poll()).toBeNull();
	}
	clock.mockRestore();
	const read = sandbox.control.journal().map(({ path }) => channels.indexOf(path.split('/')[4]!));
	expect(read).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3]);
});

test('files are downloaded into binary fields', async () => {
	const node = new Node({ additionalFields: { downloadAttachments: true, attachmentPrefix: 'file_' } });
	await node.poll();
	const { accessToken } = sandbox.control.issueTokens();
	const form = new FormData();
	form.set('files', new Blob(['figures'], { type: 'text/plain' }), 'report.txt');
	await fetch(`${sandbox.url}/api/v2/channelsbyname/releases/files`, {
		method: 'POST',
		headers: { authorization: `Bearer ${accessToken}` },
		body: form,
	});
	write('No file');
	const [first, second] = (await node.poll())!;
	expect(first!.binary).toEqual({
		file_0: { fileName: 'report.txt', mimeType: expect.stringContaining('text/plain') as string, data: 'figures' },
	});
	expect((first!.json.message as IDataObject).attachments).toMatchObject([{ name: 'report.txt', field: 'file_0' }]);
	expect(second!.binary).toBeUndefined();
});

test('what the nodes of this n8n sent does not start the workflow, unless it is wanted', async () => {
	const [node, curious] = [new Node(), new Node({ additionalFields: { ignoreOwn: false } })];
	await node.poll();
	await curious.poll();
	const { client } = await connect(
		{
			getCredentials: async () => ({ dataCenter: 'custom', baseUrl: sandbox.url, rateLimit: 'none' }),
			getNode: () => ({ name: 'Send', credentials: {} }),
			helpers: { httpRequestWithAuthentication: sending(sandbox.control.issueTokens().accessToken) },
		} as unknown as IPollFunctions,
		'oAuth2',
	);
	await client.call(
		operation('message.send.channel'),
		{ channel: 'releases', text: 'from the workflow', synchronous: true },
		{ maxWait: 1000 },
	);
	write('from a person');
	expect(textsOf(await node.poll())).toEqual(['from a person']);
	expect(textsOf(await curious.poll())).toEqual(['from the workflow', 'from a person']);
});

/** What n8n's helper does with a body. */
function sending(accessToken: string) {
	return async (_type: string, { method, url, body }: IHttpRequestOptions) => {
		const response = await fetch(url, {
			...(method && { method }),
			headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { statusCode: response.status, headers: {}, body: await response.text() };
	};
}
