import type { KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';

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

/** An address that is handed everything as signed JSON. */
export interface Webhook {
	url: string;
	privateKey: KeyObject;
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
	/** Scripts, by type of handler. */
	handlers: Map<string, { script: string }>;
	/**
	 * What its menu offers, five entries at most; each has a script of its own, or that of the menu handler, and
	 * perhaps a menu of five below it.
	 */
	menu: { name: string; script?: string; subActions?: string[] }[];
	/** Instead of scripts: where a bot of the execution type `webhook` hands everything. */
	webhook?: Webhook | undefined;
}

/** What the API keeps of things that nobody plays by hand. */
export interface StoredRecord {
	/** Last segment of the path of the list that it is in. */
	collection: string;
	/** Whose list that is: the values in the path, by placeholder. */
	under: Record<string, string>;
	id: string;
	/** As a list has it. */
	value: Record<string, unknown>;
}

export interface Team {
	id: string;
	name: string;
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

export interface Button {
	label: string;
	hint?: string;
	type?: '+' | '-';
	key?: string;
	arguments?: Record<string, unknown>;
	action: { type: string; data: Record<string, string>; confirm?: Record<string, string> };
}

/** What a message has beside its text, as it was posted. */
export interface Content {
	card?: {
		theme: string;
		title: string;
		thumbnail?: string;
		icon?: string;
		sections?: { title?: string; fields?: { title: string; value: string }[] }[];
		options?: { text: string }[];
		buttons?: Button[];
	};
	slides?: { type: string; title?: string; data: unknown; styles?: Record<string, unknown>; buttons?: Button[] }[];
	buttons?: Button[];
	references?: Record<string, { type: 'button'; object: Button }>;
	styles?: { background?: string; markdown?: boolean; highlight?: boolean };
}

export interface StoredFile {
	id: string;
	name: string;
	/** MIME type. */
	type: string;
	/** In bytes. */
	size: number;
	/** In hex. */
	sha256: string;
	/** In pixels, where known. */
	width?: number;
	height?: number;
	open(): Readable;
}

export interface StoredMessage {
	time: number;
	/** Tells messages of the same millisecond apart; the second half of the id. */
	serial: string;
	author: Author;
	/** ZUID of who really posted, if a bot shows as the author. */
	postedBy: string;
	type: 'text' | 'file';
	text: string;
	content: Content;
	/** Name and picture that show instead of the author's. */
	shown?: { name?: string | undefined; image?: string | undefined };
	file?: StoredFile;
	/** Of a bot: what a person may want to say to it. */
	suggestions?: string[];
	/** The thread that starts here. */
	thread?: Chat;
	/** The message that is answered. */
	replyTo?: StoredMessage;
	/** Former texts, oldest first, each with the time it was replaced. */
	edits: { time: number; text: string }[];
	deleted?: number;
	/** Per emoji who reacted, oldest first. */
	reactions: Map<string, { time: number; user: string }[]>;
	/** Of a poll: which option each person chose, counted from 0. */
	votes: Map<string, number>;
}

/** A message that waits for its time. */
export interface Scheduled {
	id: string;
	chat: Chat;
	author: Author;
	text: string;
	/** When it is posted. */
	time: number;
	/** The same on the clock of `zone`, as it was asked for: yyyyMMddTHHmmss. */
	localTime: string;
	/** IANA name. */
	zone: string;
	created: number;
}

export interface Chat {
	/** `CT_…`; with `-B<n>` a direct chat with a bot, with `-T-…` a thread. */
	id: string;
	kind: 'channel' | 'direct' | 'group' | 'bot' | 'thread';
	title: string;
	participants: Set<string>;
	created: number;
	messages: StoredMessage[];
	channel?: Channel;
	bot?: Bot;
	/** For threads. */
	parent?: Chat;
	root?: StoredMessage;
}

/** @returns the message's id as tests and the page see it: `time_serial`, whatever form the API plays. */
export function keyOf(message: StoredMessage): string {
	return `${message.time}_${message.serial}`;
}

/** @returns the message in a line: its text, or what it has instead. */
export function gist({ text, file, content }: StoredMessage): string {
	if (text.trim() !== '') return text;
	return file ? `File: ${file.name}` : (content.card?.title ?? '');
}

/** @returns when the last message that still stands was sent, or when the chat was made. */
export function lastActivity(chat: Chat): number {
	return lastMessage(chat)?.time ?? chat.created;
}

/** @returns the last message that was not deleted. */
export function lastMessage(chat: Chat): StoredMessage | undefined {
	for (let index = chat.messages.length - 1; index >= 0; index--) {
		const message = chat.messages[index];
		if (message && !message.deleted) return message;
	}
	return undefined;
}

/** @returns the messages that were not deleted. */
export function standing(chat: Chat): StoredMessage[] {
	return chat.messages.filter((message) => !message.deleted);
}
