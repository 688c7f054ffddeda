import { shortened } from '../util/quote';
import { escape } from '../message/text/escape';
import { reveal } from '../message/text/reveal-hidden';
import { cut } from '../message/text/split';
import { clockIn } from './time-zone-clock';
import type { PersonsAnswer, Question, Responder } from './types';

/** Of a message's text, in characters; what Cliq takes. */
export const LONGEST_MESSAGE = 5000;

/** Of a name that is shown. */
const LONGEST_NAME = 80;

/**
 * How long the text of a question may be. What is kept free for the decision is more than the longest label, name and
 * time zone take, each of which escaping may make twice as long.
 */
export const LONGEST_TEXT = LONGEST_MESSAGE - 400;

/** @returns what the message says once the question is settled, within Cliq's limit. */
export function settledText(question: Question, settled: PersonsAnswer | 'expired'): string {
	const line = `\n\n${decisionLine(question, settled)}`;
	return `${cut(question.text, LONGEST_MESSAGE - line.length)}${line}`;
}

function decisionLine(question: Question, settled: PersonsAnswer | 'expired'): string {
	if (settled === 'expired') return '⌛ Nobody answered in time';
	const sign = settled.approved === undefined ? '📝' : settled.approved ? '✅' : '❌';
	return `${sign} *${verdict(settled)}*${escape(restOf(question, settled))}`;
}

/** @returns an answer in words that are still data: `Approved by Sam Doe, 22 Nov 2026 15:04 (Europe/Berlin)`. */
export function decisionIn(question: Question, answered: PersonsAnswer): string {
	const rest = restOf(question, answered);
	return answered.approved === undefined ? rest.replace(/^(?: by |, )/, '') : `${verdict(answered)}${rest}`;
}

function verdict({ approved }: PersonsAnswer): string {
	return approved === undefined ? 'Answered' : approved ? 'Approved' : 'Declined';
}

/** Labels that say no more than the verdict. */
const USUAL_LABELS = ['approve', 'approved', 'decline', 'declined'];

/** Which button it was, where that says more; by whom, and when. */
function restOf({ labels, way, timeZone }: Question, { approved, responder, respondedAt }: PersonsAnswer): string {
	const label = approved === undefined ? '' : shown(labels[approved ? 'approve' : 'decline'] ?? '');
	const name = nameOf(responder) ?? (way === 'link' ? 'somebody with the link' : undefined);
	return [
		label === '' || USUAL_LABELS.includes(label.toLowerCase()) ? '' : ` (${label})`,
		name === undefined ? '' : ` by ${name}`,
		`, ${clockIn(timeZone, Date.parse(respondedAt))}`,
	].join('');
}

function nameOf(responder: Responder | undefined): string | undefined {
	const { name, email, id } = responder ?? {};
	return [name, email, id].map((known) => shown(known ?? '')).find((known) => known !== '');
}

/** A name or label on one line, with nothing hidden in it. */
export function shown(name: string): string {
	return shortened(reveal(name.replace(/[\s\p{Surrogate}]+/gu, ' ').trim()), LONGEST_NAME);
}

/** What both runners put out: the answer, who gave it, and where the question stands. */
export type AskOutput = Record<string, unknown>;

/**
 * @param place of the message with the question.
 * @param edited whether the message shows the decision.
 * @returns `approved`, `text`, or the form's values by their labels; beside them what is always there, which wins over
 *   a label.
 */
export function outputOf(
	{ approved, text, fields, responder, respondedAt }: PersonsAnswer,
	place: { chatId?: string | undefined; messageId?: string | undefined },
	edited: boolean,
): AskOutput {
	return {
		...fields,
		...(approved !== undefined && { approved }),
		...(text !== undefined && { text }),
		...(responder && { responder }),
		respondedAt,
		...(place.chatId !== undefined && { chatId: place.chatId }),
		...(place.messageId !== undefined && { messageId: place.messageId }),
		edited,
	};
}

/** Labels that would be lost in the output, which has these for itself. */
export const TAKEN_LABELS: readonly string[] = ['responder', 'respondedAt', 'chatId', 'messageId', 'edited'];
