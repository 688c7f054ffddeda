import fc from 'fast-check';
import { CliqError } from '../../../../cliq/errors';
import { answerTo } from '../../../../cliq/events/webhook/direct-answer';
import {
	FORWARDED_HANDLERS,
	forwarderScript,
	forwardsTo,
	isForwarder,
} from '../../../../cliq/events/scripts/forwarder-script';
import { receive } from '../../../../cliq/events/webhook/receive';
import { ENCRYPTION, freeNames, runScript, type Invocation } from '../../../../sandbox/bots/deluge';
import { DelugeFile, type Readings } from '../../../../sandbox/bots/deluge/values';
import { lexed } from '../deluge';
import { ada, botChat, channelChat, SENT } from '../payloads';

const URL_ = 'https://n8n.example.com/webhook/4f1c/cliq';
const SECRET = 'correct horse';
const target = { url: URL_, secret: SECRET };

/** What each handler has, by Zoho's pages. */
const variables: Record<string, Record<string, unknown>> = {
	message_handler: {
		message: 'say "hi"\nplease',
		attachments: ['a.pdf'],
		mentions: null,
		links: [],
		user: ada,
		chat: botChat,
		location: {},
	},
	mention_handler: {
		message: { sender: { id: ada.id }, time: SENT, text: '@Taz "hi"', type: 'text' },
		mentions: [],
		user: ada,
		chat: channelChat,
		location: {},
	},
	participation_handler: {
		operation: 'message_sent',
		data: { time: SENT, message: { id: '1 2', text: 'it is "down"' } },
		user: ada,
		chat: channelChat,
	},
	welcome_handler: { user: ada, newuser: true },
	context_handler: { context_id: 'order', answers: {}, user: ada, chat: botChat },
	incoming_webhook_handler: { headers: { host: 'x' }, body: '{}', http_method: 'POST', user: ada },
	menu_handler: { user: ada, chat: botChat, location: {} },
};

const kinds: Record<string, string> = {
	message_handler: 'message',
	mention_handler: 'mention',
	participation_handler: 'channelMessage',
	welcome_handler: 'welcome',
	context_handler: 'context',
	incoming_webhook_handler: 'incomingWebhook',
	menu_handler: 'menuAction',
};

/** With a clock that stands still. */
const at = (script: string) => script.replace('zoho.currenttime.toLong()', String(SENT));

function door({ method, headers: sent, body }: Invocation) {
	const headers = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value]));
	return receive(
		{ method, headers, query: {}, body: Buffer.from(body) },
		{ secret: SECRET, maxAge: 60, ownBots: [] },
		SENT + 500,
	);
}

it('there is a script for every handler that has one', () => {
	expect([...FORWARDED_HANDLERS].sort()).toEqual(Object.keys(variables).sort());
});

it.each(Object.keys(variables))(
	'%s: what the script posts comes in, and what it is answered goes back',
	async (handler) => {
		const script = at(forwarderScript(handler, target));
		expect(
			[...freeNames(script)].filter((name) => name !== 'zoho' && !Object.hasOwn(variables[handler]!, name)),
		).toEqual([]);
		const answer = await runScript(script, variables[handler]!, async (posted) => {
			expect(posted.url).toBe(URL_);
			const received = door(posted);
			if (!('event' in received)) throw new Error(received.reason);
			expect(received.event).toMatchObject({
				kind: kinds[handler],
				handler,
				via: 'forwarder',
				user: { id: ada.id },
				time: SENT,
				raw: { forwarder: 1 },
			});
			for (const [name, value] of Object.entries(variables[handler]!)) {
				if (name !== 'location' && value !== null) expect(received.event.raw).toHaveProperty(name);
			}
			return { status: 200, text: JSON.stringify(answerTo(received.event, { text: 'Hello "you"' })) };
		});
		expect(answer).toEqual({ text: 'Hello "you"' });
	},
);

describe.each<Readings>([
	{ mapBody: 'equals', mapText: 'equals' },
	{ mapBody: 'equals', mapText: 'unescaped', nullText: 'null' },
	{ mapBody: 'multipart', mapText: 'equals' },
])('where a map is printed by %j', (readings) => {
	const forged =
		', user={id=1, email=boss@example.com}, flat=user/id=1&user/email=boss%40example.com "\\\n&user/id=1';
	const said: Record<string, Record<string, unknown>> = {
		...variables,
		message_handler: {
			...variables.message_handler,
			message: forged,
			message_details: {
				time: SENT,
				message: { type: 'attachment', file: { name: 'a.pdf', id: 'F1', url: 'https://cliq.example/F1' } },
			},
		},
		mention_handler: { ...variables.mention_handler, message: { time: SENT, text: forged, type: 'text' } },
		participation_handler: {
			...variables.participation_handler,
			data: { time: SENT, message: { id: '1 2', content: { text: forged, file: { name: 'a.pdf', id: 'F1' } } } },
		},
	};

	it.each(Object.keys(said))(
		'%s: what the script posts comes in once, and nobody can forge who wrote',
		async (handler) => {
			const heard: unknown[] = [];
			const listed = Object.keys(said[handler]!);
			const zoho = { encryption: ENCRYPTION };
			const answer = await runScript(
				at(forwarderScript(handler, target, listed)),
				{ ...said[handler], zoho },
				async (posted) => {
					const received = door(posted);
					if (!('event' in received)) return { status: received.status, text: '{}' };
					heard.push(received.event);
					return { status: 200, text: JSON.stringify(answerTo(received.event, { text: 'Hello' })) };
				},
				readings,
			);
			expect(answer).toEqual({ text: 'Hello' });
			const [first_name, last_name] = [ada.first_name, ada.last_name];
			expect(heard).toEqual([
				expect.objectContaining({
					kind: kinds[handler],
					handler,
					via: 'forwarder',
					user: { id: ada.id, name: `${first_name} ${last_name}`, email: ada.email },
					time: SENT,
				}),
			]);
			const files: Record<string, unknown> = {
				message_handler: [{ name: 'a.pdf', id: 'F1', url: 'https://cliq.example/F1' }],
				participation_handler: [{ name: 'a.pdf', id: 'F1' }],
				mention_handler: [],
			};
			if (handler in files)
				expect(heard[0]).toMatchObject({ message: { text: forged, attachments: files[handler] } });
		},
	);
});

it.each<Readings>([{}, { isJsonRead: true }, { isJsonRead: true, nullText: 'null' }])(
	'shows what the webhook answers where %j',
	async (readings) => {
		const shown = (text: string) =>
			runScript(
				at(forwarderScript('menu_handler', target)),
				variables.menu_handler!,
				async () => ({ status: 200, text }),
				readings,
			);
		expect(await shown('{"text":"Hello \\"you\\"","card":{"theme":"basic"}}')).toEqual({
			text: 'Hello "you"',
			card: { theme: 'basic' },
		});
		expect(await shown('{}')).toEqual({});
		for (const other of ['<html>Sign in</html>', '', '[1]', '7', '"text"']) expect(await shown(other)).toEqual({});
	},
);

describe('files of a message', () => {
	const file = (name: string) => new DelugeFile(name, 'image/png', 3, () => undefined as never);
	const told = async (attachments: unknown, readings: Readings) => {
		const heard: unknown[] = [];
		await runScript(
			at(forwarderScript('message_handler', target)),
			{ ...variables.message_handler, attachments },
			async (posted) => (heard.push(door(posted)), { status: 200, text: '{}' }),
			readings,
		);
		return heard;
	};
	const named = (...names: string[]) => [
		{
			event: expect.objectContaining({
				message: expect.objectContaining({
					text: 'say "hi"\nplease',
					attachments: names.map((name) => ({ name })),
				}),
			}),
		},
	];

	it.each<Readings>([{ fileObjects: 'none' }, { fileObjects: 'text' }, { fileObjects: 'fails' }])(
		'are told by their names, and none costs the text, where %j',
		async (readings) => {
			expect(await told([file('a "b", c.png'), file('image.png'), file('image.png')], readings)).toEqual(
				named('a "b", c.png', 'image.png', 'image.png'),
			);
			expect(await told(['a.pdf', file('b.png')], readings)).toEqual(named('a.pdf', 'b.png'));
			expect(await told([], readings)).toEqual(named());
			expect(await told(null, readings)).toEqual(named());
			// One by itself is not a list.
			expect(await told(file('b.png'), readings)).toEqual(named('b.png'));
		},
	);
});

it.each([
	['refuses', () => ({ status: 401, text: 'Unauthorized' })],
	[
		'is away',
		() => {
			throw new Error('socket timeout');
		},
	],
])('says nothing where the webhook %s', async (_name, webhook) => {
	expect(
		await runScript(at(forwarderScript('menu_handler', target)), variables.menu_handler!, async () => webhook()),
	).toEqual({});
});

it("names nobody's location, and a mention's no attachments", () => {
	for (const handler of FORWARDED_HANDLERS) expect(forwarderScript(handler, target)).not.toMatch(/location/);
	expect(forwarderScript('mention_handler', target)).not.toMatch(/attachments/);
});

it('says which entry of a menu it belongs to', async () => {
	const script = at(forwarderScript('menu_handler', { ...target, name: 'My "Report"' }));
	await runScript(script, variables.menu_handler!, async (posted) => {
		expect(door(posted)).toMatchObject({ event: { arguments: { name: 'My "Report"' } } });
		return { status: 200, text: '{}' };
	});
	expect.assertions(1);
});

it.each<[string, unknown, unknown]>([
	['one that was chosen', 'Create "now"', { name: 'Issues', sub_action: 'Create "now"' }],
	['none, as an empty text', '', { name: 'Issues' }],
	['none, as null', null, { name: 'Issues' }],
])('tells the sub-action of a menu where Cliq has it: %s', async (_which, sub_action, told) => {
	const listed = ['user', 'chat', 'location', 'sub_action'];
	const script = at(forwarderScript('menu_handler', { ...target, name: 'Issues' }, listed));
	const events: unknown[] = [];
	await runScript(
		script,
		{ ...variables.menu_handler, sub_action },
		async (posted) => (events.push(door(posted)), { status: 200, text: '{}' }),
	);
	expect(events).toEqual([{ event: expect.objectContaining({ kind: 'menuAction', arguments: told }) }]);
});

it('does not name the sub-action of a menu where Cliq does not list it, and shows where it would go if there is no list', () => {
	expect(forwarderScript('menu_handler', target, ['user', 'chat'])).not.toContain('sub_action');
	const script = forwarderScript('menu_handler', target);
	expect([...freeNames(script)]).not.toContain('sub_action');
	expect([...freeNames(script.replace(/^\/\/(forwarded\.put\("sub_action")/m, '$1'))]).toContain('sub_action');
	expect([...freeNames(forwarderScript('menu_handler', target, 'likely'))]).toContain('sub_action');
});

it('is known again, with the address it posts to', () => {
	for (const handler of FORWARDED_HANDLERS) {
		expect(isForwarder(forwarderScript(handler, target))).toBe(true);
		expect(isForwarder(`\r\n  ${forwarderScript(handler, target).replace(/\n/g, '\r\n')}`)).toBe(true);
		expect(forwardsTo(forwarderScript(handler, target).replace(/\n/g, '\r\n'))).toBe(URL_);
	}
	const odd = 'https://example.com/a?b="c\\d"&e=ü#\\';
	expect(forwardsTo(forwarderScript('menu_handler', { ...target, url: odd }))).toBe(new URL(odd).href);
	for (const script of [
		'',
		'response = Map();\nreturn response;',
		`info "x"; ${forwarderScript('menu_handler', target)}`,
		forwarderScript('menu_handler', target).split('\n').slice(1).join('\n'),
	]) {
		expect(isForwarder(script)).toBe(false);
		expect(forwardsTo(script)).toBeUndefined();
	}
});

it.each([
	['call_handler', target],
	['constructor', target],
	['menu_handler', { ...target, url: 'n8n.example.com' }],
	['menu_handler', { ...target, url: 'javascript:alert(1)' }],
	['menu_handler', { ...target, url: '' }],
	['menu_handler', { ...target, secret: '' }],
	['menu_handler', { ...target, secret: '  ' }],
	['menu_handler', { ...target, secret: 'a\nb' }],
])('%s for %j is refused', (handler, wrong) => {
	expect(() => forwarderScript(handler, wrong)).toThrow(CliqError);
});

const nasty = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc
		.array(
			fc.constantFrom(
				'"',
				'\\',
				'\\"',
				'";',
				'\n',
				'\r',
				'\u2028',
				'//',
				'/*',
				'§',
				'$&',
				'+',
				')',
				"'",
				'{{',
				'é',
				'https://',
			),
		)
		.map((pieces) => pieces.join('')),
);

it('no address, secret or name gets out of its string', () => {
	const around = (script: string) => lexed(script).code.replace(/§\d+/g, '§');
	fc.assert(
		fc.property(fc.constantFrom(...FORWARDED_HANDLERS), nasty, nasty, nasty, (handler, path, secret, name) => {
			const url = `https://example.com/${path}`;
			const plain = forwarderScript(handler, { url: URL_, secret: SECRET, name: 'n' });
			let script;
			try {
				script = forwarderScript(handler, { url, secret, name });
			} catch (error) {
				expect(error).toBeInstanceOf(CliqError);
				return;
			}
			expect(around(script)).toBe(around(plain));
			expect(script.split('\n').length).toBe(plain.split('\n').length);
			const { strings } = lexed(script);
			expect(strings).toContain(secret);
			expect(strings).toContain(new URL(url).href);
			expect(forwardsTo(script)).toBe(new URL(url).href);
		}),
		{ numRuns: 2000 },
	);
});
