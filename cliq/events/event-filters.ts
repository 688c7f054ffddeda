import { CliqError } from '../errors';
import { asText } from '../util/read-text';
import { kindOf } from '../util/quote';
import { gaveNothing, orClear } from '../parameters/expression-sources';
import type { CliqEvent } from './types';

/** What an event must be about to start the workflow; an empty list or text lets everything through. */
export interface Filters {
	/** IDs of chats and channels, and unique names of channels. */
	chats: string[];
	/** Email addresses and IDs. */
	users: string[];
	text: string;
}

/** A field as it was filled in. */
export interface FilledFilter {
	label: string;
	value: unknown;
	/** The expression that the value comes from, if it does; see `sources.ts`. */
	source?: string | undefined;
	/**
	 * What the field stands for when it is empty: `to ignore nobody`; unless said otherwise, to let everything through.
	 */
	emptyMeans?: string;
}

/**
 * @returns the names in a list, or in a text with commas in between.
 * @throws CliqError `invalidInput` if an expression gives none, for an empty filter lets everything through.
 */
export function filterNames({ value, ...field }: FilledFilter): string[] {
	const given = (Array.isArray(value) ? value : [value]).map((entry) => wordsIn(entry, field));
	const names = given
		.flatMap((words) => (Array.isArray(value) ? [words] : words.split(',')))
		.map((name) => name.trim())
		.filter((name) => name !== '');
	return refuseNothing(names, field);
}

/** The same for a text. */
export function textIn({ value, ...field }: FilledFilter): string {
	return refuseNothing(wordsIn(value, field).trim(), field);
}

function wordsIn(value: unknown, { label }: Omit<FilledFilter, 'value'>): string {
	const text = value === undefined || value === null ? '' : asText(value);
	if (text !== undefined) return text;
	throw new CliqError('invalidInput', `"${label}" is ${kindOf(value)}`, {
		hint: 'Give a text with commas in between, or a list of texts.',
	});
}

function refuseNothing<T extends string | string[]>(
	found: T,
	{ label, source, emptyMeans = 'to let everything through' }: Omit<FilledFilter, 'value'>,
): T {
	if (found.length > 0 || source === undefined) return found;
	throw new CliqError('invalidInput', gaveNothing(label, source), { hint: orClear(emptyMeans) });
}

/** Whether an event is one that the workflow or flow wants. A # before the name of a channel says nothing. */
export function passes(
	{ chat, user, message }: Pick<CliqEvent, 'chat' | 'user' | 'message'>,
	{ chats, users, text }: Filters,
): boolean {
	return (
		isOneOf([chat?.id, chat?.channelId, chat?.channelName], chats) &&
		isOneOf([user.id, user.email], users) &&
		(text === '' || (message?.text ?? '').toLowerCase().includes(text.toLowerCase()))
	);
}

function isOneOf(names: Array<string | undefined>, wanted: string[]): boolean {
	if (wanted.length === 0) return true;
	const plain = (name: string) => name.toLowerCase().replace(/^#/, '');
	return names.some((name) => name !== undefined && wanted.map(plain).includes(plain(name)));
}
