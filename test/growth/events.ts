import { createSign, generateKeyPairSync } from 'node:crypto';
import { operation } from '../../cliq/catalogue';
import { payloadIn } from '../../cliq/events/webhook/body';
import { fileIdsOf } from '../../cliq/events/event-files';
import { passes, filterNames } from '../../cliq/events/event-filters';
import { forwardsTo } from '../../cliq/events/scripts/forwarder-script';
import { parse } from '../../cliq/events/webhook/parse-event';
import { Placeholder } from '../../cliq/events/placeholder';
import { poll } from '../../cliq/events/polling/poll';
import { publicKeyIn } from '../../cliq/events/webhook/signature-proof';
import { receive } from '../../cliq/events/webhook/receive';
import { isCliqAddress, replyOf } from '../../cliq/events/reply';
import { SeenEvents } from '../../cliq/events/webhook/seen-events';
import type { CliqEvent, Door } from '../../cliq/events/types';
import type { CliqClient } from '../../cliq/client';
import type { Subject } from './measure';
import { fewShapes, shapesOf, times } from './shapes';

/** In bytes: the largest body that a door takes. */
const BODY = 1_000_000;
const TEXT = 128_000;
const MANY = 32_000;
const NOW = 1_790_000_000_000;

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const bySecret: Door = { secret: 'correct', maxAge: 300, ownBots: ['taz'] };
const bySignature: Door = { publicKey: PEM, maxAge: 300, ownBots: [] };
const TYPES = ['application/json', 'application/x-www-form-urlencoded', 'text/plain'];

function onTexts(name: string, work: (text: string) => unknown, shapes = fewShapes, most = TEXT): Subject[] {
	return shapes.map(({ name: shape, make }): Subject<string> => ({ name, shape, make, work, most })) as Subject[];
}

function subject<Input>(
	name: string,
	shape: string,
	make: (size: number) => Input,
	work: (input: Input) => unknown,
	most = MANY,
): Subject {
	return { name, shape, make, work, most } as Subject;
}

function delivered(body: string, contentType: string, door: Door, headers: Record<string, string>): void {
	receive(
		{ method: 'POST', headers: { 'content-type': contentType, ...headers }, query: {}, body: Buffer.from(body) },
		door,
		NOW,
	);
}

const wrong = Buffer.alloc(256).toString('base64');
const right = (body: string) => createSign('sha256').update(body).sign(privateKey, 'base64');

const event = (changes: Record<string, unknown>) => ({
	handler: 'message_handler',
	message: 'hi',
	user: { id: '1', name: 'Sam' },
	chat: { id: 'CT_1' },
	...changes,
});
const told = (payload: unknown) => parse(payload, NOW) as CliqEvent;
const page = (size: number, from = 0) =>
	times(size, (index) => ({
		id: `${from + index}%20${index}`,
		chatId: 'CT_1',
		time: NOW + index,
		type: 'file',
		text: 'a',
		sender: { id: '1', name: 'a' },
		file: { id: `f${index}`, name: `n${size - index}` },
	}));

/** A placeholder in a channel in which these messages stand. */
async function placeholderAmong(messages: object[]): Promise<void> {
	const client = {
		hasLearned: () => false,
		freeShare: () => 1,
		elapsed: () => 0,
		cliqTime: () => NOW,
		learn: () => {},
		call: async ({ id }: { id: string }) => ({
			answer: id === 'message.getMany' ? messages : { success: true },
			raw: {},
		}),
	};
	const mention = {
		...told(event({ handler: 'mention_handler', chat: { id: 'CT_1', channel_unique_name: 'a' } })),
		bot: { name: 'b', uniqueName: 'b' },
	};
	const placeholder = new Placeholder(
		mention,
		{ text: 'a' },
		{
			client: () => client as unknown as CliqClient,
			sleep: async () => {},
			lane: '',
			onSaid: () => {},
			warn: () => {},
		},
	);
	await new Promise((resolve) => setImmediate(resolve));
	await placeholder.withdraw();
}

export const eventSubjects: Subject[] = [
	...TYPES.flatMap((type) => [
		...onTexts(
			`door with a wrong secret, ${type}`,
			(body) => delivered(body, type, bySecret, { 'x-cliq-secret': 'wrong' }),
			shapesOf(['a={&', '[', '{"a":']),
			BODY,
		),
		...onTexts(
			`door with a wrong signature, ${type}`,
			(body) => delivered(body, type, bySignature, { 'x-cliq-signature': wrong }),
			shapesOf(['a={&', '[', '{"a":', '"\n', '\\']),
			BODY,
		),
		...onTexts(
			`door with the secret, ${type}`,
			(body) => delivered(body, type, bySecret, { 'x-cliq-secret': 'correct' }),
			undefined,
			BODY,
		),
		...onTexts(
			`body, ${type}`,
			(body) => payloadIn(Buffer.from(body), type),
			shapesOf(['a={&', 'a=1&', '[', '{"a":', '"\n', '\\', '\\\n', '"', '\u0000', '%', '+'], '{"a":"'),
			BODY,
		),
	]),
	...onTexts(
		'body, flat',
		(flat) => payloadIn(Buffer.from(JSON.stringify({ forwarder: 1, flat })), TYPES[0]),
		shapesOf(['a=1&', 'a/', 'a/b=1&', '&', '=', '%', '+'], 'a='),
		TEXT,
	),
	...onTexts(
		'door with the right signature',
		(body) => delivered(body, TYPES[0]!, bySignature, { 'x-cliq-signature': right(body) }),
		shapesOf(['a={&', '[', '{"a":', '"\n', '\\']),
		BODY,
	),
	...onTexts('event whose text is', (message) => told(event({ message }))),
	...onTexts('event whose handler is', (handler) => told(event({ handler }))),
	...onTexts('event whose time is', (time) => told(event({ handler: 'participation_handler', data: { time } }))),
	subject(
		'event',
		'attachments by name',
		(size) => event({ attachments: times(size, (index) => `f${index}`) }),
		told,
	),
	subject(
		'event',
		'attachments, all the same',
		(size) => event({ attachments: times(size, () => ({ name: 'a', id: '1' })) }),
		told,
	),
	subject(
		'event',
		'mentions',
		(size) => event({ mentions: times(size, (index) => ({ id: index, name: 'a' })) }),
		told,
	),
	subject('event', 'keys', (size) => event(Object.fromEntries(times(size, (index) => [`k${index}`, index]))), told),
	subject(
		'event',
		'keys in params',
		(size) => ({
			handler: 'message_handler',
			params: Object.fromEntries(times(size, (index) => [`k${index}`, index])),
		}),
		told,
	),
	subject(
		'files of an event',
		'as many in the chat',
		(size) => size,
		(size) => {
			const heard = told(event({ attachments: times(size, (index) => `n${index}`) }));
			return fileIdsOf({ call: () => Promise.resolve({ answer: page(size) as never, raw: {} }) }, heard, {
				maxWait: 0,
			});
		},
	),
	subject(
		'files of an event',
		'all of one name',
		(size) => size,
		(size) => {
			const heard = told(event({ attachments: times(size, () => ({ name: 'n', type: 'a' })) }));
			heard.message!.attachments = times(size, () => ({ name: 'n' }));
			return fileIdsOf(
				{
					call: () =>
						Promise.resolve({
							answer: page(size).map((message) => ({
								...message,
								file: { ...message.file, name: 'n' },
							})) as never,
							raw: {},
						}),
				},
				heard,
				{ maxWait: 0 },
			);
		},
	),
	subject(
		'placeholder',
		'among as many messages',
		(size) => page(size).map((message) => ({ ...message, messageId: message.id })),
		placeholderAmong,
	),
	...onTexts(
		'placeholder beside a message',
		(text) => placeholderAmong([{ messageId: '1 2', text }]),
		shapesOf(['a', ' ', '*', '\u2060', '\ud83d']),
	),
	...onTexts(
		'script of a handler',
		forwardsTo,
		shapesOf(
			['\n', ' ', '\turl : "', 'url:"', '\\', '"', 'a', '/*', '//\n', ' \n', '; '],
			'// Forwarder of the Zoho Cliq nodes for n8n and Node-RED, version 1\n',
		),
		250_000,
	),
	...onTexts(
		'public key',
		publicKeyIn,
		shapesOf(
			['a', '-', ' ', '\\n', '-----BEGIN PUBLIC KEY-----', '-----END PUBLIC KEY'],
			'-----BEGIN PUBLIC KEY-----',
		),
	),
	...onTexts(
		'address of a reply',
		(address) => isCliqAddress(address),
		shapesOf(['a', '.', '/', '@', ':'], 'https://'),
	),
	...onTexts('reply', (text) => replyOf({ text, longText: 'split' }, []), shapesOf(['a ', '*', '[a](', '```'])),
	...onTexts(
		'names of a filter',
		(text) => passes(told(event({})), { chats: filterNames({ label: 'Chats', value: text }), users: [], text }),
		shapesOf(['a,', ',', '#', ' ']),
	),
	subject(
		'filters',
		'many chats',
		(size) => times(size, (index) => `c${index}`),
		(chats) => passes(told(event({})), { chats, users: chats, text: '' }),
	),
	subject(
		'seen events',
		'all new',
		(size) => times(size, (index) => told(event({ message: { id: String(index), text: 'a' } }))),
		(events) => {
			const seen = new SeenEvents();
			for (const [index, each] of events.entries()) seen.isNew(each, NOW + index);
		},
	),
	subject(
		'seen events',
		'what was said',
		(size) => size,
		(size) => {
			const seen = new SeenEvents();
			for (let index = 0; index < size; index++) seen.noteSaid('CT_1', `a${index}`, NOW);
		},
	),
	subject(
		'polling',
		'a state with many chats',
		(size) => ({
			chats: Object.fromEntries(times(size, (index) => [`CT_${index}`, { unread: [{ from: NOW }], seen: [] }])),
		}),
		(state) =>
			poll(
				{ now: () => NOW, elapsed: () => NOW, call: () => Promise.resolve({ answer: [] as never, raw: {} }) },
				['CT_1'],
				state,
				{ maxWait: 0 },
				1000,
			),
	),
	subject(
		'polling',
		'many chats',
		(size) => times(size, (index) => `CT_${index}`),
		(chats) =>
			poll(
				{ now: () => NOW, elapsed: () => NOW, call: () => Promise.resolve({ answer: [] as never, raw: {} }) },
				chats,
				undefined,
				{ maxWait: 0 },
				1000,
			),
		8000,
	),
	subject(
		'polling',
		'a page that is far too long',
		(size) => page(size),
		(messages) =>
			poll(
				{
					now: () => NOW,
					elapsed: () => NOW,
					call: () => Promise.resolve({ answer: messages as never, raw: {} }),
				},
				['CT_1'],
				{ chats: { CT_1: { unread: [{ from: NOW - 1 }], seen: [] } } },
				{ maxWait: 0 },
				1000,
			),
	),
	subject(
		'list of operations',
		'by ID',
		(size) => size,
		(size) => times(size, () => operation('message.send.chat')),
	),
];
