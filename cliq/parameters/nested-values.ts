import type { Nested, Parameter, ParameterType } from '../catalogue';
import { isForm } from './filled-form';
import { invalid } from './invalid-input';
import { fromJson, isEmpty, isRecord } from './json-values';
import type { Kind, WireValue } from './kinds';
import { count, kindOf, lowerFirst, quoted } from '../util/quote';

/** Checks one value of a nested parameter, as `toWire` does. */
type FieldToWire = (field: Parameter, value: unknown, others: Record<string, unknown>) => WireValue | undefined;

/**
 * A value that has parameters of its own: an object, or a list of them. It comes from the form of a runner, as an
 * object or list, or as JSON text; its keys are our names of the fields. Empty entries are left out.
 *
 * @param toWire handed in, since it knows all kinds, this one too.
 */
export function nestedKinds(toWire: FieldToWire): Partial<Record<ParameterType, Kind>> {
	return { nested: (value, parameter) => toNested(value, parameter, toWire) };
}

function toNested(value: unknown, parameter: Parameter, toWire: FieldToWire): WireValue | undefined {
	const { nested } = parameter;
	if (!nested) throw new Error(`"${parameter.name}" does not say what it consists of`);
	const entries = entriesIn(value, parameter);
	if (entries.length > nested.most) throw tooMany(entries.length, parameter, nested);
	const written = entries.map((entry, index) => {
		const place =
			nested.most === 1 ? parameter.label : `${parameter.label}, ${lowerFirst(nested.entry)} ${index + 1}`;
		return entryToWire(entry, { ...parameter, label: place }, nested, toWire);
	});
	if (written.length === 0) return undefined;
	return nested.most === 1 ? written[0] : written;
}

/** @returns the entries of a nested value, however it was given; those that were not filled in are left out. */
export function entriesIn(value: unknown, parameter: Parameter): unknown[] {
	const given = fromJson(isForm(value) ? value.form : value, parameter);
	return (Array.isArray(given) ? (given as unknown[]) : [given]).filter((entry) => !isBlank(entry));
}

/** @param at the parameter, under the name of the place where the entry stands. */
function entryToWire(
	entry: unknown,
	at: Parameter,
	{ fields }: Nested,
	toWire: FieldToWire,
): Record<string, WireValue> {
	if (!isRecord(entry))
		throw invalid(at, `must be an object, but is ${quoted(entry)}`, `Give an object with ${namesOf(fields)}.`);
	const unknown = Object.keys(entry).find((key) => !fields.some(({ name }) => name === key));
	if (unknown !== undefined)
		throw invalid(at, `has no field ${quoted(unknown)}`, `Its fields are ${namesOf(fields)}.`);
	const written: Record<string, WireValue> = {};
	for (const field of fields) {
		const value = toWire(
			{ ...field, name: at.name, label: `${at.label}, ${field.label}` },
			entry[field.name],
			entry,
		);
		if (value !== undefined) written[field.wire] = value;
	}
	return written;
}

function namesOf(fields: Parameter[]): string {
	return fields.map(({ name }) => name).join(', ');
}

/** A row that was added and not filled in. */
function isBlank(entry: unknown): boolean {
	return isEmpty(entry) || (isRecord(entry) && Object.values(entry).every(isEmpty));
}

function tooMany(found: number, parameter: Parameter, { most, entry }: Nested): Error {
	return most === 1
		? invalid(parameter, `must be one object, but is ${kindOf([])} of ${count(found)}`, 'Give one of them.')
		: invalid(
				parameter,
				`has ${count(found)} entries, but Cliq takes ${count(most)}`,
				`Give at most ${count(most)} of "${entry}".`,
			);
}
