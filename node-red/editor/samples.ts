import { operation as operationOf, type Parameter } from '../../cliq/catalogue';
import { forms, type Field } from '../../cliq/message/form/form-fields';
import { namesIn } from '../../cliq/message/form/field-names';
import type { Row } from '../../cliq/message/types';
import type { Values } from '../../cliq/parameters/values';
import type { StoredRow, StoredValue, TypedValue } from './types';

/** What a message looks like before any data has come. */
export interface Sample {
	/** Of what the message consists of; everything else is left out. */
	values: Values;
	/** Puts the names of sources where values stood that only had to look right. */
	named<Shown>(shown: Shown): Shown;
	/** Parts that come as a whole from somewhere, so that nobody can tell what they look like. */
	unknown: Array<{ label: string; source: string }>;
}

/** Identifiers that pass every check; nothing is called. */
const ADDRESSEES: Partial<Record<Parameter['type'], string>> = {
	bot: 'preview',
	channel: 'preview',
	chat: 'CT_0',
	user: '0',
};

/** Parameters that change what a message looks like, beside those in its body. */
const composing = ['textFormat', 'longText', 'mentions', 'silentMentions'];

/** What a text from elsewhere stands for: no longer than a line. */
const LONGEST_NAME = 40;

/** @returns the values of a dialog, with the names of their sources in place of what is not known yet. */
export function sampleOf(operationId: string, stored: Record<string, StoredValue>): Sample {
	const stands = new StandIns();
	const sample: Sample = { values: {}, named: (shown) => stands.named(shown), unknown: [] };
	for (const parameter of operationOf(operationId).parameters) {
		const { name, label, type } = parameter;
		const value = stored[name];
		if (parameter.in === 'path') sample.values[name] = ADDRESSEES[type];
		else if (!value || !isShown(parameter)) continue;
		else if (value.type === 'form')
			sample.values[name] = {
				form: formOf(forms[type]?.fields ?? [], value.value as StoredRow | StoredRow[], stands),
			};
		else if (isWritten(value as TypedValue)) sample.values[name] = value.value;
		else if (type === 'text') sample.values[name] = nameOf(value as TypedValue);
		else if (forms[type] || type === 'object') sample.unknown.push({ label, source: nameOf(value as TypedValue) });
	}
	return sample;
}

function isShown({ name, in: place, type }: Parameter): boolean {
	return (
		composing.includes(name) ||
		(place === 'body' && (type === 'text' || type === 'object' || forms[type] !== undefined))
	);
}

function formOf(fields: Field[], value: StoredRow | StoredRow[], stands: StandIns): Row | Row[] {
	return Array.isArray(value) ? value.map((row) => rowOf(fields, row, stands)) : rowOf(fields, value, stands);
}

function rowOf(fields: Field[], row: StoredRow, stands: StandIns): Row {
	const values: Row = {};
	for (const field of fields) {
		const value = row[field.name];
		if (Array.isArray(value)) values[field.name] = formOf(field.fields ?? [], value, stands);
		else if (typeof value === 'object')
			values[field.name] = isWritten(value) ? value.value : stands.standFor(nameOf(value), field);
		else if (value !== undefined) values[field.name] = value;
	}
	return { ...values, ...sampleData(fields, row, values) };
}

/** Some entries for a slide that is made of data which is not here. */
function sampleData(fields: Field[], row: StoredRow, values: Row): Row {
	const isOfData = fields.some(
		({ name, kind, when }) => name === 'data' && kind === 'data' && when?.is.includes(String(row.type)),
	);
	const data = row.data as TypedValue | undefined;
	if (row.type === 'percentage_chart' && Array.isArray(values.entries))
		return {
			entries: values.entries.map((entry: Row) => ({
				...entry,
				value: String(entry.value).startsWith('‹') ? 1 : entry.value,
			})),
		};
	if (!isOfData || row.entries !== undefined || (data && isWritten(data))) return {};
	if (row.type === 'table') {
		const columns = namesOr(values.columns, ['column 1', 'column 2']);
		const entry = () => Object.fromEntries(columns.map((column) => [column, `‹${column}›`]));
		return { columns, data: [entry(), entry(), Object.fromEntries(columns.map((column) => [column, '…']))] };
	}
	const [label] = namesOr(values.labelField, ['name']);
	const figures = namesOr(values.valueFields, ['value']);
	const isDrawn = row.type === 'percentage_chart' || row.type === 'graph';
	const entries = [5, 3, 2].map((size, index) =>
		Object.fromEntries([
			[label, `‹${label}› ${index + 1}`],
			...figures.map((figure, at): [string, unknown] => [
				figure,
				isDrawn ? size + ((index + at) % 3) : `‹${figure}›`,
			]),
		]),
	);
	return { labelField: label, ...(row.type !== 'list' && { valueFields: figures }), data: entries };
}

function namesOr(written: unknown, usual: string[]): string[] {
	const names = namesIn(written).map((name) => name.replace(/^(["'])(.+)\1$/s, '$2'));
	return names.length > 0 ? names : usual;
}

function isWritten({ type }: TypedValue): boolean {
	return ['str', 'num', 'bool', 'json'].includes(type);
}

/** `‹msg.payload.title›`, `‹$HOSTNAME›`, or the expression itself. */
function nameOf({ type, value }: TypedValue): string {
	const text = value.replace(/^#:\([^)]*\)::/, '').replace(/\s+/g, ' ');
	const name = type === 'jsonata' ? text : type === 'env' ? `$${text}` : `${type}.${text}`;
	return `‹${cut(name, LONGEST_NAME)}›`;
}

function cut(text: string, most: number): string {
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Values that pass the checks of Cliq where the name of a source would not: addresses, identifiers, short labels. */
class StandIns {
	private readonly names: Array<[standIn: string, name: string]> = [];

	standFor(name: string, { name: field, kind, maxLength = Infinity }: Field): unknown {
		// Of one length, so that none is the beginning of another; and nobody writes it.
		const number = `${9_900_000_000_000_000n + BigInt(this.names.length)}`;
		if (kind === 'lines') return [this.put(`https://${number}.preview.invalid`, name)];
		if (kind === 'url') return this.put(`https://${number}.preview.invalid`, name);
		if (field === 'owner') return this.put(`${number}@preview.invalid`, name);
		if (field === 'user' || field === 'channel') return this.put(number, name);
		return kind === 'text' || kind === 'multiline' ? `‹${cut(name.slice(1, -1), maxLength - 2)}›` : undefined;
	}

	named<Shown>(shown: Shown): Shown {
		const json = this.names.reduce(
			(text, [standIn, name]) => text.replaceAll(standIn, JSON.stringify(name).slice(1, -1)),
			JSON.stringify(shown),
		);
		return JSON.parse(json) as Shown;
	}

	private put(standIn: string, name: string): string {
		this.names.push([standIn, name]);
		return standIn;
	}
}
