import { asAuthor } from '../behaviours/posting';
import { keyOf, type Author, type Chat } from '../model';
import { DelugeError, Tasks } from './deluge';
import { readMessage } from './reply';
import type { Home } from './stage';
import type { Occasion } from './types';

/**
 * What stands behind `zoho.cliq` in a script. It posts as whoever the script belongs to, or as a bot.
 * Source: the pages "Cliq tasks" of Deluge's help.
 * @param mayPost is asked before each post: what is posted may run the script again
 */
export function cliqTasks(
	{ world, events, variants }: Home,
	{ bot: own, function: run }: Occasion,
	mayPost: () => boolean,
): Tasks {
	const owner = world.people.get(own?.creator ?? run?.owner ?? '') ?? world.owner;
	const post = (chat: Chat, author: Author, message: unknown): Record<string, unknown> => {
		if (!mayPost()) throw new DelugeError('Scripts posted too much within a minute');
		const said = readMessage(typeof message === 'string' ? { text: message } : asMap(message), world, variants);
		const posted = world.post(chat, { ...said, author, postedBy: owner.id });
		events.emit({ type: 'message.posted', chat: chat.id, message: keyOf(posted) });
		return { status: 'success' };
	};
	const bot = (name: unknown): Author & { chat: Chat } => {
		const found = known(world.bot(String(name)), 'bot', name);
		return { kind: 'bot', id: found.id, name: found.name, chat: world.botChat(owner, found) };
	};
	return new Tasks({
		postToChannel: (name, message) => post(world.chatOfChannel(String(name)), asAuthor(owner), message),
		postToChannelAsBot: (name, as, message) => {
			const { chat: _chat, ...author } = bot(as);
			const chat = world.chatOfChannel(String(name));
			if (!chat.channel?.bots.has(author.id))
				throw new DelugeError(`The bot "${String(as)}" is not in "${String(name)}"`);
			return post(chat, author, message);
		},
		postToChat: (id, message) => post(known(world.chats.get(String(id)), 'chat', id), asAuthor(owner), message),
		postToUser: (key, message) =>
			post(world.directChat(owner, known(world.person(String(key)), 'person', key)), asAuthor(owner), message),
		postToBot: (name, message) => {
			const { chat, ...author } = bot(name);
			return post(chat, author, message);
		},
	});
}

function asMap(message: unknown): Record<string, unknown> {
	if (typeof message !== 'object' || message === null || Array.isArray(message))
		throw new DelugeError('A message is a text, or a map');
	return message as Record<string, unknown>;
}

function known<T>(found: T | undefined, what: string, name: unknown): T {
	if (found === undefined) throw new DelugeError(`There is no ${what} "${String(name)}"`);
	return found;
}
