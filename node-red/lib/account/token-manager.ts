import { createHash } from 'node:crypto';
import {
	type Failure,
	type HttpRequest,
	type Limits,
	type Outcome,
	type Ports,
	type Sent,
	SignIns,
	type TokenAnswer,
	type TokenSource,
	readTokenAnswer,
} from '../../../cliq';
import type { Call } from './http-transport';

export interface OAuthClient {
	/** As `accountsRoot` of the core gives it. */
	accountsUrl: string;
	clientId: string;
	clientSecret: string;
}

export interface OAuthSecrets extends OAuthClient {
	refreshToken: string;
}

/** What a token manager needs of the world. */
export interface TokenPorts extends Pick<Ports, 'elapsed' | 'sleep'> {
	transmit(call: Call, timeout: number): Promise<Outcome>;
}

/** In seconds: what a token lives that does not say how long, and the least that is believed of one that does. */
const USUAL_LIFETIME = 3600;
const LEAST_LIFETIME = 60;

/** In milliseconds: so long before its end a token is renewed, unless it is short-lived itself. */
const EARLY = 60_000;

interface Slot {
	token?: string;
	expiresAt: number;
}

/** The access tokens of all accounts of a process, in memory only. */
export class TokenManager {
	private readonly slots = new Map<string, Slot>();
	private readonly signIns: SignIns;

	constructor(private readonly ports: TokenPorts) {
		this.signIns = new SignIns(ports);
	}

	/**
	 * Sends a request with a token of the account; with a new one, once, if Cliq does not take the first.
	 *
	 * @param carry sends it once with the token that it is given.
	 */
	async send(
		secrets: OAuthSecrets,
		request: HttpRequest,
		carry: (token: string) => Promise<Outcome>,
		limits: Limits,
	): Promise<Outcome> {
		const source = this.source(secrets, async (token) => ({ outcome: await carry(token), token }));
		return await this.signIns.of(accountKey(secrets)).send(source, request, limits);
	}

	/** @returns a token that is good for a while, or why there is none. Never rejects. */
	async get(secrets: OAuthSecrets, limits: Limits): Promise<{ token: string } | { failure: Failure }> {
		return await this.signIns.of(accountKey(secrets)).token(this.source(secrets), limits);
	}

	/** Forgets a refusal, for a person who tries again. */
	forgive(secrets: OAuthSecrets): void {
		this.signIns.of(accountKey(secrets)).forgive();
	}

	private source(secrets: OAuthSecrets, carry?: (token: string) => Promise<Sent>): TokenSource {
		const key = accountKey(secrets);
		const slot = this.slots.get(key) ?? { expiresAt: 0 };
		this.slots.set(key, slot);
		return {
			accountsHost: new URL(secrets.accountsUrl).host,
			signsItself: false,
			atHand: async () => (this.ports.elapsed() < slot.expiresAt ? slot.token : undefined),
			renew: async (timeout) => {
				const answer = await askForTokens(
					this.ports,
					secrets,
					{ grant_type: 'refresh_token', refresh_token: secrets.refreshToken },
					timeout,
				);
				if (answer.kind !== 'token') return answer;
				const lifetime = Math.max(LEAST_LIFETIME, answer.expiresIn ?? USUAL_LIFETIME) * 1000;
				slot.token = answer.token;
				slot.expiresAt = this.ports.elapsed() + lifetime - Math.min(EARLY, lifetime / 10);
				return answer;
			},
			send: async (_request, token) => await carry!(token!),
			hintFor: (code) => hintFor(code, secrets, 'refresh_token'),
		};
	}
}

/** @returns a name for an account that says nothing about its secrets and changes with them. */
export function accountKey(secrets: OAuthSecrets | { zapikey: string }): string {
	const parts =
		'zapikey' in secrets
			? [secrets.zapikey]
			: [secrets.accountsUrl, secrets.clientId, secrets.clientSecret, secrets.refreshToken];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/**
 * Exchanges the grant code of a Self Client for a refresh token.
 *
 * @param code lives for the minutes that were chosen when it was made, and works once.
 * @param timeout in milliseconds.
 */
export async function exchangeCode(
	ports: Pick<TokenPorts, 'transmit'>,
	client: OAuthClient,
	code: string,
	timeout: number,
): Promise<{ refreshToken: string } | { failure: Failure }> {
	const answer = await askForTokens(ports, client, { grant_type: 'authorization_code', code }, timeout);
	switch (answer.kind) {
		case 'token':
			if (answer.refreshToken !== undefined) return { refreshToken: answer.refreshToken };
			return {
				failure: {
					kind: 'notAuthorized',
					detail: 'Zoho gave no refresh token',
					hint: 'Generate the code with a client of the type Self Client.',
				},
			};
		case 'throttled':
			return {
				failure: {
					kind: 'noToken',
					detail: 'Zoho received too many token requests for this account',
					hint: 'Wait ten minutes, then generate a new code. Zoho gives ten access tokens in ten minutes.',
				},
			};
		case 'unavailable':
			return {
				failure: {
					kind: 'unreachable',
					detail: `Zoho's accounts server gave no access token: ${answer.detail}`,
					hint: 'Check the data center and the network, then try again.',
				},
			};
		default:
			return {
				failure: {
					kind: 'notAuthorized',
					detail: `Zoho refused to sign the account in${answer.code ? ` (${answer.code})` : ''}`,
					hint: hintFor(answer.code, client, 'authorization_code'),
				},
			};
	}
}

async function askForTokens(
	{ transmit }: Pick<TokenPorts, 'transmit'>,
	client: OAuthClient,
	form: Record<string, string>,
	timeout: number,
): Promise<TokenAnswer> {
	const url = `${client.accountsUrl}/oauth/v2/token`;
	const outcome = await transmit(
		{ method: 'POST', url, form: { ...form, client_id: client.clientId, client_secret: client.clientSecret } },
		timeout,
	);
	if ('failure' in outcome) return { kind: 'unavailable', detail: outcome.failure.detail };
	return readTokenAnswer(new URL(url).host, outcome.response.status, outcome.response.body);
}

function hintFor(
	code: string | undefined,
	{ accountsUrl }: OAuthClient,
	grantType: 'refresh_token' | 'authorization_code',
): string {
	switch (code) {
		case 'invalid_client':
			return `Check the client ID, and that the data center is the one where the client was made (${accountsUrl}).`;
		case 'invalid_client_secret':
			return 'Check the client secret: copy it again from the Zoho API console.';
		case 'access_denied':
			return 'The account no longer allows it in Zoho. Open the account and connect it again with a new grant code.';
		case 'invalid_code':
			return grantType === 'refresh_token'
				? 'The refresh token is wrong, was revoked or belongs to another data center or client. Open the account and connect it again with a new grant code.'
				: 'A grant code works once and only for the minutes chosen with it. Generate a new one in the Zoho API console of the same data center.';
		default:
			return 'Check the data center, the client ID and the client secret, then connect the account again.';
	}
}
