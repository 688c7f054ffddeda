import {
	CliqError,
	type Receipt,
	type Reply,
	type Sources,
	type Step,
	type Values,
	answerTo,
	cliqRoot,
	compose,
	isCliqAddress,
	placeOf,
	replyOf,
	sendAll,
	wasTaken,
} from '../../../cliq';
import { clientOf, maxWaitOf, refuseUnserved, type AccountNode, type AccountSettings } from '../account/account';
import { noteSaid } from './seen-events';
import type { FlowEvent } from './event-message';
import type { NodeMessage, Node, NodeConfig, Red } from '../shared/node-red';
import { takePlaceholder } from './placeholders';
import { reply } from '../operation/offered-operations';
import { withWarnings } from '../operation/answer-messages';
import { evaluate, rowsOf, sourcesOf, type StoredParameters } from '../operation/node-parameters';
import { replyTo } from './waiting-replies';
import { transmit } from '../account/http-transport';
import { work, type Finished, type Job } from '../shared/message-queue';

/** What the editor stores. */
interface ReplyConfig extends NodeConfig {
	/** `id` of a config node; needed for what is late, or takes several messages. */
	account?: string;
	parameters?: StoredParameters;
}

/** How a reply went. */
type ReplyWay = 'answer' | 'edit' | 'responseUrl' | 'message';

/** In milliseconds. */
const TIMEOUT = 30_000;

/** Registers the node that answers events. */
export function registerReply(red: Red): void {
	red.nodes.registerType('zoho-cliq-reply', function (config) {
		red.nodes.createNode(this, config);
		work(red, this, (message, job) => answer(red, this, config as ReplyConfig, message, job));
	});
}

async function answer(red: Red, node: Node, config: ReplyConfig, message: NodeMessage, job: Job): Promise<Finished> {
	const event = eventOf(message);
	const stored = config.parameters ?? {};
	const given = withWholeMessage(
		await job.inOrder(() => evaluate(red, node, reply, stored, message)),
		sourcesOf(stored),
	);
	const { way, receipt, warnings } = await deliver(
		event,
		{ ...given, rows: rowsOf(message) },
		settingsOf(red, config),
		node,
		job,
	);
	const chatId = receipt?.chatId ?? event.chat?.id;
	const cliq = {
		operation: 'message.reply',
		...(chatId && { chatId }),
		...(receipt?.messageId && { messageId: receipt.messageId }),
	};
	return {
		outputs: [
			Object.assign(withWarnings(message, warnings), { payload: { success: true, ...receipt, way }, cliq }),
		],
		outcome: 'sent',
		isWarned: warnings.length > 0,
	};
}

function eventOf({ event }: NodeMessage): FlowEvent {
	const { delivery, kind } = Object(event) as Partial<FlowEvent>;
	if (typeof delivery === 'string' && typeof kind === 'string') return event as FlowEvent;
	throw new CliqError('invalidInput', 'There is nothing to reply to: msg.event is not an event of Cliq', {
		hint: 'Put this node behind a zoho-cliq-in node, and leave msg.event as it is in between.',
	});
}

/** An object in place of the text is a whole message, as Cliq has it. */
function withWholeMessage({ text, json, ...values }: Values, sources: Sources): Pick<GivenReply, 'values' | 'sources'> {
	const isMessage = typeof text === 'object' && text !== null && !Array.isArray(text);
	if (!isMessage) return { values: { ...values, text, json }, sources };
	return {
		values: { ...values, json: { ...text, ...Object(json) } },
		sources: { ...sources, json: sources.json ?? sources.text },
	};
}

interface GivenReply {
	values: Values;
	sources: Sources;
	/** The data that came into the node. */
	rows: unknown[];
}

interface Delivered {
	way: ReplyWay;
	receipt?: Receipt;
	warnings: string[];
}

/** In the place of what was said meanwhile, if anything was; and else as it would be without it. */
async function deliver(
	event: FlowEvent,
	given: GivenReply,
	account: AccountSettings | undefined,
	node: Node,
	job: Job,
): Promise<Delivered> {
	const { messages, warnings } = replyOf(given.values, given.rows, given.sources);
	const meanwhile = takePlaceholder(event.delivery);
	if (!meanwhile || meanwhile.placeholder.giveWay())
		return await send(event, given, { messages, warnings }, account, node, job);
	const { operation, values: place } = placeOf(event);
	const steps = compose(operation, { ...given.values, ...place }, given.rows, given.sources);
	job.ticket.sending();
	const own = account ?? meanwhile.account;
	const { edited, sent } = await meanwhile.placeholder.replaceBy(steps, async (others): Promise<Delivered> => {
		if (others === steps) return await send(event, given, { messages, warnings }, own, node, job);
		return { way: 'message', receipt: await sendSteps(event, others, own, node, job), warnings };
	});
	if (!edited) return sent!;
	// Whoever waits need not: the reply is there.
	void replyTo(event.delivery, answerTo(event, undefined));
	const ids = [edited.messageId, ...(sent?.receipt?.messageIds ?? [sent?.receipt?.messageId ?? []].flat())];
	return { way: 'edit', receipt: { success: true, ...edited, ...(sent && { messageIds: ids }) }, warnings };
}

/**
 * As the answer while Cliq waits for it; then to the address for late ones, and without one as a message of its own.
 */
async function send(
	event: FlowEvent,
	{ values, rows, sources }: GivenReply,
	{ messages, warnings }: Reply,
	account: AccountSettings | undefined,
	node: Node,
	job: Job,
): Promise<Delivered> {
	const { ticket, signal } = job;
	const [message, ...others] = messages;
	if (others.length === 0) {
		if (await replyTo(event.delivery, answerTo(event, message))) return { way: 'answer', warnings };
		const { responseUrl } = event;
		if (responseUrl && isCliqAddress(responseUrl, account && cliqRoot(account))) {
			ticket.sending();
			if (
				wasTaken(
					await transmit(
						{ method: 'POST', url: responseUrl, json: answerTo(event, message) },
						TIMEOUT,
						signal,
					),
				)
			)
				return { way: 'responseUrl', warnings };
		}
	}
	if (!account)
		throw new CliqError(
			'notAuthorized',
			`${whyMessage(event, others.length > 0)}, and the node has no account to send it with`,
			{ hint: 'Open the node, choose or add an account, and deploy.' },
		);
	const { operation, values: place } = placeOf(event);
	refuseUnserved(account, operation);
	const steps = compose(operation, { ...values, ...place }, rows, sources);
	// Whoever waits need not wait for the messages.
	void replyTo(event.delivery, answerTo(event, undefined));
	return { way: 'message', receipt: await sendSteps(event, steps, account, node, job), warnings };
}

async function sendSteps(
	event: FlowEvent,
	steps: Step[],
	account: AccountSettings,
	node: Node,
	{ ticket, signal }: Job,
): Promise<Receipt> {
	for (const {
		values: { bot, postAsBot, text },
	} of steps)
		if (bot === undefined && postAsBot === undefined) noteSaid(event.chat?.id, String(text ?? ''));
	const client = clientOf(account, ticket);
	const [receipt] = await sendAll(client, steps, {
		signal,
		maxWait: maxWaitOf(account),
		lane: node.id,
		onWait: ticket.waiting,
	});
	return receipt as Receipt;
}

/** Why a reply has to be a message of its own. */
function whyMessage({ via }: FlowEvent, isLong: boolean): string {
	if (via === 'poll') return 'An event found by polling is answered by a message';
	return isLong ? 'The reply is too long for one answer' : 'Nobody waits for this reply any more';
}

function settingsOf(red: Red, { account }: ReplyConfig): AccountSettings | undefined {
	return account ? (red.nodes.getNode(account) as AccountNode | null | undefined)?.settings : undefined;
}
