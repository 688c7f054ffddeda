import { operation, type ParameterType } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import type { Patience } from '../pacing/pacer';
import { fetchPage, type ListEntry } from './paging';

interface Choice {
	name: string;
	value: string;
	/** What tells namesakes apart. */
	detail: string;
}

export interface Choices {
	choices: Choice[];
	/** Where to go on; missing when there is no more. */
	next?: string;
}

interface Source {
	/** `id` of a list in the catalogue. */
	list: string;
	/** Field that becomes the value; the first one that an entry has. */
	value: string[];
	/** Field that a person reads, likewise. */
	name: string[];
	detail: string[];
	prefix?: string;
	/** Parameter with which Cliq searches; without it the pages are searched here. */
	search?: string;
}

const sources: Partial<Record<ParameterType, Source[]>> = {
	bot: [{ list: 'bot.getMany', value: ['unique_name'], name: ['name'], detail: ['unique_name'] }],
	channel: [
		{ list: 'channel.getMany', value: ['unique_name'], name: ['name'], detail: ['unique_name'], prefix: '#' },
	],
	// To a person a channel is a conversation like any other, so both lists follow each other.
	chat: [
		{ list: 'channel.getMany', value: ['chat_id'], name: ['name'], detail: ['level'], prefix: '#' },
		{ list: 'chat.getMany', value: ['chat_id'], name: ['name'], detail: ['chat_type'] },
	],
	user: [
		{
			list: 'user.getMany',
			value: ['email_id', 'zuid'],
			name: ['display_name', 'name'],
			detail: ['email_id'],
			search: 'search',
		},
	],
};

/** How many pages one answer takes at most, of a list as a whole and of a search. Cliq takes 30 calls a minute. */
const PAGES_AT_ONCE = 5;
const PAGES_A_SEARCH = 20;

/** Whether there is a list to pick a parameter of this type from. */
export function hasChoices(type: ParameterType): boolean {
	return Object.hasOwn(sources, type);
}

/**
 * What can be picked for a parameter, by name. A list of up to five pages comes whole; of a longer one each part is
 * sorted for itself. A search gathers what is found in up to twenty pages; `next` then says that not all were searched.
 * People search while they type, so pages that were read within the last minute are not read again.
 *
 * @param filter what the person typed; matches anywhere in the name or detail, in any case.
 * @param start `next` of the part before; `undefined` for the first one.
 * @throws CliqError as `Caller.call` does, unless there is something to show already.
 */
export async function fetchChoices(
	client: Caller,
	type: ParameterType,
	filter: string,
	start: string | undefined,
	patience: Patience,
): Promise<Choices> {
	const from = sources[type];
	if (!from) throw new Error(`There is nothing to pick a "${type}" from`);
	let position: Position = start === undefined ? { source: 0 } : readPosition(start, from.length);
	const isSearch = filter.trim() !== '';
	const found: Choice[] = [];
	for (let pages = 1; ; pages++) {
		const source = from[position.source];
		if (!source) return partOf(found, undefined);
		const values = source.search && isSearch ? { [source.search]: filter.trim() } : {};
		const { token } = position;
		const read = () => fetchPage(client, operation(source.list), values, token, patience);
		const page = await client
			.recentPage([source.list, JSON.stringify(values), token ?? ''], isSearch, read)
			.catch((error: Error) => error);
		if (page instanceof Error) {
			if (found.length === 0 && !(isSearch && pages > 1)) throw page;
			return partOf(found, position);
		}
		found.push(
			...page.entries
				.map((entry) => toChoice(entry, source))
				.filter((choice) => choice.value !== '' && matches(choice, filter)),
		);
		const after = positionAfter(position, page.next, from.length);
		if (!after || pages >= (isSearch ? PAGES_A_SEARCH : PAGES_AT_ONCE)) return partOf(found, after);
		position = after;
	}
}

/** @returns where to go on; nothing where everything was read. */
function positionAfter({ source }: Position, token: string | undefined, sources: number): Position | undefined {
	if (token !== undefined) return { source, token };
	return source + 1 < sources ? { source: source + 1 } : undefined;
}

function partOf(found: Choice[], next: Position | undefined): Choices {
	// A list that changes while it is read tells something twice.
	const choices = [...new Map(found.map((choice) => [choice.value, choice])).values()].sort((one, other) =>
		one.name.localeCompare(other.name, 'en', { sensitivity: 'base', numeric: true }),
	);
	return { choices, ...(next && { next: JSON.stringify(next) }) };
}

interface Position {
	source: number;
	token?: string | undefined;
}

/** @throws CliqError `invalidInput` for what `fetchChoices` never gave. */
function readPosition(text: string, sources: number): Position {
	const position = parse(text) as Partial<Position> | null;
	const { source = -1, token } = typeof position === 'object' && position !== null ? position : {};
	if (
		Number.isInteger(source) &&
		source >= 0 &&
		source < sources &&
		(token === undefined || typeof token === 'string')
	)
		return { source, token };
	throw new CliqError('invalidInput', 'This page of the list can no longer be found', {
		hint: 'Open the list again.',
	});
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function toChoice(entry: ListEntry, source: Source): Choice {
	const value = field(entry, source.value);
	const name = field(entry, source.name) || value;
	const { prefix = '' } = source;
	// Cliq may have put the sign in front itself.
	return { name: name.startsWith(prefix) ? name : prefix + name, value, detail: field(entry, source.detail) };
}

function field(entry: ListEntry, names: string[]): string {
	const values = names.map((name) => entry[name]).map((value) => (typeof value === 'number' ? String(value) : value));
	return values.find((value): value is string => typeof value === 'string' && value !== '') ?? '';
}

function matches(choice: Choice, filter: string): boolean {
	const wanted = filter.trim().toLowerCase();
	return wanted === '' || choice.name.toLowerCase().includes(wanted) || choice.detail.toLowerCase().includes(wanted);
}
