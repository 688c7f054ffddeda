import type { Field, FormShape } from '../../cliq/message/form/form-fields';
import { operationOf, type EditorNode, type StoredValues } from './dialog';
import { shortened } from './labels';
import { shapeOf } from './parts';
import { phrase } from './server';
import type { StoredRow, TypedValue } from './types';

/** Chooses the first operation for a node that was just dragged in. */
export function addNode(node: EditorNode): void {
	if (!node.operation) node.operation = operationOf(node).id;
}

/** @returns what a node without a name is called: what it does, and with what, if that is written down. */
export function labelOf(node: EditorNode): string {
	const operation = operationOf(node);
	const [first] = operation.parameters;
	const value = first && node.parameters?.[first.name];
	return value?.type === 'str' && value.value
		? `${operation.action} · ${shortened(value.name ?? String(value.value))}`
		: operation.action;
}

/** @returns `true`, or what is missing or wrong in the parameters of a node. */
export function checkParameters(node: EditorNode, parameters: StoredValues = {}): true | string {
	const operation = operationOf(node);
	for (const parameter of operation.parameters) {
		const { name, label, isRequired, initial } = parameter;
		const value = parameters[name] ?? (isRequired ? initial : undefined);
		if (!value || (name === operation.limit && node.all)) continue;
		const check =
			value.type === 'form'
				? checkForm(shapeOf(parameter)!, value.value as StoredRow | StoredRow[])
				: checkValue(value as TypedValue, label, isRequired);
		if (check !== true) return check;
	}
	return true;
}

function checkValue({ type, value }: TypedValue, label: string, isRequired: boolean): true | string {
	if (value === '')
		return (
			!isRequired ||
			type === 'date' ||
			`${label}: ${RED._('validator.errors.missing-required-prop', { prop: label })}`
		);
	const check = RED.utils.validateTypedProperty?.(value, type, { label });
	return typeof check === 'string' ? check : true;
}

function checkForm({ entry, fields }: FormShape, value: StoredRow | StoredRow[]): true | string {
	return Array.isArray(value) ? checkRows(fields, value, entry, []) : checkRow(fields, value, [entry]);
}

function checkRows(fields: Field[], rows: StoredRow[], entry: string, above: string[]): true | string {
	for (const [index, row] of rows.entries()) {
		const check = checkRow(fields, row, [
			...above,
			`${above.length > 0 ? entry.toLowerCase() : entry} ${index + 1}`,
		]);
		if (check !== true) return check;
	}
	return true;
}

/** @param above the place of the row, e.g. `Slide 2`. */
export function checkRow(fields: Field[], row: StoredRow, above: string[]): true | string {
	for (const { name, label, entry = label, required, when, fields: inner = [] } of fields) {
		if (when && !when.is.includes(String(row[when.field]))) continue;
		const value = row[name];
		const place = [...above, label].join(', ');
		if (value === undefined && required) return phrase('form.missing', { place });
		const check = Array.isArray(value)
			? checkRows(inner, value, entry, above)
			: typeof value === 'object'
				? checkValue(value, place, false)
				: true;
		if (check !== true) return check;
	}
	return true;
}
