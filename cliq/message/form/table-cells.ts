import { count, shortened } from '../../util/quote';
import { wellFormed } from '../../util/read-text';
import { figuresIn, type Figures } from './numbers-in-data';
import type { Row } from '../types';

/**
 * @returns any value as text that can be shown: dates in ISO 8601, lists with commas, objects as compact JSON, nothing
 * as ''.
 */
export function shown(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return wellFormed(value);
		case 'number':
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'object':
			if (value === null) return '';
			if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
			return shownObject(plainOf(value));
		default:
			return '';
	}
}

function shownObject(value: unknown): string {
	if (typeof value !== 'object' || value === null) return shown(value);
	return isPlainList(value)
		? value
				.map(shown)
				.filter((text) => text.trim() !== '')
				.join(', ')
		: jsonText(value);
}

/** @returns maps, sets and errors, as function nodes may give them, as JSON would have them; anything else as it is. */
export function plainOf(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	// They may be of another realm.
	switch (Object.prototype.toString.call(value)) {
		case '[object Map]':
			return Object.fromEntries([...(value as Map<unknown, unknown>)].map(([key, entry]) => [shown(key), entry]));
		case '[object Set]':
			return [...(value as Set<unknown>)];
		case '[object Error]':
			return String((value as Error).message);
		default:
			return value;
	}
}

function isPlainList(value: object): value is unknown[] {
	return Array.isArray(value) && value.every((entry) => typeof entry !== 'object' || entry === null);
}

/** Dates, and the DateTime objects of expressions in n8n, turn into a text of JSON by themselves. */
function jsonText(value: object): string {
	const json = toJson(value);
	const plain: unknown = json.startsWith('"') ? JSON.parse(json) : json;
	return plain === 'null' ? '' : shown(plain);
}

function toJson(value: object): string {
	try {
		return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? '';
	} catch {
		return '[…]'; // It contains itself.
	}
}

/** In characters: one monster in a cell must not use up what all slides have together. */
const LONGEST_CELL = 300;

/** In characters. */
const LONGEST_NAME = 100;

/** @returns a name as a heading has room for it. */
export function asName(name: string): string {
	return shortened(name, LONGEST_NAME);
}

/**
 * @returns what had to be shortened of the entries of a list, or of their names and cells, for people: `2 texts that
 * are …`.
 */
export function cutsIn(entries: unknown[]): string[] {
	const isCut = (most: number) => (text: unknown) =>
		typeof text === 'string' && text.length >= most - 1 && text.endsWith('…');
	const cells = entries
		.flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(Object(entry) as Row)))
		.filter(isCut(LONGEST_CELL)).length;
	const names = new Set(
		entries
			.flatMap((entry) =>
				typeof entry === 'string'
					? []
					: Object.keys(Object(entry) as Row).map((name) => name.replace(/ \(\d+\)$/, '')),
			)
			.filter(isCut(LONGEST_NAME)),
	).size;
	return [
		...(cells > 0
			? [
					`${count(cells)} ${cells === 1 ? 'text that is' : 'texts that are'} longer than ${LONGEST_CELL} characters`,
				]
			: []),
		...(names > 0
			? [
					`${count(names)} ${names === 1 ? 'name that is' : 'names that are'} longer than ${LONGEST_NAME} characters`,
				]
			: []),
	];
}

/** @returns a value as a table shows it. */
export function asCell(value: unknown): string {
	return shortened(shown(value), LONGEST_CELL);
}

/** @returns what a row is called that has no name of its own. */
export function rowName(index: number): string {
	return `Row ${index + 1}`;
}

/** @returns the fields of a row, with those of the objects in it one level below: `owner.email`. */
function flatFields(row: Row): Array<[string, unknown]> {
	return Object.entries(row).flatMap(([name, value]): Array<[string, unknown]> => {
		// Without a name there is no path.
		if (!isRow(value) || name === '' || Object.keys(value).length === 0 || Object.hasOwn(value, ''))
			return [[name, value]];
		return Object.entries(value).map(([inner, own]) => [`${name}.${inner}`, own]);
	});
}

/** @returns the names of the fields of all rows, in order of first appearance. */
export function fieldNames(rows: Row[]): string[] {
	return [...new Set(rows.flatMap((row) => flatFields(row).map(([name]) => name)))];
}

/** `id`, `order_id`, `userId`, `Channel ID`; not `paid`. */
const ID = [/^(?:[gzu]?u)?id$/i, /[\s_.-]id$/i, /[a-z\d]I[dD]$/];

/** `time`, `created_at`, `updatedAt`; not `format`. */
const TIME = [/(?:^|[\s_.-])(?:at|date|epoch|time|timestamp|ts)$/i, /[a-z\d](?:At|Date|Epoch|Time|Timestamp)$/];

/** Numbers that are names, as their field says. */
const CODE = /(?:^|[\s_.-])(?:zip|zip[\s_-]?code|post(?:al)?[\s_-]?code|plz|phone|mobile|fax|tel)$/i;

/** As only codes are written: `01067`, `+49351123456`. */
const WRITTEN_AS_CODE = /^\s*(?:0\d+|\+\d{8,})\s*$/;

const YEAR = /(?:^|[\s_.-])year$/i;

/** What stands in a field of all rows. */
export interface Column {
	/** Read as a whole. */
	figures: Figures;
	/**
	 * Whether any is a number, whether any is a text, and whether nothing but numbers is there, some of which may be
	 * missing.
	 */
	hasNumber: boolean;
	hasText: boolean;
	isNumeric: boolean;
	/** Whether most of what is there is a number. */
	isNearlyNumeric: boolean;
	/** Whether any is written as codes are and figures are not. */
	isCode: boolean;
	least: number;
	most: number;
}

function isBlank(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** @param usual as for `figuresIn`. */
export function columnOf(values: unknown[], usual?: '.' | ','): Column {
	const figures = figuresIn(values, usual);
	const numbers = figures.numbers.filter((number) => number !== undefined);
	return {
		figures,
		hasNumber: numbers.length > 0,
		hasText: values.some((value) => typeof value === 'string'),
		isNearlyNumeric: numbers.length > 0 && numbers.length * 2 >= values.filter((value) => !isBlank(value)).length,
		isCode: values.some((value) => typeof value === 'string' && WRITTEN_AS_CODE.test(value)),
		isNumeric: values.every((value, index) => figures.numbers[index] !== undefined || isBlank(value)),
		least: numbers.reduce((least, number) => Math.min(least, number), Infinity),
		most: numbers.reduce((most, number) => Math.max(most, number), -Infinity),
	};
}

/**
 * @returns the fields of all rows, in order of first appearance, with those of objects within a row one level below.
 *   Rows need not have a field in common, so each is looked at for its own alone.
 */
export function columnsOf(rows: Row[]): Map<string, Column> {
	const values = new Map<string, unknown[]>();
	for (const row of rows) {
		for (const [field, value] of flatFields(row)) {
			const own = values.get(field);
			if (own) own.push(value);
			else values.set(field, [value]);
		}
	}
	return new Map([...values].map(([field, own]) => [field, columnOf(own)]));
}

/** @returns whether the figures of a field are names (`userId`) or points in time: nothing to add up or to compare. */
export function isIdOrTime(field: string, { isCode, least, most }: Column): boolean {
	if (isCode || [...ID, CODE].some((name) => name.test(field))) return true;
	if (YEAR.test(field)) return least >= 1900 && most <= 2200;
	// Seconds since 1970 or finer, since other times are durations.
	return TIME.some((name) => name.test(field)) && least >= 1e9;
}

/** @returns names of columns, by which Cliq finds the cells of a row: none is empty, and none there twice. */
export function columnNames(names: string[]): string[] {
	const taken = new Set<string>();
	/**
	 * By name, the number that its next copy tries first: counting from 2 again for each of them would take for ever.
	 */
	const copies = new Map<string, number>();
	for (const [index, name] of names.entries()) {
		const wanted = name || `Column ${index + 1}`;
		let given = wanted;
		for (let copy = copies.get(wanted) ?? 2; taken.has(given); copy++) {
			given = `${wanted} (${copy})`;
			copies.set(wanted, copy + 1);
		}
		taken.add(given);
	}
	return [...taken];
}

function isObject(value: unknown): value is Row {
	return typeof value === 'object' && value !== null;
}

/** An object with named fields; not a list, a date or bytes. */
export function isRow(value: unknown): value is Row {
	if (!isObject(value) || Array.isArray(value) || ArrayBuffer.isView(value)) return false;
	return typeof value.toJSON !== 'function';
}

/**
 * @returns how many characters Cliq may count in it: all texts and figures, the names of fields included. What is made
 *   here goes by this; what somebody wrote goes by `slidesLength`, which counts less, so as to refuse nothing that Cliq
 *   takes.
 */
export function sizeOf(value: unknown): number {
	if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + sizeOf(entry), 0);
	if (isObject(value))
		return Object.entries(value).reduce((sum, [key, entry]) => sum + key.length + sizeOf(entry), 0);
	return shown(value).length;
}
