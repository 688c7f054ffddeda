import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { scopes } from '../cliq';
import { locationProperties, serverExpression } from './location';
import { rateLimitProperties } from './rateLimit';

const leastScopes = scopes.join(',');

export class CliqNodesOAuth2Api implements ICredentialType {
	name = 'cliqNodesOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Zoho Cliq (Cliq Nodes) OAuth2 API';

	icon: Icon = { light: 'file:../icons/cliq.svg', dark: 'file:../icons/cliq.dark.svg' };

	documentationUrl = 'https://github.com/cliq-nodes/n8n-nodes-zoho-cliq#connect-an-account';

	properties: INodeProperties[] = [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		...locationProperties,
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${serverExpression('accounts', 'accountsUrl', '$self')} + "/oauth/v2/auth" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${serverExpression('accounts', 'accountsUrl', '$self')} + "/oauth/v2/token" }}`,
		},
		{
			displayName: 'Custom Scopes',
			name: 'customScopes',
			type: 'boolean',
			default: false,
			description: 'Whether to request your own choice of scopes instead of those that this package needs',
		},
		{
			displayName: 'Enabled Scopes',
			name: 'enabledScopes',
			type: 'string',
			default: leastScopes,
			displayOptions: { show: { customScopes: [true] } },
			description: 'Separated by commas. An operation whose scope is missing says which one it needs.',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ $self["customScopes"] ? $self["enabledScopes"] : "${leastScopes}" }}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// Without both, Zoho hands out no refresh token when an account is connected again.
			default: 'access_type=offline&prompt=consent',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		...rateLimitProperties,
	];
}
