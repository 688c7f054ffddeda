import type { Field, FilledForm, FormShape, Row } from '../../../cliq';
import type { StoredForm, StoredRow, StoredValue, TypedValue } from '../../editor/types';

/** @param where the place in the form, e.g. `Button 2, URL`. */
export type ReadLeaf = (source: TypedValue, where: string) => Promise<unknown>;

export function isForm(stored: StoredValue): stored is StoredForm {
	return stored.type === 'form';
}

/** @returns what was filled in, each text and piece of data replaced by its value for one message. */
export async function evaluateForm(
	shape: FormShape | undefined,
	{ value }: StoredForm,
	read: ReadLeaf,
): Promise<FilledForm> {
	const { entry = 'Entry', fields = [] } = shape ?? {};
	if (!Array.isArray(value)) return { form: await evaluateRow(fields, value, [entry], read) };
	return { form: await evaluateRows(fields, value, entry, [], read) };
}

async function evaluateRows(
	fields: Field[],
	rows: StoredRow[],
	entry: string,
	above: string[],
	read: ReadLeaf,
): Promise<Row[]> {
	const evaluated: Row[] = [];
	for (const [index, row] of rows.entries())
		evaluated.push(
			await evaluateRow(
				fields,
				row,
				[...above, `${above.length > 0 ? entry.toLowerCase() : entry} ${index + 1}`],
				read,
			),
		);
	return evaluated;
}

/** Names that the form does not have are handed on, so that the core can refuse them. */
async function evaluateRow(fields: Field[], row: StoredRow, above: string[], read: ReadLeaf): Promise<Row> {
	const evaluated: Row = {};
	for (const [name, stored] of Object.entries(row)) {
		const { label = name, entry = label, fields: inner } = fields.find((field) => field.name === name) ?? {};
		if (inner && Array.isArray(stored)) evaluated[name] = await evaluateRows(inner, stored, entry, above, read);
		else evaluated[name] = isTyped(stored) ? await read(stored, [...above, label].join(', ')) : stored;
	}
	return evaluated;
}

/** Whether it is a value of a TypedInput, and not a row. */
export function isTyped(stored: unknown): stored is TypedValue {
	const { type, value } = (stored ?? {}) as Partial<TypedValue>;
	return typeof type === 'string' && typeof value === 'string';
}
