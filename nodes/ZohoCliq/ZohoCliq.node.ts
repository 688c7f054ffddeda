import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

import { execute } from './execute';
import { listSearches } from './listSearch';
import { nodeProperties } from './properties';

export class ZohoCliq implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho Cliq',
		name: 'zohoCliq',
		icon: { light: 'file:../../icons/cliq.svg', dark: 'file:../../icons/cliq.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send messages, cards and files in Zoho Cliq; read, edit and delete messages, and react to them',
		defaults: { name: 'Zoho Cliq' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'zohoCliqOAuth2Api', required: true, displayOptions: { show: { authentication: ['oAuth2'] } } },
			{ name: 'zohoCliqWebhookTokenApi', required: true, displayOptions: { show: { authentication: ['webhookToken'] } } },
		],
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
		return [await execute(this)];
	}
}
