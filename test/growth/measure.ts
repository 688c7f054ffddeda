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
	/** How much more work twice the input is. `undefined`: so little that it cannot be measured. */
	ratio?: number;
	/** The larger of the two inputs. */
	size: number;
	/** What that one takes, in milliseconds. */
	milliseconds: number;
}

/** In milliseconds. What the largest input takes less for is no attack. */
const LEAST = 4;
/** In milliseconds: enough to tell a line from a square. */
const ENOUGH = 15;
const SMALLEST = 250;
/** In milliseconds of CPU, which some machines count in steps of ten. */
const CAREFUL = 120;
/** A collection of garbage may fall on the larger input. */
const TRIES = 6;
const MOST_RUNS = 64;

/**
 * Looks quickly first, and measures carefully what then looks like too much: the machine is shared.
 *
 * @returns how work grows from half of the largest input that is not slow to all of it; the best of some tries, since noise only adds.
 */
export async function growthOf(subject: Subject, allowed: number): Promise<Growth> {
	let size = SMALLEST;
	let half = Infinity;
	let milliseconds = await quick(subject, size);
	while (milliseconds < ENOUGH && size * 2 <= subject.most) {
		size *= 2;
		half = milliseconds;
		milliseconds = await quick(subject, size);
		// Others may have had the processor meanwhile.
		for (let again = 0; again < 2 && milliseconds >= ENOUGH; again++) milliseconds = Math.min(milliseconds, await quick(subject, size));
	}
	if (milliseconds < LEAST) return { size, milliseconds };
	// What runs for the first time is slow.
	half = Math.min(half, await quick(subject, size / 2));
	milliseconds = Math.min(milliseconds, await quick(subject, size));
	let ratio = milliseconds / half;
	for (let attempt = 0; attempt < TRIES && ratio > allowed; attempt++) ratio = Math.min(attempt === 0 ? Infinity : ratio, await careful(subject, size, milliseconds));
	return milliseconds < LEAST ? { size, milliseconds } : { ratio, size, milliseconds };
}

/** @returns milliseconds, of the clock. */
async function quick({ make, work }: Subject, size: number): Promise<number> {
	const input = make(size);
	const before = performance.now();
	await done(work, input);
	return performance.now() - before;
}

/** @returns by what the work grows from half of the size to all of it. Each is done over and over: what is counted in steps needs time. */
async function careful(subject: Subject, size: number, milliseconds: number): Promise<number> {
	globalThis.gc?.();
	const runs = Math.min(MOST_RUNS, Math.ceil(CAREFUL / milliseconds));
	const before = await block(subject, size, runs);
	const half = await block(subject, size / 2, runs * 2);
	// On both sides of the other, since other work on the machine comes and goes.
	const all = Math.min(before, await block(subject, size, runs));
	return (all * 2) / Math.max(half, 1);
}

/** @returns milliseconds of CPU that so many runs take together. */
async function block({ make, work }: Subject, size: number, runs: number): Promise<number> {
	const input = make(size);
	const before = cpu();
	for (let run = 0; run < runs; run++) await done(work, input);
	return cpu(before) / 1000;
}

async function done(work: Subject['work'], input: unknown): Promise<void> {
	try {
		await work(input);
	} catch {
		// Refused.
	}
}

type Usage = (before?: NodeJS.CpuUsage) => NodeJS.CpuUsage;

/** Of this thread, where Node tells it: others collect garbage meanwhile. In microseconds. */
const usage: Usage = ((process as unknown as { threadCpuUsage?: Usage }).threadCpuUsage ?? process.cpuUsage).bind(process);

function cpu(): NodeJS.CpuUsage;
function cpu(before: NodeJS.CpuUsage): number;
function cpu(before?: NodeJS.CpuUsage): NodeJS.CpuUsage | number {
	const { user, system } = usage(before);
	return before ? user + system : { user, system };
}
