import type { INodeProperties } from 'n8n-workflow';

import { SAFE_ADDRESS, dataCenters } from '../cliq';

const dataCenter: INodeProperties = {
	displayName: 'Data Center',
	name: 'dataCenter',
	type: 'options',
	options: [...dataCenters.map(({ id, label }) => ({ name: label, value: id })), { name: 'Custom', value: 'custom' }],
	default: 'us',
	hint: 'As in the address of Cliq: cliq.zoho.eu is Europe',
	description: 'Where your Zoho account lives. Choose Custom for another address or the sandbox.',
};

const cliqServer: INodeProperties = {
	displayName: 'Cliq Server',
	name: 'baseUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://cliq.zoho.ae',
	displayOptions: { show: { dataCenter: ['custom'] } },
	description: 'Address of Cliq, without /api',
};

const accountsServer: INodeProperties = {
	displayName: 'Accounts Server',
	name: 'accountsUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://accounts.zoho.ae',
	displayOptions: { show: { dataCenter: ['custom'] } },
	description: 'Address of the server that connects accounts, without /oauth',
};

const network: INodeProperties = {
	displayName: 'Network',
	name: 'network',
	type: 'string',
	default: '',
	placeholder: 'e.g. zylkerclients',
	description: 'Unique name or ID of an external network to work in. Leave empty for your organization.',
};

/** Where the account lives, with both addresses where it is custom. The sandbox prints the names of these fields. */
export const locationProperties: INodeProperties[] = [dataCenter, cliqServer, accountsServer, network];

/** The same for whoever needs no accounts server, since no account is connected. */
export const locationWithoutAccounts: INodeProperties[] = [dataCenter, cliqServer, network];

const REFUSED = 'https://the-address-must-start-with-https.invalid';

/**
 * @param kind which of a data center's two servers.
 * @param custom name of the property that holds the address where the data center is custom.
 * @param self how expressions of the place where it is used call the credential.
 * @returns an n8n expression, without its braces, for the address of the server without a slash at its end. Where
 *   tokens must not travel, it is an address that does not exist, and says why: n8n sends them before any code of ours
 *   runs.
 */
export function serverExpression(kind: 'accounts' | 'cliq', custom: string, self: '$self' | '$credentials'): string {
	const choice = `${self}["dataCenter"]`;
	const known = dataCenters
		.map((dataCenter) => `${choice} === "${dataCenter.id}" ? "${dataCenter[kind]}" : `)
		.join('');
	const given = `${self}["${custom}"].trim()`;
	return `(${known}/${SAFE_ADDRESS}/i.test(${given}) ? ${given}.replace(/\\/+$/, "") : "${REFUSED}")`;
}
