import { LARGEST_BODY } from '../events/webhook/receive';
import type { EventRequest } from '../events/types';
import { mediaType } from '../util/media-type';
import { readForm, writtenIn, type FilledPage } from './page/page-form';
import {
	alreadyPage,
	answerPage,
	closedPage,
	expiredPage,
	inCliqPage,
	methodPage,
	notAFormPage,
	thanksPage,
	tooLargePage,
} from './page/page';
import { hearPress, passFault, refusePress } from './in-cliq/button-press';
import { isOpen, stateOf, type State } from './question-state';
import type { PersonsAnswer, AnswerChoice, Heard, Question, PageReply, Responder, Waiting } from './types';

/**
 * Takes a request for a question: a page to show, an answer from a page, a press or a form in Cliq. GET and HEAD never
 * answer anything, whoever follows the link; only POST does.
 *
 * @param delivery the choice and the key are in its query: `choice`, `key`.
 * @param now milliseconds since 1970.
 */
export function hear(delivery: EventRequest, waiting: Waiting, now: number): Heard {
	switch (delivery.method.toUpperCase()) {
		case 'GET':
			return hearLook(stateOf(delivery, waiting, now));
		case 'HEAD': {
			const { reply } = hearLook(stateOf(delivery, waiting, now));
			return { reply: { ...reply, body: '' } };
		}
		case 'POST':
			return hearPost(delivery, waiting, now);
		default:
			return { reply: methodPage(), refused: 'Only GET, HEAD and POST are taken' };
	}
}

/** Looks at a page, be it a person's or that of something which shows what is behind a link. */
function hearLook(state: State): Heard {
	if (!isOpen(state)) return { reply: overPage(state, 200) };
	const { question, choice } = state;
	return { reply: question.way === 'cliq' ? inCliqPage() : answerPage(question, choice) };
}

function overPage(state: Exclude<State, { is: 'open' }>, status: 200 | 409): PageReply {
	switch (state.is) {
		case 'answered':
			return alreadyPage(status, state.question, state.answered);
		case 'expired':
			return expiredPage();
		case 'closed':
			return closedPage();
	}
}

/**
 * Whether a request is refused for its address and headers alone, so that nobody has to read its body, or wait for it.
 *
 * @returns the refusal; `undefined` if the body decides.
 */
export function screenAnswer(head: Omit<EventRequest, 'body'>, waiting: Waiting, now: number): Heard | undefined {
	if (head.method.toUpperCase() !== 'POST') return undefined;
	const length = Number(head.headers['content-length'] ?? 0);
	if (length > LARGEST_BODY)
		return {
			reply: tooLargePage(LARGEST_BODY),
			refused: `The body has ${length} bytes, more than the ${LARGEST_BODY} allowed`,
		};
	switch (contentType(head)) {
		case 'application/json': {
			const stranger = passFault(head, waiting.secret, now);
			return stranger === undefined ? undefined : refusePress(stranger);
		}
		case 'application/x-www-form-urlencoded': {
			const state = stateOf(head, waiting, now);
			if (!isOpen(state))
				return { reply: overPage(state, 409), refused: `An answer came, but the question is ${state.is}` };
			return state.question.way === 'cliq'
				? {
						reply: inCliqPage(),
						refused: 'An answer came from a page, but the question can only be answered in Cliq',
					}
				: undefined;
		}
		default:
			return { reply: notAFormPage(), refused: 'The content is neither the form of the page nor JSON' };
	}
}

function hearPost(delivery: EventRequest, waiting: Waiting, now: number): Heard {
	const { headers, body } = delivery;
	// What a proxy says of the length need not be so.
	const refusal = screenAnswer(
		{ ...delivery, headers: { ...headers, 'content-length': String(body.length) } },
		waiting,
		now,
	);
	if (refusal) return refusal;
	return contentType(delivery) === 'application/json'
		? hearPress(delivery, waiting, now)
		: hearForm(body, stateOf(delivery, waiting, now), now);
}

function contentType({ headers }: Omit<EventRequest, 'body'>): string {
	return mediaType(headers['content-type']);
}

function hearForm(body: Uint8Array, state: State, now: number): Heard {
	if (!isOpen(state))
		return { reply: overPage(state, 409), refused: `An answer came, but the question is ${state.is}` };
	const { question, choice } = state;
	const filled = readForm(question, new TextDecoder().decode(body));
	if (filled.errors.size > 0)
		return { reply: answerPage(question, choice, filled), refused: 'The form is not filled in right' };
	return { reply: thanksPage(question, choice), answered: answerOf(question, choice, filled, now) };
}

function answerOf(question: Question, choice: AnswerChoice, filled: FilledPage, now: number): PersonsAnswer {
	const responder = responderOf(question, filled.name);
	return {
		...(question.kind === 'approval' && { approved: choice === 'approve' }),
		...writtenIn(question, filled),
		...(responder && { responder }),
		respondedAt: new Date(now).toISOString(),
	};
}

function responderOf({ asked }: Question, name: string | undefined): Responder | undefined {
	if (asked !== undefined) return { [asked.includes('@') ? 'email' : 'id']: asked, source: 'recipient' };
	return name === undefined ? undefined : { name, source: 'self' };
}
