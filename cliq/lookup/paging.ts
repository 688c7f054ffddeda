import { type Operation, type Paging, parameterOf } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import type { Patience } from '../pacing/pacer';
import type { Values } from '../parameters/values';
import type { ListEntry, Page } from './recent-pages';
import { toWire } from '../parameters/to-wire';

export type { ListEntry, Page };

type TimePaging = Extract<Paging, { style: 'time' }>;

/**
 * Fetches one page of a list, for those who look at it page by page.
 *
 * @param start `next` of the page before; `undefined` for the first one.
 */
export async function fetchPage(
	client: Pick<Caller, 'call'>,
	operation: Operation,
	values: Values,
	start: string | undefined,
	patience: Patience,
): Promise<Page> {
	const { paging } = operation;
	if (!paging) throw new Error(`"${operation.id}" has no pages`);
	const startAt = paging.style === 'token' ? paging.token : paging.to;
	const limit = values[paging.limit] ?? paging.pageSize;
	const { answer, raw } = await client.call(
		operation,
		{ ...values, [paging.limit]: limit, ...(start !== undefined && { [startAt]: start }) },
		patience,
	);
	const entries = answer as ListEntry[];
	if (paging.style === 'token') {
		const token = raw.has_more === false ? undefined : raw[parameterOf(operation, paging.token).wire];
		return {
			entries,
			...(typeof token === 'string' && token !== '' && token !== start && entries.length > 0 && { next: token }),
		};
	}
	const oldest = oldestTime(entries.map((entry) => entry[paging.time]));
	const hasNext = entries.length >= Number(limit) && oldest !== undefined && oldest !== start;
	return { entries, ...(hasNext && { next: oldest }) };
}

/**
 * Looks through a list, page by page, for one entry.
 *
 * @param mostPages how many pages are looked through.
 * @returns the first that fits; `undefined` if none does.
 * @throws CliqError as `Caller.call` does.
 */
export async function findEntry(
	client: Pick<Caller, 'call'>,
	operation: Operation,
	values: Values,
	isWanted: (entry: ListEntry) => boolean,
	patience: Patience,
	mostPages = Infinity,
): Promise<ListEntry | undefined> {
	let start: string | undefined;
	for (let pages = 0; pages < mostPages; pages++) {
		const page = await fetchPage(client, operation, values, start, patience);
		const found = page.entries.find(isWanted);
		if (found) return found;
		start = page.next;
		if (start === undefined) return undefined;
	}
	return undefined;
}

/** @param times in milliseconds or as ISO 8601. @returns the earliest of them, as Cliq wrote it. */
function oldestTime(times: unknown[]): string | undefined {
	const value = (time: unknown) => (typeof time === 'number' ? time : Date.parse(String(time)));
	const readable = times.filter((time) => value(time) > 0);
	return readable.length === 0
		? undefined
		: String(readable.reduce((one, other) => (value(other) < value(one) ? other : one)));
}

/**
 * Fetches what there is in a window of time, page by page, each entry once.
 *
 * Cliq does not say in which order messages come, nor whether a full page holds the oldest or the newest of the
 * window. So this first walks back from the oldest entry seen; if that brings nothing, the page held the oldest ones,
 * and it walks on from the newest. Neighbouring pages overlap in the instant where they meet, since several messages
 * can share it. (Of more than a page of messages in one millisecond, Cliq offers no way to get at the rest.)
 *
 * @param most how many entries are wanted at most.
 * @throws CliqError `unexpectedAnswer` where the server heeds no bounds; or as `Caller.call` does.
 */
export async function* walk(
	client: Caller,
	operation: Operation,
	values: Values,
	most: number,
	patience: Patience,
): AsyncGenerator<ListEntry[]> {
	const paging = operation.paging as TimePaging;
	const timesOf = (page: ListEntry[]) => page.map((entry) => Number(entry[paging.time])).filter((time) => time > 0);
	const idsAt = (page: ListEntry[], time: number) =>
		page.filter((entry) => Number(entry[paging.time]) === time).map((entry) => entry[paging.id]);
	let missing = most;

	/**
	 * @param known ids of entries that came before and may come again. @param isOutside which entries were not asked
	 * for.
	 */
	const fetch = async (
		bounds: Values,
		known: ReadonlySet<unknown>,
		isOutside: (entry: ListEntry) => boolean = () => false,
	) => {
		const limit = Math.min(paging.pageSize, missing + known.size);
		const { answer } = await client.call(operation, { ...values, ...bounds, [paging.limit]: limit }, patience);
		const page = answer as ListEntry[];
		const inside = page.filter((entry) => !isOutside(entry));
		const fresh = inside.filter((entry) => !known.has(entry[paging.id])).slice(0, missing);
		const isFull = page.length >= limit;
		// A server that heeds no bounds would be asked for ever.
		if (isFull && fresh.length === 0 && inside.length < page.length) throw boundless(operation, paging);
		missing -= fresh.length;
		return { page: inside, fresh, isFull };
	};

	/** Goes on from a page, back or forward in time. Returns whether there was anything. */
	const follow = async function* (
		start: ListEntry[],
		way: { bound: string; farthest: (...times: number[]) => number; step: number; end: number },
	): AsyncGenerator<ListEntry[], boolean> {
		let edge = way.farthest(...timesOf(start));
		let known = new Set(idsAt(start, edge));
		let hasFound = false;
		while (missing > 0 && Number.isFinite(edge) && (way.end - edge) * way.step >= 0) {
			const { page, fresh, isFull } = await fetch(
				{ [way.bound]: edge },
				known,
				(entry) => (Number(entry[paging.time]) - edge) * way.step < 0,
			);
			if (fresh.length > 0) {
				hasFound = true;
				yield fresh;
			}
			if (!isFull) break;
			const next = way.farthest(...timesOf(page));
			// A page full of one instant cannot be passed by asking for that instant again.
			const isStuck = next === edge && fresh.length === 0;
			if (isStuck || next !== edge) known = new Set();
			if (!isStuck) idsAt(page, next).forEach((id) => known.add(id));
			edge = isStuck ? next + way.step : next;
		}
		return hasFound;
	};

	if (!(missing > 0)) return;
	const first = await fetch({}, new Set());
	if (first.fresh.length > 0) yield first.fresh;
	if (!first.isFull) return;
	const earliest = boundOf(operation, paging.from, values) ?? -Infinity;
	const hasOlder = yield* follow(first.page, { bound: paging.to, farthest: Math.min, step: -1, end: earliest });
	if (hasOlder || paging.from === undefined) return;
	const latest = boundOf(operation, paging.to, values) ?? Infinity;
	yield* follow(first.page, { bound: paging.from, farthest: Math.max, step: 1, end: latest });
}

function boundless({ id, action }: Operation, { pageSize }: TimePaging): CliqError {
	return new CliqError(
		'unexpectedAnswer',
		`Cliq answered "${action}" with entries outside the time that it was asked for, so the rest cannot be read`,
		{ operation: id, hint: `Ask for ${pageSize} or less, which come at once.` },
	);
}

/** @returns what a bound of the window is set to, in milliseconds since 1970. */
export function boundOf(operation: Operation, name: string | undefined, values: Values): number | undefined {
	if (name === undefined) return undefined;
	const bound = toWire(parameterOf(operation, name), values[name]);
	return bound === undefined ? undefined : Number(bound);
}
