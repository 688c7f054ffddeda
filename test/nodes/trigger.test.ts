import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { forwarderScript } from '../../cliq/events/forwarder';
import { ZohoCliqTrigger } from '../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';
import { messageIn } from '../../nodes/ZohoCliqTrigger/answer';
import { checkProofs } from '../../nodes/ZohoCliqTrigger/checkProofs';
import { handlersOf, offersOf, scriptHandlers } from '../../nodes/ZohoCliqTrigger/kinds';
import { BLANK_SCRIPT, isOurs, judge } from '../../nodes/ZohoCliqTrigger/scripts';
import { expectedSecret, installedSecret } from '../../nodes/ZohoCliqTrigger/secret';

const node = '0b1c6c0e-5b0e-4c38-9a7e-0123456789ab';
const url = `https://n8n.example.com/webhook/${node}/webhook`;
const testUrl = `https://n8n.example.com/webhook-test/${node}/webhook`;
const secret = 'a secret of twenty characters';
const script = forwarderScript('message_handler', { url, secret });
const ofTestScript = forwarderScript('message_handler', { url: testUrl, secret });

describe('a handler', () => {
	const judged = (held: string | undefined, more: object = {}) => judge(held, { script, url, isTest: false, mayReplace: false, ...more });
	const ofTest = { script: ofTestScript, url: testUrl, isTest: true };
	const ofOther = forwarderScript('message_handler', { url: 'https://n8n.example.com/webhook/another/webhook', secret });

	test.each([
		['that is not there', undefined, {}, 'free'],
		['that is empty', ' \n', {}, 'free'],
		['that does nothing', BLANK_SCRIPT.replaceAll('\n', '\r\n'), {}, 'free'],
		['that holds what is wanted', script, {}, 'same'],
		['whose lines Cliq wrote in its own way', `${script.replaceAll('\n', '\r\n').replaceAll('\t', '  ')}\n`, {}, 'same'],
		['with another secret', forwarderScript('message_handler', { url, secret: 'another secret' }), {}, 'free'],
		['of the same node at an address from before', forwarderScript('message_handler', { url: url.replace('n8n.', 'old.'), secret }), {}, 'free'],
		['that a test left behind', ofTest.script, {}, 'free'],
		['in production, for a test', script, ofTest, 'production'],
		['of a test, for the same test', ofTest.script, ofTest, 'same'],
		['that forwards to another node', ofOther, {}, 'otherForwarder'],
		['that forwards to another node, and may be replaced', ofOther, { mayReplace: true }, 'free'],
		['of somebody else', 'response = Map(); response.put("text","Hi"); return response;', { mayReplace: true }, 'foreign'],
		['of somebody else that has our address in it', `info "${url}";`, {}, 'foreign'],
		['that was ours, and has something before it', `info "Mine";\n${script}`, {}, 'foreign'],
	])('%s', (_what, held, more, verdict) => expect(judged(held, more)).toBe(verdict));
});

test.each([
	[script, true],
	[ofTestScript, false],
	[`info "Mine";\n${script}`, false],
	[`info "${url}";`, false],
	[undefined, false],
])('is removed only if it forwards to exactly this address (%#)', (held, isRemoved) => expect(isOurs(held, url)).toBe(isRemoved));

describe('the secret', () => {
	const context = (clientSecret: string, workflow: string, id: string) => ({ getCredentials: async () => ({ clientSecret }), getWorkflow: () => ({ id: workflow }), getNode: () => ({ id }) }) as unknown as IHookFunctions;

	test('is the same each time, another for each node, workflow and account, and does not show what it is made of', async () => {
		const one = await installedSecret(context('client-secret', '1', 'a'));
		expect(one).toMatch(/^[0-9a-f]{64}$/);
		expect(await installedSecret(context('client-secret', '1', 'a'))).toBe(one);
		const others = [context('client-secret', '1', 'b'), context('client-secret', '2', 'a'), context('other-secret', '1', 'a')].map(installedSecret);
		expect(new Set([one, ...(await Promise.all(others))]).size).toBe(4);
	});

	test('is read once for a burst of deliveries, anew after ten seconds, and again at once after a failure', async () => {
		jest.useFakeTimers();
		const getCredentials = jest.fn(async () => ({ clientSecret: 'first' }));
		const webhook = { ...context('', 'burst', 'n'), getNode: () => ({ id: 'n', credentials: {} }), getCredentials } as unknown as IWebhookFunctions;
		getCredentials.mockRejectedValueOnce(new Error('No credential'));
		await expect(expectedSecret(webhook)).rejects.toThrow('No credential');
		const burst = await Promise.all(Array.from({ length: 50 }, () => expectedSecret(webhook)));
		expect([new Set(burst).size, getCredentials.mock.calls.length]).toEqual([1, 2]);
		getCredentials.mockResolvedValue({ clientSecret: 'second' });
		jest.advanceTimersByTime(10_000);
		expect(await expectedSecret(webhook)).not.toBe(burst[0]);
		jest.useRealTimers();
	});
});

test.each([
	[{ text: 'Hi', id: 7, internal: { password: 1 } }, { text: 'Hi' }],
	[{ text: 'Hi', card: { title: 'A' }, slides: null }, { text: 'Hi', card: { title: 'A' } }],
	[{ text: '' }, undefined],
	[{ card: { title: 'A' } }, undefined],
	[{ message: 'Error in workflow' }, undefined],
	['Hi', undefined],
	[null, undefined],
])('of the item %j the answer is %j', (item, message) => expect(messageIn(item)).toEqual(message));

test.each([
	[{}, 'Error'],
	[{ secret: 'short' }, 'Error'],
	[{ secret }, 'OK'],
	[{ publicKey: 'no key' }, 'Error'],
	[{ secret, publicKey: 'no key' }, 'Error'],
])('the credential %j is judged: %s', (credential, status) => expect(checkProofs(credential)).toMatchObject({ status }));

describe('the form', () => {
	const { description } = new ZohoCliqTrigger();
	const { properties } = description;
	const values = (setUp: 'install' | 'paste' | 'extension') => offersOf(setUp).map(({ kind }) => kind);

	test('offers what each way can tell', () => {
		expect(values('install')).toEqual(expect.arrayContaining(['message', 'mention', 'channelMessage', 'messageEdited', 'messageDeleted', 'welcome', 'incomingWebhook']));
		expect(values('install')).not.toContain('menuAction');
		expect(values('paste')).toEqual(expect.arrayContaining([...values('install'), 'menuAction']));
		expect(values('extension')).toEqual(expect.arrayContaining([...values('paste'), 'command', 'messageAction', 'button', 'form']));
	});

	test('three events of a channel are one handler', () => {
		expect(handlersOf(['channelMessage', 'messageEdited', 'messageDeleted', 'message'])).toEqual(['participation_handler', 'message_handler']);
	});

	test('has the script of each handler to copy, with the places to fill in', () => {
		for (const handler of scriptHandlers) {
			const { default: copied } = properties.find(({ name }) => name === `${handler}Script`)!;
			expect(copied).toContain('REPLACE-WITH-THE-PRODUCTION-URL"');
			expect(copied).toContain('"REPLACE-WITH-THE-SECRET"');
		}
	});

	test('keeps no secret: they are in credentials', () => {
		expect(properties.filter(({ name }) => /secret|key$/i.test(name))).toEqual([]);
		expect(description.credentials!.map(({ name }) => name)).toEqual(['zohoCliqOAuth2Api', 'zohoCliqEventsApi']);
	});
});

describe('the webhook', () => {
	/** Plays n8n. */
	async function deliver(body: unknown, { headers = { 'x-cliq-secret': secret }, parameters = {} as IDataObject, id = 'n1' } = {}) {
		const lines: string[] = [];
		const log = (line: string) => lines.push(line);
		const sent: { status: number; body?: unknown } = { status: 200 };
		const response = {
			get statusCode() {
				return sent.status;
			},
			status: (status: number) => Object.assign(response, { ignored: (sent.status = status) }),
			json: (answer: unknown) => (sent.body = answer),
		};
		const all: IDataObject = { setUp: 'paste', events: ['message'], answer: 'nothing', ...parameters };
		const context = {
			getNodeParameter: (name: string, fallback?: unknown) => {
				if (all[name] instanceof Error) throw all[name];
				return all[name] ?? fallback;
			},
			getCredentials: async () => ({ secret }),
			getWorkflow: () => ({ id: 'w' }),
			getNode: () => ({ id, name: 'Zoho Cliq Trigger' }),
			getMode: () => 'webhook',
			getRequestObject: () => ({ method: 'POST', headers: { 'content-type': 'application/json', ...headers }, query: {}, rawBody: Buffer.from(JSON.stringify(body)) }),
			getResponseObject: () => response,
			logger: { debug: log, info: log, warn: log, error: log },
		};
		const result = await new ZohoCliqTrigger().webhook.call(context as never);
		return { result, sent, response, lines: lines.join('\n') };
	}

	const written = { forwarder: 1, handler: 'message_handler', time: Date.now(), message: 'Hello', user: { id: '7', first_name: 'Leo' }, chat: { id: 'CT_1', type: 'bot' } };

	test('starts the workflow with the event, once', async () => {
		const first = await deliver(written);
		expect(first.result).toMatchObject({ webhookResponse: {}, workflowData: [[{ json: { kind: 'message', message: { text: 'Hello' } } }]] });
		expect(first.result.workflowData![0][0].json).not.toHaveProperty('raw');
		const second = await deliver(written);
		expect(second.result).toEqual({ webhookResponse: {} });
		const elsewhere = await deliver(written, { id: 'n2' });
		expect(elsewhere.result.workflowData).toHaveLength(1);
	});

	test('tells strangers no more than the status, and the log no secret', async () => {
		const { result, sent, lines } = await deliver(written, { headers: { 'x-cliq-secret': 'guessed-secret-123' } });
		expect(result).toEqual({ noWebhookResponse: true });
		expect(sent).toEqual({ status: 401, body: { message: 'Unauthorized' } });
		expect(lines).toMatch(/refused a delivery with 401/);
		expect(lines).not.toMatch(/guessed|twenty characters/);
	});

	test('answers a text at once, and nothing where its expression fails', async () => {
		const said = await deliver({ ...written, time: 1 + written.time }, { parameters: { answer: 'text', answerText: 'Thanks' } });
		expect(said.result).toMatchObject({ webhookResponse: { text: 'Thanks' }, workflowData: [[{}]] });
		const failed = await deliver({ ...written, time: 2 + written.time }, { parameters: { answer: 'text', answerText: new Error('No such field') as never } });
		expect(failed.result).toMatchObject({ webhookResponse: {}, workflowData: [[{}]] });
	});

	test('makes the answer of what the last node gives, and nothing of a failure', async () => {
		const good = await deliver({ ...written, time: 3 + written.time }, { parameters: { answer: 'lastNode' } });
		good.response.json({ text: 'Done', password: 'x' });
		expect(good.sent).toEqual({ status: 200, body: { text: 'Done' } });
		const bad = await deliver({ ...written, time: 4 + written.time }, { parameters: { answer: 'lastNode' } });
		bad.response.status(500);
		bad.response.json({ message: 'Error in workflow', text: 'x' });
		expect(bad.sent).toEqual({ status: 500, body: {} });
	});

	test('ignores what the workflow does not want', async () => {
		for (const parameters of [{ events: ['mention'] }, { options: { users: 'sam@example.com' } }, { options: { text: 'deploy' } }]) {
			expect((await deliver({ ...written, time: 5 + written.time }, { parameters: parameters as IDataObject })).result).toEqual({ webhookResponse: {} });
		}
	});
});
