import type { MessageObject } from '../message/types';
import type { CliqEvent } from './types';

/** The keys of a message that can be an answer; where it goes is settled already. */
export const ANSWERABLE: ReadonlyArray<keyof MessageObject> = ['text', 'bot', 'card', 'slides', 'buttons', 'references', 'styles'];

/**
 * What the webhook answers Cliq with, within 15 seconds of the event.
 *
 * @param message to post where the event happened; `undefined` for none.
 * @returns the body, as JSON: a script hands it on as its handler's answer; webhook extensions take it as `output`.
 */
export function answerTo(event: Pick<CliqEvent, 'via'>, message: MessageObject | undefined): Record<string, unknown> {
	if (message === undefined) return {};
	return event.via === 'webhook' ? { output: message } : { ...message };
}
