import { forwarderScript, parseUrl } from '../../../cliq';
import type { ForwarderAnswer } from '../../editor/types';
import type { AdminRequest, Red } from '../shared/node-red';

/** What the editor sends for a stored password that was not touched. */
const UNTOUCHED = '__PWRD__';

/**
 * Registers the route that writes the script for a handler of a bot. The script holds the secret, which is why only who
 * may change the node gets it.
 */
export function registerForwarderRoute(red: Red): void {
	red.httpAdmin.post(
		'/zoho-cliq/forwarder',
		red.auth.needsPermission('zoho-cliq-in.write'),
		({ body }: AdminRequest, response) => {
			response.json(forwarder(red, Object(body) as Record<string, unknown>));
		},
	);
}

function forwarder(red: Red, { id, handler, url, secret }: Record<string, unknown>): ForwarderAnswer {
	const node = red.nodes.getNode(String(id));
	const known = secret === UNTOUCHED && node?.type === 'zoho-cliq-in' ? node.credentials?.secret : secret;
	if (typeof known !== 'string' || known === '' || known === UNTOUCHED)
		return { error: 'The secret is empty. Press New secret.' };
	if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !parseUrl(url))
		return { error: 'The public address is not a valid URL. Give a full one, e.g. https://node-red.example.com.' };
	try {
		return { script: forwarderScript(String(handler), { url, secret: known }) };
	} catch (error) {
		return { error: (error as Error).message };
	}
}
