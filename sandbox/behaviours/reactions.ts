import { readEmoji } from '../emoji';
import { json, Refusal } from '../errors';
import { announce, chatOfPath, messageOfPath, nothing, type Behaviour, type Context } from './context';

export const addReaction: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const message = messageOfPath(context, chat);
	const emoji = emojiOf(context);
	const given = message.reactions.get(emoji) ?? [];
	// Reacting twice changes nothing.
	if (!given.some((one) => one.user === context.user.id)) given.push({ time: context.now(), user: context.user.id });
	message.reactions.set(emoji, given);
	announce(context, 'reaction.added', chat, message);
	return nothing(context);
};

export const getReactions: Behaviour = (context) => {
	const message = messageOfPath(context, chatOfPath(context));
	const data: Record<string, string[]> = {};
	for (const [emoji, given] of message.reactions) {
		data[emoji] = given.map(({ time, user }) => `${time}:${user}:${context.world.people.get(user)?.name ?? ''}`);
	}
	return json(200, { data });
};

export const removeReaction: Behaviour = (context) => {
	const chat = chatOfPath(context);
	const message = messageOfPath(context, chat);
	const emoji = emojiOf(context);
	const given = message.reactions.get(emoji) ?? [];
	const left = given.filter((one) => one.user !== context.user.id);
	if (left.length === given.length)
		throw new Refusal(400, 'operation_failed', 'The user has not reacted with this emoji');
	if (left.length > 0) message.reactions.set(emoji, left);
	else message.reactions.delete(emoji);
	announce(context, 'reaction.removed', chat, message);
	return nothing(context);
};

function emojiOf({ values }: Context): string {
	const code = values.body.emoji_code ?? values.query.emoji_code;
	const emoji = typeof code === 'string' ? readEmoji(code) : null;
	if (emoji === null)
		throw new Refusal(
			400,
			'input_pattern_mismatch',
			'emoji_code is neither an emoji, nor U+ and its code point, nor a Zomoji like :smile:',
		);
	return emoji;
}
