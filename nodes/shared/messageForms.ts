import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Choice, Field, FilledForm, FormShape, Row } from '../../cliq';
import { byName } from '../ZohoCliq/sorting';

/** What n8n stores the entries of a fixed collection under; it would allow several kinds of entries. */
const GROUP = 'form';

type Widget = Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;

/** @returns the form field for a value that is more than one: a part of a message, or several. */
export function collectionOf({ entry, most, fields }: FormShape): Widget {
	return {
		type: 'fixedCollection',
		placeholder: `Add ${entry}`,
		default: {},
		...(most !== 1 && { typeOptions: { multipleValues: true, sortable: true } }),
		options: [{ name: GROUP, displayName: entry, values: fields.map((field) => propertyOf(field, fields)) }],
	};
}

/** @returns what was filled into such a form, without n8n's groups; nothing if nothing was. */
export function formOf(collection: unknown, { fields }: FormShape): FilledForm | undefined {
	const rows = entriesOf(collection);
	if (rows === undefined || (Array.isArray(rows) && rows.length === 0)) return undefined;
	return { form: Array.isArray(rows) ? rows.map((row) => rowOf(row, fields)) : rowOf(rows, fields) };
}

/** @returns the options of a list to choose from, in n8n's order: the likeliest first, by name where there are many. */
export function optionsOf(choices: Choice[]): INodePropertyOptions[] {
	const options = choices.map(({ value, label, description }) => ({
		name: label,
		value,
		...(description && { description }),
	}));
	return options.length < 5 ? options : options.sort(byName);
}

const widgets: Record<Field['kind'], (field: Field, siblings: Field[]) => Widget> = {
	boolean: () => ({ type: 'boolean', default: false }),
	choice: (field, siblings) => {
		const { choices = [] } = field;
		const isDecisive = field.required || siblings.some(({ when }) => when?.field === field.name);
		if (isDecisive) return { type: 'options', default: choices[0]?.value ?? '', options: optionsOf(choices) };
		return { type: 'options', default: '', options: optionsOf([{ value: '', label: 'Default' }, ...choices]) };
	},
	// An expression may give an object here too. n8n's editor for JSON marks an empty field as wrong.
	data: () => ({ type: 'string', default: '', placeholder: 'e.g. {{ $json.rows }}' }),
	lines: () => ({ type: 'string', default: '', typeOptions: { rows: 3 } }),
	multiline: () => ({ type: 'string', default: '', typeOptions: { rows: 3 } }),
	name: () => ({ type: 'string', default: '' }),
	names: () => ({ type: 'string', default: '' }),
	// A number field cannot be left empty: n8n puts 0 there.
	number: () => ({ type: 'string', default: '' }),
	rows: ({ entry = '', most = Infinity, fields = [] }) => collectionOf({ entry, most, fields }),
	text: () => ({ type: 'string', default: '' }),
	url: () => ({ type: 'string', default: '' }),
};

function propertyOf(field: Field, siblings: Field[]): INodeProperties {
	const { name, label, kind, required, when, placeholder, description } = field;
	return {
		displayName: label,
		name,
		...(required && { required }),
		...(placeholder && { placeholder }),
		...(description && { description }),
		...(when && { displayOptions: { show: { [when.field]: when.is } } }),
		...widgets[kind](field, siblings),
	};
}

function rowOf(row: Row, fields: Field[]): Row {
	const values = fields.map(
		({ name, kind, fields: inner = [] }) =>
			[
				name,
				kind === 'rows' ? rowsOf(row[name], inner) : kind === 'data' ? withoutItems(row[name]) : row[name],
			] as const,
	);
	return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** What `$input.all()` gives: items of n8n, whose fields are meant, and not what else n8n keeps of them. */
function withoutItems(data: unknown): unknown {
	const isItem = (entry: unknown) =>
		typeof entry === 'object' &&
		entry !== null &&
		typeof (entry as Row).json === 'object' &&
		Object.keys(entry).every((key) => OF_ITEMS.has(key));
	return Array.isArray(data) && data.length > 0 && data.every(isItem)
		? data.map(({ json }) => json as unknown)
		: data;
}

const OF_ITEMS = new Set(['json', 'binary', 'pairedItem', 'index', 'error', 'metadata', 'evaluationData']);

/** Inside a form it is always a list, be it of one. */
function rowsOf(collection: unknown, fields: Field[]): Row[] | undefined {
	const rows = entriesOf(collection);
	return rows && [rows].flat().map((row) => rowOf(row, fields));
}

function entriesOf(collection: unknown): Row | Row[] | undefined {
	return (collection as IDataObject | undefined)?.[GROUP] as Row | Row[] | undefined;
}
