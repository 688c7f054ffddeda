import type { Sandbox } from '../../sandbox';
import type { N8n } from './n8n';
import type { Credential } from './workflow';

/**
 * Makes an OAuth2 credential in n8n and connects it to a sandbox as a person would.
 *
 * @param settings more fields of the credential.
 * @returns it, and the consent page that was accepted, as HTML.
 */
export async function connectAccount(
	n8n: N8n,
	sandbox: Pick<Sandbox, 'url' | 'control'>,
	settings: Record<string, unknown> = {},
	name = 'Zoho Cliq account',
): Promise<{ account: Credential; page: string }> {
	const redirectUris = [`${n8n.url}/rest/oauth2-credential/callback`];
	const client = sandbox.control.createClient({ type: 'server', name: 'n8n', redirectUris });
	const location = { dataCenter: 'custom', baseUrl: sandbox.url, accountsUrl: sandbox.url };
	const account = await n8n.createCredential('cliqNodesOAuth2Api', { ...location, ...client, ...settings }, name);
	const { page } = await n8n.connectOAuth(account);
	return { account, page };
}
