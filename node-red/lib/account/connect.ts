import { randomUUID } from 'node:crypto';
import {
	type Allowance,
	CliqClient,
	type Clock,
	type HttpRequest,
	type Ports,
	SharedState,
	Upload,
	mayHaveArrived,
	multipart,
} from '../../../cliq';
import { TokenManager, type OAuthSecrets } from './token-manager';
import { transmit, type Call } from './http-transport';

/**
 * How a call proves who it is: with an access token that is renewed as needed, or with a webhook token in its query.
 */
export type SignIn = { oauth: OAuthSecrets } | { zapikey: string };

/** What all accounts and nodes of a process share. It outlives every deploy. */
export interface Shared {
	tokens: TokenManager;
	state: SharedState;
	clock: Clock;
	transmit: typeof transmit;
}

/** Milliseconds since the process began; unlike the time of day it never jumps. */
export const elapsed = () => performance.now();

const clock: Clock = { now: () => Date.now(), elapsed, sleep };

/** The one of this process. */
export const shared: Shared = {
	clock,
	state: new SharedState(),
	tokens: new TokenManager({ ...clock, transmit }),
	transmit,
};

/** What a node wants to know about a call that is under way. */
export interface Watch {
	/** A request leaves. */
	sending(): void;
	/** One more call may have changed something; or, with -1, the last one certainly did not. */
	changes?(more: 1 | -1): void;
	/** So many bytes of a form with files have left. */
	progress?(sent: number, total: number): void;
}

export interface ConnectOptions {
	/** As `cliqRoot` of the core gives it. */
	root: string;
	/** Of each call, in milliseconds; where files go up or down, since something last moved. */
	timeout: number;
	allowance: Allowance;
	watch?: Watch | undefined;
}

/** @returns the door to Cliq for an account. Nothing is sent yet. */
export function connect(
	signIn: SignIn,
	{ root, timeout, allowance, watch }: ConnectOptions,
	{ tokens, state, clock, transmit }: Shared = shared,
): CliqClient {
	const send: Ports['send'] = async (request, signal, again) => {
		watch?.sending();
		const call = toCall(request, watch);
		if (request.isForeign) return await transmit(call, timeout, signal);
		if ('zapikey' in signIn)
			return await transmit({ ...call, query: { ...request.query, zapikey: signIn.zapikey } }, timeout, signal);
		const carry = async (token: string) =>
			await transmit({ ...call, headers: { Authorization: `Bearer ${token}` } }, timeout, signal);
		return await tokens.send(signIn.oauth, request, carry, { timeout, signal, again });
	};
	const watched: Ports['send'] = async (request, signal, again) => {
		if (request.method === 'GET') return await send(request, signal, again);
		watch?.changes?.(1);
		const outcome = await send(request, signal, again);
		const isRefused =
			'response' in outcome
				? outcome.response.status >= 400 && outcome.response.status < 500
				: !mayHaveArrived(outcome);
		if (isRefused) watch?.changes?.(-1);
		return outcome;
	};
	const ports: Ports = { send: watched, ...clock, random: Math.random, isWebhookToken: 'zapikey' in signIn };
	return new CliqClient(ports, state, root, allowance);
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
