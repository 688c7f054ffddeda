/**
 * Where tokens may travel to, as the source of a regular expression over the text that a person gave, since n8n's
 * credentials have to check it in an expression: `https://`, or `http://` on this machine's own loopback. Loopback is
 * what is plainly written so: not a name that begins like it, a number in another notation, or IPv4 in IPv6's clothes
 * (`[::ffff:127.0.0.1]`). It holds no braces, which would end an expression of n8n's.
 */
export const SAFE_ADDRESS = String.raw`^(?:https:\/\/(?:[^\s\/?#@\\:\[\]]+|\[[0-9a-f:.]+\])|http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]))(?::\d+)?(?:\/[^\s?#\\]*)?$`;

const safe = new RegExp(SAFE_ADDRESS, 'i');

/** Whether tokens may travel to this address. */
export function isSafeAddress(address: string): boolean {
	return safe.test(address) && parseUrl(address) !== undefined;
}

/**
 * An address in its parts, or undefined if it is not one. `URL.canParse` does not serve: once it is hot, Node 20 says
 * no to addresses with letters such as "ü".
 *
 * @param base what a relative address starts from.
 */
export function parseUrl(address: string, base?: string): URL | undefined {
	try {
		return new URL(address, base);
	} catch {
		return undefined;
	}
}

/** @param hostname as `URL` gives it. @returns whether it is this machine itself. */
export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
