import { CliqError } from '../errors';
import { count, excerpt } from '../util/quote';

/** In seconds. Timers cannot hold more than 24 days. */
const LONGEST = 2_000_000;

/** A setting that is a number of seconds. */
export interface SecondsSetting {
	/** As a person sees it. */
	label: string;
	/** As errors call it. */
	name: string;
	/** In seconds; 0 only where not to wait at all makes sense. */
	least: number;
	/** In seconds; taken where nothing is given. */
	usual: number;
}

/**
 * @param value as a dialog, an expression or a variable gave it.
 * @returns milliseconds.
 * @throws CliqError `invalidInput` for what is not a number of seconds.
 */
export function millisecondsOf({ label, name, least, usual }: SecondsSetting, value: unknown): number {
	if (value === undefined || value === null || (typeof value === 'string' && value.trim() === ''))
		return usual * 1000;
	const seconds = typeof value === 'string' ? Number(value) : value;
	if (typeof seconds === 'number' && seconds >= least && seconds <= LONGEST) return seconds * 1000;
	const range = `from ${least} to ${count(LONGEST)}`;
	throw new CliqError(
		'invalidInput',
		`"${label}" must be a number of seconds ${range}, but is "${excerpt(typeof value === 'string' ? value : String(JSON.stringify(value)))}"`,
		{ parameter: name, hint: `Give a number ${range}.` },
	);
}
