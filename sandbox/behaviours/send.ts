import { json, Refusal, type Answer } from '../errors';
import { gist, type Author, type Bot, type Channel, type Chat, type StoredMessage, type Person } from '../model';
import {
	chatOfPath,
	forbidden,
	idOf,
	inPath,
	messageOfBody,
	nothing,
	notFound,
	type Behaviour,
	type Context,
} from './context';
import { checkMentions } from './mentions';
import { asAuthor, authorIn, post, receipt, wantsReceipt } from './posting';

export const sendToChannel: Behaviour = (context) => sendIn(context, channelOfPath(context));

export const sendToChannelId: Behaviour = (context) => {
	const chat = chatOfChannel(
		context,
		context.world.channels.find(({ id }) => id === context.values.path.CHANNEL_ID),
	);
	if (context.variants.postById === 'threads' && context.values.body.thread_message_id === undefined) {
		throw new Refusal(400, 'param_missing', 'thread_message_id is required (body; variant postById)');
	}
	return sendIn(context, chat);
};

function sendIn(context: Context, chat: Chat): Answer {
	const author = authorIn(context, chat, context.values.query.bot_unique_name);
	checkMentions(context, textOf(context));
	const root = messageOfBody(context, chat, 'thread_message_id');
	const message = root
		? postInThread(context, chat, root, author)
		: post(context, chat, author, messageOfBody(context, chat, 'reply_to'));
	// The older official file: "message_id will not be returned if the message is posted as a bot".
	const tells = context.variants.channelReceipt && author.kind === 'person';
	return tells ? receipt(context, message) : nothing(context);
}

/** A message has one thread at most: what is sent to it later goes there too, and a second title changes nothing. */
function postInThread(context: Context, channel: Chat, root: StoredMessage, author: Author): StoredMessage {
	const replyTo = messageOfBody(context, root.thread ?? channel, 'reply_to');
	const title = (context.values.body.thread_title as string | undefined) ?? gist(root).slice(0, 100);
	const thread = root.thread ?? context.world.addThread(channel, root, title, context.now());
	return postAlsoInParent(context, thread, author, replyTo);
}

/** @returns the message in the thread. */
function postAlsoInParent(
	context: Context,
	chat: Chat,
	author: Author,
	replyTo: StoredMessage | undefined,
): StoredMessage {
	const message = post(context, chat, author, replyTo);
	if (chat.parent && context.values.body.post_in_parent === true) post(context, chat.parent, author);
	return message;
}

export const sendToChat: Behaviour = (context) => {
	const chat = chatOfPath(context);
	checkMentions(context, textOf(context));
	return receipt(
		context,
		postAlsoInParent(context, chat, asAuthor(context.user), messageOfBody(context, chat, 'reply_to')),
	);
};

export const sendToUser: Behaviour = (context) => {
	const chat = chatWithUser(context);
	checkMentions(context, textOf(context));
	return receipt(context, post(context, chat, asAuthor(context.user), messageOfBody(context, chat, 'reply_to')));
};

/** The bot speaks: to the user's own chat with it, or to those of the subscribers in `userids`. */
export const sendToBot: Behaviour = (context) => {
	const bot = botOfPath(context);
	const ids = context.values.body.userids as string | undefined;
	const people =
		ids === undefined
			? [context.user]
			: [...new Set(ids.split(',').map((id) => id.trim()))].map((id) => subscriber(context, 'userids', id));
	// All targets are known to be good before the first post, so that a refused call has posted nothing.
	checkMentions(context, textOf(context));
	const targets = people.map((person) => ({ person, chat: context.world.botChat(person, bot) }));
	const replies = targets.map(({ chat }) => messageOfBody(context, chat, 'reply_to'));
	const details = targets.map(({ person, chat }, index) => {
		const message = post(context, chat, { kind: 'bot', id: bot.id, name: bot.name }, replies[index]);
		return [person.id, { chat_id: chat.id, message_id: idOf(context, message, true) }];
	});
	if (!wantsReceipt(context)) return nothing(context);
	return answerOfBot(people, details);
};

function answerOfBot(people: Person[], details: unknown[][]): Answer {
	return json(200, { user_ids: people.map((person) => person.id), message_details: Object.fromEntries(details) });
}

function textOf({ values }: Context): string {
	return values.body.text as string;
}

/** @returns the channel's chat, in which the user takes part. */
export function channelOfPath(context: Context): Chat {
	return chatOfChannel(context, context.world.channel(inPath(context, 'CHANNEL_UNIQUE_NAME')));
}

function chatOfChannel(context: Context, channel: Channel | undefined): Chat {
	const chat = channel && context.world.chats.get(channel.chatId);
	if (!chat) throw notFound(context, 'channel_not_found', 'There is no channel with this unique name or ID');
	if (!chat.participants.has(context.user.id)) throw forbidden('The user is not a member of this channel');
	return chat;
}

export function botOfPath(context: Context): Bot {
	const name = inPath(context, 'BOT_UNIQUE_NAME');
	const bot = context.world.bot(name);
	if (!bot) throw notFound(context, 'bot_not_found', `There is no bot with the unique name "${name}"`);
	return bot;
}

/** @returns the direct chat with the person of the path. */
export function chatWithUser(context: Context): Chat {
	const other = context.world.person(inPath(context, 'EMAIL_ID'));
	if (!other || !(other.member || other.contact))
		throw forbidden('The user is neither a member of the organization nor a contact');
	return context.world.directChat(context.user, other, context.now());
}

/** @param key of the call, which named the person */
export function subscriber(context: Context, key: string, id: string): Person {
	const person = context.world.people.get(id);
	if (!person?.member) throw new Refusal(400, 'invalid_parameters', `${key}: ${id} does not subscribe to this bot`);
	return person;
}
