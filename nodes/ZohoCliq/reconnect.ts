import type { IDataObject } from 'n8n-workflow';

import { dataCenters } from '../../cliq/datacenters';
import type { Failure } from '../../cliq/ports';
import type { CliqFunctions } from './transport';

/**
 * Says why an account lost its access, where the credential knows. Zoho refuses to renew a token with HTTP 200 and
 * `{"error": …}`; n8n takes that for a success, stores it, and goes on with the old token until Cliq answers 401.
 */
export async function explainRefusedToken(context: CliqFunctions, type: string): Promise<Failure | undefined> {
	const credential = await context.getCredentials<IDataObject>(type);
	const token = credential.oauthTokenData as IDataObject | undefined;
	if (!token) return undefined;
	const elsewhere = otherDataCenter(credential, token);
	if (elsewhere) {
		return {
			kind: 'notAuthorized',
			detail: `This account lives in another data center: ${elsewhere}`,
			hint: `Choose "${elsewhere}" as the data center in the credential, then connect the account again.`,
		};
	}
	if (typeof token.error === 'string') {
		return {
			kind: 'notAuthorized',
			detail: `Zoho refused to renew the access token (${token.error})`,
			hint: reasons[token.error] ?? 'Open the credential and connect the account again.',
		};
	}
	if (!token.refresh_token) {
		return {
			kind: 'notAuthorized',
			detail: 'The access token has run out, and Zoho gave no refresh token to renew it',
			hint: 'Open the credential and connect the account again; leave "Auth URI Query Parameters" as they are.',
		};
	}
	return undefined;
}

const reasons: Record<string, string> = {
	access_denied: 'Zoho renews a token at most ten times in ten minutes. Wait for ten minutes; if that does not help, connect the account again.',
	invalid_client: 'The client ID belongs to another data center, or was deleted. Check it in the API console of your data center.',
	invalid_client_secret: 'Copy the client secret from the API console again.',
	invalid_code: 'The account was disconnected in Zoho, or its oldest connections were dropped. Connect it again.',
};

/** Zoho tells in the consent's answer where the account really lives. */
function otherDataCenter(credential: IDataObject, token: IDataObject): string | undefined {
	const answer = token.callbackQueryString as IDataObject | undefined;
	const home = dataCenters.find(({ id }) => id === answer?.location);
	return home && credential.dataCenter !== 'custom' && credential.dataCenter !== home.id ? home.label : undefined;
}
