/**
 * What Cliq tells us about, the same whichever way it came. Source: the templates and SDK of Zoho's webhook extensions
 * (zcatalyst-cli 1.25.3, zcatalyst_cliq), the pages of the bot handlers, and records of live deliveries.
 */
export type EventKind =
	/** Someone wrote to the bot. */
	| 'message'
	/** Someone mentioned the bot in a conversation. */
	| 'mention'
	/** In a channel that the bot takes part in; of a poll, in any conversation that it reads. */
	| 'channelMessage'
	| 'messageEdited'
	| 'messageDeleted'
	| 'botAdded'
	| 'botRemoved'
	| 'threadEvent'
	/** Someone subscribed to the bot. */
	| 'welcome'
	/** An answer in a conversation that the bot leads. */
	| 'context'
	| 'menuAction'
	| 'incomingWebhook'
	| 'command'
	| 'messageAction'
	/** Someone pressed a button that runs a function. */
	| 'button'
	| 'form'
	| 'call'
	/** Anything else; `handler` says what. */
	| 'other';

export interface CliqEvent {
	kind: EventKind;
	/** Cliq's own name of the handler, e.g. `message_handler`; empty for what was polled. */
	handler: string;
	/** Cliq's own name of what happened in a channel, e.g. `message_sent`. */
	operation?: string | undefined;
	/**
	 * How it came, which decides how it is answered: through a script in a handler of a bot, whose answer is the
	 * message itself, or from a webhook extension, whose answer is `{ output: … }`. What was polled cannot be answered.
	 */
	via: 'forwarder' | 'webhook' | 'poll';
	bot?: { name: string; uniqueName?: string | undefined; id?: string | undefined } | undefined;
	/** ID and name are empty where Cliq does not give them. */
	user: { id: string; name: string; email?: string | undefined };
	chat?:
		| {
				id: string;
				type?: string | undefined;
				title?: string | undefined;
				channelName?: string | undefined;
				channelId?: string | undefined;
		  }
		| undefined;
	message?:
		| {
				/** Missing where Cliq does not give it: messages to a bot come without one. */
				id?: string | undefined;
				text: string;
				/** `text`, `attachment`, … as Cliq calls it. */
				type?: string | undefined;
				attachments: Array<{
					name: string;
					id?: string | undefined;
					type?: string | undefined;
					url?: string | undefined;
				}>;
				mentions: Array<{ id: string; name: string; type?: string | undefined }>;
				/** ID of the message that this one answers. */
				replyTo?: string | undefined;
		  }
		| undefined;
	/** Of a command, button, menu action or form: what it was given. */
	arguments?: unknown;
	/** Milliseconds since 1970; when it arrived, if Cliq does not say when it happened. */
	time: number;
	/** The same as ISO 8601. */
	at: string;
	/** Where an answer can be posted later; of webhook extensions. */
	responseUrl?: string | undefined;
	/** What came. */
	raw: Record<string, unknown>;
}

/** A request that came to a webhook. */
export interface EventRequest {
	method: string;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	query: Record<string, unknown>;
	/** As it came over the wire: a signature is about these bytes. */
	body: Uint8Array;
}

/** Who may deliver, and what. */
export interface Door {
	/** In the header `x-cliq-secret`, or as `secret` in the query where no header can be set. */
	secret?: string | undefined;
	/** PEM; Cliq's signature must fit it. */
	publicKey?: string | undefined;
	/** In seconds, above 0: older deliveries are refused, if they say when they were sent. */
	maxAge: number;
	/** Unique names or IDs of bots whose own messages are dropped. */
	ownBots: string[];
}

/** What is answered to whoever delivered. Nothing in it is about the workflow. */
export type Received =
	| { event: CliqEvent }
	/** `reason` is for the log; the body of the answer is only the name of the status. */
	| { status: 400 | 401 | 405 | 408 | 413 | 415 | 500; reason: string }
	/** All right, and nothing to do. */
	| { status: 200; reason: string };
