import { SeenEvents } from '../../../cliq';
import { elapsed } from '../account/connect';

/** What each node that receives from Cliq has seen; longer than a deploy, since Cliq may deliver a second time. */
const heard = new Map<string, SeenEvents>();

/** @param node `id` of a node that receives from Cliq. */
export function heardBy(node: string): SeenEvents {
	const events = heard.get(node) ?? new SeenEvents();
	heard.set(node, events);
	return events;
}

/** The node is gone. */
export function forget(node: string): void {
	heard.delete(node);
}

/**
 * What is said in a chat in the name of a person is not an event for any node: a flow that answers would talk to
 * itself.
 */
export function noteSaid(chatId: string | undefined, text: string): void {
	for (const events of heard.values()) events.noteSaid(chatId, text, elapsed());
}
