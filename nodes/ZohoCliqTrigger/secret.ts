import { createHmac } from 'crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/**
 * The secret of the script that this node installs. It follows from the client secret of the account, which it does not
 * give away: nothing has to be made up, stored or shared between the processes of n8n.
 */
export async function installedSecret(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const { clientSecret } = await context.getCredentials<IDataObject>('zohoCliqOAuth2Api');
	const subject = JSON.stringify(['zohoCliqTrigger', context.getWorkflow().id, context.getNode().id]);
	return createHmac('sha256', String(clientSecret)).update(subject).digest('hex');
}
