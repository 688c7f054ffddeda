import { type Operation, type Paging, parameterOf } from '../catalogue';
import type { Caller } from '../caller';
import { fieldsOf } from '../http/response';
import { count } from '../util/quote';
import type { Patience } from '../pacing/pacer';
import { boundOf, fetchPage, walk, type ListEntry } from './paging';
import type { Values } from '../parameters/values';
import { toWire } from '../parameters/to-wire';

type TimePaging = Extract<Paging, { style: 'time' }>;

/** How many entries a person wants: all there are, or at most so many, as the person gave it. */
export type HowMany = { all: true } | { all?: false; limit: unknown };

/**
 * In milliseconds: how far back the first look goes where a server begins with the oldest, and by how much each next
 * one is longer.
 */
const FIRST_SPAN = 60_000;
const LONGER = 8;

/** How many pages a search reads, where Cliq does not search itself. */
const PAGES_A_SEARCH = 20;

/** What came of a list. */
export interface Gathered {
	entries: ListEntry[];
	/** What is missing, in words. */
	warnings: string[];
}

/**
 * Fetches the entries of a list, page by page.
 *
 * Of a window in time the newest come, whichever end of it the server begins at; and the oldest of them comes first.
 *
 * @throws CliqError `invalidInput` for a limit that is not a whole number of 1 or more; or as `Caller.call` does.
 */
export async function gather(
	client: Caller,
	operation: Operation,
	values: Values,
	wanted: HowMany,
	patience: Patience,
): Promise<Gathered> {
	const paging = operation.paging!;
	const most = wanted.all ? Infinity : limitOf(operation, paging.limit, wanted.limit);
	if (paging.style === 'time' && paging.from !== undefined)
		return { entries: await inTime(client, operation, values, most, patience), warnings: [] };
	const isWanted = searchIn(operation, values);
	const entries: ListEntry[] = [];
	let read = 0;
	let start: string | undefined;
	for (
		let pages = 0;
		pages === 0 ||
		(start !== undefined && entries.length < most && (isWanted === undefined || pages < PAGES_A_SEARCH));
		pages++
	) {
		const page = await fetchPage(client, operation, values, start, patience);
		read += page.entries.length;
		for (const entry of page.entries) if (isWanted?.(entry) ?? true) entries.push(entry);
		start = page.next;
	}
	// A list that changes while it is read tells something twice.
	const all = [
		...new Map(
			entries.map((entry) => {
				const fields = fieldsOf(operation.returns, entry);
				return [JSON.stringify(fields), fields];
			}),
		).values(),
	];
	const isCutShort = isWanted !== undefined && start !== undefined && entries.length < most;
	return { entries: all.slice(0, most), warnings: isCutShort ? [notAllSearched(operation, read)] : [] };
}

/** Who searches on would read the same again, so that what helps is another way to name it. */
function notAllSearched({ resource }: Operation, read: number): string {
	const other =
		resource === 'channel' ? 'its unique name or ID' : 'its ID (CT_…), or the email address of the person';
	return `Only the first ${count(read)} ${resource}s were searched, and there are more. What is not among them can still be used: give ${other}`;
}

/** @returns whether an entry has what is searched for, where Cliq does not search itself; nothing if all are wanted. */
function searchIn({ returns }: Operation, { search }: Values): ((entry: ListEntry) => boolean) | undefined {
	const wanted = typeof search === 'string' ? search.trim().replace(/^[#@]/, '').toLowerCase() : '';
	if (returns.shape !== 'list' || returns.searched === undefined || wanted === '') return undefined;
	const { searched } = returns;
	return (entry) =>
		searched.some((name) =>
			String(entry[name] ?? '')
				.toLowerCase()
				.includes(wanted),
		);
}

/** A person's limit counts entries, not those of one page, so Cliq's maximum does not bind it. */
function limitOf(operation: Operation, name: string, value: unknown): number {
	return Number(toWire({ ...parameterOf(operation, name), maximum: undefined, required: true }, value));
}

async function inTime(
	client: Caller,
	operation: Operation,
	values: Values,
	most: number,
	patience: Patience,
): Promise<ListEntry[]> {
	const paging = operation.paging as TimePaging;
	const pages: ListEntry[][] = [];
	for await (const page of walk(client, operation, values, most, patience)) pages.push(page);
	const found = sorted(pages.flat(), paging);
	const { from } = paging;
	if (found.length < most || from === undefined) return found;
	// Without bounds every server that was ever seen gives the newest; with them it may depend on what they are.
	const lesson =
		boundOf(operation, from, values) === undefined && boundOf(operation, paging.to, values) === undefined
			? `${operation.id} newest`
			: undefined;
	if (lesson !== undefined && client.hasLearned(lesson)) return found;
	const [[first] = [], [second] = []] = pages.slice(0, 2).map((page) => sorted(page, paging));
	const isNewest =
		first && second
			? timeOf(second, paging) < timeOf(first, paging)
			: await hasBeyond(client, operation, values, found, paging.to, patience);
	if (isNewest) {
		if (lesson !== undefined) client.learn(lesson);
		return found;
	}
	return (await hasBeyond(client, operation, values, found, from, patience))
		? await fromTheEnd(client, operation, values, most, patience)
		: found;
}

/**
 * Whether the window holds more than these entries: older ones if it ends with the oldest (`to`), newer ones if it
 * begins with the newest (`from`).
 */
async function hasBeyond(
	client: Caller,
	operation: Operation,
	values: Values,
	found: ListEntry[],
	bound: string,
	patience: Patience,
): Promise<boolean> {
	const paging = operation.paging as TimePaging;
	const last = found.at(bound === paging.to ? 0 : -1)!;
	const edge = timeOf(last, paging);
	const isBeyond = (entry: ListEntry) =>
		bound === paging.to ? compare(entry, last, paging) < 0 : compare(entry, last, paging) > 0;
	const atEdge = found.filter((entry) => timeOf(entry, paging) === edge).length;
	// A page full of one instant would hold nothing else.
	const isCrowded = atEdge >= paging.pageSize;
	const start = isCrowded ? edge + (bound === paging.to ? -1 : 1) : edge;
	if (isCrowded && !isWithin(operation, values, start)) return false;
	const { answer } = await client.call(
		operation,
		{ ...values, [bound]: start, [paging.limit]: isCrowded ? 1 : atEdge + 1 },
		patience,
	);
	return (answer as ListEntry[]).some(isBeyond);
}

function isWithin(operation: Operation, values: Values, time: number): boolean {
	const { from, to } = operation.paging as TimePaging;
	return time >= (boundOf(operation, from, values) ?? 0) && time <= (boundOf(operation, to, values) ?? Infinity);
}

/**
 * For servers that begin with the oldest: looks back from the end of the window, further each time, until there is
 * enough.
 */
async function fromTheEnd(
	client: Caller,
	operation: Operation,
	values: Values,
	most: number,
	patience: Patience,
): Promise<ListEntry[]> {
	const paging = operation.paging as TimePaging;
	const from = paging.from!;
	const earliest = boundOf(operation, from, values) ?? 0;
	const end = boundOf(operation, paging.to, values) ?? client.now();
	for (let span = FIRST_SPAN; ; span *= LONGER) {
		const start = Math.max(earliest, end - span);
		const entries: ListEntry[] = [];
		for await (const page of walk(client, operation, { ...values, [from]: start }, Infinity, patience))
			entries.push(...page);
		if (entries.length >= most || start <= earliest) return sorted(entries, paging).slice(-most);
	}
}

/** The oldest first. */
function sorted(entries: ListEntry[], paging: TimePaging): ListEntry[] {
	return [...entries].sort((one, other) => compare(one, other, paging));
}

/** By time; what came in the same millisecond by its ID, since those grow. */
function compare(one: ListEntry, other: ListEntry, paging: TimePaging): number {
	const [first, second] = [String(one[paging.id]), String(other[paging.id])];
	return (
		timeOf(one, paging) - timeOf(other, paging) ||
		first.length - second.length ||
		(first < second ? -1 : Number(first > second))
	);
}

function timeOf(entry: ListEntry, { time }: TimePaging): number {
	return Number(entry[time]);
}
