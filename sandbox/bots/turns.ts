/** Lets so many go on at a time; the others wait, first come, first served. */
export class Turns {
	private readonly waiting: (() => void)[] = [];

	constructor(private free: number) {}

	/** Whoever was let go on calls `end`, whatever happens. */
	async begin(): Promise<void> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	end(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.free++;
	}
}
