import type { Nested, Parameter } from '../cliq/catalogue';
import { Refusal } from './errors';
import { partCheck } from './message-checks';
import { choice, list, object, text, type Check } from './structure';
import type { Variants } from './variants';

/**
 * Checks one value against what the catalogue says about it.
 * @param tooLong code of the refusal for what is too long; the pages of v3 have one of their own
 * @param place how a refusal calls it
 * @throws Refusal with the page's 400
 */
export function checkValue(
	parameter: Parameter,
	value: unknown,
	variants: Variants,
	tooLong = 'invalid_parameters',
	place = parameter.wire,
): void {
	const check = partCheck(parameter.type, variants) ?? structureCheck(parameter, variants, tooLong);
	check?.(value, place);
	const wrong = parameter.in === 'body' ? wrongInBody(parameter, value) : wrongInText(parameter, value as string);
	if (wrong) throw new Refusal(400, 'input_pattern_mismatch', `${place} ${wrong}`);
	// Strings of JavaScript count UTF-16 units, as Java's do.
	if (parameter.maxLength !== undefined && typeof value === 'string' && value.length > parameter.maxLength) {
		throw new Refusal(400, tooLong, `${place} has ${value.length} characters; ${parameter.maxLength} are allowed`);
	}
}

/** What stands in JSON as an object or a list, and what may be chosen. */
function structureCheck(parameter: Parameter, variants: Variants, tooLong: string): Check | undefined {
	const { type, in: where, choices, maximum: max, nested } = parameter;
	if (type === 'choice' && choices) return choice(...choices.map(({ value }) => value));
	if (where !== 'body') return undefined;
	switch (type) {
		case 'emails':
			return list(text({ like: /^[^\s@,]+@[^\s@,]+$/, means: 'an email address' }), { min: 1, max });
		case 'ids':
			return list(text({ like: /^\S+$/, means: 'an ID' }), { min: 1, max });
		case 'nested':
			return nested && nestedCheck(nested, variants, tooLong);
		default:
			return undefined;
	}
}

function nestedCheck({ most, fields }: Nested, variants: Variants, tooLong: string): Check {
	const known = fields.map((field): [string, Check] => [
		field.wire,
		(value, place) => checkValue(field, value, variants, tooLong, place),
	]);
	const required = fields.filter((field) => field.required).map(({ wire }) => wire);
	const one = object(Object.fromEntries(known), required);
	return most === 1 ? one : list(one, { min: 1, max: most });
}

/** JSON has types, so booleans and numbers must come as such. Types that the sandbox does not know pass. */
function wrongInBody(parameter: Parameter, value: unknown): string | null {
	switch (parameter.type) {
		case 'boolean':
			return typeof value === 'boolean' ? null : 'must be a boolean';
		case 'count':
			return Number.isInteger(value) ? wrongInText(parameter, String(value)) : 'must be a whole number';
		case 'time':
			return Number.isInteger(value) ? null : 'must be a time in milliseconds';
		case 'bot':
		case 'channel':
		case 'channelId':
		case 'chat':
		case 'emoji':
		case 'message':
		case 'string':
		case 'text':
		case 'user':
		case 'userIds':
		case 'localTime':
			return typeof value === 'string' ? wrongInText(parameter, value) : 'must be a string';
		default:
			return null;
	}
}

function wrongInText(parameter: Parameter, value: string): string | null {
	switch (parameter.type) {
		case 'boolean':
			return /^(true|false)$/.test(value) ? null : 'must be true or false';
		case 'count': {
			const { minimum = 1, maximum = Infinity } = parameter;
			const inside = /^\d{1,9}$/.test(value) && Number(value) >= minimum && Number(value) <= maximum;
			return inside
				? null
				: `must be a whole number of at least ${minimum}${parameter.maximum === undefined ? '' : ` and at most ${parameter.maximum}`}`;
		}
		case 'time':
			return /^\d{1,16}$/.test(value) ? null : 'must be a time in milliseconds';
		case 'localTime':
			return /^\d{8}T\d{6}$/.test(value) ? null : 'must be a time as yyyyMMddTHHmmss';
		case 'userIds':
			return /^\d+(\s*,\s*\d+)*$/.test(value) ? null : 'must be a list of user IDs, separated by commas';
		default:
			return null;
	}
}
