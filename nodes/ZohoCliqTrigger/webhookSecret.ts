import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { RecentReads } from '../../cliq';
import { elapsed } from '../shared/clock';
import { derivedSecret } from '../shared/derivedSecret';

/**
 * In milliseconds. Reading the account takes n8n as long as running a small workflow, and deliveries come in bursts.
 */
const REMEMBERED = 10_000;

/** How many credentials of nodes are kept. */
const MOST = 1000;

const remembered = new RecentReads<unknown>(REMEMBERED, MOST);

/** The secret of the script that this node installs. */
export async function installedSecret(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	return await derivedSecret(context, subjectOf(context));
}

/** The same for what is delivered: another client secret is noticed within ten seconds. */
export async function expectedSecret(context: IWebhookFunctions): Promise<string> {
	return await forAWhile(context, 'cliqNodesOAuth2Api', async () => await installedSecret(context));
}

/**
 * @param type of the credential of this node that is read.
 * @returns what `read` gives, or gave within the last ten seconds. @throws what it throws; that is not remembered.
 */
export async function forAWhile<What>(
	context: IWebhookFunctions,
	type: string,
	read: () => Promise<What>,
): Promise<What> {
	const key = JSON.stringify([...subjectOf(context), type, context.getNode().credentials?.[type]?.id]);
	return (await remembered.get(key, elapsed(), read)) as What;
}

function subjectOf(context: IHookFunctions | IWebhookFunctions): unknown[] {
	return ['zohoCliqTrigger', context.getWorkflow().id, context.getNode().id];
}
