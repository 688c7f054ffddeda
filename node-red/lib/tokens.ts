import { createHash } from 'node:crypto';
import type { Failure, Outcome, Ports } from '../../cliq/ports';
import type { Call } from './transport';

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
export interface TokenPorts extends Pick<Ports, 'now' | 'sleep'> {
	transmit(call: Call): Promise<Outcome>;
}

export type Token = { token: string } | { failure: Failure };

/** A token is renewed so many milliseconds before it ends. */
const EARLY = 60_000;
/** How long a refused renewal is believed without asking again, in milliseconds. */
const REFUSAL_HOLDS = 5 * 60_000;
/** Zoho gives ten access tokens in ten minutes; whoever asks for more is told to wait. */
const THROTTLE_PAUSE = 60_000;
const THROTTLE_TRIES = 10;

interface Slot {
	token?: string;
	expiresAt: number;
	refused?: Failure;
	refusedUntil: number;
	renewal?: Promise<Token>;
}

/**
 * The access tokens of all accounts of a process, in memory only. However many callers need a new one, one request is
 * made; an account that Zoho refused is not asked for again until its credentials change or some minutes have passed.
 */
export class TokenManager {
	private readonly slots = new Map<string, Slot>();

	constructor(private readonly ports: TokenPorts) {}

	/**
	 * @param signal ends this caller's wait; others may still want the token.
	 * @returns a token that is good for another minute at least, or why there is none. Never rejects.
	 */
	async get(secrets: OAuthSecrets, signal?: AbortSignal): Promise<Token> {
		const slot = this.slot(secrets);
		const now = this.ports.now();
		if (slot.token !== undefined && now < slot.expiresAt) return { token: slot.token };
		if (slot.refused && now < slot.refusedUntil) return { failure: slot.refused };
		slot.renewal ??= this.renew(slot, secrets).finally(() => (slot.renewal = undefined));
		return await unlessAborted(slot.renewal, signal);
	}

	/** Cliq did not accept this token. A newer one that another caller got in the meantime stays. */
	drop(secrets: OAuthSecrets, token: string): void {
		const slot = this.slot(secrets);
		if (slot.token === token) slot.token = undefined;
	}

	/** Forgets a refusal, for a person who tries again. */
	forgive(secrets: OAuthSecrets): void {
		this.slot(secrets).refused = undefined;
	}

	private slot(secrets: OAuthSecrets): Slot {
		const key = accountKey(secrets);
		let slot = this.slots.get(key);
		if (!slot) this.slots.set(key, (slot = { expiresAt: 0, refusedUntil: 0 }));
		return slot;
	}

	private async renew(slot: Slot, secrets: OAuthSecrets): Promise<Token> {
		const { ports } = this;
		const form = { grant_type: 'refresh_token', refresh_token: secrets.refreshToken };
		let answer = await askForTokens(ports, secrets, form);
		for (let tries = 1; 'throttled' in answer && tries < THROTTLE_TRIES; tries++) {
			await ports.sleep(THROTTLE_PAUSE);
			answer = await askForTokens(ports, secrets, form);
		}
		if ('tokens' in answer) {
			slot.refused = undefined;
			slot.token = answer.tokens.access_token;
			slot.expiresAt = ports.now() + answer.tokens.expires_in * 1000 - EARLY;
			return { token: slot.token };
		}
		if (answer.failure.kind === 'notAuthorized') {
			slot.refused = answer.failure;
			slot.refusedUntil = ports.now() + ('throttled' in answer ? THROTTLE_PAUSE : REFUSAL_HOLDS);
		}
		return { failure: answer.failure };
	}
}

/** @returns a name for an account that says nothing about its secrets and changes with them. */
export function accountKey(secrets: OAuthSecrets | { zapikey: string }): string {
	const parts = 'zapikey' in secrets ? [secrets.zapikey] : [secrets.accountsUrl, secrets.clientId, secrets.clientSecret, secrets.refreshToken];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/**
 * Exchanges the grant code of a Self Client for a refresh token.
 *
 * @param code lives for the minutes that were chosen when it was made, and works once.
 */
export async function exchangeCode(ports: TokenPorts, client: OAuthClient, code: string): Promise<{ refreshToken: string } | { failure: Failure }> {
	const answer = await askForTokens(ports, client, { grant_type: 'authorization_code', code });
	if ('failure' in answer) return { failure: answer.failure };
	const { refresh_token: refreshToken } = answer.tokens;
	if (typeof refreshToken === 'string' && refreshToken !== '') return { refreshToken };
	return { failure: { kind: 'notAuthorized', detail: 'Zoho gave no refresh token', hint: 'Generate the code with a client of the type Self Client.' } };
}

interface Tokens {
	access_token: string;
	expires_in: number;
	refresh_token?: unknown;
}

type TokenAnswer = { tokens: Tokens } | { failure: Failure; throttled?: true };

/** Zoho reports refusals with 200 as well as with 400, so only the body counts. */
async function askForTokens(ports: TokenPorts, client: OAuthClient, form: Record<string, string>): Promise<TokenAnswer> {
	const outcome = await ports.transmit({
		method: 'POST',
		url: `${client.accountsUrl}/oauth/v2/token`,
		form: { ...form, client_id: client.clientId, client_secret: client.clientSecret },
	});
	// Cliq itself certainly got nothing, however the accounts server failed.
	if ('failure' in outcome) return { failure: { ...outcome.failure, kind: 'unreachable' } };
	const { status, body } = outcome.response;
	const json = parse(body);
	if (typeof json?.access_token === 'string' && json.access_token !== '') {
		return { tokens: { access_token: json.access_token, expires_in: Number(json.expires_in) || 3600, refresh_token: json.refresh_token } };
	}
	const error = typeof json?.error === 'string' ? json.error : '';
	if (/access.denied/i.test(error) || status === 429) return { throttled: true, failure: throttled };
	if (error === '' && status >= 500) return { failure: { kind: 'unreachable', detail: `Zoho's accounts server answered with a fault of its own (${status})` } };
	return { failure: { kind: 'notAuthorized', detail: `Zoho refused to sign the account in${error ? ` (${error.slice(0, 60)})` : ''}`, hint: hintFor(error, client, form.grant_type) } };
}

const throttled: Failure = {
	kind: 'notAuthorized',
	detail: 'Zoho has had too many token requests for this account',
	hint: 'Wait ten minutes. Zoho gives ten access tokens in ten minutes; check whether other programs use the same refresh token.',
};

function hintFor(error: string, { accountsUrl }: OAuthClient, grantType: string): string {
	switch (error) {
		case 'invalid_client':
			return `Check the client ID, and that the data center is the one where the client was made (${accountsUrl}).`;
		case 'invalid_client_secret':
			return 'Check the client secret: copy it again from the Zoho API console.';
		case 'invalid_code':
			return grantType === 'refresh_token'
				? 'The refresh token is wrong, was revoked or belongs to another data center or client. Open the account and connect it again with a new grant code.'
				: 'A grant code works once and only for the minutes chosen with it. Generate a new one in the Zoho API console of the same data center.';
		default:
			return 'Check the data center, the client ID and the client secret, then connect the account again.';
	}
}

function parse(body: unknown): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(String(body));
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}

async function unlessAborted(renewal: Promise<Token>, signal?: AbortSignal): Promise<Token> {
	if (!signal) return await renewal;
	let stop = () => {};
	const aborted = new Promise<Token>((resolve) => {
		stop = () => resolve({ failure: { kind: 'cancelled', detail: 'the node was stopped' } });
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop);
	});
	const token = await Promise.race([renewal, aborted]);
	signal.removeEventListener('abort', stop);
	return token;
}
