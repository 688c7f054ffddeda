import type { EventKind } from './types';

/**
 * What the handlers of each type of extension tell about, by Cliq's names. Not here are those that ask for something
 * and tell of nothing, such as the suggestions of a command or the fields of a form. Source: zcatalyst-cli 1.25.3.
 */
const handlers: Record<string, ReadonlyMap<string, EventKind>> = {
	bot: new Map<string, EventKind>([
		['message_handler', 'message'],
		['mention_handler', 'mention'],
		['welcome_handler', 'welcome'],
		['context_handler', 'context'],
		// Webhooks and scripts have different names for these.
		['incomingwebhook_handler', 'incomingWebhook'],
		['incoming_webhook_handler', 'incomingWebhook'],
		['action_handler', 'menuAction'],
		['menu_handler', 'menuAction'],
		['alert_handler', 'call'],
		['call_handler', 'call'],
	]),
	command: new Map([['execution_handler', 'command']]),
	messageaction: new Map([['execution_handler', 'messageAction']]),
	function: new Map<string, EventKind>([
		['button_handler', 'button'],
		['applet_button_handler', 'button'],
		['form_handler', 'form'],
	]),
};

/**
 * What happens in a channel that a bot takes part in. Source: the page of the participation handler; the second names
 * are those that a record of live deliveries gives.
 */
const operations: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
	['added', 'botAdded'],
	['bot_added', 'botAdded'],
	['removed', 'botRemoved'],
	['bot_removed', 'botRemoved'],
	['message_sent', 'channelMessage'],
	['message_edited', 'messageEdited'],
	['message_deleted', 'messageDeleted'],
	['auto_followed_thread', 'threadEvent'],
	['thread_auto_followed', 'threadEvent'],
	['added_in_thread', 'threadEvent'],
	['thread_added', 'threadEvent'],
	['removed_from_thread', 'threadEvent'],
	['thread_removed', 'threadEvent'],
	['thread_closed', 'threadEvent'],
	['thread_reopened', 'threadEvent'],
]);

/**
 * What an event is about.
 *
 * @param type of the extension, as Cliq calls it: `bot`, `command`, …
 * @param handler Cliq's own name.
 */
export function eventKind(type: string, handler: string, operation?: string): EventKind {
	if (handler === 'participation_handler') return operations.get(operation ?? '') ?? 'other';
	const ofType = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
	return ofType?.get(handler) ?? 'other';
}

/** What scripts of others call handlers, next to Cliq's own names without `_handler`. */
const aliases: ReadonlyMap<string, string> = new Map([
	['dm', 'message'],
	['incomingwebhook', 'incoming_webhook'],
]);

const names: ReadonlySet<string> = new Set([
	'message',
	'mention',
	'participation',
	'welcome',
	'context',
	'incoming_webhook',
	'menu',
	'call',
]);

/** Cliq's own name of a bot's handler, for any name that a script gave it: `mention`, `messagehandler`, … */
export function handlerNamed(name: string): string {
	// Only from where a run of blanks begins, or a long one would be looked at from each of them.
	const short = name
		.trim()
		.toLowerCase()
		.replace(/(?<![\s_-])[\s_-]*handler$/, '');
	const known = aliases.get(short) ?? short;
	return names.has(known) ? `${known}_handler` : name.trim();
}

/** The kinds that are about a message which the user wrote. */
export const WRITTEN: ReadonlySet<EventKind> = new Set<EventKind>([
	'message',
	'mention',
	'channelMessage',
	'messageEdited',
	'messageDeleted',
	'context',
]);
