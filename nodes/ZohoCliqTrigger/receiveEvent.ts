import type { IDataObject, INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import {
	type CliqEvent,
	type EventRequest,
	ExpiringMap,
	REMEMBERED,
	type Received,
	SeenEvents,
	passes,
	receiveScreened,
	screen,
} from '../../cliq';
import { elapsed } from '../shared/clock';
import { toApiError } from '../shared/apiError';
import { settled } from '../shared/settledOutcome';
import { answerWith, answerWithLastNode, messageIn } from './answerEvent';
import type { EventToAnswer } from './askedEvent';
import { download } from './attachments';
import { filtersOf, settingsOf, type Settings } from './settings';

type Refusal = Exclude<Received, { event: CliqEvent }>;

/** How many nodes of a process may be kept in mind. */
const MOST_NODES = 10_000;

/** What each node has seen. A test does not count for production, nor the other way round. */
const seen = new ExpiringMap<SeenEvents>(REMEMBERED, MOST_NODES);

const names: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	405: 'Method Not Allowed',
	408: 'Request Timeout',
	413: 'Content Too Large',
	415: 'Unsupported Media Type',
	500: 'Internal Server Error',
};

/** In milliseconds, for the download of attachments: while Cliq waits for the answer, and after it was given. */
const DOWNLOAD_BEFORE_ANSWER = 8_000;
const DOWNLOAD_AFTER_ANSWER = 60_000;

/** Takes a delivery: checks it, and starts the workflow with the event if it wants it. */
export async function listen(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const arrived = Date.now();
	const settings = await settled(settingsOf(context));
	if (settings instanceof Error) return refuse(context, { status: 500, reason: settings.message });
	const { method, headers, query } = context.getRequestObject() as unknown as RawRequest;
	const stranger = screen({ method, headers, query }, settings.door);
	if (stranger) return refuse(context, stranger);
	const delivery = await deliveryOf(context);
	if ('status' in delivery) return refuse(context, delivery);
	const received = receiveScreened(delivery, settings.door, arrived);
	if (!('event' in received))
		return received.status === 200 ? ignore(context, received.reason) : refuse(context, received);
	const event = named(received.event, settings.bot);
	if (!settings.kinds.includes(event.kind))
		return ignore(context, `the workflow does not want events of the kind ${event.kind}`);
	const filters = await settled(filtersOf(context));
	// Here, since nobody but Cliq may make a run fail.
	if (filters instanceof Error) throw toApiError(context, filters);
	if (!passes(event, filters)) return ignore(context, 'a filter keeps it out');
	if (!seenBy(context).isNew(event, elapsed())) return ignore(context, 'it was here before');
	return await start(context, event, settings, arrived);
}

async function start(
	context: IWebhookFunctions,
	event: CliqEvent,
	{ answer, includeRaw, isConnected, textFormat, allowGroupMentions, failureText, workingText, prefix }: Settings,
	arrived: number,
): Promise<IWebhookResponseData> {
	const { raw, ...facts } = event;
	const json = { ...facts, ...(includeRaw && { raw }) } as unknown as IDataObject;
	const asked: EventToAnswer = {
		event,
		arrived,
		isConnected,
		textFormat,
		byModel: new Set(answer === 'lastNode' && !allowGroupMentions ? ['text', 'json'] : []),
		onSaid: (text) => seenBy(context).noteSaid(event.chat?.id, text, elapsed()),
	};
	if (answer === 'lastNode') answerWithLastNode(context, asked, { failureText, workingText });
	const webhookResponse =
		answer === 'text' ? answerWith(context, asked, messageIn({ text: textOf(context, json) })) : {};
	if (prefix === undefined || !event.message?.attachments.length)
		return { webhookResponse, workflowData: [[{ json }]] };

	// Nobody has to wait for files to be answered what is known already.
	if (answer !== 'lastNode') context.getResponseObject().status(200).json(webhookResponse);
	const { attachments, binary } = await download(
		context,
		event,
		prefix,
		answer === 'lastNode' ? DOWNLOAD_BEFORE_ANSWER : DOWNLOAD_AFTER_ANSWER,
	);
	const item = { json: { ...json, message: { ...event.message, attachments } }, binary };
	return { ...(answer !== 'lastNode' && { noWebhookResponse: true }), workflowData: [[item]] };
}

/** A script does not know its bot. */
function named(event: CliqEvent, bot: string): CliqEvent {
	return event.bot || bot === '' ? event : { ...event, bot: { name: bot, uniqueName: bot } };
}

/** An expression that fails must not keep the workflow from running. */
function textOf(context: IWebhookFunctions, json: IDataObject): unknown {
	showToExpressions(context, json);
	try {
		return context.getNodeParameter('answerText');
	} catch (error) {
		context.logger.warn(
			`"${context.getNode().name}" answered nothing: ${error instanceof Error ? error.message : ''}`,
		);
		return undefined;
	}
}

/**
 * Lets expressions see the event, as the nodes that follow do. n8n shows them the request instead, and has nothing to
 * change that but the list that it keeps for them; where another version of n8n keeps none, they go on seeing the
 * request.
 */
function showToExpressions(context: IWebhookFunctions, json: IDataObject): void {
	const { connectionInputData } = context as unknown as { connectionInputData?: INodeExecutionData[] };
	if (Array.isArray(connectionInputData)) connectionInputData.splice(0, Infinity, { json });
}

interface RawRequest extends Omit<EventRequest, 'body'> {
	rawBody?: Buffer;
	/** n8n's own, which takes no more than `N8N_PAYLOAD_SIZE_MAX` megabytes. */
	readRawBody?(): Promise<void>;
}

async function deliveryOf(context: IWebhookFunctions): Promise<EventRequest | Refusal> {
	const request = context.getRequestObject() as unknown as RawRequest;
	const failure =
		request.rawBody === undefined && request.readRawBody ? await settled(request.readRawBody()) : undefined;
	if (failure instanceof Error) {
		const isTooLarge = (failure as Error & { type?: string }).type === 'entity.too.large';
		return isTooLarge
			? { status: 413, reason: 'The body is larger than n8n takes' }
			: { status: 400, reason: 'The body did not arrive whole' };
	}
	const { method, headers, query, rawBody } = request;
	return { method, headers, query, body: rawBody ?? new Uint8Array() };
}

function seenBy(context: IWebhookFunctions): SeenEvents {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id, context.getMode()]);
	const events = seen.get(key, elapsed()) ?? new SeenEvents();
	// Counted from its last event: by then it has forgotten all that came before.
	seen.set(key, events, elapsed());
	return events;
}

/** All is well, and nothing is to be done. */
function ignore(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	context.logger.debug(`"${context.getNode().name}" ignored an event of Cliq: ${reason}`);
	return { webhookResponse: {} };
}

/** Whoever asks is told no more than the status; the reason is for those who run n8n. */
function refuse(context: IWebhookFunctions, { status, reason }: Refusal): IWebhookResponseData {
	context.logger.warn(`"${context.getNode().name}" refused a delivery with ${status}: ${reason}`);
	context.getResponseObject().status(status).json({ message: names[status] });
	return { noWebhookResponse: true };
}
