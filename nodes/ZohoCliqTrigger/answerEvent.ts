import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import {
	ANSWERABLE,
	Placeholder,
	type Reply,
	type Values,
	allOfData,
	answerTo,
	isAwaited,
	isCliqAddress,
	replyOf,
} from '../../cliq';
import { AUTOMATIC, isModel } from '../shared/textFormat';
import type { EventToAnswer } from './askedEvent';
import { answerLater, stageOf } from './lateAnswer';

/** What agents and chains say stands in these fields, in Markdown. */
const OF_MODELS = ['output', 'response'];

/**
 * @param isByModel whether a model ended the workflow, so that its "text" is Markdown too.
 * @returns the message in the item of a workflow, as values of an operation that sends messages; `undefined` if there
 *   is none in it. Whatever else an item has is nobody's business but the workflow's.
 */
export function messageIn(item: unknown, isByModel = false): Values | undefined {
	if (typeof item !== 'object' || item === null) return undefined;
	const { text: written, ...others } = item as IDataObject;
	const said = OF_MODELS.map((name) => others[name]).map((value) => (Object(value) as IDataObject).text ?? value);
	const text = written ?? said.find((value) => value !== undefined && value !== null);
	if (typeof text === 'object' && text !== null) return undefined;
	const json = Object.fromEntries(
		Object.entries(others).filter(
			([key, value]) => value !== null && value !== undefined && (ANSWERABLE as readonly string[]).includes(key),
		),
	);
	// Cliq posts nothing without a text; with a card, a title stands in its place.
	if (text === undefined || text === null || text === '')
		return Object.keys(json).length > 0 ? { text: undefined, json } : undefined;
	return {
		text: String(text),
		...((isByModel || written === undefined || written === null) && { textFormat: 'markdown' }),
		...(Object.keys(json).length > 0 && { json }),
	};
}

/**
 * Makes an answer out of what the workflow ends with. n8n sends the item of the last node as it is, and nothing else
 * can be done about it: so the answer is made where n8n hands it to the server. Of a failed workflow only the status is
 * left.
 *
 * @param failureText what is said if the workflow fails; empty for nothing.
 * @param workingText what is said while it takes its time; empty for nothing.
 */
export function answerWithLastNode(
	context: IWebhookFunctions,
	asked: EventToAnswer,
	{ failureText, workingText }: { failureText: string; workingText: string },
): void {
	const response = context.getResponseObject();
	const send = response.json.bind(response);
	const isByModel = endsWithModel(context);
	if (workingText !== '')
		asked.placeholder = new Placeholder(
			asked.event,
			inFormat({ text: workingText }, asked),
			stageOf(context, asked),
		);
	response.json = (item: unknown) => {
		const hasFailed = response.statusCode >= 300;
		// Cliq takes no answer with another status.
		if (hasFailed && failureText !== '') response.status(200);
		const message = hasFailed ? messageIn({ text: failureText }) : messageIn(item, isByModel);
		if (!message)
			context.logger.warn(`"${context.getNode().name}" answered nothing: the last node gave no item with a text`);
		return send(answerWith(context, asked, message));
	};
}

/** Whether each end of the workflow is a model: nothing else gives the item of the last node. */
function endsWithModel(context: IWebhookFunctions): boolean {
	const children = (name: string) => context.getChildNodes(name).filter(({ disabled }) => !disabled);
	const ends = children(context.getNode().name).filter(({ name }) => children(name).length === 0);
	return ends.length > 0 && ends.every(({ type }) => isModel(type));
}

/**
 * Answers an event with a message. What Cliq does not wait for any more, and what takes several messages, goes its own
 * way: once, since the answer itself is empty then.
 *
 * @param message as `messageIn` gives it.
 * @returns the body of the answer.
 */
export function answerWith(
	context: IWebhookFunctions,
	asked: EventToAnswer,
	message: Values | undefined,
): Record<string, unknown> {
	const { event, arrived, isConnected, byModel, placeholder } = asked;
	const values = { ...inFormat(message ?? {}, asked), longText: isConnected ? 'split' : 'cut' };
	const reply = message && checked(values, message, byModel);
	if (reply instanceof Error) context.logger.error(`"${context.getNode().name}" answered nothing: ${reply.message}`);
	if (!reply || reply instanceof Error) {
		void placeholder?.withdraw();
		return answerTo(event, undefined);
	}
	const { messages, warnings } = reply;
	if (warnings.length > 0)
		context.logger.warn(`"${context.getNode().name}" answered with less than it was given: ${warnings.join('; ')}`);
	const isFree = placeholder?.giveWay() ?? true;
	const isInTime = isFree && isAwaited(event, arrived, Date.now()) && isOpen(context);
	if (messages.length === 1 && isInTime) return answerTo(event, messages[0]);
	if (isConnected || (event.responseUrl !== undefined && isCliqAddress(event.responseUrl))) {
		void answerLater(context, asked, values, messages);
		return answerTo(event, undefined);
	}
	context.logger.warn(
		`"${context.getNode().name}" answered ${Math.round((Date.now() - arrived) / 1000)} seconds after the event, when Cliq may no longer show it: connect an account ("Use an Account"), and late answers are sent as messages`,
	);
	return answerTo(event, messages[0]);
}

/** A person may have said how texts are written. */
function inFormat(message: Values, { textFormat }: Pick<EventToAnswer, 'textFormat'>): Values {
	return { ...message, ...(textFormat !== AUTOMATIC && { textFormat }) };
}

/** All of a message comes from data: from an expression, or from the node that ran last. */
function checked(values: Values, message: Values, byModel: ReadonlySet<string>): Reply | Error {
	try {
		return replyOf(values, [], allOfData(message), byModel);
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/** Whether there is still somebody at the other end. */
function isOpen(context: IWebhookFunctions): boolean {
	const { destroyed, socket } = context.getResponseObject();
	return !destroyed && !socket?.destroyed;
}
