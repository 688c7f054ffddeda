import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import {
	type PersonsAnswer,
	ExpiringMap,
	type Heard,
	type PageReply,
	hear,
	operation,
	outputOf,
	settledText,
} from '../../../cliq';
import { elapsed } from '../../shared/clock';
import { deliveryOf } from './webhookRequest';
import { settled } from '../../shared/settledOutcome';
import { connect } from '../../shared/transport';
import { keptByNode, type KeptQuestion } from './keptQuestion';
import { answerSecret } from './answerSecret';

/** In milliseconds: somebody is looking at a page meanwhile, or Cliq waits, which gives up after 15 seconds. */
const EDITING = 8000;

/** In milliseconds: what n8n takes to note that an execution goes on. */
const HANDING_OVER = 1000;

/** In milliseconds: after that n8n itself knows for long that the execution goes on. */
const REMEMBERED = 60_000;

/** How many answers are remembered; it is more than n8n takes in a minute. */
const MOST = 10_000;

/** Answers that were taken recently, so that two at once count as one. */
const taken = new ExpiringMap<PersonsAnswer>(REMEMBERED, MOST);

/** Takes a request to the address of a question: shows its page, or goes on with the workflow. */
export async function answer(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const result = await settled(taking(context));
	if (!(result instanceof Error)) return result;
	// If this threw, n8n would go on with the workflow as if somebody had answered.
	context.logger.error(`"${context.getNode().name}" could not take an answer: ${result.message}`);
	return say(context, {
		status: 500,
		headers: { 'content-type': 'text/plain; charset=utf-8' },
		body: 'This did not work. Please try again later.',
	});
}

async function taking(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const asked = keptByNode(context);
	const secret = asked?.question.way === 'cliq' ? await answerSecret(context) : undefined;
	const id = JSON.stringify([context.getExecutionId(), asked?.question.key]);
	const now = Date.now();
	// From here to the note that it is taken nothing is waited for, so that nobody comes in between.
	const heard = hear(
		deliveryOf(context),
		{ question: asked?.question, settled: taken.get(id, elapsed()), secret, place: asked?.place },
		now,
	);
	if (heard.refused) context.logger.warn(`"${context.getNode().name}" refused an answer: ${heard.refused}`);
	if (!asked || !heard.answered) return say(context, heard.reply);
	taken.set(id, heard.answered, elapsed());
	return await goOn(context, asked, heard, heard.answered);
}

async function goOn(
	context: IWebhookFunctions,
	asked: KeptQuestion,
	{ reply, place: told }: Heard,
	answered: PersonsAnswer,
): Promise<IWebhookResponseData> {
	const place = { chatId: asked.place.chatId ?? told?.chatId, messageId: asked.place.messageId ?? told?.messageId };
	const edited = await show(context, asked, place, answered);
	for (const [name, value] of Object.entries(reply.headers)) context.getResponseObject().setHeader(name, value);
	return {
		// n8n says it once it has taken the workflow up again, and not if that failed.
		webhookResponse: reply.body,
		workflowData: [[{ json: { data: outputOf(answered, place, edited) as IDataObject }, pairedItem: { item: 0 } }]],
	};
}

/** @returns whether the message shows the decision now. */
async function show(
	context: IWebhookFunctions,
	{ question }: KeptQuestion,
	{ chatId, messageId }: KeptQuestion['place'],
	answered: PersonsAnswer,
): Promise<boolean> {
	// At its end n8n goes on without the answer, which must have been handed over by then.
	const room = Math.min(EDITING, (question.until ?? Infinity) - Date.now() - HANDING_OVER);
	if (chatId === undefined || messageId === undefined || room <= 0) return false;
	const editing = async () => {
		const { client } = await connect(context, 'oAuth2', { timeout: room / 2 });
		await client.call(
			operation('message.edit'),
			{ chatId, messageId, text: settledText(question, answered) },
			{ maxWait: room / 2 },
		);
	};
	return await editing().then(
		() => true,
		(error: unknown) => {
			context.logger.warn(
				`"${context.getNode().name}" could not show the decision in the message: ${error instanceof Error ? error.message : ''}`,
			);
			return false;
		},
	);
}

function say(context: IWebhookFunctions, { status, headers, body }: PageReply): IWebhookResponseData {
	context.getResponseObject().status(status).set(headers).send(body);
	return { noWebhookResponse: true };
}
