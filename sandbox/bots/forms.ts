import { Refusal } from '../errors';
import type { World } from '../world';
import type { Form, FormInput } from './types';

/** Source: the page "Forms in Cliq", and those of its inputs. */
const MOST_INPUTS = 25;
const TYPES = [
	'text',
	'textarea',
	'number',
	'select',
	'dynamic_select',
	'native_select',
	'radio',
	'checkbox',
	'toggle',
	'date',
	'datetime',
	'hidden',
	'file',
	'location',
];
/** What one chooses from is a part of these: how much there may be. */
const MOST_OPTIONS: Record<string, number> = { select: 100, radio: 5, checkbox: 5 };

/** @throws Refusal if Cliq would not show it */
export function readForm(given: Record<string, unknown>): Form {
	const { title, name, inputs, action } = given;
	text('title', title, Infinity);
	text('name', name, 50);
	if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > MOST_INPUTS)
		throw wrong(`"inputs" is a list of 1 to ${MOST_INPUTS}`);
	const { type, name: run } = (action ?? {}) as { type?: unknown; name?: unknown };
	if (type !== 'invoke.function' || typeof run !== 'string' || run === '')
		throw wrong('"action" is { "type": "invoke.function", "name": … }');
	inputs.forEach(checkInput);
	const names = inputs.map((input: FormInput) => input.name);
	const twice = names.find((one, index) => names.indexOf(one) !== index);
	if (twice !== undefined) throw wrong(`there are two inputs "${twice}"`);
	return given as unknown as Form;
}

function checkInput(input: FormInput | null, index: number): void {
	const { type, name, label, hint, placeholder, value, options } = input ?? ({} as FormInput);
	if (!TYPES.includes(type)) throw wrong(`inputs[${index}].type is one of ${TYPES.join(', ')}`);
	text(`inputs[${index}].name`, name, 50);
	if (type !== 'hidden') text(`inputs[${index}].label`, label, 50);
	for (const [key, said] of Object.entries({ hint, placeholder }))
		if (said !== undefined && said !== '') text(`inputs[${index}].${key}`, said, 100);
	if (type === 'hidden' && value !== undefined && value !== '') text(`inputs[${index}].value`, value, 2000);
	const most = Object.hasOwn(MOST_OPTIONS, type) ? MOST_OPTIONS[type] : undefined;
	if (most !== undefined) checkOptions(`inputs[${index}].options`, options, most);
}

function checkOptions(where: string, options: FormInput['options'], most: number): void {
	const listed =
		Array.isArray(options) &&
		options.length > 0 &&
		options.length <= most &&
		options.every((one) => typeof one?.label === 'string' && typeof one.value === 'string');
	if (!listed) throw wrong(`${where} is a list of 1 to ${most} { "label": …, "value": … }`);
	for (const [index, { label, value }] of options.entries()) {
		text(`${where}[${index}].label`, label, 100);
		text(`${where}[${index}].value`, value, 50);
	}
}

function text(where: string, value: unknown, most: number): void {
	if (typeof value !== 'string' || value === '' || value.length > most)
		throw wrong(`"${where}" is a text${most === Infinity ? '' : ` of at most ${most} characters`}`);
}

function wrong(what: string): Refusal {
	return new Refusal(400, 'input_pattern_mismatch', `The form is wrong: ${what}`);
}

/**
 * What a function is told that a person filled in.
 * @param given by the names of the inputs: texts, true or false for a toggle, the value of an option, a list of them
 *   for checkboxes, a ZUID or e-mail address for a person
 * @throws Error for an input that there is not, or that is left out though it is mandatory
 */
export function valuesOf({ inputs }: Form, given: Record<string, unknown>, world: World): Record<string, unknown> {
	const unknown = Object.keys(given).find((name) => !inputs.some((input) => input.name === name));
	if (unknown !== undefined) throw new Error(`The form has no input "${unknown}"`);
	const values: [string, unknown][] = [];
	for (const input of inputs) {
		const value = Object.hasOwn(given, input.name) && input.type !== 'hidden' ? given[input.name] : input.value;
		const missing =
			value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
		if (missing && input.mandatory) throw new Error(`"${input.label}" must be filled in`);
		if (!missing) values.push([input.name, valueOf(input, value, world)]);
	}
	return Object.fromEntries(values);
}

function valueOf({ type, label, options }: FormInput, value: unknown, world: World): unknown {
	const option = (one: unknown): unknown => {
		const found = options?.find((other) => other.value === one);
		if (!found) throw new Error(`"${label}" has no option "${String(one)}"`);
		return { label: found.label, value: found.value };
	};
	if (type === 'checkbox') return (Array.isArray(value) ? value : [value]).map(option);
	if (Object.hasOwn(MOST_OPTIONS, type)) return option(value);
	if (type === 'native_select') {
		const person = world.person(String(value));
		if (!person) throw new Error(`"${label}" is a person, by ZUID or e-mail address`);
		return { id: person.id, name: person.name, email: person.email };
	}
	return type === 'toggle' ? value === true || value === 'true' : value;
}
