import type { Parameter } from './types';

/** Parameters that several endpoints share. An entry overrides what differs: `{ ...chat, in: 'body', wire: 'id' }`. */

export const chat: Parameter = {
	name: 'chatId',
	label: 'Channel or Chat',
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
	description: 'The channel, by its unique name or its ID',
};

export const channelId: Parameter = {
	name: 'channelId',
	label: 'Channel',
	type: 'channelId',
	in: 'path',
	wire: 'CHANNEL_ID',
	required: true,
	description: 'ID of the channel itself, not of its chat',
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
	description: 'Unique name of a bot in this conversation, shown as the sender',
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
	description: "The text, in Cliq's own formatting (*bold*, _italic_) unless Text Format says otherwise",
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
	description: 'Whether Cliq posts the message before it responds, which puts the message ID into the response',
};

export const markAsRead: Parameter = {
	name: 'markAsRead',
	label: 'Mark as Read',
	type: 'boolean',
	in: 'body',
	wire: 'mark_as_read',
	description: 'Whether to mark the sent message as read for the sender',
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

export const postInParent: Parameter = {
	name: 'postInParent',
	label: 'Post in Parent',
	type: 'boolean',
	in: 'body',
	wire: 'post_in_parent',
	description: 'Whether to also post a message of a thread in its channel',
};

export const threadMessageId: Parameter = {
	name: 'threadMessageId',
	label: 'Start Thread From Message ID',
	type: 'message',
	in: 'body',
	wire: 'thread_message_id',
	description: 'ID of a message in this channel; what is sent becomes the first message of a thread below it',
};

export const threadTitle: Parameter = {
	name: 'threadTitle',
	label: 'Thread Title',
	type: 'string',
	in: 'body',
	wire: 'thread_title',
	maxLength: 100,
	description: 'Title of the thread that is started',
};

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

export const handlerType: Parameter = {
	name: 'handler',
	label: 'Handler',
	type: 'handler',
	in: 'path',
	wire: 'HANDLER_TYPE',
	required: true,
	description: 'Which of the handlers of a bot or function, as Cliq calls it, e.g. message_handler',
};

export const script: Parameter = {
	name: 'script',
	label: 'Script',
	type: 'string',
	in: 'body',
	wire: 'script',
	required: true,
	description: 'What the handler runs, in Deluge',
};
