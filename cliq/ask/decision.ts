import { shortened } from '../invalid';
import { escape } from '../message/text/escape';
import { cut } from '../message/text/split';
import { clockIn } from './clock';
import type { Answered, Question, Responder } from './types';

/** Of a message's text; what Cliq takes. */
const LONGEST_MESSAGE = 5000;

/** Of a name that is shown. */
const LONGEST_NAME = 80;

/**
 * How long the text of a question may be. What is kept free for the decision is more than the longest label, name and
 * time zone take, each of which escaping may make twice as long.
 */
export const LONGEST_TEXT = LONGEST_MESSAGE - 400;

/** @returns what the message says once the question is settled, within Cliq's limit. */
export function settledText(question: Question, settled: Answered | 'expired'): string {
	const line = `\n\n${decisionLine(question, settled)}`;
	return `${cut(question.text, LONGEST_MESSAGE - line.length)}${line}`;
}

function decisionLine(question: Question, settled: Answered | 'expired'): string {
	if (settled === 'expired') return '⌛ Nobody answered in time';
	const label = labelOf(question, settled);
	const what = label === undefined ? '📝 Answered' : `${settled.approved === true ? '✅' : '❌'} *${escape(label)}*`;
	return `${what} – ${escape(whoAndWhen(question, settled))}`;
}

/** @returns an answer in words that are still data: `Approve – Sam Doe, 22 Nov 2026 15:04 (Europe/Berlin)`. */
export function decisionIn(question: Question, answered: Answered): string {
	const label = labelOf(question, answered);
	const rest = whoAndWhen(question, answered);
	return label === undefined ? rest : `${label} – ${rest}`;
}

/** Of the button that was pressed; `undefined` where people write something. */
function labelOf({ labels }: Question, { approved }: Answered): string | undefined {
	return approved === undefined ? undefined : shown(labels[approved ? 'approve' : 'decline'] ?? '');
}

function whoAndWhen({ timeZone }: Question, { responder, respondedAt }: Answered): string {
	const name = nameOf(responder);
	const when = clockIn(timeZone, Date.parse(respondedAt));
	return name === undefined ? when : `${name}, ${when}`;
}

function nameOf(responder: Responder | undefined): string | undefined {
	const { name, email, id } = responder ?? {};
	return [name, email, id].map((known) => shown(known ?? '')).find((known) => known !== '');
}

/** A name or label on one line, without what is not seen. */
export function shown(name: string): string {
	return shortened(name.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]+/gu, ' ').trim(), LONGEST_NAME);
}

/** What both runners put out: the answer, who gave it, and where the question stands. */
export type AskOutput = Record<string, unknown>;

/**
 * @param place of the message with the question.
 * @param edited whether the message shows the decision.
 * @returns `approved`, `text`, or the form's values by their labels; beside them what is always there, which wins over a label.
 */
export function outputOf({ approved, text, fields, responder, respondedAt }: Answered, place: { chatId?: string; messageId?: string }, edited: boolean): AskOutput {
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
