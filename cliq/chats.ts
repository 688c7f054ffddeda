import { operation } from './catalogue';
import type { CliqClient } from './client';
import type { Patience } from './pacing';

/**
 * Cliq does not tell the chat of what was posted to a channel, and without it nothing can be done with the message.
 *
 * @param channel unique name of the channel.
 * @returns its chat ID, if Cliq tells it.
 * @throws CliqError as `CliqClient.call` does, e.g. if the account does not see the channel.
 */
export async function chatOfChannel(client: CliqClient, channel: unknown, patience: Patience): Promise<string | undefined> {
	const { answer } = await client.call(operation('channel.get'), { channel }, patience);
	const { chat_id: chatId } = answer as { chat_id?: unknown };
	return typeof chatId === 'string' && chatId !== '' ? chatId : undefined;
}
