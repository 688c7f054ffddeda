import { Expression, type IDataObject } from 'n8n-workflow';

import { CliqNodesOAuth2Api } from '../../credentials/CliqNodesOAuth2Api.credentials';
import { accountsRoot, dataCenters } from '../../cliq/datacenters';
import { operations, scopes } from '../../cliq/catalogue';

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
