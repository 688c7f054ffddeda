import { lastBreak } from './character-breaks';
import { asText } from './read-text';
import { redact } from './redact-secrets';

/** A number as people write it: 5,000. */
export function count(number: number): string {
	return number.toLocaleString('en-US');
}

/**
 * @returns the text, or its beginning with `…`, in at most `limit` UTF-16 code units. What a person sees as one
 * character stays whole.
 */
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
