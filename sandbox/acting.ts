import type { Core } from './core';
import { readEmoji } from './emoji';
import type { MessageEvent } from './events';
import { keyOf, type Author, type Chat, type StoredMessage, type Person } from './model';

/** @throws Error if nobody has this ZUID or e-mail address. Default: the account's owner. */
export function findPerson(core: Core, user?: string): Person {
	const person = user === undefined ? core.world.owner : core.world.person(user);
	if (!person) throw new Error(`There is nobody with the ZUID or e-mail address "${user}"`);
	return person;
}

export interface Deed {
	/**
	 * Chat id, thread id, `#unique-name` of a channel, or `@e-mail` of somebody who has a direct chat with the owner.
	 */
	chat: string;
	/** ZUID or e-mail address of who acts; default: the account's owner. */
	as?: string | undefined;
}

/**
 * Acting as the people of the world, past the API and its rules. Message ids here are `time_serial`, whatever form the
 * API plays.
 */
export class Acting {
	constructor(protected readonly core: Core) {}

	/** @param bot unique name of a bot that speaks instead of a person */
	post({ chat, as, text, replyTo, bot }: Deed & { text: string; replyTo?: string; bot?: string }): {
		messageId: string;
		chatId: string;
	} {
		if (typeof text !== 'string' || text === '' || text.length > 5_000)
			throw new Error('A message has 1 to 5,000 characters');
		const place = this.where(chat);
		const person = findPerson(this.core, as);
		const author: Author = bot === undefined ? { kind: 'person', id: person.id, name: person.name } : this.bot(bot);
		const message = this.core.world.post(place, {
			author,
			text,
			postedBy: person.id,
			replyTo: replyTo === undefined ? undefined : this.which(place, replyTo),
		});
		this.tell('message.posted', place, message);
		return { messageId: keyOf(message), chatId: place.id };
	}

	edit({ chat, message: id, text }: Deed & { message: string; text: string }): void {
		if (typeof text !== 'string' || text === '' || text.length > 5_000)
			throw new Error('A message has 1 to 5,000 characters');
		const place = this.where(chat);
		const message = this.which(place, id);
		message.edits.push({ time: this.core.now(), text: message.text });
		message.text = text;
		this.tell('message.edited', place, message);
	}

	remove({ chat, message: id }: Deed & { message: string }): void {
		const place = this.where(chat);
		const message = this.which(place, id);
		message.deleted = this.core.now();
		this.tell('message.deleted', place, message);
	}

	/** Adds a reaction, or takes it back with `remove`. */
	react({
		chat,
		message: id,
		as,
		emoji,
		remove = false,
	}: Deed & { message: string; emoji: string; remove?: boolean }): void {
		const place = this.where(chat);
		const message = this.which(place, id);
		const person = findPerson(this.core, as);
		const key = readEmoji(emoji);
		if (key === null) throw new Error(`"${emoji}" is not an emoji`);
		const others = (message.reactions.get(key) ?? []).filter((one) => one.user !== person.id);
		const given = remove ? others : [...others, { time: this.core.now(), user: person.id }];
		if (given.length > 0) message.reactions.set(key, given);
		else message.reactions.delete(key);
		this.tell(remove ? 'reaction.removed' : 'reaction.added', place, message);
	}

	/** Votes in a poll; a person has one vote, and takes it back by giving it again. @param option counted from 0 */
	vote({ chat, message: id, as, option }: Deed & { message: string; option: number }): void {
		const place = this.where(chat);
		const message = this.which(place, id);
		const { id: person } = findPerson(this.core, as);
		if (!message.content.card?.options?.[option]) throw new Error('This message has no such option to vote for');
		if (message.votes.get(person) === option) message.votes.delete(person);
		else message.votes.set(person, option);
		this.tell('vote.cast', place, message);
	}

	protected where(chat: string): Chat {
		const { world } = this.core;
		this.core.deliver();
		if (chat.startsWith('#')) return world.chatOfChannel(chat.slice(1));
		if (chat.startsWith('@')) return world.directChat(world.owner, findPerson(this.core, chat.slice(1)));
		const found = world.chats.get(chat);
		if (!found) throw new Error(`There is no chat "${chat}"`);
		return found;
	}

	protected which(chat: Chat, id: string): StoredMessage {
		const message = this.core.world.message(chat, id.replace(/%20| /, '_'));
		if (!message || message.deleted) throw new Error(`There is no message "${id}" in this chat`);
		return message;
	}

	private bot(uniqueName: string): Author {
		const bot = this.core.world.bot(uniqueName);
		if (!bot) throw new Error(`There is no bot "${uniqueName}"`);
		return { kind: 'bot', id: bot.id, name: bot.name };
	}

	protected tell(type: MessageEvent['type'], chat: Chat, message: StoredMessage): void {
		this.core.events.emit({ type, chat: chat.id, message: keyOf(message) });
	}
}
