import type { IWebhookFunctions } from 'n8n-workflow';

import type { Delivery } from '../../../cliq';

/** @returns the request that came to a webhook of the node. */
export function deliveryOf(context: IWebhookFunctions): Delivery {
	const { method, headers, query, rawBody } = context.getRequestObject() as unknown as Omit<Delivery, 'body'> & {
		rawBody?: Buffer;
	};
	return { method, headers, query, body: rawBody ?? new Uint8Array() };
}
