/** What the core returns, in one form, however Cliq answered. `outputs.ts` describes the fields. */

export interface Message {
	messageId: string;
	chatId: string;
	/** The text, or the comment of a file. */
	text: string;
	/** `text`, `file`, … as Cliq calls it. */
	type: string;
	senderId: string;
	senderName: string;
	/** Milliseconds since 1970. */
	time: number;
	/** The same as ISO 8601. */
	sentAt: string;
	fileId?: string;
	fileName?: string;
	/** Cards, replies and the details of a file, as Cliq sent them. */
	content?: Record<string, unknown>;
	/** Whatever else Cliq sent. */
	[key: string]: unknown;
}

export interface Receipt {
	success: true;
	/** Missing where Cliq does not give it: posts as a bot, posts that are not synchronous. */
	messageId?: string;
	/** Of a text that was sent in several messages: all of them, in order; `messageId` is the first. */
	messageIds?: string[];
	chatId?: string;
	/** Messages to a bot: who got it, and where. */
	recipients?: Array<{ userId: string; chatId: string; messageId: string }>;
	/** What could not be done beside sending, in words. */
	warnings?: string[];
}

export interface Reaction {
	emoji: string;
	count: number;
	users: Array<{ userId: string; name: string; /** ISO 8601 */ reactedAt: string }>;
	chatId: string;
	messageId: string;
}

/** For operations that return nothing: that it was done, and to what. */
export interface Done {
	success: true;
	[identifier: string]: unknown;
}

/** A message that waits for its time. */
export interface Scheduled {
	success: true;
	/** Missing where Cliq does not give it. */
	scheduledMessageId?: string;
	chatId: string;
	/** When it is posted: milliseconds since 1970, and the same as ISO 8601. Missing where Cliq does not give it. */
	time?: number;
	sendAt?: string;
}

/** A file that was downloaded. */
export interface FileAnswer {
	fileId: string;
	/** As Cliq or its address gives it. */
	fileName: string;
	mimeType: string;
	/** In the form in which the runner received it. */
	content: unknown;
	[key: string]: unknown;
}

export type Answer =
	| FileAnswer
	| Message
	| Message[]
	| Reaction[]
	| Receipt
	| Done
	| Scheduled
	| Record<string, unknown>
	| Array<Record<string, unknown>>;
