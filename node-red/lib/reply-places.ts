import { answerTo } from '../../cliq/events/answer';
import type { CliqEvent, EventKind } from '../../cliq/events/types';
import { operation as operationOf, type Operation } from '../../cliq/catalogue';
import { dataCenters } from '../../cliq/datacenters';
import { CliqError } from '../../cliq/errors';
import type { MessageObject } from '../../cliq/message/types';
import type { Values } from '../../cliq/request';
import { transmit } from './transport';

/** Said to the bot alone, in the conversation with it. */
const DIRECT: EventKind[] = ['message', 'welcome', 'menuAction', 'context'];

/**
 * Where a message of its own answers an event, once nobody waits for the answer any more.
 *
 * @returns the operation, and what it says of the place.
 * @throws CliqError if the event does not tell.
 */
export function placeOf({ kind, bot, user, chat }: CliqEvent): { operation: Operation; values: Values } {
	const sender = bot?.uniqueName;
	if (sender && user.id && DIRECT.includes(kind)) return { operation: operationOf('message.send.bot'), values: { bot: sender, subscribers: user.id } };
	if (sender && chat?.channelName) return { operation: operationOf('message.send.channel'), values: { channel: chat.channelName, postAsBot: sender } };
	if (chat?.id) return { operation: operationOf('message.send.chat'), values: { chatId: chat.id } };
	if (chat?.channelName) return { operation: operationOf('message.send.channel'), values: { channel: chat.channelName } };
	throw new CliqError('notFound', 'The event does not tell where a late reply could go', {
		hint: 'Reply while Cliq waits, or send the message with a zoho-cliq-send node.',
	});
}

/** Zoho's own domains: `zoho.com`, `zohocloud.ca`, … */
const zohoDomains = dataCenters.map(({ cliq }) => new URL(cliq).hostname.replace(/^cliq\./, ''));

/**
 * Whether a reply may be posted to this address. It came in from outside, and Node-RED may reach what others cannot.
 *
 * @param root of the account, if there is one.
 */
export function isCliqAddress(address: string, root?: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname, origin, port, username, password } = new URL(address);
	if (username || password) return false;
	if (root !== undefined && origin === new URL(root).origin) return true;
	return protocol === 'https:' && port === '' && zohoDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}

/**
 * Posts the answer to the address that Cliq gave for it. Cliq gets at most one, since it is not repeated.
 *
 * @param timeout in milliseconds.
 * @returns whether Cliq took it; it does not for ever.
 * @throws CliqError if Cliq was not reached, or nobody knows.
 */
export async function postAnswer(event: CliqEvent, address: string, message: MessageObject, timeout: number, signal: AbortSignal): Promise<boolean> {
	const outcome = await transmit({ method: 'POST', url: address, json: answerTo(event, message) }, timeout, signal);
	if ('response' in outcome) {
		const { status } = outcome.response;
		if (status >= 500) throw new CliqError('outcomeUnknown', `Cliq answered the reply with a fault of its own (${status})`, { status, hint: 'Look into the chat before you send it again.' });
		return status < 300;
	}
	const { kind, detail } = outcome.failure;
	if (kind === 'cancelled') throw new CliqError('cancelled', 'The reply was stopped');
	if (kind === 'unreachable') throw new CliqError('unavailable', `The reply was not sent: ${detail}`, { hint: 'Send it again.' });
	throw new CliqError('outcomeUnknown', `Nobody knows whether the reply arrived: ${detail}`, { hint: 'Look into the chat before you send it again.' });
}
