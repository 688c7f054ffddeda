import { randomUUID } from 'node:crypto';
import { CliqClient } from '../../cliq/client';
import { multipart } from '../../cliq/multipart';
import { Pacer, type Allowance } from '../../cliq/pacing/pacer';
import type { HttpRequest, HttpResponse, Outcome, Ports } from '../../cliq/ports';
import { Upload } from '../../cliq/upload';
import { TokenManager, type OAuthSecrets } from './tokens';
import { transmit, type Call } from './transport';

/** How a call proves who it is: with an access token that is renewed as needed, or with a webhook token in its query. */
export type SignIn = { oauth: OAuthSecrets } | { zapikey: string };

/** What all accounts and nodes of a process share. It outlives every deploy. */
export interface Shared {
	tokens: TokenManager;
	pacer: Pacer;
	clock: Pick<Ports, 'now' | 'sleep'>;
}

/** For the calls that nobody chose a time-out for: those to the accounts server. In milliseconds. */
const TOKEN_TIMEOUT = 30_000;

const clock = { now: () => Date.now(), sleep };

/** The one of this process. */
export const shared: Shared = {
	clock,
	pacer: new Pacer(),
	tokens: new TokenManager({ ...clock, transmit: (call) => transmit(call, TOKEN_TIMEOUT) }),
};

/** What a node wants to know about a call that is under way. */
export interface Watch {
	/** A request leaves. */
	sending(): void;
	/** So many bytes of a form with files have left. */
	progress?(sent: number, total: number): void;
}

export interface ConnectOptions {
	/** As `cliqRoot` of the core gives it. */
	root: string;
	/** Of each call, in milliseconds; where files go up or down, since something last moved. */
	timeout: number;
	allowance: Allowance;
	watch?: Watch;
}

/** @returns the door to Cliq for an account. Nothing is sent yet. */
export function connect(signIn: SignIn, { root, timeout, allowance, watch }: ConnectOptions, { tokens, pacer, clock }: Shared = shared): CliqClient {
	const send = async (request: HttpRequest, signal?: AbortSignal): Promise<Outcome> => {
		watch?.sending();
		const call = toCall(request, watch);
		return 'zapikey' in signIn
			? await transmit({ ...call, query: { ...request.query, zapikey: signIn.zapikey } }, timeout, signal)
			: await sendWithToken(tokens, signIn.oauth, call, timeout, signal);
	};
	const ports: Ports = { send, ...clock, random: Math.random, isWebhookToken: 'zapikey' in signIn };
	return new CliqClient(ports, pacer, root, allowance);
}

/** A token that Cliq no longer takes is renewed once, and the call made once more, with files opened anew: it had no effect. */
async function sendWithToken(tokens: TokenManager, secrets: OAuthSecrets, call: Call, timeout: number, signal?: AbortSignal): Promise<Outcome> {
	for (let attempt = 1; ; attempt++) {
		const got = await tokens.get(secrets, signal);
		if ('failure' in got) return got;
		const outcome = await transmit({ ...call, headers: { Authorization: `Bearer ${got.token}` } }, timeout, signal);
		if (attempt > 1 || !('response' in outcome) || !isStale(outcome.response)) return outcome;
		tokens.drop(secrets, got.token);
	}
}

/** Live servers report a missing scope with 401 too, and no new token would change that. */
function isStale({ status, body }: HttpResponse): boolean {
	return status === 401 && !String(body).includes('oauthtoken_scope_invalid');
}

function toCall({ method, url, query, body, form, wantsFile }: HttpRequest, watch: Watch | undefined): Call {
	const upload = form && new Upload(multipart(form, randomUUID()), watch?.progress?.bind(watch));
	return { method, url, query, json: body, upload, wantsFile };
}

/** Resolves after so many milliseconds, or as soon as the signal is aborted. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted) return;
	await new Promise<void>((resolve) => {
		const end = () => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', end);
			resolve();
		};
		const timer = setTimeout(end, milliseconds);
		signal?.addEventListener('abort', end);
	});
}
