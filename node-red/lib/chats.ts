import { operation } from '../../cliq/catalogue';
import type { CliqClient } from '../../cliq/client';
import type { Patience } from '../../cliq/pacing';
import { fetchPage } from '../../cliq/paging';
import type { Message } from './node-red';

/** By account and channel; the chat of a channel never changes. */
const known = new Map<string, string>();

/**
 * Cliq does not tell the chat of what was posted to a channel, and without it nothing can be done with the message.
 * So a node that comes after looks the channel up, once in the life of the process.
 *
 * @param account names the account among those of the process.
 * @returns the chat ID, if the message came from a node that posted to a channel which the account sees.
 * @throws CliqError if the channels cannot be listed.
 */
export async function chatOfTrail({ cliq }: Message, client: CliqClient, account: string, patience: Patience): Promise<string | undefined> {
	const channel = (cliq as { channel?: unknown } | undefined)?.channel;
	if (typeof channel !== 'string' || channel === '') return undefined;
	const key = JSON.stringify([account, channel]);
	if (!known.has(key)) {
		const found = await findChat(channel, client, patience);
		if (found !== undefined) known.set(key, found);
	}
	return known.get(key);
}

async function findChat(channel: string, client: CliqClient, patience: Patience): Promise<string | undefined> {
	let start: string | undefined;
	do {
		const page = await fetchPage(client, operation('channel.getMany'), {}, start, patience);
		const entry = page.entries.find(({ unique_name: name }) => name === channel);
		if (typeof entry?.chat_id === 'string') return entry.chat_id;
		start = page.next;
	} while (start !== undefined);
	return undefined;
}
