import type { Parameter, ParameterType } from '../catalogue';
import { invalid, toText } from './invalid-input';
import { count, excerpt, kindOf, quoted } from '../util/quote';
import { readAsText, wellFormed } from '../util/read-text';
import type { Kind } from './kinds';

/** Texts, numbers, choices, true and false. */
export const simpleKinds = {
	boolean: toBoolean,
	choice: toChoice,
	count: toCount,
	string: (value, parameter) => toLimitedText(typeof value === 'string' ? value.trim() : value, parameter),
	text: toLimitedText,
} satisfies Partial<Record<ParameterType, Kind>>;

function toLimitedText(value: unknown, parameter: Parameter): string {
	const text = wellFormed(
		(parameter.type === 'text' ? readAsText(typeof value === 'number' ? undefined : value) : undefined) ??
			toText(value, parameter),
	);
	const excess = text.length - (parameter.maxLength ?? Infinity);
	if (excess <= 0) return text;
	throw invalid(
		parameter,
		`is too long: ${count(text.length)} characters, ${count(excess)} more than the ${count(text.length - excess)} that Cliq takes`,
		parameter.type === 'text' ? 'Shorten the text, or send it in several messages.' : 'Shorten it.',
	);
}

function toChoice(value: unknown, parameter: Parameter): string {
	const allowed = (parameter.choices ?? []).map((choice) => choice.value);
	const chosen = typeof value === 'string' ? value.trim() : '';
	if (allowed.includes(chosen)) return chosen;
	const given = typeof value === 'string' ? `"${excerpt(chosen)}"` : kindOf(value);
	throw invalid(
		parameter,
		`must be one of ${allowed.join(', ')}, but is ${given}`,
		`Give one of ${allowed.join(', ')}.`,
	);
}

function toBoolean(value: unknown, parameter: Parameter): boolean {
	const plain = typeof value === 'string' ? value.trim().toLowerCase() : value;
	if (plain === true || plain === 'true') return true;
	if (plain === false || plain === 'false') return false;
	throw invalid(parameter, `must be true or false, but is ${quoted(value)}`, 'Give true or false.');
}

function toCount(value: unknown, parameter: Parameter): number {
	const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
	const { minimum: least = 1, maximum: most = Number.MAX_SAFE_INTEGER } = parameter;
	if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number;
	const range = parameter.maximum === undefined ? `of ${least} or more` : `from ${least} to ${count(most)}`;
	throw invalid(
		parameter,
		`must be a whole number ${range}, but is ${quoted(value)}`,
		`Give a whole number ${range}.`,
	);
}
