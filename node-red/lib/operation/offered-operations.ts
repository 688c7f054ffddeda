import {
	type Operation,
	type Parameter,
	type ParameterType,
	dataCenters,
	forms,
	hasChoices,
	operation,
	operations,
	scopes,
	shapeOf,
} from '../../../cliq';
import type { EditorCatalogue, EditorOperation, StoredValue, TypedValue } from '../../editor/types';

/** Which operations of the catalogue a type of node offers. */
const served: Record<string, (operation: Operation) => boolean> = {
	'zoho-cliq-send': ({ resource, name }) => resource === 'message' && name === 'send',
	'zoho-cliq-message': ({ resource, name }) => resource === 'message' && name !== 'send',
	'zoho-cliq-reaction': ({ resource }) => resource === 'reaction',
	'zoho-cliq-file': ({ resource }) => resource === 'file',
};

const { parameters: ofMessages, ...toChat } = operation('message.send.chat');

/** What a reply consists of: a message to a chat, without what is about the chat. */
export const reply: Operation = {
	...toChat,
	label: 'Reply',
	action: 'Reply',
	description: 'Answer what a zoho-cliq-in node heard; late and long replies are sent by the account',
	parameters: ofMessages.filter(
		({ name, in: place }) =>
			(place === 'body' && !['replyTo', 'synchronous', 'markAsRead', 'postInParent'].includes(name)) ||
			['textFormat', 'longText', 'mentions', 'silentMentions'].includes(name),
	),
};

const placesToAsk: Record<string, string> = {
	channel: 'Asks everybody in a channel; the first answer counts',
	chat: 'Asks everybody in a chat or thread; the first answer counts',
	user: 'Asks one person',
};

/**
 * What the message with a question cannot be without, and what its buttons, its ID and its one text leave to choose.
 */
const OF_QUESTIONS = ['text', 'card', 'slides', 'textFormat', 'mentions', 'silentMentions', 'replyTo'];

/** Where people can be asked: in each of these the account can edit the message later, to show what they decided. */
export const asks: Operation[] = Object.entries(placesToAsk).map(([target, description]) => {
	const send = operation(`message.send.${target}`);
	const parameters = send.parameters.filter(({ name, in: place }) => place === 'path' || OF_QUESTIONS.includes(name));
	return {
		...send,
		action: 'Ask',
		description,
		parameters: parameters.map((parameter) =>
			parameter.name === 'text'
				? { ...parameter, label: 'Question', description: 'What people are asked' }
				: parameter,
		),
	};
});

/** How many entries of a list are fetched unless the person says otherwise. */
const USUAL_LIMIT = '50';

/** @returns the operations that a type of node offers, in the order of the catalogue. */
export function operationsOf(type: string): Operation[] {
	return operations.filter(served[type] ?? (() => false));
}

/** @returns the operations that any node offers by a dialog of its own. */
export function offered(): Operation[] {
	return Object.keys(served).flatMap(operationsOf);
}

/** What parameters hold in a node that was just dragged in, by their type; an empty text unless said here. */
const initials: Partial<Record<ParameterType, (parameter: Parameter) => TypedValue>> = {
	// Whoever adds an option wants what would not happen without it.
	boolean: (parameter) => ({ type: 'bool', value: String(!parameter.default) }),
	choice: ({ choices = [], default: usual = choices[0]?.value }) => ({ type: 'str', value: String(usual) }),
	count: () => ({ type: 'num', value: '' }),
	files: () => ({ type: 'msg', value: 'payload' }),
	object: () => ({ type: 'json', value: '{}' }),
	// What is not needed stands beside something else that comes from the payload.
	text: ({ required }) => (required ? { type: 'msg', value: 'payload' } : { type: 'str', value: '' }),
};

/**
 * What a parameter holds in a node that was just dragged in. Identifiers come from the Cliq node before, so that nodes
 * chain without anything filled in.
 */
export function initialValue(operation: Operation, parameter: Parameter): StoredValue {
	if (parameter.name === operation.paging?.limit) return { type: 'num', value: USUAL_LIMIT };
	if (parameter.required && parameter.type === 'chat') return { type: 'msg', value: 'cliq.chatId' };
	if (parameter.required && parameter.type === 'message') return { type: 'msg', value: 'cliq.messageId' };
	if (parameter.required && parameter.type === 'file') return { type: 'msg', value: 'cliq.fileId' };
	const form = shapeOf(parameter);
	if (form) return { type: 'form', value: form.most === 1 ? {} : [] };
	return initials[parameter.type]?.(parameter) ?? { type: 'str', value: '' };
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
	const nodes = [
		...Object.keys(served).map((type) => [type, operationsOf(type).map(toEditor)]),
		['zoho-cliq-reply', [toEditor(reply)]],
		['zoho-cliq-ask', asks.map(toQuestion)],
	];
	return {
		nodes: Object.fromEntries(nodes) as EditorCatalogue['nodes'],
		forms,
		dataCenters: dataCenters.map(({ id, label, accounts, cliq }) => ({
			id,
			label,
			cliq,
			console: accounts.replace('accounts', 'api-console'),
		})),
		scopes: [...scopes],
	};
}

/** Who asks writes the question into the dialog. */
function toQuestion(operation: Operation): EditorOperation {
	const shown = toEditor(operation);
	return {
		...shown,
		needsOAuth: true,
		parameters: shown.parameters.map((parameter) =>
			parameter.name === 'text' ? { ...parameter, initial: { type: 'str', value: '' } } : parameter,
		),
	};
}

function toEditor(operation: Operation): EditorOperation {
	const { id, resource, name, label, target, action, description, paging, webhookToken } = operation;
	// The dialog that sends messages does nothing else, and calls this the target.
	const isMessage = resource === 'message' && name === 'send';
	return {
		id,
		label: target === undefined ? label : isMessage ? titled(target) : `${label} (${titled(target)})`,
		action,
		description,
		needsOAuth: !webhookToken,
		isList: isList(operation),
		limit: paging?.limit,
		parameters: operation.parameters.map((parameter) => {
			const { name, label, type, maxLength, choices, description } = parameter;
			return {
				name,
				label,
				type,
				isRequired: isNeeded(operation, parameter),
				maxLength,
				choices,
				description,
				hasChoices: hasChoices(type),
				initial: initialValue(operation, parameter),
				...(parameter.nested && { shape: shapeOf(parameter)! }),
			};
		}),
	};
}

function titled(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
