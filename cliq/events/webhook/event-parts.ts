import { fields, firstText, isFields, list, objectIn, parsed, present, type Fields } from '../../util/read-fields';
import type { CliqEvent } from '../types';

/** Who did it; empty where Cliq does not say. */
export function userIn(data: Fields): CliqEvent['user'] {
	const user = fields(data.user);
	const sender = fields(fields(data.message).sender);
	const from = Object.keys(user).length > 0 ? user : sender;
	const access = fields(data.access);
	const id =
		firstText(
			from.id,
			from.zoho_user_id,
			from.user_id,
			from.zuid,
			data.user_id,
			access.user_id,
			access.zoho_user_id,
		) ?? '';
	const email = firstText(from.email, from.email_id);
	const fullName = [firstText(from.first_name), firstText(from.last_name)].filter(Boolean).join(' ');
	return present({ id, name: firstText(from.name, from.display_name, fullName, data.user_name, email) ?? '', email });
}

/** Where it happened. A channel is told in several ways by the scripts of others. */
export function chatIn(data: Fields): CliqEvent['chat'] {
	const chat = fields(data.chat);
	const channel = fields(data.channel);
	const id = firstText(chat.id, chat.chat_id, data.chat, data.chat_id, channel.chat_id, fields(data.access).chat_id);
	const channelName = firstText(
		chat.channel_unique_name,
		channel.unique_name,
		channel.channel_unique_name,
		data.channel_unique_name,
		data.channel,
		channel.name,
	);
	const channelId = firstText(chat.channel_id, channel.channel_id, channel.id, data.channel_id);
	if (id === undefined && channelName === undefined && channelId === undefined) return undefined;
	const type = firstText(chat.chat_type, chat.type, channelName === undefined ? undefined : 'channel');
	return present({ id: id ?? '', type, title: firstText(chat.title, chat.name), channelName, channelId });
}

/** What was written, or what it is about; `undefined` where there is no message. */
export function messageIn(data: Fields): CliqEvent['message'] {
	const told = [fields(data.data).message, data.message, list(fields(data.messages).list)[0]].find(
		(value) => value !== undefined && value !== null,
	);
	// Beside the bare text of what is written to a bot.
	const details = fields(fields(data.message_details).message);
	const message = { ...details, ...fields(told) };
	const written = isFields(told) ? undefined : told;
	const hasText = firstText(written, data.text, data.raw_message) !== undefined;
	if (!hasText && Object.keys(message).length === 0 && list(data.attachments).length === 0) return undefined;
	return present({
		id: firstText(message.id, message.message_id, message.msguid, data.message_id, fields(data.access).message_id),
		text: textOf(message, written, data),
		type: firstText(message.type),
		attachments: attachmentsOf(message, data),
		mentions: mentionsOf(list(data.mentions).length > 0 ? data.mentions : message.mentions),
		replyTo: replyTo(message, data),
	});
}

function textOf(message: Fields, written: unknown, data: Fields): string {
	const content = fields(message.content);
	return (
		firstText(
			written,
			message.text,
			content.text,
			message.content,
			message.comment,
			content.comment,
			data.text,
			data.raw_message,
		) ?? ''
	);
}

type EventMessage = NonNullable<CliqEvent['message']>;

function attachmentsOf(message: Fields, data: Fields): EventMessage['attachments'] {
	const places = [message.file, fields(message.content).file, message.attachments, data.attachments].map((told) =>
		list(told).flatMap(listIn),
	);
	const all: EventMessage['attachments'] = [];
	for (const place of places) {
		// One and the same file may be told in two places, in the second by no more than its name. In one place two of
		// a name are two: pasted pictures are all called image.png.
		const before = [...all];
		for (const found of place.flatMap((value) => attachment(value) ?? [])) {
			const same = before.findIndex(({ id, name }) =>
				found.id === undefined || id === undefined ? name === found.name : id === found.id,
			);
			if (same < 0) all.push(found);
			else before.splice(same, 1);
		}
	}
	return all;
}

/** Told as an object, by its name, or by what Deluge prints of an object. */
function attachment(given: unknown): EventMessage['attachments'][number] | undefined {
	const told = objectIn(given) ?? given;
	const file = fields(told);
	const id = firstText(file.id, file.file_id);
	const url = firstText(file.url);
	const name = firstText(isFields(told) ? undefined : told, file.name, file.file_name, file.filename);
	if (name === undefined && id === undefined && url === undefined) return undefined;
	return present({ name: name ?? '', id, type: firstText(file.type, file.contenttype, file.content_type), url });
}

/** A list that was printed as a text. */
function listIn(told: unknown): unknown[] {
	if (typeof told !== 'string' || !told.trim().startsWith('[')) return [told];
	const read = parsed(told);
	// A file may be called [1].
	return Array.isArray(read) && read.every((entry) => typeof entry === 'string' || isFields(entry)) ? read : [told];
}

function mentionsOf(told: unknown): EventMessage['mentions'] {
	return list(told).flatMap((value) => {
		const mention = fields(value);
		const id = firstText(mention.id, mention.zuid);
		const name = firstText(mention.name, mention.dname);
		if (id === undefined && name === undefined) return [];
		return [present({ id: id ?? '', name: name ?? '', type: firstText(mention.type) })];
	});
}

function replyTo(message: Fields, data: Fields): string | undefined {
	const replied = fields(message.replied_message);
	return firstText(replied.id, replied.message_id, message.reply_to, fields(message.reply_to).id, data.reply_to);
}
