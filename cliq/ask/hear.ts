import type { Delivery } from '../events/types';
import type { Answered, Heard, Question } from './types';

/** What is known when a request comes for a question. */
export interface Waiting {
	/** None: there is no such question (any more). */
	question?: Question;
	/** It is over: with this answer, or without one in time. */
	settled?: Answered | 'expired';
	/** What presses in Cliq are proved with. */
	secret?: string;
}

/**
 * Takes a request for a question: a page to show, an answer from a page, a press in Cliq. GET and HEAD never answer
 * anything, whoever follows the link; only POST does.
 *
 * @param delivery the choice and the key are in its query: `choice`, `key`.
 * @param now milliseconds since 1970.
 */
export function hear(_delivery: Delivery, _waiting: Waiting, _now: number): Heard {
	return { reply: { status: 501, headers: {}, body: '' } };
}
