import type { ICredentialDataDecryptedObject, INodeCredentialTestResult } from 'n8n-workflow';

import { publicKeyIn } from '../../cliq';

/** In characters: what nobody guesses. */
const SHORTEST_SECRET = 16;

/** Whether a credential keeps strangers out, which can be told without asking anybody. */
export function checkProofs({ secret, publicKey }: ICredentialDataDecryptedObject): INodeCredentialTestResult {
	const refuse = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
	if (!secret && !publicKey) return refuse('Give a secret or a public key: without one every request is rejected');
	if (secret && String(secret).length < SHORTEST_SECRET)
		return refuse(`The secret is too short: give ${SHORTEST_SECRET} characters or more`);
	if (publicKey && !publicKeyIn(String(publicKey)))
		return refuse('The public key must be the whole PEM text, beginning with -----BEGIN PUBLIC KEY-----');
	return { status: 'OK', message: 'Complete' };
}
