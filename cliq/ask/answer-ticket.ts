import { CliqError } from '../errors';
import type { AnswerChoice, Question } from './types';

/**
 * Where answers given in Cliq are posted: text, and between the texts the numbers of the parts of a ticket that stand
 * there. The first text contains the server, so a button cannot change it.
 */
export type AnswerAddress = ReadonlyArray<string | number>;

/** In characters: what the `key` of a button holds. Source: the page "Buttons" of the REST API v3. */
const LONGEST_KEY = 100;

/** Deluge's `toList` takes others for patterns. */
const SEPARATOR = ',';

/** How an address names a choice: a button's key has no room for more. */
const LETTERS: Readonly<Record<AnswerChoice, string>> = { approve: 'a', decline: 'd', respond: 'r' };

/** @returns the choice that an address names, by its letter or, on a page, by its name. */
export function choiceNamed(name: unknown, choices: AnswerChoice[]): AnswerChoice | undefined {
	return choices.find((choice) => name === choice || name === LETTERS[choice]);
}

/** @returns the one letter that stands for a choice where every character counts; `choiceNamed` reads it. */
export function letterOf(choice: AnswerChoice): string {
	return LETTERS[choice];
}

/**
 * What the button of a choice gets as `key`: the choice, the key of the question, and what else its address
 * needs.
 *
 * @throws CliqError `invalidInput` if that is more than a button holds.
 */
export function ticketOf(choice: AnswerChoice, { key }: Pick<Question, 'key'>, more: string[] = []): string {
	const ticket = [LETTERS[choice], key, ...more].join(SEPARATOR);
	if (ticket.length <= LONGEST_KEY) return ticket;
	throw new CliqError(
		'invalidInput',
		`What a button needs to know takes ${ticket.length} characters, and Cliq's buttons hold ${LONGEST_KEY}`,
		{ hint: 'Let people answer through a link.' },
	);
}

export function partsOf(ticket: string): string[] {
	return ticket.split(SEPARATOR);
}

/** The same with a seal at its end, where forms have room for it. */
export function sealed(ticket: string, seal: string): string {
	return `${ticket}${SEPARATOR}${seal}`;
}

/** @returns the ticket and its seal, if it has one. */
export function unsealed(written: string): { ticket: string; seal: string } {
	const at = written.lastIndexOf(SEPARATOR);
	return { ticket: written.slice(0, Math.max(at, 0)), seal: written.slice(at + 1) };
}

/** What proves who sends something, before any of it is read. */
export function passText(choice: unknown, key: unknown, time: string): string {
	return `pass ${String(choice)}${SEPARATOR}${String(key)} ${time}`;
}

/**
 * What a press or a form is proved with, in the form that the function's script puts it together. The ID of a message
 * may have spaces in it, so it is the last.
 */
export function provedText(
	written: string,
	userId: string,
	email: string,
	time: string,
	chatId: string,
	messageId: string,
): string {
	return `${written} ${userId} ${email} ${time} ${chatId} ${messageId}`;
}
