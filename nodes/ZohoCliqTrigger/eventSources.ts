import type { EventKind } from '../../cliq';

/** How this node receives events from Cliq: values of the parameter "setUp". */
export type SetUp = 'install' | 'paste' | 'extension';

interface Offer {
	kind: EventKind;
	label: string;
	description: string;
	/** Of a bot, whose script sends it. Without one only a webhook extension does: for calls there is no script. */
	handler?: string;
	/** The handler wants more than a script, so that a person has to make it. */
	byHand?: true;
}

/** What the node can receive, in alphabetical order. */
const offers: Offer[] = [
	{
		kind: 'botAdded',
		label: 'Bot Added to Channel',
		description: 'The bot was added to a channel',
		handler: 'participation_handler',
	},
	{
		kind: 'botRemoved',
		label: 'Bot Removed From Channel',
		description: 'The bot was removed from a channel',
		handler: 'participation_handler',
	},
	{
		kind: 'button',
		label: 'Button Pressed',
		description: 'Someone pressed a button that runs a function of the extension',
	},
	{ kind: 'call', label: 'Call', description: 'Something happened to a call of the bot' },
	{
		kind: 'messageDeleted',
		label: 'Channel Message Deleted',
		description: 'A message was deleted in a channel that the bot takes part in',
		handler: 'participation_handler',
	},
	{
		kind: 'messageEdited',
		label: 'Channel Message Edited',
		description: 'A message was edited in a channel that the bot takes part in',
		handler: 'participation_handler',
	},
	{
		kind: 'channelMessage',
		label: 'Channel Message Posted',
		description: 'Someone wrote in a channel that the bot takes part in and may listen to',
		handler: 'participation_handler',
	},
	{
		kind: 'context',
		label: 'Conversation Answer',
		description: 'Someone answered in a conversation that the bot leads',
		handler: 'context_handler',
	},
	{ kind: 'form', label: 'Form Submitted', description: 'Someone filled in a form of the extension' },
	{
		kind: 'incomingWebhook',
		label: 'Incoming Webhook',
		description: 'Something outside called the incoming webhook of the bot',
		handler: 'incoming_webhook_handler',
	},
	{
		kind: 'mention',
		label: 'Mention of the Bot',
		description: 'Someone mentioned the bot in a conversation',
		handler: 'mention_handler',
	},
	{
		kind: 'menuAction',
		label: 'Menu Action',
		description: 'Someone chose an entry of the menu of the bot',
		handler: 'menu_handler',
		byHand: true,
	},
	{ kind: 'messageAction', label: 'Message Action', description: 'Someone ran a message action of the extension' },
	{
		kind: 'message',
		label: 'Message to the Bot',
		description: 'Someone wrote to the bot',
		handler: 'message_handler',
	},
	{ kind: 'command', label: 'Slash Command', description: 'Someone ran a command of the extension' },
	{
		kind: 'threadEvent',
		label: 'Thread Event',
		description: 'The bot came into a thread or left it, or a thread was closed or opened again',
		handler: 'participation_handler',
	},
	{ kind: 'welcome', label: 'Welcome', description: 'Someone subscribed to the bot', handler: 'welcome_handler' },
];

/** @returns what can be received in this way. */
export function offersOf(setUp: SetUp): Offer[] {
	if (setUp === 'extension') return offers;
	return offers.filter(({ handler, byHand }) => handler !== undefined && (setUp === 'paste' || !byHand));
}

/** @returns the handlers of a bot whose scripts send these events, each once. */
export function handlersOf(kinds: EventKind[]): string[] {
	return [...new Set(offers.filter(({ kind }) => kinds.includes(kind)).flatMap(({ handler }) => handler ?? []))];
}

/** @returns the kinds of events that the script of a handler sends. */
export function kindsOf(handler: string): EventKind[] {
	return offers.filter((offer) => offer.handler === handler).map(({ kind }) => kind);
}

/** @returns what the form calls events of this kind. */
export function labelOf(kind: EventKind): string {
	return offers.find((offer) => offer.kind === kind)?.label ?? kind;
}

/** Every handler of a bot that can hold a script of ours. */
export const scriptHandlers: string[] = handlersOf(offers.map(({ kind }) => kind));
