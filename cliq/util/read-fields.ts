/** How fields of what came are read: whatever stands in them, nothing throws, and what does not fit is not there. */

export type Fields = Record<string, unknown>;

/** The latest instant that a date can hold, in milliseconds since 1970. */
const LATEST = 8.64e15;
/** Any instant in milliseconds since 1970; smaller figures are seconds. */
const EARLIEST_MILLISECONDS = 1e11;

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, else one without fields. */
export function fields(value: unknown): Fields {
	return isFields(value) ? value : {};
}

/** What is an object, or one that was printed as JSON. */
export function objectIn(told: unknown): Fields | undefined {
	const read = typeof told === 'string' && told.trim().startsWith('{') ? parsed(told) : told;
	return isFields(read) ? read : undefined;
}

/** @returns what JSON says; `undefined` if it is not JSON. */
export function parsed(printed: string): unknown {
	try {
		return JSON.parse(printed);
	} catch {
		return undefined;
	}
}

/** What reads as text. Figures do: IDs come as either. */
export function text(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : undefined;
}

/** The first of the values that reads as text and says anything. */
export function firstText(...values: unknown[]): string | undefined {
	for (const value of values) {
		const found = text(value);
		if (found !== undefined && found.trim() !== '') return found;
	}
	return undefined;
}

/** A list of what is one or many. */
export function list(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	return value === undefined || value === null || value === '' ? [] : [value];
}

/** The first of the values that is a point in time, in milliseconds since 1970. */
export function firstTime(...values: unknown[]): number | undefined {
	for (const value of values) {
		const found = time(value);
		if (found !== undefined) return found;
	}
	return undefined;
}

function time(value: unknown): number | undefined {
	const instant = typeof value === 'string' ? inText(value.trim()) : value;
	if (typeof instant !== 'number' || !(instant > 0 && instant <= LATEST)) return undefined;
	return Math.trunc(instant < EARLIEST_MILLISECONDS ? instant * 1000 : instant);
}

function inText(value: string): number | undefined {
	if (/^\d{1,16}$/.test(value)) return Number(value);
	// With its zone, since nothing says whose clock another would be on.
	return /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/.test(value) ? Date.parse(value) : undefined;
}

/** The same without what is missing. */
export function present<T extends object>(value: T): T {
	return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
