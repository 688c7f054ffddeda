import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { ANSWERABLE, answerTo } from '../../cliq/events/answer';
import type { CliqEvent } from '../../cliq/events/types';
import type { MessageObject } from '../../cliq/message/types';

/** @returns the message in the item of a workflow, `undefined` if there is none in it. Whatever else an item has is nobody's business but the workflow's. */
export function messageIn(item: unknown): MessageObject | undefined {
	if (typeof item !== 'object' || item === null) return undefined;
	const given = ANSWERABLE.filter((key) => (item as IDataObject)[key] !== undefined && (item as IDataObject)[key] !== null);
	// Cliq posts nothing without a text.
	if (!given.includes('text') || (item as IDataObject).text === '') return undefined;
	return Object.fromEntries(given.map((key) => [key, (item as IDataObject)[key]])) as unknown as MessageObject;
}

/**
 * Makes an answer out of what the workflow ends with. n8n sends the item of the last node as it is, and nothing else can
 * be done about it: so the answer is made where n8n hands it to the server. Of a failed workflow only the status is left.
 */
export function answerWithLastNode(context: IWebhookFunctions, event: CliqEvent): void {
	const response = context.getResponseObject();
	const send = response.json.bind(response);
	response.json = (item: unknown) => {
		const message = response.statusCode < 300 ? messageIn(item) : undefined;
		if (!message) context.logger.warn(`"${context.getNode().name}" answered nothing: the last node gave no item with a text`);
		return send(answerTo(event, message));
	};
}
