import type { Parameter } from './types';

/** Parameters that several endpoints share. An entry overrides what differs: `{ ...chat, in: 'body', wire: 'id' }`. */

export const chat: Parameter = {
	name: 'chatId',
	label: 'Chat',
	type: 'chat',
	in: 'path',
	wire: 'CHAT_ID',
	required: true,
	description: 'The conversation: a channel, direct chat, group chat or thread',
};

export const channel: Parameter = {
	name: 'channel',
	label: 'Channel',
	type: 'channel',
	in: 'path',
	wire: 'CHANNEL_UNIQUE_NAME',
	required: true,
	description: 'The channel, by its unique name',
};

export const bot: Parameter = {
	name: 'bot',
	label: 'Bot',
	type: 'bot',
	in: 'path',
	wire: 'BOT_UNIQUE_NAME',
	required: true,
	description: 'The bot, by its unique name', // The page repeats the text of bot_unique_name here.
};

export const user: Parameter = {
	name: 'user',
	label: 'User',
	type: 'user',
	in: 'path',
	wire: 'EMAIL_ID',
	required: true,
	description: 'The user, by email address or user ID (ZUID); a member of your organization or a contact',
};

export const postAsBot: Parameter = {
	name: 'postAsBot',
	label: 'Post as Bot',
	type: 'bot',
	in: 'query',
	wire: 'bot_unique_name',
	description: 'Unique name of a bot in this conversation that shows as the sender',
};

export const message: Parameter = {
	name: 'messageId',
	label: 'Message ID',
	type: 'message',
	in: 'path',
	wire: 'MESSAGE_ID',
	required: true,
	description: 'ID of the message, as Send and Get Many give it',
};

export const text: Parameter = {
	name: 'text',
	label: 'Message',
	type: 'text',
	in: 'body',
	wire: 'text',
	required: true,
	maxLength: 5000,
	description: 'The text, in Cliq\'s own formatting (*bold*, _italic_) unless Text Format says otherwise',
};

export const replyTo: Parameter = {
	name: 'replyTo',
	label: 'Reply to Message ID',
	type: 'message',
	in: 'body',
	wire: 'reply_to',
	maxLength: 100,
	description: 'ID of the message to answer',
};

export const synchronous: Parameter = {
	name: 'synchronous',
	label: 'Synchronous',
	type: 'boolean',
	in: 'body',
	wire: 'sync_message',
	default: true, // Without the ID nothing can be edited, deleted or reacted to later.
	description: 'Whether Cliq posts before it answers, so that the answer holds the message ID',
};

export const markAsRead: Parameter = {
	name: 'markAsRead',
	label: 'Mark as Read',
	type: 'boolean',
	in: 'body',
	wire: 'mark_as_read',
	description: 'Whether the sent message counts as read for the sender',
};

export const emoji: Parameter = {
	name: 'emoji',
	label: 'Emoji',
	type: 'emoji',
	in: 'body',
	wire: 'emoji_code',
	required: true, // The page leaves it optional, but a reaction without an emoji means nothing.
	description: 'An emoji (👍), its code point (U+1F44D) or a Zomoji (:smile:)',
};

/** The message object beside its text. Source: the pages "Message Cards", "Message Content" and "Buttons" of the REST API v3. */
export const card: Parameter = {
	name: 'card',
	label: 'Card',
	type: 'card',
	in: 'body',
	wire: 'card',
	description: 'A title, a picture and fields around the message; or a poll',
};

export const slides: Parameter = {
	name: 'slides',
	label: 'Slides',
	type: 'slides',
	in: 'body',
	wire: 'slides',
	description: 'Tables, lists, labels, images, charts and graphs below the text, 20 at most',
};

export const buttons: Parameter = {
	name: 'buttons',
	label: 'Buttons',
	type: 'buttons',
	in: 'body',
	wire: 'buttons',
	description: 'Buttons below the message, 5 at most',
};

export const references: Parameter = {
	name: 'references',
	label: 'Instant Buttons',
	type: 'references',
	in: 'body',
	wire: 'references',
	description: 'Buttons within the text, where it says [Label]($1), [Label]($2) and so on',
};

export const styles: Parameter = {
	name: 'styles',
	label: 'Styles',
	type: 'styles',
	in: 'body',
	wire: 'styles',
	description: 'Background color and highlight of the message',
};

export const identity: Parameter = {
	name: 'identity',
	label: 'Shown As',
	type: 'identity',
	in: 'body',
	wire: 'bot',
	description: 'Name and picture that the message shows instead of yours; you stay its author',
};

export const json: Parameter = {
	name: 'json',
	label: 'Message as JSON',
	type: 'object',
	in: 'body',
	wire: '*',
	description: 'A message object of Cliq\'s; each key replaces what the form says, and is checked as far as it is known',
};

export const postInParent: Parameter = {
	name: 'postInParent',
	label: 'Post in Parent',
	type: 'boolean',
	in: 'body',
	wire: 'post_in_parent',
	description: 'Whether a message in a thread is posted in the channel of the thread too',
};

/** How a message is made of what a workflow has. */
export const textFormat: Parameter = {
	name: 'textFormat',
	label: 'Text Format',
	type: 'choice',
	in: 'compose',
	wire: '',
	choices: [
		{ value: 'cliq', label: 'Cliq', description: 'Sent as it is: *bold*, _italic_, ~struck~, `code`' },
		{ value: 'markdown', label: 'Markdown', description: 'Standard Markdown, as AI agents write it; tables become table slides' },
		{ value: 'plain', label: 'Plain Text', description: 'Shown letter for letter: nothing in it becomes formatting or a mention' },
	],
	default: 'cliq',
	description: 'How the text is written',
};

export const longText: Parameter = {
	name: 'longText',
	label: 'If Too Long',
	type: 'choice',
	in: 'compose',
	wire: '',
	choices: [
		{ value: 'split', label: 'Split', description: 'Send it in several messages, in order' },
		{ value: 'cut', label: 'Cut', description: 'Send the beginning, with a note of how much is missing' },
		{ value: 'refuse', label: 'Refuse', description: 'Send nothing and fail' },
	],
	default: 'split',
	description: 'What to do with a text that is longer than Cliq takes',
};

export const mentions: Parameter = {
	name: 'mentions',
	label: 'Mention',
	type: 'mentions',
	in: 'compose',
	wire: '',
	description: 'Who is named at the start of the text: email addresses, IDs of users or teams, #channelId, all, available, participants; separated by commas',
};

export const silentMentions: Parameter = {
	name: 'silentMentions',
	label: 'Mention Silently',
	type: 'boolean',
	in: 'compose',
	wire: '',
	description: 'Whether users are named without a notification',
};

export const alsoTo: Parameter = {
	name: 'alsoTo',
	label: 'Also Send To',
	type: 'targets',
	in: 'compose',
	wire: '',
	description: 'More channels, bots, chats and users that get the same message',
};

export const digestGroups: Parameter = {
	name: 'digestGroups',
	label: 'Digest: Group By',
	type: 'strings',
	in: 'compose',
	wire: '',
	description: 'What each line of a digest is counted under, e.g. its severity',
};

export const digestFull: Parameter = {
	name: 'digestFull',
	label: 'Digest: Lines in Full',
	type: 'count',
	in: 'compose',
	wire: '',
	maximum: 200,
	description: 'How many lines a digest shows before the rest is only counted; 10 unless said otherwise',
};

/** What every message can have beside its text. */
export const content: Parameter[] = [card, slides, buttons, references, styles, identity, json];
export const composition: Parameter[] = [textFormat, longText, mentions, silentMentions, alsoTo, digestGroups, digestFull];

/** For pickers: how many entries a page may hold, and where the next one starts. */
export const pageSize: Parameter = {
	name: 'limit',
	label: 'Limit',
	type: 'count',
	in: 'query',
	wire: 'limit',
	maximum: 100,
	description: 'Max number of results to return',
};

export const nextToken: Parameter = {
	name: 'nextToken',
	label: 'Next Token',
	type: 'string',
	in: 'query',
	wire: 'next_token',
	description: 'Where the previous page ended',
};
