import { isLoopback, parseUrl } from '../util/addresses';
import type { HttpRequest, HttpResponse, Outcome } from './ports';

/** How often a download is sent on at most. */
const MOST_HOPS = 5;

const REDIRECTS = [301, 302, 303, 307, 308];

/** Whether the answer sends the request on to another address. */
export function isRedirect({ status, headers }: HttpResponse): boolean {
	return REDIRECTS.includes(status) && Boolean(headers.location);
}

/** @returns where an answer sends the request on to, for people: no path and no query, which may hold secrets. */
export function destination({ headers }: HttpResponse): string {
	const location = headers.location ?? '';
	return parseUrl(location)?.origin.replace(/^null$/, 'another address') ?? 'another path';
}

/**
 * Sends a request, and sends it on where it asks for a file: files may lie on other servers. Nothing else follows a
 * redirect, since another server would get the message, or an answer of its would be taken for Cliq's.
 */
export async function follow(
	send: (request: HttpRequest, signal: AbortSignal | undefined) => Promise<Outcome>,
	request: HttpRequest,
	signal?: AbortSignal,
): Promise<Outcome> {
	let current = request;
	for (let hops = 0; ; hops++) {
		const outcome = await send(current, signal);
		if (!('response' in outcome)) return outcome;
		const next = hops < MOST_HOPS ? nextHop(current, outcome.response) : undefined;
		if (!next)
			return current.isForeign
				? { response: { ...outcome.response, elsewhere: new URL(current.url).host } }
				: outcome;
		current = next;
	}
}

/**
 * @returns the request for the address that an answer names; `undefined` if there is none, or none that may be
 * followed.
 */
function nextHop({ url, isForeign, wantsFile }: HttpRequest, response: HttpResponse): HttpRequest | undefined {
	if (!wantsFile || !isRedirect(response)) return undefined;
	const [from, to] = [new URL(url), parseUrl(response.headers.location ?? '', url)];
	if (!to) return undefined;
	if (to.username || to.password) return undefined;
	// Plain http only stays plain: between the servers of a sandbox on this machine.
	const isEncrypted = to.protocol === 'https:';
	const isLocal = to.protocol === 'http:' && from.protocol === 'http:' && isLoopback(to.hostname);
	if (!isEncrypted && !isLocal) return undefined;
	// Whoever has left Cliq stays a stranger: another server cannot have requests sent with the account's token.
	const hasLeft = isForeign || to.origin !== from.origin;
	return { method: 'GET', url: to.href, query: {}, wantsFile: true, ...(hasLeft && { isForeign: true as const }) };
}
