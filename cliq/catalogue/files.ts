import { textFormat } from './content';
import { bot, channel, chat, markAsRead, postAsBot, text, user } from './parameters';
import type { Entry } from './entry';
import type { Parameter } from './types';

const attachments: Parameter = {
	name: 'files',
	label: 'Files',
	type: 'files',
	in: 'form',
	wire: 'files', // As documented; most live callers say `file`.
	alternateWire: 'file',
	required: true,
	maximum: 10,
	description: 'What to send: up to 10 files of up to 50 MB each',
};

const comments: Parameter = {
	name: 'comments',
	label: 'Comments',
	type: 'comments',
	in: 'form',
	wire: 'comments',
	description: 'A comment for each file, in the order of the files',
};

/** A message that goes before the files. */
const message: Parameter = { ...text, in: 'compose', wire: '', required: undefined };

const asBot: Parameter = { ...postAsBot, in: 'form' };

/** What all four ways to send files have in common. */
const sending: Omit<Entry, 'target' | 'path' | 'parameters'> = {
	resource: 'file',
	name: 'send',
	label: 'Send',
	action: 'Send files',
	description: 'Share files in a channel, with a bot, in a chat or with a user',
	method: 'POST',
	scopes: ['ZohoCliq.Webhooks.CREATE'],
	threshold: 20,
	lockMinutes: 10,
	returns: { shape: 'fileReceipt' },
};

/** Name and picture are two parts of a form here, where a message has one object. */
const shownAs: Parameter[] = [
	{
		name: 'botName',
		label: 'Shown Name',
		type: 'string',
		in: 'form',
		wire: 'bot_name',
		description: 'Name shown instead of yours',
	},
	{
		name: 'botImage',
		label: 'Shown Picture',
		type: 'string',
		in: 'form',
		wire: 'bot_image',
		description: 'URL of the picture shown instead of yours',
	},
];

/** Source: the older official OpenAPI files; as `multipart/form-data`, which their text and the live API want. */
export const files: Entry[] = [
	{
		...sending,
		target: 'channel',
		path: '/channelsbyname/{CHANNEL_UNIQUE_NAME}/files',
		returns: { shape: 'fileReceipt', chatOf: 'channel' },
		parameters: [
			channel,
			attachments,
			comments,
			message,
			textFormat,
			asBot,
			...shownAs,
			{ ...markAsRead, in: 'form' },
		],
	},
	{
		...sending,
		target: 'bot',
		path: '/bots/{BOT_UNIQUE_NAME}/files',
		parameters: [
			bot,
			attachments,
			comments,
			message,
			textFormat,
			// Documented as a boolean, and described as the ID of a subscriber.
			{
				name: 'subscriber',
				label: 'Subscriber',
				type: 'user',
				in: 'form',
				wire: 'user_id',
				idOnly: true,
				emptyMeans: 'to send them to yourself',
				description: 'The subscriber who gets the files, by email address or user ID; without it you do',
			},
			...shownAs,
		],
	},
	{
		...sending,
		target: 'chat',
		path: '/chats/{CHAT_ID}/files',
		parameters: [chat, attachments, comments, message, textFormat, asBot, ...shownAs],
	},
	{
		...sending,
		target: 'user',
		path: '/buddies/{EMAIL_ID}/files',
		parameters: [
			user,
			attachments,
			comments,
			message,
			textFormat,
			asBot,
			...shownAs,
			{ ...markAsRead, in: 'form' },
		],
	},
	{
		resource: 'file',
		name: 'download',
		label: 'Download',
		action: 'Download a file',
		description: 'Get a file that was sent in a conversation',
		method: 'GET',
		path: '/files/{FILE_ID}',
		scopes: ['ZohoCliq.Attachments.READ'],
		threshold: 20,
		lockMinutes: 10,
		parameters: [
			{
				name: 'fileId',
				label: 'File ID',
				type: 'file',
				in: 'path',
				wire: 'FILE_ID',
				required: true,
				description: 'ID of the file, as Get and Get Many of messages give it (fileId)',
			},
		],
		returns: { shape: 'file' },
	},
];
