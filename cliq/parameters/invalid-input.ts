import type { Parameter } from '../catalogue';
import { CliqError } from '../errors';
import { kindOf } from '../util/quote';
import { asText } from '../util/read-text';

/** @returns an error that says which parameter was refused, why, and what to do about it. */
export function invalid(parameter: Parameter, why: string, hint: string): CliqError {
	return new CliqError('invalidInput', `The parameter "${parameter.label}" ${why}`, {
		parameter: parameter.name,
		hint,
	});
}

/** @throws CliqError if the value does not read as text. */
export function toText(value: unknown, parameter: Parameter): string {
	if (typeof value === 'number' && !Number.isFinite(value))
		throw invalid(
			parameter,
			`is ${value}, which is not a number that can be shown`,
			'Check the calculation that it comes from.',
		);
	const text = asText(value);
	if (text !== undefined) return text;
	throw invalid(
		parameter,
		`must be text, but is ${kindOf(value)}`,
		'Pick one field of it, or turn it into text first.',
	);
}

/** A value as text, unless it is a number that has already lost digits of the ID. */
export function digitsKept(value: unknown, parameter: Parameter): string {
	if (typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0)) return toText(value, parameter);
	throw invalid(
		parameter,
		`is ${value}, a number that cannot be an ID`,
		'Pass the ID as text, in quotes: numbers of more than 15 digits lose the last ones.',
	);
}
