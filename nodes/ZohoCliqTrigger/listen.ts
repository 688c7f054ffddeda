import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { answerTo } from '../../cliq/events/answer';
import { passes } from '../../cliq/events/filters';
import { receive } from '../../cliq/events/receive';
import { SeenEvents } from '../../cliq/events/seen';
import type { CliqEvent, Delivery, Received } from '../../cliq/events/types';
import { answerWithLastNode, messageIn } from './answer';
import { settingsOf, type Settings } from './settings';

/** What each node has seen, for the life of this process. A test does not count for production, nor the other way round. */
const seen = new Map<string, SeenEvents>();

const names: Record<number, string> = { 400: 'Bad Request', 401: 'Unauthorized', 405: 'Method Not Allowed', 408: 'Request Timeout', 413: 'Content Too Large', 415: 'Unsupported Media Type', 500: 'Internal Server Error' };

/** Takes a delivery: checks it, and starts the workflow with the event if it wants it. */
export async function listen(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = await settled(settingsOf(context));
	if (settings instanceof Error) return refuse(context, { status: 500, reason: settings.message });
	const now = Date.now();
	const received = receive(deliveryOf(context), settings.door, now);
	if (!('event' in received)) return received.status === 200 ? ignore(context, received.reason) : refuse(context, received);
	const { event } = received;
	if (!settings.kinds.includes(event.kind)) return ignore(context, `the workflow does not want events of the kind ${event.kind}`);
	if (!passes(event, settings.filters)) return ignore(context, 'a filter keeps it out');
	if (!seenBy(context).isNew(event, now)) return ignore(context, 'it was here before');
	return start(context, event, settings);
}

function start(context: IWebhookFunctions, event: CliqEvent, { answer, includeRaw }: Settings): IWebhookResponseData {
	if (answer === 'lastNode') answerWithLastNode(context, event);
	const message = answer === 'text' ? messageIn({ text: textOf(context) }) : undefined;
	const { raw, ...facts } = event;
	return {
		webhookResponse: answerTo(event, message),
		workflowData: [[{ json: { ...facts, ...(includeRaw && { raw }) } as unknown as IDataObject }]],
	};
}

/** An expression that fails must not keep the workflow from running. */
function textOf(context: IWebhookFunctions): string | undefined {
	try {
		const text = context.getNodeParameter('answerText');
		return text === undefined || text === null || text === '' ? undefined : String(text);
	} catch (error) {
		context.logger.warn(`"${context.getNode().name}" answered nothing: ${error instanceof Error ? error.message : ''}`);
		return undefined;
	}
}

function deliveryOf(context: IWebhookFunctions): Delivery {
	const { method, headers, query, rawBody } = context.getRequestObject() as unknown as Omit<Delivery, 'body'> & { rawBody?: Buffer };
	return { method, headers, query, body: rawBody ?? new Uint8Array() };
}

function seenBy(context: IWebhookFunctions): SeenEvents {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id, context.getMode()]);
	const events = seen.get(key) ?? new SeenEvents();
	seen.set(key, events);
	return events;
}

/** All is well, and nothing is to be done. */
function ignore(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	context.logger.debug(`"${context.getNode().name}" ignored an event of Cliq: ${reason}`);
	return { webhookResponse: {} };
}

/** Whoever asks is told no more than the status; the reason is for those who run n8n. */
function refuse(context: IWebhookFunctions, { status, reason }: Exclude<Received, { event: CliqEvent }>): IWebhookResponseData {
	context.logger.warn(`"${context.getNode().name}" refused a delivery with ${status}: ${reason}`);
	context.getResponseObject().status(status).json({ message: names[status] });
	return { noWebhookResponse: true };
}

async function settled<Result>(promise: Promise<Result>): Promise<Result | Error> {
	return await promise.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}
