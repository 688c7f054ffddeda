import type { IWebhookFunctions } from 'n8n-workflow';

import type { EventRequest } from '../../../cliq';

/** @returns the request that came to a webhook of the node. */
export function deliveryOf(context: IWebhookFunctions): EventRequest {
	const { method, headers, query, rawBody } = context.getRequestObject() as unknown as Omit<EventRequest, 'body'> & {
		rawBody?: Buffer;
	};
	return { method, headers, query, body: rawBody ?? new Uint8Array() };
}
