import { chatOfChannel, chatOfDirectMessage } from '../../cliq/chats';
import type { CliqClient } from '../../cliq/client';
import type { Patience } from '../../cliq/pacing/pacer';
import { toNodeError } from './failures';
import type { Message } from './node-red';

/** In milliseconds: how long a look-up may hold up what can do without it. */
const LOOK_UP = 10_000;

/** By account and channel; the chat of a channel never changes. */
const known = new Map<string, string>();

/**
 * A node that comes after a post to a channel looks the channel's chat up, once in the life of the process.
 *
 * @param account names the account among those of the process.
 * @returns the chat ID, if the message came from a node that posted to a channel which the account sees.
 * @throws CliqError if the channel cannot be looked up.
 */
export async function chatOfTrail({ cliq }: Message, client: CliqClient, account: string, patience: Patience): Promise<string | undefined> {
	const channel = (cliq as { channel?: unknown } | undefined)?.channel;
	if (typeof channel !== 'string' || channel === '') return undefined;
	const key = JSON.stringify([account, channel]);
	if (!known.has(key)) {
		const found = await chatOfChannel(client, channel, patience);
		if (found !== undefined) known.set(key, found);
	}
	return known.get(key);
}

/**
 * Looks up the chat of a message that was just sent to one person, for those who can do without it.
 *
 * @param complain is told why it is not known.
 */
export async function chatOfPerson(client: CliqClient, messageId: string, { maxWait, ...patience }: Patience, complain: (reason: string) => void): Promise<string | undefined> {
	return await chatOfDirectMessage(client, messageId, { ...patience, maxWait: Math.min(maxWait, LOOK_UP) }).catch((error: unknown) => {
		complain(toNodeError(error).message);
		return undefined;
	});
}
