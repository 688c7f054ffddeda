import { operation, parameterOf } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import type { Patience } from '../pacing/pacer';
import { findEntry, type ListEntry } from './paging';
import type { Place } from './known-places';
import { mayBeUnknownUrl } from '../http/refusals';
import { toWire } from '../parameters/to-wire';
import { isChannelId } from '../parameters/identifiers';

/** How many pages of channels are looked through for one, where Cliq does not look up names. */
const MOST_PAGES = 20;

/**
 * @param channel unique name or ID of a channel, as a person gave it.
 * @throws CliqError `invalidInput`, or as `Caller.call` does, e.g. `notFound`.
 */
export async function lookUpChannel(
	client: Pick<Caller, 'call'>,
	channel: unknown,
	patience: Patience,
): Promise<Place> {
	const name = String(toWire(parameterOf(operation('channel.get'), 'channel'), channel));
	const { answer } = isChannelId(name)
		? await client.call(operation('channel.get.channelId'), { channelId: name }, patience)
		: await client
				.call(operation('channel.get'), { channel: name }, patience)
				.catch((error: unknown) => inList(client, name, error, patience));
	const entry = answer as ListEntry;
	return { id: text(entry.channel_id), uniqueName: text(entry.unique_name), chatId: text(entry.chat_id) };
}

/** No page documents the look-up by name; the list is documented. */
async function inList(
	client: Pick<Caller, 'call'>,
	name: string,
	error: unknown,
	patience: Patience,
): Promise<{ answer: ListEntry }> {
	if (!(error instanceof CliqError) || !mayBeUnknownUrl(error)) throw error;
	const found = await findEntry(
		client,
		operation('channel.getMany'),
		{},
		(entry) => entry.unique_name === name,
		patience,
		MOST_PAGES,
	);
	if (!found) throw error;
	return { answer: found };
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}
