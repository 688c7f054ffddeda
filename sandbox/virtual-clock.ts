interface Sleeper {
	at: number;
	wake(): void;
}

/**
 * For tests and benches in virtual time: a clock that stands still while anything happens, and jumps to the next waking
 * when everything waits. Give its `now` to the sandbox, and its `now` and `sleep` to whoever calls the sandbox.
 */
export class VirtualClock {
	private sleepers: Sleeper[] = [];
	private outside = 0;
	/** In milliseconds since it began. */
	private passed = 0;

	/** @param begun milliseconds since 1970. */
	constructor(private begun = Date.UTC(2026, 10, 22, 8)) {}

	readonly now = (): number => this.begun + this.passed;

	/** As `Ports.elapsed`. */
	readonly elapsed = (): number => this.passed;

	/** As `Ports.sleep`. */
	readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> => {
		if (!(milliseconds >= 0 && milliseconds < 2 ** 31))
			throw new Error(`Timers cannot wait for ${milliseconds} ms`);
		return new Promise((resolve) => {
			if (signal?.aborted) return resolve();
			const wake = () => {
				signal?.removeEventListener('abort', wake);
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				resolve();
			};
			// Timers count whole milliseconds; and less than a number can hold would be no time at all.
			const sleeper: Sleeper = { at: this.passed + Math.ceil(milliseconds), wake };
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', wake);
		});
	};

	/** How many sleep, to see whether anything was left behind. */
	get sleeping(): number {
		return this.sleepers.length;
	}

	/** Sets the clock, as a correction of the system's time does: nobody wakes earlier or later for it. */
	set(time: number): void {
		this.begun = time - this.passed;
	}

	/** Time stands still until this work, which is not told in virtual time, is done. */
	async outsideWork<T>(work: Promise<T>): Promise<T> {
		this.outside++;
		return await work.finally(() => this.outside--);
	}

	/** Lets time pass until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const finish = () => (isDone = true);
		work.then(finish, finish);
		for (;;) {
			await settled();
			if (isDone) return await work;
			if (this.outside > 0) continue;
			// Among those who wake at the same time, the first to fall asleep is the first to wake.
			const next = this.sleepers.reduce<Sleeper | undefined>(
				(first, sleeper) => (first && first.at <= sleeper.at ? first : sleeper),
				undefined,
			);
			if (!next) throw new Error('Everything waits, and nothing is left that could wake it');
			this.passed = Math.max(this.passed, next.at);
			next.wake();
		}
	}
}

/** Resolves when every promise that can go on has gone on. */
function settled(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
