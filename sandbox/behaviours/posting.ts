import { json, Refusal, type Answer } from '../errors';
import type { Author, Chat, Content, StoredMessage, Person } from '../model';
import { announce, forbidden, idOf, nothing, type Context } from './context';

export function asAuthor(person: Person): Author {
	return { kind: 'person', id: person.id, name: person.name };
}

/** @returns the bot that is to show as the author in this chat, or the user where no bot is named. */
export function authorIn(context: Context, chat: Chat, botName: string | undefined): Author {
	if (botName === undefined) return asAuthor(context.user);
	const bot = context.world.bot(botName);
	if (!bot) throw new Refusal(400, 'bot_not_found', `There is no bot with the unique name "${botName}"`);
	const channel = chat.channel ?? chat.parent?.channel;
	if (!channel?.bots.has(bot.id) && chat.bot !== bot) throw forbidden('The bot is not in this chat');
	return { kind: 'bot', id: bot.id, name: bot.name };
}

/** Posts the message of the body. */
export function post(context: Context, chat: Chat, author: Author, replyTo?: StoredMessage): StoredMessage {
	const { body } = context.values;
	const { card, slides, buttons, references, styles, bot } = body;
	const content = Object.fromEntries(
		Object.entries({ card, slides, buttons, references, styles }).filter(([, value]) => value !== undefined),
	) as Content;
	const message = context.world.post(chat, {
		author,
		text: body.text as string,
		postedBy: context.user.id,
		time: context.now(),
		replyTo,
		content,
		shown: bot as StoredMessage['shown'],
	});
	announce(context, 'message.posted', chat, message);
	return message;
}

export function wantsReceipt({ values, variants }: Context): boolean {
	return values.body.sync_message === true || variants.receiptWithoutSync;
}

export function receipt(context: Context, message: StoredMessage): Answer {
	return wantsReceipt(context) ? json(200, { message_id: idOf(context, message) }) : nothing(context);
}
