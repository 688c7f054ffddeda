import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { ZohoCliqTrigger } from '../../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';

const secret = 'a secret of twenty characters';
const root = 'https://cliq.example.com';

const events: IDataObject = { setUp: 'paste', events: ['message'], answer: 'nothing' };
const connected: IDataObject = {
	...events,
	setUp: 'paste',
	useAccount: true,
	additionalFields: { botName: 'statusbot' },
};

interface Call extends IHttpRequestOptions {
	isAuthenticated: boolean;
}

interface Given {
	headers?: Record<string, string>;
	/** By the name of a node, what follows it. */
	nodesAfter?: Record<string, Array<{ name: string; type: string }>>;
	parameters?: IDataObject;
	/** ID of the node. */
	id?: string;
	/** What a request of the node is answered with: a status and a body, or an error. */
	api?: (call: Call) => Promise<unknown> | unknown;
	/** Parameters as they stand in the form, where they have expressions. */
	written?: IDataObject;
	/** Of n8n's reading of the body. */
	unread?: Error;
}

/** Plays n8n. */
async function deliver(
	body: unknown,
	{
		nodesAfter = {},
		headers = { 'x-cliq-secret': secret },
		parameters = {},
		id = 'n1',
		api = () => [200, {}],
		unread,
		written: raw = {},
	}: Given = {},
) {
	const lines: string[] = [];
	const log = (line: string) => lines.push(line);
	const calls: Call[] = [];
	const sent: { status: number; body?: unknown } = { status: 200 };
	const response = {
		destroyed: false,
		get statusCode() {
			return sent.status;
		},
		status: (status: number) => Object.assign(response, { ignored: (sent.status = status) }),
		json: (answer: unknown) => (sent.body = answer),
	};
	const all: IDataObject = { ...events, ...parameters };
	const connectionInputData = [{ json: { body } }];
	const request = async (call: Call) => {
		calls.push(call);
		const answer = await api(call);
		if (answer instanceof Error) throw answer;
		const [statusCode, answered, more] = answer as [number, unknown, object | undefined];
		return { statusCode, body: answered, headers: { 'content-type': 'text/plain', ...more } };
	};
	const rawBody = Buffer.from(JSON.stringify(body));
	const asked = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, query: {} };
	const reading = {
		readRawBody: async () => (unread ? Promise.reject(unread) : void Object.assign(reading, { rawBody })),
		...asked,
	};
	const context = {
		connectionInputData,
		getNodeParameter: (name: string, fallback?: unknown, options?: { rawExpressions?: boolean }) => {
			const value = (options?.rawExpressions ? (raw[name] ?? all[name]) : all[name]) as unknown;
			if (value instanceof Error) throw value;
			return typeof value === 'function' ? value(connectionInputData[0]!.json) : (value ?? fallback);
		},
		getCredentials: async (type: string) =>
			type === 'cliqNodesOAuth2Api' ? { dataCenter: 'custom', baseUrl: root, rateLimit: 'none' } : { secret },
		getWorkflow: () => ({ id: 'w' }),
		getNode: () => ({ id, name: 'Zoho Cliq Trigger', credentials: { cliqNodesOAuth2Api: { id: 'account' } } }),
		getChildNodes: (name: string) => nodesAfter[name] ?? [],
		getMode: () => 'webhook',
		getRequestObject: () => reading,
		getResponseObject: () => response,
		helpers: {
			httpRequest: (call: IHttpRequestOptions) => request({ ...call, isAuthenticated: false }),
			httpRequestWithAuthentication: (_type: string, call: IHttpRequestOptions) =>
				request({ ...call, isAuthenticated: true }),
			prepareBinaryData: async (content: unknown, fileName: string, mimeType: string) => {
				const chunks: Buffer[] = [];
				for await (const chunk of content as AsyncIterable<Buffer>) chunks.push(chunk);
				return { data: Buffer.concat(chunks).toString('base64'), fileName, mimeType };
			},
		},
		logger: { debug: log, info: log, warn: log, error: log },
	};
	const result = await new ZohoCliqTrigger().webhook.call(context as never);
	return { result, sent, response, calls, log: () => lines.join('\n') };
}

let count = 0;
/** A message that was not here before. */
const written = (more: object = {}) => ({
	forwarder: 1,
	handler: 'message_handler',
	time: Date.now() + ++count,
	message: `Hello ${count}`,
	user: { id: '7', first_name: 'Leo' },
	chat: { id: 'CT_1', type: 'bot' },
	...more,
});

/** Lets everything happen that waits for nothing but its turn. */
const settled = async () => {
	for (let turn = 0; turn < 100; turn++) await Promise.resolve();
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('starts the workflow with the event, once', async () => {
	const body = written({ message: 'Hello' });
	const first = await deliver(body);
	expect(first.result).toMatchObject({
		webhookResponse: {},
		workflowData: [[{ json: { kind: 'message', message: { text: 'Hello' } } }]],
	});
	expect(first.result.workflowData![0]![0]!.json).not.toHaveProperty('raw');
	const second = await deliver(body);
	expect(second.result).toEqual({ webhookResponse: {} });
	const elsewhere = await deliver(body, { id: 'n2', parameters: { additionalFields: { botName: '@statusbot' } } });
	expect(elsewhere.result.workflowData![0]![0]!.json).toMatchObject({ bot: { uniqueName: 'statusbot' } });
});

test('tells strangers no more than the status, and the log no secret', async () => {
	const { result, sent, log } = await deliver(written(), { headers: { 'x-cliq-secret': 'guessed-secret-123' } });
	expect(result).toEqual({ noWebhookResponse: true });
	expect(sent).toEqual({ status: 401, body: { message: 'Unauthorized' } });
	expect(log()).toMatch(/refused a delivery with 401/);
	expect(log()).not.toMatch(/guessed|twenty characters/);
});

test.each([
	[Object.assign(new Error('request entity too large'), { type: 'entity.too.large' }), 413],
	[new Error('request aborted'), 400],
])('what n8n cannot read is refused: %s', async (unread, status) => {
	const { sent, log } = await deliver(written(), { unread });
	expect(sent.status).toBe(status);
	expect(log()).toContain(`refused a delivery with ${status}`);
});

test.each([
	['users', 'Only Users', 'to let everything through'],
	['chats', 'Only Chats', 'to let everything through'],
	['text', 'Only Text Containing', 'to let everything through'],
	['botName', 'Bot Unique Name', 'to let what the bot itself writes through'],
])(
	'a filter whose expression gives nothing fails, and does not start the workflow for all: %s',
	async (name, label, emptyMeans) => {
		const given = {
			parameters: { additionalFields: { [name]: undefined } } as IDataObject,
			written: { additionalFields: { [name]: '={{ $vars.team }}' } } as IDataObject,
		};
		await expect(deliver(written(), given)).rejects.toMatchObject({
			message: `"${label}" gave nothing ({{ $vars.team }})`,
			description: `Check the expression, or clear the field ${emptyMeans}.`,
		});
		expect(
			(await deliver(written(), { ...given, headers: { 'x-cliq-secret': 'guessed-secret-123' } })).sent.status,
		).toBe(401);
	},
);

test('a filter takes a list', async () => {
	const given = (users: unknown) => ({
		parameters: { additionalFields: { users } } as IDataObject,
		written: { additionalFields: { users: '={{ $vars.team }}' } } as IDataObject,
	});
	expect((await deliver(written(), given(['8', '7']))).result).toHaveProperty('workflowData');
	expect((await deliver(written(), given(['8']))).result).toEqual({ webhookResponse: {} });
});

test('ignores what the workflow does not want', async () => {
	for (const parameters of [
		{ events: ['mention'] },
		{ additionalFields: { users: 'sam@example.com' } },
		{ additionalFields: { text: 'deploy' } },
	]) {
		expect((await deliver(written(), { parameters: parameters as IDataObject })).result).toEqual({
			webhookResponse: {},
		});
	}
});

describe('answers', () => {
	const lastNode = (parameters: IDataObject = {}) => ({ ...parameters, answer: 'lastNode' });

	test('a text at once, in which an expression sees the event; and nothing where it fails', async () => {
		const answerText = ((json: any) => `Thanks, ${json.user.name}`) as never;
		const said = await deliver(written(), { parameters: { answer: 'text', answerText } });
		expect(said.result).toMatchObject({ webhookResponse: { text: 'Thanks, Leo' }, workflowData: [[{}]] });
		const failed = await deliver(written(), {
			parameters: { answer: 'text', answerText: new Error('No such field') as never },
		});
		expect(failed.result).toMatchObject({ webhookResponse: {}, workflowData: [[{}]] });
		expect(failed.log()).toContain('answered nothing: No such field');
	});

	test('what the last node gives, in the format that it has, and nothing of a failure', async () => {
		const good = await deliver(written(), { parameters: lastNode() });
		good.response.json({ text: 'Done', password: 'x' });
		expect(good.sent).toEqual({ status: 200, body: { text: 'Done' } });
		for (const [textFormat, item, text] of [
			[undefined, { output: '**Done**' }, '*Done*'],
			['auto', { text: null, output: '**Done**' }, '*Done*'],
			[undefined, { text: '*Done*' }, '*Done*'],
			['markdown', { text: '**Done**' }, '*Done*'],
			['cliq', { output: '*Done*' }, '*Done*'],
		] as const) {
			const { response, sent } = await deliver(written(), {
				parameters: lastNode(textFormat && { additionalFields: { textFormat } }),
			});
			response.json(item);
			expect(sent.body).toEqual({ text });
		}
		const bad = await deliver(written(), { parameters: lastNode() });
		bad.response.status(500);
		bad.response.json({ message: 'Error in workflow', text: 'x' });
		expect(bad.sent).toEqual({ status: 500, body: {} });
		expect([good.log(), bad.log()]).toEqual([
			expect.not.stringContaining('answered nothing'),
			expect.stringContaining('answered nothing: the last node gave no item with a text'),
		]);
	});

	test('what a chain ends with is Markdown in its "text" too', async () => {
		const chain = { name: 'Chain', type: '@n8n/n8n-nodes-langchain.chainLlm' };
		const set = { name: 'Set', type: 'n8n-nodes-base.set' };
		for (const [nodesAfter, text] of [
			[{ 'Zoho Cliq Trigger': [chain] }, '*Done*'],
			[{ 'Zoho Cliq Trigger': [chain, set], Chain: [set] }, '**Done**'],
		] as const) {
			const { response, sent } = await deliver(written(), {
				parameters: lastNode(),
				nodesAfter: nodesAfter as never,
			});
			response.json({ text: '**Done**' });
			expect(sent.body).toEqual({ text });
		}
	});

	test('what the workflow ends with calls no group, unless that is allowed', async () => {
		const item = {
			text: 'Ask {@all} or {@sam@example.com}',
			card: { theme: 'modern-inline', title: '{@available}' },
		};
		const { response, sent } = await deliver(written(), { parameters: lastNode() });
		response.json(item);
		expect(sent.body).toEqual({
			text: 'Ask {\u2060@all} or {@sam@example.com}',
			card: { theme: 'modern-inline', title: '{\u2060@available}' },
		});
		const allowed = await deliver(written(), {
			parameters: lastNode({ additionalFields: { allowGroupMentions: true } }),
		});
		allowed.response.json(item);
		expect(allowed.sent.body).toEqual(item);
	});

	test('a failed workflow is answered where somebody wrote with what', async () => {
		const { response, sent, log } = await deliver(written(), {
			parameters: lastNode({ additionalFields: { failureText: 'Sorry, *try again*' } }),
		});
		response.status(500);
		response.json({ message: 'Error in workflow' });
		expect([sent, log()]).toEqual([{ status: 200, body: { text: 'Sorry, *try again*' } }, '']);
	});

	test('nothing that Cliq would not post, and says what is left out', async () => {
		const { response, sent, log } = await deliver(written(), { parameters: lastNode() });
		response.json({ text: 'Hi', buttons: Array(9).fill({ label: 'x' }) });
		expect(sent.body).toEqual({ text: 'Hi' });
		expect(log()).toMatch(/answered with less than it was given: .*[Bb]utton/);
	});

	test('late, with a message of its own where the event happened, and not twice', async () => {
		const { response, sent, calls, log } = await deliver(written(), { parameters: lastNode(connected) });
		jest.advanceTimersByTime(14_000);
		response.json({ text: 'Done', card: { title: 'A', theme: 'modern-inline' } });
		expect(sent.body).toEqual({});
		await settled();
		expect(calls).toMatchObject([
			{
				method: 'POST',
				url: `${root}/api/v2/bots/statusbot/message`,
				isAuthenticated: true,
				body: { text: 'Done', card: { title: 'A' }, userids: '7' },
			},
		]);
		expect(log()).toContain('with a message of its own, 14 seconds after it came');
	});

	test.each([
		['13 seconds after it was sent', () => ({ time: Date.now() - 13_500 }), {}],
		['when whoever asked has gone', () => ({}), { destroyed: true }],
	])('late, %s', async (_when, more, gone) => {
		const { response, sent, calls } = await deliver(written(more()), { parameters: lastNode(connected) });
		Object.assign(response, gone);
		response.json({ text: 'Done' });
		await settled();
		expect([sent.body, calls.length]).toEqual([{}, 1]);
	});

	test('late in a thread, as the account; what comes back of it starts nothing', async () => {
		const thread = { chat: { id: 'CT_1-T-2', type: 'thread', channel_unique_name: 'incidents' } };
		const parameters = lastNode({ ...connected, events: ['mention'] });
		const mention = (text: string) => written({ handler: 'mention_handler', ...thread, message: { text } });
		const { response, calls } = await deliver(mention('@bot help'), { parameters });
		jest.advanceTimersByTime(14_000);
		response.json({ text: 'Ask @bot' });
		await settled();
		expect(calls).toMatchObject([{ url: `${root}/api/v2/chats/CT_1-T-2/message`, body: { text: 'Ask @bot' } }]);
		expect((await deliver(mention('Ask @bot'), { parameters })).result).toEqual({ webhookResponse: {} });
		expect((await deliver(mention('Ask @bot again'), { parameters })).result.workflowData).toHaveLength(1);
	});

	test('a long text in several messages; without an account its beginning', async () => {
		const long = 'word '.repeat(1_500);
		const { response, sent, calls } = await deliver(written(), { parameters: lastNode(connected) });
		response.json({ text: long });
		await settled();
		expect([sent.body, calls.length]).toEqual([{}, 2]);
		const alone = await deliver(written(), { parameters: lastNode() });
		alone.response.json({ text: long });
		await settled();
		expect([alone.calls.length, (alone.sent.body as { text: string }).text.length]).toEqual([
			0,
			expect.any(Number),
		]);
		expect((alone.sent.body as { text: string }).text).toMatch(/^word [^]*\d/);
	});

	test('late without an account all the same, since there is no other way, and says what would help', async () => {
		const { response, sent, calls, log } = await deliver(written(), { parameters: lastNode() });
		jest.advanceTimersByTime(20_000);
		response.json({ text: 'Done' });
		await settled();
		expect([sent.body, calls]).toEqual([{ text: 'Done' }, []]);
		expect(log()).toContain('20 seconds after the event');
	});

	describe('while the workflow runs', () => {
		const working = (more: IDataObject = {}) =>
			lastNode({
				...connected,
				additionalFields: { botName: 'statusbot', workingText: ' Working on it… ', ...more },
			});
		const api = ({ method, url }: Call) => [
			200,
			method === 'POST' && url.endsWith('/bots/statusbot/message')
				? { message_details: { 7: { chat_id: 'CT_1', message_id: '1 2' } } }
				: {},
		];
		const told = (calls: Call[]) =>
			calls.map(({ method, url, body }) => [
				method,
				url.slice(root.length + '/api/v2'.length),
				(body as IDataObject | undefined)?.text,
			]);
		const posted = ['POST', '/bots/statusbot/message', 'Working on it…'];
		const message = '/chats/CT_1/messages/1%202';

		test('it says so after five seconds, and what it ends with, or fails with, stands in its place', async () => {
			for (const [status, item, text] of [
				[200, { output: '**Done**' }, '*Done*'],
				[500, { message: 'Error in workflow' }, 'Sorry'],
			] as const) {
				const { response, sent, calls, log } = await deliver(written(), {
					parameters: working({ failureText: 'Sorry' }),
					api,
				});
				await jest.advanceTimersByTimeAsync(8_000);
				expect(told(calls)).toEqual([posted]);
				response.status(status);
				response.json(item);
				await jest.advanceTimersByTimeAsync(1_000);
				expect([sent, told(calls)]).toEqual([{ status: 200, body: {} }, [posted, ['PUT', message, text]]]);
				expect(log()).toContain('in the place of what it said before, 8 seconds after it came');
			}
		});

		test('it says nothing where the workflow is quick, nor without an account to edit it with', async () => {
			const quick = await deliver(written(), { parameters: working(), api });
			await jest.advanceTimersByTimeAsync(4_000);
			quick.response.json({ text: 'Done' });
			const alone = await deliver(written(), { parameters: { ...working(), useAccount: false }, api });
			await jest.advanceTimersByTimeAsync(8_000);
			alone.response.json({ text: 'Done' });
			expect([quick, alone].map(({ sent, calls }) => [sent.body, calls])).toEqual([
				[{ text: 'Done' }, []],
				[{ text: 'Done' }, []],
			]);
		});

		test('nothing of it stays without an answer', async () => {
			const { response, sent, calls } = await deliver(written(), { parameters: working(), api });
			await jest.advanceTimersByTimeAsync(8_000);
			response.json({ total: 3 });
			await jest.advanceTimersByTimeAsync(1_000);
			expect([sent.body, told(calls)]).toEqual([{}, [posted, ['DELETE', message, undefined]]]);
		});

		test('the answer is a message where the edit is refused, or carries less', async () => {
			const refusing = (call: Call) => (call.method === 'PUT' ? [403, { code: 'access_denied' }] : api(call));
			const refused = await deliver(written({ chat: { id: 'CT_refused', type: 'bot' } }), {
				parameters: working(),
				api: refusing,
			});
			const long = await deliver(written(), { parameters: working(), api });
			await jest.advanceTimersByTimeAsync(8_000);
			refused.response.json({ text: 'Done' });
			long.response.json({ text: 'word '.repeat(1_500) });
			await jest.advanceTimersByTimeAsync(5_000);
			expect(
				told(refused.calls)
					.map(([method, , text]) => [method, text])
					.filter(([method]) => method !== 'GET'),
			).toEqual([
				['POST', 'Working on it…'],
				['PUT', 'Done'],
				['POST', 'Done'],
				['DELETE', undefined],
			]);
			expect(told(long.calls).map(([method]) => method)).toEqual(['POST', 'PUT', 'POST']);
		});
	});

	describe('of a webhook extension, late', () => {
		const parameters = lastNode({ setUp: 'extension', useAccount: false });
		const extension = (response_url: string) => ({
			name: 'Bot',
			unique_name: 'bot',
			handler: { type: 'message_handler' },
			type: 'bot',
			timestamp: Date.now(),
			response_url,
			params: { message: `Hello ${++count}`, user: { id: '7' }, chat: { id: 'CT_1' } },
		});
		const url = 'https://cliq.zoho.com/v2/extensions/1/responses/2';
		const answered = async (given: Awaited<ReturnType<typeof deliver>>) => {
			jest.advanceTimersByTime(15_000);
			given.response.json({ text: 'Done' });
			await settled();
			return given;
		};

		test('go to the address that Cliq gave, without a token', async () => {
			const { sent, calls } = await answered(await deliver(extension(url), { parameters }));
			expect(sent.body).toEqual({});
			expect(calls).toMatchObject([
				{
					method: 'POST',
					url,
					body: { output: { text: 'Done' } },
					isAuthenticated: false,
					disableFollowRedirect: true,
				},
			]);
		});

		test('read no more of what that address says than of any answer', async () => {
			let read = 0;
			const endless = (async function* () {
				for (;;) yield Buffer.alloc((read += 1_000_000) && 1_000_000);
			})();
			const { calls } = await answered(await deliver(extension(url), { parameters, api: () => [200, endless] }));
			expect([calls.length, read]).toEqual([1, 21_000_000]);
		});

		test('go to no other address', async () => {
			const { sent, calls } = await answered(
				await deliver(extension('http://169.254.169.254/latest'), { parameters }),
			);
			expect([sent.body, calls]).toEqual([{ output: { text: 'Done' } }, []]);
		});

		test('are sent as a message where the address is used up, and are not where nobody knows', async () => {
			const withAccount = { ...parameters, useAccount: true };
			const used = await answered(
				await deliver(extension(url), {
					parameters: withAccount,
					api: ({ isAuthenticated }) => [isAuthenticated ? 200 : 404, {}],
				}),
			);
			expect(used.calls.map(({ url: called }) => new URL(called).pathname)).toEqual([
				'/v2/extensions/1/responses/2',
				'/api/v2/bots/bot/message',
			]);
			const unknown = await answered(
				await deliver(extension(url), { parameters: withAccount, api: () => [502, {}] }),
			);
			expect(unknown.calls).toHaveLength(1);
			expect(unknown.log()).toContain(
				'could not answer an event of Cliq: Cliq failed to process the reply (502)',
			);
		});

		test('say so where it cannot be done', async () => {
			const { calls, log } = await answered(await deliver(extension(url), { parameters, api: () => [404, {}] }));
			expect(calls).toHaveLength(1);
			expect(log()).toMatch(/could not answer .*Use an Account/);
		});
	});
});

describe('attachments', () => {
	const parameters = (more: IDataObject = {}) => ({
		...connected,
		...more,
		additionalFields: { downloadAttachments: true },
	});
	const sentFile = (id: string, name: string, more: object = {}) => ({
		id: `1 ${id}`,
		time: Date.now() - Number(id),
		type: 'file',
		sender: { id: '7' },
		content: { file: { id, name, type: 'text/plain' } },
		...more,
	});
	/** A chat with these messages, whose files hold their own IDs. */
	const chat =
		(messages: object[], files: Record<string, unknown> = {}) =>
		({ url }: Call) => {
			if (url.endsWith('/chats/CT_1/messages')) return [200, { data: messages }];
			const id = url.split('/').at(-1)!;
			return (
				files[id] ?? [
					200,
					(async function* () {
						yield Buffer.from(id);
					})(),
					{ 'content-type': 'text/plain' },
				]
			);
		};

	test('are found by their names, and stand in binary fields', async () => {
		const messages = [
			sentFile('1', 'a.txt', { sender: { id: '8' } }),
			sentFile('4', 'a.txt'),
			sentFile('3', 'a.txt'),
			sentFile('2', 'b.txt'),
		];
		const { result, sent } = await deliver(written({ attachments: ['a.txt', 'b.txt'] }), {
			parameters: parameters(),
			api: chat(messages),
		});
		expect(sent.body).toEqual({});
		expect(result.noWebhookResponse).toBe(true);
		const { json, binary } = result.workflowData![0]![0]!;
		expect((json.message as any).attachments).toEqual([
			{ name: 'a.txt', id: '3', field: 'attachment_0' },
			{ name: 'b.txt', id: '2', field: 'attachment_1' },
		]);
		expect(binary).toEqual({
			attachment_0: { data: 'Mw==', fileName: 'a.txt', mimeType: 'text/plain' },
			attachment_1: expect.objectContaining({ data: 'Mg==' }),
		});
	});

	test('that cannot be had keep nothing from running, and say why', async () => {
		const api = chat([sentFile('2', 'b.txt'), sentFile('5', 'c.txt')], { 5: [403, { code: 'no_access' }] });
		const { result } = await deliver(written({ attachments: ['a.txt', 'b.txt', 'c.txt'] }), {
			parameters: parameters(),
			api,
		});
		const { json, binary } = result.workflowData![0]![0]!;
		expect((json.message as any).attachments).toEqual([
			{ name: 'a.txt', error: expect.stringContaining('no file "a.txt"') },
			{ name: 'b.txt', id: '2', field: 'attachment_1' },
			{ name: 'c.txt', id: '5', error: expect.any(String) },
		]);
		expect(Object.keys(binary!)).toEqual(['attachment_1']);
		const unreadable = await deliver(written({ attachments: ['a.txt'] }), {
			parameters: parameters(),
			api: () => [403, { code: 'no_access' }],
		});
		expect((unreadable.result.workflowData![0]![0]!.json.message as any).attachments).toEqual([
			{ name: 'a.txt', error: expect.any(String) },
		]);
	});

	test('that take too long are waited for no longer than Cliq waits for the answer, which is given before where it is known', async () => {
		const api = chat([sentFile('2', 'b.txt')], {
			2: [
				200,
				(async function* () {
					yield await new Promise<never>(() => {});
				})(),
			],
		});
		const running = deliver(written({ attachments: ['b.txt'] }), {
			parameters: parameters({ answer: 'lastNode' }),
			api,
		});
		await jest.advanceTimersByTimeAsync(8_000);
		const { result } = await running;
		expect(result.noWebhookResponse).toBeUndefined();
		expect((result.workflowData![0]![0]!.json.message as any).attachments).toEqual([
			{ name: 'b.txt', id: '2', error: expect.stringContaining('within 8 seconds') },
		]);

		const texted = deliver(written({ attachments: ['b.txt'] }), {
			parameters: parameters({ answer: 'text', answerText: 'Thanks' }),
			api,
		});
		await jest.advanceTimersByTimeAsync(60_000);
		expect((await texted).sent.body).toEqual({ text: 'Thanks' });
	});

	test('are left where they are unless wanted, and where there is no account', async () => {
		for (const unwanted of [connected, { ...parameters(), useAccount: false }]) {
			const { result, calls } = await deliver(written({ attachments: ['a.txt'] }), {
				parameters: unwanted as IDataObject,
			});
			expect(calls).toEqual([]);
			expect((result.workflowData![0]![0]!.json.message as any).attachments).toEqual([{ name: 'a.txt' }]);
		}
	});
});
