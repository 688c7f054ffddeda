import { parseUrl } from '../util/addresses';
import { operation as operationOf, type Operation } from '../catalogue';
import { dataCenters } from '../http/data-centers';
import { CliqError } from '../errors';
import { compose } from '../message/compose';
import type { MessageObject } from '../message/types';
import type { Outcome } from '../http/ports';
import { buildRequest } from '../http/request';
import type { Values } from '../parameters/values';
import { ANSWERABLE } from './webhook/direct-answer';
import type { Sources } from '../parameters/expression-sources';
import type { CliqEvent, EventKind } from './types';

/** Said to the bot alone, in the conversation with it. */
const DIRECT: EventKind[] = ['message', 'welcome', 'menuAction', 'context'];

/** What answers an event, as Cliq posts it. */
export interface Reply {
	/** Several if the text is too long for one. */
	messages: MessageObject[];
	/** What was left out, shortened or guessed, in words. */
	warnings: string[];
}

/**
 * What answers an event: checked.
 *
 * @param values by the names that the operation `message.send.chat` has for them; nothing about the place.
 * @param rows the data that came into the node, for slides that are made of it.
 * @param sources where the values come from.
 * @param byModel as `compose` has it.
 * @throws CliqError `invalidInput`
 */
export function replyOf(values: Values, rows: unknown[], sources?: Sources, byModel?: ReadonlySet<string>): Reply {
	const steps = compose(operationOf('message.send.chat'), { ...values, chatId: 'CT_0' }, rows, sources, byModel);
	const messages = steps.map((step) => {
		const body = buildRequest(step.operation, step.values, 'https://check.invalid').body ?? {};
		return Object.fromEntries(
			Object.entries(body).filter(([key]) => (ANSWERABLE as readonly string[]).includes(key)),
		) as unknown as MessageObject;
	});
	return { messages, warnings: steps[0]?.warnings ?? [] };
}

/**
 * Where a message of its own answers an event, once nobody waits for the answer any more.
 *
 * @returns the operation, and what it says of the place.
 * @throws CliqError if the event does not say.
 */
export function placeOf({ kind, bot, user, chat }: CliqEvent): { operation: Operation; values: Values } {
	const sender = bot?.uniqueName;
	if (sender && user.id && DIRECT.includes(kind))
		return { operation: operationOf('message.send.bot'), values: { bot: sender, subscribers: user.id } };
	// A thread goes by the name of its channel too, where the answer would be out of place; and no bot can be named for
	// it.
	if (chat?.id && isThread(chat)) return { operation: operationOf('message.send.chat'), values: { chatId: chat.id } };
	if (sender && chat?.channelName)
		return {
			operation: operationOf('message.send.channel'),
			values: { channel: chat.channelName, postAsBot: sender },
		};
	if (chat?.id) return { operation: operationOf('message.send.chat'), values: { chatId: chat.id } };
	if (chat?.channelName)
		return { operation: operationOf('message.send.channel'), values: { channel: chat.channelName } };
	throw new CliqError('notFound', 'The event does not say where to send a late reply', {
		hint: 'Reply while Cliq waits, or send the message with a node that names the place.',
	});
}

/** Seen live: the IDs of threads have `-T-` in them. */
function isThread({ id, type }: NonNullable<CliqEvent['chat']>): boolean {
	return type === 'thread' || id.includes('-T-');
}

/** Zoho's own domains: `zoho.com`, `zohocloud.ca`, … */
const zohoDomains = dataCenters.map(({ cliq }) => new URL(cliq).hostname.replace(/^cliq\./, ''));

/**
 * Whether a reply may be posted to this address. It came in from outside, and the runner may reach what others cannot.
 *
 * @param root of the account, if there is one.
 */
export function isCliqAddress(address: string, root?: string): boolean {
	const parsed = parseUrl(address);
	if (!parsed) return false;
	const { protocol, hostname, origin, port, username, password } = parsed;
	if (username || password) return false;
	if (root !== undefined && origin === new URL(root).origin) return true;
	return (
		protocol === 'https:' &&
		port === '' &&
		zohoDomains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`))
	);
}

/**
 * What came of a reply that was posted to the address that Cliq gave for it. It is posted once, so that Cliq gets at
 * most one.
 *
 * @returns whether Cliq took it; it does not for ever.
 * @throws CliqError if Cliq was not reached, or nobody knows.
 */
export function wasTaken(outcome: Outcome): boolean {
	if ('response' in outcome) {
		const { status } = outcome.response;
		if (status >= 500)
			throw new CliqError('outcomeUnknown', `Cliq failed to process the reply (${status})`, {
				status,
				hint: 'Look into the chat before you send it again.',
			});
		return status < 300;
	}
	const { kind, detail } = outcome.failure;
	if (kind === 'cancelled' || kind === 'calledOff') throw new CliqError('cancelled', 'The reply was stopped');
	if (kind === 'unreachable')
		throw new CliqError('unavailable', `The reply was not sent: ${detail}`, { hint: 'Send it again.' });
	throw new CliqError('outcomeUnknown', `It is unknown whether the reply arrived: ${detail}`, {
		hint: 'Look into the chat before you send it again.',
	});
}
