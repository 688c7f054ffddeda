import type { Failure } from './ports';

/** What Node.js, and the HTTP clients that wrap its errors, tell about a request that broke. */
interface Layer {
	code?: unknown;
	syscall?: unknown;
	message?: unknown;
	cause?: unknown;
	errors?: unknown;
	isAxiosError?: unknown;
}

/** Errors wrap errors; more layers than this are not read. */
const MOST_LAYERS = 16;

const TIMED_OUT = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

/** Codes of TLS handshakes that failed: nothing of the request had left. */
const HANDSHAKE = /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|ERR_SSL|EPROTO$|HOSTNAME_MISMATCH)/;

/** Nobody whom the system trusts has signed the certificate. */
const UNTRUSTED =
	/^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_UNTRUSTED)$/;

/** Other codes of connections that were never made. */
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'];

/** Node.js, and the agent that asks a proxy for a tunnel, give these no code of their own. */
const NO_TUNNEL = /before secure TLS connection|Proxy connection (?:ended|timed out) before receiving CONNECT/;

const REASONS: Record<string, string> = {
	ECONNREFUSED: 'refused the connection',
	ECONNRESET: 'broke the connection',
	EPIPE: 'broke the connection',
	ENOTFOUND: 'is not a known host name',
	EAI_AGAIN: 'could not be looked up; the name server does not answer',
	EHOSTUNREACH: 'cannot be reached from here',
	ENETUNREACH: 'cannot be reached from here',
	ETIMEDOUT: 'does not react',
	CERT_HAS_EXPIRED: 'has a certificate that has expired',
	ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
};

const CHECK_NETWORK = 'Check the network, the data center, and the proxy if there is one.';

/**
 * How far a request came that got no answer.
 *
 * @param error what the HTTP client threw. Of its words only codes are told: messages can hold an address with its
 *   query.
 * @param host where the request was going, for people.
 * @param timeout in milliseconds.
 * @returns `undefined` if no connection was even tried: the runner itself refused.
 */
export function failureOf(error: unknown, host: string, timeout: number): Failure | undefined {
	const layers = layersOf(error);
	const codes = layers
		.map(({ code }) => String(code ?? ''))
		.filter(
			(code) => /^[A-Z][A-Z0-9_]{3,}$/.test(code) && code !== 'ERR_BAD_REQUEST' && code !== 'ERR_BAD_RESPONSE',
		);
	// The innermost code is what Node.js said, e.g. of the attempts behind an AggregateError.
	const code = codes.find((one) => one in REASONS || HANDSHAKE.test(one)) ?? codes.at(-1) ?? '';
	if (codes.includes('ERR_CANCELED')) return { kind: 'cancelled', detail: 'the run was stopped' };
	if (layers.some((layer) => isUnconnected(layer)))
		return { kind: 'unreachable', detail: `${host} ${reasonOf(code)}${code && ` (${code})`}`, hint: hintFor(code) };
	if (codes.some((one) => TIMED_OUT.includes(one))) return timedOut(host, timeout);
	if (code === '' && !layers.some(({ isAxiosError }) => isAxiosError === true)) return undefined;
	return { kind: 'interrupted', detail: `${host} ${REASONS[code] ?? 'could not be used'}${code && ` (${code})`}` };
}

/**
 * What a request failed of whose answer did not come in time.
 *
 * @param timeout in milliseconds.
 */
export function timedOut(host: string, timeout: number): Failure {
	return { kind: 'timedOut', detail: `${host} gave no answer within ${timeout / 1000} seconds` };
}

/**
 * What an answer means that did not come from the host itself. A proxy that opens no tunnel answers in plain text, and
 * HTTP clients hand that on as if the host had said it.
 *
 * @param status of the proxy's answer.
 */
export function refusedByProxy(host: string, status: number): Failure {
	const hint =
		status === 407
			? "Give the proxy's user name and password in the address that the environment names for it."
			: CHECK_NETWORK;
	return { kind: 'unreachable', detail: `the proxy opened no connection to ${host}; it answered ${status}`, hint };
}

/** Whether an answer to a request for an `https:` address came over a connection without encryption. */
export function isFromProxy(url: string, socket: unknown): boolean {
	return (
		url.startsWith('https:') &&
		typeof socket === 'object' &&
		socket !== null &&
		(socket as { encrypted?: boolean }).encrypted !== true
	);
}

/** Whether the other side hung up while the request was still being written, so that it cannot have got the whole. */
export function brokeWhileWriting(error: unknown): boolean {
	return layersOf(error).some(
		({ code, syscall }) => syscall === 'write' && (code === 'EPIPE' || code === 'ECONNRESET'),
	);
}

function isUnconnected({ code, syscall, message }: Layer): boolean {
	const text = String(code ?? '');
	return (
		syscall === 'connect' ||
		syscall === 'getaddrinfo' ||
		UNREACHABLE.includes(text) ||
		HANDSHAKE.test(text) ||
		NO_TUNNEL.test(String(message ?? ''))
	);
}

function reasonOf(code: string): string {
	if (UNTRUSTED.test(code)) return 'has a certificate that this machine does not trust';
	return REASONS[code] ?? (HANDSHAKE.test(code) ? 'could not agree on an encrypted connection' : 'could not be used');
}

function hintFor(code: string): string {
	if (UNTRUSTED.test(code))
		return "If the certificate is right, e.g. that of a company's proxy, name a file with its authority in the environment variable NODE_EXTRA_CA_CERTS, and restart.";
	if (HANDSHAKE.test(code)) return 'Check the data center and the address, and whether a proxy stands in between.';
	return CHECK_NETWORK;
}

function layersOf(error: unknown): Layer[] {
	const layers: Layer[] = [];
	const waiting: unknown[] = [error];
	while (waiting.length > 0 && layers.length < MOST_LAYERS) {
		const next = waiting.shift();
		if (typeof next !== 'object' || next === null || layers.includes(next)) continue;
		const layer = next as Layer;
		layers.push(layer);
		waiting.push(layer.cause, ...(Array.isArray(layer.errors) ? layer.errors : []));
	}
	return layers;
}
