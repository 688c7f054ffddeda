import { operation } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import { excerpt } from '../util/quote';
import { canonical } from './message-ids';
import type { Patience } from '../pacing/pacer';
import { fetchPage, findEntry, type ListEntry } from './paging';
import { userIdOf } from './people';

/** How many pages of a channel's threads are looked through. */
const MOST_PAGES = 5;

/** How many pages of the account's chats are looked through. */
const MOST_CHAT_PAGES = 20;

/** How many chats are read for a message that was sent just now: others may have written elsewhere meanwhile. */
const MOST_LOOKED_INTO = 3;

/**
 * Cliq does not tell the chat of what was posted to a channel, and without it nothing can be done with the message. It
 * is looked up once in the life of the process.
 *
 * @param channel unique name or ID of the channel.
 * @returns its chat ID, if Cliq gives it.
 * @throws CliqError as `Caller.call` does, e.g. if the account does not see the channel.
 */
export async function chatOfChannel(client: Caller, channel: unknown, patience: Patience): Promise<string | undefined> {
	return (await client.channel(channel, patience)).chatId;
}

/**
 * The chat of a thread, which Cliq does not give either.
 *
 * @param messageId of the message in the channel below which the thread stands.
 * @returns the chat ID of the thread, if it is found.
 * @throws CliqError as `Caller.call` does.
 */
export async function chatOfThread(
	client: Caller,
	channel: unknown,
	messageId: string,
	patience: Patience,
): Promise<string | undefined> {
	const { id: channelId } = await client.channel(channel, patience);
	if (channelId === undefined) return undefined;
	const lookUp = async () => ({ chatId: await threadBelow(client, channelId, messageId, patience) });
	return (await client.once(['thread', channelId, canonical(messageId)], lookUp, patience)).chatId;
}

async function threadBelow(
	client: Caller,
	channelId: string,
	messageId: string,
	patience: Patience,
): Promise<string | undefined> {
	const isBelow = (entry: ListEntry) => canonical(String(entry.thread_message_id)) === canonical(messageId);
	const found = await findEntry(client, operation('thread.getMany'), { channelId }, isBelow, patience, MOST_PAGES);
	return typeof found?.chat_id === 'string' && found.chat_id !== '' ? found.chat_id : undefined;
}

/**
 * The direct chat with a person. Cliq does not look it up, so the chats of the account are looked through, once.
 *
 * @param email address of the person.
 * @returns its chat ID, if Cliq gives it.
 * @throws CliqError `notFound` if nobody in the organization has the address, or nobody has begun the chat yet; or as
 *   `Caller.call` does.
 */
export async function chatOfPerson(
	client: Pick<Caller, 'call' | 'once'>,
	email: string,
	patience: Patience,
): Promise<string | undefined> {
	const lookUp = async () => {
		const userId = await userIdOf(client, email, patience);
		const isWith = ({ chat_type: type, recipients_summary: people }: ListEntry) =>
			type === 'dm' &&
			Array.isArray(people) &&
			people.some((person) => String((Object(person) as ListEntry).user_id) === userId);
		const found = await findEntry(client, operation('chat.getMany'), {}, isWith, patience, MOST_CHAT_PAGES);
		if (!found)
			throw new CliqError('notFound', `There is no direct chat with "${excerpt(email)}" yet`, {
				hint: 'Send a message to the user first, which begins it.',
			});
		return { chatId: typeof found.chat_id === 'string' && found.chat_id !== '' ? found.chat_id : undefined };
	};
	return (await client.once(['direct', email.toLowerCase()], lookUp, patience)).chatId;
}

/**
 * Nor does Cliq tell the chat of what was sent to a user. That chat is the one with the latest message, unless somebody
 * wrote elsewhere in the same moment; so the latest chats of two are looked into.
 *
 * @param messageId of a message that was sent to a user just now.
 * @returns the chat in which it is, if it is found.
 * @throws CliqError as `Caller.call` does.
 */
export async function chatOfDirectMessage(
	client: Caller,
	messageId: string,
	patience: Patience,
): Promise<string | undefined> {
	const { entries } = await fetchPage(client, operation('chat.getMany'), {}, undefined, patience);
	const direct = entries
		.filter(({ chat_type: type }) => type === 'dm')
		.sort((one, other) => lastMessageOf(other) - lastMessageOf(one));
	for (const { chat_id: chatId } of direct.slice(0, MOST_LOOKED_INTO)) {
		const found = await client
			.call(operation('message.get'), { chatId, messageId }, patience)
			.catch((error: unknown) => error);
		if (!(found instanceof Error)) return String(chatId);
		if (!(found instanceof CliqError) || !['notFound', 'refused', 'forbidden'].includes(found.kind)) throw found;
	}
	return undefined;
}

/** Cliq writes times in milliseconds or as ISO 8601. */
function lastMessageOf({ last_modified_time: time }: ListEntry): number {
	return typeof time === 'number' ? time : Date.parse(String(time)) || 0;
}
