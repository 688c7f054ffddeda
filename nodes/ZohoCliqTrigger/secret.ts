import { createHmac } from 'crypto';
import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

/** In milliseconds. Reading the account takes n8n as long as running a small workflow, and deliveries come in bursts. */
const REMEMBERED = 10_000;

const remembered = new Map<string, { until: number; secret: Promise<string> }>();

/**
 * The secret of the script that this node installs. It follows from the client secret of the account, which it does not
 * give away: nothing has to be made up, stored or shared between the processes of n8n.
 */
export async function installedSecret(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const { clientSecret } = await context.getCredentials<IDataObject>('zohoCliqOAuth2Api');
	return createHmac('sha256', String(clientSecret)).update(subjectOf(context)).digest('hex');
}

/** The same for what is delivered: another client secret is noticed within ten seconds. */
export async function expectedSecret(context: IWebhookFunctions): Promise<string> {
	const key = JSON.stringify([subjectOf(context), context.getNode().credentials?.zohoCliqOAuth2Api?.id]);
	const now = Date.now();
	const known = remembered.get(key);
	if (known && now < known.until) return await known.secret;
	const secret = installedSecret(context);
	remembered.set(key, { until: now + REMEMBERED, secret });
	secret.catch(() => remembered.delete(key));
	return await secret;
}

function subjectOf(context: IHookFunctions | IWebhookFunctions): string {
	return JSON.stringify(['zohoCliqTrigger', context.getWorkflow().id, context.getNode().id]);
}
