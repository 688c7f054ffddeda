import { ExpiringMap } from './expiring-map';

/** Keeps recent reads, so that several callers share one. */
export class RecentReads<Value> {
	private readonly reads: ExpiringMap<Promise<Value>>;

	/**
	 * @param lasts how long what was read may be taken for what would be read now, in milliseconds.
	 * @param most how many are kept.
	 */
	constructor(lasts: number, most: number) {
		this.reads = new ExpiringMap(lasts, most);
	}

	/**
	 * @param now in milliseconds, by a clock that never goes back.
	 * @param isRecentEnough whether what was read before will do.
	 * @throws what `read` throws; nothing is kept then.
	 */
	async get(key: string, now: number, read: () => Promise<Value>, isRecentEnough = true): Promise<Value> {
		const known = isRecentEnough ? this.reads.get(key, now) : undefined;
		if (known) return await known;
		const reading = read();
		this.reads.set(key, reading, now);
		return await reading.catch((error: unknown) => {
			if (this.reads.get(key, now) === reading) this.reads.delete(key);
			throw error;
		});
	}
}
