import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageView } from '../../../sandbox/views';
import type { Execution } from '../../../tools/n8n/executions';
import { linksIn, questionIn } from '../../support/links';
import { Lab, locator } from './lab';
import type { Workflow } from '../../../tools/n8n/n8n';
import { type NodeUnderTest, UNDER_TEST, webhookWorkflow } from '../../../tools/n8n/workflow';

/** What fetches a link to show what is behind it. */
const PREVIEWS = [
	'ZohoCliqBot/1.0',
	'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
	'Mozilla/5.0 (compatible; MSIE 11.0; Skype UriPreview) Microsoft Teams',
	'facebookexternalhit/1.1',
	'Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Safari/605.1.15',
	'',
];

/** By email address. */
const LEO = 'leo.lindqvist@zylker.example';

const after = [{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-send-and-wait');
}, 180_000);

beforeEach(() => {
	lab.sandbox.control.setThresholds(false);
	lab.sandbox.control.clearFaults();
});

afterAll(() => lab.end(), 60_000);

const posted = (channel = 'releases') => lab.sandbox.control.messages(`#${channel}`);
const chatOf = (channel: string) =>
	lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === channel)!.chatId;

/** A workflow that asks; its webhook is answered at once. */
async function workflow(
	parameters: Record<string, unknown>,
	more: Partial<NodeUnderTest> & { name?: string } = {},
): Promise<Workflow> {
	const inChannel = {
		resource: 'message',
		operation: 'sendAndWait',
		target: 'channel',
		channel: locator('name', 'releases'),
		message: 'Deploy *4.2*?',
	};
	const { path, definition } = webhookWorkflow('ask', {
		type: 'n8n-nodes-zoho-cliq.zohoCliq',
		credential: lab.account,
		parameters: { ...inChannel, ...parameters },
		after,
		...more,
	});
	Object.assign(definition.nodes[0]!.parameters, { responseMode: 'onReceived', responseData: undefined });
	const renamed = more.name
		? (JSON.parse(
				JSON.stringify(definition).replaceAll(JSON.stringify(UNDER_TEST), JSON.stringify(more.name)),
			) as typeof definition)
		: definition;
	return lab.n8n.publish(renamed, path);
}

/** Runs a workflow until it waits, or ends. */
async function start(made: Workflow, items: unknown[] = [{ build: 42 }]): Promise<Execution> {
	const before = await lab.n8n.executionIds(made.id);
	const { status } = await fetch(made.webhook, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items }),
	});
	expect(status).toBe(200);
	return lab.n8n.lastExecution(made, before[0]);
}

async function asked(parameters: Record<string, unknown> = {}, more: Partial<NodeUnderTest> & { name?: string } = {}) {
	const execution = await start(await workflow(parameters, more));
	expect([execution.status, execution.error?.message]).toEqual(['waiting', undefined]);
	return { execution, message: posted().at(-1)! };
}

/** Where the links of a message lead. */
const linksOf = ({ text }: MessageView) => linksIn(text).map(({ address }) => address);

async function open(
	link: string,
	{ method = 'GET', agent = 'Mozilla/5.0' } = {},
): Promise<{ status: number; page: string }> {
	const response = await fetch(link, { method, headers: { 'user-agent': agent } });
	return { status: response.status, page: await response.text() };
}

/** Presses the button of the page behind a link. */
async function send(
	link: string,
	fields: Record<string, string> | Array<[string, string]> = {},
): Promise<{ status: number; page: string }> {
	const response = await fetch(link, { method: 'POST', body: new URLSearchParams(fields) });
	return { status: response.status, page: await response.text() };
}

/** What the workflow went on with. */
async function outcome({ id }: Execution): Promise<any> {
	const { status, error, runs } = await lab.n8n.ended(id);
	expect([status, error?.message]).toEqual(['success', undefined]);
	const [run, ...others] = runs('After');
	expect([run!.outputs[0]!.length, others]).toEqual([1, []]);
	return run!.outputs[0]![0]!.json;
}

describe('an approval by link', () => {
	test('waits whatever looks at the links, goes on once someone presses, and shows it in the message', async () => {
		const { execution, message } = await asked();
		expect([questionIn(message.text), linksIn(message.text).map(({ label }) => label), message.content]).toEqual([
			'Deploy *4.2*?',
			['Approve', 'Decline'],
			{},
		]);
		const [approve, decline] = linksOf(message);
		for (const link of [approve, decline]) {
			for (const method of ['GET', 'HEAD'])
				for (const agent of PREVIEWS)
					expect(await open(link!, { method, agent })).toMatchObject({ status: 200 });
		}
		expect((await open(decline!)).page).toContain('Your answer: Decline');
		expect((await lab.n8n.execution(execution.id)).status).toBe('waiting');
		expect(posted().at(-1)!.edits).toEqual([]);

		expect(await send(approve!, { name: 'Sam Doe' })).toEqual({
			status: 200,
			page: expect.stringContaining('Your answer was sent: Approve'),
		});
		const { data, ...others } = await outcome(execution);
		expect(others).toEqual({});
		expect(data).toEqual({
			approved: true,
			responder: { name: 'Sam Doe', source: 'self' },
			respondedAt: expect.stringMatching(/^\d{4}-.*Z$/),
			chatId: chatOf('releases'),
			messageId: message.id,
			edited: true,
		});
		expect(posted().at(-1)).toMatchObject({
			id: message.id,
			text: expect.stringMatching(/^Deploy \*4\.2\*\?\n\n✅ \*Approved\* by Sam Doe, /),
			edits: [{ text: message.text }],
			content: {},
		});
		expect(linksOf(posted().at(-1)!)).toEqual([]);
		// Of an execution that is over n8n itself speaks.
		expect((await open(approve!)).page).toMatch(/no action required/i);
		expect((await send(decline!)).page).toMatch(/no action required/i);
		expect(posted().at(-1)!.edits).toHaveLength(1);
	});

	test("can be declined, with labels of one's own, in a thread", async () => {
		const root = lab.sandbox.control.post({ chat: '#releases', text: 'Version 4.2' });
		const options = { threadMessageId: root.messageId, mentions: '55744524' };
		const execution = await start(
			await workflow({
				options: {
					...options,
					approvalOptions: { values: { approveLabel: 'Ship It', disapproveLabel: 'Not Yet' } },
				},
			}),
		);
		expect(execution.status).toBe('waiting');
		const thread = lab.sandbox.control
			.state()
			.chats.find(
				({ kind, id }) =>
					kind === 'thread' &&
					lab.sandbox.control.messages(id).some(({ text }) => questionIn(text).endsWith('Deploy *4.2*?')),
			)!;
		const message = lab.sandbox.control.messages(thread.id).at(-1)!;
		expect([questionIn(message.text), linksIn(message.text).map(({ label }) => label)]).toEqual([
			'{@55744524} Deploy *4.2*?',
			['Ship It', 'Not Yet'],
		]);
		expect((await send(linksOf(message)[1]!)).status).toBe(200);
		expect((await outcome(execution)).data).toMatchObject({
			approved: false,
			chatId: thread.id,
			messageId: message.id,
			edited: true,
		});
	});

	test('asked of one person tells who answered without asking for a name', async () => {
		const before = lab.sandbox.control.state().chats.flatMap(({ id }) => lab.sandbox.control.messages(id));
		const execution = await start(
			await workflow({
				target: 'user',
				user: locator('id', LEO),
				message: 'Holiday from Monday?',
				options: { approvalOptions: { values: { approvalType: 'single' } } },
			}),
		);
		const [message] = lab.sandbox.control
			.state()
			.chats.flatMap(({ id }) => lab.sandbox.control.messages(id))
			.filter(({ id }) => !before.some((other) => other.id === id));
		expect(questionIn(message!.text)).toBe('Holiday from Monday?');
		const [approve, ...others] = linksOf(message!);
		expect(others).toEqual([]);
		expect((await open(approve!)).page).not.toContain('name="name"');
		await send(approve!);
		expect((await outcome(execution)).data).toMatchObject({
			approved: true,
			responder: { email: LEO, source: 'recipient' },
			edited: true,
		});
	});

	test('that is sent twice at once counts once', async () => {
		const { execution, message } = await asked();
		const [approve, decline] = linksOf(message);
		const answers = await Promise.all([send(approve!), send(decline!), send(approve!)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
		const { data } = await outcome(execution);
		expect(answers.find(({ status }) => status === 200)!.page).toContain(data.approved ? 'Approve' : 'Decline');
		expect(posted().at(-1)!.edits).toHaveLength(1);
	});

	test('cannot be answered with an address that was changed', async () => {
		const { execution, message } = await asked();
		const [approve] = linksOf(message);
		for (const link of [
			approve!.replace('choice=approve', 'choice=decline'),
			approve!.replace(/&signature=.*/, ''),
			`${approve}&by=sam`,
		])
			expect((await send(link)).status).toBe(401);
		expect((await lab.n8n.execution(execution.id)).status).toBe('waiting');
	});

	test('works for a node of any name', async () => {
		const name = 'Ask "them" {{ $json }} }} \\ now';
		const { execution, message } = await asked({}, { name });
		await send(linksOf(message)[0]!);
		expect((await outcome(execution)).data).toMatchObject({ approved: true, edited: true });
	});

	test('goes on without showing the decision where Cliq does not let the message be edited', async () => {
		const { execution, message } = await asked();
		lab.sandbox.control.addFault({ kind: 'status', status: 403, operation: 'message.edit', times: 9 });
		expect((await send(linksOf(message)[0]!)).status).toBe(200);
		expect((await outcome(execution)).data).toMatchObject({ approved: true, edited: false });
	});
});

describe('by buttons in Cliq', () => {
	const byPress = { answerWay: 'cliq', approvers: `${LEO}, 55743307` };
	const press = async (message: MessageView, button: number, as: string) =>
		(await lab.sandbox.control.press({ chat: '#releases', message: message.id, button, as })).shown;
	const functionCalls = () =>
		lab.sandbox.control
			.journal()
			.filter(({ operation }) => operation?.startsWith('function'))
			.map(({ operation }) => operation);

	test('counts for those on the list only, and tells who pressed', async () => {
		lab.sandbox.control.clearJournal();
		const { execution, message } = await asked({ options: byPress });
		expect(message.content.buttons).toMatchObject([
			{
				label: 'Approve',
				action: { type: 'invoke.function', data: { name: expect.stringMatching(/^cliqAnswer/) } },
			},
			{ label: 'Decline' },
		]);
		expect(functionCalls()).toEqual([
			'function.getMany',
			'function.create',
			'functionHandler.create',
			'function.create',
			'functionHandler.create',
		]);
		expect(await press(message, 0, 'priya.raman@zylker.example')).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('not on the list'),
		});
		expect((await lab.n8n.execution(execution.id)).status).toBe('waiting');
		expect(posted().at(-1)!.edits).toEqual([]);
		expect(await press(message, 0, LEO)).toMatchObject({
			kind: 'banner',
			status: 'success',
			text: expect.stringContaining('Approve'),
		});
		expect((await outcome(execution)).data).toEqual({
			approved: true,
			responder: { id: '55744524', name: expect.stringContaining('Leo'), email: LEO, source: 'cliq' },
			respondedAt: expect.any(String),
			chatId: chatOf('releases'),
			messageId: message.id,
			edited: true,
		});
		expect(posted().at(-1)!.text).toMatch(/✅ \*Approved\* by Leo/);
		expect(await press(message, 1, LEO)).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('closed'),
		});
	});

	test('a form is filled in in Cliq by those on the list only, and tells who did', async () => {
		const fields = [
			{ label: 'Version', required: true },
			{ label: 'Where', kind: 'choices', choices: 'Staging\nProduction' },
			{ label: 'Sure', kind: 'boolean', required: true },
			{ label: 'Notes', kind: 'multiline' },
		];
		const { execution, message } = await asked({
			options: { ...byPress, responseType: 'form', formFields: { form: fields }, responseFormTitle: 'Release' },
		});
		expect(message.content.buttons).toMatchObject([
			{
				label: 'Respond',
				action: { type: 'invoke.function', data: { name: expect.stringMatching(/^cliqAnswer/) } },
			},
		]);
		expect(await press(message, 0, 'priya.raman@zylker.example')).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('not on the list'),
		});
		const fill = async (values: unknown[]) => {
			const shown = await press(message, 0, LEO);
			if (shown?.kind !== 'form') throw new Error(`No form: ${JSON.stringify(shown)}`);
			expect(shown.form).toMatchObject({
				title: 'Release',
				inputs: [
					{ label: 'Version' },
					{ label: 'Where' },
					{ label: 'Sure' },
					{ label: 'Notes' },
					{ type: 'hidden' },
				],
			});
			const given = Object.fromEntries(values.map((value, index) => [shown.form.inputs[index]!.name, value]));
			return (await lab.sandbox.control.submit({ form: shown.id, values: given })).shown;
		};
		expect(await fill(['4.3', ['1'], false])).toMatchObject({
			kind: 'banner',
			status: 'failure',
			text: expect.stringContaining('“Sure”'),
		});
		expect((await lab.n8n.execution(execution.id)).status).toBe('waiting');
		expect(await fill(['4.3', ['1'], true, 'One\n"Two"'])).toMatchObject({
			kind: 'banner',
			status: 'success',
			text: expect.stringContaining('Thank you'),
		});
		expect((await outcome(execution)).data).toMatchObject({
			Version: '4.3',
			Where: ['Production'],
			Sure: true,
			Notes: 'One\n"Two"',
			responder: { id: '55744524', email: LEO, source: 'cliq' },
			messageId: message.id,
			edited: true,
		});
		expect(posted().at(-1)!.text).toMatch(/📝 \*Answered\* by Leo/);
	});

	test('needs no second function, and is not answered by what no function sent', async () => {
		const asking = await workflow({ options: { ...byPress, approvers: '' } });
		await start(asking);
		lab.sandbox.control.clearJournal();
		const execution = await start(asking);
		const message = posted().at(-1)!;
		expect(functionCalls()).toEqual([]);
		const { key } = (message.content.buttons as any[])[0];
		const [choice, own, id, signature] = key.split(',');
		const { nodes } = JSON.parse(await lab.n8n.rawExecution(execution.id)).data.workflowData;
		const node = nodes.find((one: any) => one.parameters.operation === 'sendAndWait').id;
		const address = `${lab.n8n.url}/webhook-waiting/${id}/${node}?choice=${choice}&key=${own}&signature=${signature}`;
		expect((await open(address)).page).toContain('Answer in Cliq');
		expect((await send(address)).status).toBe(403);
		const forged = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-cliq-proof': 'x' },
			body: JSON.stringify({
				forwarder: 1,
				handler: 'button_handler',
				user: { id: '55743307' },
				arguments: { key },
				time: Date.now(),
			}),
		});
		expect(forged.status).toBe(401);
		expect((await lab.n8n.execution(execution.id)).status).toBe('waiting');
		const twice = await Promise.all([press(message, 1, 'priya.raman@zylker.example'), press(message, 1, LEO)]);
		expect(twice.map((shown: any) => shown.status).sort()).toEqual(['failure', 'success']);
		expect((await outcome(execution)).data).toMatchObject({ approved: false });
	});

	test('goes on though Cliq tells no ID of the message when it is posted', async () => {
		lab.sandbox.control.variants({ channelReceipt: false });
		const { execution, message } = await asked({ options: byPress });
		lab.sandbox.control.variants({ channelReceipt: true });
		// Which message asked is not known, so that the answer is chosen once more, below what is asked.
		const shown = await press(message, 0, LEO);
		if (shown?.kind !== 'form') throw new Error(`No form: ${JSON.stringify(shown)}`);
		await lab.sandbox.control.submit({ form: shown.id, values: { [shown.form.inputs[0]!.name]: '0' } });
		// An event writes the ID in another way.
		expect((await outcome(execution)).data).toMatchObject({
			approved: true,
			messageId: message.id.replace('_', ' '),
			edited: true,
		});
	});
});

test('a free text is asked for on the page', async () => {
	const { execution, message } = await asked({
		options: {
			responseType: 'freeText',
			messageButtonLabel: 'Tell Us',
			responseFormTitle: 'Why?',
			responseFormButtonLabel: 'Done',
		},
	});
	const [link, ...others] = linksOf(message);
	expect([linksIn(message.text), others]).toMatchObject([[{ label: 'Tell Us' }], []]);
	const { page } = await open(link!);
	for (const part of ['<h1>Why?</h1>', '>Done</button>']) expect(page).toContain(part);
	const [name] = /<textarea[^>]* name="([^"]+)"/.exec(page)!.slice(1);
	expect((await send(link!, { [name!]: ' ' })).status).toBe(422);
	await send(link!, { [name!]: 'Since <b>tests</b> fail' });
	expect((await outcome(execution)).data).toMatchObject({ text: 'Since <b>tests</b> fail', edited: true });
});

test('a form is checked, and comes out by its labels', async () => {
	const fields = [
		{ label: 'Version', required: true, placeholder: '4.2' },
		{ label: 'Servers', kind: 'number' },
		{ label: 'Where', kind: 'choices', choices: 'Staging\nProduction' },
		{ label: 'Sure', kind: 'boolean', required: true },
	];
	const { execution, message } = await asked({ options: { responseType: 'form', formFields: { form: fields } } });
	const [link] = linksOf(message);
	const names = [
		...new Set(
			[...(await open(link!)).page.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)].map(
				([, name]) => name,
			),
		),
	];
	expect(names).toHaveLength(4);
	const [version, servers, where, sure] = names as [string, string, string, string];
	const wrong = await send(link!, [
		[version, '4.3'],
		[servers, 'many'],
	]);
	expect([wrong.status, wrong.page]).toEqual([422, expect.stringContaining('value="4.3"')]);
	expect((await lab.n8n.execution(execution.id)).status).toBe('waiting');
	const right = await send(link!, [
		[version, '4.3'],
		[servers, '12'],
		[where, '1'],
		[sure, 'on'],
	]);
	expect(right.status).toBe(200);
	expect((await outcome(execution)).data).toMatchObject({
		Version: '4.3',
		Servers: 12,
		Where: ['Production'],
		Sure: true,
		edited: true,
	});
});

test('in a loop each item is asked about in its turn, and an old link does not answer the next question', async () => {
	const loop = {
		name: 'Loop Over Items',
		type: 'n8n-nodes-base.splitInBatches',
		typeVersion: 3,
		parameters: { options: {} },
	};
	const { path, definition } = webhookWorkflow('loop', {
		type: 'n8n-nodes-zoho-cliq.zohoCliq',
		credential: lab.account,
		parameters: {
			resource: 'message',
			operation: 'sendAndWait',
			target: 'channel',
			channel: locator('name', 'releases'),
			message: '=Deploy {{ $json.what }}?',
		},
		before: [loop],
		after,
	});
	Object.assign(definition.nodes[0]!.parameters, { responseMode: 'onReceived', responseData: undefined });
	const to = (node: string) => [{ node, type: 'main', index: 0 }];
	Object.assign(definition.connections, {
		[loop.name]: { main: [to('After'), to(UNDER_TEST)] },
		[UNDER_TEST]: { main: [to(loop.name)] },
	});
	const execution = await start(await lab.n8n.publish(definition, path), [{ what: 'web' }, { what: 'api' }]);
	const first = posted().at(-1)!;
	expect(questionIn(first.text)).toBe('Deploy web?');
	await send(linksOf(first)[0]!);
	await until(() => questionIn(posted().at(-1)!.text) === 'Deploy api?');
	await lab.n8n.ended(execution.id);
	const second = posted().at(-1)!;
	expect(await send(linksOf(first)[1]!)).toMatchObject({
		status: expect.any(Number),
		page: expect.stringMatching(/closed|already answered/i),
	});
	expect((await lab.n8n.execution(execution.id)).status).toBe('waiting');
	await send(linksOf(second)[1]!);
	const { status, runs } = await lab.n8n.ended(execution.id);
	expect(status).toBe('success');
	expect(runs('After')[0]!.outputs[0]!.map(({ json }) => json.data.approved)).toEqual([true, false]);
});

describe('what cannot be asked is refused in words, before anything is sent', () => {
	test.each<[string, Record<string, unknown>, unknown[], RegExp, RegExp]>([
		[
			'more than one item',
			{},
			[{}, {}, {}],
			/^3 items came in, and only one question/,
			/Loop Over Items.*Aggregate/,
		],
		[
			'a deadline in the past',
			{
				options: {
					limitWaitTime: { values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01T00:00:00' } },
				},
			},
			[{}],
			/"Limit Wait Time" is in the past/,
			/in the future/,
		],
		[
			'an approver who is none',
			{ options: { answerWay: 'cliq', approvers: 'Sam' } },
			[{}],
			/neither an email address nor a user ID: "Sam"/,
			/ZUID/,
		],
		['a form without fields', { options: { responseType: 'form' } }, [{}], /no fields/, /Add/],
	])('%s', async (_what, parameters, items, message, hint) => {
		const before = posted().length;
		const { status, error } = await start(await workflow(parameters), items);
		expect([status, error?.message, error?.description]).toEqual([
			'error',
			expect.stringMatching(message),
			expect.stringMatching(hint),
		]);
		expect(posted()).toHaveLength(before);
	});
});

test('Retry On Fail asks once, and the buttons of that one work', async () => {
	const settings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 };
	const before = posted().length;
	lab.sandbox.control.addFault({ kind: 'status', status: 400, operation: 'message.send.channel' });
	const { execution } = await asked({}, { settings });
	expect(posted()).toHaveLength(before + 1);
	await send(linksOf(posted().at(-1)!)[0]!);
	expect((await outcome(execution)).data).toMatchObject({ approved: true, edited: true });

	// Nobody can tell whether it was posted.
	lab.sandbox.control.addFault({ kind: 'reset', when: 'after', operation: 'message.send.channel' });
	lab.sandbox.control.addFault({ kind: 'status', status: 403, operation: 'message.getMany', times: 9 });
	const { status, error } = await start(await workflow({}, { settings }));
	expect([status, error?.message]).toEqual(['error', expect.stringMatching(/^It is unknown/)]);
	expect(posted()).toHaveLength(before + 2);
});

test('without an answer in time the workflow goes on with the incoming item', async () => {
	const options = {
		limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' } },
	};
	const { execution, message } = await asked({ options });
	// n8n looks once a minute.
	for (let tries = 0; tries < 100 && (await lab.n8n.execution(execution.id)).status === 'waiting'; tries++)
		await sleep(1000);
	expect(await outcome(execution)).toEqual({ build: 42 });
	expect((await send(linksOf(message)[0]!)).page).toMatch(/no action required/i);
}, 150_000);

async function until(isSo: () => boolean): Promise<void> {
	for (let tries = 0; !isSo(); tries++) {
		if (tries > 200) throw new Error('Not so within ten seconds');
		await sleep(50);
	}
}
