import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IHookFunctions,
	type INodeCredentialTestResult,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { CliqError } from '../../cliq';
import { toApiError } from '../shared/apiError';
import { listSearches } from '../shared/listSearch';
import { settled } from '../shared/settledOutcome';
import { checkProofs } from './checkProofs';
import { install, uninstall } from './install';
import { listen } from './receiveEvent';
import { triggerProperties } from './properties';
import { setUpOf } from './settings';

export class ZohoCliqTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho Cliq Trigger',
		name: 'zohoCliqTrigger',
		icon: { light: 'file:../../icons/cliq.svg', dark: 'file:../../icons/cliq.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		// n8n shows one description for the node that sends and this one.
		description:
			'Send messages, cards and files in Zoho Cliq, and start a workflow when someone writes to a bot, mentions it or writes in its channels',
		defaults: { name: 'Zoho Cliq Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			// Only who sets the bot up by hand may do without.
			{ name: 'cliqNodesOAuth2Api', required: true, displayOptions: { hide: { useAccount: [false] } } },
			{
				name: 'cliqNodesEventsApi',
				required: true,
				displayOptions: { show: { setUp: ['paste', 'extension'] } },
				testedBy: 'checkProofs',
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: '={{ $parameter["answer"] === "lastNode" ? "lastNode" : "onReceived" }}',
				// Left empty, the answer is what the node says.
				responseData: '={{ $parameter["answer"] === "lastNode" ? "firstEntryJson" : "" }}',
			},
		],
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					'While building the workflow, click "Execute step", then cause the event in Cliq. Publish (activate) the workflow to receive every event.',
				active: 'The workflow is published and receives every event; look at Executions. For a test event, unpublish (deactivate) it first.',
			},
			activationHint: 'Publish (activate) the workflow to receive every event.',
		},
		properties: triggerProperties(),
	};

	methods = {
		listSearch: listSearches(),
		credentialTest: {
			async checkProofs(
				this: ICredentialTestFunctions,
				credential: ICredentialsDecrypted,
			): Promise<INodeCredentialTestResult> {
				return checkProofs(credential.data ?? {});
			},
		},
	};

	webhookMethods = {
		default: {
			/** `create` looks at each handler itself, and changes only what is not as it should be. */
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return setUpOf(this) !== 'install';
			},

			async create(this: IHookFunctions): Promise<boolean> {
				const failure = await settled(install(this));
				if (failure instanceof Error) throw activationError(this, failure);
				return true;
			},

			async delete(this: IHookFunctions): Promise<boolean> {
				const failure = await settled(uninstall(this));
				if (failure instanceof Error) throw activationError(this, failure);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await listen(this);
	}
}

/** What n8n shows of a workflow that does not become active is the message alone. */
function activationError(context: IHookFunctions, failure: Error): Error {
	const error = toApiError(context, failure);
	if (failure instanceof CliqError && failure.hint) error.message = `${failure.message}. ${failure.hint}`;
	return error;
}
