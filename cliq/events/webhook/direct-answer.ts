import type { MessageObject } from '../../message/types';
import { sentAt } from './parse-event';
import type { CliqEvent } from '../types';

/** The keys of a message that can be an answer; where it goes is settled already. */
export const ANSWERABLE: ReadonlyArray<keyof MessageObject> = [
	'text',
	'bot',
	'card',
	'slides',
	'buttons',
	'references',
	'styles',
];

/**
 * In milliseconds. Cliq shows nothing that comes after 15 seconds (source: the SDK of webhook extensions); two are for
 * the way.
 */
const AWAITED = 13_000;

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

/**
 * Whether Cliq still shows what the webhook answers. It counts from when it sent the event, by its own clock, and what
 * was long on its way has waited already.
 *
 * @param arrived when the event came, in milliseconds since 1970, as `now`.
 */
export function isAwaited({ raw }: Pick<CliqEvent, 'raw'>, arrived: number, now: number): boolean {
	return now - Math.min(arrived, sentAt(raw, arrived) ?? arrived) < AWAITED;
}
