import { operation as operationOf, type Operation } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import { excerpt } from '../util/quote';
import type { Patience } from '../pacing/pacer';
import type { ListEntry } from './paging';
import { noSuchUser } from './people';
import type { Values } from '../parameters/values';
import { toWire } from '../parameters/to-wire';
import { channelIn } from '../parameters/identifiers';

/** In milliseconds: how long the look at what was wrong may wait for its turn. */
const LONGEST_WAIT = 2000;

/** Kinds of errors that do not say which value was wrong. */
const VAGUE: readonly string[] = ['forbidden', 'notFound', 'refused'];

type Looking = Pick<Caller, 'call' | 'channel' | 'isWebhookToken'>;

/**
 * Cliq often does not say which value of a message was wrong: an unknown person is "not allowed", an unknown message
 * that is answered may be a chat that does not exist. One more read settles it.
 *
 * @param values as a person gave them.
 * @returns an error that names the value that is at fault, or the same error where that cannot be told.
 */
export async function blamed(
	client: Looking,
	error: CliqError,
	operation: Operation,
	values: Values,
	patience: Patience,
): Promise<CliqError> {
	const isTold = operation.parameters.some(
		({ name, in: where }) => name === error.details.parameter && where !== 'path',
	);
	if (
		operation.method !== 'POST' ||
		isTold ||
		error.details.cliqCode === undefined ||
		client.isWebhookToken ||
		!VAGUE.includes(error.kind)
	)
		return error;
	const quick: Patience = { ...patience, maxWait: Math.min(patience.maxWait, LONGEST_WAIT), remaining: 1 };
	return (
		(await unknownMessage(client, error, operation, values, quick)) ??
		(await unknownUser(client, error, operation, values, quick)) ??
		error
	);
}

/** Whether a message that is answered, or below which a thread begins, is not there. */
async function unknownMessage(
	client: Looking,
	error: CliqError,
	operation: Operation,
	values: Values,
	patience: Patience,
): Promise<CliqError | undefined> {
	const place = operation.parameters.find(
		({ type, in: where }) => where === 'path' && ['channel', 'chat'].includes(type),
	);
	const beside = operation.parameters.filter(
		({ name, type, in: where }) =>
			type === 'message' && where !== 'path' && typeof values[name] === 'string' && values[name] !== '',
	);
	if (!place || beside.length === 0) return undefined;
	const where = String(toWire(place, values[place.name]));
	const channel = place.type === 'channel' ? where : channelIn(where);
	const chatId =
		channel === undefined
			? values[place.name]
			: await client.channel(channel, patience).then(
					(found) => found.chatId,
					() => undefined,
				);
	if (chatId === undefined) return undefined;
	for (const parameter of beside) {
		const messageId = String(toWire(parameter, values[parameter.name]));
		const isMissing = await fails(client.call(operationOf('message.get'), { chatId, messageId }, patience), [
			'notFound',
			'refused',
		]);
		// Where the chat itself cannot be read, nothing is said about the message.
		if (!isMissing || (await fails(client.call(operationOf('message.getMany'), { chatId, limit: 1 }, patience))))
			continue;
		return new CliqError(
			error.kind,
			`"${parameter.label}" is not a message of this chat: "${excerpt(String(values[parameter.name]))}"`,
			{
				...error.details,
				parameter: parameter.name,
				hint: 'Take "messageId" from the node that sent or read the message, or leave it empty. It may have been deleted.',
			},
		);
	}
	return undefined;
}

/** Whether the person that was written to is not in the organization. */
async function unknownUser(
	client: Looking,
	error: CliqError,
	operation: Operation,
	values: Values,
	patience: Patience,
): Promise<CliqError | undefined> {
	const parameter = operation.parameters.find(({ type, in: where }) => where === 'path' && type === 'user');
	if (!parameter) return undefined;
	const user = String(toWire(parameter, values[parameter.name]));
	const found = await client.call(operationOf('user.getMany'), { search: user }, patience).catch(() => undefined);
	const isUser = (entry: ListEntry) =>
		[entry.email_id, entry.zuid, entry.id].some((id) => String(id).toLowerCase() === user.toLowerCase());
	// An ID is not searched for by every server.
	if (!found || !user.includes('@') || (found.answer as ListEntry[]).some(isUser)) return undefined;
	return noSuchUser(user, { ...error.details, parameter: parameter.name });
}

/** @param kinds of errors that count; all unless said otherwise. */
async function fails(call: Promise<unknown>, kinds?: readonly string[]): Promise<boolean> {
	return await call.then(
		() => false,
		(error: unknown) => error instanceof CliqError && (kinds === undefined || kinds.includes(error.kind)),
	);
}
