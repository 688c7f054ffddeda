import { createHmac } from 'crypto';
import type { IDataObject, IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { CliqError } from '../../cliq';

/**
 * A secret that follows from the client secret of the account, which it does not give away: nothing has to be made up,
 * stored or shared between the processes of n8n.
 *
 * @param subject what it is for, as JSON.
 * @throws CliqError `notAuthorized` if the account has no client secret, since anybody could work the secret out then.
 */
export async function derivedSecret(
	context: IExecuteFunctions | IHookFunctions | IWebhookFunctions,
	subject: unknown[],
): Promise<string> {
	const { clientSecret } = await context.getCredentials<IDataObject>('cliqNodesOAuth2Api');
	if (typeof clientSecret !== 'string' || clientSecret.trim() === '') {
		throw new CliqError('notAuthorized', 'The Zoho Cliq account has no client secret', {
			hint: 'Open the credential, fill it in, and connect the account again.',
		});
	}
	return createHmac('sha256', clientSecret).update(JSON.stringify(subject)).digest('hex');
}
