import { json, Refusal } from '../errors';
import type { Message } from '../model';
import { announce, chatOfPath, forbidden, idOf, messageOfPath, nothing, type Behaviour, type Context } from './context';

const DEFAULT_LIMIT = 100;

export const getMessages: Behaviour = (context) => {
	const { query } = context.values;
	const from = Number(query.fromtime ?? 0);
	const to = Number(query.totime ?? Infinity);
	const limit = Number(query.limit ?? DEFAULT_LIMIT);
	const window = chatOfPath(context).messages.filter((message) => !message.deleted && message.time >= from && message.time <= to);
	window.sort((one, other) => one.time - other.time || one.serial.length - other.serial.length || (one.serial < other.serial ? -1 : 1));
	const page = context.variants.fullPage === 'newest' ? window.slice(-limit) : window.slice(0, limit);
	if (context.variants.order === 'newest-first') page.reverse();
	return json(200, { data: page.map((message) => shape(context, message, { name: message.author.name, id: message.author.id })) });
};

export const getMessage: Behaviour = (context) => {
	const message = messageOfPath(context, chatOfPath(context));
	const { name, id } = message.author;
	const sender: Record<string, string> = context.variants.retrieveSender === 'senderName' ? { senderName: name, senderID: id } : { name, id };
	return json(200, shape(context, message, sender));
};

function shape(context: Context, message: Message, sender: Record<string, string>): Record<string, unknown> {
	return { sender, id: idOf(context, message), time: message.time, type: message.type, content: content(context, message) };
}

function content({ variants }: Context, message: Message): unknown {
	if (!message.file) return variants.textContent === 'string' ? message.text : { text: message.text };
	const { name, id, width, height, size } = message.file;
	return {
		thumbnail: { height: 230, width: 400, blur_data: '/9j/4AAQSkZJRgABAgAAAQABAAD/2wBD' },
		file: { name, type: 'file', dimensions: { height, width, size }, id },
		comment: message.text,
	};
}

export const editMessage: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const message = messageOfPath(context, chat);
	if (message.author.id !== context.user.id) throw forbidden('Only the author may edit a message');
	if (message.type !== 'text') throw new Refusal(400, 'operation_failed', 'Only text messages can be edited');
	message.edits.push({ time: context.now(), text: message.text });
	message.text = context.values.body.text as string;
	announce(context, 'message.edited', chat, message);
	return nothing(context);
};

export const deleteMessage: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const message = messageOfPath(context, chat);
	// Seen live: what a bot has posted cannot be deleted by its user.
	if (message.author.kind === 'bot') throw new Refusal(400, 'message_delete_failed', 'A message of a bot cannot be deleted this way');
	if (message.author.id !== context.user.id) throw forbidden('Only the author may delete a message');
	message.deleted = context.now();
	announce(context, 'message.deleted', chat, message);
	return nothing(context);
};
