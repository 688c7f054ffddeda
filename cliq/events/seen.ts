import { createHash } from 'crypto';
import type { CliqEvent, EventKind } from './types';

/** In milliseconds: how long after an event the same is taken for a repetition. */
const REMEMBERED = 10 * 60_000;

/** At most so many are remembered; at 50 bytes each they take half a megabyte. */
const MOST = 10_000;

/** The kinds whose message is written once. Of an edited one there may be several events, and a button is pressed again. */
const ONCE: ReadonlySet<EventKind> = new Set<EventKind>(['message', 'mention', 'channelMessage', 'messageDeleted']);

/** Tells what came before, since Cliq and its scripts deliver at least once. */
export class SeenEvents {
	/** When each was seen first, in milliseconds since 1970; the oldest first. */
	private readonly seen = new Map<string, number>();

	/**
	 * Whether the event has not been here in the last ten minutes; from now on it has.
	 *
	 * The same is what has the same message ID and text, or, without an ID, the same chat, user, time and text. Where Cliq tells
	 * neither an ID nor a time nothing is taken for a repetition: people do write the same thing twice.
	 *
	 * @param now milliseconds since 1970.
	 */
	isNew(event: CliqEvent, now: number): boolean {
		this.forgetOld(now);
		const key = keyOf(event);
		if (this.seen.has(key)) return false;
		const [oldest] = this.seen.keys();
		if (this.seen.size >= MOST) this.seen.delete(oldest);
		this.seen.set(key, now);
		return true;
	}

	private forgetOld(now: number): void {
		for (const [key, at] of this.seen) {
			if (now - at <= REMEMBERED) return;
			this.seen.delete(key);
		}
	}
}

function keyOf(event: CliqEvent): string {
	const { kind, handler, operation, chat, user, message, time } = event;
	const place = [kind, chat?.id, chat?.channelName];
	const what = message?.id !== undefined && ONCE.has(kind) ? [message.id, message.text] : [handler, operation, message?.id, user.id, time, message?.text, event.arguments];
	return createHash('sha256').update(JSON.stringify([place, what])).digest('base64');
}
