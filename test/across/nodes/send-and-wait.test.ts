import { WAIT_INDEFINITELY, type IDataObject, type IWebhookFunctions } from 'n8n-workflow';

import { answerSecret } from '../../../nodes/ZohoCliq/sendAndWait/answerSecret';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { linksIn, questionIn } from '../../support/links';
import { N8nExecution, type ExecutionOptions } from '../../nodes/support/execution';

const POST = 'message.send.channel';
const NODE = 'Ask "them" {all} }}';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
let before: number;
beforeEach(() => {
	sandbox.control.reset();
	before = sandbox.control.messages('#releases').length;
});
afterAll(() => sandbox.close());

class Execution extends N8nExecution {
	constructor(parameters: IDataObject = {}, more: ExecutionOptions = {}) {
		super(sandbox, parameters, { node: NODE, ...more });
	}
}

const asked = () => sandbox.control.messages('#releases').slice(before);
const calls = () => sandbox.control.counters()[POST]?.calls ?? 0;

describe('the question', () => {
	test('is posted with its links, kept with its place, and waits without an end', async () => {
		const execution = new Execution();
		expect(await execution.ask()).toEqual([{ json: { build: 42 } }]);
		const [message] = asked();
		expect([questionIn(message!.text), linksIn(message!.text).map(({ label }) => label)]).toEqual([
			'Deploy?',
			['Approve', 'Decline'],
		]);
		const chatId = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!.chatId;
		expect(execution.kept.asked).toMatchObject({
			question: { text: 'Deploy?', way: 'link', timeZone: 'Europe/Berlin' },
			place: { chatId, messageId: message!.id },
		});
		expect([execution.waitsUntil, execution.hints]).toEqual([WAIT_INDEFINITELY, []]);
	});

	test('ends so long after it was posted as people were given, and an answer in its last second is handed over rather than shown', async () => {
		const execution = new Execution({
			options: {
				limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount: 1, resumeUnit: 'minutes' } },
			},
		});
		const begun = Date.now();
		await execution.ask();
		const { question } = execution.kept.asked as any;
		expect(question.until).toBe(execution.waitsUntil!.getTime());
		expect(question.until).toBeGreaterThanOrEqual(begun + 60_000);
		question.until = Date.now() + 800;
		const { output } = await execution.request('POST', { choice: 'approve', key: execution.key });
		expect(output?.json.data).toMatchObject({ approved: true, edited: false });
		expect(questionIn(asked()[0]!.text)).toBe('Deploy?');
	});

	test('has another key each time, except when the same run is tried again', async () => {
		const [execution, other] = [new Execution(), new Execution()];
		sandbox.control.addFault({ kind: 'status', status: 400, operation: POST });
		await expect(execution.ask()).rejects.toThrow();
		const { key } = execution;
		await execution.ask();
		await execution.ask();
		expect([execution.key, asked().length]).toEqual([key, 1]);
		execution.runIndex = 1;
		await execution.ask();
		await other.ask();
		expect(new Set([key, execution.key, other.key]).size).toBe(3);
		expect(asked()).toHaveLength(3);
	});

	test.each([
		[
			'approvers whom an expression does not give',
			{ approvers: '' },
			{ written: { 'options.approvers': '={{ $json.boss }}' } },
			'gives nobody',
		],
		['an account without a client secret', { approvers: '' }, { clientSecret: '' }, 'no client secret'],
	])('is not asked with %s', async (_what, options, more, words) => {
		await expect(new Execution({ options: { answerWay: 'cliq', ...options } }, more).ask()).rejects.toThrow(words);
		expect(calls()).toBe(0);
	});

	test('is asked all the same where its chat cannot be told', async () => {
		sandbox.control.addFault({ kind: 'status', status: 403, operation: 'channel.get', times: 9 });
		const execution = new Execution();
		await execution.ask();
		expect([asked().length, execution.logged.join()]).toEqual([1, expect.stringContaining('cannot tell the chat')]);
		const { output } = await execution.request('POST', { choice: 'approve', key: execution.key });
		expect(output?.json.data).toMatchObject({ approved: true, edited: false });
	});

	test('of any length is cut, so that the decision has room', async () => {
		const execution = new Execution({ message: 'word '.repeat(3000) });
		await execution.ask();
		expect(questionIn(asked()[0]!.text)).toMatch(/more characters\)$/);
		await execution.request('POST', { choice: 'approve', key: execution.key });
		expect(asked()[0]!.text).toMatch(/more characters\)\n\n✅ \*Approved\*/);
	});

	test('of an agent is Markdown, calls nobody, and shows what the tool is given letter for letter, unless another format is chosen', async () => {
		const review = { type: 'n8n-nodes-zoho-cliq.zohoCliqHitlTool' };
		const message = 'Delete **all** {@all}?';
		const text = (index: number) => questionIn(asked()[index]!.text);
		await new Execution({ message }, review).ask();
		await new Execution({ message, options: { textFormat: 'cliq' } }, review).ask();
		await new Execution({ message, options: { textFormat: 'auto' } }, review).ask();
		expect([0, 1, 2].map((index) => text(index).replaceAll('\u2060', ''))).toEqual([
			'Delete *all* {@all}?',
			message,
			'Delete *all* {@all}?',
		]);
		expect([text(0).includes('{@all}'), text(1)]).toEqual([false, message]);

		const written = { message: '=Run it with {{ $tool.parameters }}' };
		await new Execution({}, { ...review, written }).ask();
		await new Execution({ options: { textFormat: 'plain' } }, { ...review, written }).ask();
		// What n8n evaluates; this execution gives it back as it is, and the message shows it.
		expect(text(3)).toMatch(
			/\{\{ "\\n.*json\\n" \+ JSON\.stringify\(\$tool\.parameters, null, 2\) \+ "\\n.*\\n" \}\}$/,
		);
		expect(text(4)).toMatch(/\{\{ JSON\.stringify\(\$tool\.parameters, null, 2\) \}\}$/);
	});

	test('that is an object is shown as JSON', async () => {
		const message = { table: 'orders', columns: '**all**' };
		const json = JSON.stringify(message, null, 2);
		await new Execution({ message }).ask();
		expect(questionIn(asked()[0]!.text)).toBe(json);
	});

	test('of an agent cannot be decided by what the model wrote, if nobody answers', async () => {
		const review = {
			type: 'n8n-nodes-zoho-cliq.zohoCliqHitlTool',
			items: [{ tool: 'Delete', approved: true, data: { approved: true } }],
		};
		expect(await new Execution({}, review).ask()).toEqual([
			{ json: { tool: 'Delete', approved: false, data: { approved: true } } },
		]);
		expect(await new Execution({}, { items: [{ approved: true }] }).ask()).toEqual([{ json: { approved: true } }]);
	});

	describe('of an agent shows the tool as it is filled in', () => {
		const type = 'n8n-nodes-zoho-cliq.zohoCliqTool';
		const announce = {
			name: 'Announce it',
			type,
			parameters: {
				authentication: 'oAuth2',
				resource: 'message',
				operation: 'send',
				target: 'channel',
				channel: { __rl: true, mode: 'list', value: 'engineering', cachedResultName: '#Engineering' },
				text: "={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('Message', `The, (text)`, 'string') }}",
				options: {
					replyTo: '={{ "17" + $fromAI("Reply") }}',
					mentions: '',
					buttons: { form: [{ label: 'Open', action: 'open.url', url: '={{ $json.url }}' }] },
				},
			},
		};
		const review = async (
			toolParameters: IDataObject,
			tools: Array<Record<string, unknown>>,
			parameters: IDataObject = {},
			item: IDataObject = {},
		) => {
			const asking = new Execution(
				{ message: 'Do it?', ...parameters },
				{
					type: 'n8n-nodes-zoho-cliq.zohoCliqHitlTool',
					items: [{ toolParameters, ...item }],
					tools: tools as ExecutionOptions['tools'],
				},
			);
			await asking.ask();
			return questionIn(asked().at(-1)!.text);
		};
		const settings = (...lines: string[]) => ['```', ...lines, '```'].join('\n');

		test('by the names of the form, with what the model gave', async () => {
			expect(await review({ Message: 'Version\u202e *4.2*', Reply: '99' }, [announce])).toBe(
				`${settings(
					'Tool: Announce it',
					'Resource: Message',
					'Operation: Send',
					'Send To: Channel',
					'Channel: engineering (#Engineering)',
					'Message: Version⟨U+202E⟩ *4.2*',
					'Options > Reply to Message ID: {{ "17" + "99" }}',
					'Options > Buttons > Button > 1 > Label: Open',
					'Options > Buttons > Button > 1 > When Pressed: Open a Web Page',
					'Options > Buttons > Button > 1 > URL: {{ $json.url }}',
				)}\n\nDo it?`,
			);
		});

		test('letter for letter, calling nobody, in each format', async () => {
			const given = { Message: '``` **a** {@all} [x](zohoid:1)' };
			for (const textFormat of ['auto', 'cliq', 'plain']) {
				const text = await review(given, [announce], { options: { textFormat } });
				expect(text.replaceAll('\u2060', '')).toContain('Message: ``` **a** {@all} [x](zohoid:1)\n');
				expect(text).not.toMatch(/\{@all|\]\(zohoid|\n.+```/);
			}
		});

		test('of several the one that is called, and all where that cannot be told', async () => {
			const other = { ...announce, name: 'Other', parameters: { target: 'user' } };
			const off = { ...other, name: 'Off', disabled: true };
			expect(await review({}, [announce, other, off], {}, { tool: 'Announce_it' })).toMatch(
				/^```\nTool: Announce it\n(?!.*Tool:)/s,
			);
			expect(await review({}, [announce, other, off], {}, { tool: 'Nobody' })).toMatch(
				/Tool: Announce it\n.*\n\nTool: Other\nSend To: User\n```/s,
			);
			// A model may write any name.
			expect(await review({}, [other, off], {}, { tool: 'Announce_it' })).toContain('Tool: Other');
			expect(await review({}, [], {}, { tool: 'Announce_it' })).toBe('Do it?');
		});

		test('without secrets', async () => {
			const request = {
				name: 'Call',
				type: 'n8n-nodes-base.httpRequestTool',
				parameters: {
					url: 'https://me:word@example.com/?api_key=hidden1&page=2',
					nodeCredentialType: 'hidden2',
					genericAuthType: 'hidden3',
					sendHeaders: true,
					headerParameters: { parameters: [{ name: 'X-Any', value: 'hidden4' }] },
					queryParameters: {
						parameters: [
							{ name: 'token', value: 'hidden5' },
							{ name: 'page', value: '2' },
						],
					},
					jsonBody:
						'{ "client_secret": "hidden6", "ref": "1000.0123456789abcdef0123456789abcdef.0123456789abcdef0123456789abcdef" }',
				},
			};
			expect(await review({}, [request])).toBe(
				`${settings(
					'Tool: Call',
					'Url: https://…@example.com/?api_key=…&page=2',
					'Query Parameters > Parameters > 1 > Name: token',
					'Query Parameters > Parameters > 2 > Name: page',
					'Query Parameters > Parameters > 2 > Value: 2',
					'Json Body: { "client_secret": "…", "ref": "[token]" }',
				)}\n\nDo it?`,
			);
		});

		test('however long it is, in front of what a model could push it out with', async () => {
			const text = await review(
				{ Message: `${'long '.repeat(200)}end` },
				[
					{
						...announce,
						parameters: {
							...announce.parameters,
							...Object.fromEntries(
								Array.from({ length: 40 }, (_, index) => [`field${index}`, 'x'.repeat(100)]),
							),
						},
					},
				],
				{ message: 'word '.repeat(2000) },
			);
			expect(text).toMatch(/^```\nTool: Announce it\n/);
			expect(text).toMatch(/\nMessage: long [long ]{100,160}…\n/);
			expect(text).toMatch(/\n… and \d+ more settings\n```\n/);
			expect(text.indexOf('more settings')).toBeLessThan(1500);
		});
	});

	test('with answers to an address that only this machine reaches comes with a hint', async () => {
		for (const host of ['localhost:5678', '127.0.0.1', '[::1]:5678']) {
			const execution = new Execution({}, { base: `http://${host}/webhook-waiting` });
			await execution.ask();
			expect(execution.hints).toEqual([expect.stringMatching(/this machine alone.*WEBHOOK_URL/)]);
		}
	});
});

describe('refused in words, with nothing sent', () => {
	test.each<[string, IDataObject, object, RegExp]>([
		['more than one item', {}, { items: [{}, {}] }, /^2 items came in/],
		['a webhook token', { authentication: 'webhookToken' }, {}, /^A webhook token cannot do this/],
		['no message', { message: ' ' }, {}, /"Message" is empty/],
		[
			'a label that is too long',
			{ options: { approvalOptions: { values: { approveLabel: 'Yes, please, and as soon as you can' } } } },
			{},
			/Approve|label/i,
		],
		[
			'two fields with one label',
			{ options: { responseType: 'form', formFields: { form: [{ label: 'Why' }, { label: 'Why' }] } } },
			{},
			/Two form fields/,
		],
		[
			'nothing to choose from',
			{
				options: {
					responseType: 'form',
					formFields: { form: [{ label: 'Why', kind: 'choice', choices: '\n' }] },
				},
			},
			{},
			/nothing to choose from/,
		],
		[
			'approvers of a link, which does not tell who follows it',
			{ options: { approvers: 'sam@example.com' } },
			{},
			/a link does not tell/,
		],
		[
			'a time that is none',
			{ options: { limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: 'soon' } } } },
			{},
			/"Limit Wait Time" is not a valid time/,
		],
		[
			'no date',
			{ options: { limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: '' } } } },
			{},
			/"Limit Wait Time" is not a valid time/,
		],
		[
			'no time at all',
			{
				options: {
					limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount: 0, resumeUnit: 'hours' } },
				},
			},
			{},
			/"Limit Wait Time" is in the past/,
		],
		[
			'an n8n whose address is too long for a message',
			{},
			{ base: `https://${'n8n.'.repeat(700)}example.com/webhook-waiting` },
			/too long/,
		],
	])('%s', async (_what, parameters, more, message) => {
		const execution = new Execution(parameters, more);
		await expect(execution.ask()).rejects.toMatchObject({
			message: expect.stringMatching(message),
			description: expect.any(String),
		});
		expect([calls(), execution.waitsUntil]).toEqual([0, undefined]);
	});

	test('goes into the item where the node continues', async () => {
		const execution = new Execution({ message: '' }, { continues: true });
		expect(await execution.ask()).toEqual([
			{
				json: expect.objectContaining({
					error: expect.stringMatching(/is empty|gave nothing/),
					details: { code: 'invalidInput', parameter: 'text', advice: expect.any(String) },
				}),
				pairedItem: [{ item: 0 }],
			},
		]);
		expect(execution.waitsUntil).toBeUndefined();
	});

	test('no items are no question', async () => {
		expect(await new Execution({}, { items: [] }).ask()).toEqual([]);
		expect(calls()).toBe(0);
	});
});

describe('the end of the wait', () => {
	const until = async (values: IDataObject, timeZone = 'Europe/Berlin') => {
		const execution = new Execution({ options: { limitWaitTime: { values } } }, { timeZone });
		await execution.ask();
		expect((execution.kept.asked as any).question.until).toBe(execution.waitsUntil!.getTime());
		return execution.waitsUntil!;
	};
	const at = (maxDateAndTime: unknown, timeZone?: string) =>
		until({ limitType: 'atSpecifiedTime', maxDateAndTime: maxDateAndTime as string }, timeZone);

	test.each<[string, number]>([
		['minutes', 60_000],
		['hours', 3_600_000],
		['days', 86_400_000],
	])('is counted in %s', async (resumeUnit, milliseconds) => {
		const before = Date.now();
		const date = await until({ limitType: 'afterTimeInterval', resumeAmount: 1.5, resumeUnit });
		expect(date.getTime() - 1.5 * milliseconds - before).toBeGreaterThanOrEqual(0);
		expect(date.getTime() - 1.5 * milliseconds - Date.now()).toBeLessThanOrEqual(0);
	});

	test("is read from the clock of the workflow's zone, summer and winter, unless the time names a zone", async () => {
		expect((await at('2099-07-01T09:00:00')).toISOString()).toBe('2099-07-01T07:00:00.000Z');
		expect((await at('2099-12-01 09:30')).toISOString()).toBe('2099-12-01T08:30:00.000Z');
		expect((await at('2099-12-01')).toISOString()).toBe('2099-11-30T23:00:00.000Z');
		expect((await at('2099-07-01T09:00:00', 'Asia/Kolkata')).toISOString()).toBe('2099-07-01T03:30:00.000Z');
		expect((await at('2099-07-01T09:00:00-04:00')).toISOString()).toBe('2099-07-01T13:00:00.000Z');
		const date = new Date('2099-07-01T09:00:00Z');
		for (const same of [date, date.getTime(), { valueOf: () => date.getTime() }])
			expect(await at(same)).toEqual(date);
	});
});

describe('the answer', () => {
	const approve = async (execution: Execution, choice = 'approve') =>
		await execution.request('POST', { choice, key: execution.key }, 'name=Sam+Doe');

	test('comes from POST alone, and goes on with the workflow once', async () => {
		const execution = new Execution();
		await execution.ask();
		for (const method of ['GET', 'HEAD', 'PUT'])
			expect((await execution.request(method, { choice: 'approve', key: execution.key })).output).toBeUndefined();
		const answers = await Promise.all(
			['approve', 'decline', 'approve'].map((choice) => approve(execution, choice)),
		);
		expect(answers.map(({ status, output }) => [status, (output?.json.data as IDataObject)?.approved])).toEqual([
			[200, true],
			[409, undefined],
			[409, undefined],
		]);
		expect(answers[1].body).toContain('Already answered');
		expect(answers[0].output).toMatchObject({
			json: { data: { responder: { name: 'Sam Doe', source: 'self' }, messageId: asked()[0]!.id, edited: true } },
			pairedItem: { item: 0 },
		});
		expect(asked()[0]!.edits).toHaveLength(1);
		expect([linksIn(asked()[0]!.text), asked()[0]!.content]).toEqual([[], {}]);
		expect(execution.logged.filter((line) => /refused/.test(line))).not.toEqual([]);
	});

	test('to a question that is none, or no longer, is no answer', async () => {
		const execution = new Execution();
		expect((await execution.request('POST', { choice: 'approve', key: 'x' })).status).toBe(404);
		await execution.ask();
		for (const query of [
			{ choice: 'approve', key: 'another' },
			{ choice: 'approve' },
			{ choice: 'respond', key: execution.key },
			{ key: execution.key },
		]) {
			const { status, output } = await execution.request('POST', query);
			expect([status >= 400, output]).toEqual([true, undefined]);
		}
	});

	test('that cannot be taken does not go on with the workflow, whatever broke', async () => {
		const execution = new Execution();
		await execution.ask();
		Object.defineProperty(execution.kept, 'asked', {
			get: () => {
				throw new Error('No database');
			},
		});
		const { status, output, body } = await execution.request('POST', { choice: 'approve' });
		expect([status, output, body]).toEqual([500, undefined, expect.not.stringContaining('database')]);
		expect(execution.logged.join()).toContain('No database');
	});

	test('counts though the message cannot be edited', async () => {
		const execution = new Execution();
		await execution.ask();
		sandbox.control.addFault({ kind: 'status', status: 403, operation: 'message.edit', times: 9 });
		expect((await approve(execution)).output?.json.data).toMatchObject({ approved: true, edited: false });
		expect(execution.logged.join()).toContain('could not show the decision');
	});
});

test('the secret of presses is one for all workflows of an n8n and an account, and does not show what it is made of', async () => {
	const context = (clientSecret: string, instance: string) =>
		({
			getCredentials: async () => ({ clientSecret }),
			getInstanceId: () => instance,
		}) as unknown as IWebhookFunctions;
	const one = await answerSecret(context('client-secret', 'a'));
	expect(one).toMatch(/^[0-9a-f]{64}$/);
	expect(await answerSecret(context('client-secret', 'a'))).toBe(one);
	expect(
		new Set([one, await answerSecret(context('other', 'a')), await answerSecret(context('client-secret', 'b'))])
			.size,
	).toBe(3);
});
