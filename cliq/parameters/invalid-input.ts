import type { Parameter } from '../catalogue';
import { lastBreak } from '../util/character-breaks';
import { CliqError } from '../errors';
import { redact } from '../util/redact-secrets';

/** @returns an error that says which parameter was refused, why, and what to do about it. */
export function invalid(parameter: Parameter, why: string, hint: string): CliqError {
	return new CliqError('invalidInput', `The parameter "${parameter.label}" ${why}`, { parameter: parameter.name, hint });
}

/** A number as people write it: 5,000. */
export function count(number: number): string {
	return number.toLocaleString('en-US');
}

/** @returns the text, or its beginning with `…`, in at most `limit` UTF-16 code units. What a person sees as one character stays whole. */
export function shortened(text: string, limit: number): string {
	if (text.length <= limit) return text;
	return `${limit > 1 ? text.slice(0, lastBreak(text, limit - 1)) : ''}…`.slice(0, limit);
}

/** Text from outside for an error: short, and without what looks like a token. */
export function excerpt(text: string): string {
	return shortened(redact(text.slice(0, 1000)), 60);
}

/** For a label in the middle of a sentence; what is written in capitals, such as ID, stays so. */
export function lowerFirst(text: string): string {
	if (/^\p{Lu}{2}/u.test(text)) return text;
	return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What a value is, for a sentence: "must be text, but is a list". */
export function kindOf(value: unknown): string {
	if (value === undefined || value === null) return 'missing';
	if (Array.isArray(value)) return 'a list';
	if (value instanceof Date) return 'a date';
	const type = typeof value;
	if (type === 'string') return 'text';
	if (type === 'number' || type === 'bigint') return 'a number';
	if (type === 'boolean') return String(value);
	return type === 'function' || type === 'symbol' ? `a ${type}` : 'an object';
}

/** A value from outside for an error: as it was given, or what it is. */
export function quoted(value: unknown): string {
	const text = typeof value === 'boolean' ? undefined : asText(value);
	return text === undefined ? kindOf(value) : `"${excerpt(text)}"`;
}

/** Half an emoji, left over from cutting a text, would make encoders throw. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Text, or what reads as text without loss. */
export function asText(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	return undefined;
}

/** The same, and of times (dates, and the DateTime objects of expressions in n8n) and errors what people read of them. */
export function readAsText(value: unknown): string | undefined {
	const text = asText(value);
	if (text !== undefined || typeof value !== 'object' || value === null) return text;
	if (Object.prototype.toString.call(value) === '[object Error]') return String((value as Error).message);
	const { toJSON } = value as { toJSON?: unknown };
	const json: unknown = typeof toJSON === 'function' ? toJSON.call(value) : undefined;
	return typeof json === 'string' ? json : undefined;
}

/** @throws CliqError if the value does not read as text. */
export function toText(value: unknown, parameter: Parameter): string {
	if (typeof value === 'number' && !Number.isFinite(value)) throw invalid(parameter, `is ${value}, which is not a number that can be shown`, 'Check the calculation that it comes from.');
	const text = asText(value);
	if (text !== undefined) return text;
	throw invalid(parameter, `must be text, but is ${kindOf(value)}`, 'Pick one field of it, or turn it into text first.');
}

/** A value as text, unless it is a number that has already lost digits of the ID. */
export function digitsKept(value: unknown, parameter: Parameter): string {
	if (typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0)) return toText(value, parameter);
	throw invalid(parameter, `is ${value}, a number that cannot be an ID`, 'Pass the ID as text, in quotes: numbers of more than 15 digits lose the last ones.');
}
