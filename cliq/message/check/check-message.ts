import type { Parameter } from '../../catalogue';
import { CliqError } from '../../errors';
import { invalid } from '../../parameters/invalid-input';
import { kindOf } from '../../util/quote';
import { button, buttons, reference, references } from './buttons';
import { card } from './card';
import { fromJson, isEmpty, isRecord, jsonCopy } from '../../parameters/json-values';
import type { Remarks } from '../../parameters/warnings';
import { flag, httpsUrl, inside, oneOf, record, textOf, type Check, type MessagePlace } from './shape-checks';
import { slide, slides } from './slides';

/** The parts of a message that are more than one value, by the type of their parameter. */
type Part = 'buttons' | 'card' | 'identity' | 'references' | 'slides' | 'styles';

const checks: Record<Part, Check> = { buttons, card, identity, references, slides, styles };

/**
 * Checks a part of a message against all limits of Cliq that are known.
 *
 * @param value Cliq's own JSON, as an object, list or text.
 * @param isRaw types that are not known here pass.
 * @returns what to send, without anything empty in it; `undefined` if nothing is left.
 * @throws CliqError `invalidInput`, naming the place: `Slide 2, table, row 3: …`.
 */
export function messagePart(value: unknown, parameter: Parameter, isRaw: boolean): object | undefined {
	const given = fromJson(value, parameter);
	if (isEmpty(given)) return undefined;
	return checks[parameter.type as Part](given, { parameter, path: '', isRaw }) as object | undefined;
}

/** Of lists of entries, the check of one, and what it is called. */
const ofEntries: Partial<Record<string, { check: Check; path: (number: number) => string }>> = {
	buttons: { check: button, path: (number) => `Button ${number}` },
	references: { check: reference, path: (number) => `Instant button $${number}` },
	slides: { check: slide, path: (number) => `Slide ${number}` },
};

/**
 * Makes a part of a message that comes from data fit: what is too much is cut, and what lacks something is left out.
 *
 * @param value Cliq's own JSON.
 * @param isOfData of which entries that holds, by their number from 0; one that somebody wrote down is checked later.
 * @returns the value with `undefined` in the place of entries that are left out; `undefined` if nothing is left.
 */
export function fittingPart(
	value: unknown,
	parameter: Parameter,
	isOfData: (index: number) => boolean,
	remarks: Remarks,
): unknown {
	const entries = ofEntries[parameter.type];
	const fit = (check: Check, entry: unknown, path: string) =>
		isEmpty(entry) ? undefined : check(entry, { parameter, path, isRaw: false, remarks });
	if (entries === undefined)
		return isOfData(0) && Object.hasOwn(checks, parameter.type)
			? fit(checks[parameter.type as Part], value, '')
			: value;
	const fitted = (entry: unknown, index: number) =>
		isOfData(index) ? fit(entries.check, entry, entries.path(index + 1)) : entry;
	if (Array.isArray(value)) return value.map(fitted);
	// Instant buttons have keys; any other object in place of a list is refused by the check of the whole.
	return isRecord(value) && parameter.type === 'references'
		? Object.fromEntries(Object.entries(value).map(([key, entry], index) => [key, fitted(entry, index)]))
		: value;
}

/** @returns the keys of raw JSON, unchecked. */
export function rawObject(value: unknown, parameter: Parameter): Record<string, unknown> {
	const given = fromJson(value, parameter);
	if (!isRecord(given))
		throw invalid(
			parameter,
			`must be an object, but is ${kindOf(given)}`,
			'Give a message object: { "text": "Hi", … }.',
		);
	const copy = jsonCopy(given);
	if (copy !== undefined) return copy as Record<string, unknown>;
	throw invalid(
		parameter,
		'holds what JSON cannot: a function, NaN, or an object that is nested too deep',
		'Give text, numbers, true or false, lists and plain objects.',
	);
}

/**
 * What no part can see by itself.
 *
 * @param body of a message, each part of it checked.
 * @throws CliqError `invalidInput`, naming the place.
 */
export function checkMessage(body: Record<string, unknown>): void {
	const { card: given, buttons: pressed, references: known, text } = body;
	if (isRecord(given) && given.theme === 'prompt' && pressed === undefined) {
		throw new CliqError('invalidInput', 'Card: a prompt needs at least one button', {
			parameter: 'buttons',
			hint: 'Add buttons to the message, or choose another kind of card.',
		});
	}
	if (known !== undefined) checkInstantButtons(text, known as object);
}

/**
 * @param known by the keys that the text names them by. Without any, [Label]($49) is more likely just a text.
 * @throws CliqError `invalidInput` if the text has an instant button that is not there.
 */
export function checkInstantButtons(text: unknown, known: object): void {
	const used =
		typeof text === 'string' ? [...text.matchAll(/\[[^[\]\n]*\]\(\$([\w-]+)\)/g)].map(([, key = '']) => key) : [];
	const unknown = used.find((key) => !Object.hasOwn(known, key));
	if (unknown === undefined) return;
	throw new CliqError('invalidInput', `The text has an instant button $${unknown}, and no such button is there`, {
		parameter: 'references',
		hint: `Add the instant button ${unknown}, or take [Label]($${unknown}) out of the text.`,
	});
}

function styles(value: unknown, place: MessagePlace): unknown {
	return record(value, inside(place, 'styles'), {
		background: { check: oneOf(['red', 'yellow', 'green', 'blue', 'grey']) },
		markdown: { check: flag },
		highlight: { check: flag },
	});
}

function identity(value: unknown, place: MessagePlace): unknown {
	return record(value, inside(place, 'shown as'), { name: { check: textOf() }, image: { check: httpsUrl } });
}
