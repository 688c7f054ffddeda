import { withoutZone } from './event-age';
import { handlerNamed, eventKind } from '../event-kinds';
import { chatIn, messageIn, userIn } from './event-parts';
import { fields, firstText, firstTime, isFields, objectIn, present, text, type Fields } from '../../util/read-fields';
import type { CliqEvent, EventKind } from '../types';

/** Of the scripts that `forwarderScript` writes. What they post is an agreement with `parse` alone. */
export const FORWARDER_VERSION = 1;

/**
 * Reads the event in what Cliq or a script in a bot's handler sent, in any of the known forms.
 *
 * @param payload any JSON.
 * @param now milliseconds since 1970.
 * @returns the event, or why there is none, in words for a log that quote nothing of the payload. Nothing is thrown.
 */
export function parse(payload: unknown, now: number): CliqEvent | { refused: string } {
	if (!isFields(payload)) return { refused: 'The body holds no JSON object' };
	const told = isWebhook(payload) ? fromWebhook(payload) : fromScript(payload);
	return 'refused' in told ? told : event(payload, told, now);
}

/** What the forms have in common. */
interface EventFrame {
	via: CliqEvent['via'];
	/** Of the extension: `bot`, `command`, … */
	type: string;
	handler: string;
	/** The variables of the handler. */
	data: Fields;
}

function isWebhook(payload: Fields): boolean {
	return isFields(payload.handler);
}

function fromWebhook(payload: Fields): EventFrame | { refused: string } {
	const handler = firstText(fields(payload.handler).type);
	const type = firstText(payload.type);
	if (handler === undefined || type === undefined || !isFields(payload.params)) {
		return { refused: 'The body is like that of a webhook of Cliq, but lacks "type", "handler.type" or "params"' };
	}
	return { via: 'webhook', type, handler, data: payload.params };
}

function fromScript(payload: Fields): EventFrame | { refused: string } {
	if (payload.forwarder !== undefined && Number(text(payload.forwarder)) !== FORWARDER_VERSION) {
		return {
			refused: "The script in the bot's handler is of another version: install it again, as the node shows it",
		};
	}
	const data = unwrapped(payload);
	const handler = handlerOf(data);
	if (handler === undefined)
		return { refused: 'The body has no "handler", "operation", "message" or "text": this is not a Cliq event' };
	return { via: 'forwarder', type: 'bot', handler, data };
}

/**
 * Some scripts of others keep Cliq's own envelope around the variables. Of an incoming webhook `params` is a variable
 * itself, and whoever calls it writes what it holds; so nothing in it may stand for what the script says.
 */
function unwrapped(payload: Fields): Fields {
	const isVariable =
		payload.http_method !== undefined || handlerNamed(text(payload.handler) ?? '') === 'incoming_webhook_handler';
	return isVariable ? payload : { ...fields(payload.params), ...payload };
}

/** As the script says, else as what it posts lets one see. */
function handlerOf(data: Fields): string | undefined {
	const named = firstText(data.handler);
	if (named !== undefined) return handlerNamed(named);
	if (firstText(data.operation) !== undefined) return 'participation_handler';
	const message = fields(data.message);
	if (isFields(message.sender)) return 'mention_handler';
	return firstText(data.message, data.text, message.text, message.id) === undefined ? undefined : 'message_handler';
}

function event(raw: Fields, { via, type, handler, data }: EventFrame, now: number): CliqEvent {
	const operation = firstText(data.operation)?.trim();
	const kind = eventKind(type, handler, operation);
	const message =
		messageIn(data) ??
		(kind === 'message' || kind === 'mention' ? { text: '', attachments: [], mentions: [] } : undefined);
	const happened = happenedAt(kind, data) ?? sentAt(raw, now) ?? now;
	return present({
		kind,
		handler,
		operation,
		via,
		bot: via === 'webhook' && type === 'bot' ? bot(raw) : undefined,
		user: userIn(data),
		chat: chatIn(data),
		message,
		arguments: argumentsOf(kind, raw, data),
		time: happened,
		at: new Date(happened).toISOString(),
		responseUrl: via === 'webhook' ? firstText(raw.response_url) : undefined,
		raw,
	});
}

function happenedAt(kind: EventKind, data: Fields): number | undefined {
	// Of a button or a message action, the message that it is about is an older one.
	const ofMessage = kind === 'message' || kind === 'mention' ? fields(data.message).time : undefined;
	return firstTime(fields(data.data).time, ofMessage, fields(data.message_details).time);
}

/**
 * When a delivery was sent, in milliseconds since 1970, if it says so. A replay cannot change it where it is signed.
 *
 * @param now when it came, in milliseconds since 1970: the clock of a script may have a time zone in it.
 */
export function sentAt(payload: unknown, now: number): number | undefined {
	const { timestamp, time } = fields(payload);
	const told = firstTime(time);
	return firstTime(timestamp) ?? (told === undefined ? undefined : withoutZone(told, now));
}

function bot(payload: Fields): CliqEvent['bot'] {
	const name = firstText(payload.name, payload.unique_name);
	return name === undefined
		? undefined
		: present({ name, uniqueName: firstText(payload.unique_name), id: firstText(payload.id, payload.bot_id) });
}

/** What it was given, by Cliq's own names. */
function argumentsOf(kind: EventKind, payload: Fields, data: Fields): unknown {
	switch (kind) {
		case 'menuAction': {
			const subAction = nameIn(data.sub_action) ?? nameIn(fields(payload.handler).sub_action);
			const name = firstText(fields(payload.handler).name, data.name, subAction);
			return data.arguments ?? (name === undefined ? undefined : present({ name, sub_action: subAction }));
		}
		case 'button':
			return data.arguments ?? data.target;
		case 'form':
			return data.form;
		case 'context':
			return present({ context_id: data.context_id, answers: data.answers });
		case 'incomingWebhook':
			return present({
				http_method: data.http_method,
				headers: data.headers,
				params: data.params ?? data.parameters,
				body: data.body,
			});
		case 'call':
			return data.data;
		default:
			return data.arguments;
	}
}

/** Of what is told by its name, or as an object that has one. */
function nameIn(told: unknown): string | undefined {
	return firstText(fields(objectIn(told)).name, told);
}
