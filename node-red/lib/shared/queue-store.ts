import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readVersioned, versioned } from '../../../cliq';
import type { NodeMessage, Red } from './node-red';
import { OwnFile } from './own-file';

const NAME = 'zoho-cliq-queue.json';
const VERSION = 1;

/** In the text, messages by `id` of their node, each as V8 writes it, in Base64: flows carry buffers and dates. */
const MESSAGES = 'messages';

/**
 * Keeps messages that a node could not send before it ended, for the node with the same ID that comes after it.
 *
 * @returns for each whether it was kept: a message that holds a connection, as from `http in`, cannot be.
 */
export function keepMessages(red: Red, nodeId: string, messages: NodeMessage[]): boolean[] {
	const file = fileOf(red);
	const texts = messages.map(encoded);
	const kept = texts.filter((text) => text !== undefined);
	if (!file || kept.length === 0) return messages.map(() => false);
	const before = parse(file.read());
	const isWritten = file.write(textOf({ ...before, [nodeId]: [...(before[nodeId] ?? []), ...kept] }));
	return texts.map((text) => isWritten && text !== undefined);
}

/**
 * @returns the messages that were kept for a node, the oldest first. They are kept no longer: each is handed out once.
 */
export function takeMessages(red: Red, nodeId: string): NodeMessage[] {
	const file = fileOf(red);
	const { [nodeId]: own, ...others } = parse(file?.read());
	// What cannot be taken out would come again with each start.
	if (!file || !Array.isArray(own) || !file.write(textOf(others))) return [];
	return own.flatMap((text) => decoded(text));
}

function fileOf(red: Red): OwnFile | undefined {
	const userDir = red.settings?.userDir;
	return userDir ? new OwnFile(join(userDir, NAME), (what) => red.log.error(what)) : undefined;
}

function textOf(messages: Record<string, string[]>): string {
	return versioned(VERSION, MESSAGES, messages);
}

function parse(text: string | undefined): Record<string, string[]> {
	return readVersioned(text, VERSION, MESSAGES) as Record<string, string[]>;
}

function encoded(message: NodeMessage): string | undefined {
	try {
		return serialize(message).toString('base64');
	} catch {
		return undefined;
	}
}

function decoded(text: string): NodeMessage[] {
	try {
		return [deserialize(Buffer.from(text, 'base64')) as NodeMessage];
	} catch {
		return [];
	}
}
