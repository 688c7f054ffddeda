import { excerpt } from '../../util/quote';
import { fieldNames } from './table-cells';
import { listIn } from '../../parameters/json-values';
import { refused, type Where } from '../location-in-message';
import type { Row } from '../types';

/** How many pieces between commas a name may be made of: names of fields may hold commas. */
const MOST_PIECES = 6;

/** In characters; what is longer is not compared for being nearly right. */
const LONGEST_COMPARED = 60;

/**
 * Names as a person gives them: between commas, in quotes if they hold a comma, as a list or as JSON of one.
 *
 * @returns the names, without those that are empty.
 */
export function namesIn(value: unknown): string[] {
	if (Array.isArray(value))
		return value.flatMap((name: unknown) =>
			typeof name === 'string' || typeof name === 'number' ? tidied([String(name)]) : [],
		);
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	const list = listIn(text);
	if (list !== undefined) return namesIn(list);
	return tidied(piecesOf(text));
}

const CLOSERS = new Map([
	['"', '"'],
	["'", "'"],
	['[', ']'],
]);

/** Between commas, where those within quotes and brackets are part of a name. What is never closed opens nothing. */
function piecesOf(text: string): string[] {
	const pieces: string[] = [];
	/** What does not come again, so that it is not looked for at each opening. */
	const missing = new Set<string>();
	let start = 0;
	for (let at = 0; at < text.length; at++) {
		const closer = CLOSERS.get(text.charAt(at));
		if (text[at] === ',') {
			pieces.push(text.slice(start, at));
			start = at + 1;
		} else if (closer !== undefined && !missing.has(closer)) {
			const end = text.indexOf(closer, at + 1);
			if (end < 0) missing.add(closer);
			else at = end;
		}
	}
	return [...pieces, text.slice(start)];
}

function tidied(names: string[]): string[] {
	return names.map((name) => name.trim()).filter((name) => name !== '');
}

/**
 * The fields that are meant by names, each as `valueAt` finds it.
 *
 * @param label of the form field that the names stand in.
 * @throws CliqError `invalidInput` if no row has one of them, saying what there is.
 */
export function fieldsNamed(names: string[], rows: Row[], label: string, where: Where): string[] {
	const fields: string[] = [];
	/** Most names are keys just as they are written; only for others all rows are searched. */
	const keys = new Set(rows.flatMap(Object.keys));
	const isKnown = (name: string) => keys.has(name) || isAnywhere(name, rows);
	for (let at = 0, name = names[at]; name !== undefined; name = names[at]) {
		const found = longestKnown(names.slice(at, at + MOST_PIECES), keys, isKnown);
		if (found === undefined) throw unknownField(name, rows, label, where);
		fields.push(found.name);
		at += found.pieces;
	}
	return fields;
}

/** A comma may stand between two names, or within one. */
function longestKnown(
	pieces: string[],
	keys: ReadonlySet<string>,
	isKnown: (name: string) => boolean,
): { name: string; pieces: number } | undefined {
	for (let length = 1; length <= pieces.length; length++) {
		for (const comma of [', ', ',']) {
			const written = pieces.slice(0, length).join(comma);
			// Quotes are part of a name only where a key has them.
			const name = (keys.has(written) ? [written] : [unquoted(written), written]).find(isKnown);
			if (name !== undefined) return { name, pieces: length };
		}
	}
	return undefined;
}

function unquoted(name: string): string {
	return /^(["']).+\1$/s.test(name) ? name.slice(1, -1) : name;
}

function isAnywhere(name: string, rows: Row[]): boolean {
	const valueIn = reader(name);
	return rows.some((row) => valueIn(row) !== undefined);
}

function unknownField(name: string, rows: Row[], label: string, where: Where): Error {
	const fields = fieldNames(rows);
	const nearest = nearestTo(name, fields);
	const guess = nearest === undefined ? '' : `Did you mean "${excerpt(nearest)}"? `;
	return refused(
		where,
		`has no "${excerpt(name)}", which "${label}" names`,
		`${guess}The data has: ${excerptOfMany(fields)}.`,
	);
}

/** @returns names for a sentence, of many the first ones. */
export function excerptOfMany(names: string[]): string {
	const shown = names.slice(0, 20).map((name) => excerpt(shownName(name)));
	return names.length > shown.length
		? `${shown.join(', ')} and ${names.length - shown.length} more`
		: shown.join(', ');
}

function nearestTo(name: string, fields: string[]): string | undefined {
	const wanted = simple(name).slice(0, LONGEST_COMPARED);
	const most = Math.max(2, Math.floor(wanted.length / 3));
	const distances = fields.slice(0, 200).map((field) => {
		const known = simple(field).slice(0, LONGEST_COMPARED);
		return known.endsWith(`.${wanted}`) || wanted.endsWith(`.${known}`) ? 1 : distance(wanted, known);
	});
	const least = Math.min(...distances);
	return least <= most ? fields[distances.indexOf(least)] : undefined;
}

/** How many letters differ. */
function distance(one: string, other: string): number {
	let row = Array.from({ length: other.length + 1 }, (_, index) => index);
	let last = other.length;
	for (let at = 1; at <= one.length; at++) {
		let [before = 0] = row;
		last = at;
		const next = [last];
		for (const [index, above] of row.slice(1).entries()) {
			last = Math.min(above + 1, last + 1, before + (one.charAt(at - 1) === other.charAt(index) ? 0 : 1));
			next.push(last);
			before = above;
		}
		row = next;
	}
	return last;
}

/** What nobody sees, and what spreadsheets and exports write in front of names: a byte order mark, for one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\u{fe00}-\u{fe0f}]/gu;

/** @returns a name as people compare it: without what nobody sees, the quotes around it, and in one letter case. */
export function simple(name: string): string {
	return unquoted(name.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()).toLowerCase();
}

/** @returns the name of a field as a heading. */
export function shownName(name: string): string {
	const visible = name.replace(/^[\p{Cc}\p{Cf}\s]+|[\p{Cc}\p{Cf}\s]+$/gu, '');
	// Behind a byte order mark, programs that read CSV leave the quotes of the first name.
	return name.startsWith('\ufeff') ? unquoted(visible) : visible;
}

/**
 * What stands in the field of this name: of the row, or of an object within it. Names of fields may hold dots and
 * slashes themselves, so that at each level the longest key counts. A name that is not there as it was written may be
 * there in another letter case, or with characters that nobody sees.
 *
 * @returns what reads it from a row: `undefined` if the row has no such field, `null` if there is nothing in the object
 * that it would be in.
 */
export function reader(name: string): (row: unknown) => unknown {
	/** Rows are mostly alike: the keys that led to it last time. */
	let known: string[] | undefined;
	return (row) => {
		if (known !== undefined) {
			const value = at(row, known);
			if (value !== undefined) return value;
		}
		const found =
			isObject(row) && Object.hasOwn(row, name)
				? [name]
				: (find(row, name, (key) => key) ?? find(row, simple(name), simple));
		if (found === undefined || found.length === 0) return undefined;
		known = found;
		return at(row, found) ?? null;
	};
}

/** @returns what stands in the field of this name; see `reader`. */
export function valueAt(row: unknown, name: string): unknown {
	return reader(name)(row);
}

function at(row: unknown, keys: string[]): unknown {
	return keys.reduce<unknown>(
		(value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
		row,
	);
}

/** `["k8s.io/app"]`, `['x']`, `[0]`. */
const BRACKETS = /^\[\s*(?:"([^"]*)"|'([^']*)'|(\d+))\s*\]/;

/**
 * @returns the keys that lead to a name; the last ones may be missing where an object that is on the way is not there.
 */
function find(value: unknown, name: string, form: (key: string) => string): string[] | undefined {
	if (name === '') return [];
	if (value === null || value === '') return [];
	if (!isObject(value)) return undefined;
	const brackets = BRACKETS.exec(name);
	if (brackets) {
		const wanted = brackets[1] ?? brackets[2] ?? brackets[3];
		const key = Object.keys(value).find((one) => form(one) === wanted);
		return key === undefined ? undefined : after(value, key, name.slice(brackets[0].length), form);
	}
	if (Object.hasOwn(value, name)) return [name];
	const keys = Object.keys(value)
		.map((key) => ({ key, own: form(key) }))
		.filter(({ own }) => own !== '' && name.startsWith(own) && /^(?:$|[.[])/.test(name.slice(own.length)));
	for (const { key, own } of keys.sort((one, other) => other.own.length - one.own.length)) {
		const found = after(value, key, name.slice(own.length), form);
		if (found !== undefined) return found;
	}
	return undefined;
}

function after(value: Row, key: string, rest: string, form: (key: string) => string): string[] | undefined {
	if (value[key] === undefined) return undefined;
	const found = find(value[key], rest.replace(/^\./, ''), form);
	return found && [key, ...found];
}

function isObject(value: unknown): value is Row {
	return typeof value === 'object' && value !== null;
}
