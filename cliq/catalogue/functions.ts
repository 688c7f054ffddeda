import type { Entry } from './entry';
import { handlerType, nextToken, pageSize, script } from './parameters';
import type { Parameter } from './types';

const functionId: Parameter = {
	name: 'functionId',
	label: 'Function ID',
	type: 'functionId',
	in: 'path',
	wire: 'FUNCTION_ID',
	required: true,
	description: 'ID of the function, which is not its name',
};

const ofFunction: Parameter = { ...handlerType, wire: 'FUNCTION_HANDLER_TYPE' };

const described: Pick<Entry, 'version' | 'threshold' | 'lockMinutes' | 'internal'> = { version: 'v3', threshold: 10, lockMinutes: 5, internal: true };

/** What buttons run. Source: Zoho's OpenAPI file of the functions of the REST API v3. */
export const functions: Entry[] = [
	{
		...described,
		resource: 'function',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many functions',
		description: 'List the functions that the account has defined',
		method: 'GET',
		path: '/functions',
		scopes: ['ZohoCliq.Functions.READ'],
		threshold: 30,
		parameters: [{ ...pageSize, maximum: 50 }, nextToken],
		returns: { shape: 'list', at: 'data' },
		paging: { style: 'token', pageSize: 50, token: 'nextToken', limit: 'limit' },
	},
	{
		...described,
		resource: 'function',
		name: 'create',
		label: 'Create',
		action: 'Create a function',
		description: 'Define a function that buttons can run',
		method: 'POST',
		path: '/functions',
		scopes: ['ZohoCliq.Functions.CREATE'],
		parameters: [
			{ name: 'name', label: 'Name', type: 'string', in: 'body', wire: 'name', required: true, maxLength: 30, description: 'Name of the function, by which buttons call it' },
			{ name: 'description', label: 'Description', type: 'string', in: 'body', wire: 'description', required: true, maxLength: 300, description: 'What it is for' },
			{
				name: 'functionType',
				label: 'Type',
				type: 'string',
				in: 'body',
				wire: 'function_type',
				required: true,
				description: 'What runs it: button, form or widget_button',
			},
		],
		returns: { shape: 'record' },
	},
	{
		...described,
		resource: 'function',
		name: 'delete',
		label: 'Delete',
		action: 'Delete a function',
		description: 'Remove a function and its scripts',
		method: 'DELETE',
		path: '/functions/{FUNCTION_ID}',
		scopes: ['ZohoCliq.Functions.DELETE'],
		unrequested: true,
		parameters: [functionId],
		returns: { shape: 'nothing' },
	},
	{
		...described,
		resource: 'functionHandler',
		name: 'get',
		label: 'Get',
		action: 'Get a handler of a function',
		description: 'Read the script of a handler',
		method: 'GET',
		path: '/functions/{FUNCTION_ID}/handlers/{FUNCTION_HANDLER_TYPE}',
		scopes: ['ZohoCliq.Functions.READ'],
		parameters: [functionId, ofFunction],
		returns: { shape: 'record' },
	},
	{
		...described,
		resource: 'functionHandler',
		name: 'create',
		label: 'Create',
		action: 'Create a handler of a function',
		description: 'Give a function a handler that it has not yet',
		method: 'POST',
		path: '/functions/{FUNCTION_ID}/handlers',
		scopes: ['ZohoCliq.Functions.UPDATE'],
		parameters: [functionId, { ...handlerType, in: 'body', wire: 'type' }, script],
		returns: { shape: 'record' },
	},
	{
		...described,
		resource: 'functionHandler',
		name: 'update',
		label: 'Update',
		action: 'Update a handler of a function',
		description: 'Replace the script of a handler',
		method: 'PATCH',
		path: '/functions/{FUNCTION_ID}/handlers/{FUNCTION_HANDLER_TYPE}',
		scopes: ['ZohoCliq.Functions.UPDATE'],
		parameters: [functionId, ofFunction, script],
		returns: { shape: 'record' },
	},
];
