export type Entry = Record<string, unknown>;

/** A part of a list. */
export interface Page {
	entries: Entry[];
	/** Where the next page starts; missing on the last one. */
	next?: string;
}

/** In milliseconds: how long a page may be taken for what Cliq would answer now. */
const RECENT = 60_000;

/** How many pages are kept, of up to a hundred entries each. */
const MOST_PAGES = 100;

/** Pages that were read of late. */
export class RecentPages {
	/** In the order in which they were read. */
	private readonly pages = new Map<string, { at: number; page: Promise<Page> }>();

	/**
	 * @param isRecentEnough whether a page of the last minute will do.
	 * @param now in milliseconds, by a clock that never goes back.
	 * @throws whatever `read` throws; nothing is kept then.
	 */
	async get(key: string, isRecentEnough: boolean, now: number, read: () => Promise<Page>): Promise<Page> {
		const known = this.pages.get(key);
		if (known && isRecentEnough && now - known.at < RECENT) return await known.page;
		this.pages.delete(key);
		const page = read();
		this.pages.set(key, { at: now, page });
		const [oldest] = this.pages.keys();
		if (oldest !== undefined && this.pages.size > MOST_PAGES) this.pages.delete(oldest);
		return await page.catch((error: unknown) => {
			this.pages.delete(key);
			throw error;
		});
	}
}
