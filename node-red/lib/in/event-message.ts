import { randomUUID } from 'node:crypto';
import type { CliqEvent } from '../../../cliq';
import type { NodeMessage } from '../shared/node-red';

/** An event on its way through a flow. */
export interface FlowEvent extends CliqEvent {
	/**
	 * Names the request that it came with, for a reply. Polled messages have none, and nobody waits.
	 */
	delivery: string;
}

/** Gives an event a name by which a reply finds whoever waits for it. */
export function flowEvent(event: CliqEvent): FlowEvent {
	return { ...event, delivery: randomUUID() };
}

/** @returns the message that a flow gets of an event, the same whichever way it came. */
export function messageOf(event: FlowEvent): NodeMessage {
	const { kind, message, chat } = event;
	return {
		topic: kind,
		payload: message?.text ?? event.arguments ?? '',
		event,
		// As the Cliq nodes that follow expect it.
		cliq: { ...(chat?.id && { chatId: chat.id }), ...(message?.id && { messageId: message.id }) },
	};
}
