import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { derivedSecret } from '../../shared/derivedSecret';

/**
 * What presses in Cliq are proved with: one for all workflows of this n8n, as the function is that their buttons run.
 */
export async function answerSecret(context: IExecuteFunctions | IWebhookFunctions): Promise<string> {
	return await derivedSecret(context, ['zohoCliq', 'answers', context.getInstanceId()]);
}
