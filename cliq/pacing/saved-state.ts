import type { Remains } from './budget';
import { WINDOW } from './used-calls';
import { readVersioned, versioned } from './versioned-json';

/**
 * What a process leaves to the next one: by account and operation, what counts on, and with which accounts it counts.
 */
export type Kept = Record<string, Remains & { group?: string }>;

/** One process, as the store holds it. Times are in milliseconds. */
interface SavedProcess {
	/** Since 1970, by the clock of the machine. */
	at: number;
	/** Since the machine was started, which nobody sets; missing where it is not known. */
	up?: number;
	/** Whether calls may have been made after it was written. */
	isBusy: boolean;
	budgets: Kept;
}

const VERSION = 1;

/** In the text, entries by a name that only the process has. */
const PROCESSES = 'processes';

/** In milliseconds: the store is written once in so long at most. */
export const WRITE_EVERY = 1000;

/** In milliseconds: when nothing was called for so long, the store says all there is to say. */
export const CALM_AFTER = 3000;

/** How long after it was written calls may have reached Cliq of which it tells nothing, in milliseconds. */
const UNTOLD = WRITE_EVERY + CALM_AFTER;

/** In milliseconds: longer than any lock of Cliq's, so that a broken entry closes nothing for good. */
const LONGEST_LOCK = 60 * 60_000;

function parse(text: string | undefined): Record<string, unknown> {
	return readVersioned(text, VERSION, PROCESSES);
}

/**
 * What is to be written. The entries of other processes stay, as far as they are not taken over: two may share a
 * folder.
 *
 * @param text of the store as it is.
 * @param taken text of the store as it was when this process took over what was there.
 * @param own name of this process.
 */
export function write(text: string | undefined, taken: string | undefined, own: string, entry: SavedProcess): string {
	const before = new Map(Object.entries(parse(taken)));
	const isNew = (name: string, other: unknown) =>
		!before.has(name) || Object(before.get(name)).at !== Object(other).at;
	const others = Object.entries(parse(text)).filter(([name, other]) => name !== own && isNew(name, other));
	return versioned(VERSION, PROCESSES, {
		...Object.fromEntries(others),
		[own]: { ...entry, budgets: rounded(entry.budgets) },
	});
}

/** Whole seconds, rather too many than too few. */
function rounded(budgets: Kept): Kept {
	const up = (time: number) => Math.ceil(time / 1000) * 1000;
	const kept = Object.entries(budgets).map(([key, { slots, lock, group }]) => [
		key,
		{ slots: slots.map(up), ...(group !== undefined && { group }), ...(lock !== undefined && { lock: up(lock) }) },
	]);
	return Object.fromEntries(kept) as Kept;
}

/** The time, as whoever reads or writes the store sees it. */
export type Times = Pick<SavedProcess, 'at' | 'up'>;

/**
 * @returns how long ago the entry was written; rather too short, as somebody may have set the clock, or started the
 * machine again.
 */
function ageOf({ at, up }: Times, now: Times): number {
	const age = Math.max(0, now.at - at);
	return up !== undefined && now.up !== undefined && up <= now.up ? Math.min(age, now.up - up) : age;
}

/**
 * What counts on, of what earlier processes wrote. Whatever is written there, nothing waits for longer than it would
 * without a restart: an entry from the future, since the clock was set back, counts as written just now.
 *
 * @returns times from now; `unknownFor` is how long it is not known what was used, since a process ended in the middle
 *   of its work.
 */
export function read(text: string | undefined, now: Times): { kept: Kept; unknownFor: number } {
	const kept = Object.create(null) as Kept; // Keys come from a file.
	let unknownFor = 0;
	for (const entry of Object.values(parse(text))) {
		const { at, up, isBusy, budgets } = Object(entry) as Partial<SavedProcess>;
		if (!Number.isFinite(at)) continue;
		const age = ageOf({ at: at!, ...(Number.isFinite(up) && { up }) }, now);
		if (isBusy === true) unknownFor = Math.max(unknownFor, WINDOW + UNTOLD - age);
		for (const [key, remains] of Object.entries(Object(budgets) as Kept)) {
			const { slots, lock, group } = Object(remains) as Partial<Kept[string]>;
			const before = kept[key] ?? { slots: [] };
			const left = (Array.isArray(slots) ? slots : [])
				.map((time) => Math.min(Number(time), WINDOW + 1000) - age)
				.filter((time) => time > 0);
			const locked = Math.max(before.lock ?? 0, Math.min(Number(lock ?? 0), LONGEST_LOCK) - age);
			kept[key] = {
				slots: [...before.slots, ...left],
				...(typeof group === 'string' && { group }),
				...(locked > 0 && { lock: locked }),
			};
		}
	}
	return { kept, unknownFor };
}
