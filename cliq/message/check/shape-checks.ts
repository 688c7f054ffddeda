import { parseUrl } from '../../util/addresses';
import type { Parameter } from '../../catalogue';
import { CliqError } from '../../errors';
import { invalid } from '../../parameters/invalid-input';
import { asText, readAsText, wellFormed } from '../../util/read-text';
import { count, excerpt, kindOf, shortened } from '../../util/quote';
import { isEmpty, isRecord, jsonCopy } from '../../parameters/json-values';
import type { Remarks } from '../../parameters/warnings';

/** Where in a message a check is. */
export interface MessagePlace {
	parameter: Parameter;
	/** For people, counted from 1: `Slide 2, table, row 3`. Empty for the whole value. */
	path: string;
	/** It is raw JSON, in which types may stand that are not known here yet. */
	isRaw: boolean;
	/**
	 * It comes from data: what is too much is cut, and what lacks something that it cannot be without is left out. Both
	 * are noted here.
	 */
	remarks?: Remarks | undefined;
}

/**
 * Checks a value that is there.
 *
 * @returns what to send, without anything empty in it; `undefined` if nothing is left.
 * @throws CliqError `invalidInput`, naming the place.
 */
export type Check = (value: unknown, place: MessagePlace) => unknown;

/** The keys that an object may have. */
export type Shape = Record<
	string,
	{ check: Check; required?: true; /** For people, where the key is not a word. */ name?: string }
>;

export function refused({ parameter, path }: MessagePlace, why: string, hint: string): CliqError {
	if (path === '') return invalid(parameter, why, hint);
	return new CliqError('invalidInput', `${path}: ${why}`, { parameter: parameter.name, hint });
}

/** @param part what is there, in lower case; empty for what a person takes for the same place. */
export function inside(place: MessagePlace, part: string): MessagePlace {
	if (part === '') return place;
	return {
		...place,
		path: place.path === '' ? part.charAt(0).toUpperCase() + part.slice(1) : `${place.path}, ${part}`,
	};
}

/** @throws CliqError unless it is an object with keys. */
export function recordAt(value: unknown, place: MessagePlace): Record<string, unknown> {
	if (isRecord(value)) return value;
	throw refused(place, `must be an object, but is ${kindOf(value)}`, 'Give an object with keys: { … }.');
}

/**
 * An object of known keys. Cliq refuses a message for any other key, and for some that are empty.
 *
 * @param isOpen other keys pass.
 */
export function record(
	value: unknown,
	place: MessagePlace,
	shape: Shape,
	isOpen = false,
): Record<string, unknown> | undefined {
	const given = Object.entries(recordAt(value, place)).filter(([, entry]) => !isEmpty(entry));
	const unknown = given.find(([key]) => !Object.hasOwn(shape, key));
	if (unknown && !isOpen)
		throw refused(
			place,
			`has a key "${excerpt(unknown[0])}" that Cliq does not know`,
			`Remove it, or correct it: there can be ${Object.keys(shape).join(', ')}.`,
		);
	const checked = given
		.map(([key, entry]) => {
			const { check = free, name = key } = (Object.hasOwn(shape, key) && shape[key]) || {};
			return [key, check(entry, inside(place, name))] as const;
		})
		.filter(([, entry]) => entry !== undefined);
	if (checked.length === 0) return undefined;
	const found = Object.fromEntries(checked);
	const missing = Object.entries(shape).find(([key, { required }]) => required && !Object.hasOwn(found, key))?.[0];
	if (missing !== undefined && place.remarks) {
		place.remarks.add(
			`${place.path === '' ? place.parameter.label : place.path}: has no ${missing} and is left out`,
		);
		return undefined;
	}
	if (missing !== undefined) throw refused(place, `has no ${missing}`, `Give it a value: "${missing}": ….`);
	return found;
}

/**
 * Notes that something of data is cut there.
 *
 * @returns whether it may be.
 */
function isCutNoted({ path, parameter, remarks }: MessagePlace, why: string): boolean {
	if (remarks === undefined || remarks.refusesCuts) return false;
	remarks.add(`${path === '' ? parameter.label : path}: ${why}`);
	return true;
}

export function recordOf(shape: Shape): Check {
	return (value, place) => record(value, place, shape);
}

export interface ListRules {
	/** What the entries are called: `rows`. */
	entries: string;
	/** What one entry is called, given its number from 1 and itself: `row 3`. */
	entry: (number: number, value: unknown) => string;
	check: Check;
	least?: number;
	most?: number | undefined;
	/** Entries in which there is nothing stay, as the checks make them. */
	keepsEmpty?: true;
}

/** A list; its empty entries are left out. */
export function listOf({ entries, entry, check, least = 0, most = Infinity, keepsEmpty }: ListRules): Check {
	return (value, place) => {
		if (!Array.isArray(value))
			throw refused(
				place,
				`must be a list, but is ${kindOf(value)}`,
				`Give a list of ${entries}, in square brackets: [ … ].`,
			);
		let given = Array.from(value, (item: unknown, index) => ({ item, index })).filter(({ item }) =>
			keepsEmpty ? item !== undefined && item !== null : !isEmpty(item),
		);
		if (
			given.length > most &&
			isCutNoted(
				place,
				`the first ${most} of ${count(given.length)} ${entries} are kept. Left out: ${given
					.slice(most, most + 10)
					.map(({ item }) => (typeof item === 'string' ? `"${item}"` : JSON.stringify(jsonCopy(item))))
					.join(', ')}`,
			)
		)
			given = given.slice(0, most);
		if (given.length > most)
			throw refused(
				place,
				`has ${count(given.length)} ${entries}, ${count(given.length - most)} more than the ${most} that Cliq takes`,
				`Leave ${entries} out, or spread them over several messages.`,
			);
		const checked = given
			.map(({ item, index }) => check(item, inside(place, entry(index + 1, item))))
			.filter((item) => item !== undefined);
		if (checked.length > 0 && checked.length < least)
			throw refused(
				place,
				`has only ${checked.length} of at least ${least} ${entries}`,
				`Give ${least} ${entries} or more.`,
			);
		return checked.length === 0 ? undefined : checked;
	};
}

/** Text of so many UTF-16 code units at most. */
export function textOf(most = Infinity): Check {
	return (value, place) => {
		const text = readAsText(value);
		if (text === undefined)
			throw refused(
				place,
				`must be text, but is ${kindOf(value)}`,
				'Pick one field of it, or turn it into text first.',
			);
		const excess = text.length - most;
		if (
			excess > 0 &&
			isCutNoted(
				place,
				`is cut to the ${count(most)} characters that Cliq takes. Left out: "${text.slice(most - 1)}"`,
			)
		)
			return shortened(wellFormed(text), most);
		if (excess > 0)
			throw refused(
				place,
				`is too long: ${count(text.length)} characters, ${count(excess)} more than the ${count(most)} that Cliq takes`,
				'Shorten it.',
			);
		return text.trim() === '' ? undefined : wellFormed(text);
	};
}

export function oneOf(allowed: readonly string[]): Check {
	return (value, place) => {
		if (typeof value === 'string' && allowed.includes(value)) return value;
		throw refused(
			place,
			`must be one of ${allowed.join(', ')}, but is ${quoted(value)}`,
			`Give one of ${allowed.join(', ')}.`,
		);
	};
}

/** What a table or label holds in one place. Figures become text: the page's schema of a row has nothing else. */
export const cell: Check = (value, place) => {
	if (typeof value !== 'number' || Number.isFinite(value)) return textOf()(value, place);
	throw refused(place, `is ${value}, which JSON cannot hold`, 'Give a number, or text.');
};

/** A finite number, as such or as text. */
export const numeric: Check = (value, place) => {
	const number = typeof value === 'string' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw refused(
		place,
		`must be a number, but is ${quoted(value)}`,
		'Give a number, without a unit or separators: 1234.5.',
	);
};

export function integerOf(least: number, most: number): Check {
	return (value, place) => {
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number;
		throw refused(
			place,
			`must be a whole number from ${least} to ${most}, but is ${quoted(value)}`,
			`Give a whole number from ${least} to ${most}.`,
		);
	};
}

export const flag: Check = (value, place) => {
	const plain = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (plain === true || plain === 'true') return true;
	if (plain === false || plain === 'false') return false;
	throw refused(place, `must be true or false, but is ${quoted(value)}`, 'Give true or false.');
};

/** Cliq's servers fetch it, so it has to be public, which cannot be seen from here, and https, which can. */
export const httpsUrl: Check = (value, place) =>
	address(value, place, /^https:/i, 'an https address', 'Give a public address that begins with https://.');

/**
 * An address, with spaces and letters outside ASCII encoded as browsers do it.
 *
 * @param beginning what it may begin with.
 * @param what it must be, and how it begins, for people.
 * @throws CliqError saying what is wrong with it.
 */
export function address(value: unknown, place: MessagePlace, beginning: RegExp, what: string, hint: string): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (!beginning.test(text)) throw refused(place, `must be ${what}, but is ${quoted(value)}`, hint);
	if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text))
		throw refused(
			place,
			`has a line break or another control character in it: "${excerpt(text.replace(/\p{Cc}/gu, ' '))}"`,
			'Take it out, or encode it.',
		);
	const isWeb = /^https?:/i.test(text);
	const parsed = isWeb && !/^https?:\/\/[^/?#]/i.test(text) ? undefined : parseUrl(text);
	if (!parsed)
		throw refused(
			place,
			`is not an address that can be opened: "${excerpt(text)}"`,
			'Check the name of the server and the port in it.',
		);
	return encodedAddress(text);
}

/** @returns an address with spaces and letters outside ASCII encoded; unchanged if it is not an address. */
export function encodedAddress(text: string): string {
	if (/^[\x21-\x7e]+$/.test(text)) return text;
	if (/^https?:/i.test(text)) return parseUrl(text)?.href ?? text;
	return wellFormed(text)
		.replace(/\s+/g, '')
		.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
}

/** Anything that JSON can hold. */
export const free: Check = (value, place) => {
	const copy = jsonCopy(value);
	if (copy !== undefined) return copy;
	throw refused(
		place,
		'holds what JSON cannot: a function, NaN, or an object that is nested too deep',
		'Give text, numbers, true or false, lists and plain objects.',
	);
};

/** The `type` or `theme` of an object, which says what else is in it. */
export function kindAt(
	value: Record<string, unknown>,
	key: string,
	known: readonly string[],
	place: MessagePlace,
): string {
	const kind = value[key];
	if (isEmpty(kind)) throw refused(place, `has no ${key}`, `Give it one of ${known.join(', ')}.`);
	if (typeof kind === 'string' && (known.includes(kind) || place.isRaw)) return kind;
	throw refused(
		inside(place, key),
		`${quoted(kind)} is not known`,
		`Give one of ${known.join(', ')}. What is newer than that can be sent as raw JSON.`,
	);
}

/** A value for a sentence, short. */
function quoted(value: unknown): string {
	const text = asText(value);
	return text === undefined ? kindOf(value) : `"${excerpt(text)}"`;
}
