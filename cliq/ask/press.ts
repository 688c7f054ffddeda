import { createHmac } from 'crypto';
import { payloadIn } from '../events/body';
import { parse } from '../events/parse';
import { isSecret } from '../events/proof';
import { fields, firstTime, isFields, text, type Fields } from '../events/read';
import type { CliqEvent, Delivery } from '../events/types';
import { escape } from '../message/text/escape';
import { TOLD } from './answer-script';
import { answerIn, cliqForm, readCliqForm } from './cliq-form';
import { decisionIn, shown } from './decision';
import { fieldsOf, writtenIn } from './form';
import type { Waiting } from './hear';
import { isOpen, stateOf } from './state';
import type { Answered, Heard, Question, Reply, Responder } from './types';

/** In milliseconds: how long ago a press may have been, and how far Cliq's clock may be ahead. */
const LATEST = 5 * 60_000;

/** What a press is proved with, in the form that the function's script puts it together. */
export function provedText(answer: string, userId: string, email: string, time: string): string {
	return `${answer} ${userId} ${email} ${time}`;
}

/** What somebody did in Cliq. */
interface Deed {
	event: CliqEvent;
	/** What follows the address that the function knows; the proof is about this. */
	answer: string;
	/** What was submitted or closed; without it, a button was pressed. */
	form?: { isClosed: boolean; values: Fields };
}

/**
 * Takes what a function posts when somebody presses a button in Cliq, or submits a form there. Who cannot prove to be
 * such a function is told nothing; what a person shall read is a banner, and what shall be filled in is a form.
 */
export function hearPress(delivery: Delivery, waiting: Waiting, now: number): Heard {
	const read = payloadIn(delivery.body, 'application/json');
	if ('status' in read) return unsaid(400, read.reason);
	if (!isFields(read.payload)) return unsaid(400, 'The body holds no JSON object');
	const event = parse(read.payload, now);
	if ('refused' in event) return unsaid(400, event.refused);
	const deed = deedOf(read.payload, event);
	if (deed === undefined) return unsaid(400, 'It is neither a press of a button nor a form');
	const fault = proofFault(delivery, read.payload, deed, waiting.secret, now);
	if (fault !== undefined) return unsaid(401, fault);
	if (!isSameAddress(delivery, deed)) return unsaid(400, 'The answer that the button or form stands for is not that of the address');
	if (deed.form?.isClosed === true) return { reply: said({}) };
	return { ...judged(delivery, waiting, deed, now), place: placeOf(event) };
}

function deedOf(payload: Fields, event: CliqEvent): Deed | undefined {
	switch (event.handler) {
		case TOLD.button.handler:
			return { event, answer: text(fields(event.arguments).answer) ?? '' };
		case TOLD.form.handler: {
			const form = fields(payload.form);
			const values = fields(form.values);
			return { event, answer: answerIn(values), form: { isClosed: text(form.action)?.toLowerCase() === 'cancel', values } };
		}
		default:
			return undefined;
	}
}

function proofFault({ headers }: Delivery, payload: Fields, { event, answer, form }: Deed, secret: string | undefined, now: number): string | undefined {
	if (secret === undefined || secret.trim() === '') return 'No press in Cliq is expected';
	const proof = headers['x-cliq-proof'];
	if (typeof proof !== 'string') return 'No proof came in the header X-Cliq-Proof';
	const { proves } = form ? TOLD.form : TOLD.button;
	const proved = provedText(`${proves}${answer}`, event.user.id, event.user.email ?? '', text(payload.time) ?? '');
	if (!isProof(proof, secret, proved)) return 'The proof does not fit: let the node install its function anew';
	const sent = firstTime(payload.time);
	if (sent === undefined || Math.abs(now - sent) > LATEST) return 'The button was pressed more than 5 minutes ago, or the clock of this machine is wrong';
	return undefined;
}

/** Deluge gives a proof in base64; scripts may ask for hex. */
function isProof(given: string, secret: string, proved: string): boolean {
	const wanted = createHmac('sha256', secret).update(proved).digest();
	return [isSecret(given, wanted.toString('base64')), isSecret(given.toLowerCase(), wanted.toString('hex'))].includes(true);
}

/** Whoever passes a proof on to another address must not answer another question with it. */
function isSameAddress({ query }: Delivery, { answer }: Deed): boolean {
	const own = new URLSearchParams(answer.slice(answer.indexOf('?') + 1));
	return ['key', 'choice'].every((name) => typeof query[name] === 'string' && own.get(name) === query[name]);
}

function judged(delivery: Delivery, waiting: Waiting, { event, answer, form }: Deed, now: number): Heard {
	const state = stateOf(delivery, waiting, now);
	if (!isOpen(state)) return refusal(state.is, closedWords(state));
	const { question, choice } = state;
	if (question.way !== 'cliq') return unsaid(400, 'The question is answered through a link, and not in Cliq');
	if (!mayAnswer(question, event)) {
		return refusal('somebody answered who is not on the list of approvers', 'You are not on the list of those who may answer this question. It goes on waiting for them.');
	}
	const by = { responder: responderOf(event), respondedAt: new Date(now).toISOString() };
	if (question.kind !== 'approval') return form ? submitted(question, form.values, by) : { reply: said(cliqForm(question, answer)) };
	if (form) return unsaid(400, 'A form came, and the question has none');
	return { reply: banner('success', `Thank you. Your answer: ${escape(question.labels[choice] ?? '')}`), answered: { approved: choice === 'approve', ...by } };
}

function submitted(question: Question, values: Fields, by: Pick<Answered, 'responder' | 'respondedAt'>): Heard {
	const filled = readCliqForm(question, values);
	const [wrong] = filled.errors;
	if (wrong === undefined) return { reply: banner('success', 'Thank you. Your answer was sent.'), answered: { ...writtenIn(question, filled), ...by } };
	const [index, fault] = wrong;
	const label = escape(shown(fieldsOf(question)[index].label));
	return refusal('The form is not filled in right', `Nothing was sent. “${label}”: ${fault} Press the button of the message once more.`);
}

function responderOf({ user: { id, name, email } }: CliqEvent): Responder {
	return { ...(id !== '' && { id }), ...(name !== '' && { name }), ...(email !== undefined && { email }), source: 'cliq' };
}

function closedWords(state: Exclude<ReturnType<typeof stateOf>, { is: 'open' }>): string {
	switch (state.is) {
		case 'answered':
			return `Already answered: ${escape(decisionIn(state.question, state.answered))}`;
		case 'expired':
			return 'Nobody answered in time, and this question can no longer be answered.';
		case 'closed':
			return 'This question is closed: it was answered, or is no longer asked.';
	}
}

function mayAnswer({ approvers }: Question, { user }: CliqEvent): boolean {
	if (approvers.length === 0) return true;
	const known = [user.id, user.email ?? ''].map((name) => name.toLowerCase()).filter((name) => name !== '');
	return approvers.some((approver) => known.includes(approver.trim().toLowerCase()));
}

function placeOf({ chat, message }: CliqEvent): Heard['place'] {
	// Cliq gives message IDs with a plain or an encoded space.
	const messageId = message?.id?.replaceAll('%20', ' ');
	return { ...(chat !== undefined && chat.id !== '' && { chatId: chat.id }), ...(messageId !== undefined && { messageId }) };
}

function refusal(refused: string, words: string): Heard {
	return { reply: banner('failure', words), refused };
}

/** Cliq shows it to the person who pressed. Source: the page "Banner Message" of the platform's help. */
function banner(status: 'success' | 'failure', words: string): Reply {
	return said({ type: 'banner', status, text: words });
}

/** @param answer of the function to Cliq; an empty one shows nothing. */
function said(answer: Fields): Reply {
	return { status: 200, headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }, body: JSON.stringify(answer) };
}

function unsaid(status: 400 | 401, refused: string): Heard {
	return { reply: { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }, body: '' }, refused };
}
