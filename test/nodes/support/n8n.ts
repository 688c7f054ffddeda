import axios, { type AxiosRequestConfig } from 'axios';
import {
	NodeApiError,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
} from 'n8n-workflow';

/** What n8n's OAuth2 client (1.23) throws for an answer that is not one. */
class ResponseError extends Error {
	readonly code = 'ESTATUS';
	constructor(
		readonly status: number,
		readonly body: string,
		message = `HTTP status ${status}`,
	) {
		super(message);
	}
}

/** What it throws for a refusal in JSON. */
class AuthError extends Error {
	readonly code = 'EAUTH';
	constructor(
		message: string,
		readonly body: IDataObject,
	) {
		super(message);
	}
}

interface Account {
	url: string;
	tokenUrl?: string;
	accessToken: string;
	refreshToken?: string;
	clientId?: string;
	clientSecret?: string;
	/** Beside the tokens, what n8n keeps of earlier answers. */
	kept?: IDataObject;
	credential?: IDataObject;
}

let accounts = 0;

/**
 * How n8n 2.41 sends and signs requests and renews tokens, errors included: `request-helpers/oauth.ts` and
 * `authentication.ts` of n8n-core, `@n8n/client-oauth2`, and the axios settings of `@n8n/backend-network`.
 */
export function fakeN8n({
	url,
	tokenUrl = `${url}/oauth/v2/token`,
	accessToken,
	refreshToken = 'refresh',
	clientId = 'client',
	clientSecret = 'secret',
	kept = {},
	credential = {},
}: Account) {
	const stored = {
		oauthTokenData: { access_token: accessToken, refresh_token: refreshToken, ...kept } as IDataObject | undefined,
	};
	const asked: IHttpRequestOptions[] = [];
	let refreshes = 0;
	const id = `account ${++accounts}`;
	const node = {
		id: 'node',
		name: 'Cliq',
		type: 'zohoCliq',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { cliqNodesOAuth2Api: { id, name: 'Cliq' } },
	} as unknown as INode;

	const httpRequest = async (options: IHttpRequestOptions): Promise<object> => {
		asked.push(options);
		const except = typeof options.ignoreHttpStatusErrors === 'object' ? options.ignoreHttpStatusErrors.except : [];
		const config: AxiosRequestConfig = {
			...(options.method && { method: options.method }),
			url: options.url,
			params: options.qs,
			headers: options.headers as Record<string, string>,
			...(options.body && options.method !== 'GET' ? { data: options.body } : {}),
			...(options.timeout !== undefined && { timeout: options.timeout }),
			maxBodyLength: Infinity,
			maxContentLength: Infinity,
			proxy: false,
			...(options.disableFollowRedirect && { maxRedirects: 0 }),
			...(options.encoding && { responseType: options.encoding }),
			...(options.abortSignal && { signal: options.abortSignal as AbortSignal }),
			...(options.ignoreHttpStatusErrors && { validateStatus: (status: number) => !except.includes(status) }),
		};
		const { status, headers, data } = await axios.request<unknown>(config);
		return options.returnFullResponse ? { statusCode: status, headers, body: data } : (data as object);
	};

	const sign = (options: IHttpRequestOptions) => {
		const token = stored.oauthTokenData?.access_token;
		if (!token) throw new Error('Unable to sign without access token');
		options.headers = { ...options.headers, Authorization: `Bearer ${String(token)}` };
		return options;
	};

	const refresh = async () => {
		refreshes++;
		const before = stored.oauthTokenData ?? {};
		if (!before.refresh_token)
			throw new Error(
				'OAuth access token expired and no refresh token is available. Please reconnect the credentials.',
			);
		const form = new URLSearchParams({
			refresh_token: String(before.refresh_token),
			grant_type: 'refresh_token',
			client_id: clientId,
			client_secret: clientSecret,
		});
		const { status, headers, data } = await axios.request<string>({
			method: 'POST',
			url: tokenUrl,
			data: form.toString(),
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			transformResponse: (text) => text,
			validateStatus: (code) => code < 500,
			timeout: 300_000,
			proxy: false,
		});
		const parse = () => {
			try {
				return JSON.parse(data) as IDataObject;
			} catch {
				throw new ResponseError(
					status,
					data,
					`Expected JSON response from OAuth2 token endpoint (content-type: ${String(headers['content-type']) || 'none'}) but received: ${data.slice(0, 100)}`,
				);
			}
		};
		if (status >= 400) {
			const body = parse();
			const message = body.error_description ?? body.error;
			throw message ? new AuthError(String(message), body) : new ResponseError(status, data);
		}
		if (status >= 300) throw new ResponseError(status, data);
		stored.oauthTokenData = { ...before, ...parse(), n8n_expires_at: String(Date.now() + 3_600_000) };
		return stored.oauthTokenData;
	};
	let flight: Promise<IDataObject> | undefined;
	const refreshOnce = async () => await (flight ??= refresh().finally(() => (flight = undefined)));

	const httpRequestWithAuthentication = async (
		_type: string,
		options: IHttpRequestOptions,
		{ oauth2 = {} }: { oauth2?: { skipTokenRefresh?: boolean } } = {},
	) => {
		try {
			if (!stored.oauthTokenData) throw new Error('OAuth credentials not connected');
			return await httpRequest(sign(options)).catch(async (error) => {
				if (error.response?.status !== 401 || oauth2.skipTokenRefresh) throw error;
				await refreshOnce();
				return await httpRequest(sign(options));
			});
		} catch (error) {
			throw new NodeApiError(node, error as never);
		}
	};

	const context = {
		getCredentials: async () => ({
			dataCenter: 'custom',
			baseUrl: url,
			accountsUrl: url,
			accessTokenUrl: tokenUrl,
			rateLimit: 'none',
			clientId,
			clientSecret,
			oauthTokenData: stored.oauthTokenData && { ...stored.oauthTokenData },
			...credential,
		}),
		getNode: () => node,
		helpers: { httpRequest, httpRequestWithAuthentication, refreshOAuth2Token: refreshOnce },
	} as unknown as IExecuteFunctions;
	return { context, asked, stored, refreshes: () => refreshes };
}
