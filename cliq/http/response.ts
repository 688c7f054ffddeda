import type { Answer, Done, FileAnswer, Message, Reaction, Receipt, Scheduled } from './answers';
import type { Operation } from '../catalogue';
import { fileName } from './content-disposition';
import type { HttpResponse } from './ports';
import type { Values } from '../parameters/values';
import { toWire } from '../parameters/to-wire';

type Json = Record<string, unknown>;

/**
 * The body of an answer as an object. Cliq says "nothing" in four ways: 204, an empty 200, 200 with
 * `{"Response Code": "204 No response"}` and 200 with `{}`; all of them become `{}`.
 *
 * @returns `undefined` if the body is not a JSON object, e.g. the HTML of a proxy.
 */
export function bodyOf(response: HttpResponse): Json | undefined {
	const body = typeof response.body === 'string' ? parse(response.body) : response.body;
	if (body === undefined || body === null || body === '') return {};
	if (typeof body !== 'object' || Array.isArray(body) || body instanceof Uint8Array) return undefined;
	return 'Response Code' in body ? {} : (body as Json);
}

/**
 * A downloaded file. Whether it is one is told by the status alone: a file may well be JSON or a web page itself.
 *
 * @returns `undefined` if the operation gives no file, or Cliq gave none.
 */
export function fileOf({ returns }: Operation, { status, headers, content }: HttpResponse): Json | undefined {
	if (returns.shape !== 'file' || content === undefined || status === 204) return undefined;
	const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
	return {
		fileName: fileName(headers['content-disposition'] ?? '') ?? 'file',
		mimeType: type.trim() || 'application/octet-stream',
		content,
	};
}

/**
 * Brings a successful answer into the one shape that its operation promises.
 *
 * @param values what was asked for; answers often leave out what the caller knew.
 * @returns `undefined` if the answer lacks what the operation is for.
 */
export function normalize(operation: Operation, body: Json, values: Values): Answer | undefined {
	const { returns } = operation;
	switch (returns.shape) {
		case 'nothing':
			return done(operation, values);
		case 'fileReceipt':
			return { ...done(operation, values), files: fileNames(values) };
		case 'scheduled':
			return scheduled(record(body.data) ?? body, text(sent(operation, values).chatId));
		case 'receipt':
			return receipt(body, text(sent(operation, values).chatId));
		case 'message': {
			const message = record(body.data) ?? body;
			return text(message.id) === ''
				? undefined
				: normalizeMessage(message, text(sent(operation, values).chatId));
		}
		case 'messages': {
			const chatId = text(sent(operation, values).chatId);
			return list(body, 'data')?.map((message) => normalizeMessage(message, chatId));
		}
		case 'reactions':
			return 'data' in body || isEmpty(body)
				? reactions(record(body.data) ?? {}, sent(operation, values))
				: undefined;
		case 'record':
			return record(body.data) ?? body;
		case 'file':
			return 'content' in body ? file(body, text(sent(operation, values).fileId)) : undefined;
		case 'list':
			return list(body, returns.at);
	}
}

/** What was asked for in the form that Cliq got it, e.g. an id where an address of it was given. */
function sent(operation: Operation, values: Values): Json {
	const identifiers = operation.parameters.filter(({ type }) => ['chat', 'message', 'emoji', 'file'].includes(type));
	const wired = identifiers.map((parameter) => [parameter.name, toWire(parameter, values[parameter.name])] as const);
	return Object.fromEntries(wired.filter(([, value]) => value !== undefined));
}

/** Message ids come with a plain or an encoded space; here they always have the plain one. */
function messageIdOf(value: unknown): string {
	return text(value).replaceAll('%20', ' ');
}

function normalizeMessage(raw: Json, chatId: string): Message {
	const { id, time, type, content, sender, ...others } = raw;
	const from = record(sender) ?? {};
	const parts = record(content) ?? {};
	const file = record(parts.file);
	const milliseconds = Number(time) || 0;
	return {
		...others,
		messageId: messageIdOf(id),
		chatId,
		text: typeof content === 'string' ? content : text(parts.text ?? parts.comment),
		type: text(type) || 'text',
		senderId: text(from.id ?? from.senderID),
		senderName: text(from.name ?? from.senderName),
		time: milliseconds,
		sentAt: isoTime(milliseconds),
		...(file && { fileId: text(file.id), fileName: text(file.name) }),
		// Cards, replies and later additions stay available as Cliq sent them.
		...(Object.keys(parts).some((key) => !['text', 'comment'].includes(key)) && { content: parts }),
	};
}

function receipt(body: Json, knownChatId: string): Receipt {
	const details = Object.entries(record(body.message_details) ?? {});
	const recipients = details.map(([userId, detail]) => ({
		userId,
		chatId: text(record(detail)?.chat_id),
		messageId: messageIdOf(record(detail)?.message_id),
	}));
	const [only] = recipients.length === 1 ? recipients : [];
	const messageId = messageIdOf(body.message_id ?? only?.messageId);
	const chatId = text(body.chat_id ?? only?.chatId ?? knownChatId);
	return {
		success: true,
		...(messageId && { messageId }),
		...(chatId && { chatId }),
		...(recipients.length > 0 && { recipients }),
	};
}

/** @param data `{ "😍": ["<milliseconds>:<user id>:<name>", …] }`; names may hold colons too. */
function reactions(data: Json, { chatId, messageId }: Json): Reaction[] {
	return Object.entries(data).map(([emoji, entries]) => {
		const users = (Array.isArray(entries) ? entries : []).map((entry) => {
			const [time, id, ...name] = text(entry).split(':');
			return { userId: id ?? '', name: name.join(':'), reactedAt: isoTime(Number(time) || 0) };
		});
		return { emoji, count: users.length, users, chatId: text(chatId), messageId: messageIdOf(messageId) };
	});
}

function done(operation: Operation, values: Values): Done {
	return { success: true, ...sent(operation, values) };
}

function fileNames({ files }: Values): string[] {
	return [files].flat().map((file) => text(record(file)?.name));
}

function scheduled({ id, time }: Json, chatId: string): Scheduled {
	const scheduledMessageId = text(id);
	const at = Number(time) || 0;
	return {
		success: true,
		...(scheduledMessageId && { scheduledMessageId }),
		chatId,
		...(isoTime(at) && { time: at, sendAt: isoTime(at) }),
	};
}

function file({ fileName: name, mimeType, content }: Json, fileId: string): FileAnswer {
	return { fileId, fileName: text(name), mimeType: text(mimeType), content };
}

function list(body: Json, at: string): Json[] | undefined {
	if (isEmpty(body)) return [];
	const entries = body[at];
	return Array.isArray(entries) ? entries.filter((entry) => record(entry) !== undefined) : undefined;
}

function isEmpty(body: Json): boolean {
	return Object.keys(body).length === 0;
}

function record(value: unknown): Json | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function isoTime(milliseconds: number): string {
	const date = new Date(milliseconds);
	return milliseconds === 0 || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function parse(body: string): unknown {
	const json = body.trim(); // Takes a byte order mark away too, which JSON.parse does not bear.
	if (json === '') return undefined;
	try {
		return JSON.parse(json);
	} catch {
		return []; // Not an object, so the caller sees that it is not an answer of Cliq's.
	}
}
