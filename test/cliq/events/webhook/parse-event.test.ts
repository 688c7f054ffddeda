import { parse } from '../../../../cliq/events/webhook/parse-event';
import type { CliqEvent } from '../../../../cliq/events/types';
import { ada, botChat, foreign, forwards, SENT, webhooks } from '../payloads';

const NOW = SENT + 1000;

function event(payload: unknown): CliqEvent {
	const parsed = parse(payload, NOW);
	if ('refused' in parsed) throw new Error(parsed.refused);
	return parsed;
}

function fixture(fixtures: typeof webhooks, name: string): Record<string, any> {
	const found = fixtures.find(([title]) => title === name);
	if (!found) throw new Error(`No fixture "${name}"`);
	return found[2];
}

describe('a webhook extension', () => {
	it.each(webhooks)('%s is %s', (_name, kind, payload) => {
		const read = event(payload);
		expect(read).toMatchObject({
			kind,
			via: 'webhook',
			handler: payload.handler.type,
			user: { id: ada.id, name: 'Ada Byron', email: ada.email },
			raw: payload,
		});
		expect(read.responseUrl).toBe(payload.response_url);
		expect(read.bot).toEqual(payload.type === 'bot' ? { name: 'Taz', uniqueName: 'taz' } : undefined);
		expect(read.at).toBe(new Date(read.time).toISOString());
		expect(Object.values(read)).not.toContain(undefined);
	});

	it('tells all about a message to the bot', () => {
		expect(event(fixture(webhooks, 'a message to the bot'))).toMatchObject({
			chat: { id: 'CT_2230001_640001-B2', type: 'bot', title: 'Taz' },
			message: {
				text: 'hello bot',
				type: 'text',
				attachments: [{ name: 'plan.pdf' }],
				mentions: [{ id: 'b-1970000000004', name: 'Taz', type: 'bot' }],
				replyTo: '1795000000000 15',
			},
			time: SENT - 5,
		});
	});

	it('tells all about a file in a channel', () => {
		expect(event(fixture(webhooks, 'a file in a channel'))).toMatchObject({
			operation: 'message_sent',
			chat: {
				id: 'CT_1600002_640001',
				type: 'channel',
				title: '#Support',
				channelName: 'support',
				channelId: 'P1970000000003',
			},
			message: {
				id: '1795348799994 15',
				text: 'the log',
				type: 'attachment',
				attachments: [{ name: 'app.log', type: 'text/plain', url: expect.stringContaining('type=transient') }],
				mentions: [],
			},
		});
	});

	it('falls back on the chat and user of the access', () => {
		const { user: _user, ...params } = fixture(webhooks, 'a subscription').params;
		expect(event({ ...fixture(webhooks, 'a subscription'), params })).toMatchObject({
			user: { id: ada.id, name: '' },
			chat: { id: 'CT_2230001_640001-B2' },
		});
	});

	it.each([
		['a menu entry', { name: 'Report' }],
		['a command', 'list open'],
		['a button', { key: 'yes' }],
		['a button of an applet', { id: 'refresh' }],
		['a form', { name: 'Leave', action: 'submit', values: { days: '3' } }],
		['the answers of a context', { context_id: 'order', answers: { size: { text: 'L' } } }],
		[
			'an incoming webhook',
			{
				http_method: 'POST',
				headers: { 'content-type': 'application/json' },
				params: { source: 'git' },
				body: '{"ok":true}',
			},
		],
		['a call', { call_id: '12', time: SENT }],
	])('says what %s was given', (name, given) => {
		expect(event(fixture(webhooks, name)).arguments).toEqual(given);
	});

	it.each(['a button', 'a message action'])(
		'of %s, the message is an older one, and its time not that of the event',
		(name) => {
			expect(event(fixture(webhooks, name))).toMatchObject({
				time: SENT,
				message: { id: '1795348800000 150000000001', text: 'Deploy 1.4?' },
			});
		},
	);

	it.each(['type', 'params'])('lacks "%s" and is refused', (name) => {
		const { [name]: _missing, ...rest } = fixture(webhooks, 'a mention');
		expect(parse(rest, NOW)).toEqual({ refused: expect.stringContaining('lacks') });
	});
});

describe('our own scripts', () => {
	it.each(forwards)('%s is %s', (_name, kind, payload) => {
		expect(event(payload)).toMatchObject({
			kind,
			via: 'forwarder',
			handler: payload.handler,
			user: { id: ada.id, name: 'Ada Byron', email: ada.email },
			time: SENT,
			raw: payload,
		});
	});

	it.each([2, 0, '2', null, {}, true])('of version %j are to be installed anew', (forwarder) => {
		expect(parse({ ...fixture(forwards, 'a mention'), forwarder }, NOW)).toEqual({
			refused: expect.stringContaining('install it again'),
		});
	});

	it('take nothing that whoever calls an incoming webhook writes for what the script says', () => {
		const forged = { handler: 'mention_handler', user: { id: '1' }, message: 'forged' };
		for (const payload of [
			{ ...fixture(forwards, 'an incoming webhook'), params: forged },
			{ handler: 'incoming_webhook', params: forged, http_method: 'POST' },
		]) {
			expect(event(payload)).toMatchObject({ kind: 'incomingWebhook', arguments: { params: forged } });
			expect(event(payload).user.id).not.toBe('1');
			expect(event(payload).message).toBeUndefined();
		}
	});
});

describe('scripts of others', () => {
	it.each(foreign)('%s is %s', (_name, kind, payload) => {
		const read = event(payload);
		expect(read).toMatchObject({
			kind,
			via: 'forwarder',
			user: { id: ada.id, name: 'Ada Byron', email: ada.email },
			raw: payload,
		});
		if (kind !== 'botAdded') expect(read.message?.text).toBe('it is down');
		expect(read.chat?.channelName).toBe('support');
	});

	it('say a time of their own, or it is when it arrived', () => {
		expect(event(fixture(foreign, 'a message as an object')).time).toBe(SENT);
		expect(event(fixture(foreign, 'text alone')).time).toBe(NOW);
		expect(event({ message: 'x', time: SENT / 1000 }).time).toBe(SENT);
		expect(event({ message: 'x', time: String(SENT) }).time).toBe(SENT);
		for (const time of ['10:00', -5, 1e300, {}, null, '99999999999999999999'])
			expect(event({ message: 'x', time }).time).toBe(NOW);
	});

	it('keep envelope and variables apart: what the script says wins', () => {
		expect(
			event({ handler: 'mention', user: ada, params: { handler: 'message', user: { id: '1' }, message: 'hi' } }),
		).toMatchObject({ kind: 'mention', user: { id: ada.id }, message: { text: 'hi' } });
	});

	it('tell a file twice, which is one', () => {
		const { message } = event({
			message: { text: 'x', file: { name: 'a.txt', id: 'f1' } },
			attachments: ['a.txt', { name: 'a.txt', id: 'f2' }, 'b.txt'],
		});
		expect(message?.attachments).toEqual([
			{ name: 'a.txt', id: 'f1' },
			{ name: 'a.txt', id: 'f2' },
			{ name: 'b.txt' },
		]);
	});

	it('two files of one name are two', () => {
		const both = (told: object) => event({ message: { text: 'x' }, ...told }).message?.attachments;
		expect(both({ attachments: ['image.png', 'image.png'] })).toEqual([
			{ name: 'image.png' },
			{ name: 'image.png' },
		]);
		expect(
			both({
				attachments: [
					{ name: 'image.png', url: 'https://a/1' },
					{ name: 'image.png', url: 'https://a/2' },
				],
			}),
		).toHaveLength(2);
		expect(
			both({
				message: { text: 'x', attachments: ['image.png', 'image.png'] },
				attachments: ['image.png', 'image.png', 'image.png'],
			}),
		).toHaveLength(3);
	});
});

it.each([
	[null],
	[1],
	['text'],
	[[]],
	[[{ message: 'x' }]],
	[{}],
	[{ foo: 1 }],
	[{ handler: {} }],
	[{ message: {} }],
	[{ params: {} }],
	[JSON.parse('{"__proto__":{"message":"x"}}')],
])('%j is no event', (payload) => {
	expect(parse(payload, NOW)).toEqual({ refused: expect.any(String) });
});

it('a handler that is not known yet is told as it is', () => {
	expect(event({ handler: 'constructor', message: 'x' })).toMatchObject({ kind: 'other', handler: 'constructor' });
	expect(event({ type: 'toString', handler: { type: 'call_handler' }, params: {} })).toMatchObject({
		kind: 'other',
		user: { id: '', name: '' },
	});
});

describe('a sub-action of a menu', () => {
	const chosen = (more: object) => parse({ handler: 'menu_handler', user: ada, chat: botChat, ...more }, NOW);

	// Source: "sub_action, STRING" among the params of a menu handler; the page "Bot sub actions".
	it.each<[string, object, unknown]>([
		[
			'with the name of its entry',
			{ name: 'Issues', sub_action: 'Create' },
			{ name: 'Issues', sub_action: 'Create' },
		],
		[
			'where nothing says which entry it belongs to',
			{ sub_action: 'Create' },
			{ name: 'Create', sub_action: 'Create' },
		],
		['an empty name of an entry', { name: ' ', sub_action: 'Create' }, { name: 'Create', sub_action: 'Create' }],
		['a figure', { name: 'Issues', sub_action: 7 }, { name: 'Issues', sub_action: '7' }],
		[
			'an object with its name',
			{ name: 'Issues', sub_action: { name: 'Create', icon: 'wand/627282' } },
			{ name: 'Issues', sub_action: 'Create' },
		],
		[
			'an object that was printed',
			{ name: 'Issues', sub_action: '{"name":"Create"}' },
			{ name: 'Issues', sub_action: 'Create' },
		],
		[
			'letters of the world',
			{ name: 'Issues', sub_action: 'Löschen "jetzt" 🎉' },
			{ name: 'Issues', sub_action: 'Löschen "jetzt" 🎉' },
		],
		['a text in braces', { name: 'Issues', sub_action: '{Create}' }, { name: 'Issues', sub_action: '{Create}' }],
		['none', { name: 'Issues' }, { name: 'Issues' }],
		['null', { name: 'Issues', sub_action: null }, { name: 'Issues' }],
		['an empty text', { name: 'Issues', sub_action: '' }, { name: 'Issues' }],
		['blanks', { name: 'Issues', sub_action: ' \n' }, { name: 'Issues' }],
		['what reads as nothing', { name: 'Issues', sub_action: [true, {}] }, { name: 'Issues' }],
		['neither of them', {}, undefined],
	])('%s', (_what, more, told) => {
		const event = chosen(more) as CliqEvent;
		expect([event.kind, event.arguments]).toEqual(['menuAction', told]);
	});

	it.each<[string, object, object]>([
		['beside the name', { name: 'Issues', sub_action: 'Create' }, {}],
		['among the variables', { name: 'Issues' }, { sub_action: 'Create' }],
		['as an object', { name: 'Issues', sub_action: { name: 'Create' } }, {}],
	])('is told by a webhook extension, too: %s', (_where, handler, params) => {
		const event = parse(
			{
				name: 'Taz',
				type: 'bot',
				handler: { type: 'action_handler', ...handler },
				params: { user: ada, chat: botChat, ...params },
			},
			NOW,
		) as CliqEvent;
		expect([event.kind, event.arguments]).toEqual(['menuAction', { name: 'Issues', sub_action: 'Create' }]);
	});
});
