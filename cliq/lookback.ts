import type { Message } from './answers';
import { operation as operationOf, type Operation } from './catalogue';
import { chatOfChannel } from './chats';
import type { CliqClient } from './client';
import { CliqError } from './errors';
import type { Patience } from './pacing';
import { walk } from './paging';
import type { Ports } from './ports';
import type { Values } from './request';
import type { Sending, SentLog } from './sentlog';

/** In milliseconds: how far Cliq's clock may be from ours. */
const CLOCK_SKEW = 60_000;

/** In milliseconds: what Cliq may still need to show a message whose connection broke. */
const SETTLING = 2000;

/** Signs that Cliq turns into something else, so that the text it gives back may differ from the one it got. */
const REWRITTEN = /[{}[\]<>*_~`!#@|]|https?:|^-{3}/m;

/** In milliseconds: clocks that are kept right differ by less, so what is older than this is somebody else's. */
const USUAL_SKEW = 5000;

/** A message whose sending got no answer. */
export interface Doubtful {
	operation: Operation;
	values: Values;
	sending: Sending;
	ports: Ports;
	patience: Patience;
}

/**
 * Looks into the chat whether a message arrived.
 *
 * @returns what Cliq would have answered, if it is there; `absent` only if it certainly is not, since then it will be
 * sent again; `unclear` otherwise.
 */
export async function lookBack(client: CliqClient, log: SentLog, { operation, values, sending, ports, patience }: Doubtful): Promise<Record<string, unknown> | 'absent' | 'unclear'> {
	const { text, begun } = sending;
	await ports.sleep(SETTLING, patience.signal);
	try {
		const chatId = await chatOf(client, operation, values, patience);
		if (chatId === undefined) return 'unclear';
		const alike: Message[] = [];
		for await (const page of walk(client, operationOf('message.getMany'), { chatId, from: begun - CLOCK_SKEW }, Infinity, patience)) {
			alike.push(...(page as unknown as Message[]).filter((message) => message.text.trim() === text));
		}
		// Only now: while this looked, others may have sent the same, or found theirs.
		const twins = log.twins(sending);
		const known = new Set(twins.map(({ messageId }) => messageId && canonical(messageId)));
		const candidates = alike.filter(({ id }) => !known.has(canonical(id)));
		if (candidates.length === 0) return REWRITTEN.test(text) ? 'unclear' : 'absent';
		const [own] = candidates;
		if (candidates.length > 1 || known.has(undefined) || own.time < begun - USUAL_SKEW) return 'unclear';
		log.end(sending, ports.now(), own.id); // At once, so that no other takes it for its own.
		return { message_id: own.id, chat_id: chatId };
	} catch (error) {
		return whatever(error);
	}
}

/** Cliq writes one id in several ways. */
function canonical(id: string): string {
	return id.replace(' ', '_');
}

/** Cannot look: the scope may be missing, or Cliq down. */
function whatever(error: unknown): 'unclear' {
	if (error instanceof CliqError) return 'unclear';
	throw error;
}

/** Only the chats of channels can be looked up; those with users and bots cannot. */
async function chatOf(client: CliqClient, { target }: Operation, values: Values, patience: Patience): Promise<string | undefined> {
	if (target === 'chat') return String(values.chatId);
	return target === 'channel' ? await chatOfChannel(client, values.channel, patience) : undefined;
}
