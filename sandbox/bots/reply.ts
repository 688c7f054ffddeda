import { operation, type Parameter } from '../../cliq/catalogue';
import { checkMentions } from '../behaviours/mentions';
import { Refusal } from '../errors';
import { checkCardNeeds } from '../message-checks';
import type { Content, Message } from '../model';
import { checkValue } from '../value-checks';
import type { Variants } from '../variants';
import type { NewMessage, World } from '../world';

/** What a message that is posted to a bot has, without what is only about posting it. */
const parts: Parameter[] = operation('message.send.bot').parameters.filter(({ in: place, wire, type }) => place === 'body' && wire !== '*' && type !== 'boolean' && !['userids', 'reply_to'].includes(wire));

/**
 * The message that a handler gave back.
 * @returns null if it gave none
 * @throws Refusal if Cliq would not post it
 */
export function readReply(given: unknown, world: World, variants: Variants): Omit<NewMessage, 'author'> | null {
	if (given === null || given === undefined || given === '') return null;
	if (typeof given !== 'object' || Array.isArray(given)) throw new Refusal(400, 'input_pattern_mismatch', 'The answer is no JSON object');
	const body = given as Record<string, unknown>;
	if (Object.keys(body).length === 0) return null;
	for (const [key, value] of Object.entries(body)) {
		const part = parts.find(({ wire }) => wire === key);
		if (!part) throw new Refusal(400, 'extra_key_found', `A message has no key "${key}"`);
		checkValue(part, value, variants);
	}
	const { text, card, slides, buttons, references, styles, bot } = body;
	if (typeof text !== 'string' || text === '') throw new Refusal(400, 'param_missing', 'The answer has no text');
	checkCardNeeds(body);
	checkMentions({ world }, text);
	const content = Object.fromEntries(Object.entries({ card, slides, buttons, references, styles }).filter(([, value]) => value !== undefined)) as Content;
	return { text, content, shown: bot as Message['shown'] };
}
