/**
 * What the accounts server said to a request for an access token.
 *
 * - `token`: here it is.
 * - `refused`: it will not give one until a person changes something. `code` is Zoho's own, e.g. `invalid_code`.
 * - `throttled`: too many were asked for; it gives none for some minutes.
 * - `unavailable`: it did not really answer, so asking again makes sense.
 */
export type TokenAnswer =
	| {
			kind: 'token';
			token: string;
			/** In seconds, if the answer says something usable. */ expiresIn?: number | undefined;
			refreshToken?: string;
	  }
	| {
			kind: 'refused';
			code?: string;
			/** How to get unstuck. */ hint?: string | undefined;
			/** Replaces the usual words. */ detail?: string;
	  }
	| { kind: 'throttled' }
	| { kind: 'unavailable'; /** What happened; names the host where it speaks of it. */ detail: string };

/** Codes with which OAuth says that the server has a fault of its own (RFC 6749 §4.1.2.1). */
const FAULTS = ['server_error', 'temporarily_unavailable'];

/**
 * Reads an answer of the accounts server. Zoho refuses with 200 as well as with 400, so that the body says more than
 * the status. Words are never looked at, since Zoho translates them.
 *
 * @param host of the accounts server, for people.
 * @param status `undefined` where the runner does not tell it.
 * @param body text, or what the runner parsed out of it.
 */
export function readTokenAnswer(host: string, status: number | undefined, body: unknown): TokenAnswer {
	const json = typeof body === 'string' ? parse(body) : body;
	const unavailable = (what: string): TokenAnswer => ({ kind: 'unavailable', detail: `${host} ${what}` });
	const answered = status === undefined ? '' : ` (${status})`;
	if (status !== undefined && status >= 300 && status < 400)
		return unavailable(`redirected the request to another address${answered}`);
	if (typeof json !== 'object' || json === null || Array.isArray(json)) {
		if (status === 429) return { kind: 'throttled' };
		return unavailable(
			status !== undefined && status >= 500
				? `answered with a fault of its own${answered}`
				: `gave an answer that is not its own${answered}, such as a page of a proxy`,
		);
	}
	const {
		access_token: token,
		expires_in: expiresIn,
		refresh_token: refreshToken,
		error,
		status: outcome,
	} = json as Record<string, unknown>;
	if (typeof token === 'string' && token !== '' && !(status !== undefined && status >= 400)) {
		return {
			kind: 'token',
			token,
			expiresIn: lifetime(expiresIn),
			...(typeof refreshToken === 'string' && refreshToken !== '' && { refreshToken }),
		};
	}
	const code = codeOf(error);
	// "Access Denied", in the language of the account. What Zoho refuses for good it names with a code.
	if (status === 429 || (outcome === 'failure' && code === undefined)) return { kind: 'throttled' };
	if (code !== undefined && !FAULTS.includes(code)) return { kind: 'refused', code };
	if (code !== undefined || (status !== undefined && status >= 500))
		return unavailable(`answered with a fault of its own${answered}`);
	if (error !== undefined) return { kind: 'refused' };
	return unavailable(`gave an answer without an access token${answered}`);
}

/** Zoho's codes and those of OAuth consist of words with an underscore between them. */
function codeOf(error: unknown): string | undefined {
	return typeof error === 'string' && /^[a-z]+(?:_[a-z]+)+$/.test(error) && error.length <= 60 ? error : undefined;
}

/** In seconds. Servers are known to write it as text, to leave it out, and worse. */
function lifetime(value: unknown): number | undefined {
	const seconds =
		typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
	return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

function parse(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}
