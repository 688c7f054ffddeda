/** What the core gives back, the same whichever of its forms Cliq answered in. */

export interface Message {
	id: string;
	chatId: string;
	/** Milliseconds since 1970. */
	time: number;
	/** The same as ISO 8601. */
	sentAt: string;
	/** `text`, `file`, … as Cliq calls it. */
	type: string;
	/** The text, or the comment of a file. */
	text: string;
	sender: { id: string; name: string };
	file?: { id: string; name: string; type?: string; [key: string]: unknown };
	/** Whatever else Cliq sent. */
	[key: string]: unknown;
}

export interface Receipt {
	sent: true;
	/** Missing where Cliq does not tell: posts as a bot, posts that are not synchronous. */
	messageId?: string;
	/** Of a text that was sent in several messages: all of them, in order; `messageId` is the first. */
	messageIds?: string[];
	chatId?: string;
	/** Messages to a bot: who got it, and where. */
	recipients?: Array<{ userId: string; chatId: string; messageId: string }>;
}

export interface Reaction {
	emoji: string;
	count: number;
	users: Array<{ id: string; name: string; /** ISO 8601 */ reactedAt: string }>;
}

/** For operations that return nothing: that it was done, and to what. */
export interface Done {
	success: true;
	[identifier: string]: unknown;
}

/** A file that was downloaded. */
export interface FileAnswer {
	/** As Cliq or its address tells it. */
	name: string;
	/** MIME type. */
	type: string;
	/** In the form in which the runner received it. */
	content: unknown;
	[key: string]: unknown;
}

export type Answer = FileAnswer | Message | Message[] | Reaction[] | Receipt | Done | Record<string, unknown> | Array<Record<string, unknown>>;
