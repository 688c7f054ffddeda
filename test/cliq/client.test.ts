import fc from 'fast-check';
import { catalogue, operation, type Operation } from '../../cliq/catalogue';
import { SharedState } from '../../cliq/shared-state';
import { CliqClient } from '../../cliq/client';
import { CliqError } from '../../cliq/errors';
import type { Patience } from '../../cliq/pacing/pacer';
import type { Failure, HttpRequest, Outcome, Ports } from '../../cliq/http/ports';
import type { Values } from '../../cliq/parameters/values';
import { VirtualClock } from './support/clock';
import { rejection } from './support/expect';

const MINUTE = 60_000;
const ROOT = 'https://cliq.zoho.com';
const patient: Patience = { maxWait: Infinity };
const ids = { chatId: 'CT_1', messageId: '5' };

const ok = (body: unknown = ''): Outcome => ({ response: { status: 200, headers: {}, body } });
const refuse = (status: number, body: unknown = '', headers = {}): Outcome => ({ response: { status, headers, body } });
const fail = (kind: Failure['kind']): Outcome => ({ failure: { kind, detail: kind } });

type Script = Array<Outcome | ((request: HttpRequest) => Outcome)>;

/** A client whose server answers as scripted; the last answer is repeated. */
function scripted(script: Script, shared = new SharedState()) {
	const clock = new VirtualClock(0);
	const sent: Array<HttpRequest & { at: number }> = [];
	const send = async (request: HttpRequest): Promise<Outcome> => {
		const answer = script[Math.min(sent.length, script.length - 1)];
		sent.push({ ...request, at: clock.now() });
		await clock.sleep(100);
		return typeof answer === 'function' ? answer(request) : answer!;
	};
	const client = new CliqClient(
		{ send, now: clock.now, elapsed: clock.elapsed, sleep: clock.sleep, random: () => 0.5 },
		shared,
		ROOT,
		{ account: 'ann' },
	);
	const call = (id: string, values: Values, patience = patient) =>
		clock.run(client.call(operation(id), values, patience));
	return { client, clock, sent, call };
}

it('an operation is called, and its answer read', async () => {
	const { call, sent } = scripted([ok({ message_id: '1599_2' })]);
	expect(await call('message.send.chat', { chatId: 'CT_1', text: 'Hi' })).toEqual({
		answer: { success: true, messageId: '1599_2', chatId: 'CT_1' },
		raw: { message_id: '1599_2' },
	});
	expect(sent).toEqual([
		{
			at: 0,
			method: 'POST',
			url: `${ROOT}/api/v2/chats/CT_1/message`,
			query: {},
			body: { text: 'Hi', sync_message: true },
		},
	]);
});

it('bad input never reaches the network', async () => {
	const { call, sent } = scripted([ok()]);
	await rejection(call('message.send.chat', { chatId: '..', text: 'Hi' }));
	expect(sent).toEqual([]);
});

it('an answer without what was asked for says so', async () => {
	const { call } = scripted([ok({ hello: 'world' })]);
	expect(await rejection(call('message.getMany', { chatId: 'CT_1' }))).toMatchObject({ kind: 'unexpectedAnswer' });
});

describe('trying again', () => {
	it('reads after a pause that grows', async () => {
		const { call, sent } = scripted([fail('timedOut'), refuse(502, '<html>'), ok({ data: [] })]);
		expect((await call('message.getMany', { chatId: 'CT_1' })).answer).toEqual([]);
		expect(sent.map(({ at }) => at)).toEqual([0, 600, 1700]);
	});

	it('does not post what may have arrived', async () => {
		for (const outcome of [
			fail('timedOut'),
			fail('interrupted'),
			refuse(500),
			refuse(503),
			ok('{"message_id":"1'),
		]) {
			const { call, sent } = scripted([outcome]);
			expect(await rejection(call('message.send.chat', { chatId: 'CT_1', text: 'Hi' }))).toMatchObject({
				kind: 'outcomeUnknown',
			});
			expect(sent).toHaveLength(1);
		}
	});

	it('posts what never arrived', async () => {
		const { call, sent } = scripted([fail('unreachable'), fail('unreachable'), ok({ message_id: '1' })]);
		await call('message.send.chat', { chatId: 'CT_1', text: 'Hi' });
		expect(sent).toHaveLength(3);
	});

	it('takes a deletion for done whose answer was lost, with a lock in between', async () => {
		const { call } = scripted([fail('interrupted'), refuse(429, '', { 'retry-after': '5' }), refuse(404)]);
		expect(await call('message.delete', ids)).toEqual({ answer: { success: true, ...ids }, raw: {} });
	});

	/** Leaves an operation as many calls of this minute as said. */
	async function leave(left: number, { pacer }: SharedState, clock: VirtualClock, id: string) {
		for (let calls = left; calls < 20; calls++) {
			const ticket = pacer.queue(
				{ account: 'ann' },
				operation(id),
				clock,
				{ lane: '', remaining: 20 - calls, deadline: Infinity },
				{ account: 'ann', server: new URL(ROOT).host, whose: async () => null },
			);
			await ticket.go();
			ticket.answered(true);
			ticket.leave();
		}
	}

	it('tells what came of the first try if there is no time for a second one', async () => {
		const shared = new SharedState();
		const { call, clock, sent } = scripted([fail('timedOut')], shared);
		await leave(1, shared, clock, 'message.edit');
		expect(
			await rejection(call('message.edit', { ...ids, text: 'New' }, { maxWait: 10_000, remaining: 1 })),
		).toMatchObject({ kind: 'unavailable', message: 'Cliq did not answer: timedOut' });
		expect(sent).toHaveLength(1);
	});

	it('tells what came of the first try if there is no time to repeat the second one with a new token', async () => {
		const [shared, clock] = [new SharedState(), new VirtualClock(0)];
		let tries = 0;
		const send: Ports['send'] = async ({ method }, _signal, again) => {
			if (method === 'GET') return refuse(401); // Whose account it is stays unknown.
			if (++tries === 1) return fail('timedOut');
			expect(await again!()).toBe(false);
			return refuse(401);
		};
		const client = new CliqClient(
			{ send, now: clock.now, elapsed: clock.elapsed, sleep: clock.sleep, random: () => 0.5 },
			shared,
			ROOT,
			{ account: 'ann' },
		);
		await leave(2, shared, clock, 'message.edit');
		const edit = clock.run(
			client.call(operation('message.edit'), { ...ids, text: 'New' }, { maxWait: 10_000, remaining: 2 }),
		);
		expect(await rejection(edit)).toMatchObject({ kind: 'unavailable', message: 'Cliq did not answer: timedOut' });
		expect(tries).toBe(2);
	});

	it('stops when it is cancelled', async () => {
		const { client, clock, sent } = scripted([fail('timedOut')]);
		const stop = new AbortController();
		const work = rejection(client.call(operation('message.get'), ids, { maxWait: Infinity, signal: stop.signal }));
		await clock.run(clock.sleep(200));
		stop.abort();
		expect(await clock.run(work)).toMatchObject({ kind: 'cancelled' });
		expect([clock.now(), sent.length]).toEqual([200, 1]);
	});
});

test('a call that the runner repeats with a new token counts twice, and waits for its turn', async () => {
	const clock = new VirtualClock(0);
	const sent: number[] = [];
	/** A runner that gets its token refused each time, and renews it. */
	const send: Ports['send'] = async (_request, _signal, again) => {
		sent.push(clock.now());
		await clock.sleep(100);
		if (!(await again!())) return refuse(401);
		sent.push(clock.now());
		await clock.sleep(100);
		return ok();
	};
	const client = new CliqClient(
		{ send, now: clock.now, elapsed: clock.elapsed, sleep: clock.sleep, random: () => 0.5 },
		new SharedState(),
		ROOT,
		{ account: 'ann' },
	);
	const edit = (text: string, patience = patient) =>
		client.call(operation('message.edit'), { ...ids, text }, patience);
	await clock.run(Promise.all(Array.from({ length: 15 }, (_, index) => edit(`${index}`))));
	for (const time of sent)
		expect(sent.filter((other) => other > time - MINUTE && other <= time).length).toBeLessThanOrEqual(20);
	expect(sent).toHaveLength(30);
	const busy = Array.from({ length: 9 }, () => edit('busy'));
	await clock.run(Promise.all(busy));
	const [before, errors] = [sent.length, [] as unknown[]];
	while (sent.length - before < 60 && errors.length === 0)
		await clock.run(edit('impatient', { maxWait: 0 }).catch((error: unknown) => errors.push(error)));
	expect(errors).toEqual([expect.objectContaining({ kind: 'waitTooLong' })]);
});

describe('a lock', () => {
	it('is waited for, by everybody, and posts each message once', async () => {
		const { client, clock, sent } = scripted([ok(), refuse(429), ok()]);
		const posts = [1, 2, 3, 4].map((text) =>
			client.call(operation('message.send.chat'), { chatId: 'CT_1', text }, patient),
		);
		await clock.run(Promise.all(posts));
		expect(sent.map(({ body }) => body?.text)).toEqual(['1', '2', '2', '3', '4']);
		expect(sent[2]!.at).toBeGreaterThanOrEqual(10 * MINUTE);
	});

	it('that outlasts the patience fails the call and those behind it, untouched', async () => {
		const { client, clock, sent } = scripted([refuse(400, { code: 'request_limit_exceeded' })]);
		const posts = [1, 2, 3].map((text) =>
			rejection(client.call(operation('message.send.chat'), { chatId: 'CT_1', text }, { maxWait: MINUTE })),
		);
		for (const error of await clock.run(Promise.all(posts)))
			expect(error).toMatchObject({ kind: 'locked', details: { retryAt: 10 * MINUTE + 100 } });
		expect(sent).toHaveLength(1);
		expect(clock.now()).toBe(100);
	});

	it('without end does not become a storm of calls', async () => {
		const { client, clock, sent } = scripted([refuse(429, '', { 'retry-after': '0' })]);
		expect(
			await clock.run(rejection(client.call(operation('message.get'), ids, { maxWait: 60 * MINUTE }))),
		).toMatchObject({ kind: 'locked' });
		expect(sent.length).toBeLessThanOrEqual(6);
	});
});

describe('an operation with two forms of its address', () => {
	const isShort = ({ url }: HttpRequest) => url === `${ROOT}/api/v2/chats/CT_1/messages/5`;
	const message = ok({ id: '5' });
	const wrongUrl = [
		refuse(404, { message: 'The URL is not known' }),
		refuse(400, { code: 'request_url_invalid' }),
		refuse(404, '<html>'),
	];

	it('begins with the documented one', async () => {
		const { call, sent } = scripted([message]);
		await call('message.get', ids);
		expect(sent.map(({ url }) => url)).toEqual([`${ROOT}/api/v2/chats/CT_1/messages/5/messages`]);
	});

	it.each(wrongUrl)('goes on with the other one, and remembers it', async (wrong) => {
		const { call, sent } = scripted([(request) => (isShort(request) ? message : wrong)]);
		expect((await call('message.get', ids)).answer).toMatchObject({ messageId: '5' });
		expect((await call('message.get', ids)).answer).toMatchObject({ messageId: '5' });
		expect(sent.map(isShort)).toEqual([false, true, true]);
	});

	it.each(wrongUrl)('tells what is missing, whichever form the server knows', async (wrong) => {
		const missing = refuse(404, { code: 'message_not_found', message: 'There is no such message' });
		for (const knowsShort of [true, false]) {
			const { call, sent } = scripted([(request) => (isShort(request) === knowsShort ? missing : wrong)]);
			expect(await rejection(call('message.get', ids))).toMatchObject({
				kind: 'notFound',
				details: { cliqCode: 'message_not_found' },
			});
			expect(sent).toHaveLength(2);
		}
	});

	it('does not go on after another refusal', async () => {
		const { call, sent } = scripted([refuse(403)]);
		expect(await rejection(call('message.get', ids))).toMatchObject({ kind: 'forbidden' });
		expect(sent).toHaveLength(1);
	});

	it('goes back to the documented form for good once the server does', async () => {
		let knowsShort = true;
		const { call, sent } = scripted([(request) => (isShort(request) === knowsShort ? message : wrongUrl[0])!]);
		await call('message.get', ids);
		knowsShort = false;
		for (let calls = 0; calls < 3; calls++) await call('message.get', ids);
		expect(sent.map(isShort)).toEqual([false, true, true, false, false, false]);
	});

	it('is not fooled into remembering by an address that works after all', async () => {
		const { call, sent } = scripted([
			wrongUrl[0]!,
			message,
			(request) => (isShort(request) ? wrongUrl[0] : message)!,
		]);
		for (let calls = 0; calls < 2; calls++)
			expect((await call('message.get', ids)).answer).toMatchObject({ messageId: '5' });
		expect(sent.map(isShort)).toEqual([false, true, true, false]);
	});
});

describe('an operation whose part has two names', () => {
	const files = [{ name: 'a.pdf', size: 1, open: () => Promise.reject(new Error('Nobody reads it here')) }];
	const values = { chatId: 'CT_1', files };
	const partOf = ({ form }: HttpRequest) => form!.map(({ name }) => name).join();
	const wrongName = [
		refuse(400, { code: 'param_missing' }),
		refuse(400, { code: 'extra_key_found' }),
		refuse(400, { message: "Sorry, we couldn't process your request due to a technical error" }),
		refuse(400),
	];
	const knows = (name: string, wrong: Outcome, right = ok()): Script => [
		(request) => (partOf(request) === name ? right : wrong),
	];

	it('begins with the documented one', async () => {
		const { call, sent } = scripted([ok()]);
		await call('file.send.chat', values);
		expect(sent.map(partOf)).toEqual(['files']);
	});

	it.each(wrongName)(
		'goes on with the other one, and remembers it for the whole process and for this server',
		async (wrong) => {
			const shared = new SharedState();
			const script = knows('file', wrong);
			const first = scripted(script, shared);
			await first.call('file.send.chat', values);
			expect(first.sent.map(partOf)).toEqual(['files', 'file']);
			const second = scripted(script, shared);
			await second.call('file.send.chat', values);
			expect(second.sent.map(partOf)).toEqual(['file']);
			await second.call('file.send.user', { user: 'ann@example.com', files });
			expect(second.sent.map(partOf)).toEqual(['file', 'file']); // Wherever the files go.
			const elsewhere = new CliqClient(
				{
					send: async (request) => (first.sent.push({ ...request, at: 0 }), ok()),
					now: () => 0,
					elapsed: () => 0,
					sleep: async () => {},
					random: () => 0,
				},
				shared,
				'https://cliq.zoho.eu',
				{ account: 'ann' },
			);
			await elsewhere.call(operation('file.send.chat'), values, patient);
			expect(first.sent.map(partOf).at(-1)).toBe('files');
		},
	);

	it.each(wrongName)('tells what is wrong with the files, whichever name the server knows', async (wrong) => {
		const tooLarge = refuse(400, { code: 'file_size_exceeded', message: 'The file is too large' });
		for (const name of ['file', 'files']) {
			const { call, sent } = scripted(knows(name, wrong, tooLarge));
			expect(await rejection(call('file.send.chat', values))).toMatchObject({
				kind: 'refused',
				details: { cliqCode: 'file_size_exceeded' },
			});
			expect(sent).toHaveLength(2);
		}
	});

	it.each([
		refuse(403),
		refuse(404, { code: 'chat_not_found' }),
		refuse(400, { code: 'oauthtoken_scope_invalid' }),
		refuse(413),
	])('does not go on after another refusal', async (refusal) => {
		const { call, sent } = scripted([refusal]);
		await rejection(call('file.send.chat', values));
		expect(sent).toHaveLength(1);
	});

	it('waits for a lock instead of trying the other name', async () => {
		const { call, sent } = scripted([refuse(400, { code: 'request_limit_exceeded' }), ok()]);
		await call('file.send.chat', values);
		expect(sent.map(partOf)).toEqual(['files', 'files']);
		expect(sent[1]!.at).toBeGreaterThanOrEqual(10 * MINUTE);
	});
});

describe('files', () => {
	const file = { name: 'a.pdf', size: 1, open: () => Promise.reject(new Error('Nobody reads it here')) };
	const send = (script: Script) => {
		const tried = scripted(script);
		return { ...tried, result: tried.call('file.send.user', { user: 'ann@example.com', files: [file] }) };
	};

	it('that broke off on their way are sent again', async () => {
		const { result, sent } = send([fail('cutOff'), fail('cutOff'), ok()]);
		await result;
		expect(sent).toHaveLength(3);
	});

	it('that break off again and again are not a matter of an unknown outcome', async () => {
		const { result, sent } = send([fail('cutOff')]);
		expect(await rejection(result)).toMatchObject({ kind: 'unavailable' });
		expect(sent).toHaveLength(3);
	});

	it('that cannot be read are told at once', async () => {
		const { result, sent } = send([fail('unreadable')]);
		expect(await rejection(result)).toMatchObject({ kind: 'invalidInput', details: { parameter: 'files' } });
		expect(sent).toHaveLength(1);
	});

	it.each(['interrupted', 'timedOut'] as const)(
		'whose outcome is unknown (%s) are not sent again where nobody can look',
		async (kind) => {
			const { result, sent } = send([fail(kind)]);
			expect(await rejection(result)).toMatchObject({ kind: 'outcomeUnknown' });
			expect(sent).toHaveLength(1);
		},
	);

	it('are downloaded as they come', async () => {
		const content = Buffer.from('{"message":"I am JSON"}');
		const { call, sent } = scripted([
			{
				response: {
					status: 200,
					headers: {
						'content-type': 'application/json; charset=utf-8',
						'content-disposition': 'attachment; filename="a.json"',
					},
					body: '',
					content,
				},
			},
		]);
		expect((await call('file.download', { fileId: 'f1' })).answer).toEqual({
			fileId: 'f1',
			fileName: 'a.json',
			mimeType: 'application/json',
			content,
		});
		expect(sent[0]).toMatchObject({ method: 'GET', wantsFile: true });
	});

	it('that are not there are not downloaded', async () => {
		const { call } = scripted([{ response: { status: 204, headers: {}, body: '', content: Buffer.alloc(0) } }]);
		expect(await rejection(call('file.download', { fileId: 'f1' }))).toMatchObject({ kind: 'unexpectedAnswer' });
	});
});

describe('the turn is passed on', () => {
	it('even if the runner breaks its promise never to reject', async () => {
		let isFirst = true;
		const { client, clock } = scripted([
			() => {
				if (!isFirst) return ok({ id: '5' });
				isFirst = false;
				throw new TypeError('A fault of the runner');
			},
		]);
		const calls = [1, 2].map(() => client.call(operation('message.get'), ids, patient));
		const [one, other] = await clock.run(Promise.allSettled(calls));
		expect(one).toMatchObject({ status: 'rejected' });
		expect(other).toMatchObject({ status: 'fulfilled' });
	});

	it('without using up the threshold when nothing was sent', async () => {
		const { client, clock } = scripted([fail('notAuthorized')]);
		const calls = Array.from({ length: 100 }, () => rejection(client.call(operation('message.get'), ids, patient)));
		expect(new Set((await clock.run(Promise.all(calls))).map(({ kind }) => kind))).toEqual(
			new Set(['notAuthorized']),
		);
		expect(clock.now()).toBeLessThan(MINUTE);
	});
});

describe('whatever comes back', () => {
	const good: Record<string, unknown> = {
		bot: 'helper',
		botId: 'b-53719000001878011',
		functionId: '53719000002124011',
		handler: 'message_handler',
		channel: 'general',
		channelId: 'O4000000040005',
		chat: 'CT_1',
		message: '5',
		user: 'ann@example.com',
		text: 'Hi',
		emoji: '👍',
	};
	const valuesOf = ({ parameters }: Operation) =>
		Object.fromEntries(parameters.filter(({ required }) => required).map(({ name, type }) => [name, good[type]]));

	const secret = '1000.41d9aa1122334455667788990011c2d1.8fcc00112233445566778899aabb125f';
	const texts = fc.constantFrom(
		'',
		'x',
		`token ${secret}`,
		`zapikey=${secret}`,
		`${'y'.repeat(280)}${secret}`,
		'request_limit_exceeded',
		'oauthtoken_scope_invalid',
		'message_not_found',
		'request_url_invalid',
		secret,
	);
	const keys = fc.constantFrom(
		'message',
		'code',
		'error',
		'error_code',
		'error_description',
		'data',
		'id',
		'time',
		'channels',
		'message_details',
		'Response Code',
		'__proto__',
		'next_token',
	);
	const { json } = fc.letrec((tie) => ({
		json: fc.oneof(
			{ maxDepth: 3 },
			texts,
			fc.jsonValue({ maxDepth: 1 }),
			fc.array(tie('json'), { maxLength: 3 }),
			fc.dictionary(keys, tie('json'), { maxKeys: 4 }),
		),
	}));
	const bodies = fc.oneof(
		json,
		json.map((value) => JSON.stringify(value)),
		json.map((value) => JSON.stringify(value).slice(0, -1)),
		texts.map((text) => `<html>${text}`),
		fc.string({ unit: 'binary' }),
		fc.constantFrom<unknown>(undefined, null, 7, Buffer.from('x')),
	);
	const headers = fc.record(
		{
			'retry-after': fc.oneof(
				fc.constantFrom('0', '-1', '5', '1e9', 'soon', 'Sun, 22 Nov 2026 08:00:00 GMT', '9'.repeat(30)),
				fc.string(),
			),
			date: fc.constantFrom('', 'x', 'Sun, 22 Nov 2026 08:00:00 GMT'),
		},
		{ requiredKeys: [] },
	);
	const status = fc.oneof(
		fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503),
		fc.integer({ min: 0, max: 999 }),
	);
	const outcome: fc.Arbitrary<Outcome> = fc.oneof(
		{ weight: 6, arbitrary: fc.record({ status, headers, body: bodies }).map((response) => ({ response })) },
		{
			weight: 1,
			arbitrary: fc
				.record({
					kind: fc.constantFrom<Failure['kind']>(
						'unreachable',
						'interrupted',
						'timedOut',
						'cancelled',
						'notAuthorized',
					),
					detail: texts,
					hint: texts,
				})
				.map((failure) => ({ failure })),
		},
	);

	it('a call answers or throws a CliqError, without secrets, and ends', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...catalogue),
				fc.array(outcome, { minLength: 1, maxLength: 5 }),
				async (entry, script) => {
					const { client, clock, sent } = scripted(script);
					const result = await clock.run(
						client.call(entry, valuesOf(entry), { maxWait: 30 * MINUTE }).catch((error: unknown) => error),
					);
					expect(clock.sleeping).toBe(0);
					expect(sent.length).toBeLessThan(2000);
					if (!(result instanceof Error)) return expect(result).toHaveProperty('answer');
					// Not for how it reads: Cliq's own words are repeated.
					if (!(result instanceof CliqError)) throw result;
					expect(JSON.stringify([result.message, result.hint, result.details])).not.toMatch(
						/1000\.|41d9aa|8fcc00/,
					);
				},
			),
			{ numRuns: 1000 },
		);
	});
});
