import { isUtf8 } from 'node:buffer';
import {
	CliqError,
	type FormShape,
	type Operation,
	type Parameter,
	type Row,
	type Sources,
	type Values,
	invalid,
	rowsInText,
	shapeOf,
} from '../../../cliq';
import type { StoredRow, StoredValue, TypedValue } from '../../editor/types';
import { filesOf } from './files';
import { evaluateForm, isForm, isTyped } from './form-values';
import type { NodeMessage, Node, Red } from '../shared/node-red';
import { initialValue, isNeeded } from './offered-operations';

/** Parameters as a node stores them: by their name in the catalogue. */
export type StoredParameters = Record<string, StoredValue | undefined>;

/** What an error says of a value that could not be read. */
type Refuse = (why: string, hint: string) => CliqError;

/**
 * Finds the values of an operation's parameters for one message.
 *
 * @throws CliqError `invalidInput` if an expression fails, or what is needed is not where it was said to be.
 */
export async function evaluate(
	red: Red,
	node: Node,
	operation: Operation,
	stored: StoredParameters,
	message: NodeMessage,
): Promise<Values> {
	const read = (source: TypedValue, refuse: Refuse) => valueOf(red, node, source, message, refuse);
	const values: Values = {};
	for (const parameter of operation.parameters) {
		const source =
			stored[parameter.name] ?? (isNeeded(operation, parameter) ? initialValue(operation, parameter) : undefined);
		if (!source) continue;
		if (isForm(source)) {
			const refuse =
				(where: string): Refuse =>
				(why, hint) =>
					new CliqError('invalidInput', `${where}: ${why}`, { parameter: parameter.name, hint });
			values[parameter.name] = await evaluateForm(shapeOf(parameter), source, async (leaf, where) =>
				withoutBytes(await read(leaf, refuse(where))),
			);
			continue;
		}
		const refuse: Refuse = (why, hint) => invalid(parameter, why, hint);
		const value =
			(await read(source, refuse)) ?? (isTrail(parameter, source) ? channelOfTrail(message) : undefined);
		// What stands in the place of a text that is not there, the core decides.
		if (
			parameter.required &&
			parameter.type !== 'text' &&
			(value === undefined || value === null || value === '') &&
			placeOf(source)
		) {
			throw refuse(
				`is empty: ${placeOf(source)} has no value`,
				'Set it in front of this node, or choose another source in its dialog.',
			);
		}
		values[parameter.name] =
			parameter.type === 'files'
				? await filesOf(parameter, isPath(source) ? { path: value } : value, message, isOfDialog(source))
				: withoutBytes(value);
	}
	return values;
}

/**
 * The same for a form that is not a parameter of an operation.
 *
 * @throws CliqError `invalidInput` likewise, naming the place in the form.
 */
export async function evaluateFields(
	red: Red,
	node: Node,
	shape: FormShape,
	row: StoredRow,
	message: NodeMessage,
): Promise<Row> {
	const refuse =
		(where: string): Refuse =>
		(why, hint) =>
			new CliqError('invalidInput', `${where}: ${why}`, { hint });
	const { form } = await evaluateForm(shape, { type: 'form', value: row }, async (leaf, where) =>
		withoutBytes(await valueOf(red, node, leaf, message, refuse(where))),
	);
	return form as Row;
}

/**
 * @returns where the values of parameters come from, as the dialog shows it; nothing for what is written down in it.
 */
export function sourcesOf(stored: StoredParameters): Sources {
	return Object.fromEntries(
		Object.entries(stored).map(([name, value]) => [
			name,
			value && (isForm(value) ? sourcesInForm(value.value) : sourceIn(value)),
		]),
	);
}

function sourcesInForm(row: unknown): unknown {
	if (Array.isArray(row)) return row.map(sourcesInForm);
	if (typeof row !== 'object' || row === null) return undefined;
	return isTyped(row)
		? sourceIn(row)
		: Object.fromEntries(Object.entries(row).map(([name, value]) => [name, sourcesInForm(value)]));
}

function sourceIn(source: TypedValue): string | undefined {
	return placeOf(source) ?? (source.type === 'jsonata' ? source.value : undefined);
}

/** Tables and charts can be made of the payload: an object, a list, either as JSON, or else one value. */
export function rowsOf(message: NodeMessage): unknown[] {
	const payload = withoutBytes(message.payload);
	if (Array.isArray(payload)) return payload;
	if (payload === undefined || payload === null || ArrayBuffer.isView(payload)) return [];
	return typeof payload === 'string' ? (rowsInText(payload) ?? [payload]).flat() : [payload];
}

async function valueOf(
	red: Red,
	node: Node,
	{ type, value }: TypedValue,
	message: NodeMessage,
	refuse: Refuse,
): Promise<unknown> {
	return await new Promise((resolve, reject) => {
		const settle = (error: Error | null, result: unknown) => {
			if (!error) resolve(result);
			// msg.cliq.chatId of a message without msg.cliq is just missing.
			else if (type === 'msg') resolve(undefined);
			else
				reject(
					refuse(
						`could not be read from ${placeOf({ type, value }) ?? 'its expression'}: ${error.message}`,
						'Correct it in the dialog of the node.',
					),
				);
		};
		try {
			red.util.evaluateNodeProperty(value, type, node, message, settle);
		} catch (error) {
			settle(error as Error, undefined);
		}
	});
}

/** Bytes that are text, as HTTP and files give them, are that text; others stay, and are refused. */
function withoutBytes(value: unknown): unknown {
	return ArrayBuffer.isView(value) && isUtf8(value as Uint8Array)
		? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()
		: value;
}

function isTrail(parameter: Parameter, { type, value }: TypedValue): boolean {
	return parameter.type === 'chat' && type === 'msg' && value === 'cliq.chatId';
}

/** The Cliq node before may have posted to a channel whose chat it could not give; then this one looks it up. */
function channelOfTrail({ cliq }: NodeMessage): string | undefined {
	const { channel } = Object(cliq) as { channel?: unknown };
	return typeof channel === 'string' && channel !== '' ? `#${channel}` : undefined;
}

/** What is written down where files are wanted says where one is. */
function isPath({ type }: TypedValue): boolean {
	return type === 'str' || type === 'env';
}

/** Whether the author of the flow wrote it, and not whoever sent the message. */
function isOfDialog({ type }: TypedValue): boolean {
	return !['msg', 'flow', 'global'].includes(type);
}

function placeOf({ type, value }: TypedValue): string | undefined {
	if (['msg', 'flow', 'global'].includes(type)) return `${type}.${value.replace(/^#:\([^)]*\)::/, '')}`;
	return type === 'env' ? `the environment variable ${value}` : undefined;
}
