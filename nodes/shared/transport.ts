import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import {
	type Allowance,
	CliqClient,
	type HttpRequest,
	type Location,
	Pacer,
	type Ports,
	type RateLimitFields,
	SharedState,
	SignIns,
	type TokenSource,
	accountsRoot,
	allowanceOf,
	cliqRoot,
	mayHaveArrived,
} from '../../cliq';
import type { CliqFunctions } from './cliqFunctions';
import { elapsed } from './clock';
import { exchange, hostOf, rest } from './httpExchange';
import { hintFor, otherDataCenter, renewToken, tokenDataOf } from './tokenRenewal';

/** In milliseconds. n8n itself would wait for five minutes. */
export const USUAL_TIMEOUT = 30_000;

const OF_ACCOUNT = 'cliqNodesOAuth2Api';

/** In milliseconds: n8n gives no place to remember what the process before has used, and that counts for a minute. */
const CAREFUL_FOR = 60_000;

/** One for all executions and nodes of this process. */
const shared = new SharedState(new Pacer({ carefulUntil: CAREFUL_FOR }));
const signIns = new SignIns({ elapsed, sleep: rest });

/** Whether a message was sent by one of the nodes of this process, as far as Cliq told its ID. */
export function wasSentFromHere(messageId: string): boolean {
	return shared.sent.wasSent(messageId);
}

/** Values of the parameter "authentication". */
export type Authentication = 'oAuth2' | 'webhookToken';

/** The way to the account that the node is connected to, and how much of its rate limits may be used. */
export interface Connection {
	client: CliqClient;
	allowance: Allowance;
}

export interface ConnectOptions {
	/** For each answer, in milliseconds; files get so much longer as they need to leave at 1 Mbit/s. */
	timeout?: number;
	/**
	 * Told before a call that changes something that it may be done from now on, and afterwards if it certainly was
	 * not.
	 */
	onChange?: (mayBeDone: boolean) => void;
}

type Credential = Location & RateLimitFields & IDataObject;

/** @throws CliqError `invalidInput` if an address or the rate limit in the credential is unusable. */
export async function connect(
	context: CliqFunctions,
	authentication: Authentication,
	{ timeout = USUAL_TIMEOUT, onChange }: ConnectOptions = {},
): Promise<Connection> {
	const type = authentication === 'webhookToken' ? 'cliqNodesWebhookTokenApi' : OF_ACCOUNT;
	const credential = await context.getCredentials<Credential>(type);
	const root = cliqRoot(credential);
	if (credential.accountsUrl) accountsRoot(credential);
	const allowance = allowanceOf(`${type}:${context.getNode().credentials?.[type]?.id ?? ''}`, credential);
	const ports = portsOf(context, type, { credential, account: accountOf(allowance, credential), timeout });
	if (onChange) ports.send = watched(ports.send, onChange);
	return { client: new CliqClient(ports, shared, root, allowance), allowance };
}

/** @returns what names an account's sign-in: another one once a person changed what it signs in with. */
function accountOf({ account }: Allowance, { clientId, clientSecret, accessTokenUrl }: Credential): string {
	return createHash('sha256')
		.update(JSON.stringify([account, clientId, clientSecret, accessTokenUrl]))
		.digest('hex');
}

function watched(send: Ports['send'], onChange: (mayBeDone: boolean) => void): Ports['send'] {
	return async (request, signal, again) => {
		if (request.method === 'GET') return await send(request, signal, again);
		onChange(true);
		const outcome = await send(request, signal, again);
		const isRefused =
			'response' in outcome
				? outcome.response.status >= 400 && outcome.response.status < 500
				: !mayHaveArrived(outcome);
		if (isRefused) onChange(false);
		return outcome;
	};
}

function portsOf(
	context: CliqFunctions,
	type: string,
	{ credential, account, timeout }: { credential: Credential; account: string; timeout: number },
): Ports {
	const send = async (request: HttpRequest) => await exchange(context, type, request, timeout);
	const isOAuth = type === OF_ACCOUNT;
	const signIn = isOAuth ? signIns.of(account) : undefined;
	const source = sourceOf(context, credential, send);
	return {
		send: async (request, signal, again) => {
			if (!signIn || request.isForeign) return (await send(request)).outcome;
			return await signIn.send(source, request, { timeout, signal, again });
		},
		now: () => Date.now(),
		elapsed,
		random: () => Math.random(),
		isWebhookToken: !isOAuth,
		sleep: rest,
	};
}

/** n8n keeps the tokens and signs the requests; when it renews a token is decided here. */
function sourceOf(context: CliqFunctions, credential: Credential, send: TokenSource['send']): TokenSource {
	const accountsHost = hostOf(String(credential.accessTokenUrl ?? credential.accountsUrl ?? ''));
	return {
		accountsHost,
		signsItself: true,
		atHand: async () => (await tokenDataOf(context, OF_ACCOUNT))?.access_token as string | undefined,
		renew: async (timeout) => await renewToken(context, OF_ACCOUNT, accountsHost, timeout),
		send,
		hintFor,
		explain: async () => await otherDataCenter(context, OF_ACCOUNT),
	};
}
