import { createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { answerTo } from '../../cliq/events/webhook/direct-answer';
import { parse } from '../../cliq/events/webhook/parse-event';
import { LARGEST_BODY, receive } from '../../cliq/events/webhook/receive';
import { SeenEvents } from '../../cliq/events/webhook/seen-events';
import type { CliqEvent, EventRequest, Door, Received } from '../../cliq/events/types';
import { foreign, forwards, SENT, webhooks } from '../cliq/events/payloads';
import { change, changed, damage, damaged } from './changes';

const RUNS = Number(process.env.EVENTS_RUNS ?? 300);
const settings = {
	numRuns: RUNS,
	...(process.env.EVENTS_SEED && { seed: Number(process.env.EVENTS_SEED) }),
	...(process.env.EVENTS_PATH && { path: process.env.EVENTS_PATH }),
};

// Their number decides how long they take, which says nothing about whether they are right.
jest.setTimeout(24 * 60 * 60_000);

const NOW = SENT + 1000;
const SECRET = 'correct horse';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const bySecret: Door = { secret: SECRET, maxAge: 300, ownBots: ['taz'] };
const bySignature: Door = { publicKey: PEM, maxAge: 300, ownBots: [] };
const byBoth: Door = { ...bySignature, secret: SECRET };

const fixtures = [...webhooks, ...forwards, ...foreign].map(([, , payload]) => payload);
const signed = fixtures.map((payload) => {
	const body = Buffer.from(JSON.stringify(payload));
	return { payload, body, signature: createSign('sha256').update(body).sign(privateKey, 'base64') };
});

const STATUSES = [200, 400, 401, 405, 408, 413, 415, 500];
const payload = fc.constantFrom(...fixtures);
const changes = fc.array(change(), { minLength: 1, maxLength: 4 });

function delivery(body: Uint8Array, headers: EventRequest['headers'] = {}): EventRequest {
	return {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-cliq-secret': SECRET, ...headers },
		query: {},
		body,
	};
}

/** An event is whole, whatever it was read from. */
function expectWhole(event: CliqEvent): void {
	const texts = [
		event.kind,
		event.handler,
		event.at,
		event.user.id,
		event.user.name,
		event.message?.text ?? '',
		event.chat?.id ?? '',
	];
	const lists = [event.message?.attachments ?? [], event.message?.mentions ?? []];
	const perhaps = [
		event.operation,
		event.user.email,
		event.chat?.type,
		event.chat?.title,
		event.chat?.channelName,
		event.chat?.channelId,
		event.message?.id,
		event.message?.type,
		event.message?.replyTo,
		event.responseUrl,
		event.bot?.name,
	];
	const isWhole =
		texts.every((text) => typeof text === 'string') &&
		lists.every((list) => Array.isArray(list) && list.every(({ name }) => typeof name === 'string')) &&
		perhaps.every((text) => text === undefined || typeof text === 'string') &&
		new Date(event.time).toISOString() === event.at &&
		event.handler !== '' &&
		typeof JSON.stringify(event) === 'string';
	if (!isWhole) throw new Error(`Not whole: ${JSON.stringify(event).slice(0, 2000)}`);
}

function expectInOrder(received: Received): void {
	if ('event' in received) expectWhole(received.event);
	else if (!STATUSES.includes(received.status) || received.reason === '')
		throw new Error(`Not in order: ${JSON.stringify(received)}`);
}

const tally = new Map<string, number>();
function count(title: string, received: Received): Received {
	const result = `${title}: ${'event' in received ? 'event' : received.status}`;
	tally.set(result, (tally.get(result) ?? 0) + 1);
	return received;
}
afterAll(() =>
	console.log(
		[...tally]
			.map(([result, times]) => `${result} ${times}`)
			.sort()
			.join('\n'),
	),
);

it('whatever is changed in a payload, it comes in whole or stays out with a reason, and the same twice gives one', () => {
	const seen = new SeenEvents();
	let at = NOW;
	fc.assert(
		fc.property(payload, changes, (valid, made) => {
			const sent = made.reduce<unknown>(changed, valid);
			const body = Buffer.from(JSON.stringify(sent) ?? '');
			const received = count('changed', receive(delivery(body), bySecret, NOW));
			expectInOrder(received);
			if (!('event' in received)) return;
			// Long enough apart for the memory to be empty, so that what differs in what no event tells is no matter.
			at += 11 * 60_000;
			const again = receive(delivery(body), bySecret, NOW) as { event: CliqEvent };
			expect([seen.isNew(received.event, at), seen.isNew(again.event, at + 5000)]).toEqual([true, false]);
			expect(Object.keys(answerTo(received.event, { text: 'x' }))).toEqual([
				received.event.via === 'webhook' ? 'output' : 'text',
			]);
		}),
		settings,
	);
});

it('whatever JSON, headers and query come, nothing is thrown', () => {
	const text = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain', SECRET, 'a, b'),
	);
	const value = fc.oneof(text, fc.constant(undefined), fc.array(text, { maxLength: 2 }));
	const headers = fc.record(
		{ 'content-type': value, 'x-cliq-secret': fc.oneof(fc.constant(SECRET), value), 'x-cliq-signature': value },
		{ requiredKeys: [] },
	);
	const content = fc.oneof(
		fc.json({ maxDepth: 4 }),
		fc.string({ unit: 'binary' }),
		fc.webQueryParameters(),
		fc
			.constantFrom(...fixtures)
			.map((fixture) =>
				new URLSearchParams(
					Object.entries(fixture).map(([name, part]) => [name, JSON.stringify(part)]),
				).toString(),
			),
	);
	const query: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
		fc.constant({}),
		fc.record({ secret: fc.oneof(fc.jsonValue(), fc.constant(SECRET)) }),
	);
	const door = fc.constantFrom(
		bySecret,
		bySignature,
		byBoth,
		{ maxAge: 300, ownBots: [] },
		{ ...bySecret, publicKey: 'x' },
	);
	fc.assert(
		fc.property(
			fc.constantFrom('POST', 'POST', 'POST', 'post', 'GET', 'HEAD', ''),
			headers,
			query,
			content,
			door,
			(method, given, asked, body, each) => {
				const received = count(
					'any',
					receive({ method, headers: given, query: asked, body: Buffer.from(body) }, each, NOW),
				);
				expectInOrder(received);
				const inHeader = [given['x-cliq-secret'] ?? []].flat();
				if ('event' in received) expect(inHeader.length === 1 ? inHeader[0] : asked.secret).toBe(SECRET);
			},
		),
		settings,
	);
});

it('bytes that are damaged on the way come in whole or stay out with a reason', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...signed),
			fc.array(damage(), { minLength: 1, maxLength: 3 }),
			fc.constantFrom('application/json', 'application/x-www-form-urlencoded', undefined),
			({ body }, done, type) => {
				expectInOrder(
					count(
						'damaged',
						receive(delivery(done.reduce(damaged, body), { 'content-type': type }), bySecret, NOW),
					),
				);
			},
		),
		settings,
	);
});

it('nothing comes in whose body, signature or secret is another', () => {
	const wrong = fc.oneof(
		fc.record({ part: fc.constant('body' as const), done: damage() }),
		fc.record({ part: fc.constant('json' as const), made: change() }),
		fc.record({ part: fc.constant('signature' as const), done: damage() }),
		fc.record({ part: fc.constant('another' as const), other: fc.constantFrom(...signed) }),
		fc.record({
			part: fc.constant('secret' as const),
			secret: fc.oneof(
				fc.string(),
				fc.constantFrom(undefined, '', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()),
			),
		}),
	);
	fc.assert(
		fc.property(fc.constantFrom(...signed), wrong, ({ payload: sent, body, signature }, fault) => {
			const bytes =
				fault.part === 'body'
					? damaged(body, fault.done)
					: fault.part === 'json'
						? Buffer.from(JSON.stringify(changed(sent, fault.made)) ?? '')
						: body;
			const proof =
				fault.part === 'another'
					? fault.other.signature
					: fault.part === 'signature'
						? damaged(Buffer.from(signature, 'base64'), fault.done).toString('base64')
						: signature;
			const secret = fault.part === 'secret' ? fault.secret : SECRET;
			fc.pre(secret?.trim() !== SECRET || fault.part !== 'secret');
			fc.pre(fault.part !== 'another' || fault.other.signature !== signature);
			const received = count(
				`wrong ${fault.part}`,
				receive(delivery(bytes, { 'x-cliq-signature': proof, 'x-cliq-secret': secret }), byBoth, NOW),
			);
			expectInOrder(received);
			if ('event' in received) {
				// White space between what was signed changes nothing of what it says.
				expect(['body', 'json']).toContain(fault.part);
				expect(received.event.raw).toEqual(sent);
			} else expect(received.status).toBe(bytes.length > LARGEST_BODY ? 413 : 401);
		}),
		settings,
	);
});

it('the borders of size and age are where they are said to be', () => {
	const near = fc.integer({ min: -3, max: 3 });
	const { body } = signed[0]!;
	fc.assert(
		fc.property(
			fc.constantFrom('old', 'ahead'),
			near,
			fc.integer({ min: 1, max: 100_000 }),
			(border, off, maxAge) => {
				const now = border === 'old' ? SENT + maxAge * 1000 + off : SENT - 300_000 - off;
				const received = count('age', receive(delivery(body), { ...bySecret, maxAge }, now));
				expect('event' in received ? 'in' : received.status).toBe(
					off <= 0 ? 'in' : border === 'old' ? 408 : 400,
				);
			},
		),
		settings,
	);
	fc.assert(
		fc.property(near, (off) => {
			const received = count(
				'size',
				receive(
					delivery(Buffer.concat([body, Buffer.alloc(LARGEST_BODY - body.length + off, ' ')])),
					bySecret,
					NOW,
				),
			);
			expect('event' in received ? 'in' : received.status).toBe(off <= 0 ? 'in' : 413);
		}),
		{ ...settings, numRuns: Math.min(RUNS, 100) },
	);
});

it('parses any JSON', () => {
	fc.assert(
		fc.property(
			fc.oneof(fc.jsonValue(), fc.constantFrom(...fixtures)),
			fc.array(change(), { maxLength: 8 }),
			(valid, made) => {
				const text = JSON.stringify(made.reduce<unknown>(changed, valid)) ?? 'null';
				const parsed = parse(JSON.parse(text), NOW);
				if ('refused' in parsed) expect(parsed.refused).not.toBe('');
				else expectWhole(parsed);
			},
		),
		settings,
	);
});
