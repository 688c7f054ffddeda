import { catalogue } from './catalogue.js';
import { operationOf, type EditorNode } from './dialog.js';
import type { TypedValue } from './types';

/** Chooses the first operation for a node that was just dragged in. */
export function addNode(node: EditorNode): void {
	if (!node.operation) node.operation = catalogue.nodes[node.type][0].id;
}

/** @returns what a node without a name is called: what it does, and with what, if that is written down. */
export function labelOf(node: EditorNode): string {
	const operation = operationOf(node);
	const [first] = operation.parameters;
	const value = first && node.parameters?.[first.name];
	return value?.type === 'str' && value.value ? `${operation.action} · ${value.value}` : operation.action;
}

/** @returns `true`, or what is missing or wrong in the parameters of a node. */
export function checkParameters(node: EditorNode, parameters: Record<string, TypedValue> = {}): true | string {
	const operation = operationOf(node);
	for (const { name, label, isRequired, initial } of operation.parameters) {
		const value = parameters[name] ?? (isRequired ? initial : undefined);
		if (!value || (name === operation.limit && node.all)) continue;
		if (value.value === '' && isRequired && value.type !== 'date') return `${label}: ${RED._('validator.errors.missing-required-prop', { prop: label })}`;
		const check = value.value === '' ? true : RED.utils.validateTypedProperty?.(value.value, value.type, { label });
		if (typeof check === 'string') return check;
	}
	return true;
}
