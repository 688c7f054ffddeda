import { json, Refusal, type Answer } from '../errors';
import type { Author, Chat, Message, Person } from '../model';
import { announce, chatOfPath, forbidden, idOf, nothing, notFound, replyTarget, type Behaviour, type Context } from './context';

/** Body keys with a meaning of their own; further keys of the message object are kept as they came. */
const OWN_KEYS = ['text', 'reply_to', 'sync_message', 'mark_as_read', 'userids'];

export const sendToChannel: Behaviour = (context) => {
	const name = context.values.path.CHANNEL_UNIQUE_NAME;
	const channel = context.world.channel(name);
	const chat = channel && context.world.chats.get(channel.chatId);
	if (!channel || !chat) throw notFound(context, 'channel_not_found', `There is no channel with the unique name "${name}"`);
	if (!chat.participants.has(context.user.id)) throw forbidden('The user is no member of this channel');
	const botName = context.values.query.bot_unique_name;
	let author = asAuthor(context.user);
	if (botName !== undefined) {
		const bot = context.world.bot(botName);
		if (!bot) throw new Refusal(400, 'bot_not_found', `There is no bot with the unique name "${botName}"`);
		if (!channel.bots.has(bot.id)) throw forbidden('The bot takes no part in this channel');
		author = { kind: 'bot', id: bot.id, name: bot.name };
	}
	const message = post(context, chat, author);
	// The older official file: "message_id will not be returned if the message is posted as a bot".
	const tells = context.variants.channelReceipt && author.kind === 'person';
	return tells ? receipt(context, message) : nothing(context);
};

export const sendToChat: Behaviour = (context) => receipt(context, post(context, chatOfPath(context), asAuthor(context.user)));

export const sendToUser: Behaviour = (context) => {
	const other = context.world.person(context.values.path.EMAIL_ID);
	if (!other || !(other.member || other.contact)) throw forbidden('The user is neither a member of the organization nor a contact');
	const chat = context.world.directChat(context.user, other, context.now());
	return receipt(context, post(context, chat, asAuthor(context.user)));
};

/** The bot speaks: to the user's own chat with it, or to those of the subscribers in `userids`. */
export const sendToBot: Behaviour = (context) => {
	const name = context.values.path.BOT_UNIQUE_NAME;
	const bot = context.world.bot(name);
	if (!bot) throw notFound(context, 'bot_not_found', `There is no bot with the unique name "${name}"`);
	const ids = context.values.body.userids as string | undefined;
	const people = ids === undefined ? [context.user] : [...new Set(ids.split(',').map((id) => id.trim()))].map((id) => subscriber(context, id));
	// All targets are known to be good before the first post, so that a refused call has posted nothing.
	const targets = people.map((person) => ({ person, chat: context.world.botChat(person, bot) }));
	for (const { chat } of targets) replyTarget(context, chat);
	const details = targets.map(({ person, chat }) => {
		const message = post(context, chat, { kind: 'bot', id: bot.id, name: bot.name });
		return [person.id, { chat_id: chat.id, message_id: idOf(context, message, true) }];
	});
	if (!wantsReceipt(context)) return nothing(context);
	return json(200, { user_ids: people.map((person) => person.id), message_details: Object.fromEntries(details) });
};

function subscriber(context: Context, id: string): Person {
	const person = context.world.people.get(id);
	if (!person?.member) throw new Refusal(400, 'invalid_parameters', `userids: ${id} does not subscribe to this bot`);
	return person;
}

function asAuthor(person: Person): Author {
	return { kind: 'person', id: person.id, name: person.name };
}

function post(context: Context, chat: Chat, author: Author): Message {
	const { body } = context.values;
	const message = context.world.post(chat, {
		author,
		text: typeof body.text === 'string' ? body.text : '',
		postedBy: context.user.id,
		time: context.now(),
		replyTo: replyTarget(context, chat),
		extra: Object.fromEntries(Object.entries(body).filter(([key]) => !OWN_KEYS.includes(key))),
	});
	announce(context, 'message.posted', chat, message);
	return message;
}

function wantsReceipt({ values, variants }: Context): boolean {
	return values.body.sync_message === true || variants.receiptWithoutSync;
}

function receipt(context: Context, message: Message): Answer {
	return wantsReceipt(context) ? json(200, { message_id: idOf(context, message) }) : nothing(context);
}
