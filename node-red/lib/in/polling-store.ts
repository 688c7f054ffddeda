import { randomUUID } from 'node:crypto';
import type { PollState } from '../../../cliq';
import type { Node } from '../shared/node-red';

/** What goes on after a deploy, and after a restart where the store outlives it. */
export interface Remembered extends PollState {
	/** Chat IDs of channels. */
	named: Record<string, string>;
	/** When it was last polled, in milliseconds since 1970. */
	at?: number;
	/** Names the process that did. */
	by?: string;
}

/** Names this process among those that come before and after it. */
export const PROCESS = randomUUID();

const KEY = 'looked';

/** @returns what the node's context holds from before, if it holds any. @throws Error of the store. */
export async function recall(node: Node): Promise<Remembered | undefined> {
	const stored = await new Promise<unknown>((resolve, reject) => {
		node.context().get(KEY, (error, value) => (error ? reject(error) : resolve(value)));
	});
	const { chats, named } = Object(stored) as Partial<Remembered>;
	return typeof chats === 'object' && chats !== null
		? { ...(stored as Remembered), named: Object(named) as Remembered['named'] }
		: undefined;
}

/** @throws Error of the store. */
export async function remember(node: Node, state: Remembered): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		node.context().set(KEY, state, (error) => (error ? reject(error) : resolve()));
	});
}
