import { shortened, wellFormed } from '../../invalid';
import type { Row } from '../types';

/** @returns any value as text that can be shown: dates in ISO 8601, lists and objects as compact JSON, nothing as ''. */
export function shown(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return wellFormed(value);
		case 'number':
		case 'boolean':
		case 'bigint':
			return String(value);
		case 'object':
			return value === null ? '' : ArrayBuffer.isView(value) ? `${value.byteLength} bytes` : jsonText(value);
		default:
			return '';
	}
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

/** One monster in a cell must not use up what all slides have together. */
const LONGEST_CELL = 300;

/** @returns a value as a table shows it. */
export function asCell(value: unknown): string {
	return shortened(shown(value), LONGEST_CELL);
}

/** In characters. A number that JSON holds has 24 at most; people write zeros and commas beside. */
const LONGEST_NUMBER = 400;

const PLAIN_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const GROUPED_NUMBER = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** @returns the number that a value is, or says: `12.5`, `"12.5"`, `"1,234"`. */
export function asNumber(value: unknown): number | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value).trim();
	if (text.length > LONGEST_NUMBER) return undefined;
	if (!PLAIN_NUMBER.test(text) && !GROUPED_NUMBER.test(text)) return undefined;
	const number = Number(text.replaceAll(',', ''));
	return Number.isFinite(number) ? number : undefined;
}

/** `id`, `order_id`, `userId`, `Channel ID`; not `paid`. */
const ID = [/^(?:[gzu]?u)?id$/i, /[\s_.-]id$/i, /[a-z\d]I[dD]$/];

/** `time`, `created_at`, `updatedAt`; not `format`. */
const TIME = [/(?:^|[\s_.-])(?:at|date|epoch|time|timestamp|ts)$/i, /[a-z\d](?:At|Date|Epoch|Time|Timestamp)$/];

const YEAR = /(?:^|[\s_.-])year$/i;

/** What stands in a field of all rows. */
export interface Column {
	/** Whether any is a number, whether any is a text, and whether nothing but numbers is there, some of which may be missing. */
	hasNumber: boolean;
	hasText: boolean;
	isNumeric: boolean;
	least: number;
	most: number;
}

/** @returns the fields of all rows, in order of first appearance. Rows need not have a field in common, so each is looked at for its own alone. */
export function columnsOf(rows: Row[]): Map<string, Column> {
	const columns = new Map<string, Column>();
	for (const row of rows) {
		for (const [field, value] of Object.entries(row)) {
			const column = columns.get(field) ?? { hasNumber: false, hasText: false, isNumeric: true, least: Infinity, most: -Infinity };
			columns.set(field, column);
			const figure = asNumber(value);
			column.hasText ||= typeof value === 'string';
			column.hasNumber ||= figure !== undefined;
			column.isNumeric &&= figure !== undefined || value === undefined || value === null || value === '';
			if (figure === undefined) continue;
			column.least = Math.min(column.least, figure);
			column.most = Math.max(column.most, figure);
		}
	}
	return columns;
}

/** @returns whether the figures of a field are names (`userId`) or points in time: nothing to add up or to compare. */
export function isIdOrTime(field: string, { least, most }: Column): boolean {
	if (ID.some((name) => name.test(field))) return true;
	if (YEAR.test(field)) return least >= 1900 && most <= 2200;
	// Seconds since 1970 or finer, since other times are durations.
	return TIME.some((name) => name.test(field)) && least >= 1e9;
}

/** @param path the name of a field, or of one within it: `owner.email`. */
export function valueAt(row: Row, path: string): unknown {
	if (Object.hasOwn(row, path)) return row[path];
	return path.split('.').reduce<unknown>((value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), row);
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
