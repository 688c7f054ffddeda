import { shortened, wellFormed } from '../../invalid';
import { figuresIn, type Figures } from './figures';
import type { Row } from '../types';

/** @returns any value as text that can be shown: dates in ISO 8601, lists with commas, objects as compact JSON, nothing as ''. */
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
			return isPlainList(value) ? value.map(shown).filter((text) => text.trim() !== '').join(', ') : jsonText(value);
		default:
			return '';
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
export const LONGEST_CELL = 300;

/** @returns whether `asCell` had to shorten this. */
export function isCut(cell: unknown): boolean {
	return typeof cell === 'string' && cell.length >= LONGEST_CELL - 1 && cell.endsWith('…');
}

/** @returns a value as a table shows it. */
export function asCell(value: unknown): string {
	return shortened(shown(value), LONGEST_CELL);
}

/** @returns the fields of a row, with those of the objects in it one level below: `owner.email`. */
export function flatFields(row: Row): Array<[string, unknown]> {
	return Object.entries(row).flatMap(([name, value]): Array<[string, unknown]> => {
		// Without a name there is no path.
		if (!isRow(value) || name === '' || Object.keys(value).length === 0 || Object.hasOwn(value, '')) return [[name, value]];
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

const YEAR = /(?:^|[\s_.-])year$/i;

/** What stands in a field of all rows. */
export interface Column {
	/** Read as a whole. */
	figures: Figures;
	/** Whether any is a number, whether any is a text, and whether nothing but numbers is there, some of which may be missing. */
	hasNumber: boolean;
	hasText: boolean;
	isNumeric: boolean;
	/** Whether most of what is there is a number. */
	isNearlyNumeric: boolean;
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
		isNumeric: values.every((value, index) => figures.numbers[index] !== undefined || isBlank(value)),
		least: numbers.reduce((least, number) => Math.min(least, number), Infinity),
		most: numbers.reduce((most, number) => Math.max(most, number), -Infinity),
	};
}

/**
 * @returns the fields of all rows, in order of first appearance, with those of objects within a row one level below. Rows
 * need not have a field in common, so each is looked at for its own alone.
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
export function isIdOrTime(field: string, { least, most }: Column): boolean {
	if (ID.some((name) => name.test(field))) return true;
	if (YEAR.test(field)) return least >= 1900 && most <= 2200;
	// Seconds since 1970 or finer, since other times are durations.
	return TIME.some((name) => name.test(field)) && least >= 1e9;
}

/** @returns names of columns, by which Cliq finds the cells of a row: none is empty, and none there twice. */
export function columnNames(names: string[]): string[] {
	const taken = new Set<string>();
	/** By name, the number that its next copy tries first: counting from 2 again for each of them would take for ever. */
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
 * @returns how many characters Cliq may count in it: all texts and figures, the names of fields included. What is made here
 * goes by this; what somebody wrote goes by `slidesLength`, which counts less, so as to refuse nothing that Cliq takes.
 */
export function sizeOf(value: unknown): number {
	if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + sizeOf(entry), 0);
	if (isObject(value)) return Object.entries(value).reduce((sum, [key, entry]) => sum + key.length + sizeOf(entry), 0);
	return shown(value).length;
}
