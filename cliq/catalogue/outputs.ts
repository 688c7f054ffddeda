import type { OutputField, Returns } from './types';

const success: OutputField = { name: 'success', description: 'true: it was done' };
const messageId: OutputField = { name: 'messageId', description: 'ID of the message' };
const chatId: OutputField = { name: 'chatId', description: 'ID of the chat that the message is in' };
const fileName: OutputField = { name: 'fileName', description: 'Name of the file' };

const message: OutputField[] = [
	messageId,
	chatId,
	{ name: 'text', description: 'The text, or the comment of a file' },
	{ name: 'type', description: 'text, file, … as Cliq calls it' },
	{ name: 'senderId', description: 'ID of the sender' },
	{ name: 'senderName', description: 'Name of the sender' },
	{ name: 'time', description: 'When it was sent, in milliseconds since 1970' },
	{ name: 'sentAt', description: 'The same as ISO 8601' },
	{ name: 'fileId', optional: true, description: 'ID of its file, for Download' },
	{ ...fileName, optional: true },
	{ name: 'content', optional: true, description: 'Cards, replies and the details of a file, as Cliq sent them' },
];

/** What an operation puts out, by the shape of its answer; of lists, what each entry has. */
export const outputs: Partial<Record<Returns['shape'], OutputField[]>> = {
	receipt: [
		success,
		{ ...messageId, optional: true },
		{ ...chatId, optional: true },
		{
			name: 'messageIds',
			optional: true,
			description: 'Of a text that took several messages: the IDs of all, in order',
		},
		{
			name: 'recipients',
			optional: true,
			description: 'Of a message to a bot: who got it, each with userId, chatId and messageId',
		},
		{
			name: 'warnings',
			optional: true,
			description: 'What was left out, shortened or guessed, in words; and what could not be done beside sending',
		},
	],
	fileReceipt: [
		success,
		{ ...chatId, optional: true },
		{ name: 'files', description: 'Names of the files' },
		{ ...messageId, optional: true, description: 'With a message before the files: its ID' },
		{
			name: 'warnings',
			optional: true,
			description: 'What was left out, shortened or guessed, in words; and what could not be done beside sending',
		},
	],
	nothing: [success, chatId, messageId, { name: 'emoji', optional: true, description: 'The emoji of a reaction' }],
	scheduled: [
		success,
		{
			name: 'scheduledMessageId',
			optional: true,
			description: 'ID of what waits; the message gets its own when it is posted',
		},
		chatId,
		{ name: 'time', optional: true, description: 'When it is posted, in milliseconds since 1970' },
		{ name: 'sendAt', optional: true, description: 'The same as ISO 8601' },
	],
	message,
	messages: message,
	reactions: [
		{ name: 'emoji', description: 'The emoji' },
		{ name: 'count', description: 'How many people gave it' },
		{ name: 'users', description: 'Who, each with userId, name and reactedAt (ISO 8601)' },
		chatId,
		messageId,
	],
	file: [
		{ name: 'fileId', description: 'ID of the file' },
		fileName,
		{ name: 'mimeType', description: 'Its type, e.g. image/png' },
	],
};
