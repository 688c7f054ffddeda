import type { Operation, Parameter } from '../../cliq/catalogue';
import { invalid } from '../../cliq/values';
import type { Values } from '../../cliq/request';
import type { TypedValue } from '../editor/types';
import type { Message, Node, Red } from './node-red';
import { initialValue, isNeeded } from './operations';

/** Parameters as a node stores them: by their name in the catalogue. */
export type StoredParameters = Record<string, TypedValue | undefined>;

/**
 * Finds the values of an operation's parameters for one message.
 *
 * @param findChat finds the chat of a message that the Cliq node before could not tell.
 * @throws CliqError `invalidInput` if an expression fails, or what is needed is not where it was said to be.
 */
export async function evaluate(red: Red, node: Node, operation: Operation, stored: StoredParameters, message: Message, findChat: () => Promise<string | undefined>): Promise<Values> {
	const values: Values = {};
	for (const parameter of operation.parameters) {
		const source = stored[parameter.name] ?? (isNeeded(operation, parameter) ? initialValue(operation, parameter) : undefined);
		if (!source) continue;
		const value = (await valueOf(red, node, parameter, source, message)) ?? (isTrail(parameter, source) ? await findChat() : undefined);
		if (parameter.required && (value === undefined || value === null || value === '') && placeOf(source)) {
			throw invalid(parameter, `is empty: ${placeOf(source)} has no value`, 'Set it in front of this node, or choose another source in its dialog.');
		}
		values[parameter.name] = value;
	}
	return values;
}

async function valueOf(red: Red, node: Node, parameter: Parameter, { type, value }: TypedValue, message: Message): Promise<unknown> {
	return await new Promise((resolve, reject) => {
		const settle = (error: Error | null, result: unknown) => {
			if (!error) resolve(result);
			// msg.cliq.chatId of a message without msg.cliq is just missing.
			else if (type === 'msg') resolve(undefined);
			else reject(invalid(parameter, `could not be read from ${placeOf({ type, value }) ?? 'its expression'}: ${error.message}`, 'Correct it in the dialog of the node.'));
		};
		try {
			red.util.evaluateNodeProperty(value, type, node, message, settle);
		} catch (error) {
			settle(error as Error, undefined);
		}
	});
}

function isTrail(parameter: Parameter, { type, value }: TypedValue): boolean {
	return parameter.type === 'chat' && type === 'msg' && value === 'cliq.chatId';
}

function placeOf({ type, value }: TypedValue): string | undefined {
	if (['msg', 'flow', 'global'].includes(type)) return `${type}.${value.replace(/^#:\([^)]*\)::/, '')}`;
	return type === 'env' ? `the environment variable ${value}` : undefined;
}
