import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	NodeExecutionHint,
} from 'n8n-workflow';

import { ZohoCliq } from '../../../nodes/ZohoCliq/ZohoCliq.node';
import { execute } from '../../../nodes/ZohoCliq/execute';
import { startSandbox, type Sandbox } from '../../../sandbox';

const POST = 'message.send.channel';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

let accounts = 0;

/** What n8n gives a node, as far as this one asks for it. */
function run(
	texts: string[],
	{
		channels = [] as string[],
		options = {} as IDataObject,
		continues = false,
		kept = {} as IDataObject,
		more = {} as IDataObject,
		written = undefined as IDataObject | undefined,
		round = 0,
		mode = 'trigger',
		onError = 'continueRegularOutput',
	} = {},
) {
	const { accessToken } = sandbox.control.issueTokens();
	const cancellation = new AbortController();
	const hints: string[] = [];
	const customData = new Map<string, string>();
	const logged: string[] = [];
	const id = `account ${++accounts}`;
	const parameters = (item: number): IDataObject => ({
		resource: 'message',
		operation: 'send',
		target: 'channel',
		authentication: 'oAuth2',
		channel: channels[item] ?? 'releases',
		text: texts[item],
		options,
		...more,
	});
	const send = async ({ method, url, qs, body, headers }: IHttpRequestOptions) => {
		const address = new URL(url);
		for (const [name, value] of Object.entries(qs ?? {}))
			if (value !== undefined) address.searchParams.set(name, String(value));
		const init = {
			...(method && { method }),
			body: body ? JSON.stringify(body) : null,
			headers: {
				...headers,
				authorization: `Bearer ${accessToken}`,
				'content-type': 'application/json',
			} as Record<string, string>,
			signal: cancellation.signal,
		};
		const response = await fetch(address, init).catch((error) => {
			throw Object.assign(new Error('Request failed'), {
				code: error.name === 'AbortError' ? 'ERR_CANCELED' : 'ECONNRESET',
			});
		});
		const isJson = response.headers.get('content-type')?.includes('json');
		return {
			statusCode: response.status,
			headers: { 'retry-after': response.headers.get('retry-after') },
			body: isJson ? await response.json() : await response.text(),
		};
	};
	const context = {
		getInputData: () => texts.map((text) => ({ json: { text } })),
		getNodeParameter: (name: string, item: number, otherwise: unknown, reading?: { rawExpressions?: boolean }) =>
			(reading?.rawExpressions && name === 'options' ? written : undefined) ??
			parameters(item)[name] ??
			otherwise,
		getExecutionCancelSignal: () => cancellation.signal,
		getExecutionId: () => id,
		getContext: () => kept,
		evaluateExpression: () => round,
		getMode: () => mode,
		getParentNodes: () => [],
		getCredentials: async () => ({ dataCenter: 'custom', baseUrl: sandbox.url, rateLimit: 'none' }),
		getNode: () => ({ name: 'Tell (the) team', onError, credentials: { cliqNodesOAuth2Api: { id } } }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => await send(request),
		},
		continueOnFail: () => continues,
		addExecutionHints: ({ message }: NodeExecutionHint) => hints.push(message),
		logger: { info: (line: string) => logged.push(line) },
		sendMessageToUI: () => {},
		getWorkflowDataProxy: () => ({ $execution: { customData } }),
	} as unknown as IExecuteFunctions;
	return { context, result: execute(context), cancel: () => cancellation.abort(), hints, customData, logged };
}

const stored = () =>
	sandbox.control
		.messages('#releases')
		.map(({ text }) => text)
		.filter((text) => /^m\d$/.test(text));
const calls = () => sandbox.control.counters()[POST]?.calls ?? 0;

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a failure that ends the run says which items were done before it', async () => {
	const { result } = run(['m0', 'm1', 'm2', 'm3'], { channels: ['releases', 'releases', 'no-such-channel'] });
	await expect(result).rejects.toMatchObject({
		message: expect.stringContaining('[Item 2]'),
		description: expect.stringMatching(
			/Done before this one: items 0 to 1, 2 of 4; those after it were not begun\.$/,
		),
	});
	expect(stored()).toEqual(['m0', 'm1']);
});

test('a loop sends in each of its rounds, and a round that n8n runs again sends nothing twice', async () => {
	const kept = {};
	for (const round of [0, 1, 1, 2]) await run([`m${round}`], { kept, round }).result;
	expect(stored()).toEqual(['m0', 'm1', 'm2']);
});

test('an execution that is retried goes on where it failed; where there is no record of it, a hint says so', async () => {
	const kept = {};
	sandbox.control.addFault({ kind: 'status', status: 400, operation: POST, from: 2 });
	await expect(run(['m0', 'm1'], { kept }).result).rejects.toThrow();
	const retried = run(['m0', 'm1'], { kept, mode: 'retry' });
	await retried.result;
	expect([stored(), retried.hints]).toEqual([['m0', 'm1'], []]);
	const killed = run(['m2'], { mode: 'retry' });
	await killed.result;
	expect(killed.hints).toEqual([expect.stringMatching(/^This execution is a retry\. .*look into the chat\.$/)]);
	const reading = run(['m2'], {
		mode: 'retry',
		more: { operation: 'getMany', chatId: sandbox.control.state().channels[0]!.chatId, limit: 1 },
	});
	await reading.result;
	expect(reading.hints).toEqual([]);
});

describe('numbers out of expressions', () => {
	const getMany = (more: IDataObject, options: IDataObject = {}) =>
		run(['m0'], {
			more: {
				resource: 'message',
				operation: 'getMany',
				chatId: sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents')!.chatId,
				...more,
			},
			options,
		}).result;

	test.each([-1, 0, 1.5, 'many', NaN, null])('a limit of %p is refused, not answered with nothing', async (limit) => {
		await expect(getMany({ limit })).rejects.toMatchObject({ message: expect.stringContaining('"Limit"') });
		expect(sandbox.control.counters()['message.getMany']).toBeUndefined();
	});

	test.each([{ maxWait: -1 }, { maxWait: 'soon' }, { timeout: 0 }, { timeout: '-5' }])(
		'%j is refused',
		async (options) => {
			await expect(getMany({ limit: 2 }, options)).rejects.toMatchObject({
				message: expect.stringContaining('must be a number of seconds'),
			});
			await expect(run(['m0'], { options }).result).rejects.toMatchObject({
				message: expect.stringContaining('must be a number of seconds'),
			});
			expect(calls()).toBe(0);
		},
	);

	test.each(['newest', 'oldest'] as const)(
		'a limit brings the newest messages, oldest first, from a server that begins with the %s',
		async (fullPage) => {
			for (const order of ['oldest-first', 'newest-first'] as const) {
				sandbox.control.variants({ fullPage, order });
				const wanted = sandbox.control
					.messages('#incidents')
					.slice(-3)
					.map(({ text }) => text);
				expect(
					(await getMany({ limit: '3' }, { from: '2020-01-01T00:00:00Z' })).map(({ json }) => json.text),
				).toEqual(wanted);
				expect((await getMany({ returnAll: true })).map(({ json }) => json.text).slice(-3)).toEqual(wanted);
			}
		},
	);
});

describe('a message of several calls', () => {
	/** Longer than two messages, in words of one letter each. */
	const long = (letter: string) => Array.from({ length: 6_000 }, () => letter).join(' ');
	const parts = (letter: string) =>
		sandbox.control.messages('#releases').filter(({ text }) => text.startsWith(`${letter} `)).length;
	const alsoTo = (...targets: Array<[string, string]>) => ({
		alsoTo: { form: targets.map(([target, id]) => ({ target, id })) },
	});

	test('goes on where it ended when n8n runs the node again, and gives one item', async () => {
		const kept = {};
		sandbox.control.addFault({ kind: 'status', status: 400, operation: POST, from: 5 });
		await expect(run([long('a'), long('b'), 'm2'], { kept }).result).rejects.toMatchObject({
			message: expect.stringMatching(/^Part 2 of 3: .*\[Item 1\]$/),
			description: expect.stringMatching(/1 message is posted already.*Done before this one: item 0, 1 of 3/),
		});
		const output = await run([long('a'), long('b'), 'm2'], { kept }).result;
		expect([parts('a'), parts('b'), stored()]).toEqual([3, 3, ['m2']]);
		expect(
			output.map(({ json, pairedItem }) => [(json.messageIds as string[] | undefined)?.length, pairedItem]),
		).toEqual([
			[3, { item: 0 }],
			[3, { item: 1 }],
			[undefined, { item: 2 }],
		]);
	});

	test('stays unclear when it was, and is never begun again', async () => {
		const kept = {};
		sandbox.control.addFault({ kind: 'reset', when: 'after', operation: POST, from: 2 });
		sandbox.control.addFault({ kind: 'status', status: 403, operation: 'message.getMany', times: 9 });
		for (let time = 1; time <= 2; time++) {
			await expect(run([long('a')], { kept }).result).rejects.toMatchObject({
				message: expect.stringMatching(/^Part 2 of 3: It is unknown/),
			});
			expect([parts('a'), calls()]).toEqual([2, 2]);
		}
	});

	test('is told of as done in part if it is cancelled between two of them', async () => {
		sandbox.control.addFault({ kind: 'hang', when: 'before', operation: POST, from: 3 });
		const { result, cancel, customData } = run(['m0', long('a')]);
		await until(() => calls() === 3);
		cancel();
		expect(customData.get('Tell_the_team')).toBe(
			'1 of 2 items done. Item 1 was done in part: check before you run it again.',
		);
		expect(
			(await result).map(({ json }) => [json.success, (json.details as IDataObject | undefined)?.advice]),
		).toEqual([
			[true, undefined],
			[undefined, expect.stringContaining('1 message is posted already')],
		]);
	});

	test('gives an item for each place', async () => {
		const output = await run(['m0'], { options: alsoTo(['channel', 'incidents'], ['user', '55744524']) }).result;
		expect(output.map(({ json, pairedItem }) => [json.success, pairedItem])).toEqual(
			Array(3).fill([true, { item: 0 }]),
		);
		expect(sandbox.control.messages('#incidents').at(-1)).toMatchObject({ text: 'm0' });
	});

	test('is not begun with a webhook token that cannot reach every place', async () => {
		const more = { authentication: 'webhookToken' };
		await expect(run(['m0'], { more, options: alsoTo(['user', '55744524']) }).result).rejects.toMatchObject({
			message: expect.stringContaining('to a user'),
		});
		expect([calls(), stored()]).toEqual([0, []]);
	});
});

test('a list in the place of a text is a digest, which is said', async () => {
	const { result, hints } = run([['a', 'b'] as unknown as string]);
	expect(await result).toMatchObject([
		{
			json: {
				success: true,
				warnings: [expect.stringMatching(/^"Message" is a list, so it was sent as a digest of 2 lines/)],
			},
		},
	]);
	expect([sandbox.control.messages('#releases').at(-1)!.text, hints.length]).toEqual(['*2 items*\na\nb', 1]);
});

describe('an item that fails where the run goes on', () => {
	const failing = {
		options: { buttons: { form: [{ label: 'Open', action: 'open.url', url: '' }] } } as IDataObject,
		continues: true,
	};
	const said = {
		error: 'Button 1 has no URL',
		details: { code: 'invalidInput', parameter: 'buttons', advice: expect.stringContaining('Fill in "URL"') },
	};

	test('keeps what came in, with what happened and what to do', async () => {
		expect(await run(['m0'], failing).result).toEqual([{ json: { text: 'm0', ...said }, pairedItem: { item: 0 } }]);
	});

	test('leaves what came in to n8n where there is an error output', async () => {
		expect(await run(['m0'], { ...failing, onError: 'continueErrorOutput' }).result).toEqual([
			{ json: said, pairedItem: { item: 0 } },
		]);
	});
});

describe('expressions', () => {
	const button = (url: unknown) => ({ buttons: { form: [{ label: 'Open', action: 'open.url', url }] } });

	test.each([undefined, '', null])('that give no URL (%j) cost the button, not the message', async (url) => {
		const { result, hints } = run(['m0'], {
			options: button(url) as IDataObject,
			written: button('={{ $json.dashboardURL }}') as IDataObject,
		});
		expect(await result).toMatchObject([
			{
				json: {
					success: true,
					warnings: ['Button 1 is left out: "URL" gave nothing ({{ $json.dashboardURL }})'],
				},
			},
		]);
		expect([stored(), hints]).toEqual([
			['m0'],
			['1 of 1 output items has warnings: Button 1 is left out: "URL" gave nothing ({{ $json.dashboardURL }}).'],
		]);
	});

	test('are told from what a person wrote', async () => {
		await expect(
			run(['m0'], { options: button('') as IDataObject, written: button('') as IDataObject }).result,
		).rejects.toMatchObject({ message: 'Button 1 has no URL' });
		expect(stored()).toEqual([]);
	});

	test.each([
		['mentions', 'Mention', {}, undefined],
		['from', 'From', { operation: 'getMany', chatId: 'CT_1', limit: 5 }, null],
		['to', 'To', { operation: 'getMany', chatId: 'CT_1', returnAll: true }, ''],
		['subscribers', 'Broadcast to Subscribers', { target: 'bot', bot: 'statusbot' }, undefined],
		['timeZone', 'Time Zone', { operation: 'schedule', chatId: 'CT_1', sendAt: '2099-01-01T09:00:00' }, undefined],
		['timeZone', 'Time Zone', { operation: 'schedule', chatId: 'CT_1', sendAt: '2099-01-01T09:00:00' }, null],
	])('that give nothing are refused where an empty field means something: %s', async (name, label, more, value) => {
		await expect(
			run(['m0'], { more, options: { [name]: value } as IDataObject, written: { [name]: '={{ $json.x }}' } })
				.result,
		).rejects.toMatchObject({ message: `"${label}" gave nothing ({{ $json.x }})` });
		expect(stored()).toEqual([]);
	});

	test('may give names as a list', async () => {
		const slides = (columns: unknown) =>
			({
				slides: { form: [{ type: 'table', data: [{ text: 'a', n: 1, secret: 's' }], columns }] },
			}) as IDataObject;
		await run(['m0'], { options: slides(['n', 'text']), written: slides('={{ ["n", "text"] }}') }).result;
		expect(sandbox.control.messages('#releases').at(-1)!.content.slides).toEqual([
			{ type: 'table', data: { headers: ['n', 'text'], rows: [{ n: '1', text: 'a' }] } },
		]);
	});
});

describe('all items as one message', () => {
	const texts = Array.from({ length: 12 }, (_, index) => `m${index}`);

	const table = { form: [{ type: 'table' }] };
	const ofAll = [{ type: 'table', data: { headers: ['text'], rows: texts.map((own) => ({ text: own })) } }];

	test.each([
		['where that is chosen', { combine: 'all' }, []],
		[
			'where a slide without data of its own shows them, which is told',
			{},
			[expect.stringMatching(/^The 12 items became one message, since slide 1 .*"Several Items"/)],
		],
	])('show all of them in a slide, and read everything else from the first: %s', async (_why, chosen, told) => {
		const { result, hints } = run(texts, { options: { ...chosen, slides: table } });
		expect(await result).toMatchObject([
			{ json: { success: true }, pairedItem: texts.map((_, item) => ({ item })) },
		]);
		const { text, content } = sandbox.control.messages('#releases').at(-1)!;
		expect([calls(), text, content.slides, hints]).toEqual([1, 'm0', ofAll, told]);
	});

	test.each<[string, IDataObject]>([
		['that is chosen', { combine: 'each', slides: table }],
		['its data is its own', { slides: { form: [{ type: 'table', data: '[{"a":1}]' }] } }],
		[
			'its entries are written by hand',
			{ slides: { form: [{ type: 'list', entries: { form: [{ label: 'a' }] } }] } },
		],
		['it is not made of data', { slides: { form: [{ type: 'text', text: 'a' }] } }],
		['there is no slide', {}],
	])('are not made where %s', async (_why, options) => {
		const { result, hints } = run(['m0', 'm1'], { options });
		expect(await result).toHaveLength(2);
		expect([stored(), hints]).toEqual([['m0', 'm1'], []]);
		const slides = sandbox.control
			.messages('#releases')
			.slice(-2)
			.map(({ content }) => content.slides);
		if (options.combine === 'each')
			expect(slides).toEqual(
				['m0', 'm1'].map((text) => [{ type: 'table', data: { headers: ['text'], rows: [{ text }] } }]),
			);
	});

	test.each([undefined, '', ' '])(
		'are not made, and nothing is sent, where an expression for the data gives %j',
		async (data) => {
			const given = { slides: { form: [{ type: 'table', data }] } };
			const written = { slides: { form: [{ type: 'table', data: '={{ $json.rowz }}' }] } };
			await expect(run(['m0', 'm1'], { options: given, written }).result).rejects.toMatchObject({
				message: 'Slide 1, table: "Data" gave nothing ({{ $json.rowz }}) [Item 0]',
				description: expect.stringContaining(
					'Check the expression, or clear the field to use the incoming items.',
				),
			});
			expect(stored()).toEqual([]);
		},
	);

	test('show no entries where the data of each says that there are none', async () => {
		const given = { slides: { form: [{ type: 'table', data: null }] } };
		const written = { slides: { form: [{ type: 'table', data: '={{ $json.rows }}' }] } };
		const { result, hints } = run(['m0', 'm1'], { options: given, written });
		const warnings = ['Slide 1 shows no entries: "Data" gave nothing ({{ $json.rows }})'];
		expect(await result).toMatchObject([
			{ json: { success: true, warnings } },
			{ json: { success: true, warnings } },
		]);
		expect(sandbox.control.messages('#releases').at(-1)!.content.slides).toEqual([
			{ type: 'text', data: 'No entries' },
		]);
		expect(hints).toEqual([
			`2 of 2 output items have warnings: ${warnings[0]}. The field "warnings" of the output has all of them.`,
		]);
	});

	test('are not made of other operations, nor of one item', async () => {
		const { result, hints } = run(['m0'], { options: { slides: table } });
		expect(await result).toMatchObject([{ pairedItem: { item: 0 } }]);
		expect(hints).toEqual([]);
	});

	test('fail together, and tell nothing of items before', async () => {
		const options = { combine: 'all', slides: { form: [{ type: 'images', urls: 'nowhere' }] } };
		const [failed, ...others] = await run(texts, { options, continues: true }).result;
		expect(others).toEqual([]);
		expect(failed).toMatchObject({
			json: { error: expect.stringMatching(/Slide 1/) },
			pairedItem: texts.map((_, item) => ({ item })),
		});
		expect(failed!.json.error).not.toContain('[Item');
		expect(JSON.stringify(failed!.json.details)).not.toMatch(/before this one/);
	});

	test('are a digest of the text of each, without any that only one of them has', async () => {
		const output = await run(texts, { options: { combine: 'digest', digestFull: 3 } }).result;
		const { text } = sandbox.control.messages('#releases').at(-1)!;
		expect(text).toMatch(/m0[^]*m1[^]*m2/);
		expect(text).not.toMatch(/m3/);
		expect(text).toContain('9');
		expect([calls(), output.length]).toEqual([1, 1]);
	});
});

test('what a run with "continue" could not wait for is told in a hint', async () => {
	const first = run(['m0']);
	await first.result;
	sandbox.control.lock({ operation: POST });
	const { result, hints } = run(['m1', 'm2'], { options: { maxWait: 0 }, continues: true });
	const output = await result;
	expect(output.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
		[expect.stringContaining('locked'), { item: 0 }],
		[expect.stringContaining('locked'), { item: 1 }],
	]);
	expect(hints).toEqual([expect.stringMatching(/^0 of 2 items done .* 2 items .* were left untouched/)]);
	expect(first.hints).toEqual([]);
});

describe('a run that is cancelled', () => {
	const summary = (output: INodeExecutionData[]) =>
		output.map(({ json }) => (json.success === true ? 'sent' : 'failed'));

	test('while an item waits for its turn gives what was done, and says so in the record', async () => {
		const end = sandbox.control.subscribe(
			({ type }) => void (type === 'message.posted' && sandbox.control.lock({ operation: POST })),
		);
		const { result, cancel, customData, logged } = run(['m0', 'm1', 'm2']);
		await until(() => calls() === 2);
		end();
		await new Promise((resolve) => setTimeout(resolve, 50));
		cancel();
		expect(customData.get('Tell_the_team')).toBe('1 of 3 items done. Item 1 and those after it were not begun.');
		expect(logged).toEqual([
			expect.stringMatching(
				/^Execution account \d+, node "Tell \(the\) team": 1 of 3 items done\. Cliq has locked .*; the next call goes at/,
			),
			expect.stringMatching(
				/^Execution account \d+ was cancelled at the node "Tell \(the\) team": 1 of 3 items done\./,
			),
		]);
		expect(summary(await result)).toEqual(['sent', 'failed']);
		expect(stored()).toEqual(['m0']);
	});

	test('while Cliq works on an item says that this one may be done too', async () => {
		sandbox.control.addFault({ kind: 'hang', when: 'after', operation: POST, from: 2 });
		const { result, cancel, customData } = run(['m0', 'm1', 'm2']);
		await until(() => stored().length === 2);
		cancel();
		expect(customData.get('Tell_the_team')).toMatch(
			/^1 of 3 items done\. Item 1 was under way and may be done too/,
		);
		const output = await result;
		expect(summary(output)).toEqual(['sent', 'failed']);
		expect(output[1]).toMatchObject({
			pairedItem: { item: 1 },
			json: { details: { code: 'cancelled', advice: expect.stringContaining('Check before you run it again') } },
		});
		expect(stored()).toEqual(['m0', 'm1']);
	});

	test('after the node was done says nothing', async () => {
		const { result, cancel, customData } = run(['m0']);
		await result;
		cancel();
		expect([...customData]).toEqual([]);
	});
});

test('the node asks where an answer is wanted, and does anything else at once', async () => {
	const node = new ZohoCliq();
	const { context: sending, result } = run(['m0']);
	await result;
	expect(await node.execute.call(sending)).toEqual([
		[{ json: expect.objectContaining({ success: true }), pairedItem: { item: 0 } }],
	]);
	const { context: asking, result: unasked } = run([''], { more: { operation: 'sendAndWait', message: '' } });
	await unasked.catch(() => {});
	// What is only asked for a question: an execution that waits, and where it goes on.
	await expect(node.execute.call(asking)).rejects.not.toThrow(/no operation "sendAndWait"/);
	await expect(execute(asking)).rejects.toThrow(/no operation "sendAndWait"/);
});
