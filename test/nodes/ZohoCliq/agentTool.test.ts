import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, NodeExecutionHint } from 'n8n-workflow';

import { ZohoCliq } from '../../../nodes/ZohoCliq/ZohoCliq.node';
import { startSandbox, type Sandbox } from '../../../sandbox';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

let accounts = 0;

let hints: string[] = [];
beforeEach(() => (hints = []));

interface Given {
	type?: string;
	written?: IDataObject;
	scopes?: string[];
	onRequest?: (url: string) => void;
	/** What Cliq answers, in place of the sandbox. */
	answers?: object;
}

async function whole(stream: unknown): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** What an agent gets from the node as its tool. */
async function call(
	parameters: IDataObject,
	{ type = 'n8n-nodes-zoho-cliq.zohoCliqTool', written = {}, scopes, onRequest, answers }: Given = {},
): Promise<any[]> {
	const { accessToken } = sandbox.control.issueTokens(scopes && { scopes });
	const all: IDataObject = {
		authentication: 'oAuth2',
		resource: 'message',
		operation: 'send',
		target: 'channel',
		channel: 'engineering',
		...parameters,
	};
	const id = `account ${++accounts}`;
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name: string, _item: number, otherwise: unknown, reading?: { rawExpressions?: boolean }) =>
			(reading?.rawExpressions ? written[name] : undefined) ?? all[name] ?? otherwise,
		getExecutionCancelSignal: () => undefined,
		getExecutionId: () => id,
		getContext: () => ({}),
		evaluateExpression: () => 0,
		getTimezone: () => 'Europe/Berlin',
		getParentNodes: () => [],
		getCredentials: async () => ({ dataCenter: 'custom', baseUrl: sandbox.url, rateLimit: 'none' }),
		getNode: () => ({ name: 'Cliq', type, credentials: { cliqNodesOAuth2Api: { id } } }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { method, url, qs, body }: IHttpRequestOptions) => {
				onRequest?.(url);
				if (answers) return { statusCode: 200, headers: {}, body: answers };
				const address = new URL(url);
				for (const [name, value] of Object.entries(qs ?? {}))
					if (value !== undefined) address.searchParams.set(name, String(value));
				const form = body as unknown as { type?: string; stream?(): unknown } | undefined;
				const sent = form?.stream ? new Uint8Array(await whole(form.stream())) : body && JSON.stringify(body);
				const response = await fetch(address, {
					...(method && { method }),
					body: sent || null,
					headers: {
						authorization: `Bearer ${accessToken}`,
						'content-type': form?.type ?? 'application/json',
					},
				});
				const isJson = response.headers.get('content-type')?.includes('json');
				return {
					statusCode: response.status,
					headers: {},
					body: isJson ? await response.json() : await response.text(),
				};
			},
		},
		continueOnFail: () => false,
		addExecutionHints: ({ message }: NodeExecutionHint) => hints.push(message),
		logger: { info: () => {} },
	} as unknown as IExecuteFunctions;
	const [items] = await new ZohoCliq().execute.call(context);
	for (const item of items!) expect(item).not.toHaveProperty('error');
	return items!.map(({ json }) => json);
}

const texts = () => sandbox.control.messages('#engineering').map(({ text }) => text);

describe('what goes wrong is an answer that a model can act on', () => {
	test.each([
		[
			'a channel that is not there',
			{ channel: 'nowhere', text: 'Hi' },
			{
				sent: false,
				code: 'notFound',
				error: expect.stringContaining('"nowhere"'),
				advice: expect.stringContaining('unique name'),
			},
		],
		[
			'a text that is missing',
			{ text: '' },
			{ sent: false, code: 'invalidInput', error: expect.stringContaining('Message'), advice: expect.anything() },
		],
		[
			'an emoji that is none',
			{ resource: 'reaction', operation: 'add', chatId: 'CT_1', messageId: '1_1', emoji: 'two words' },
			{
				sent: false,
				code: 'invalidInput',
				error: expect.stringContaining('two words'),
				advice: expect.stringContaining('emoji'),
			},
		],
		[
			'a message that is not there, for which nothing was to be sent',
			{ resource: 'message', operation: 'get', chatId: 'CT_1', messageId: '1_1', simplify: true },
			{ code: 'notFound', error: expect.stringContaining('"CT_1"'), advice: expect.anything() },
		],
		[
			'an operation that is not there',
			{ operation: 'shout' },
			{ sent: false, code: 'internalError', error: expect.stringContaining('"shout"') },
		],
		[
			'a question, for which a tool cannot wait',
			{ operation: 'sendAndWait', message: 'Deploy?' },
			{
				sent: false,
				code: 'invalidInput',
				error: expect.stringContaining('cannot wait'),
				advice: expect.stringContaining('human review'),
			},
		],
	])('%s', async (_what, parameters, answer) => expect(await call(parameters)).toEqual([answer]));

	test('a scope that is missing is named', async () => {
		const [answer] = await call({ text: 'Hi' }, { scopes: ['ZohoCliq.Channels.READ'] });
		expect(answer).toMatchObject({
			sent: false,
			code: 'scopeMissing',
			advice: expect.stringContaining('ZohoCliq.Webhooks.CREATE'),
		});
	});

	test('says what is posted already, and never that nothing was', async () => {
		sandbox.control.addFault({ kind: 'status', status: 400, operation: 'message.send.channel', from: 2 });
		const [answer] = await call({ text: 'word '.repeat(1500) });
		expect(answer).toMatchObject({
			sent: 'in part',
			advice: expect.stringContaining('1 message is posted already'),
		});
	});

	test('a lock longer than a minute ends the call, and says until when', async () => {
		sandbox.control.addFault({ kind: 'status', status: 429, operation: 'message.send.channel' });
		const [answer] = await call({ text: 'Hi' });
		expect(answer).toMatchObject({ sent: false, code: 'locked', tryAgainAt: expect.stringMatching(/^\d{4}-.*Z$/) });
		expect(answer.advice).toContain(answer.tryAgainAt);
	});
});

describe('one call posts no more than it may', () => {
	const long = 'word '.repeat(6000);

	test('five messages, unless the option says otherwise', async () => {
		const before = texts().length;
		const [refused] = await call({ text: long });
		expect(refused).toMatchObject({
			sent: false,
			error: 'This comes to 6 messages, and one call may post 5',
			advice: expect.stringMatching(/^Nothing was sent\..*file.*Max Messages a Call/),
		});
		expect(texts()).toHaveLength(before);
		const [sent] = await call({ text: long, options: { maxMessages: 6 } });
		expect(sent).toMatchObject({ success: true, messageIds: expect.anything() });
		expect(texts()).toHaveLength(before + 6);
		expect(await call({ text: 'Hi', options: { maxMessages: 'many' } })).toMatchObject([
			{ sent: false, error: expect.stringContaining('whole number') },
		]);
	});

	test('as a node there is no such limit', async () => {
		expect(await call({ text: long }, { type: 'n8n-nodes-zoho-cliq.zohoCliq' })).toMatchObject([{ success: true }]);
	});
});

describe('a file', () => {
	const file = {
		resource: 'file',
		operation: 'send',
		fileName: 'report.csv',
		fileType: 'text/csv',
		fileContent: 'a;b\n1;ü',
	};

	test('is made of a text, since an agent has no binary data', async () => {
		const before = sandbox.control.files().length;
		expect(await call(file)).toEqual([
			{ success: true, files: ['report.csv'], chatId: expect.stringMatching(/^CT_/) },
		]);
		expect(sandbox.control.files().slice(before)).toMatchObject([
			{ name: 'report.csv', type: 'text/csv', size: 8 },
		]);
		expect(await call({ ...file, fileName: '', fileType: '', fileContent: { a: 1 } })).toMatchObject([
			{ files: ['file.txt'] },
		]);
	});

	test('without a text is refused in words', async () => {
		expect(await call({ ...file, fileContent: '' })).toEqual([
			{
				sent: false,
				code: 'invalidInput',
				error: 'The file has no content',
				advice: expect.stringContaining('File Content'),
			},
		]);
	});
});

describe('a look-up', () => {
	const list = (resource: string, search: string) =>
		call({ resource, operation: 'getMany', returnAll: false, limit: 5, options: { search } });

	test('finds channels by a part of their name, as "#name" too, with what other operations take', async () => {
		expect(await list('channel', '#releas')).toContainEqual(
			expect.objectContaining({
				uniqueName: 'releases',
				chatId: expect.stringMatching(/^CT_/),
				channelId: expect.stringMatching(/^O/),
			}),
		);
	});

	test('finds users and chats', async () => {
		expect(await list('user', 'maya.okafor@zylker.example')).toEqual([
			{ name: 'Maya Okafor', email: 'maya.okafor@zylker.example', userId: expect.stringMatching(/^\d+$/) },
		]);
		expect(await list('chat', 'book club')).toContainEqual(
			expect.objectContaining({ name: 'Book club', type: 'chat', chatId: expect.stringMatching(/^CT_/) }),
		);
	});

	test('that did not see everything says so, whatever it found', async () => {
		let page = 0;
		const answers = {
			channels: [{ name: 'Incidents', unique_name: 'incidents' }],
			get next_token() {
				return String(page++);
			},
		};
		const warnings = [expect.stringContaining('Only the first 20 channels were searched')];
		expect(
			await call(
				{
					resource: 'channel',
					operation: 'getMany',
					returnAll: false,
					limit: 50,
					options: { search: 'incidents' },
				},
				{ answers },
			),
		).toEqual([{ name: 'Incidents', uniqueName: 'incidents', warnings }]);
		const missing = {
			resource: 'channel',
			operation: 'getMany',
			returnAll: false,
			limit: 5,
			options: { search: 'needle' },
		};
		expect(await call(missing, { answers })).toEqual([{ warnings }]);
		expect(await call(missing, { answers, type: 'n8n-nodes-zoho-cliq.zohoCliq' })).toEqual([]);
		expect(hints).toEqual([expect.stringContaining('1 of 1'), expect.stringContaining('1 of 1'), ...warnings]);
	});

	test('that finds nothing gives nothing', async () => expect(await list('channel', 'no such thing')).toEqual([]));
});

describe('what a model writes calls no group', () => {
	const text = 'Ask {@all} or {@maya.okafor@zylker.example}';
	const written = { text: '={{ $fromAI("Message") }}' };

	test("in Cliq's own format, where people are still mentioned", async () => {
		await call(
			{ text, options: { textFormat: 'cliq' } },
			{ written: { ...written, options: { textFormat: 'cliq' } } },
		);
		expect(texts().at(-1)).toBe('Ask {\u2060@all} or {@maya.okafor@zylker.example}');
	});

	test('unless the option allows it', async () => {
		const options = { textFormat: 'cliq', allowGroupMentions: true };
		await call({ text: 'Ask {@all}', options }, { written: { ...written, options } });
		expect(texts().at(-1)).toBe('Ask {@all}');
	});

	test('nor by the names that it gives for "Mention", while what a person chose is kept', async () => {
		const [answer] = await call(
			{ text: 'Hi', options: { mentions: 'all, maya.okafor@zylker.example' } },
			{ written: { ...written, options: { mentions: '={{ $fromAI("Who") }}' } } },
		);
		expect([texts().at(-1), answer]).toMatchObject([
			'{@maya.okafor@zylker.example} Hi',
			{ warnings: [expect.stringContaining('"all"')] },
		]);
		await call(
			{ text: 'Hi', options: { mentions: 'all' } },
			{ written: { ...written, options: { mentions: 'all' } } },
		);
		expect(texts().at(-1)).toBe('{@all} Hi');
	});
});
