import type { Message } from '../../catalogue/answers';
import { messageIn } from '../webhook/event-parts';
import type { CliqEvent } from '../types';

/** A message of a chat, and as what Cliq sent it. */
export interface FoundMessage {
	message: Message;
	raw: Record<string, unknown>;
}

/**
 * @returns that a message was written. A list of messages does not show whether its chat is a channel's, so that all of
 * them are of one kind.
 */
export function eventOf({ message, raw }: FoundMessage): CliqEvent {
	const { messageId, chatId, senderId, senderName, time, sentAt } = message;
	return {
		kind: 'channelMessage',
		handler: '',
		operation: 'message_sent',
		via: 'poll',
		user: { id: senderId, name: senderName },
		chat: { id: chatId },
		message: messageIn({ message: { ...message, id: messageId } }),
		time,
		at: sentAt,
		raw,
	};
}

/** For sorting: the earlier first. Of what has the same time, Cliq numbers the later one higher. */
export function byTime(one: CliqEvent, other: CliqEvent): number {
	const [first, second] = [one.message?.id ?? '', other.message?.id ?? ''];
	return one.time - other.time || first.length - second.length || (first < second ? -1 : 1);
}

/**
 * Whether one of these wrote it: by ID, which for a bot may lack its `b-`, or by name. A list of messages has no
 * email addresses.
 */
export function isWrittenBy({ user }: CliqEvent, senders: string[]): boolean {
	const plain = (word: string) =>
		word
			.trim()
			.toLowerCase()
			.replace(/^@|^b-(?=\d)/, '');
	const names = [user.id, user.name].map(plain).filter((word) => word !== '');
	return senders.some((sender) => names.includes(plain(sender)));
}
