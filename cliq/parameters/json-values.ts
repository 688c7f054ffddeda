import type { Parameter } from '../catalogue';
import { invalid } from './invalid-input';
import { wellFormed } from '../util/read-text';
import { redact } from '../util/redact-secrets';

/**
 * Deeper than any message, and shallow enough for everything that walks through it. Objects that hold themselves end
 * here.
 */
const DEEPEST = 50;

/**
 * A structured value, from JSON text or as it is.
 *
 * @throws CliqError `invalidInput` if it is text and not JSON, saying where that ends.
 */
export function fromJson(value: unknown, parameter: Parameter): unknown {
	if (typeof value !== 'string') return value;
	const parsed = parse(value);
	if ('value' in parsed) return parsed.value;
	throw invalid(
		parameter,
		`is not valid JSON: ${parsed.fault}`,
		'Correct it there. Keys and texts stand in double quotes, and nothing follows the last entry.',
	);
}

function parse(text: string): { value: unknown } | { fault: string } {
	try {
		return { value: JSON.parse(text) };
	} catch (error) {
		// The engine's own words: they hold the position, or the text around it.
		return { fault: redact((error as SyntaxError).message) };
	}
}

/**
 * Whether it is an object with keys: no list, date, map or function. Objects of other realms, as expressions give them,
 * are.
 */
export function isRecord(value: unknown): value is Record<string, unknown> {
	return Object.prototype.toString.call(value) === '[object Object]';
}

/** Whether there is nothing in it to send. */
export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	if (Array.isArray(value)) return value.length === 0;
	return isRecord(value) && Object.keys(value).length === 0;
}

/**
 * A copy of what JSON can hold, for places where Cliq takes anything.
 *
 * @returns `undefined` where something in it cannot be JSON: a function, NaN, an object that holds itself.
 */
export function jsonCopy(value: unknown, depth = 0): unknown {
	if (typeof value === 'string') return wellFormed(value);
	if (typeof value === 'bigint') return String(value);
	if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
		return value;
	if (depth >= DEEPEST) return undefined;
	if (Array.isArray(value)) {
		const items = Array.from(value, (item: unknown) => jsonCopy(item ?? null, depth + 1));
		return items.includes(undefined) ? undefined : items;
	}
	if (!isRecord(value)) return undefined;
	const entries = Object.entries(value)
		.filter(([, entry]) => entry !== undefined)
		.map(([key, entry]) => [wellFormed(key), jsonCopy(entry, depth + 1)] as const);
	return entries.some(([, entry]) => entry === undefined) ? undefined : Object.fromEntries(entries);
}

/**
 * @returns the list that a text holds as JSON; `undefined` for any other text, also one that only begins with a
 * bracket.
 */
export function listIn(text: string): unknown[] | undefined {
	if (!/^\s*\[.*\]\s*$/s.test(text)) return undefined;
	try {
		const list: unknown = JSON.parse(text);
		return Array.isArray(list) ? list : undefined;
	} catch {
		return undefined;
	}
}
