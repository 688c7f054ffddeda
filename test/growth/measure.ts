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
	ratio?: number | undefined;
	/** The largest input that was measured. */
	size: number;
	/** What that one takes, in milliseconds. */
	milliseconds: number;
}

/** In milliseconds. What the largest input takes less for is no attack. */
const LEAST = 15;
const SMALLEST = 250;
const DOUBLINGS = 3;

/** What is so many times quicker than enough does not become slow by four times the input, be it by the square. */
const FAR = 16;

/** How closely is looked. */
export interface Care {
	/**
	 * In milliseconds: no larger input is measured than one that takes so long; enough to tell a line from a square.
	 */
	enough: number;
	/** Each adds runs, the fastest of which counts: noise only adds. */
	tries: number;
}

/**
 * Two figures are taken, and what works in a line may look bad in one of them: over one doubling since the machine is
 * shared, and over three since memory costs more once there is much of it. What grows with the square looks bad in
 * both.
 *
 * @returns by what work grows for twice the input, at the largest input that is not slow.
 */
export async function growthOf(subject: Subject, allowed: number, { enough, tries }: Care): Promise<Growth> {
	const isEnough = ({ size, milliseconds }: Growth) => milliseconds >= enough || size * 2 > subject.most;
	let size = SMALLEST;
	for (;;) {
		const growth = { size, milliseconds: await timeOf(subject, size) };
		// What is new to the engine is slow at first.
		for (let again = 0; again < 2 && growth.milliseconds >= enough; again++)
			growth.milliseconds = Math.min(growth.milliseconds, await timeOf(subject, size));
		if (isEnough(growth)) {
			const compared = growth.milliseconds < LEAST ? growth : await compare(subject, growth, allowed, tries);
			if (isEnough(compared)) return compared.milliseconds < LEAST ? { ...compared, ratio: undefined } : compared;
		}
		size *= growth.milliseconds < enough / FAR && size * 4 <= subject.most ? 4 : 2;
	}
}

/** @param growth a first look at the size. */
async function compare(
	subject: Subject,
	{ size, milliseconds: large }: Growth,
	allowed: number,
	tries: number,
): Promise<Growth> {
	let half = Infinity;
	let small = Infinity;
	let ratio = Infinity;
	for (let attempt = 0; attempt < tries && ratio > allowed; attempt++) {
		if (attempt > 1) globalThis.gc?.();
		small = Math.min(small, await timeOf(subject, Math.ceil(size / 2 ** DOUBLINGS)));
		half = Math.min(half, await timeOf(subject, size / 2));
		large = Math.min(large, await timeOf(subject, size));
		ratio = Math.min(large / half, (large / small) ** (1 / DOUBLINGS));
	}
	return { ratio, size, milliseconds: large };
}

/** @returns milliseconds that the processor worked for it; what others do meanwhile does not count. */
async function timeOf({ make, work }: Subject, size: number): Promise<number> {
	const input = make(size);
	const before = process.threadCpuUsage();
	await done(work, input);
	const { user, system } = process.threadCpuUsage(before);
	return (user + system) / 1000;
}

async function done(work: Subject['work'], input: unknown): Promise<void> {
	try {
		await work(input);
	} catch {
		// Refused.
	}
}
