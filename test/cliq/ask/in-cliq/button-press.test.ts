import { createHmac } from 'crypto';
import fc from 'fast-check';
import { hear, screenAnswer } from '../../../../cliq/ask/receive-answer';
import type { Waiting, Heard, Question } from '../../../../cliq/ask/types';
import type { EventRequest } from '../../../../cliq/events/types';
import { approval, customForm, freeText, KEY, NOW } from '../questions';

const MINUTE = 60_000;
const SECRET = 'a secret of the runner';
const ANSWER = `a,${KEY},17,abc`;
const question = approval({ way: 'cliq' });

const maya = { id: '55743307', first_name: 'Maya', last_name: 'Okafor', email: 'maya@example.com' };

interface Pressed {
	answer?: string;
	user?: Record<string, unknown>;
	time?: unknown;
	/** What the proof is about, where it is not what is posted. */
	proved?: { answer?: string; id?: string; email?: string; time?: unknown; chat?: string; message?: string };
	secret?: string;
	encoding?: 'base64' | 'hex';
	proof?: string | string[] | null;
	pass?: string;
	query?: Record<string, unknown>;
	payload?: Record<string, unknown>;
	method?: string;
}

/** What the function posts; a proof as its script makes it. */
function press({
	answer = ANSWER,
	user = maya,
	time = NOW - 1000,
	proved = {},
	secret = SECRET,
	encoding = 'base64',
	proof,
	pass,
	query,
	payload,
	method = 'POST',
}: Pressed = {}): EventRequest {
	const body = {
		forwarder: 1,
		handler: 'button_handler',
		time,
		user,
		chat: { id: 'CT_1', type: 'channel' },
		message: { id: '17%204', text: 'Q?' },
		target: { name: 'Approve' },
		arguments: { key: answer },
		...payload,
	};
	const signed = {
		answer,
		id: user.id ?? '',
		email: user.email ?? '',
		time,
		chat: 'CT_1',
		message: (body.message as { id?: string } | undefined)?.id ?? '',
		...proved,
	};
	const hashed = (text: string) => createHmac('sha256', secret).update(text).digest(encoding);
	const given =
		proof === undefined
			? hashed(`${signed.answer} ${signed.id} ${signed.email} ${signed.time} ${signed.chat} ${signed.message}`)
			: proof;
	const [choice, key] = answer.split(',');
	const asked: Record<string, unknown> = query ?? { choice, key };
	return {
		method,
		headers: {
			'content-type': 'application/json',
			'x-cliq-time': String(time),
			'x-cliq-pass': pass ?? hashed(`pass ${String(asked.choice)},${String(asked.key)} ${String(time)}`),
			...(given !== null && { 'x-cliq-proof': given }),
		},
		query: asked,
		body: Buffer.from(JSON.stringify(body)),
	};
}

const waiting: Waiting = { question, secret: SECRET, place: { chatId: 'CT_1', messageId: '17_4' } };
const heard = (pressed?: Pressed, other: Waiting = waiting) => hear(press(pressed), other, NOW);

function bannerOf({ reply }: Heard): { status: string; text: string } {
	expect(reply.status).toBe(200);
	expect(reply.headers).toMatchObject({
		'Content-Type': 'application/json; charset=utf-8',
		'Cache-Control': 'no-store',
	});
	const { type, ...banner } = JSON.parse(reply.body);
	expect(type).toBe('banner');
	return banner;
}

/** Somebody who is none of ours is told nothing. */
function expectSilence(result: Heard, status: 400 | 401) {
	expect(result.answered).toBeUndefined();
	expect(result.reply).toMatchObject({ status, body: '' });
	expect(result.refused).toMatch(/\w/);
	expect(result.refused).not.toContain(SECRET);
}

describe('an answer', () => {
	it.each<['approve' | 'decline', boolean]>([
		['approve', true],
		['decline', false],
	])('%s: who pressed, when, and where', (choice, approved) => {
		const result = heard({ answer: `${choice.charAt(0)},${KEY},17` });
		expect(result.answered).toEqual({
			approved,
			responder: { id: maya.id, name: 'Maya Okafor', email: maya.email, source: 'cliq' },
			respondedAt: new Date(NOW).toISOString(),
		});
		expect(result.place).toEqual({ chatId: 'CT_1', messageId: '17 4' });
		expect(bannerOf(result)).toEqual({
			status: 'success',
			text: `Thank you. Your answer: ${approved ? 'Approve' : 'Decline'}`,
		});
	});

	it('with a proof in hex', () => {
		expect(heard({ encoding: 'hex' }).answered).toBeDefined();
	});

	it('of somebody without an email address, whose ID is a number', () => {
		expect(heard({ user: { id: 55743307, name: 'Maya' } }).answered?.responder).toEqual({
			id: '55743307',
			name: 'Maya',
			source: 'cliq',
		});
	});

	it.each([[['MAYA@Example.com']], [['leo@example.com', ' 55743307 ']], [[]]])(
		'of one of the approvers %j',
		(approvers) => {
			expect(heard({}, { ...waiting, question: approval({ way: 'cliq', approvers }) }).answered).toBeDefined();
		},
	);

	it('up to 5 minutes later, and with clocks that differ as much', () => {
		for (const time of [NOW - 5 * MINUTE, NOW + 5 * MINUTE]) expect(heard({ time }).answered).toBeDefined();
	});
});

describe('who pressed is told', () => {
	it('that others may answer; and the question goes on waiting', () => {
		const result = heard(
			{},
			{ ...waiting, question: approval({ way: 'cliq', approvers: ['leo@example.com', '5574330'] }) },
		);
		expect(result.answered).toBeUndefined();
		expect(result.refused).toContain('not on the list');
		expect(bannerOf(result)).toEqual({
			status: 'failure',
			text: expect.stringContaining('You are not on the list of people who may answer'),
		});
	});

	it('the same where an approver is blank, and who pressed has no email address', () => {
		expect(
			heard({ user: { id: '1' } }, { ...waiting, question: approval({ way: 'cliq', approvers: [' '] }) })
				.answered,
		).toBeUndefined();
	});

	it('that it is answered already, and by whom', () => {
		const settled = {
			approved: true,
			responder: { name: '*Sam*', source: 'cliq' as const },
			respondedAt: new Date(NOW).toISOString(),
		};
		const result = heard({ answer: `d,${KEY},17` }, { ...waiting, settled });
		expect(result.answered).toBeUndefined();
		const { status, text } = bannerOf(result);
		expect([status, text.replaceAll('\u2060', '')]).toEqual([
			'failure',
			'Already answered: Approved by *Sam*, 22 Nov 2026 15:04 (Europe/Berlin)',
		]);
		expect(text).not.toContain('*Sam*');
	});

	it('that it is too late', () => {
		for (const late of [
			{ ...waiting, settled: 'expired' as const },
			{ ...waiting, question: approval({ way: 'cliq', until: NOW }) },
		]) {
			const result = heard({}, late);
			expect(result.answered).toBeUndefined();
			expect(bannerOf(result)).toMatchObject({
				status: 'failure',
				text: expect.stringContaining('Nobody answered in time'),
			});
		}
	});

	it.each<[string, Waiting]>([
		['there is no such question', { secret: SECRET }],
		['another question is asked by now', { ...waiting, question: approval({ way: 'cliq', key: 'x'.repeat(32) }) }],
		[
			'there is no such button',
			{ ...waiting, question: approval({ way: 'cliq', labels: { decline: 'No' }, kind: 'freeText' }) },
		],
	])('that it is closed: %s', (_name, other) => {
		const result = heard({}, other);
		expect(result.answered).toBeUndefined();
		expect(bannerOf(result)).toMatchObject({ status: 'failure', text: expect.stringContaining('closed') });
	});
});

const asking = freeText({ way: 'cliq', approvers: [maya.email] });
const RESPOND = `r,${KEY},17,abc`;
/** What a form that was shown to Maya holds. */
const SHOWN = `${RESPOND},${Buffer.from('17 4').toString('base64url')}`;
const SEALED = `${SHOWN},${createHmac('sha256', SECRET).update(`seal ${SHOWN} ${maya.id} ${maya.email}`).digest('base64url')}`;
const typed = (values: Record<string, unknown> = { f0: 'The index is gone.' }, action: unknown = 'submit') => ({
	handler: 'form_submit_handler',
	message: undefined,
	target: undefined,
	arguments: undefined,
	form: { name: 'answer', action, values: { ...values, answer: SEALED } },
});
/** Of somebody who submits a form, unless said otherwise. */
const heardForm = (pressed: Pressed = {}, other: Waiting = { ...waiting, question: asking }) =>
	heard(
		{ answer: SEALED, payload: typed(), ...pressed, proved: { answer: `form ${SEALED}`, ...pressed.proved } },
		other,
	);

describe('a press counts from the message that asked', () => {
	const elsewhere = (place: Waiting['place'], changes: Pressed = {}) => heard(changes, { ...waiting, place });

	it.each<[string, Waiting['place']]>([
		['another message', { chatId: 'CT_1', messageId: '18_5' }],
		['another chat', { chatId: 'CT_2', messageId: '17_4' }],
		['another chat, where the message is not known', { chatId: 'CT_2' }],
	])('and not from %s', (_name, place) => {
		const result = elsewhere(place);
		expect(result.answered).toBeUndefined();
		expect(bannerOf(result)).toMatchObject({
			status: 'failure',
			text: expect.stringContaining('copy of a question'),
		});
	});

	it('nor does its form open there', () => {
		const result = heard({ answer: RESPOND }, { ...waiting, question: asking, place: { messageId: '18_5' } });
		expect(bannerOf(result)).toMatchObject({
			status: 'failure',
			text: expect.stringContaining('copy of a question'),
		});
	});

	it.each<[string, Waiting['place'], Pressed]>([
		['of which message it is from', waiting.place, { payload: { message: {} }, proved: { message: '' } }],
		['where the question is', undefined, {}],
	])('or is confirmed on a form that shows the question, if nobody knows %s', (_name, place, changes) => {
		const asked = elsewhere(place, changes);
		expect(asked.answered).toBeUndefined();
		const form = JSON.parse(asked.reply.body);
		expect(form).toMatchObject({
			type: 'form',
			title: 'Confirm your answer',
			hint: expect.stringContaining('Shall *server 5* be restarted?'),
			inputs: [{ type: 'select', options: [{ label: 'Approve' }, { label: 'Decline' }] }, { type: 'hidden' }],
		});
		const sealed = form.inputs[1].value as string;
		const submit = (f0: string, user = maya) =>
			elsewhere(place, {
				answer: sealed,
				user,
				payload: {
					handler: 'form_submit_handler',
					message: undefined,
					arguments: undefined,
					form: { action: 'submit', values: { f0, answer: sealed } },
				},
				proved: { answer: `form ${sealed}`, id: user.id, email: user.email },
			});
		expect(submit('1').answered).toMatchObject({ approved: false });
		expect(submit('0').answered).toMatchObject({ approved: true, responder: { id: maya.id } });
		expectSilence(submit('0', { ...maya, id: '1' }), 401);
	});
});

describe('a text or a form', () => {
	const form = customForm(
		[
			{ label: ' Amount ', kind: 'number', required: true },
			{ label: '*Sure*', kind: 'boolean', required: true },
		],
		{ way: 'cliq' },
	);
	const inForm = { ...waiting, question: form };

	it('is asked for by a form of Cliq; the question goes on waiting', () => {
		const { reply, answered, refused } = heard({ answer: RESPOND }, { ...waiting, question: asking });
		expect([answered, refused, reply.status]).toEqual([undefined, undefined, 200]);
		expect(reply.headers).toMatchObject({
			'Content-Type': 'application/json; charset=utf-8',
			'Cache-Control': 'no-store',
		});
		expect(JSON.parse(reply.body)).toMatchObject({
			type: 'form',
			inputs: [{ type: 'textarea' }, { type: 'hidden', name: 'answer', value: SEALED }],
		});
		expect(JSON.parse(reply.body)).not.toHaveProperty('action');
	});

	it('that is submitted is the answer: who, when, and where', () => {
		const result = heardForm();
		expect(result.answered).toEqual({
			text: 'The index is gone.',
			responder: { id: maya.id, name: 'Maya Okafor', email: maya.email, source: 'cliq' },
			respondedAt: new Date(NOW).toISOString(),
		});
		expect(result.place).toEqual({ chatId: 'CT_1', messageId: '17 4' });
		expect(bannerOf(result)).toEqual({ status: 'success', text: 'Thank you. Your answer was sent.' });
		expect(heardForm({ payload: typed({ f0: '12', f1: true }) }, inForm).answered).toMatchObject({
			fields: { Amount: 12, '*Sure*': true },
		});
	});

	it('is neither shown to nor taken from those who are not on the list', () => {
		const other = { ...waiting, question: { ...asking, approvers: ['leo@example.com'] } };
		for (const result of [heard({ answer: RESPOND }, other), heardForm({}, other)]) {
			expect(result.answered).toBeUndefined();
			expect(bannerOf(result)).toMatchObject({
				status: 'failure',
				text: expect.stringContaining('not on the list'),
			});
		}
	});

	it('that is not filled in right is told so by the name of the field, and the question goes on waiting', () => {
		const wrong = heardForm({ payload: typed({ f0: 'many', f1: 'false' }) }, inForm);
		expect([wrong.answered, wrong.refused]).toEqual([undefined, 'The form is not filled in right']);
		expect(bannerOf(wrong)).toEqual({
			status: 'failure',
			text: 'Nothing was sent. “Amount”: Write a number, such as 12.5. Press the button of the message once more.',
		});
		const second = bannerOf(heardForm({ payload: typed({ f0: 1 }) }, inForm)).text;
		expect([second.replaceAll('\u2060', ''), second.includes('*Sure*')]).toEqual([
			expect.stringContaining('“*Sure*”: Tick this box.'),
			false,
		]);
	});

	it('that comes too late is told so', () => {
		const settled = {
			text: 'x',
			responder: { name: 'Sam', source: 'cliq' as const },
			respondedAt: new Date(NOW).toISOString(),
		};
		expect(bannerOf(heardForm({}, { ...waiting, question: asking, settled })).text).toContain(
			'Already answered: Sam, 22 Nov 2026',
		);
		expect(bannerOf(heardForm({}, { ...waiting, question: { ...asking, until: NOW } })).text).toContain(
			'Nobody answered in time',
		);
		expect(bannerOf(heardForm({}, { ...waiting, question: { ...asking, key: 'x'.repeat(32) } })).text).toContain(
			'closed',
		);
	});

	it('that is closed does nothing, and shows nothing', () => {
		for (const action of ['cancel', 'Cancel']) {
			const { reply, answered, refused } = heardForm({ payload: typed({}, action) });
			expect([reply.status, reply.body, answered, refused]).toEqual([200, '{}', undefined, undefined]);
		}
	});

	it.each<[string, Pressed]>([
		['no proof', { proof: null }],
		['a proof with another secret', { secret: 'another' }],
		['a proof of another answer', { proved: { answer: `form ${ANSWER}` } }],
		['the proof of a press', { proved: { answer: SEALED } }],
		[
			'a form that nobody was shown',
			{
				answer: RESPOND,
				payload: { ...typed(), form: { values: { f0: 'x', answer: RESPOND } } },
				proved: { answer: `form ${RESPOND}` },
			},
		],
		['a form that somebody else was shown', { user: { id: '1', email: maya.email }, proved: { id: '1' } }],
		['a proof of somebody else', { proved: { id: '1' } }],
		['an old form', { time: NOW - 5 * MINUTE - 1 }],
		['a form that says nothing of where it belongs', { payload: { ...typed(), form: { values: { f0: 'x' } } } }],
		['a form that belongs elsewhere', { payload: { ...typed(), form: { values: { f0: 'x', answer: ANSWER } } } }],
		['no form', { payload: { ...typed(), form: null } }],
		['a form that is closed, without a proof', { proof: null, payload: typed({}, 'cancel') }],
	])('is not heard: %s', (_name, pressed) => {
		expectSilence(heardForm(pressed), 401);
	});

	it('is not heard at another address', () => {
		expectSilence(
			heardForm({
				payload: { ...typed(), form: { values: { answer: `r,x,17,abc` } } },
				proved: { answer: 'form r,x,17,abc' },
			}),
			400,
		);
	});
});

describe('nothing is said, and nothing answered', () => {
	it.each<[string, Pressed]>([
		['no proof', { proof: null }],
		['an empty proof', { proof: '' }],
		['two proofs', { proof: ['a', 'b'] }],
		['a proof with another secret', { secret: 'another' }],
		['a proof of another answer', { proved: { answer: ANSWER.replace('a,', 'd,') } }],
		['a proof of somebody else', { proved: { id: '1' } }],
		['a proof with another email address', { proved: { email: 'leo@example.com' } }],
		['a proof of another time', { proved: { time: NOW } }],
		['an old press', { time: NOW - 5 * MINUTE - 1 }],
		['a press from the future', { time: NOW + 5 * MINUTE + 1 }],
		['a press without a time', { time: '' }],
		['a press with a time that is none', { time: 'now' }],
	])('401: %s', (_name, pressed) => {
		expectSilence(heard(pressed), 401);
	});

	it.each<[string, Waiting]>([
		['no secret', { question }],
		['an empty secret', { question, secret: ' ' }],
	])('401: %s is set', (_name, other) => {
		expectSilence(hear(press({ secret: other.secret ?? '' }), other, NOW), 401);
	});

	it.each<[string, Pressed]>([
		['another choice in the address', { query: { choice: 'd', key: KEY } }],
		['nothing in the arguments', { payload: { arguments: {} }, proved: { answer: '' } }],
		['another handler', { payload: { handler: 'message_handler' } }],
		['a script of another version', { payload: { forwarder: 2 } }],
	])('400: %s', (_name, pressed) => {
		expectSilence(heard(pressed), 400);
	});

	it.each<[string, Pressed]>([
		['a proof of another message', { proved: { message: '18 5' } }],
		['a proof of another chat', { proved: { chat: 'CT_2' } }],
		[
			'a pass of another address',
			{
				pass: createHmac('sha256', SECRET)
					.update(`pass d,${KEY} ${NOW - 1000}`)
					.digest('base64'),
			},
		],
		['no pass', { pass: '' }],
	])('401: %s', (_name, pressed) => {
		expectSilence(heard(pressed), 401);
	});

	it('and nothing is read before there is a pass', () => {
		const body = { ...press(), headers: { 'content-type': 'application/json' } };
		const read = jest.spyOn(TextDecoder.prototype, 'decode');
		expectSilence(hear(body, waiting, NOW), 401);
		expect(read).not.toHaveBeenCalled();
		read.mockRestore();
		expect(
			screenAnswer(
				{ method: 'POST', headers: { 'content-type': 'application/json' }, query: press().query },
				waiting,
				NOW,
			)?.reply.status,
		).toBe(401);
	});

	it('400: a question that is answered through a link', () => {
		expectSilence(heardForm({}, { ...waiting, question: freeText() }), 400);
		expectSilence(heard({}, { ...waiting, question: approval() }), 400);
		expectSilence(heard({ answer: `r,${KEY}` }, { ...waiting, question: freeText() }), 400);
	});

	it.each(['', '[]', '"x"', 'null', '{', '{}', 'payload=1'])('400: the body %j', (body) => {
		expectSilence(hear({ ...press(), body: Buffer.from(body) }, waiting, NOW), 400);
	});

	it('by GET and HEAD, whatever they carry', () => {
		for (const method of ['GET', 'HEAD']) expect(heard({ method }).answered).toBeUndefined();
	});
});

it('only what was proved in time, for this question and this choice, by one who may, is an answer', () => {
	const letter = fc.constantFrom('a', 'd', 'r', '');
	const word = fc.oneof(fc.string(), fc.constantFrom(KEY, '55743307', 'maya@example.com', 'leo@example.com', ''));
	const pressed = fc.record(
		{
			choice: letter,
			key: fc.oneof({ weight: 4, arbitrary: fc.constant(KEY) }, { weight: 1, arbitrary: word }),
			id: fc.oneof({ weight: 4, arbitrary: fc.constant('55743307') }, { weight: 1, arbitrary: word }),
			age: fc.oneof(
				{ weight: 3, arbitrary: fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE }) },
				{ weight: 1, arbitrary: fc.integer({ min: -1e12, max: 1e12 }) },
			),
			secret: fc.oneof({ weight: 4, arbitrary: fc.constant(SECRET) }, { weight: 1, arbitrary: word }),
			asked: letter,
			approvers: fc.constantFrom<string[]>([], ['55743307'], ['leo@example.com']),
			isOpen: fc.boolean(),
		},
		{ noNullPrototype: true },
	);
	let answers = 0;
	fc.assert(
		fc.property(pressed, ({ choice, key, id, age, secret, asked, approvers, isOpen }) => {
			const answer = `${choice},${key},17`;
			const open: Question = approval({ way: 'cliq', approvers, until: isOpen ? NOW + 1 : NOW });
			const result = hear(
				press({
					answer,
					user: { id, email: 'maya@example.com' },
					time: NOW - age,
					secret,
					query: { choice: asked, key: KEY },
				}),
				{ question: open, secret: SECRET, place: waiting.place },
				NOW,
			);
			const may = approvers.length === 0 || approvers.includes(id.trim() === '' ? '-' : id);
			const holds =
				secret === SECRET &&
				Math.abs(age) <= 5 * MINUTE &&
				answer.split(',')[1] === KEY &&
				choice === asked &&
				['a', 'd'].includes(choice) &&
				may &&
				isOpen;
			if (result.answered) answers++;
			// A blank ID, which no Cliq gives, is read as none, and the proof does not fit.
			if (id.trim() !== '' || id === '') expect(result.answered !== undefined).toBe(holds);
			else expect(result.answered).toBeUndefined();
			if (result.answered) expect(result.answered.approved).toBe(choice === 'a');
		}),
		{ numRuns: 3000 },
	);
	expect(answers).toBeGreaterThan(20);
});
