import type { Answer, Receipt } from '../catalogue/answers';
import { chatOfChannel, chatOfDirectMessage, chatOfThread } from '../lookup/chats';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import type { Patience } from '../pacing/pacer';
import type { Place } from '../lookup/known-places';
import type { Step } from './compose';

/** In milliseconds: how long a look-up may wait for its turn. The messages that come next wait for it. */
const LONGEST_WAIT = 2000;

/**
 * Completes what came of a message by the chats that it is in, where Cliq does not tell them, so that whoever gets it
 * can edit, delete or react to it. A look-up is kept, and never costs the message: where it fails, the chat is left out
 * and `warnings` says why.
 *
 * @param answers one for each place, as `sendAll` gives them.
 */
export async function withWhereabouts(
	client: Caller,
	steps: Step[],
	answers: Answer[],
	patience: Patience,
): Promise<Answer[]> {
	if (client.isWebhookToken) return answers;
	const places = [...new Set(steps.map(({ place }) => place))];
	const limited: Patience = {
		lane: patience.lane,
		signal: patience.signal,
		maxWait: Math.min(patience.maxWait, LONGEST_WAIT),
		remaining: 1,
	};
	const completed: Answer[] = [];
	for (const [index, answer] of answers.entries()) {
		const step = steps.find(({ place }) => place === places[index])!;
		completed.push(await completedBy(client, step, answer as Receipt, limited));
	}
	return completed;
}

async function completedBy(client: Caller, step: Step, receipt: Receipt, patience: Patience): Promise<Receipt> {
	const looking = receipt.chatId === undefined ? lookUpOf(client, step, receipt, patience) : undefined;
	if (!looking) return receipt;
	const found = await client.tryOnce(looking.key, looking.lookUp);
	if (!(found instanceof CliqError))
		return found.chatId === undefined ? receipt : { ...receipt, chatId: found.chatId };
	const why = `The message was sent, but the ID of its chat is not known: ${found.message}.${found.hint ? ` ${found.hint}` : ''}`;
	return { ...receipt, warnings: [...(receipt.warnings ?? []), why] };
}

interface LookUp {
	key: string[];
	lookUp(): Promise<Place>;
}

/** @returns how the chat is found, if there is a way. */
function lookUpOf(
	client: Caller,
	{ operation: { returns }, values }: Step,
	{ messageId }: Receipt,
	patience: Patience,
): LookUp | undefined {
	const chatOf = 'chatOf' in returns ? returns.chatOf : undefined;
	if (chatOf === undefined) return undefined;
	const name = String(values[chatOf]);
	const key = [chatOf, name];
	if (chatOf === 'user') {
		if (messageId === undefined) return undefined;
		const direct = async () => ({ chatId: await chatOfDirectMessage(client, messageId, patience) });
		return { key, lookUp: () => client.once(key, direct, patience) };
	}
	const root = values.threadMessageId ?? (Object(values.json) as Record<string, unknown>).thread_message_id;
	if (root)
		return {
			key: [...key, String(root)],
			lookUp: async () => ({ chatId: await chatOfThread(client, name, String(root), patience) }),
		};
	return { key, lookUp: async () => ({ chatId: await chatOfChannel(client, name, patience) }) };
}
