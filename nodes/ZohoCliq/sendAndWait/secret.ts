import { createHmac } from 'crypto';
import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * What presses in Cliq are proved with. It follows from the client secret of the account, which it does not give away,
 * and is one for all workflows of this n8n, as the function is that their buttons run.
 */
export async function answerSecret(context: IExecuteFunctions | IWebhookFunctions): Promise<string> {
	const { clientSecret } = await context.getCredentials<IDataObject>('zohoCliqOAuth2Api');
	return createHmac('sha256', String(clientSecret)).update(JSON.stringify(['zohoCliq', 'answers', context.getInstanceId()])).digest('hex');
}
