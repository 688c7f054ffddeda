import type { Author, Bot, Chat, StoredMessage, Person, Webhook } from '../model';

/** Every type of handler that the API v3 knows. */
export const HANDLER_TYPES = [
	'welcome_handler',
	'message_handler',
	'mention_handler',
	'context_handler',
	'participation_handler',
	'incoming_webhook_handler',
	'menu_handler',
	'call_handler',
] as const;

export type HandlerType = (typeof HANDLER_TYPES)[number];

/**
 * What runs a function, and which handlers it then may have. Source: Zoho's OpenAPI file of the functions of the REST
 * API v3.
 */
export const FUNCTION_HANDLERS = {
	button: ['button_handler'],
	form: ['form_submit_handler', 'form_change_handler', 'form_dynamic_select_handler', 'form_view_handler'],
	widget_button: ['widget_button_handler'],
} as const;

export type FunctionKind = keyof typeof FUNCTION_HANDLERS;

export type FunctionHandlerType = (typeof FUNCTION_HANDLERS)[FunctionKind][number];

/** What buttons, forms and widgets run. */
export interface CliqFunction {
	/** Of digits; manages the function, while buttons call it by its name. */
	id: string;
	/** Unique among those of its owner. */
	name: string;
	description: string;
	kind: FunctionKind;
	/** ZUID of who made it. */
	owner: string;
	/** Scripts, by type of handler. */
	handlers: Map<FunctionHandlerType, { script: string }>;
	/** Instead of scripts: where a function of the execution type `webhook` hands everything. */
	webhook?: Webhook | undefined;
}

/** Something that a bot, or a function, is told. */
export interface Occasion {
	/** Cliq's own name, e.g. `message_handler` or `button_handler`. */
	handler: HandlerType | FunctionHandlerType;
	bot?: Bot | undefined;
	function?: CliqFunction;
	/** In a channel, e.g. `message_sent`; of a call, e.g. `ringing`. */
	operation?: string;
	user: Author;
	/** The person; none if a bot did it. */
	person?: Person | undefined;
	/** Where the answer is posted. */
	chat: Chat;
	/** Who the answer comes from, if not the bot or the function. */
	speaker?: Author;
	message?: StoredMessage | undefined;
	/** Of a button. */
	arguments?: Record<string, unknown>;
	target?: Record<string, unknown>;
	/** Of a bot's menu. */
	entry?: string;
	/** The part of that entry that was chosen, by its name. */
	subAction?: string;
	/** What a person answered to the questions of a bot, by their names. */
	context?: { id: string; answers: Record<string, { text: string }> };
	/** What a person filled in. */
	form?: { name: string; action: string; values: Record<string, unknown> };
	/** Of a call. */
	callId?: string;
	/** What somebody posted to a bot's own address. */
	incoming?: { http_method: string; headers: Record<string, string>; params: Record<string, string>; body: string };
	/** Milliseconds since 1970. */
	time: number;
}

/** What a person is asked to fill in, as a handler gave it. */
export interface Form {
	title: string;
	name: string;
	hint?: string;
	/** Default: Submit. */
	button_label?: string;
	inputs: FormInput[];
	/** The function that is told what was filled in; `name` is its name. */
	action: { type: string; name: string };
	/** Whether the function is told, too, that nothing was. */
	trigger_on_cancel?: boolean;
}

export interface FormInput {
	type: string;
	name: string;
	label?: string;
	hint?: string;
	placeholder?: string;
	mandatory?: boolean;
	/** Of a text: `email`, `password` … */
	format?: string;
	value?: unknown;
	options?: { label: string; value: string }[];
}

/** What somebody sees of an answer: a message in the chat; all else only who caused it. */
export type Shown =
	| { kind: 'message'; message: string }
	/** The message of the button has changed. */
	| { kind: 'edit'; message: string }
	| { kind: 'banner'; status: 'success' | 'failure'; text: string }
	/** The script failed; why is for its owner. */
	| { kind: 'failure'; text: string }
	/** `id` is what it is submitted by. */
	| { kind: 'form'; id: number; form: Form };

/** A delivery as tests and the page see it. No secret is in it. */
export interface Delivery {
	/** Counts up from 1. */
	id: number;
	/** When it was sent, in milliseconds since 1970. */
	time: number;
	/** Unique name of the bot, or name of the function. */
	to: string;
	handler: string;
	operation?: string;
	via: 'script' | 'webhook';
	/** ID of the chat. */
	chat: string;
	/** Who caused it: a ZUID, or the ID of a bot. */
	user: string;
	/** The delivery that this one repeats. */
	repeats?: number;
	/** `waiting` for the answer; `answered` in time; `late`: answered too late to be shown; `failed`: see `error`. */
	state: 'waiting' | 'answered' | 'late' | 'failed';
	/** What went out; a script may send nothing. */
	request?: { method: string; url: string; headers: Record<string, string>; body: string };
	/** Of HTTP. */
	status?: number;
	/** The body that came back, cut after 10,000 characters. */
	answer?: string;
	/** From sending to the answer, on the sandbox's clock. */
	ms?: number;
	/** In plain words, for the owner: of a script, with the line. */
	error?: string;
	/** What the script's `info` said, line by line. */
	log?: string[];
	/** ID of the message that was posted for it. */
	message?: string;
	/** What came of the answer; nothing, if it was empty, late or wrong. */
	shown?: Shown;
}
