import type { Operation, Paging } from './catalogue';
import type { CliqClient } from './client';
import type { Patience } from './pacing';
import type { Values } from './request';

export type Entry = Record<string, unknown>;

type TimePaging = Extract<Paging, { style: 'time' }>;

export interface Page {
	entries: Entry[];
	/** Where the next page starts; missing on the last one. */
	next?: string;
}

/**
 * Fetches one page of a list, for those who look at it page by page.
 *
 * @param start `next` of the page before; `undefined` for the first one.
 */
export async function fetchPage(client: CliqClient, operation: Operation, values: Values, start: string | undefined, patience: Patience): Promise<Page> {
	const { paging } = operation;
	if (!paging) throw new Error(`"${operation.id}" has no pages`);
	const startAt = paging.style === 'token' ? paging.token : paging.to;
	const { answer, raw } = await client.call(operation, { [paging.limit]: paging.pageSize, ...values, [startAt]: start }, patience);
	const entries = answer as Entry[];
	if (paging.style === 'token') {
		const token = raw.has_more === false ? undefined : raw.next_token;
		return { entries, ...(typeof token === 'string' && token !== '' && entries.length > 0 && { next: token }) };
	}
	const oldest = entries.at(-1)?.[paging.time];
	return { entries, ...(entries.length >= paging.pageSize && oldest !== undefined && { next: String(oldest) }) };
}

/**
 * Fetches what there is in a window of time, page by page, each entry once.
 *
 * Cliq does not say in which order messages come, nor whether a full page holds the oldest or the newest of the
 * window. So this first walks back from the oldest entry seen; if that brings nothing, the page held the oldest ones,
 * and it walks on from the newest. Neighbouring pages overlap in the instant where they meet, since several messages
 * can share it.
 *
 * @param most how many entries are wanted at most.
 */
export async function* walk(client: CliqClient, operation: Operation, values: Values, most: number, patience: Patience): AsyncGenerator<Entry[]> {
	const paging = operation.paging as TimePaging;
	let missing = most;
	let seen = new Set<unknown>();
	const fetch = async (bounds: Values) => {
		const limit = Math.min(paging.pageSize, missing + seen.size);
		const { answer } = await client.call(operation, { ...values, ...bounds, [paging.limit]: limit }, patience);
		const page = answer as Entry[];
		const fresh = page.filter((entry) => !seen.has(entry[paging.id])).slice(0, missing);
		missing -= fresh.length;
		const times = page.map((entry) => Number(entry[paging.time]));
		return { page, fresh, isFull: page.length >= limit, oldest: Math.min(...times), newest: Math.max(...times) };
	};

	const first = await fetch({});
	if (first.fresh.length > 0) yield first.fresh;
	if (!first.isFull || missing <= 0) return;
	seen = idsOf(first.page, paging);

	let end = first.oldest;
	let hasOlder = false;
	while (missing > 0) {
		const { page, fresh, isFull, oldest, newest } = await fetch({ [paging.to]: end });
		if (fresh.length > 0) {
			yield fresh;
			hasOlder = true;
		}
		if (!isFull) break;
		// A page full of one instant cannot be passed by asking for that instant again.
		end = oldest === newest && fresh.length === 0 ? oldest - 1 : oldest;
		seen = idsOf(page, paging);
	}
	if (hasOlder || paging.from === undefined) return;

	let start = first.newest;
	seen = idsOf(first.page, paging);
	while (missing > 0) {
		const { page, fresh, isFull, oldest, newest } = await fetch({ [paging.from]: start });
		if (fresh.length > 0) yield fresh;
		if (!isFull) break;
		start = oldest === newest && fresh.length === 0 ? newest + 1 : newest;
		seen = idsOf(page, paging);
	}
}

function idsOf(page: Entry[], paging: TimePaging): Set<unknown> {
	return new Set(page.map((entry) => entry[paging.id]));
}
