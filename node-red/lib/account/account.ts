import {
	type Allowance,
	type CliqClient,
	CliqError,
	type Operation,
	accountsRoot,
	allowanceOf,
	cliqRoot,
	millisecondsOf,
} from '../../../cliq';
import type { Node, NodeConfig } from '../shared/node-red';
import { connect, type Shared, type SignIn, type Watch } from './connect';
import { accountKey, type OAuthClient } from './token-manager';

/** What an account's dialog asks for; all of it text, as the editor keeps it. */
export interface AccountSettings {
	dataCenter: string;
	baseUrl?: string;
	accountsUrl?: string;
	network?: string;
	signIn: string;
	/** Seconds. */
	timeout?: string | number;
	/** Seconds. */
	maxWait?: string | number;
	/** `documented`, `own` or `none`; empty in accounts from before there was a choice. */
	rateLimit?: string;
	/** Of each operation; for the rate limit `own` only. */
	callsPerMinute?: string | number;
	/** Per cent. */
	rateLimitShare?: string | number;
	/** Whether messages that wait when a node ends are kept for the next start. */
	keepQueue?: boolean | string;
	clientId?: string;
	clientSecret?: string;
	refreshToken?: string;
	zapikey?: string;
}

export interface AccountNode extends Node {
	settings: AccountSettings;
}

/** What flows hold of an account. */
export const accountFields = [
	'dataCenter',
	'baseUrl',
	'accountsUrl',
	'network',
	'signIn',
	'timeout',
	'maxWait',
	'rateLimit',
	'callsPerMinute',
	'rateLimitShare',
	'keepQueue',
] as const;

/** The credentials of an account, for its `registerType`. */
export const accountCredentials = {
	clientId: { type: 'text' },
	clientSecret: { type: 'password' },
	refreshToken: { type: 'password' },
	zapikey: { type: 'password' },
} as const;

const DEFAULT_TIMEOUT = 30;
const DEFAULT_MAX_WAIT = 900;

/** @returns the settings of a deployed account: what flows hold, and what the credential store holds. */
export function settingsOf(config: NodeConfig, credentials: Node['credentials']): AccountSettings {
	const plain = Object.fromEntries(
		accountFields.map((name) => [name, (config as NodeConfig & AccountSettings)[name]]),
	);
	const secrets = Object.fromEntries(Object.keys(accountCredentials).map((name) => [name, credentials?.[name]]));
	return { ...plain, ...secrets } as unknown as AccountSettings;
}

/**
 * @throws CliqError if something is missing that a call needs, or makes no sense. Nothing is sent yet.
 */
export function clientOf(settings: AccountSettings, watch?: Watch, shared?: Shared): CliqClient {
	refuseUnsetVariables(settings);
	const timeout = millisecondsOf(
		{ label: 'Time-out', name: 'timeout', least: 0.1, usual: DEFAULT_TIMEOUT },
		settings.timeout,
	);
	return connect(
		signInOf(settings),
		{ root: cliqRoot(settings), timeout, allowance: allowanceIn(settings), watch },
		shared,
	);
}

/** @throws CliqError if its limits make no sense, or it is not connected. */
export function allowanceIn(settings: AccountSettings): Allowance {
	// Fields that a person left empty, or that an older account has not.
	const { rateLimit, callsPerMinute, rateLimitShare } = settings;
	return allowanceOf(nameOf(settings), {
		rateLimit: rateLimit || undefined,
		callsPerMinute,
		rateLimitShare: rateLimitShare || undefined,
	});
}

/** @returns what tells this account from others in the process, without its secrets. */
function nameOf(settings: AccountSettings): string {
	const signIn = signInOf(settings);
	return accountKey('zapikey' in signIn ? signIn : signIn.oauth);
}

/**
 * @returns how long a call may wait for its turn, in milliseconds.
 * @throws CliqError `invalidInput` if it is not a number of seconds.
 */
export function maxWaitOf(settings: AccountSettings): number {
	return millisecondsOf(
		{ label: 'Longest wait', name: 'maxWait', least: 0, usual: DEFAULT_MAX_WAIT },
		settings.maxWait,
	);
}

/** @throws CliqError if this account's way to sign in does not serve the operation. */
export function refuseUnserved(settings: AccountSettings, operation: Operation): void {
	if (settings.signIn !== 'webhookToken' || operation.webhookToken) return;
	throw new CliqError('notAuthorized', `"${operation.action}" does not work with a webhook token here`, {
		operation: operation.id,
		hint: 'A webhook token can only post to channels and bots. Choose an account that signs in with OAuth.',
	});
}

/** @throws CliqError `notAuthorized` if the account was never connected. */
export function signInOf(settings: AccountSettings): SignIn {
	if (settings.signIn === 'webhookToken') {
		const zapikey = settings.zapikey?.trim();
		if (zapikey) return { zapikey };
		throw notConnected(
			'the webhook token',
			'Open the account and paste a token from Cliq: Bots & Tools, Webhook Tokens.',
		);
	}
	const refreshToken = settings.refreshToken?.trim();
	if (!refreshToken)
		throw notConnected(
			'the refresh token',
			'Open the account, generate a grant code in the Zoho API console and press Exchange, then deploy.',
		);
	return { oauth: { ...oauthClientOf(settings), refreshToken } };
}

/** @throws CliqError if the client is not complete. */
export function oauthClientOf(settings: AccountSettings): OAuthClient {
	const clientId = settings.clientId?.trim();
	const clientSecret = settings.clientSecret?.trim();
	if (!clientId || !clientSecret) {
		throw notConnected(
			clientId ? 'the client secret' : 'the client ID',
			'Open the account and copy both from the Self Client in the Zoho API console.',
		);
	}
	return { accountsUrl: accountsRoot(settings), clientId, clientSecret };
}

/**
 * Node-RED leaves `${NAME}` as it is where there is no such variable; as a secret it would only be a puzzling refusal.
 */
export function refuseUnsetVariables(settings: AccountSettings): void {
	for (const value of Object.values(settings)) {
		const variable = /^\$\{([^}]+)\}$/.exec(String(value ?? '').trim())?.[1];
		if (variable === undefined) continue;
		throw new CliqError('invalidInput', `The account uses the environment variable ${variable}, which is not set`, {
			hint: `Set ${variable} where Node-RED is started, or in the environment of the flow, and restart.`,
		});
	}
}

function notConnected(what: string, hint: string): CliqError {
	return new CliqError('notAuthorized', `The Zoho Cliq account is not connected: ${what} is missing`, { hint });
}
