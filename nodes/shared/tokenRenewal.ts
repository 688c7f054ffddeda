import type { IDataObject } from 'n8n-workflow';

import { type Failure, type TokenAnswer, dataCenters, failureOf, readTokenAnswer } from '../../cliq';
import { settled } from './settledOutcome';
import type { CliqFunctions } from './cliqFunctions';

/** What n8n keeps of a connected account. */
type TokenData = IDataObject | undefined;

/** @returns what n8n keeps of the account's tokens just now; another process may have renewed them. */
export async function tokenDataOf(context: CliqFunctions, type: string): Promise<TokenData> {
	const credential = await settled(context.getCredentials<IDataObject>(type));
	return credential instanceof Error ? undefined : (credential.oauthTokenData as TokenData);
}

/**
 * Has n8n ask the accounts server for a new access token, and keep it. Nothing else happens meanwhile, so what
 * fails here is not Cliq's.
 *
 * @param host of the accounts server, for people.
 * @param timeout in milliseconds.
 */
export async function renewToken(
	context: CliqFunctions,
	type: string,
	host: string,
	timeout: number,
): Promise<TokenAnswer> {
	const before = await tokenDataOf(context, type);
	if (before && !before.refresh_token) {
		return {
			kind: 'refused',
			detail: 'The access token has run out, and Zoho gave no refresh token to renew it',
			hint: 'Open the credential and connect the account again; leave "Auth URI Query Parameters" as they are.',
		};
	}
	const after = await settled(context.helpers.refreshOAuth2Token.call(context, type) as Promise<TokenData>);
	return after instanceof Error ? answerIn(after, host, timeout) : answerBetween(before ?? {}, after ?? {}, host);
}

/**
 * n8n takes every JSON with a status below 400 for a success and lays it over what it kept before. So a refusal shows
 * in what is new: no other access token, but another error. An old error stays there for ever.
 */
function answerBetween(before: IDataObject, after: IDataObject, host: string): TokenAnswer {
	if (
		typeof after.access_token === 'string' &&
		after.access_token !== '' &&
		after.access_token !== before.access_token
	)
		return { kind: 'token', token: after.access_token };
	const isNew = ['error', 'status', 'error_description'].some((key) => after[key] !== before[key]);
	const answer = readTokenAnswer(host, undefined, { error: after.error, status: after.status });
	if (isNew || answer.kind !== 'refused') return answer;
	const last = answer.code === undefined ? '' : `; the last reason it gave is ${answer.code}`;
	return { ...answer, detail: `Zoho did not renew the access token${last}` };
}

/**
 * The errors of n8n's OAuth2 client: one with the status and text of an answer, one with a refusal's JSON, and those of
 * connections.
 */
interface RenewalError {
	status?: unknown;
	body?: unknown;
	response?: { status?: number; data?: unknown };
	cause?: unknown;
	message?: string;
}

function answerIn(error: Error, host: string, timeout: number): TokenAnswer {
	for (
		let link: unknown = error, depth = 0;
		typeof link === 'object' && link !== null && depth < 8;
		link = (link as RenewalError).cause, depth++
	) {
		const { status, body, response } = link as RenewalError;
		if (response?.status !== undefined) return readTokenAnswer(host, response.status, response.data);
		if (body !== undefined) return readTokenAnswer(host, typeof status === 'number' ? status : undefined, body);
	}
	const failure = failureOf(error, host, timeout);
	if (failure) return { kind: 'unavailable', detail: failure.detail };
	// n8n itself cannot use what it keeps.
	return {
		kind: 'refused',
		detail: `n8n could not renew the access token: ${error.message}`,
		hint: (error as { description?: string }).description ?? undefined,
	};
}

/** How to get unstuck when Zoho refuses to renew a token. */
export function hintFor(code: string | undefined): string {
	return (code !== undefined && REASONS[code]) || 'Open the credential and connect the account again.';
}

const REASONS: Record<string, string> = {
	access_denied: 'The account no longer allows it in Zoho. Open the credential and connect the account again.',
	invalid_client:
		'The client ID belongs to another data center, or was deleted. Check it in the API console of your data center.',
	invalid_client_secret: 'Copy the client secret from the API console again.',
	invalid_code: 'The account was disconnected in Zoho, or its oldest connections were dropped. Connect it again.',
};

/** Why Cliq may refuse even a new token: Zoho says in the consent's answer where the account really lives. */
export async function otherDataCenter(context: CliqFunctions, type: string): Promise<Failure | undefined> {
	const credential = await settled(context.getCredentials<IDataObject>(type));
	if (credential instanceof Error) return undefined;
	const answer = (credential.oauthTokenData as TokenData)?.callbackQueryString as IDataObject | undefined;
	const home = dataCenters.find(({ id }) => id === answer?.location);
	if (!home || credential.dataCenter === 'custom' || credential.dataCenter === home.id) return undefined;
	return {
		kind: 'notAuthorized',
		detail: `This account lives in another data center: ${home.label}`,
		hint: `Choose "${home.label}" as the data center in the credential, then connect the account again.`,
	};
}
