/**
 * Where the page, the older official files and records of live calls disagree, the sandbox can play
 * either. "Page" is Zoho's "Messages" page of the REST API v2; "old" its older OpenAPI files; "live"
 * what others recorded against the real servers.
 */
export interface Variants {
	/**
	 * How "nothing to say" is answered. Page: `204 No response`, drawn as a body; live: also 200 with no body, or 200
	 * with that body.
	 */
	noContent: '204' | '200-empty' | '200-response-code';
	/** The answer to a call over the threshold or into a lock. Page: 429; live: 400 `request_limit_exceeded`. */
	limitAnswer: '429' | '400';
	/** Whether that answer has a Retry-After header. No source promises one. */
	retryAfter: boolean;
	/** "Number of API calls allowed within a minute" (page): any sixty seconds, or each minute of the clock. */
	minute: 'sliding' | 'calendar';
	/** Whether a call during a lock starts the lock anew. The page is silent. */
	lockRestarts: boolean;
	/** Page: `{message}`; live v2: `{code, message}` with the same kind of text. */
	errorBody: 'code-message' | 'message';
	/** What a token without the scope gets. Live: both were seen, with `oauthtoken_scope_invalid`. */
	scopeRefusal: 401 | 403;
	/**
	 * Whether the scopes that live servers were seen to want, beyond those of the page, are demanded too (edit:
	 * Messages.UPDATE).
	 */
	observedScopes: boolean;
	/** Where the catalogue knows two forms of a path. Page: with the second `/messages`; live: without. */
	retrievePath: 'suffix' | 'short' | 'both';
	/** How the form of a path that is not played is refused. Page: 404; live: 400 `request_url_invalid`. */
	refusedPath: '404' | '400';
	/** The sender of Retrieve a Message. Page: `{senderName, senderID}`; everywhere else: `{name, id}`. */
	retrieveSender: 'senderName' | 'name';
	/** The content of a text message. Page (Retrieve): a string; old (threads): `{text}`. */
	textContent: 'string' | 'object';
	/**
	 * How message ids are written. The page has three forms itself: `…_…`, a percent-encoded space (in the receipt of
	 * a post to a bot, and so here under `page`), and live events carry a plain space. In a URL an id is decoded once.
	 */
	messageId: 'page' | 'underscore' | 'space' | 'encoded';
	/**
	 * Whether a channel post with sync_message tells the message id. Old: yes, unless posted as a bot; page: shows a
	 * 204.
	 */
	channelReceipt: boolean;
	/** Whether posts tell their ids without sync_message too. Old: only with it; the page does not say. */
	receiptWithoutSync: boolean;
	/** The order of Get Messages. Not documented; live sources contradict each other. */
	order: 'oldest-first' | 'newest-first';
	/**
	 * What no page has for an endpoint, and live servers were seen to take, such as a thread that is started by the
	 * unique name of its channel.
	 */
	undocumented: 'refused' | 'taken';
	/** What can be posted by the ID of a channel. Zoho's own n8n node: every message; old: what starts a thread. */
	postById: 'all' | 'threads';
	/** Whether a channel can be looked up by its unique name. Live only. */
	lookUpByName: boolean;
	/** Whether `/users/me` tells who signed in. Live callers only, and one of them was refused. */
	ownUser: boolean;
	/** Which end of the window Get Messages gives when more messages fit than the limit. Not documented. */
	fullPage: 'newest' | 'oldest';
	/** The answer for an id that does not exist. Page: 404; live: often a 400 that speaks of a technical error. */
	unknownId: '404' | '400';
	/** What a client_credentials token may do. Live: only post to bots, whatever scopes it names. */
	clientCredentials: 'bot-posts' | 'all';
	/**
	 * Whether a card may hold buttons. Page of v3: yes; live: 400 `extra_key_found`, while buttons beside the card
	 * work.
	 */
	cardButtons: 'refused' | 'taken';
	/**
	 * Whether a message's own buttons may have `arguments`. Page of v3: they have a `key`, and `arguments` stands under
	 * instant buttons alone.
	 */
	buttonArguments: 'refused' | 'taken';
	/** Whether a message's own buttons may have a `key`. Page of v3: yes; no live record. */
	buttonKey: 'taken' | 'refused';
	/** What a script gets of an answer in JSON. Page: text; live scripts of other products: a map. */
	responseText: 'text' | 'map';
	/**
	 * Whether scripts are spaced anew when they are saved, as Deluge's editor does: `url :"…"`. By most public scripts;
	 * no page says when.
	 */
	respacedScripts: boolean;
	/**
	 * What a script gets of the texts in a form. Page: they are texts; live scripts call `toString()` first, and
	 * `urlEncode` gives null for what is not TEXT.
	 */
	formValues: 'text' | 'other';
	/**
	 * What `attachments` are. Template of zcatalyst-cli: names; live: objects of the type FILE, which in a map either
	 * cost the whole body, or go out as texts.
	 */
	fileObjects: 'none' | 'fails' | 'text';
	/** How many minutes `zoho.currenttime.toLong()` is off, if a zone is in it. Live, of another product: none. */
	timeOffset: 0 | 330 | -480;
	/** Which variables a handler has, and v3 lists as its `params`. `few`: those alone that every source has. */
	handlerVariables: 'all' | 'few';
	/**
	 * Whether a handler must be there to be changed. Page of v3: "Specified handler was not found"; recorded live for
	 * GET alone.
	 */
	patchNeedsHandler: boolean;
	/**
	 * When a button must say whose function it runs. Page: "optional if the function is created by the same user"; the
	 * samples that post as a bot have it, and the page of the cards marks it as required.
	 */
	functionOwner: 'optional' | 'for-bots' | 'required';
	/**
	 * How a map is printed in a text, such as by `toString()`. Live: as JSON; as JSON without its backslashes, maps
	 * within as `{k=v}`; or all of it as `{k=v}`.
	 */
	mapText: 'json' | 'unescaped' | 'equals';
	/**
	 * How a map goes out as the `body` of invokeurl. Page: as JSON; a live bridge expects `{k=v}`, and multipart
	 * whatever the header says, too.
	 */
	mapBody: 'json' | 'equals' | 'multipart';
	/** The name of the parts that are files. Old: `files` in the text, `file` in one example; live: `file`. */
	fileField: 'file' | 'files' | 'both';
	/**
	 * Creating a mention handler with a full script. Page of v3: works; live: `operation_failed`, while a minimal
	 * script, changed later, works.
	 */
	mentionCreate: 'any' | 'minimal-only';
	/**
	 * Whether a function that was just created has its handler. Page of v3: the answer lists it, and yet another call
	 * creates it.
	 */
	newFunction: 'without-handler' | 'with-handler';
	/**
	 * Whether message and welcome handler can be deleted. Page of v3: handlers can, but "Default handlers cannot be
	 * deleted", and it does not say which are.
	 */
	defaultHandlers: 'deletable' | 'kept';
	/**
	 * Whether a function is told the ID of the message that its button is in. The template of zcatalyst-cli has none;
	 * events of channels, live, have it.
	 */
	pressedMessageId: boolean;
	/** Whether a message that is edited over the API loses its buttons. Not documented. */
	editDropsButtons: boolean;
	/**
	 * Whether a user may edit what was posted in the name of a bot with the user's account. No page says; live:
	 * placeholders of bots are edited, while deleting them is refused.
	 */
	botEdits: 'taken' | 'refused';
	/** What a script of Deluge puts in a text for null: nothing, or the word. Not documented. */
	nullInText: 'nothing' | 'null';
	/**
	 * Whether a participation handler is told of what its own bot posts. Not documented; live receivers had to drop
	 * such messages.
	 */
	ownMessages: boolean;
	/** Whether every event is delivered twice. Live: at least once. */
	redeliver: boolean;
}

/**
 * What the sandbox plays unless told otherwise: the page wherever it speaks, then the older official files, then live
 * records.
 */
export const defaultVariants: Variants = {
	noContent: '204',
	limitAnswer: '429',
	retryAfter: false,
	minute: 'sliding',
	lockRestarts: false,
	errorBody: 'code-message',
	scopeRefusal: 401,
	observedScopes: false,
	retrievePath: 'suffix',
	refusedPath: '404',
	retrieveSender: 'senderName',
	textContent: 'string',
	messageId: 'page',
	channelReceipt: true,
	receiptWithoutSync: false,
	order: 'oldest-first',
	undocumented: 'refused',
	postById: 'all',
	lookUpByName: true,
	ownUser: true,
	fullPage: 'newest',
	unknownId: '404',
	clientCredentials: 'bot-posts',
	cardButtons: 'refused',
	buttonArguments: 'refused',
	buttonKey: 'taken',
	responseText: 'text',
	respacedScripts: false,
	formValues: 'text',
	fileObjects: 'none',
	timeOffset: 0,
	handlerVariables: 'all',
	patchNeedsHandler: true,
	functionOwner: 'optional',
	mapText: 'json',
	mapBody: 'json',
	fileField: 'files',
	mentionCreate: 'any',
	newFunction: 'without-handler',
	defaultHandlers: 'deletable',
	pressedMessageId: true,
	editDropsButtons: false,
	botEdits: 'taken',
	nullInText: 'nothing',
	ownMessages: true,
	redeliver: false,
};

/** Every value each variant may take, for checking what comes over HTTP and for tests that go through all of them. */
export const variantValues: { [Name in keyof Variants]: readonly Variants[Name][] } = {
	noContent: ['204', '200-empty', '200-response-code'],
	limitAnswer: ['429', '400'],
	retryAfter: [false, true],
	minute: ['sliding', 'calendar'],
	lockRestarts: [false, true],
	errorBody: ['code-message', 'message'],
	scopeRefusal: [401, 403],
	observedScopes: [false, true],
	retrievePath: ['suffix', 'short', 'both'],
	refusedPath: ['404', '400'],
	retrieveSender: ['senderName', 'name'],
	textContent: ['string', 'object'],
	messageId: ['page', 'underscore', 'space', 'encoded'],
	channelReceipt: [true, false],
	receiptWithoutSync: [false, true],
	order: ['oldest-first', 'newest-first'],
	undocumented: ['refused', 'taken'],
	postById: ['all', 'threads'],
	lookUpByName: [true, false],
	ownUser: [true, false],
	fullPage: ['newest', 'oldest'],
	unknownId: ['404', '400'],
	clientCredentials: ['bot-posts', 'all'],
	cardButtons: ['refused', 'taken'],
	buttonArguments: ['refused', 'taken'],
	buttonKey: ['taken', 'refused'],
	responseText: ['text', 'map'],
	respacedScripts: [false, true],
	formValues: ['text', 'other'],
	fileObjects: ['none', 'fails', 'text'],
	timeOffset: [0, 330, -480],
	handlerVariables: ['all', 'few'],
	patchNeedsHandler: [true, false],
	functionOwner: ['optional', 'for-bots', 'required'],
	mapText: ['json', 'unescaped', 'equals'],
	mapBody: ['json', 'equals', 'multipart'],
	fileField: ['files', 'file', 'both'],
	mentionCreate: ['any', 'minimal-only'],
	newFunction: ['without-handler', 'with-handler'],
	defaultHandlers: ['deletable', 'kept'],
	pressedMessageId: [true, false],
	editDropsButtons: [false, true],
	botEdits: ['taken', 'refused'],
	nullInText: ['nothing', 'null'],
	ownMessages: [true, false],
	redeliver: [false, true],
};

/**
 * @param changes what to change, perhaps from outside
 * @returns the same, checked
 * @throws Error naming the first variant or value that does not exist
 */
export function checkVariants(changes: Record<string, unknown>): Partial<Variants> {
	for (const [name, value] of Object.entries(changes)) {
		if (!Object.hasOwn(variantValues, name))
			throw new Error(`There is no variant "${name}". Variants: ${Object.keys(variantValues).join(', ')}`);
		const allowed: readonly unknown[] = variantValues[name as keyof Variants];
		if (!allowed.includes(value))
			throw new Error(`The variant "${name}" is one of ${JSON.stringify(allowed)}, not ${JSON.stringify(value)}`);
	}
	return changes as Partial<Variants>;
}
