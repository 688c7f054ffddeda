import { createHmac } from 'crypto';
import { CLOCKS_APART, withoutZone } from '../../events/webhook/event-age';
import { payloadIn } from '../../events/webhook/body';
import { parse } from '../../events/webhook/parse-event';
import { isSecret } from '../../events/webhook/signature-proof';
import { fields, firstText, firstTime, isFields, text, type Fields } from '../../util/read-fields';
import type { CliqEvent, EventRequest } from '../../events/types';
import { canonical } from '../../lookup/message-ids';
import { escape } from '../../message/text/escape';
import { reveal } from '../../message/text/reveal-hidden';
import { TOLD } from './answer-script';
import { answerIn, asForm, cliqForm, readCliqForm } from './cliq-form';
import { decisionIn, shown } from '../decision';
import { fieldsOf, writtenIn } from '../page/page-form';
import type { Waiting, PersonsAnswer, Heard, Question, PageReply, Responder } from '../types';
import { isOpen, stateOf, type State } from '../question-state';
import { partsOf, passText, provedText, sealed, unsealed } from '../answer-ticket';

const NOT_PROVED = 'The signature is wrong: let the node install its function again';

type Head = Omit<EventRequest, 'body'>;
type Open = Extract<State, { is: 'open' }>;
type PressPlace = NonNullable<Heard['place']>;

/** What somebody did in Cliq. */
interface Deed {
	event: CliqEvent;
	/** What follows the address that the function knows; the proof is about this. */
	answer: string;
	/** What was submitted or closed; without it, a button was pressed. */
	form?: { isClosed: boolean; values: Fields };
}

/**
 * What is wrong with a request, as far as its address and headers show: nothing else of somebody who is not our
 * function is read, or even waited for.
 */
export function passFault({ headers, query }: Head, secret: string | undefined, now: number): string | undefined {
	if (secret === undefined || secret.trim() === '') return 'No press in Cliq is expected';
	const pass = headers['x-cliq-pass'];
	const time = headers['x-cliq-time'];
	if (typeof pass !== 'string' || typeof time !== 'string' || typeof headers['x-cliq-proof'] !== 'string')
		return 'The request has no signature in the headers X-Cliq-Pass, X-Cliq-Time and X-Cliq-Proof';
	if (!isProof(pass, secret, passText(query.choice, query.key, time))) return NOT_PROVED;
	return isOfNow(time, now)
		? undefined
		: 'The button was pressed more than 5 minutes ago, or the clock of this machine is wrong';
}

/**
 * Takes what a function posts when somebody presses a button in Cliq, or submits a form there. Who cannot prove to be
 * such a function is told nothing; what a person shall read is a banner, and what shall be filled in is a form.
 */
export function hearPress(delivery: EventRequest, waiting: Waiting, now: number): Heard {
	const stranger = passFault(delivery, waiting.secret, now);
	if (stranger !== undefined) return unsaid(401, stranger);
	const state = stateOf(delivery, waiting, now);
	if (!isOpen(state)) return refusal(state.is, closedWords(state));
	const read = payloadIn(delivery.body, 'application/json');
	if ('status' in read) return unsaid(400, read.reason);
	if (!isFields(read.payload)) return unsaid(400, 'The body holds no JSON object');
	const event = parse(read.payload, now);
	if ('refused' in event) return unsaid(400, event.refused);
	const deed = deedOf(read.payload, event);
	if (deed === undefined) return unsaid(400, 'This is neither a button press nor a form');
	const fault = proofFault(delivery, read.payload, deed, waiting.secret ?? '');
	if (fault !== undefined) return unsaid(401, fault);
	if (!isSameAddress(delivery, deed))
		return unsaid(400, 'The answer that the button or form stands for is not that of the address');
	if (deed.form?.isClosed === true) return { reply: said({}) };
	return judged(state, waiting, deed, now);
}

export function refusePress(reason: string): Heard {
	return unsaid(401, reason);
}

function deedOf(payload: Fields, event: CliqEvent): Deed | undefined {
	switch (event.handler) {
		case TOLD.button.handler: {
			const told = fields(event.arguments);
			return { event, answer: firstText(told.answer, told.key) ?? '' };
		}
		case TOLD.form.handler: {
			const form = fields(payload.form);
			const values = fields(form.values);
			return {
				event,
				answer: answerIn(values),
				form: { isClosed: text(form.action)?.toLowerCase() === 'cancel', values },
			};
		}
		default:
			return undefined;
	}
}

function proofFault(
	{ headers }: EventRequest,
	payload: Fields,
	{ event, answer, form }: Deed,
	secret: string,
): string | undefined {
	const { proves } = form ? TOLD.form : TOLD.button;
	const { user, chat, message } = event;
	const time = text(payload.time) ?? '';
	const proved = provedText(`${proves}${answer}`, user.id, user.email ?? '', time, chat?.id ?? '', message?.id ?? '');
	// The time is the one whose age is known already.
	if (time !== headers['x-cliq-time'] || !isProof(String(headers['x-cliq-proof']), secret, proved)) return NOT_PROVED;
	return undefined;
}

function isOfNow(time: string, now: number): boolean {
	const sent = firstTime(time);
	return sent !== undefined && Math.abs(now - withoutZone(sent, now)) <= CLOCKS_APART;
}

/** Deluge gives a proof in base64; scripts may ask for hex. */
function isProof(given: string, secret: string, proved: string): boolean {
	const wanted = createHmac('sha256', secret).update(proved).digest();
	return [isSecret(given, wanted.toString('base64')), isSecret(given.toLowerCase(), wanted.toString('hex'))].includes(
		true,
	);
}

/** Whoever passes a proof on to another address must not answer another question with it. */
function isSameAddress({ query }: EventRequest, { answer }: Deed): boolean {
	const [choice, key] = partsOf(answer);
	return choice === query.choice && key === query.key;
}

function judged({ question, choice }: Open, waiting: Waiting, { event, answer, form }: Deed, now: number): Heard {
	if (question.way !== 'cliq') return unsaid(400, 'The question is answered through a link, and not in Cliq');
	if (!mayAnswer(question, event)) {
		return refusal(
			'somebody answered who is not on the list of approvers',
			'You are not on the list of people who may answer this question. It is still open for them.',
		);
	}
	const place = placeOf(event);
	if (isElsewhere(waiting.place, place)) {
		return refusal(
			'the button was pressed in another message or chat than the one that asked',
			'This is a copy of a question, and nothing was answered. Answer with the buttons of the message that asked.',
		);
	}
	const by = { responder: responderOf(event), respondedAt: new Date(now).toISOString() };
	const secret = waiting.secret ?? '';
	if (form) {
		const { ticket, seal } = unsealed(answer);
		if (!isSecret(seal, sealOf(ticket, event, secret)))
			return unsaid(401, 'The form is not one that this question was answered with');
		const messageId = Buffer.from(unsealed(ticket).seal, 'base64url').toString();
		return { ...submitted(question, form.values, by), place: { ...place, ...(messageId !== '' && { messageId }) } };
	}
	const isKnown = waiting.place?.messageId !== undefined && place.messageId !== undefined;
	if (question.kind === 'approval' && isKnown) {
		return {
			reply: banner('success', `Thank you. Your answer: ${escape(reveal(question.labels[choice] ?? ''))}`),
			answered: { approved: choice === 'approve', ...by },
			place,
		};
	}
	// Cliq does not say to a form which message it belongs to, so the form shows the question, wherever the button was.
	const ticket = sealed(answer, Buffer.from(place.messageId ?? '').toString('base64url'));
	return {
		reply: said(cliqForm(question, sealed(ticket, sealOf(ticket, event, secret)), isKnown ? undefined : choice)),
		place,
	};
}

/** Where both are known; Cliq does not always give them. */
function isElsewhere(asked: PressPlace = {}, told: PressPlace): boolean {
	const differ = (one: string | undefined, other: string | undefined) =>
		one !== undefined && other !== undefined && canonical(one) !== canonical(other);
	return differ(asked.messageId, told.messageId) || differ(asked.chatId, told.chatId);
}

/** Proves that a form was shown to a person for a press of theirs. */
function sealOf(ticket: string, { user }: CliqEvent, secret: string): string {
	return createHmac('sha256', secret)
		.update(`seal ${ticket} ${user.id} ${user.email ?? ''}`)
		.digest('base64url');
}

function submitted(question: Question, values: Fields, by: Pick<PersonsAnswer, 'responder' | 'respondedAt'>): Heard {
	const asked = asForm(question);
	const filled = readCliqForm(asked, values);
	const [wrong] = filled.errors;
	if (wrong === undefined && question.kind === 'approval') {
		const chosen = String(filled.values[0]);
		return {
			reply: banner('success', `Thank you. Your answer: ${escape(reveal(chosen))}`),
			answered: { approved: chosen === (question.labels.approve ?? '').trim(), ...by },
		};
	}
	if (wrong === undefined)
		return {
			reply: banner('success', 'Thank you. Your answer was sent.'),
			answered: { ...writtenIn(question, filled), ...by },
		};
	const [index, fault] = wrong;
	const label = escape(shown(fieldsOf(asked)[index]?.label ?? ''));
	return refusal(
		'The form is not filled in right',
		`Nothing was sent. “${label}”: ${fault} Press the button of the message once more.`,
	);
}

function responderOf({ user: { id, name, email } }: CliqEvent): Responder {
	return {
		...(id !== '' && { id }),
		...(name !== '' && { name }),
		...(email !== undefined && { email }),
		source: 'cliq',
	};
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

function placeOf({ chat, message }: CliqEvent): PressPlace {
	// Cliq gives message IDs with a plain or an encoded space.
	const messageId = message?.id?.replaceAll('%20', ' ');
	return {
		...(chat !== undefined && chat.id !== '' && { chatId: chat.id }),
		...(messageId !== undefined && { messageId }),
	};
}

function refusal(refused: string, words: string): Heard {
	return { reply: banner('failure', words), refused };
}

/** Cliq shows it to the person who pressed. Source: the page "Banner Message" of the platform's help. */
function banner(status: 'success' | 'failure', words: string): PageReply {
	return said({ type: 'banner', status, text: words });
}

/** @param answer of the function to Cliq; an empty one shows nothing. */
function said(answer: Fields): PageReply {
	return {
		status: 200,
		headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
		body: JSON.stringify(answer),
	};
}

function unsaid(status: 400 | 401, refused: string): Heard {
	return {
		reply: {
			status,
			headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
			body: '',
		},
		refused,
	};
}
