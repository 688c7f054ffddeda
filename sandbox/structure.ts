import { Refusal } from './errors';

/** Checks a value of JSON; throws the Refusal that names the place. */
export type Check = (value: unknown, place: string) => void;

const mismatch = (place: string, should: string) => new Refusal(400, 'input_pattern_mismatch', `${place} ${should}`);
const beyond = (place: string, why: string) => new Refusal(400, 'invalid_parameters', `${place} ${why}`);

interface TextRules {
	/** In UTF-16 units. */
	max?: number | undefined;
	like?: RegExp;
	/** What `like` means, after "must be": "an https address". */
	means?: string;
}

export function text({ max = Infinity, like, means = 'text of this form' }: TextRules = {}): Check {
	return (value, place) => {
		if (typeof value !== 'string') throw mismatch(place, 'must be a string');
		if (value.length > max) throw beyond(place, `has ${value.length} characters; ${max} are allowed`);
		if (like && !like.test(value)) throw mismatch(place, `must be ${means}`);
	};
}

/** @param starts e.g. `https://` */
export function address(starts: string[], max?: number): Check {
	const isText = text({ max });
	return (value, place) => {
		isText(value, place);
		const given = value as string;
		const right =
			starts.some((start) => given.toLowerCase().startsWith(start)) &&
			URL.canParse(given) &&
			!/[\s\p{Cc}]/u.test(given);
		if (!right) throw mismatch(place, `must be an address that starts with ${starts.join(', ')}`);
	};
}

export function choice(...values: string[]): Check {
	return (value, place) => {
		if (!values.includes(value as string)) throw mismatch(place, `must be one of ${values.join(', ')}`);
	};
}

export const boolean: Check = (value, place) => {
	if (typeof value !== 'boolean') throw mismatch(place, 'must be a boolean');
};

export const number: Check = (value, place) => {
	if (typeof value !== 'number') throw mismatch(place, 'must be a number');
};

export function whole(least: number, most: number): Check {
	return (value, place) => {
		if (!Number.isInteger(value)) throw mismatch(place, 'must be a whole number');
		if ((value as number) < least || (value as number) > most)
			throw beyond(place, `must be a number from ${least} to ${most}`);
	};
}

/**
 * One place of a table, which may be empty. Every example of the pages has text there, and the schema of the rows names
 * nothing else.
 */
export const tableCell: Check = (value, place) => {
	if (typeof value !== 'string') throw mismatch(place, 'must be text');
};

/** One place of a label, of which the pages say nothing but that it is a value. */
export const cell: Check = (value, place) => {
	if (!['string', 'number', 'boolean'].includes(typeof value))
		throw mismatch(place, 'must be text, a number or a boolean');
};

/** A JSON object with keys that are nobody's business, such as the arguments of a function. */
export const anyObject: Check = (value, place) => void asObject(value, place);

/** @throws Refusal if it is no JSON object */
export function asObject(value: unknown, place: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(place, 'must be an object');
	return value as Record<string, unknown>;
}

/** @param required keys that must be there, and not empty */
export function object(known: Record<string, Check>, required: string[] = []): Check {
	return (value, place) => {
		const given = asObject(value, place);
		for (const key of Object.keys(given)) {
			if (!Object.hasOwn(known, key)) throw new Refusal(400, 'extra_key_found', `${place} has no key "${key}"`);
		}
		for (const key of required) {
			if (isNothing(given[key])) throw new Refusal(400, 'param_missing', `${place}.${key} is required`);
		}
		for (const [key, own] of Object.entries(given)) known[key]?.(own, `${place}.${key}`);
	};
}

function isNothing(value: unknown): boolean {
	return (
		value === undefined ||
		value === null ||
		(typeof value === 'string' && value.trim() === '') ||
		(Array.isArray(value) && value.length === 0)
	);
}

/** An object whose keys are names of the sender's own. */
export function record(of: Check): Check {
	return (value, place) => {
		for (const [key, own] of Object.entries(asObject(value, place))) of(own, `${place}.${key}`);
	};
}

export function list(of: Check, { min = 0, max = Infinity }: { min?: number; max?: number | undefined } = {}): Check {
	return (value, place) => {
		if (!Array.isArray(value)) throw mismatch(place, 'must be a list');
		if (value.length < min || value.length > max)
			throw beyond(place, `has ${value.length} entries; ${min} to ${max} are allowed`);
		value.forEach((own, index) => of(own, `${place}[${index}]`));
	};
}

/** All of these, in this order. */
export function all(...checks: Check[]): Check {
	return (value, place) => {
		for (const check of checks) check(value, place);
	};
}

/** Whatever either of two documents has. The refusal is the first one's. */
export function either(one: Check, other: Check): Check {
	return (value, place) => {
		try {
			other(value, place);
		} catch {
			one(value, place);
		}
	};
}

/** A rule of one's own. @param says what the value must be, after the place */
export function rule(holds: (value: never) => boolean, says: string): Check {
	return (value, place) => {
		if (!holds(value as never)) throw beyond(place, says);
	};
}
