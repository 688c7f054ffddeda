import { createSign, generateKeyPairSync } from 'node:crypto';
import { LARGEST_BODY, receive } from '../../../../cliq/events/webhook/receive';
import type { EventRequest, Door, Received } from '../../../../cliq/events/types';
import { ada, foreign, forwards, SENT, webhooks } from '../payloads';

const NOW = SENT + 2000;
const SECRET = 'correct horse, battery staple';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }) as string;

const mention = webhooks[1]![2];
const bySecret: Door = { secret: SECRET, maxAge: 300, ownBots: [] };
const bySignature: Door = { publicKey: PEM, maxAge: 300, ownBots: [] };

function delivery(
	payload: unknown,
	headers: EventRequest['headers'] = {},
	rest: Partial<EventRequest> = {},
): EventRequest {
	const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
	return {
		method: 'POST',
		headers: { 'content-type': 'application/json', 'x-cliq-secret': SECRET, ...headers },
		query: {},
		body: Buffer.from(body),
		...rest,
	};
}

const sign = (text: string, algorithm = 'sha256', key = privateKey) =>
	createSign(algorithm).update(text).sign(key, 'base64');
const signed = (payload: unknown, text = JSON.stringify(payload)) =>
	delivery(text, { 'x-cliq-secret': undefined, 'x-cliq-signature': sign(JSON.stringify(payload)) });
const statusOf = (received: Received) => ('event' in received ? 'event' : received.status);
const reasonOf = (received: Received) => ('event' in received ? '' : received.reason);

describe('what comes in', () => {
	it.each([...webhooks, ...forwards, ...foreign])('%s, as %s, with the secret', (_name, kind, payload) => {
		expect(receive(delivery(payload), bySecret, NOW)).toMatchObject({ event: { kind } });
	});

	it.each(webhooks)('%s, as %s, with a signature', (_name, kind, payload) => {
		expect(receive(signed(payload), bySignature, NOW)).toMatchObject({ event: { kind } });
	});

	it('a secret in the query, where no header can be set', () => {
		expect(
			statusOf(
				receive(
					delivery(mention, { 'x-cliq-secret': undefined }, { query: { secret: SECRET } }),
					bySecret,
					NOW,
				),
			),
		).toBe('event');
	});

	it('a secret of other letters, which HTTP reads as Latin-1', () => {
		const door = { ...bySecret, secret: 'Zürich 東京' };
		expect(
			statusOf(
				receive(
					delivery(mention, { 'x-cliq-secret': Buffer.from('Zürich 東京').toString('latin1') }),
					door,
					NOW,
				),
			),
		).toBe('event');
		expect(
			statusOf(
				receive(
					delivery(mention, { 'x-cliq-secret': undefined }, { query: { secret: 'Zürich 東京' } }),
					door,
					NOW,
				),
			),
		).toBe('event');
	});

	it('a body that is printed otherwise than JSON.stringify would, signed either way', () => {
		const text = JSON.stringify(mention, null, 2);
		expect(statusOf(receive(signed(mention, text), bySignature, NOW))).toBe('event');
		expect(statusOf(receive(delivery(text, { 'x-cliq-signature': sign(text) }), bySignature, NOW))).toBe('event');
	});

	it.each([
		['of one line', PEM.replace(/\n/g, ' ').trim()],
		['with \\n for line breaks', PEM.replace(/\n/g, '\\n')],
		['with Windows line breaks and more around', `Public key:\r\n${PEM.replace(/\n/g, '\r\n')}\r\n`],
		['of PKCS #1', publicKey.export({ type: 'pkcs1', format: 'pem' }) as string],
	])('a public key %s', (_name, pem) => {
		expect(statusOf(receive(signed(mention), { ...bySignature, publicKey: pem }, NOW))).toBe('event');
	});

	it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'text/plain', undefined])('JSON as %s', (type) => {
		expect(statusOf(receive(delivery(mention, { 'content-type': type }), bySecret, NOW))).toBe('event');
	});

	it('JSON after a byte order mark', () => {
		expect(statusOf(receive(delivery(`\ufeff${JSON.stringify(mention)}`), bySecret, NOW))).toBe('event');
	});

	const form = { 'content-type': 'application/x-www-form-urlencoded' };

	it.each([...forwards, ...foreign])('%s, as %s, in a form with a JSON payload', (_name, kind, payload) => {
		const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
		expect(receive(delivery(body, form), bySecret, NOW)).toMatchObject({ event: { kind, raw: payload } });
	});

	it.each([...forwards, ...foreign])('%s, as %s, in a form field by field', (_name, kind, payload) => {
		const fields = Object.entries(payload).map(([name, value]) => [
			name,
			typeof value === 'string' ? value : JSON.stringify(value),
		]);
		const body = new URLSearchParams(fields).toString();
		const told = receive(delivery(payload), bySecret, NOW) as { event: object };
		const { raw: _raw, time: _time, at: _at, arguments: _arguments, ...event } = told.event as any;
		expect(receive(delivery(body, form), bySecret, NOW)).toMatchObject({ event: { ...event, kind } });
		expect(statusOf(receive(delivery(body), bySecret, NOW))).toBe('event');
	});

	it.each(['[1] first', '[1]', '{"a":1}', '{braces}'])('a text that looks like JSON, in a form: %s', (text) => {
		for (const name of ['message', 'text']) {
			const body = new URLSearchParams({ handler: 'message', [name]: text }).toString();
			expect(receive(delivery(body, form), bySecret, NOW)).toMatchObject({ event: { message: { text } } });
		}
	});

	describe('a form in parts', () => {
		const parted = (fields: Record<string, string>, files: string[] = [], boundary = '----Deluge7c1f') => {
			const parts = [
				...Object.entries(fields).map(
					([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`,
				),
				...files.map(
					(name) =>
						`Content-Disposition: form-data; name="files"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n%PDF\u0000`,
				),
			];
			return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
		};
		const printed = (payload: object) =>
			Object.fromEntries(
				Object.entries(payload).map(([name, value]) => [
					name,
					typeof value === 'string' ? value : JSON.stringify(value),
				]),
			);

		it.each([...forwards, ...foreign])('%s, as %s, whatever its header says', (_name, kind, payload) => {
			for (const type of [
				'application/json',
				'multipart/form-data; boundary=----Deluge7c1f',
				'multipart/form-data',
				'text/plain',
			]) {
				expect(
					receive(delivery(parted(printed(payload)), { 'content-type': type }), bySecret, NOW),
				).toMatchObject({ event: { kind } });
				expect(
					receive(
						delivery(parted({ payload: JSON.stringify(payload) }), { 'content-type': type }),
						bySecret,
						NOW,
					),
				).toMatchObject({ event: { kind, raw: payload } });
			}
		});

		it('with files, which are told by their names', () => {
			const received = receive(
				delivery(parted({ handler: 'message', message: 'Grüße\n"hi"' }, ['a.pdf', 'ü; b.pdf'])),
				bySecret,
				NOW,
			);
			expect(received).toMatchObject({
				event: { message: { text: 'Grüße\n"hi"', attachments: [{ name: 'a.pdf' }, { name: 'ü' }] } },
			});
		});

		it.each([
			['is cut off', parted({ handler: 'message', message: 'x' }).slice(0, -8)],
			['has a part without a name', '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n'],
			[
				'has too many parts',
				parted(Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`f${index}`, 'x']))),
			],
		])('stays out where it %s', (_how, body) => {
			expect(receive(delivery(body), bySecret, NOW)).toMatchObject({
				status: 400,
				reason: expect.stringContaining('form in parts'),
			});
		});
	});

	it.each([330, -480, 345, 840])(
		'what a clock with a zone of %s minutes in it has timed, at its own time',
		(zone) => {
			const [, , payload] = forwards[0]!;
			const received = receive(delivery({ ...payload, time: SENT + zone * 60_000 }), bySecret, NOW);
			expect(received).toMatchObject({ event: { time: SENT } });
		},
	);

	it('line breaks in a text that Deluge has not escaped', () => {
		expect(
			receive(delivery('{"handler":"message",\n\t"message":"one\ntwo\t\\"three\\"\\\nfour"}'), bySecret, NOW),
		).toMatchObject({ event: { message: { text: 'one\ntwo\t"three"\\\nfour' } } });
	});
});

describe('what stays out', () => {
	it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s, such as a link preview sends', (method) => {
		expect(statusOf(receive(delivery(mention, {}, { method }), bySecret, NOW))).toBe(405);
	});

	it('whatever comes to a door that is not set up', () => {
		const other = generateKeyPairSync('ec', {
			namedCurve: 'P-256',
			publicKeyEncoding: { type: 'spki', format: 'pem' },
			privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
		});
		const doors: Array<Partial<Door>> = [
			{},
			{ secret: '' },
			{ secret: ' \n' },
			{ publicKey: '' },
			{ publicKey: 'key' },
			{ publicKey: PEM.slice(0, 200) },
			{ publicKey: PEM.replace(/[A-Z]{3}/, 'AAA') },
		];
		doors.push(
			{ publicKey: other.publicKey },
			{ publicKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string },
			{ secret: SECRET, publicKey: '' },
			{ secret: '', publicKey: PEM },
		);
		doors.push({ secret: SECRET, maxAge: 0 }, { secret: SECRET, maxAge: -1 }, { secret: SECRET, maxAge: NaN });
		const came = delivery(mention, { 'x-cliq-signature': sign(JSON.stringify(mention)) });
		for (const door of doors)
			expect([door, statusOf(receive(came, { maxAge: 300, ownBots: [], ...door }, NOW))]).toEqual([door, 500]);
		for (const secret of ['', undefined])
			expect(
				statusOf(
					receive(
						delivery(mention, { 'x-cliq-secret': secret }),
						{ secret: '', maxAge: 300, ownBots: [] },
						NOW,
					),
				),
			).toBe(500);
	});

	it('a body larger than a megabyte, and not one that is just as large', () => {
		const filled = (size: number) => delivery(JSON.stringify({ message: 'x' }).padEnd(size));
		expect(statusOf(receive(filled(LARGEST_BODY), bySecret, NOW))).toBe('event');
		expect(statusOf(receive(filled(LARGEST_BODY + 1), bySecret, NOW))).toBe(413);
	});

	it.each(['text/html', 'application/xml', 'application/zip', 'application/json5', 'null'])('%s', (type) => {
		expect(statusOf(receive(delivery(mention, { 'content-type': type }), bySecret, NOW))).toBe(415);
	});

	it.each([
		undefined,
		'',
		' ',
		`${SECRET}!`,
		SECRET.slice(1),
		SECRET.toUpperCase(),
		[SECRET, SECRET],
		[],
		'undefined',
		'null',
	])('the secret %j', (secret) => {
		expect(statusOf(receive(delivery(mention, { 'x-cliq-secret': secret }), bySecret, NOW))).toBe(401);
	});

	it.each([[[SECRET]], [{ toString: () => SECRET }], [null], [1], ['']])('the secret %j in the query', (secret) => {
		expect(
			statusOf(receive(delivery(mention, { 'x-cliq-secret': undefined }, { query: { secret } }), bySecret, NOW)),
		).toBe(401);
	});

	it('a wrong secret in the header, whatever stands in the query', () => {
		expect(
			statusOf(
				receive(delivery(mention, { 'x-cliq-secret': 'other' }, { query: { secret: SECRET } }), bySecret, NOW),
			),
		).toBe(401);
	});

	it('a signature of another key, body, algorithm or form', () => {
		const text = JSON.stringify(mention);
		const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
		const wrong = [
			undefined,
			'',
			'AAAA',
			sign(text, 'sha1'),
			sign(text, 'sha256', other),
			sign(`${text} `),
			sign(text).slice(0, -8),
			[sign(text), sign(text)],
			Buffer.from(sign(text), 'base64').toString('hex'),
		];
		for (const signature of wrong)
			expect([
				signature,
				statusOf(receive(delivery(text, { 'x-cliq-signature': signature }), bySignature, NOW)),
			]).toEqual([signature, 401]);
		expect(
			statusOf(
				receive(
					delivery(JSON.stringify({ ...mention, timestamp: SENT + 1 }), { 'x-cliq-signature': sign(text) }),
					bySignature,
					NOW,
				),
			),
		).toBe(401);
	});

	it('whatever lacks one of the two where both are asked for', () => {
		const both = { ...bySecret, publicKey: PEM };
		const signature = sign(JSON.stringify(mention));
		expect(statusOf(receive(delivery(mention, { 'x-cliq-signature': signature }), both, NOW))).toBe('event');
		expect(statusOf(receive(delivery(mention), both, NOW))).toBe(401);
		expect(
			statusOf(
				receive(delivery(mention, { 'x-cliq-signature': signature, 'x-cliq-secret': undefined }), both, NOW),
			),
		).toBe(401);
	});

	it.each([
		['too old by a millisecond', 300_001, 408],
		['just not too old', 300_000, 'event'],
		['ahead by five minutes', -300_000, 'event'],
		['ahead by more', -300_001, 400],
	])('a delivery that is %s', (_name, age, status) => {
		for (const payload of [mention, forwards[0]![2]])
			expect(statusOf(receive(delivery(payload), bySecret, SENT + age))).toBe(status);
		expect(statusOf(receive(signed(mention), bySignature, SENT + age))).toBe(status);
	});

	it.each([
		['', 'empty'],
		['   ', 'empty'],
		['hello', 'not JSON'],
		['{"handler":"message","message":"say "hi""}', 'does not escape'],
		['{handler=message, message=hi, user={id=1}}', 'Deluge map'],
		['{forwarder=1, handler=message_handler, message=hi, user={id=1}}', 'Deluge map'],
		['payload={handler=message, user={id=1}}', 'Deluge map'],
		[`payload=${encodeURIComponent('{handler=message, user={id=1}}')}`, 'Deluge map'],
		['[]', 'no JSON object'],
		['"text"', 'no JSON object'],
		['null', 'no JSON object'],
		['{"a":1}', 'not a Cliq event'],
		['a=1', 'not a Cliq event'],
		[`{"message":${'['.repeat(64)}${']'.repeat(64)}}`, 'nested deeper'],
		[JSON.stringify({ ...forwards[0]![2], forwarder: 2 }), 'another version'],
	])('the body %j', (body, why) => {
		const received = receive(delivery(body), bySecret, NOW);
		expect(statusOf(received)).toBe(400);
		expect(reasonOf(received)).toContain(why);
	});

	it('names the cure where the script is at fault', () => {
		for (const body of ['{handler=message}', '{"message":"say "hi""}'])
			expect(reasonOf(receive(delivery(body), bySecret, NOW))).toContain('body: payload');
	});

	it('names the cure of installing our script to those alone who have another', () => {
		const others = ['{handler=message}', '{"handler":"message","message":"say "hi""}', 'hello'];
		const ours = [
			'{forwarder=1, handler=message_handler, user={id=1}}',
			'{"forwarder":1,"handler":"message_handler","message":"say "hi""}',
			'{handler=message_handler, forwarder=1}',
			'payload={forwarder=1}',
		];
		for (const body of others)
			expect(reasonOf(receive(delivery(body), bySecret, NOW))).toContain("install the node's own script");
		for (const body of ours)
			expect(reasonOf(receive(delivery(body), bySecret, NOW))).not.toMatch(/install|In the script/);
		expect(reasonOf(receive(delivery(mention, { 'content-type': 'text/html' }), bySecret, NOW))).not.toContain(
			'own script',
		);
	});

	it('a proved time of a zone in the signature of an extension: its clock is right', () => {
		for (const zone of [330, -480])
			expect(
				statusOf(receive(signed({ ...mention, timestamp: SENT + zone * 60_000 }), bySignature, NOW)),
			).not.toBe('event');
	});

	it('says nothing in its reasons that stood in the secret or the body', () => {
		const door = { ...bySecret, publicKey: PEM };
		const words = 'Xylophone';
		const came = [
			delivery(`{${words}=1}`),
			delivery(`"${words}"`),
			delivery({ [words]: words }),
			delivery(mention, { 'x-cliq-secret': words }),
			delivery({ ...mention, timestamp: 1 }),
			delivery(mention, { 'content-type': words }),
			delivery({ forwarder: words, message: words }),
		];
		for (const one of came) {
			for (const each of [bySecret, door]) {
				const reason = reasonOf(receive(one, each, NOW));
				expect(reason).not.toBe('');
				expect(reason).not.toMatch(new RegExp(`${words}|${SECRET}|${PEM.split('\n')[1]!.slice(0, 12)}`));
			}
		}
	});
});

describe('own bots', () => {
	const written = (user: object, operation = 'message_sent') => ({
		handler: 'participation',
		operation,
		data: { message: { text: 'x' } },
		user,
	});

	it.each([
		[{ id: 'b-1970000000004', name: 'Taz' }, ['b-1970000000004']],
		[{ id: 'b-1970000000004', name: 'Taz' }, ['1970000000004']],
		[{ id: '1970000000004', name: 'Taz' }, ['b-1970000000004']],
		[{ id: 'b-1970000000004', name: 'Taz' }, ['other', 'taz']],
		[{ id: '', name: 'taz' }, ['@Taz ']],
		[{ id: 'b-7', name: 'Status Bot' }, ['statusbot']],
	])('%j of %j says nothing', (user, ownBots) => {
		expect(statusOf(receive(delivery(written(user)), { ...bySecret, ownBots }, NOW))).toBe(200);
	});

	it('are not people of the same name, nor what others do with them', () => {
		expect(
			statusOf(
				receive(
					delivery(written({ ...ada, first_name: 'Taz', last_name: '' })),
					{ ...bySecret, ownBots: ['taz'] },
					NOW,
				),
			),
		).toBe('event');
		expect(
			statusOf(receive(delivery(written({ id: '', name: '' })), { ...bySecret, ownBots: ['', ' '] }, NOW)),
		).toBe('event');
		expect(
			statusOf(
				receive(delivery(written({ id: 'b-1', name: 'Taz' }, 'added')), { ...bySecret, ownBots: ['b-1'] }, NOW),
			),
		).toBe('event');
	});
});
