import { operations, scopes, type Operation, type Parameter } from '../../cliq/catalogue';
import { dataCenters } from '../../cliq/datacenters';
import { hasChoices } from '../../cliq/pickers';
import type { EditorCatalogue, EditorOperation, TypedValue } from '../editor/types';

/** Which operations of the catalogue a type of node offers. */
const served: Record<string, (operation: Operation) => boolean> = {
	'zoho-cliq-send': ({ resource, name }) => resource === 'message' && name === 'send',
	'zoho-cliq-message': ({ resource, name }) => resource === 'message' && name !== 'send',
	'zoho-cliq-reaction': ({ resource }) => resource === 'reaction',
};

/** How many entries of a list are fetched unless the person says otherwise. */
const USUAL_LIMIT = '50';

/** @returns the operations that a type of node offers, in the order of the catalogue. */
export function operationsOf(type: string): Operation[] {
	return operations.filter(served[type]);
}

/**
 * What a parameter holds in a node that was just dragged in. Identifiers come from the Cliq node before, so that nodes
 * chain without anything filled in.
 */
export function initialValue(operation: Operation, parameter: Parameter): TypedValue {
	if (parameter.name === operation.paging?.limit) return { type: 'num', value: USUAL_LIMIT };
	if (parameter.required && parameter.type === 'chat') return { type: 'msg', value: 'cliq.chatId' };
	if (parameter.required && parameter.type === 'message') return { type: 'msg', value: 'cliq.messageId' };
	if (parameter.type === 'text') return { type: 'msg', value: 'payload' };
	// Whoever adds an option wants what would not happen without it.
	if (parameter.type === 'boolean') return { type: 'bool', value: String(!parameter.default) };
	return { type: parameter.type === 'count' ? 'num' : 'str', value: '' };
}

/** Whether the parameter always has a value: Cliq needs it, or this node does. */
export function isNeeded(operation: Operation, parameter: Parameter): boolean {
	return Boolean(parameter.required) || parameter.name === operation.paging?.limit;
}

/** Whether the answer is a list, which can go on as one message an entry. */
export function isList(operation: Operation): boolean {
	return ['messages', 'reactions', 'list'].includes(operation.returns.shape);
}

/** @returns all that the editor has to know about Cliq. */
export function editorCatalogue(): EditorCatalogue {
	const nodes = Object.keys(served).map((type) => [type, operationsOf(type).map(toEditor)]);
	return { nodes: Object.fromEntries(nodes) as EditorCatalogue['nodes'], dataCenters: dataCenters.map(({ id, label }) => ({ id, label })), scopes: [...scopes] };
}

function toEditor(operation: Operation): EditorOperation {
	const { id, name, label, target, action, description, paging, webhookToken } = operation;
	return {
		id,
		label: target === undefined ? label : name === 'send' ? titled(target) : `${label} (${titled(target)})`,
		action,
		description,
		needsOAuth: !webhookToken,
		isList: isList(operation),
		limit: paging?.limit,
		parameters: operation.parameters.map((parameter) => {
			const { name, label, type, maxLength, description } = parameter;
			return {
				name,
				label,
				type,
				isRequired: isNeeded(operation, parameter),
				maxLength,
				description,
				hasChoices: hasChoices(type),
				initial: initialValue(operation, parameter),
			};
		}),
	};
}

function titled(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
