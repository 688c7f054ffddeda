import { newClientId, newClientSecret, newSecret } from './random';

const MINUTE = 60_000;
/** Zoho's limits. Source: Zoho accounts, "token limits". */
const ACTIVE_ACCESS_TOKENS = 10;
const REFRESHES = 10;
const REFRESH_WINDOW = 10 * MINUTE;
const REFRESH_TOKENS = 20;
const WEBHOOK_TOKENS = 5;
const SERVER_CODE_LIFETIME = MINUTE;

export interface RegisteredClient {
	id: string;
	secret: string;
	kind: 'server' | 'self';
	name: string;
	redirectUris: string[];
}

export interface Code {
	client: string;
	user: string;
	scopes: string[];
	redirectUri?: string;
	/** Whether a refresh token is given with the access token. */
	offline: boolean;
	expires: number;
}

export interface AccessToken {
	user: string;
	scopes: string[];
	expires: number;
	/** Belongs to a client, not to a person's consent. */
	ofClient: boolean;
	refreshToken?: string | undefined;
}

interface RefreshToken {
	client: string;
	user: string;
	scopes: string[];
	refreshes: number[];
}

/** Every secret the sandbox has given away, and what it is good for. Nothing here is ever listed. */
export class Tokens {
	readonly clients = new Map<string, RegisteredClient>();
	/** Refresh is answered with `access_denied`, as after a revoked consent. */
	refreshRefused = false;
	private readonly codes = new Map<string, Code>();
	private readonly access = new Map<string, AccessToken>();
	private readonly refresh = new Map<string, RefreshToken>();
	private readonly webhook = new Map<string, string>();

	/**
	 * @param now milliseconds since 1970
	 * @param lifetime of access tokens, in seconds
	 */
	constructor(
		private readonly now: () => number,
		readonly lifetime: number,
	) {}

	newClient(kind: RegisteredClient['kind'], name: string, redirectUris: string[]): RegisteredClient {
		const client: RegisteredClient = { id: newClientId(), secret: newClientSecret(), kind, name, redirectUris };
		this.clients.set(client.id, client);
		return client;
	}

	/** @param lifetime in milliseconds */
	newCode(code: Omit<Code, 'expires'>, lifetime = SERVER_CODE_LIFETIME): string {
		for (const [old, { expires }] of this.codes) if (expires <= this.now()) this.codes.delete(old);
		const secret = newSecret();
		this.codes.set(secret, { ...code, expires: this.now() + lifetime });
		return secret;
	}

	/** @returns the code, which is used up by this, or null if it is unknown, used, too old or another client's. */
	takeCode(secret: string, client: string): Code | null {
		const code = this.codes.get(secret);
		if (!code || code.client !== client) return null;
		this.codes.delete(secret);
		return code.expires > this.now() ? code : null;
	}

	/** Whether `user` has agreed before to this client, so that Zoho gives no second refresh token unasked. */
	hasConsented(client: string, user: string): boolean {
		return [...this.refresh.values()].some((token) => token.client === client && token.user === user);
	}

	newRefreshToken(client: string, user: string, scopes: string[]): string {
		const own = [...this.refresh].flatMap(([secret, token]) => (token.user === user ? [secret] : []));
		const [oldest] = own;
		if (oldest !== undefined && own.length >= REFRESH_TOKENS) this.dropRefreshToken(oldest);
		const secret = newSecret();
		this.refresh.set(secret, { client, user, scopes, refreshes: [] });
		return secret;
	}

	newAccessToken(token: Omit<AccessToken, 'expires'>): string {
		for (const [old, { expires }] of this.access) if (expires <= this.now()) this.access.delete(old);
		const siblings = [...this.access].filter(([, one]) =>
			token.refreshToken ? one.refreshToken === token.refreshToken : !one.refreshToken && one.user === token.user,
		);
		const [oldest] = siblings;
		if (oldest && siblings.length >= ACTIVE_ACCESS_TOKENS) this.access.delete(oldest[0]);
		const secret = newSecret();
		this.access.set(secret, { ...token, expires: this.now() + this.lifetime * 1_000 });
		return secret;
	}

	/** @returns the refresh token if it is this client's, else null. */
	refreshToken(secret: string, client: string): RefreshToken | null {
		const token = this.refresh.get(secret);
		return token && token.client === client ? token : null;
	}

	/** Counts a refresh. @returns false if there were too many of them. */
	mayRefresh(token: RefreshToken): boolean {
		token.refreshes = token.refreshes.filter((time) => this.now() - time < REFRESH_WINDOW);
		if (token.refreshes.length >= REFRESHES) return false;
		token.refreshes.push(this.now());
		return true;
	}

	/** @returns what the access token is good for, or null if it is unknown or too old. */
	accessToken(secret: string): AccessToken | null {
		const token = this.access.get(secret);
		return token && token.expires > this.now() ? token : null;
	}

	/** Revokes an access token, or a refresh token with all its access tokens. @returns whether it existed. */
	revoke(secret: string): boolean {
		if (this.access.delete(secret)) return true;
		return this.dropRefreshToken(secret);
	}

	/** Makes every access token old. Refresh tokens stay good. */
	expireAccessTokens(): void {
		this.access.clear();
	}

	/** Makes everything void: access tokens, refresh tokens, codes and webhook tokens. */
	revokeAll(): void {
		for (const kind of [this.access, this.refresh, this.codes, this.webhook]) kind.clear();
	}

	/** @throws Error if the user has five already */
	newWebhookToken(user: string): string {
		const own = [...this.webhook.values()].filter((one) => one === user);
		if (own.length >= WEBHOOK_TOKENS)
			throw new Error(`A user may have ${WEBHOOK_TOKENS} webhook tokens, and this one has them`);
		const secret = newSecret('1001');
		this.webhook.set(secret, user);
		return secret;
	}

	/** @returns the ZUID of the webhook token's owner, or null. */
	webhookUser(secret: string): string | null {
		return this.webhook.get(secret) ?? null;
	}

	/** Also forgets the clients. */
	reset(): void {
		this.revokeAll();
		this.clients.clear();
		this.refreshRefused = false;
	}

	private dropRefreshToken(secret: string): boolean {
		for (const [key, token] of this.access) if (token.refreshToken === secret) this.access.delete(key);
		return this.refresh.delete(secret);
	}
}
