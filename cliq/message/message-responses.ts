import type { Message, Reaction, Receipt, Scheduled } from '../catalogue/answers';
import { done, isEmpty, listAt, record, sent, text, type ResponseReader } from '../http/response';
import type { Values } from '../parameters/values';
import type { Fields } from '../util/read-fields';

/** Of the shapes that tell of messages and reactions. */
export const messageReaders = {
	fileReceipt: (call) => ({ ...done(call), files: fileNames(call.values) }),
	scheduled: (call) => scheduled(record(call.body.data) ?? call.body, text(sent(call).chatId)),
	receipt: (call) => receipt(call.body, text(sent(call).chatId)),
	message: (call) => {
		const message = record(call.body.data) ?? call.body;
		return text(message.id) === '' ? undefined : readMessage(message, text(sent(call).chatId));
	},
	messages: (call) => {
		const chatId = text(sent(call).chatId);
		return listAt(call.body, 'data')?.map((message) => readMessage(message, chatId));
	},
	reactions: (call) =>
		'data' in call.body || isEmpty(call.body) ? reactions(record(call.body.data) ?? {}, sent(call)) : undefined,
} satisfies Record<string, ResponseReader>;

/** Message ids come with a plain or an encoded space; here they always have the plain one. */
function messageIdOf(value: unknown): string {
	return text(value).replaceAll('%20', ' ');
}

function readMessage(raw: Fields, chatId: string): Message {
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

function receipt(body: Fields, knownChatId: string): Receipt {
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
function reactions(data: Fields, { chatId, messageId }: Fields): Reaction[] {
	return Object.entries(data).map(([emoji, entries]) => {
		const users = (Array.isArray(entries) ? entries : []).map((entry) => {
			const [time, id, ...name] = text(entry).split(':');
			return { userId: id ?? '', name: name.join(':'), reactedAt: isoTime(Number(time) || 0) };
		});
		return { emoji, count: users.length, users, chatId: text(chatId), messageId: messageIdOf(messageId) };
	});
}

function fileNames({ files }: Values): string[] {
	return [files].flat().map((file) => text(record(file)?.name));
}

function scheduled({ id, time }: Fields, chatId: string): Scheduled {
	const scheduledMessageId = text(id);
	const at = Number(time) || 0;
	return {
		success: true,
		...(scheduledMessageId && { scheduledMessageId }),
		chatId,
		...(isoTime(at) && { time: at, sendAt: isoTime(at) }),
	};
}

function isoTime(milliseconds: number): string {
	const date = new Date(milliseconds);
	return milliseconds === 0 || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
