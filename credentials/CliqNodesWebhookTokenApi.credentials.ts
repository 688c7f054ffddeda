import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

import { locationWithoutAccounts, serverExpression } from './location';
import { rateLimitProperties } from './rateLimit';

const refusal = 'Cliq does not accept this token. Check the token and the data center.';

export class CliqNodesWebhookTokenApi implements ICredentialType {
	name = 'cliqNodesWebhookTokenApi';

	displayName = 'Zoho Cliq (Cliq Nodes) Webhook Token API';

	icon: Icon = { light: 'file:../icons/cliq.svg', dark: 'file:../icons/cliq.dark.svg' };

	documentationUrl = 'https://github.com/cliq-nodes/n8n-nodes-zoho-cliq#connect-an-account';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'In Cliq under your picture > Bots & Tools > Webhook Tokens. It can send to channels and bots, nothing else.',
		},
		...locationWithoutAccounts,
		...rateLimitProperties,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { qs: { zapikey: '={{ $credentials.token }}' } },
	};

	// A webhook token can do nothing but post. This post has no text, so that nothing is ever posted; only whether the
	// token is refused counts.
	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${serverExpression('cliq', 'baseUrl', '$credentials')} + ($credentials.network ? "/network/" + $credentials.network : "") }}`,
			url: '/api/v2/channelsbyname/connection-test/message',
			method: 'POST',
			body: {},
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		},
		rules: [
			{ type: 'responseSuccessBody', properties: { key: 'code', value: 'oauthtoken_invalid', message: refusal } },
			{
				type: 'responseSuccessBody',
				properties: {
					key: 'message',
					value: 'Request was rejected because of invalid AuthToken.',
					message: refusal,
				},
			},
		],
	};
}
