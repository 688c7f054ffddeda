/** Something that takes outside data, and inputs of one shape in any size. */
export interface Subject<Input = unknown> {
	/** What works: `fromMarkdown`. */
	name: string;
	/** What it works on: `] repeated`. */
	shape: string;
	/** @param size in characters or entries. */
	make(size: number): Input;
	/** May throw: a refusal is an answer, too. */
	work(input: Input): unknown;
	/** No input is larger: the most that gets to it. */
	most: number;
}

export interface Growth {
	/** How much more work twice the input is. `undefined`: so little that it does not matter. */
	ratio?: number;
	/** The largest input that was measured. */
	size: number;
	/** What that one takes, in milliseconds. */
	milliseconds: number;
}

/** In milliseconds. What the largest input takes less for is no attack. */
const LEAST = 15;
/** In milliseconds: enough to tell a line from a square. */
const ENOUGH = 50;
const SMALLEST = 250;
const DOUBLINGS = 3;
/** Each adds runs, the fastest of which counts: noise only adds. */
const TRIES = 8;

/**
 * Two figures are taken, and what works in a line may look bad in one of them: over one doubling since the machine is
 * shared, and over three since memory costs more once there is much of it. What grows with the square looks bad in both.
 *
 * @returns by what work grows for twice the input, at the largest input that is not slow.
 */
export async function growthOf(subject: Subject, allowed: number): Promise<Growth> {
	let size = SMALLEST;
	let large = await timeOf(subject, size);
	while (large < ENOUGH && size * 2 <= subject.most) {
		size *= 2;
		large = await timeOf(subject, size);
		// Others may have had the processor meanwhile.
		for (let again = 0; again < 2 && large >= ENOUGH; again++) large = Math.min(large, await timeOf(subject, size));
	}
	if (large < LEAST) return { size, milliseconds: large };
	let half = Infinity;
	let small = Infinity;
	let ratio = Infinity;
	for (let attempt = 0; attempt < TRIES && ratio > allowed; attempt++) {
		if (attempt > 1) globalThis.gc?.();
		small = Math.min(small, await timeOf(subject, Math.ceil(size / 2 ** DOUBLINGS)));
		half = Math.min(half, await timeOf(subject, size / 2));
		large = Math.min(large, await timeOf(subject, size));
		ratio = Math.min(large / half, (large / small) ** (1 / DOUBLINGS));
	}
	return large < LEAST ? { size, milliseconds: large } : { ratio, size, milliseconds: large };
}

/** @returns milliseconds. */
async function timeOf({ make, work }: Subject, size: number): Promise<number> {
	const input = make(size);
	const before = performance.now();
	await done(work, input);
	return performance.now() - before;
}

async function done(work: Subject['work'], input: unknown): Promise<void> {
	try {
		await work(input);
	} catch {
		// Refused.
	}
}
