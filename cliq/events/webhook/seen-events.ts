import { createHash } from 'crypto';
import { ExpiringMap } from '../../util/expiring-map';
import { WRITTEN } from '../event-kinds';
import type { CliqEvent, EventKind } from '../types';

/** In milliseconds: how long after an event the same is taken for a repetition. */
export const REMEMBERED = 10 * 60_000;

/** At most so many are remembered, half of them at least; at 50 bytes each they take a megabyte. */
const MOST = 20_000;

/**
 * The kinds whose message is written once. Of an edited one there may be several events, and a button is pressed again.
 */
const ONCE: ReadonlySet<EventKind> = new Set<EventKind>(['message', 'mention', 'channelMessage', 'messageDeleted']);

/** In milliseconds: how long after something was said it may come back. */
const ECHOES = 2 * 60_000;

/** Tells what came before, since Cliq and its scripts deliver at least once. */
export class SeenEvents {
	private readonly seen = new ExpiringMap<true>(REMEMBERED, MOST);
	private readonly said = new ExpiringMap<true>(ECHOES, MOST);

	/**
	 * Whether the event has not been here in the last ten minutes; from now on it has.
	 *
	 * The same is what has the same message ID and text, or, without an ID, the same chat, user, time and text. Where
	 * Cliq tells neither an ID nor a time nothing is taken for a repetition: people do write the same thing twice. What
	 * was said here (`noteSaid`) is nothing new either.
	 *
	 * @param now in milliseconds, by a clock that never goes back.
	 */
	isNew(event: CliqEvent, now: number): boolean {
		if (WRITTEN.has(event.kind) && this.said.get(wordsOf(event.chat?.id, event.message?.text), now)) return false;
		const key = keyOf(event);
		if (this.seen.get(key, now)) return false;
		this.seen.set(key, true, now);
		return true;
	}

	/**
	 * Remembers what is said in a chat in the name of a person. Where a bot listens it comes back, and nothing tells it
	 * from what the person says; who answers it would talk to themselves for ever.
	 *
	 * @param now in milliseconds, by a clock that never goes back.
	 */
	noteSaid(chatId: string | undefined, text: string, now: number): void {
		this.said.set(wordsOf(chatId, text), true, now);
	}
}

function wordsOf(chatId: string | undefined, text: string | undefined): string {
	return hash([chatId, text?.trim()]);
}

function keyOf(event: CliqEvent): string {
	const { kind, handler, operation, chat, user, message, time } = event;
	const place = [kind, chat?.id, chat?.channelName];
	const what =
		message?.id !== undefined && ONCE.has(kind)
			? [message.id, message.text]
			: [handler, operation, message?.id, user.id, time, message?.text, event.arguments];
	return hash([place, what]);
}

function hash(facts: unknown): string {
	return createHash('sha256').update(JSON.stringify(facts)).digest('base64');
}
