import { json, Refusal } from '../errors';
import { writeMessageId } from '../message-ids';
import { standing, type Chat, type StoredMessage } from '../model';
import { announce, chatOfPath, forbidden, idOf, messageOfPath, nothing, type Behaviour, type Context } from './context';
import { checkMentions } from './mentions';

const DEFAULT_LIMIT = 100;

export const getMessages: Behaviour = (context) => {
	const { query } = context.values;
	const from = Number(query.fromtime ?? 0);
	const to = Number(query.totime ?? Infinity);
	const limit = Number(query.limit ?? DEFAULT_LIMIT);
	const chat = chatOfPath(context);
	const window = chat.messages.filter((message) => !message.deleted && message.time >= from && message.time <= to);
	window.sort(
		(one, other) =>
			one.time - other.time || one.serial.length - other.serial.length || (one.serial < other.serial ? -1 : 1),
	);
	const page = context.variants.fullPage === 'newest' ? window.slice(-limit) : window.slice(0, limit);
	if (context.variants.order === 'newest-first') page.reverse();
	return json(200, {
		data: page.map((message) =>
			shape(context, chat, message, { name: message.author.name, id: message.author.id }),
		),
	});
};

export const getMessage: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const message = messageOfPath(context, chat);
	const { name, id } = message.author;
	const sender: Record<string, string> =
		context.variants.retrieveSender === 'senderName' ? { senderName: name, senderID: id } : { name, id };
	return json(200, shape(context, chat, message, sender));
};

function shape(
	context: Context,
	chat: Chat,
	message: StoredMessage,
	sender: Record<string, string>,
): Record<string, unknown> {
	const thread = message.thread ?? (chat.kind === 'thread' ? chat : undefined);
	return {
		sender,
		id: idOf(context, message),
		time: message.time,
		type: message.type,
		content: content(context, message),
		...(thread && { thread_information: threadInformation(context, thread) }),
	};
}

/**
 * Of the message that a thread starts from, and of those in it. Source: the older official OpenAPI files (threads.yml).
 */
function threadInformation({ user, variants }: Context, thread: Chat): Record<string, unknown> {
	return {
		is_follower: thread.participants.has(user.id),
		message_count: standing(thread).length,
		follower_count: thread.participants.size,
		...(thread.root && { thread_message_id: writeMessageId(thread.root, variants.messageId, true) }),
		title: thread.title,
		chat_id: thread.id,
	};
}

function content({ variants }: Context, message: StoredMessage): unknown {
	if (!message.file) return variants.textContent === 'string' ? message.text : { text: message.text };
	const { name, id, type, width, height, size } = message.file;
	return {
		...(type.startsWith('image/') && {
			thumbnail: { height: 230, width: 400, blur_data: '/9j/4AAQSkZJRgABAgAAAQABAAD/2wBD' },
		}),
		file: { name, type: 'file', dimensions: { height, width, size }, id },
		comment: message.text,
	};
}

export const editMessage: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const message = messageOfPath(context, chat);
	const isOfOwnBot =
		message.author.kind === 'bot' && message.postedBy === context.user.id && context.variants.botEdits === 'taken';
	if (message.author.id !== context.user.id && !isOfOwnBot) throw forbidden('Only the author may edit a message');
	if (message.type !== 'text') throw new Refusal(400, 'operation_failed', 'Only text messages can be edited');
	checkMentions(context, context.values.body.text as string);
	message.edits.push({ time: context.now(), text: message.text });
	message.text = context.values.body.text as string;
	if (context.variants.editDropsButtons) delete message.content.buttons;
	announce(context, 'message.edited', chat, message);
	return nothing(context);
};

export const deleteMessage: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const message = messageOfPath(context, chat);
	// Seen live: what a bot has posted cannot be deleted by its user.
	if (message.author.kind === 'bot')
		throw new Refusal(400, 'message_delete_failed', 'A message of a bot cannot be deleted this way');
	if (message.author.id !== context.user.id) throw forbidden('Only the author may delete a message');
	message.deleted = context.now();
	announce(context, 'message.deleted', chat, message);
	return nothing(context);
};
