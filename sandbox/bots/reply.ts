import { operation, type Parameter } from '../../cliq/catalogue';
import { checkMentions } from '../behaviours/mentions';
import { Refusal } from '../errors';
import { checkCardNeeds } from '../message-checks';
import type { Content, StoredMessage } from '../model';
import { checkValue } from '../value-checks';
import type { Variants } from '../variants';
import type { NewMessage, World } from '../world';
import { readQuestions, readSuggestions, type Questions } from './questions';
import { readForm } from './forms';
import type { Form, Occasion } from './types';

type Said = Omit<NewMessage, 'author'>;

/** What a handler gave back. */
export type Reply =
	/** `asks`: the bot goes on with questions of its own. */
	| { kind: 'message'; message: Said; asks?: Questions }
	| { kind: 'edit'; message: Said }
	| { kind: 'banner'; status: 'success' | 'failure'; text: string }
	| { kind: 'form'; form: Form };

/**
 * Which handlers may give what beside a message. Source: the pages "Banner Message", "Forms in Cliq" and "Message
 * Edit".
 */
const allowed: Record<string, readonly Occasion['handler'][]> = {
	banner: ['message_handler', 'mention_handler', 'menu_handler', 'button_handler', 'form_submit_handler'],
	form: ['message_handler', 'mention_handler', 'menu_handler', 'button_handler'],
	message_edit: ['button_handler'],
};

/** What a message that is posted to a bot has, without what is only about posting it. */
const parts: Parameter[] = operation('message.send.bot').parameters.filter(
	({ in: place, wire, type }) =>
		place === 'body' && wire !== '*' && type !== 'boolean' && !['userids', 'reply_to'].includes(wire),
);

/**
 * @param given by the handler
 * @returns null if it gave nothing
 * @throws Refusal if Cliq would not show it
 */
export function readReply(
	given: unknown,
	{ handler, bot, chat }: Occasion,
	world: World,
	variants: Variants,
): Reply | null {
	if (given === null || given === undefined || given === '') return null;
	if (typeof given !== 'object' || Array.isArray(given))
		throw new Refusal(400, 'input_pattern_mismatch', 'The answer is not a JSON object');
	if (Object.keys(given).length === 0 || handler === 'call_handler') return null;
	const { type, context, suggestions, ...body } = given as Record<string, unknown>;
	if (type !== undefined && !allowed[String(type)]?.includes(handler))
		throw new Refusal(400, 'invalid_parameters', `A ${handler} does not answer with the type "${String(type)}"`);
	if (type === 'banner') return readBanner(body);
	if (type === 'form') return { kind: 'form', form: readForm(body) };
	if (type === 'message_edit') return { kind: 'edit', message: readMessage(body, world, variants) };
	if (context !== undefined && !(bot && chat.bot))
		throw new Refusal(400, 'invalid_parameters', 'A bot asks in its own chats only');
	const asks = context === undefined ? undefined : readQuestions(context);
	const said = asks && body.text === undefined ? { text: '' } : readMessage(body, world, variants);
	return {
		kind: 'message',
		message: { ...said, ...(suggestions !== undefined && { suggestions: readSuggestions(suggestions) }) },
		...(asks && { asks }),
	};
}

function readBanner({ status, text }: Record<string, unknown>): Reply {
	if (status !== 'success' && status !== 'failure')
		throw new Refusal(400, 'input_pattern_mismatch', 'The status of a banner is success or failure');
	if (typeof text !== 'string' || text === '') throw new Refusal(400, 'param_missing', 'A banner has a text');
	return { kind: 'banner', status, text };
}

/** @throws Refusal for what Cliq would not post */
export function readMessage(body: Record<string, unknown>, world: World, variants: Variants): Said {
	for (const [key, value] of Object.entries(body)) {
		const part = parts.find(({ wire }) => wire === key);
		if (!part) throw new Refusal(400, 'extra_key_found', `A message has no key "${key}"`);
		checkValue(part, value, variants);
	}
	const { text, card, slides, buttons, references, styles, bot } = body;
	if (typeof text !== 'string' || text === '') throw new Refusal(400, 'param_missing', 'The answer has no text');
	checkCardNeeds(body);
	checkMentions({ world }, text);
	const content = Object.fromEntries(
		Object.entries({ card, slides, buttons, references, styles }).filter(([, value]) => value !== undefined),
	) as Content;
	return { text, content, shown: bot as StoredMessage['shown'] };
}
