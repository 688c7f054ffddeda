import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { derivedSecret } from '../ZohoCliq/secret';

/** In milliseconds. Reading the account takes n8n as long as running a small workflow, and deliveries come in bursts. */
const REMEMBERED = 10_000;

const remembered = new Map<string, { until: number; secret: Promise<string> }>();

/** The secret of the script that this node installs. */
export async function installedSecret(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	return await derivedSecret(context, subjectOf(context));
}

/** The same for what is delivered: another client secret is noticed within ten seconds. */
export async function expectedSecret(context: IWebhookFunctions): Promise<string> {
	const key = JSON.stringify([...subjectOf(context), context.getNode().credentials?.cliqNodesOAuth2Api?.id]);
	const now = Date.now();
	const known = remembered.get(key);
	if (known && now < known.until) return await known.secret;
	const secret = installedSecret(context);
	remembered.set(key, { until: now + REMEMBERED, secret });
	secret.catch(() => remembered.delete(key));
	return await secret;
}

function subjectOf(context: IHookFunctions | IWebhookFunctions): unknown[] {
	return ['zohoCliqTrigger', context.getWorkflow().id, context.getNode().id];
}
