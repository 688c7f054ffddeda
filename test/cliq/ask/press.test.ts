import { createHmac } from 'crypto';
import fc from 'fast-check';
import { hear, type Waiting } from '../../../cliq/ask/hear';
import type { Heard, Question } from '../../../cliq/ask/types';
import type { Delivery } from '../../../cliq/events/types';
import { approval, customForm, freeText, KEY, NOW } from './questions';

const MINUTE = 60_000;
const SECRET = 'a secret of the runner';
const ANSWER = `17/4f1c?choice=approve&key=${KEY}&signature=abc`;
const question = approval({ way: 'cliq' });

const maya = { id: '55743307', first_name: 'Maya', last_name: 'Okafor', email: 'maya@example.com' };

interface Pressed {
	answer?: string;
	user?: Record<string, unknown>;
	time?: unknown;
	/** What the proof is about, where it is not what is posted. */
	proved?: { answer?: string; id?: string; email?: string; time?: unknown };
	secret?: string;
	encoding?: 'base64' | 'hex';
	proof?: string | string[] | null;
	query?: Record<string, unknown>;
	payload?: Record<string, unknown>;
	method?: string;
}

/** What the function posts; a proof as its script makes it. */
function press({ answer = ANSWER, user = maya, time = NOW - 1000, proved = {}, secret = SECRET, encoding = 'base64', proof, query, payload, method = 'POST' }: Pressed = {}): Delivery {
	const signed = { answer, id: user.id ?? '', email: user.email ?? '', time, ...proved };
	const given = proof === undefined ? createHmac('sha256', secret).update(`${signed.answer} ${signed.id} ${signed.email} ${signed.time}`).digest(encoding) : proof;
	const body = { forwarder: 1, handler: 'button_handler', time, user, chat: { id: 'CT_1', type: 'channel' }, message: { id: '17%204', text: 'Q?' }, target: { name: 'Approve' }, arguments: { answer }, ...payload };
	return {
		method,
		headers: { 'content-type': 'application/json', ...(given !== null && { 'x-cliq-proof': given }) },
		query: query ?? Object.fromEntries(new URLSearchParams(answer.split('?')[1] ?? '')),
		body: Buffer.from(JSON.stringify(body)),
	};
}

const waiting: Waiting = { question, secret: SECRET };
const heard = (pressed?: Pressed, other: Waiting = waiting) => hear(press(pressed), other, NOW);

function bannerOf({ reply }: Heard): { status: string; text: string } {
	expect(reply.status).toBe(200);
	expect(reply.headers).toMatchObject({ 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
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
		const result = heard({ answer: `17/4f1c?choice=${choice}&key=${KEY}` });
		expect(result.answered).toEqual({ approved, responder: { id: maya.id, name: 'Maya Okafor', email: maya.email, source: 'cliq' }, respondedAt: new Date(NOW).toISOString() });
		expect(result.place).toEqual({ chatId: 'CT_1', messageId: '17 4' });
		expect(bannerOf(result)).toEqual({ status: 'success', text: `Thank you. Your answer: ${approved ? 'Approve' : 'Decline'}` });
	});

	it('with a proof in hex', () => {
		expect(heard({ encoding: 'hex' }).answered).toBeDefined();
	});

	it('of somebody without an email address, whose ID is a number', () => {
		expect(heard({ user: { id: 55743307, name: 'Maya' } }).answered?.responder).toEqual({ id: '55743307', name: 'Maya', source: 'cliq' });
	});

	it.each([[['MAYA@Example.com']], [['leo@example.com', ' 55743307 ']], [[]]])('of one of the approvers %j', (approvers) => {
		expect(heard({}, { ...waiting, question: approval({ way: 'cliq', approvers }) }).answered).toBeDefined();
	});

	it('up to 5 minutes later, and with clocks that differ as much', () => {
		for (const time of [NOW - 5 * MINUTE, NOW + 5 * MINUTE]) expect(heard({ time }).answered).toBeDefined();
	});
});

describe('who pressed is told', () => {
	it('that others may answer; and the question goes on waiting', () => {
		const result = heard({}, { ...waiting, question: approval({ way: 'cliq', approvers: ['leo@example.com', '5574330'] }) });
		expect(result.answered).toBeUndefined();
		expect(result.refused).toContain('not on the list');
		expect(bannerOf(result)).toEqual({ status: 'failure', text: expect.stringContaining('You are not on the list of those who may answer') });
	});

	it('the same where an approver is blank, and who pressed has no email address', () => {
		expect(heard({ user: { id: '1' } }, { ...waiting, question: approval({ way: 'cliq', approvers: [' '] }) }).answered).toBeUndefined();
	});

	it('that it is answered already, and by whom', () => {
		const settled = { approved: true, responder: { name: '*Sam*', source: 'cliq' as const }, respondedAt: new Date(NOW).toISOString() };
		const result = heard({ answer: `17/4f1c?choice=decline&key=${KEY}` }, { ...waiting, settled });
		expect(result.answered).toBeUndefined();
		const { status, text } = bannerOf(result);
		expect([status, text.replaceAll('\u2060', '')]).toEqual(['failure', 'Already answered: Approved by *Sam*, 22 Nov 2026 15:04 (Europe/Berlin)']);
		expect(text).not.toContain('*Sam*');
	});

	it('that it is too late', () => {
		for (const late of [{ ...waiting, settled: 'expired' as const }, { ...waiting, question: approval({ way: 'cliq', until: NOW }) }]) {
			const result = heard({}, late);
			expect(result.answered).toBeUndefined();
			expect(bannerOf(result)).toMatchObject({ status: 'failure', text: expect.stringContaining('Nobody answered in time') });
		}
	});

	it.each<[string, Waiting]>([
		['there is no such question', { secret: SECRET }],
		['another question is asked by now', { ...waiting, question: approval({ way: 'cliq', key: 'x'.repeat(32) }) }],
		['there is no such button', { ...waiting, question: approval({ way: 'cliq', labels: { decline: 'No' }, kind: 'freeText' }) }],
	])('that it is closed: %s', (_name, other) => {
		const result = heard({}, other);
		expect(result.answered).toBeUndefined();
		expect(bannerOf(result)).toMatchObject({ status: 'failure', text: expect.stringContaining('closed') });
	});
});

const asking = freeText({ way: 'cliq', approvers: [maya.email] });
const RESPOND = `17/4f1c?choice=respond&key=${KEY}&signature=abc`;
const typed = (values: Record<string, unknown> = { lines0: 'The%20index%20is%20gone.' }, action: unknown = 'submit') => ({ handler: 'form_submit_handler', message: undefined, target: undefined, arguments: undefined, form: { name: 'answer', action, values: { ...values, answer: RESPOND } } });
/** Of somebody who submits a form, unless said otherwise. */
const heardForm = (pressed: Pressed = {}, other: Waiting = { ...waiting, question: asking }) => heard({ answer: RESPOND, payload: typed(), ...pressed, proved: { answer: `form ${RESPOND}`, ...pressed.proved } }, other);

describe('a text or a form', () => {
	const form = customForm([{ label: ' Amount ', kind: 'number', required: true }, { label: '*Sure*', kind: 'boolean', required: true }], { way: 'cliq' });
	const inForm = { ...waiting, question: form };

	it('is asked for by a form of Cliq; the question goes on waiting', () => {
		const { reply, answered, refused } = heard({ answer: RESPOND }, { ...waiting, question: asking });
		expect([answered, refused, reply.status]).toEqual([undefined, undefined, 200]);
		expect(reply.headers).toMatchObject({ 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
		expect(JSON.parse(reply.body)).toMatchObject({ type: 'form', inputs: [{ type: 'textarea' }, { type: 'hidden', name: 'answer', value: RESPOND }] });
		expect(JSON.parse(reply.body)).not.toHaveProperty('action');
	});

	it('that is submitted is the answer: who, when, and where', () => {
		const result = heardForm();
		expect(result.answered).toEqual({ text: 'The index is gone.', responder: { id: maya.id, name: 'Maya Okafor', email: maya.email, source: 'cliq' }, respondedAt: new Date(NOW).toISOString() });
		expect(result.place).toEqual({ chatId: 'CT_1' });
		expect(bannerOf(result)).toEqual({ status: 'success', text: 'Thank you. Your answer was sent.' });
		expect(heardForm({ payload: typed({ f0: '12', f1: true }) }, inForm).answered).toMatchObject({ fields: { Amount: 12, '*Sure*': true } });
	});

	it('is neither shown to nor taken from those who are not on the list', () => {
		const other = { ...waiting, question: { ...asking, approvers: ['leo@example.com'] } };
		for (const result of [heard({ answer: RESPOND }, other), heardForm({}, other)]) {
			expect(result.answered).toBeUndefined();
			expect(bannerOf(result)).toMatchObject({ status: 'failure', text: expect.stringContaining('not on the list') });
		}
	});

	it('that is not filled in right is told so by the name of the field, and the question goes on waiting', () => {
		const wrong = heardForm({ payload: typed({ f0: 'many', f1: 'false' }) }, inForm);
		expect([wrong.answered, wrong.refused]).toEqual([undefined, 'The form is not filled in right']);
		expect(bannerOf(wrong)).toEqual({ status: 'failure', text: 'Nothing was sent. “Amount”: Write a number, such as 12.5. Press the button of the message once more.' });
		const second = bannerOf(heardForm({ payload: typed({ f0: 1 }) }, inForm)).text;
		expect([second.replaceAll('\u2060', ''), second.includes('*Sure*')]).toEqual([expect.stringContaining('“*Sure*”: Tick this box.'), false]);
	});

	it('that comes too late is told so', () => {
		const settled = { text: 'x', responder: { name: 'Sam', source: 'cliq' as const }, respondedAt: new Date(NOW).toISOString() };
		expect(bannerOf(heardForm({}, { ...waiting, question: asking, settled })).text).toContain('Already answered: Sam, 22 Nov 2026');
		expect(bannerOf(heardForm({}, { ...waiting, question: { ...asking, until: NOW } })).text).toContain('Nobody answered in time');
		expect(bannerOf(heardForm({}, { ...waiting, question: { ...asking, key: 'x'.repeat(32) } })).text).toContain('closed');
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
		['the proof of a press', { proved: { answer: RESPOND } }],
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
		expectSilence(heardForm({ query: { choice: 'respond', key: 'x' } }), 400);
	});
});

describe('nothing is said, and nothing answered', () => {
	it.each<[string, Pressed]>([
		['no proof', { proof: null }],
		['an empty proof', { proof: '' }],
		['two proofs', { proof: ['a', 'b'] }],
		['a proof with another secret', { secret: 'another' }],
		['a proof of another answer', { proved: { answer: ANSWER.replace('approve', 'decline') } }],
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
		['another key in the address', { query: { choice: 'approve', key: 'x' } }],
		['another choice in the address', { query: { choice: 'decline', key: KEY } }],
		['no choice in the address', { query: { key: KEY } }],
		['two choices in the address', { query: { key: KEY, choice: ['approve', 'decline'] } }],
		['no query in the answer', { answer: '17/4f1c', query: { choice: 'approve', key: KEY } }],
		['another handler', { payload: { handler: 'message_handler' } }],
		['a script of another version', { payload: { forwarder: 2 } }],
	])('400: %s', (_name, pressed) => {
		expectSilence(heard(pressed), 400);
	});

	it('400: a form for a question that has none', () => {
		expectSilence(heard({ payload: { ...typed(), form: { values: { answer: ANSWER } } }, proved: { answer: `form ${ANSWER}` } }), 400);
	});

	it('400: a question that is answered through a link', () => {
		expectSilence(heardForm({}, { ...waiting, question: freeText() }), 400);
		expectSilence(heard({}, { ...waiting, question: approval() }), 400);
		expectSilence(heard({ answer: `17?choice=respond&key=${KEY}` }, { ...waiting, question: freeText() }), 400);
	});

	it.each(['', '[]', '"x"', 'null', '{', '{}', 'payload=1'])('400: the body %j', (body) => {
		expectSilence(hear({ ...press(), body: Buffer.from(body) }, waiting, NOW), 400);
	});

	it('by GET and HEAD, whatever they carry', () => {
		for (const method of ['GET', 'HEAD']) expect(heard({ method }).answered).toBeUndefined();
	});
});

it('only what was proved in time, for this question and this choice, by one who may, is an answer', () => {
	const other = fc.constantFrom('approve', 'decline', 'respond', '');
	const word = fc.oneof(fc.string(), fc.constantFrom(KEY, '55743307', 'maya@example.com', 'leo@example.com', ''));
	const pressed = fc.record(
		{
			choice: other,
			key: fc.oneof({ weight: 4, arbitrary: fc.constant(KEY) }, { weight: 1, arbitrary: word }),
			id: fc.oneof({ weight: 4, arbitrary: fc.constant('55743307') }, { weight: 1, arbitrary: word }),
			age: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: -5 * MINUTE, max: 5 * MINUTE }) }, { weight: 1, arbitrary: fc.integer({ min: -1e12, max: 1e12 }) }),
			secret: fc.oneof({ weight: 4, arbitrary: fc.constant(SECRET) }, { weight: 1, arbitrary: word }),
			asked: other,
			approvers: fc.constantFrom<string[]>([], ['55743307'], ['leo@example.com']),
			isOpen: fc.boolean(),
		},
		{ noNullPrototype: true },
	);
	let answers = 0;
	fc.assert(
		fc.property(pressed, ({ choice, key, id, age, secret, asked, approvers, isOpen }) => {
			const answer = `17?${new URLSearchParams({ choice, key }).toString()}`;
			const open: Question = approval({ way: 'cliq', approvers, until: isOpen ? NOW + 1 : NOW });
			const result = hear(press({ answer, user: { id, email: 'maya@example.com' }, time: NOW - age, secret, query: { choice: asked, key: KEY } }), { question: open, secret: SECRET }, NOW);
			const may = approvers.length === 0 || approvers.includes(id.trim() === '' ? '-' : id);
			const holds = secret === SECRET && Math.abs(age) <= 5 * MINUTE && key === KEY && choice === asked && ['approve', 'decline'].includes(choice) && may && isOpen;
			if (result.answered) answers++;
			// A blank ID, which no Cliq gives, is read as none, and the proof does not fit.
			if (id.trim() !== '' || id === '') expect(result.answered !== undefined).toBe(holds);
			else expect(result.answered).toBeUndefined();
			if (result.answered) expect(result.answered.approved).toBe(choice === 'approve');
		}),
		{ numRuns: 3000 },
	);
	expect(answers).toBeGreaterThan(20);
});
