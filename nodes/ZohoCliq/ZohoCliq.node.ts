import {
	NodeConnectionTypes,
	SEND_AND_WAIT_OPERATION,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { execute } from './execute';
import { listSearches } from '../shared/listSearch';
import { nodeProperties } from './properties';
import { answer } from './sendAndWait/receiveAnswer';
import { ask } from './sendAndWait/askQuestion';
import { sendAndWaitWebhooks, waitingTooltip } from './sendAndWait/webhooks';
import { forAgent, isTool } from './agentTool';

export class ZohoCliq implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho Cliq',
		name: 'zohoCliq',
		icon: { light: 'file:../../icons/cliq.svg', dark: 'file:../../icons/cliq.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			"Send messages, cards and files in Zoho Cliq; read, edit and delete messages, react to them, and wait for people's answers",
		defaults: { name: 'Zoho Cliq' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'cliqNodesOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
			{
				name: 'cliqNodesWebhookTokenApi',
				required: true,
				displayOptions: { show: { authentication: ['webhookToken'] } },
			},
		],
		webhooks: sendAndWaitWebhooks,
		waitingNodeTooltip: waitingTooltip,
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'OAuth2', value: 'oAuth2' },
					{ name: 'Webhook Token', value: 'webhookToken' },
				],
				default: 'oAuth2',
			},
			{
				displayName: 'A webhook token can only send messages, and only to channels and bots',
				name: 'webhookTokenNotice',
				type: 'notice',
				default: '',
				displayOptions: { show: { authentication: ['webhookToken'] } },
			},
			...nodeProperties(),
		],
	};

	methods = { listSearch: listSearches() };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const run = async () =>
			await (this.getNodeParameter('operation', 0) === SEND_AND_WAIT_OPERATION ? ask(this) : execute(this));
		return [await (isTool(this) ? forAgent(this, run) : run())];
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answer(this);
	}
}
