import { operation, type Operation, type Parameter } from './catalogue';
import type { CliqClient } from './client';
import { CliqError } from './errors';
import { excerpt } from './invalid';
import { canonical } from './message-ids';
import type { Patience } from './pacing/pacer';
import { fetchPage, findEntry, type Entry } from './paging';
import type { Values } from './request';
import { channelIn, toWire } from './values';

/** How many pages of a channel's threads are looked through. */
const MOST_PAGES = 5;

/** How many chats are looked into for a message that was sent just now: others may have written elsewhere meanwhile. */
const MOST_LOOKED_INTO = 3;

/**
 * Cliq does not tell the chat of what was posted to a channel, and without it nothing can be done with the message. It is
 * looked up once in the life of the process.
 *
 * @param channel unique name or ID of the channel.
 * @returns its chat ID, if Cliq tells it.
 * @throws CliqError as `CliqClient.call` does, e.g. if the account does not see the channel.
 */
export async function chatOfChannel(client: CliqClient, channel: unknown, patience: Patience): Promise<string | undefined> {
	return (await client.channel(channel, patience)).chatId;
}

/**
 * The chat of a thread, which Cliq does not tell either.
 *
 * @param messageId of the message in the channel below which the thread stands.
 * @returns the chat ID of the thread, if it is found.
 * @throws CliqError as `CliqClient.call` does.
 */
export async function chatOfThread(client: CliqClient, channel: unknown, messageId: string, patience: Patience): Promise<string | undefined> {
	const { id: channelId } = await client.channel(channel, patience);
	if (channelId === undefined) return undefined;
	const lookUp = async () => ({ chatId: await threadBelow(client, channelId, messageId, patience) });
	return (await client.once(['thread', channelId, canonical(messageId)], lookUp, patience)).chatId;
}

async function threadBelow(client: CliqClient, channelId: string, messageId: string, patience: Patience): Promise<string | undefined> {
	const isBelow = (entry: Entry) => canonical(String(entry.thread_message_id)) === canonical(messageId);
	const found = await findEntry(client, operation('thread.getMany'), { channelId }, isBelow, patience, MOST_PAGES);
	return typeof found?.chat_id === 'string' && found.chat_id !== '' ? found.chat_id : undefined;
}

/**
 * Operations want the ID of a chat; people know the name of a channel.
 *
 * @param check throws if the call could not be made for another reason; nothing is looked up then.
 * @returns the values, with the ID of the chat where the name of a channel was given for it.
 * @throws CliqError naming the channel, if its chat cannot be told.
 */
export async function withChatId(client: CliqClient, { parameters }: Operation, values: Values, patience: Patience, check: () => void): Promise<Values> {
	const parameter = parameters.find(({ type }) => type === 'chat');
	const given = parameter && values[parameter.name];
	const channel = parameter && given !== undefined && given !== null && given !== '' ? channelIn(toWire(parameter, given)) : undefined;
	if (!parameter || channel === undefined) return values;
	check();
	const chatId = await chatOfChannel(client, channel, patience).catch((error: unknown) => {
		throw error instanceof CliqError ? ofChannel(error, channel, parameter) : error;
	});
	if (chatId !== undefined) return { ...values, [parameter.name]: chatId };
	throw new CliqError('unexpectedAnswer', `Cliq does not tell the chat of the channel "${excerpt(channel)}"`, { parameter: parameter.name, hint: 'Pick the chat from the list, or give its ID (CT_…).' });
}

function ofChannel({ kind, message, details }: CliqError, channel: string, { name }: Parameter): CliqError {
	if (kind === 'notFound' || kind === 'forbidden' || kind === 'cancelled') return new CliqError(kind, message, { ...details, parameter: name });
	const hint = kind === 'scopeMissing' ? `${details.hint ?? ''} Or give the ID of its chat (CT_…) in place of its name.`.trim() : details.hint;
	return new CliqError(kind, `The chat of the channel "${excerpt(channel)}" could not be looked up. ${message}`, { ...details, parameter: name, hint });
}

/**
 * Nor does Cliq tell the chat of what was sent to a user. That chat is the one with the latest message, unless somebody
 * wrote elsewhere in the same moment; so the latest chats of two are looked into.
 *
 * @param messageId of a message that was sent to a user just now.
 * @returns the chat in which it is, if it is found.
 * @throws CliqError as `CliqClient.call` does.
 */
export async function chatOfDirectMessage(client: CliqClient, messageId: string, patience: Patience): Promise<string | undefined> {
	const { entries } = await fetchPage(client, operation('chat.getMany'), {}, undefined, patience);
	const direct = entries.filter(({ chat_type: type }) => type === 'dm').sort((one, other) => lastMessageOf(other) - lastMessageOf(one));
	for (const { chat_id: chatId } of direct.slice(0, MOST_LOOKED_INTO)) {
		const found = await client.call(operation('message.get'), { chatId, messageId }, patience).catch((error: unknown) => error);
		if (!(found instanceof Error)) return String(chatId);
		if (!(found instanceof CliqError) || !['notFound', 'refused', 'forbidden'].includes(found.kind)) throw found;
	}
	return undefined;
}

/** Cliq writes times in milliseconds or as ISO 8601. */
function lastMessageOf({ last_modified_time: time }: Entry): number {
	return typeof time === 'number' ? time : Date.parse(String(time)) || 0;
}
