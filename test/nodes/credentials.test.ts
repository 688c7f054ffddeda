import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Expression, type IDataObject, type INodeProperties } from 'n8n-workflow';

import { CliqNodesOAuth2Api } from '../../credentials/CliqNodesOAuth2Api.credentials';
import { accountsRoot, dataCenters } from '../../cliq/datacenters';
import { operations, scopes } from '../../cliq/catalogue';
import { CliqNodesWebhookTokenApi } from '../../credentials/CliqNodesWebhookTokenApi.credentials';

const credential = new CliqNodesOAuth2Api();

function defaultOf(name: string): string {
	return String(credential.properties.find((property) => property.name === name)?.default);
}

/** Evaluates `={{ … }}` the way n8n does for a credential: `$self` holds its fields. */
function evaluate(expression: string, self: IDataObject): unknown {
	return Expression.resolveWithoutWorkflow(expression.replace(/^=/, ''), { $self: self } as IDataObject);
}

describe('the OAuth2 credential', () => {
	it.each([...dataCenters.map(({ id }) => id), 'custom'])('derives both addresses from the data center %s', (dataCenter) => {
		const self = { dataCenter, accountsUrl: 'https://accounts.zoho.ae/' };
		const accounts = accountsRoot(self);
		expect(evaluate(defaultOf('authUrl'), self)).toBe(`${accounts}/oauth/v2/auth`);
		expect(evaluate(defaultOf('accessTokenUrl'), self)).toBe(`${accounts}/oauth/v2/token`);
	});

	it('asks for the scopes of the catalogue, or for those of a person\'s own choice', () => {
		expect(evaluate(defaultOf('scope'), { customScopes: false, enabledScopes: 'X' })).toBe(scopes.join(','));
		expect(evaluate(defaultOf('scope'), { customScopes: true, enabledScopes: 'ZohoCliq.Webhooks.CREATE' })).toBe('ZohoCliq.Webhooks.CREATE');
		for (const operation of operations) for (const scope of operation.scopes) expect(scopes).toContain(scope);
	});
});

describe('where the account lives', () => {
	const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
	const fields = ({ properties }: { properties: INodeProperties[] }) => properties.filter(({ type }) => type !== 'hidden');

	it('is asked for by what the address of Cliq shows', () => {
		for (const type of [credential, new CliqNodesWebhookTokenApi()]) {
			expect(fields(type).find(({ name }) => name === 'dataCenter')?.hint).toContain('cliq.zoho.eu is Europe');
		}
	});

	it('is two addresses beside each other where it is custom, by the names that the sandbox prints', () => {
		const shown = fields(credential).filter(({ displayOptions }) => displayOptions?.show?.dataCenter?.includes('custom'));
		const names = shown.map(({ displayName }) => displayName);
		expect(names).toEqual(['Cliq Server', 'Accounts Server']);
		expect(fields(credential).indexOf(shown[1]) - fields(credential).indexOf(shown[0])).toBe(1);
		// The sandbox and Node-RED write in sentence case.
		const printed = [...read('sandbox/cli.ts').matchAll(/^ {2}(\w+ server) +\$\{sandbox\.url\}$/gm)].map(([, name]) => name);
		const { account } = JSON.parse(read('node-red/nodes/locales/en-US/zoho-cliq-account.json'));
		for (const words of [printed, [account.baseUrl, account.accountsUrl]]) expect(words).toEqual(['Cliq server', 'Accounts server']);
	});
});
