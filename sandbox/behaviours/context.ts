import type { Operation } from '../../cliq/catalogue';
import type { Values } from '../checks';
import { json, Refusal, type Answer } from '../errors';
import type { Events, MessageEvent } from '../events';
import { readMessageId, writeMessageId } from '../message-ids';
import { keyOf, type Chat, type StoredMessage, type Person } from '../model';
import type { Variants } from '../variants';
import type { World } from '../world';

/** A call that passed every check, and all it may touch. */
export interface Context {
	operation: Operation;
	user: Person;
	values: Values;
	world: World;
	variants: Variants;
	events: Events;
	/** Milliseconds since 1970. */
	now(): number;
}

export type Behaviour = (context: Context) => Answer;

/** @returns success without anything to tell, in the form that is played. */
export function nothing({ variants }: Context): Answer {
	if (variants.noContent === '204') return json(204, undefined);
	if (variants.noContent === '200-empty') return json(200, undefined);
	return json(200, { 'Response Code': '204 No response' });
}

/** The refusal for an id that leads nowhere. */
export function notFound({ variants }: Context, code: string, reason: string): Refusal {
	if (variants.unknownId === '404') return new Refusal(404, code, reason);
	const text = "Sorry, we couldn't process your request due to a technical error. Please try again later.";
	return new Refusal(400, 'operation_failed', reason, { text });
}

export function forbidden(reason: string): Refusal {
	return new Refusal(403, 'access_denied', reason);
}

/** @returns what stands in the path of the request. */
export function inPath({ values }: Context, name: string): string {
	const value = values.path[name];
	if (value === undefined) throw new Error(`The path has no ${name}`);
	return value;
}

/** @returns the chat of the path, in which the user takes part. */
export function chatOfPath(context: Context, placeholder = 'CHAT_ID'): Chat {
	const id = inPath(context, placeholder);
	const chat = context.world.chats.get(id);
	if (!chat) throw notFound(context, 'chat_not_found', `There is no chat "${id}"`);
	if (!chat.participants.has(context.user.id)) throw forbidden('The user is not in this chat');
	return chat;
}

/** @returns the message of the path; a deleted one is gone. */
export function messageOfPath(context: Context, chat: Chat): StoredMessage {
	const id = inPath(context, 'MESSAGE_ID');
	const key = readMessageId(id, context.variants.messageId, 'url');
	const message = key === null ? undefined : context.world.message(chat, key);
	if (!message || message.deleted)
		throw notFound(context, 'message_not_found', `There is no message "${id}" in this chat`);
	return message;
}

/** @returns the message of this chat that a key of the body names, if it names one. */
export function messageOfBody(
	context: Context,
	chat: Chat,
	bodyKey: 'reply_to' | 'thread_message_id',
): StoredMessage | undefined {
	const id = context.values.body[bodyKey] as string | undefined;
	if (id === undefined) return undefined;
	const key = readMessageId(id, context.variants.messageId, 'body');
	const message = key === null ? undefined : context.world.message(chat, key);
	if (!message || message.deleted)
		throw new Refusal(400, 'message_not_found', `${bodyKey} names no message of this chat: "${id}"`);
	return message;
}

/** @returns the message's id as this sandbox writes it. */
export function idOf(context: Context, message: StoredMessage, inBotReceipt = false): string {
	return writeMessageId(message, context.variants.messageId, inBotReceipt);
}

/** Tells the page that something happened to a message. */
export function announce(context: Context, type: MessageEvent['type'], chat: Chat, message: StoredMessage): void {
	context.events.emit({ type, chat: chat.id, message: keyOf(message) });
}
