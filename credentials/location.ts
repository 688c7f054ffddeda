import type { INodeProperties } from 'n8n-workflow';

import { dataCenters } from '../cliq/datacenters';

/** Where the account lives; both credentials ask for it alike. */
export const locationProperties: INodeProperties[] = [
	{
		displayName: 'Data Center',
		name: 'dataCenter',
		type: 'options',
		options: [...dataCenters.map(({ id, label }) => ({ name: label, value: id })), { name: 'Custom', value: 'custom' }],
		default: 'us',
		description: 'Where your Zoho account lives: look at the address of Cliq in your browser. Choose Custom for another address or a sandbox.',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://cliq.zoho.ae',
		displayOptions: { show: { dataCenter: ['custom'] } },
		description: 'Address of Cliq, without /api',
	},
	{
		displayName: 'Network',
		name: 'network',
		type: 'string',
		default: '',
		placeholder: 'e.g. zylkerclients',
		description: 'Unique name or ID of an external network to work in. Leave empty for your organization.',
	},
];

/**
 * @param kind which of a data center's two servers.
 * @param custom name of the property that holds the address where the data center is custom.
 * @param self how expressions of the place where it is used call the credential.
 * @returns an n8n expression, without its braces, for the address of the server without a slash at its end.
 */
export function serverExpression(kind: 'accounts' | 'cliq', custom: string, self: '$self' | '$credentials'): string {
	const choice = `${self}["dataCenter"]`;
	const known = dataCenters.map((dataCenter) => `${choice} === "${dataCenter.id}" ? "${dataCenter[kind]}" : `).join('');
	return `(${known}${self}["${custom}"].replace(/\\/+$/, ""))`;
}
