import { SEND_AND_WAIT_OPERATION, type IWebhookDescription } from 'n8n-workflow';

/** GET shows a page, POST answers. n8n itself checks the signature of the address before it comes to the node. */
export const sendAndWaitWebhooks: IWebhookDescription[] = ['GET', 'POST'].map((httpMethod) => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	// Left empty, the answer is what the node says.
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
}));

export const waitingTooltip = `={{ $parameter["operation"] === "${SEND_AND_WAIT_OPERATION}" ? "Waiting for an answer in Zoho Cliq" : "" }}`;
