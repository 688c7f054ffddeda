import type { Entry } from './entry';
import { handlerType, script } from './parameters';
import type { Parameter } from './types';

const botId: Parameter = {
	name: 'botId',
	label: 'Bot ID',
	type: 'botId',
	in: 'path',
	wire: 'BOT_ID',
	required: true,
	description: 'ID of the bot (b-…), which is not its unique name',
};

const handler: Pick<Entry, 'resource' | 'version' | 'threshold' | 'lockMinutes' | 'internal'> = {
	resource: 'handler',
	version: 'v3',
	threshold: 10,
	lockMinutes: 5,
	internal: true,
};

/** The scripts that a bot runs when something happens. Source: Zoho's OpenAPI file of the bots of the REST API v3. */
export const handlers: Entry[] = [
	{
		...handler,
		name: 'get',
		label: 'Get',
		action: 'Get a handler of a bot',
		description: 'Read the script of a handler',
		method: 'GET',
		path: '/bots/{BOT_ID}/handlers/{HANDLER_TYPE}',
		scopes: ['ZohoCliq.Bots.READ'],
		parameters: [botId, handlerType],
		returns: { shape: 'record' },
	},
	{
		...handler,
		name: 'create',
		label: 'Create',
		action: 'Create a handler of a bot',
		description: 'Add a handler to a bot',
		method: 'POST',
		path: '/bots/{BOT_ID}/handlers',
		scopes: ['ZohoCliq.Bots.UPDATE'],
		observedScopes: ['ZohoCliq.Bots.CREATE'], // Live callers were connected with both.
		parameters: [botId, { ...handlerType, in: 'body', wire: 'type' }, script],
		returns: { shape: 'record' },
	},
	{
		...handler,
		name: 'update',
		label: 'Update',
		action: 'Update a handler of a bot',
		description: 'Replace the script of a handler',
		method: 'PATCH',
		path: '/bots/{BOT_ID}/handlers/{HANDLER_TYPE}',
		scopes: ['ZohoCliq.Bots.UPDATE'],
		parameters: [botId, handlerType, script],
		returns: { shape: 'record' },
	},
	{
		...handler,
		name: 'delete',
		label: 'Delete',
		action: 'Delete a handler of a bot',
		description: 'Remove a handler and its script',
		method: 'DELETE',
		path: '/bots/{BOT_ID}/handlers/{HANDLER_TYPE}',
		scopes: ['ZohoCliq.Bots.UPDATE'],
		parameters: [botId, handlerType],
		returns: { shape: 'nothing' },
	},
];
