interface TimedValue<Value> {
	value: Value;
	at: number;
}

/**
 * What is known for a while. It is forgotten by its age, and the older half of it where there is too much: each takes
 * the same time, however much is known. All times are in milliseconds, by a clock that never goes back
 * (`Ports.elapsed`).
 */
export class ExpiringMap<Value> {
	private newer = new Map<string, TimedValue<Value>>();
	private older = new Map<string, TimedValue<Value>>();
	/** When the newer ones began. */
	private begun = -Infinity;

	/**
	 * @param lasts how long a value is known after it was set.
	 * @param most how many values are kept; of those that are not too old, half as many at least.
	 */
	constructor(
		private readonly lasts: number,
		private readonly most: number,
	) {}

	/**
	 * @param lasts how old the value may be, where that is less than it is known for. @returns nothing if it is not
	 * known, or not any more.
	 */
	get(key: string, now: number, lasts = this.lasts): Value | undefined {
		const entry = this.newer.get(key) ?? this.older.get(key);
		return entry && now - entry.at < Math.min(lasts, this.lasts) ? entry.value : undefined;
	}

	/** From now on the value is known; of what was set before, what is too old or too much is forgotten. */
	set(key: string, value: Value, now: number): void {
		this.delete(key);
		if (this.newer.size >= this.most / 2 || now - this.begun >= this.lasts) {
			this.older = this.newer;
			this.newer = new Map();
			this.begun = now;
		}
		this.newer.set(key, { value, at: now });
	}

	/** Forgets a key, whether or not it is known. */
	delete(key: string): void {
		this.newer.delete(key);
		this.older.delete(key);
	}

	/**
	 * Forgets what a test finds wrong.
	 *
	 * @param isWrong gets the value, and when it was set.
	 */
	deleteWhere(isWrong: (value: Value, at: number) => boolean): void {
		for (const entries of [this.newer, this.older])
			for (const [key, { value, at }] of entries) if (isWrong(value, at)) entries.delete(key);
	}

	/** How many are kept; some of them may be too old. */
	get size(): number {
		return this.newer.size + this.older.size;
	}
}
