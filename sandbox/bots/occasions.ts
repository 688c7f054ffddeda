import { asAuthor } from '../behaviours/posting';
import type { MessageEvent, SandboxEvent } from '../events';
import type { Author, Bot, Button, Chat, StoredMessage, Person } from '../model';
import type { Variants } from '../variants';
import type { World } from '../world';
import { mentionsBot } from './mentions';
import type { CliqFunction, Occasion } from './types';

type PressEvent = Extract<SandboxEvent, { type: 'button.pressed' }>;

const operations: Partial<Record<MessageEvent['type'], string>> = {
	'message.posted': 'message_sent',
	'message.edited': 'message_edited',
	'message.deleted': 'message_deleted',
};

/**
 * @param now milliseconds since 1970
 * @returns whom a message event is to be told: the bot it was written to, the bots it mentions, and those that listen
 *   in its channel.
 */
export function occasionsOf(
	{ type, chat: id, message: key }: MessageEvent,
	world: World,
	{ ownMessages }: Variants,
	now: number,
): Occasion[] {
	const operation = operations[type];
	const chat = world.chats.get(id);
	if (!operation || !chat) return [];
	const bots = botsIn(world, chat).filter(listens);
	// Looking for the message takes time in a long chat, and most chats have no bot.
	const message = bots.length > 0 ? world.message(chat, key) : undefined;
	if (!message) return [];
	const about = { user: message.author, person: personOf(world, message.author), chat, message, time: now };
	if (chat.bot)
		return operation === 'message_sent' && message.author.kind === 'person'
			? [{ ...about, handler: 'message_handler', bot: chat.bot }]
			: [];
	return bots.flatMap((bot): Occasion[] => {
		const own = message.author.id === bot.id;
		const mentioned = operation === 'message_sent' && !own && mentionsBot(world, message.text, bot);
		return [
			...(mentioned ? [{ ...about, handler: 'mention_handler' as const, bot }] : []),
			...(own && !ownMessages ? [] : [{ ...about, handler: 'participation_handler' as const, bot, operation }]),
		];
	});
}

function botsIn(world: World, chat: Chat): Bot[] {
	if (chat.bot) return [chat.bot];
	const inside = (chat.channel ?? chat.parent?.channel)?.bots;
	return inside?.size ? world.bots.filter((bot) => inside.has(bot.id)) : [];
}

function listens(bot: Bot): boolean {
	return bot.handlers.size > 0 || bot.webhook !== undefined;
}

function personOf(world: World, author: Author): Occasion['person'] {
	return author.kind === 'person' ? world.people.get(author.id) : undefined;
}

/** @returns what a bot is told when a person subscribes to it. */
export function welcome(world: World, bot: Bot, user: string, now: number): Occasion {
	const person = world.people.get(user)!;
	return {
		handler: 'welcome_handler',
		bot,
		user: asAuthor(person),
		person,
		chat: world.botChat(person, bot),
		time: now,
	};
}

/**
 * @returns what a function is told when a person presses its button; undefined if the button runs none that is known.
 */
export function pressed(
	{ chat: id, message: key, user, button }: PressEvent,
	world: World,
	variants: Variants,
	now: number,
): Occasion | undefined {
	const { label, hint, key: own, arguments: given } = button;
	const chat = world.chats.get(id);
	const message = chat && world.message(chat, key);
	const run = message && functionOf(world, variants, message, button);
	if (!run) return undefined;
	const person = world.people.get(user)!;
	return {
		handler: 'button_handler',
		function: run,
		user: asAuthor(person),
		person,
		chat,
		message,
		...(message.author.kind === 'bot' && { speaker: message.author }),
		target: { name: label, ...(hint !== undefined && { hint }), ...(own !== undefined && { key: own }) },
		arguments: { ...(own !== undefined && { key: own }), ...given },
		time: now,
	};
}

/** @returns what a bot is told when a person chooses an entry of its menu. */
export function chosen(
	world: World,
	bot: Bot,
	entry: string,
	subAction: string | undefined,
	user: Person,
	now: number,
): Occasion {
	return {
		handler: 'menu_handler',
		bot,
		entry,
		...(subAction !== undefined && { subAction }),
		user: asAuthor(user),
		person: user,
		chat: world.botChat(user, bot),
		time: now,
	};
}

/** @returns what a bot is told of a call of its own to a person. @param operation e.g. `ringing` */
export function called(world: World, bot: Bot, operation: string, callId: string, user: Person, now: number): Occasion {
	return {
		handler: 'call_handler',
		bot,
		operation,
		callId,
		user: asAuthor(user),
		person: user,
		chat: world.botChat(user, bot),
		time: now,
	};
}

/** @returns what a bot is told of what somebody posts to its own address; the answer goes to the person. */
export function posted(
	world: World,
	bot: Bot,
	incoming: NonNullable<Occasion['incoming']>,
	user: Person,
	now: number,
): Occasion {
	return {
		handler: 'incoming_webhook_handler',
		bot,
		incoming,
		user: asAuthor(user),
		person: user,
		chat: world.botChat(user, bot),
		time: now,
	};
}

/** @returns what a bot is told when a person takes it into a channel, or out of it. */
export function moved(bot: Bot, chat: Chat, operation: 'added' | 'removed', user: Person, now: number): Occasion {
	return { handler: 'participation_handler', bot, operation, user: asAuthor(user), person: user, chat, time: now };
}

/** A button calls a function by its name: one of whoever posted the message, unless it says whose. */
function functionOf(
	world: World,
	{ functionOwner }: Variants,
	{ author, postedBy }: StoredMessage,
	{ action }: Button,
): CliqFunction | undefined {
	if (action.type !== 'invoke.function') return undefined;
	const { name = '', owner } = action.data;
	// A bot has no functions.
	if (owner === undefined && functionOwner === 'for-bots' && author.kind === 'bot') return undefined;
	return world.function(owner === undefined ? postedBy : (world.person(owner)?.id ?? ''), name);
}
