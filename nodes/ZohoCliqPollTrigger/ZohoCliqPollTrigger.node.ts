import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { listSearches } from '../shared/listSearch';
import { look } from './pollOnce';
import { pollProperties } from './properties';

export class ZohoCliqPollTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Zoho Cliq Poll Trigger',
		name: 'zohoCliqPollTrigger',
		icon: { light: 'file:../../icons/cliq.svg', dark: 'file:../../icons/cliq.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ ($parameter["conversations"].conversation || []).map(({ chat }) => chat.cachedResultName || chat.value || chat).join(", ") }}',
		description:
			'Starts the workflow when there are new messages in chosen conversations of Zoho Cliq; needs no bot and no setup in Cliq',
		defaults: { name: 'Zoho Cliq Poll Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'cliqNodesOAuth2Api', required: true }],
		properties: pollProperties(),
	};

	methods = { listSearch: listSearches() };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await look(this);
	}
}
