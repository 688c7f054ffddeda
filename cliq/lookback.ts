import type { Message } from './answers';
import { operation as operationOf, type Operation } from './catalogue';
import type { CliqClient } from './client';
import { CliqError } from './errors';
import type { Patience } from './pacing';
import { walk } from './paging';
import type { Ports } from './ports';
import type { Values } from './request';
import type { SentLog } from './sentlog';

/** In milliseconds: how far Cliq's clock may be from ours. */
const CLOCK_SKEW = 60_000;

/** In milliseconds: what Cliq may still need to show a message whose connection broke. */
const SETTLING = 2000;

/** Signs that Cliq turns into something else, so that the text it gives back may differ from the one it got. */
const REWRITTEN = /[{}[\]<>*_~`!#@|]|https?:|^-{3}/m;

/** A message whose sending got no answer. */
export interface Doubtful {
	account: string;
	operation: Operation;
	values: Values;
	/** When sending began, in milliseconds since 1970. */
	begun: number;
	ports: Ports;
	patience: Patience;
}

/**
 * Looks into the chat whether a message arrived.
 *
 * @returns what Cliq would have answered, if it is there; `absent` only if it certainly is not, since then it will be
 * sent again; `unclear` otherwise.
 */
export async function lookBack(client: CliqClient, log: SentLog, { account, operation, values, begun, ports, patience }: Doubtful): Promise<Record<string, unknown> | 'absent' | 'unclear'> {
	const twins = log.twins(account, values);
	if (operation.returns.shape !== 'receipt' || twins.includes(undefined)) return 'unclear';
	await ports.sleep(SETTLING, patience.signal);
	const text = String(values.text).trim();
	try {
		const chatId = await chatOf(client, operation, values, patience);
		if (chatId === undefined) return 'unclear';
		for await (const page of walk(client, operationOf('message.getMany'), { chatId, from: begun - CLOCK_SKEW }, Infinity, patience)) {
			const own = (page as unknown as Message[]).find((message) => message.text.trim() === text && !twins.includes(message.id));
			if (own) return { message_id: own.id, chat_id: chatId };
		}
		return REWRITTEN.test(text) ? 'unclear' : 'absent';
	} catch (error) {
		return whatever(error);
	}
}

/** Cannot look: the scope may be missing, or Cliq down. */
function whatever(error: unknown): 'unclear' {
	if (error instanceof CliqError) return 'unclear';
	throw error;
}

/** Only the chats of channels can be looked up; those with users and bots cannot. */
async function chatOf(client: CliqClient, { target }: Operation, values: Values, patience: Patience): Promise<string | undefined> {
	if (target === 'chat') return String(values.chatId);
	if (target !== 'channel') return undefined;
	const { answer } = await client.call(operationOf('channel.get'), { channel: values.channel }, patience);
	const { chat_id: chatId } = answer as { chat_id?: unknown };
	return typeof chatId === 'string' ? chatId : undefined;
}
