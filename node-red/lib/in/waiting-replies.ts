import type { ServerResponse } from 'node:http';
import { answerJson } from '../shared/webhook-route';

interface Waiting {
	response: ServerResponse;
	timer: NodeJS.Timeout;
	/** `id` of the node that waits. */
	owner: string;
}

/**
 * Deliveries of this process that are not answered yet, by their IDs. A message that goes through a flow is copied, so
 * that it can only name the request that it came from.
 */
const open = new Map<string, Waiting>();

/** Keeps a delivery open for a reply; without one in time it is answered with nothing. */
export function waitForReply(delivery: string, owner: string, response: ServerResponse, milliseconds: number): void {
	const timer = setTimeout(() => void replyTo(delivery, {}), milliseconds);
	open.set(delivery, { response, timer, owner });
	response.on('close', () => forget(delivery));
}

/**
 * Gives a waiting delivery its answer, once.
 *
 * @returns whether it was that; false if nobody waits any more, so that the reply has to go another way.
 */
export async function replyTo(delivery: string, body: object): Promise<boolean> {
	const waiting = forget(delivery);
	return waiting ? await answerJson(waiting.response, body) : false;
}

/** The node ends: what it has not answered yet is answered with nothing. */
export function stopWaiting(owner: string): void {
	for (const [delivery, waiting] of open) if (waiting.owner === owner) void replyTo(delivery, {});
}

function forget(delivery: string): Waiting | undefined {
	const waiting = open.get(delivery);
	clearTimeout(waiting?.timer);
	open.delete(delivery);
	return waiting;
}
