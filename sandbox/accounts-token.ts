import { json, type Answer } from './errors';
import { parseScopes } from './scopes';
import { tokenThrottled } from './transport';
import type { RegisteredClient, Tokens } from './tokens';
import type { World } from './world';

type Parameters = Record<string, string | undefined>;

/** The data centre's API domain. It is never the host of Cliq, as at Zoho. */
const API_DOMAIN = 'https://www.zohoapis.com';

/** Refusals of the token endpoint come with HTTP 200. */
const refuse = (error: string): Answer => json(200, { error });

/**
 * `POST /oauth/v2/token`.
 * @param parameters of query and form together
 */
export function token(tokens: Tokens, world: World, parameters: Parameters): Answer {
	const client = tokens.clients.get(parameters.client_id ?? '');
	if (!client) return refuse('invalid_client');
	if (parameters.client_secret !== client.secret) return refuse('invalid_client_secret');
	switch (parameters.grant_type) {
		case 'authorization_code':
			return authorizationCode(tokens, client, parameters);
		case 'refresh_token':
			return refreshToken(tokens, client, parameters);
		case 'client_credentials':
			return clientCredentials(tokens, world, parameters);
		default:
			return refuse('unsupported_grant_type');
	}
}

function authorizationCode(tokens: Tokens, client: RegisteredClient, parameters: Parameters): Answer {
	const code = tokens.takeCode(parameters.code ?? '', client.id);
	if (!code) return refuse('invalid_code');
	if (code.redirectUri !== undefined && code.redirectUri !== parameters.redirect_uri)
		return refuse('invalid_redirect_uri');
	const { user, scopes } = code;
	const refresh = code.offline ? tokens.newRefreshToken(client.id, user, scopes) : undefined;
	const access = tokens.newAccessToken({ user, scopes, ofClient: false, refreshToken: refresh });
	return given(tokens, access, scopes, refresh);
}

function refreshToken(tokens: Tokens, client: RegisteredClient, parameters: Parameters): Answer {
	const secret = parameters.refresh_token ?? '';
	const refresh = tokens.refreshToken(secret, client.id);
	if (!refresh) return refuse('invalid_code');
	if (tokens.refreshRefused) return refuse('access_denied');
	if (!tokens.mayRefresh(refresh)) return tokenThrottled();
	const access = tokens.newAccessToken({
		user: refresh.user,
		scopes: refresh.scopes,
		ofClient: false,
		refreshToken: secret,
	});
	return given(tokens, access, refresh.scopes);
}

function clientCredentials(tokens: Tokens, world: World, parameters: Parameters): Answer {
	const scopes = parseScopes(parameters.scope ?? '');
	if (!scopes) return refuse('invalid_scope');
	return given(tokens, tokens.newAccessToken({ user: world.owner.id, scopes, ofClient: true }), scopes);
}

function given(tokens: Tokens, access: string, scopes: string[], refresh?: string): Answer {
	return json(200, {
		access_token: access,
		...(refresh ? { refresh_token: refresh } : {}),
		scope: scopes.join(' '),
		api_domain: API_DOMAIN,
		token_type: 'Bearer',
		expires_in: tokens.lifetime,
	});
}
