import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { forwarderScript } from '../../../cliq/events/scripts/forwarder-script';
import { BLANK_SCRIPT } from '../../../cliq/events/scripts/script-text';
import { ZohoCliqTrigger } from '../../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';
import { messageIn } from '../../../nodes/ZohoCliqTrigger/answerEvent';
import { checkProofs } from '../../../nodes/ZohoCliqTrigger/checkProofs';
import { handlersOf, kindsOf, offersOf, scriptHandlers } from '../../../nodes/ZohoCliqTrigger/eventSources';
import { isOurs, judge } from '../../../nodes/ZohoCliqTrigger/judgeScript';
import { expectedSecret, installedSecret } from '../../../nodes/ZohoCliqTrigger/webhookSecret';
import { settingsOf } from '../../../nodes/ZohoCliqTrigger/settings';

const node = '0b1c6c0e-5b0e-4c38-9a7e-0123456789ab';
const url = `https://n8n.example.com/webhook/${node}/webhook`;
const testUrl = `https://n8n.example.com/webhook-test/${node}/webhook`;
const secret = 'a secret of twenty characters';
const script = forwarderScript('message_handler', { url, secret });
const ofTestScript = forwarderScript('message_handler', { url: testUrl, secret });

describe('a handler', () => {
	const judged = (held: string | undefined, more: object = {}) =>
		judge(held, { script, url, isTest: false, mayReplace: false, ...more });
	const ofTest = { script: ofTestScript, url: testUrl, isTest: true };
	const ofOther = forwarderScript('message_handler', {
		url: 'https://n8n.example.com/webhook/another/webhook',
		secret,
	});

	test.each([
		['that is not there', undefined, {}, 'free'],
		['that is empty', ' \n', {}, 'free'],
		['that does nothing', BLANK_SCRIPT.replaceAll('\n', '\r\n'), {}, 'free'],
		['that holds what is wanted', script, {}, 'same'],
		[
			'whose lines Cliq wrote in its own way',
			`${script.replaceAll('\n', '\r\n').replaceAll('\t', '  ')}\n`,
			{},
			'same',
		],
		['with another secret', forwarderScript('message_handler', { url, secret: 'another secret' }), {}, 'free'],
		[
			'of the same node at an address from before',
			forwarderScript('message_handler', { url: url.replace('n8n.', 'old.'), secret }),
			{},
			'free',
		],
		['that a test left behind', ofTest.script, {}, 'free'],
		['in production, for a test', script, ofTest, 'production'],
		['of a test, for the same test', ofTest.script, ofTest, 'same'],
		['that forwards to another node', ofOther, {}, 'otherForwarder'],
		['that forwards to another node, and may be replaced', ofOther, { mayReplace: true }, 'free'],
		[
			'of somebody else',
			'response = Map(); response.put("text","Hi"); return response;',
			{ mayReplace: true },
			'foreign',
		],
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
])('is removed only if it forwards to exactly this address (%#)', (held, isRemoved) =>
	expect(isOurs(held, url)).toBe(isRemoved),
);

describe('what is filled in', () => {
	/** A node that was pasted a script, and how often n8n was asked for a parameter or a credential. */
	const node = (id: string, parameters: object) => {
		const all: Record<string, unknown> = { setUp: 'paste', events: ['message'], answer: 'nothing', ...parameters };
		const getNodeParameter = jest.fn((name: string, fallback?: unknown) => all[name] ?? fallback);
		const getCredentials = jest.fn(async () => ({ secret: 'a secret of twenty characters' }));
		return {
			getNodeParameter,
			getCredentials,
			getWorkflow: () => ({ id: 'w' }),
			getNode: () => ({ id, parameters: all, credentials: {} }),
		};
	};
	const read = async (context: ReturnType<typeof node>) => await settingsOf(context as unknown as IWebhookFunctions);

	test('is worked out once for many events, and anew where it changed', async () => {
		const context = node('constant', {});
		const first = await read(context);
		const asked = context.getNodeParameter.mock.calls.length;
		for (let count = 0; count < 20; count++) expect(await read(context)).toEqual(first);
		// How it was set up decides which credential it is.
		expect([context.getCredentials.mock.calls.length, context.getNodeParameter.mock.calls.length - asked]).toEqual([
			1, 20,
		]);
		expect((await read(node('constant', { events: ['mention'] }))).kinds).toEqual(['mention']);
	});

	test('is worked out for each event where there is an expression', async () => {
		const context = node('expression', { additionalFields: { botName: '={{ $json.bot }}' } });
		await read(context);
		const asked = context.getNodeParameter.mock.calls.length;
		await read(context);
		expect(context.getNodeParameter.mock.calls.length).toBe(2 * asked);
	});
});

describe('the secret', () => {
	const context = (clientSecret: string, workflow: string, id: string) =>
		({
			getCredentials: async () => ({ clientSecret }),
			getWorkflow: () => ({ id: workflow }),
			getNode: () => ({ id }),
		}) as unknown as IHookFunctions;

	test('is the same each time, another for each node, workflow and account, and does not show what it is made of', async () => {
		const one = await installedSecret(context('client-secret', '1', 'a'));
		expect(one).toMatch(/^[0-9a-f]{64}$/);
		expect(await installedSecret(context('client-secret', '1', 'a'))).toBe(one);
		const others = [
			context('client-secret', '1', 'b'),
			context('client-secret', '2', 'a'),
			context('other-secret', '1', 'a'),
		].map(installedSecret);
		expect(new Set([one, ...(await Promise.all(others))]).size).toBe(4);
	});

	test('is read once for a burst of deliveries, anew after ten seconds, and again at once after a failure', async () => {
		jest.useFakeTimers();
		const getCredentials = jest.fn(async () => ({ clientSecret: 'first' }));
		const webhook = {
			...context('', 'burst', 'n'),
			getNode: () => ({ id: 'n', credentials: {} }),
			getCredentials,
		} as unknown as IWebhookFunctions;
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
	[
		{ text: 'Hi', card: { title: 'A' }, slides: null, userids: '7' },
		{ text: 'Hi', json: { card: { title: 'A' } } },
	],
	[{ text: 42 }, { text: '42' }],
	[{ output: 'An agent said' }, { text: 'An agent said', textFormat: 'markdown' }],
	[{ text: 'Hi', output: 'An agent said' }, { text: 'Hi' }],
	[{ response: 'A chain said' }, { text: 'A chain said', textFormat: 'markdown' }],
	[{ response: { text: 'A chain said' } }, { text: 'A chain said', textFormat: 'markdown' }],
	[{ output: { nested: 1 } }, undefined],
	[{ text: { nested: 1 } }, undefined],
	[{ text: '' }, undefined],
	[{ card: { title: 'A' } }, { text: undefined, json: { card: { title: 'A' } } }],
	[
		{ text: '', card: { title: 'A' }, slides: [] },
		{ text: undefined, json: { card: { title: 'A' }, slides: [] } },
	],
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
])('the credential %j is judged: %s', (credential, status) =>
	expect(checkProofs(credential)).toMatchObject({ status }),
);

describe('the form', () => {
	const { description } = new ZohoCliqTrigger();
	const { properties } = description;
	const values = (setUp: 'install' | 'paste' | 'extension') => offersOf(setUp).map(({ kind }) => kind);

	test('offers what each way can tell', () => {
		expect(values('install')).toEqual(
			expect.arrayContaining([
				'message',
				'mention',
				'channelMessage',
				'messageEdited',
				'messageDeleted',
				'welcome',
				'incomingWebhook',
			]),
		);
		expect(values('install')).not.toContain('menuAction');
		expect(values('paste')).toEqual(expect.arrayContaining([...values('install'), 'menuAction']));
		expect(values('extension')).toEqual(
			expect.arrayContaining([...values('paste'), 'command', 'messageAction', 'button', 'form']),
		);
	});

	test('three events of a channel are one handler', () => {
		expect(handlersOf(['channelMessage', 'messageEdited', 'messageDeleted', 'message'])).toEqual([
			'participation_handler',
			'message_handler',
		]);
	});

	test('shows the script of a handler for the events that it tells', () => {
		for (const handler of scriptHandlers) {
			const { show } = properties.find(({ name }) => name === `${handler}Script`)!.displayOptions!;
			expect(show!.setUp).toEqual(['paste']);
			expect(handlersOf(show!.events as never)).toEqual([handler]);
		}
		expect(scriptHandlers.flatMap((handler) => kindsOf(handler)).sort()).toEqual(values('paste').sort());
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
		expect(description.credentials!.map(({ name }) => name)).toEqual(['cliqNodesOAuth2Api', 'cliqNodesEventsApi']);
	});
});
