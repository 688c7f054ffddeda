import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from './lab';
import { BOT, code, secretIn, TRIGGER, Triggers, type Made } from './triggers';
import type { Credential } from '../../../tools/n8n/workflow';

const HANDLERS = ['message_handler', 'mention_handler', 'participation_handler'];
const EVENTS = ['message', 'mention', 'channelMessage'];

/** How many deliveries come at 50 at a time; CLIQ_DELIVERIES=1000 for all that is promised. */
const DELIVERIES = Number(process.env.CLIQ_DELIVERIES ?? 200);

/** In milliseconds: what Cliq waits for an answer. */
const PATIENCE = 15_000;

let lab: Lab;
/** Never waits for the rate limit, so that no real minutes pass. */
let unlimited: Credential;
let triggers: Triggers;

beforeAll(async () => {
	lab = await Lab.start('n8n-trigger');
	unlimited = await lab.connectedAccount({ rateLimit: 'none' });
	triggers = new Triggers(lab, unlimited);
}, 180_000);

beforeEach(() => {
	lab.sandbox.control.setThresholds(false);
	for (const type of HANDLERS) lab.sandbox.control.setHandler({ bot: BOT, type, script: null });
	lab.sandbox.control.clearJournal();
});

afterAll(() => lab.end(), 60_000);

/** What n8n has written into its log so far. */
const log = () => readFileSync(lab.artifacts.path('n8n.log'), 'utf8');
const script = (handler: string) => triggers.script(BOT, handler);
const scripts = () => HANDLERS.map(script);
const changes = () =>
	lab.sandbox.control
		.journal()
		.filter(({ method, operation }) => method !== 'GET' && operation?.startsWith('handler.')).length;

const forwarded = (id: string, more: object = {}) => ({
	forwarder: 1,
	handler: 'participation_handler',
	operation: 'message_sent',
	data: { time: Date.now(), message: { id, type: 'text', text: `Message ${id}` } },
	user: { id: '55622727', first_name: 'Leo', email: 'leo@example.com' },
	chat: { id: 'CT_1_2', type: 'channel', channel_unique_name: 'incidents' },
	...more,
});

test('the bot is picked from a list', async () => {
	const parameters = { setUp: 'install', events: ['message'] };
	const { results } = await lab.n8n.searchList({
		type: 'n8n-nodes-zoho-cliq.zohoCliqTrigger',
		property: 'bot',
		method: 'searchBots',
		credential: unlimited,
		parameters,
		filter: 'status',
	});
	expect(results).toContainEqual(expect.objectContaining({ name: 'Status Bot', value: BOT }));
});

describe('set up by the node', () => {
	test('activating installs a script for each handler, activating again changes nothing, deactivating removes them', async () => {
		const made = await triggers.workflow({ events: EVENTS });
		await lab.n8n.activate(made.id);
		const installed = scripts();
		for (const one of installed) expect(one).toContain(`"${lab.n8n.url}/webhook/${made.path}"`);
		expect(changes()).toBe(HANDLERS.length);
		lab.sandbox.control.clearJournal();
		await lab.n8n.activate(made.id);
		expect([changes(), scripts()]).toEqual([0, installed]);
		await lab.n8n.deactivate(made.id);
		expect(scripts()).toEqual([undefined, undefined, undefined]);
	});

	test('Cliq may take a long mention script only for a handler that is there', async () => {
		lab.sandbox.control.variants({ mentionCreate: 'minimal-only' });
		const made = await triggers.workflow({ events: EVENTS });
		await lab.n8n.activate(made.id);
		for (const one of scripts()) expect(one).toContain(made.path);
		await lab.n8n.deactivate(made.id);
		lab.sandbox.control.variants({ mentionCreate: 'any' });
		expect(scripts()).toEqual([undefined, undefined, undefined]);
	});

	test('a script of somebody else is left alone, and so is everything else', async () => {
		const theirs = 'response = Map(); response.put("text","Mine"); return response;';
		lab.sandbox.control.setHandler({ bot: BOT, type: 'mention_handler', script: theirs });
		const made = await triggers.workflow({ events: EVENTS });
		await expect(lab.n8n.activate(made.id)).rejects.toThrow(
			/mention handler of the bot \\?"statusbot\\?" holds a script that this node did not write/,
		);
		expect(scripts()).toEqual([undefined, theirs, undefined]);
		expect(changes()).toBe(0);
	});

	test('what somebody changed into a script of their own stays when the workflow is deactivated', async () => {
		const made = await triggers.workflow({ events: EVENTS });
		await lab.n8n.activate(made.id);
		lab.sandbox.control.setHandler({ bot: BOT, type: 'mention_handler', script: 'return Map();' });
		await lab.n8n.deactivate(made.id);
		expect(scripts()).toEqual([undefined, 'return Map();', undefined]);
	});

	test('two workflows do not take a handler from each other, unless told so', async () => {
		const first = await triggers.workflow({ events: ['message'] });
		const second = await triggers.workflow({ events: ['message'] });
		const third = await triggers.workflow({ events: ['message'], additionalFields: { replaceForwarders: true } });
		await lab.n8n.activate(first.id);
		await expect(lab.n8n.activate(second.id)).rejects.toThrow(/already forwards to another workflow/);
		expect(script('message_handler')).toContain(first.path);
		await lab.n8n.activate(third.id);
		expect(script('message_handler')).toContain(third.path);
		await lab.n8n.deactivate(first.id);
		expect(script('message_handler')).toContain(third.path);
		await lab.n8n.deactivate(third.id);
	});

	test('a test listens at an address of its own, and never in the place of production', async () => {
		const made = await triggers.workflow({ events: ['message'] });
		await lab.n8n.listenForTest(made.id, TRIGGER);
		expect(script('message_handler')).toContain(`"${lab.n8n.url}/webhook-test/${made.path}"`);
		lab.sandbox.control.write({ bot: BOT, text: 'A test' });
		const [execution] = await triggers.runs(made, 1);
		expect(execution!.runs(TRIGGER)[0]!.outputs[0]![0]!.json).toMatchObject({
			kind: 'message',
			message: { text: 'A test' },
		});
		for (let tries = 0; tries < 40 && script('message_handler') !== undefined; tries++) await sleep(50);
		expect(script('message_handler')).toBeUndefined();
		await lab.n8n.activate(made.id);
		const production = script('message_handler');
		await expect(lab.n8n.listenForTest(made.id, TRIGGER)).rejects.toThrow(
			/forwards to this workflow in production/,
		);
		expect(script('message_handler')).toBe(production);
		await lab.n8n.deactivate(made.id);
		expect(script('message_handler')).toBeUndefined();
	});

	test('what a person writes to the bot runs the workflow, and what it ends with is the answer', async () => {
		const made = await triggers.workflow(
			{ events: ['message'], answer: 'lastNode' },
			code(
				'return [{ json: { text: `You said ${$input.first().json.message.text}`, secretOfTheWorkflow: 1 } }];',
			),
		);
		await lab.n8n.activate(made.id);
		const { chatId } = lab.sandbox.control.write({ bot: BOT, text: 'Hello' });
		expect(await lab.sandbox.control.delivered()).toMatchObject([
			...Array(lab.sandbox.control.deliveries().length - 1).fill({}),
			{ state: 'answered', status: 200, answer: '{"text":"You said Hello"}' },
		]);
		expect(lab.sandbox.control.messages(chatId).at(-1)).toMatchObject({
			text: 'You said Hello',
			author: { kind: 'bot' },
		});
		const { status, runs: of } = (await triggers.runs(made, 1))[0]!;
		expect(status).toBe('success');
		const { json } = of(TRIGGER)[0]!.outputs[0]![0]!;
		expect(json).toMatchObject({
			kind: 'message',
			handler: 'message_handler',
			via: 'forwarder',
			user: { name: 'Maya Okafor' },
			message: { text: 'Hello' },
		});
		expect(json).not.toHaveProperty('raw');
		await lab.n8n.deactivate(made.id);
	});

	test('a text is answered at once, in which an expression sees the event', async () => {
		const made = await triggers.workflow({
			events: ['message'],
			answer: 'text',
			answerText: '=Thanks, {{ $json.user.name }}: {{ $json.message.text }}',
			additionalFields: { includeRaw: true },
		});
		await lab.n8n.activate(made.id);
		const { chatId } = lab.sandbox.control.write({ bot: BOT, text: 'Hello' });
		await lab.sandbox.control.delivered();
		expect(lab.sandbox.control.messages(chatId).at(-1)).toMatchObject({ text: 'Thanks, Maya Okafor: Hello' });
		const { runs: of } = (await triggers.runs(made, 1))[0]!;
		expect(of(TRIGGER)[0]!.outputs[0]![0]!.json.raw).toMatchObject({ forwarder: 1, message: 'Hello' });
		await lab.n8n.deactivate(made.id);
	});

	test('a workflow that fails answers nothing, and tells nothing of itself', async () => {
		const made = await triggers.workflow(
			{ events: ['message'], answer: 'lastNode' },
			code('throw new Error("The password is 1234");'),
		);
		await lab.n8n.activate(made.id);
		const { status, body } = await triggers.deliver(
			made.path,
			{ forwarder: 1, handler: 'message_handler', message: 'Hi', user: { id: '1' } },
			{ 'x-cliq-secret': secretIn(script('message_handler')!)! },
		);
		expect([status, body]).toEqual([500, '{}']);
		await lab.n8n.deactivate(made.id);
	});
});

describe('what is delivered', () => {
	let made: Made;
	let secret: Record<string, string>;

	beforeAll(async () => {
		made = await triggers.workflow({
			events: EVENTS,
			additionalFields: { chats: 'incidents', users: 'leo@example.com, 7', text: 'message' },
		});
		await lab.n8n.activate(made.id);
		secret = { 'x-cliq-secret': secretIn(script('message_handler')!)! };
		lab.artifacts.addSecrets(secret['x-cliq-secret']!);
	});

	afterAll(() => lab.n8n.deactivate(made.id));

	test.each([
		['without a secret', () => forwarded('1'), {}, 401],
		['with another secret', () => forwarded('1'), { 'x-cliq-secret': 'another-secret-0123' }, 401],
		['as plain text', () => 'Hello', { 'content-type': 'text/plain' }, 401],
		['as plain text, with the secret', () => 'Hello', () => ({ ...secret, 'content-type': 'text/plain' }), 400],
		['by another version', () => forwarded('1', { forwarder: 99 }), () => secret, 400],
		['too large', () => forwarded('1', { more: 'x'.repeat(2_000_000) }), () => secret, 413],
		['larger than n8n itself takes', () => 'x'.repeat(17 * 1024 * 1024), () => secret, 413],
		[
			'as something that only begins like JSON',
			() => '{"handler":"message_handler","message":"He said "Hi""}',
			() => secret,
			400,
		],
		['as a file', () => 'PK', () => ({ ...secret, 'content-type': 'application/zip' }), 415],
		[
			'as a form in parts without any',
			() => '--x--',
			() => ({ ...secret, 'content-type': 'multipart/form-data; boundary=x' }),
			400,
		],
		['too old', () => forwarded('1', { time: Date.now() - 600_000 }), () => secret, 408],
		['with no event in it', () => ({ hello: 1 }), () => secret, 400],
	])('%s is refused, and runs nothing', async (_what, body, headers, status) => {
		const before = await lab.n8n.executionIds(made.id);
		const logged = log().length;
		const answer = await triggers.deliver(made.path, body(), typeof headers === 'function' ? headers() : headers);
		expect(answer.status).toBe(status);
		expect(answer.body).toMatch(/^\{"message":"[A-Z][A-Za-z ]+"\}$/);
		await sleep(200);
		expect(await lab.n8n.executionIds(made.id)).toEqual(before);
		expect(log().slice(logged)).toContain(`"${TRIGGER}" refused a delivery with ${status}: `);
	});

	test('line breaks that Deluge did not escape are no reason to refuse a message', async () => {
		const before = (await lab.n8n.executionIds(made.id)).length;
		const body = JSON.stringify(
			forwarded('1710 1', { data: { message: { id: '1710 1', text: 'A message of+two lines' } } }),
		).replace('+', '\n');
		expect(await triggers.deliver(made.path, body, secret)).toMatchObject({ status: 200 });
		const [execution] = await triggers.runs(made, before + 1);
		expect(execution!.runs(TRIGGER)[0]!.outputs[0]![0]!.json.message.text).toBe('A message of\ntwo lines');
	});

	test('once runs the workflow once; twice too; and what a filter keeps out runs nothing', async () => {
		const wanted = forwarded('1709 1');
		const before = (await lab.n8n.executionIds(made.id)).length;
		for (const body of [
			wanted,
			wanted,
			forwarded('1709 2', { chat: { id: 'CT_9' } }),
			forwarded('1709 3', { user: { id: '8' } }),
			forwarded('1709 4', { data: { message: { id: '1709 4', text: 'Else' } } }),
			forwarded('1709 5', { operation: 'message_edited' }),
		]) {
			expect(await triggers.deliver(made.path, body, secret)).toMatchObject({ status: 200, body: '{}' });
		}
		const [execution] = await triggers.runs(made, before + 1);
		expect(execution!.runs(TRIGGER)[0]!.outputs[0]![0]!.json).toMatchObject({
			kind: 'channelMessage',
			operation: 'message_sent',
			user: { email: 'leo@example.com' },
			chat: { channelName: 'incidents' },
			message: { id: expect.stringContaining('1709') },
		});
	});

	test(`${DELIVERIES} at 50 at a time, some of them twice: each is answered and run once`, async () => {
		const before = (await lab.n8n.executionIds(made.id)).length;
		const waiting = Array.from({ length: DELIVERIES }, (_, index) => index).flatMap((index) =>
			index % 10 === 0 ? [index, index] : [index],
		);
		const answers: Array<{ status: number; ms: number }> = [];
		await Promise.all(
			Array.from({ length: 50 }, async () => {
				for (let index = waiting.shift(); index !== undefined; index = waiting.shift())
					answers.push(await triggers.deliver(made.path, forwarded(`1800 ${index}`), secret));
			}),
		);
		expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
		const slowest = Math.max(...answers.map(({ ms }) => ms));
		// A busy machine answers late; what an event costs, bench/webhook measures beside n8n's own node.
		console.log(
			`${answers.length} deliveries, the slowest answered after ${slowest} ms; Cliq waits for ${PATIENCE}`,
		);
		await triggers.runs(made, before + DELIVERIES);
	}, 240_000);
});

describe('set up by hand', () => {
	test('a script that was pasted shows the secret of the credential', async () => {
		const secret = 'a secret of twenty characters';
		const credential = await lab.n8n.createCredential('cliqNodesEventsApi', { secret });
		lab.artifacts.addSecrets(secret);
		const made = await triggers.workflow(
			{ setUp: 'paste', events: ['message'] },
			{ credentials: { cliqNodesEventsApi: { id: credential.id, name: credential.name } } },
		);
		await lab.n8n.activate(made.id);
		expect(changes()).toBe(0);
		const body = { forwarder: 1, handler: 'message_handler', message: 'Hi', user: { id: '1' } };
		expect((await triggers.deliver(made.path, body, { 'x-cliq-secret': `${secret}!` })).status).toBe(401);
		expect((await triggers.deliver(made.path, body, { 'x-cliq-secret': secret })).status).toBe(200);
		await triggers.runs(made, 1);
		await lab.n8n.deactivate(made.id);
	});

	test('a webhook extension signs, and gets the answer of the last node as its output', async () => {
		const webhookId = randomUUID();
		const { publicKey } = lab.sandbox.control.setWebhook({
			bot: BOT,
			url: `${lab.n8n.url}/webhook/${webhookId}/webhook`,
		});
		const { id, name } = await lab.n8n.createCredential('cliqNodesEventsApi', { publicKey });
		const made = await triggers.workflow(
			{ setUp: 'extension', events: ['message'], answer: 'lastNode' },
			{
				webhookId,
				credentials: { cliqNodesEventsApi: { id, name } },
				...code('return [{ json: { text: "Signed" } }];'),
			},
		);
		await lab.n8n.activate(made.id);
		const { chatId } = lab.sandbox.control.write({ bot: BOT, text: 'Hello' });
		await lab.sandbox.control.delivered();
		expect(lab.sandbox.control.messages(chatId).at(-1)).toMatchObject({ text: 'Signed' });
		expect((await triggers.deliver(made.path, { name: 'x' }, { 'x-cliq-signature': 'AAAA' })).status).toBe(401);
		await triggers.runs(made, 1);
		lab.sandbox.control.setWebhook({ bot: BOT, url: null });
		await lab.n8n.deactivate(made.id);
	});
});
