import { type Answer, type FileAnswer, type Operation, type Values, toWire } from '../../../cliq';
import type { NodeMessage, Red } from '../shared/node-red';
import { isList } from './offered-operations';

/** What goes with each answer as `msg.cliq`, for the Cliq nodes that follow. */
interface Trail {
	operation: string;
	chatId?: string;
	messageId?: string;
	fileId?: string;
	/** Other identifiers that the operation was given, e.g. `channel`. */
	[identifier: string]: unknown;
}

/**
 * @param answers one, or one for each of several places.
 * @param split whether a list becomes one message an entry, which a Join node can put together again.
 * @returns the messages to send; the first one is the message that came in, with everything else that it holds.
 */
export function answerMessages(
	red: Red,
	message: NodeMessage,
	operation: Operation,
	values: Values,
	answers: Answer[],
	split: boolean,
): NodeMessage[] {
	const trail = trailOf(operation, values);
	const [answer] = answers;
	if (!split || !isList(operation)) {
		const cliq = { ...trail, ...idsIn(answer) };
		const content =
			operation.returns.shape === 'file'
				? fileContent(answer as FileAnswer)
				: { payload: answers.length === 1 ? answer : answers };
		return [Object.assign(withWarnings(message, warningsOf(answers)), content, { cliq })];
	}
	const entries = answer as unknown[];
	const id = red.util.generateId();
	// All clones come before the first change, so that no entry leaks into the next.
	const messages = entries.map((_, index) => (index === 0 ? message : red.util.cloneMessage(message)));
	return messages.map((copy, index) =>
		Object.assign(copy, {
			payload: entries[index],
			cliq: { ...trail, ...idsIn(entries[index]) },
			parts: { id, type: 'array', index, count: entries.length, len: 1 },
		}),
	);
}

/** @returns what was left out of messages, shortened or guessed, in words. */
export function warningsOf(answers: unknown[]): string[] {
	return [...new Set(answers.flatMap((answer) => (Object(answer) as { warnings?: string[] }).warnings ?? []))];
}

/** What a Cliq node before this one has left in `msg.warnings` is not about this one. */
export function withWarnings(message: NodeMessage, warnings: string[]): NodeMessage {
	if (message.cliq !== undefined) delete message.warnings;
	return warnings.length === 0 ? message : Object.assign(message, { warnings });
}

/** As the nodes of Node-RED that read and write files have it. */
function fileContent({ content, fileName, mimeType }: FileAnswer): NodeMessage {
	return { payload: content, filename: fileName, contentType: mimeType };
}

function trailOf(operation: Operation, values: Values): Trail {
	const identifiers = operation.parameters.filter((parameter) => parameter.in === 'path');
	const written = identifiers.map((parameter) => [parameter.name, toWire(parameter, values[parameter.name])]);
	return { operation: operation.id, ...Object.fromEntries(written) };
}

/** What the nodes that follow take from the trail. The entries of a list have no more in common than their chat. */
function idsIn(value: unknown): Partial<Trail> {
	const names = Array.isArray(value) ? ['chatId'] : ['chatId', 'messageId', 'fileId'];
	const answer = Object([value].flat()[0]) as Record<string, unknown>;
	const known = names.map((name) => [name, answer[name]] as const);
	return Object.fromEntries(known.filter(([, id]) => typeof id === 'string' && id !== ''));
}
