import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { ANSWERABLE, answerTo, isAwaited } from '../../cliq/events/answer';
import { allOfData } from '../../cliq/sources';
import { isCliqAddress, replyOf, type Reply } from '../../cliq/events/reply';
import type { CliqEvent } from '../../cliq/events/types';
import type { Values } from '../../cliq/request';
import { AUTOMATIC } from '../ZohoCliq/textFormat';
import { answerLater } from './late';

/** An event to be answered. */
export interface Asked {
	event: CliqEvent;
	/** When it came, in milliseconds since 1970. */
	arrived: number;
	/** Whether the node has an account, for what the answer itself cannot say. */
	isConnected: boolean;
	/** Of the answer's text, as the parameter `textFormat` of messages has it; or `AUTOMATIC`. */
	textFormat: string;
	/** Told of each message before it is sent in the name of the account. */
	onSaid: (text: string) => void;
}

/**
 * @returns the message in the item of a workflow, as values of an operation that sends messages; `undefined` if there is
 * none in it. Whatever else an item has is nobody's business but the workflow's.
 */
export function messageIn(item: unknown): Values | undefined {
	if (typeof item !== 'object' || item === null) return undefined;
	// What an AI agent says is in "output", in Markdown.
	const { text: written, output, ...others } = item as IDataObject;
	const text = written ?? output;
	// Cliq posts nothing without a text.
	if (text === undefined || text === null || text === '' || typeof text === 'object') return undefined;
	const json = Object.fromEntries(Object.entries(others).filter(([key, value]) => value !== null && value !== undefined && (ANSWERABLE as readonly string[]).includes(key)));
	return { text: String(text), ...((written === undefined || written === null) && { textFormat: 'markdown' }), ...(Object.keys(json).length > 0 && { json }) };
}

/**
 * Makes an answer out of what the workflow ends with. n8n sends the item of the last node as it is, and nothing else can
 * be done about it: so the answer is made where n8n hands it to the server. Of a failed workflow only the status is left.
 */
export function answerWithLastNode(context: IWebhookFunctions, asked: Asked): void {
	const response = context.getResponseObject();
	const send = response.json.bind(response);
	response.json = (item: unknown) => {
		const message = response.statusCode < 300 ? messageIn(item) : undefined;
		if (!message) context.logger.warn(`"${context.getNode().name}" answered nothing: the last node gave no item with a text`);
		return send(answerWith(context, asked, message));
	};
}

/**
 * Answers an event with a message. What Cliq does not wait for any more, and what takes several messages, goes its own
 * way: once, since the answer itself is empty then.
 *
 * @param message as `messageIn` gives it.
 * @returns the body of the answer.
 */
export function answerWith(context: IWebhookFunctions, asked: Asked, message: Values | undefined): Record<string, unknown> {
	const { event, arrived, isConnected, textFormat } = asked;
	if (!message) return answerTo(event, undefined);
	const values = { ...message, ...(textFormat !== AUTOMATIC && { textFormat }), longText: isConnected ? 'split' : 'cut' };
	const reply = checked(values, message);
	if (reply instanceof Error) {
		context.logger.error(`"${context.getNode().name}" answered nothing: ${reply.message}`);
		return answerTo(event, undefined);
	}
	const { messages, warnings } = reply;
	if (warnings.length > 0) context.logger.warn(`"${context.getNode().name}" answered with less than it was given: ${warnings.join('; ')}`);
	const isInTime = isAwaited(event, arrived, Date.now()) && isOpen(context);
	if (messages.length === 1 && isInTime) return answerTo(event, messages[0]);
	if (isConnected || (event.responseUrl !== undefined && isCliqAddress(event.responseUrl))) {
		void answerLater(context, asked, values, messages);
		return answerTo(event, undefined);
	}
	context.logger.warn(`"${context.getNode().name}" answered ${Math.round((Date.now() - arrived) / 1000)} seconds after the event, when Cliq may no longer show it: connect an account ("Use an Account"), and late answers are sent as messages`);
	return answerTo(event, messages[0]);
}

/** All of a message comes from data: from an expression, or from the node that ran last. */
function checked(values: Values, message: Values): Reply | Error {
	try {
		return replyOf(values, [], allOfData(message));
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/** Whether there is still somebody at the other end. */
function isOpen(context: IWebhookFunctions): boolean {
	const { destroyed, socket } = context.getResponseObject();
	return !destroyed && !socket?.destroyed;
}
