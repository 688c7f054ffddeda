/** The things a Cliq is made of. Times are milliseconds since 1970. */

export interface Person {
	/** The ZUID. */
	id: string;
	name: string;
	email: string;
	/** Belongs to the organization. */
	member: boolean;
	/** A mutual contact of the organization's people; may be written to without being a member. */
	contact: boolean;
}

export interface Bot {
	/** `b-…`; manages the bot. */
	id: string;
	/** Posts as the bot. */
	uniqueName: string;
	name: string;
	description: string;
	/** Counts the bots; direct chats with it end in `-B<number>`. */
	number: number;
	creator: string;
}

export interface Channel {
	/** `O…` for channels of the organization, `P…` for private ones. Not the chat id. */
	id: string;
	chatId: string;
	uniqueName: string;
	name: string;
	description: string;
	level: 'organization' | 'private';
	/** Ids of the bots that take part. */
	bots: Set<string>;
	creator: string;
	created: number;
}

export interface Author {
	kind: 'person' | 'bot';
	id: string;
	name: string;
}

export interface Message {
	time: number;
	/** Tells messages of the same millisecond apart; the second half of the id. */
	serial: string;
	author: Author;
	/** ZUID of who really posted, if a bot shows as the author. */
	postedBy: string;
	type: 'text' | 'file';
	text: string;
	file?: { name: string; id: string; width: number; height: number; size: number };
	/** The message that is answered. */
	replyTo?: Message;
	/** Former texts, oldest first, each with the time it was replaced. */
	edits: { time: number; text: string }[];
	deleted?: number;
	/** Per emoji who reacted, oldest first. */
	reactions: Map<string, { time: number; user: string }[]>;
	/** Further keys of the message object, as they were posted. */
	extra: Record<string, unknown>;
}

export interface Chat {
	/** `CT_…`; with `-B<n>` a direct chat with a bot, with `-T-…` a thread. */
	id: string;
	kind: 'channel' | 'direct' | 'group' | 'bot' | 'thread';
	title: string;
	participants: Set<string>;
	created: number;
	messages: Message[];
	channel?: Channel;
	bot?: Bot;
	/** For threads. */
	parent?: Chat;
	root?: Message;
}

/** @returns when the last message that still stands was sent, or when the chat was made. */
export function lastActivity(chat: Chat): number {
	return lastMessage(chat)?.time ?? chat.created;
}

/** @returns the last message that was not deleted. */
export function lastMessage(chat: Chat): Message | undefined {
	for (let index = chat.messages.length - 1; index >= 0; index--) {
		if (!chat.messages[index].deleted) return chat.messages[index];
	}
	return undefined;
}
