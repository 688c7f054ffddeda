import type { Receipt } from '../../cliq/http/answers';
import { cliqRoot } from '../../cliq/http/data-centers';
import { CliqError } from '../../cliq/errors';
import { answerTo } from '../../cliq/events/webhook/direct-answer';
import { isCliqAddress, placeOf, replyOf, wasTaken } from '../../cliq/events/reply';
import { compose } from '../../cliq/message/compose';
import { sendAll } from '../../cliq/message/send-all';
import type { Values } from '../../cliq/http/request';
import type { Sources } from '../../cliq/parameters/expression-sources';
import { clientOf, maxWaitOf, refuseUnserved, type AccountNode, type AccountSettings } from './account';
import { noteSaid } from './heard';
import type { FlowEvent } from './inbound-event';
import type { Message, Node, NodeConfig, Red } from './node-red';
import { reply } from './operations';
import { withWarnings } from './output';
import { evaluate, rowsOf, sourcesOf, type StoredParameters } from './parameters';
import { replyTo } from './replies';
import { transmit } from './transport';
import { work, type Finished, type Job } from './work';

/** What the editor stores. */
export interface ReplyConfig extends NodeConfig {
	/** `id` of a config node; needed for what is late, or takes several messages. */
	account?: string;
	parameters?: StoredParameters;
}

/** How a reply went. */
type Way = 'answer' | 'responseUrl' | 'message';

/** In milliseconds. */
const TIMEOUT = 30_000;

/** Registers the node that answers events. */
export function registerReply(red: Red): void {
	red.nodes.registerType('zoho-cliq-reply', function (config) {
		red.nodes.createNode(this, config);
		work(red, this, (message, job) => answer(red, this, config as ReplyConfig, message, job));
	});
}

async function answer(red: Red, node: Node, config: ReplyConfig, message: Message, job: Job): Promise<Finished> {
	const event = eventOf(message);
	const stored = config.parameters ?? {};
	const given = withWholeMessage(await job.inOrder(() => evaluate(red, node, reply, stored, message)), sourcesOf(stored));
	const { way, receipt, warnings } = await deliver(event, { ...given, rows: rowsOf(message) }, settingsOf(red, config), node, job);
	const chatId = receipt?.chatId ?? event.chat?.id;
	const cliq = { operation: 'message.reply', ...(chatId && { chatId }), ...(receipt?.messageId && { messageId: receipt.messageId }) };
	return { outputs: [Object.assign(withWarnings(message, warnings), { payload: { success: true, ...receipt, way }, cliq })], outcome: 'sent', isWarned: warnings.length > 0 };
}

function eventOf({ event }: Message): FlowEvent {
	const { delivery, kind } = Object(event) as Partial<FlowEvent>;
	if (typeof delivery === 'string' && typeof kind === 'string') return event as FlowEvent;
	throw new CliqError('invalidInput', 'There is nothing to reply to: msg.event is not an event of Cliq', {
		hint: 'Put this node behind a zoho-cliq-in node, and leave msg.event as it is in between.',
	});
}

/** An object in place of the text is a whole message, as Cliq has it. */
function withWholeMessage({ text, json, ...values }: Values, sources: Sources): Pick<Given, 'values' | 'sources'> {
	const isMessage = typeof text === 'object' && text !== null && !Array.isArray(text);
	if (!isMessage) return { values: { ...values, text, json }, sources };
	return { values: { ...values, json: { ...text, ...Object(json) } }, sources: { ...sources, json: sources.json ?? sources.text } };
}

interface Given {
	values: Values;
	sources: Sources;
	/** The data that came into the node. */
	rows: unknown[];
}

/** As the answer while Cliq waits for it; then to the address for late ones, and without one as a message of its own. */
async function deliver(event: FlowEvent, { values, rows, sources }: Given, account: AccountSettings | undefined, node: Node, { ticket, signal }: Job): Promise<{ way: Way; receipt?: Receipt; warnings: string[] }> {
	const { messages, warnings } = replyOf(values, rows, sources);
	const [message, ...others] = messages;
	if (others.length === 0) {
		if (await replyTo(event.delivery, answerTo(event, message))) return { way: 'answer', warnings };
		const { responseUrl } = event;
		if (responseUrl && isCliqAddress(responseUrl, account && cliqRoot(account))) {
			ticket.sending();
			if (wasTaken(await transmit({ method: 'POST', url: responseUrl, json: answerTo(event, message) }, TIMEOUT, signal))) return { way: 'responseUrl', warnings };
		}
	}
	if (!account) throw new CliqError('notAuthorized', `${whyMessage(event, others.length > 0)}, and the node has no account to send it with`, { hint: 'Open the node, choose or add an account, and deploy.' });
	const { operation, values: place } = placeOf(event);
	refuseUnserved(account, operation);
	const steps = compose(operation, { ...values, ...place }, rows, sources);
	// Whoever waits need not wait for the messages.
	void replyTo(event.delivery, answerTo(event, undefined));
	const isOfBot = place.bot !== undefined || place.postAsBot !== undefined;
	if (!isOfBot) for (const step of steps) noteSaid(event.chat?.id, String(step.values.text ?? ''));
	const client = clientOf(account, ticket);
	const [receipt] = await sendAll(client, steps, { signal, maxWait: maxWaitOf(account), lane: node.id, onWait: ticket.waiting });
	return { way: 'message', receipt: receipt as Receipt, warnings };
}

/** Why a reply has to be a message of its own. */
function whyMessage({ via }: FlowEvent, isLong: boolean): string {
	if (via === 'poll') return 'What was found by looking into a chat is answered by a message';
	return isLong ? 'The reply is too long for one answer' : 'Nobody waits for this reply any more';
}

function settingsOf(red: Red, { account }: ReplyConfig): AccountSettings | undefined {
	return account ? (red.nodes.getNode(account) as AccountNode | null | undefined)?.settings : undefined;
}
