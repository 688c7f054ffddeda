import { RecentReads } from '../util/recent-reads';

export type ListEntry = Record<string, unknown>;

/** A part of a list. */
export interface Page {
	entries: ListEntry[];
	/** Where the next page starts; missing on the last one. */
	next?: string;
}

/** In milliseconds: how long a page may be taken for what Cliq would answer now. */
const RECENT = 60_000;

/** How many pages are kept, of up to a hundred entries each. */
const MOST_PAGES = 100;

/** Pages that were read recently. */
export class RecentPages extends RecentReads<Page> {
	constructor() {
		super(RECENT, MOST_PAGES);
	}
}
