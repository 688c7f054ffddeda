/** What an endpoint of Cliq looks like as data. Everything else in the project is derived from these shapes. */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * What a value means to Cliq. Each runner turns a meaning into a widget in one place, and
 * `cliq/parameters/to-wire.ts` says how a value of each meaning is checked and written on the wire.
 */
export type ParameterType =
	| 'boolean'
	| 'bot'
	| 'botId'
	| 'buttons'
	| 'card'
	| 'channel'
	| 'channelId'
	| 'chat'
	| 'choice'
	| 'comments'
	| 'count'
	| 'emails'
	| 'emoji'
	| 'file'
	| 'files'
	| 'functionId'
	| 'handler'
	| 'ids'
	| 'identity'
	| 'localTime'
	| 'mentions'
	| 'message'
	| 'nested'
	| 'object'
	| 'references'
	| 'slides'
	| 'string'
	| 'strings'
	| 'styles'
	| 'targets'
	| 'text'
	| 'time'
	| 'user'
	| 'userIds';

/** One of the values that a `choice` may have. */
export interface Choice {
	value: string;
	/** In Title Case. */
	label: string;
	description?: string;
}

export interface Parameter {
	/** Our name. The same name means the same thing in every operation that has it. */
	name: string;
	/** What a person sees, in Title Case. */
	label: string;
	type: ParameterType;
	/** Of users: Cliq takes their IDs alone, so that email addresses are looked up. */
	idOnly?: boolean;
	/**
	 * Where it goes: `body` is JSON, `form` a part of a multipart body. `compose` never leaves: it says how the message
	 * is made of the other values, and `cliq/message/compose.ts` takes it away.
	 */
	in: 'path' | 'query' | 'body' | 'form' | 'compose';
	/**
	 * Cliq's name: the placeholder in the path, the query key, the body key or the part; `*` for an object whose keys
	 * are body keys.
	 */
	wire: string;
	/** Another name that live servers are known to want, tried after a 400. */
	alternateWire?: string;
	/**
	 * No page has it for this endpoint; live servers were seen to take it. An endpoint that documents it goes first.
	 */
	undocumented?: true;
	required?: true | undefined;
	/** Of a `nested` value. */
	nested?: Nested;
	/** In UTF-16 code units, the way Java counts. */
	maxLength?: number | undefined;
	/** For counts; the least is 1 unless it is said here. Of `ids` and `emails`: how many there may be. */
	maximum?: number | undefined;
	minimum?: number;
	/** For a `choice`. The first is what a person most often wants. */
	choices?: Choice[];
	/** Of a `localTime`: it must not have passed when the call is made. */
	isFuture?: true;
	/** Of a `time`: the name of the parameter that must not be later. */
	notBefore?: string;
	/** Of a `localTime`: the name of the parameter that says which zone's clock it is. */
	zone?: string;
	/** Sent unless the person chooses otherwise. */
	default?: boolean | string;
	/** What an empty field stands for, where an expression that gives nothing must not: `to mention nobody`. */
	emptyMeans?: string;
	/** A full sentence fragment; for booleans it starts with "Whether". */
	description: string;
}

/** What a value with parameters of its own consists of. */
export interface Nested {
	/** What one entry is called, in Title Case. */
	entry: string;
	/** How many entries there may be: 1 is an object on the wire, more a list. */
	most: number;
	/** Each under its `wire` in the object. */
	fields: Parameter[];
}

/** Which field of Cliq's answer becomes what. `at` is the key below which the interesting part sits. */
export type Returns =
	/** Nothing comes back; success is all there is to know. */
	| { shape: 'nothing' }
	/**
	 * The ids of what was posted, if Cliq tells them. `chatOf` is the parameter that names the place where Cliq does
	 * not tell its chat, which can be looked up; a look-up is kept.
	 */
	| { shape: 'receipt'; chatOf?: string }
	/** The same for files, about which Cliq gives nothing. */
	| { shape: 'fileReceipt'; chatOf?: string }
	/** A message that waits for its time. */
	| { shape: 'scheduled' }
	| { shape: 'message' }
	| { shape: 'messages' }
	| { shape: 'reactions' }
	/**
	 * One object: its `fields`, or as it is. It stands below `at` where that is said; `isListed`: as the one entry of a
	 * list.
	 */
	| { shape: 'record'; at?: string; isListed?: true; fields?: ListField[] }
	/** The bytes of a file, with its name and type. */
	| { shape: 'file' }
	/**
	 * A list of objects, handed on as they are; whoever asks for many gets the `fields` of each. `searched` are those,
	 * by Cliq's names, in which the parameter "search" is looked for, where Cliq does not search itself. A page that
	 * draws the list in two places has the second one as `alternateAt`.
	 */
	| { shape: 'list'; at: string; alternateAt?: string; fields?: ListField[]; searched?: string[] };

/** A field of an object, under our name and Cliq's: the keys that lead to it, separated by dots. */
interface ListField extends OutputField {
	wire: string;
}

export type Paging =
	/**
	 * A window in time that is moved along. `from` and `to` are the parameters that bound it, `time` and `id` the
	 * fields of an entry that say when it was and which it is.
	 */
	| { style: 'time'; pageSize: number; from?: string; to: string; time: string; id: string; limit: string }
	/** The answer names the next page under the key by which the parameter `token` takes it, e.g. `next_token`. */
	| { style: 'token'; pageSize: number; token: string; limit: string };

export interface Operation {
	/** `resource.name`, with `.target` where several endpoints are one operation to a person. */
	id: string;
	resource: string;
	name: string;
	/**
	 * Which of several endpoints, where the same resource and name have several: a message is sent to a `channel` or to
	 * a `user`.
	 */
	target?: string;
	/** What a person picks from a list, in Title Case. */
	label: string;
	/** A sentence of its own for a list of all operations, in Sentence case. */
	action: string;
	description: string;
	method: Method;
	/** Below the root of Cliq's API, with `{PLACEHOLDERS}`. */
	path: string;
	/**
	 * A second form of the path that live servers are known to want, tried after a 404 or a 400 `request_url_invalid`.
	 */
	alternatePath?: string;
	/** Of an operation on a channel by its unique name: `id` of the one that does the same by the ID of the channel. */
	byId?: string;
	/** Default `v2`. */
	version?: 'v3';
	/** Every one of them is needed. */
	scopes: string[];
	/** Asked for beside `scopes`, since live servers were seen to want them though the page does not say so. */
	observedScopes?: string[];
	/** A webhook token (`zapikey`) authenticates it too. */
	webhookToken?: true;
	/** Calls a minute and user. */
	threshold: number;
	/** How long whoever passes the threshold is locked out, in minutes. */
	lockMinutes: number;
	parameters: Parameter[];
	returns: Returns;
	paging?: Paging;
	/** Serves pickers and look-ups and is not offered as an operation. */
	internal?: true;
	/** Its scopes are not asked for when an account is connected, since little is lost without it. */
	unrequested?: true;
}

/** A field of an operation's output. The same name means the same thing in the output of every operation. */
export interface OutputField {
	name: string;
	/** Cliq does not always give it, or the message has none. */
	optional?: true;
	/** A sentence fragment. */
	description: string;
}
