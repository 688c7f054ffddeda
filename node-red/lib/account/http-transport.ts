import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import {
	type HttpResponse,
	type Outcome,
	type Upload,
	failureOf,
	isFromProxy,
	isLoopback,
	refusedByProxy,
	timedOut,
} from '../../../cliq';

export interface Call {
	method: string;
	url: string;
	query?: Record<string, string>;
	headers?: Record<string, string>;
	/** Sent as JSON. */
	json?: Record<string, unknown> | undefined;
	/** Sent as a form. */
	form?: Record<string, string>;
	/** Sent as a form with files, straight from where they are. */
	upload?: Upload | undefined;
	/** The bytes of a successful answer are wanted as they are. */
	wantsFile?: true | undefined;
}

/**
 * A kept connection that the server is just closing loses a request. What is only read is asked for again then; the
 * outcome of a POST nobody would know, so it gets a new one.
 */
const agentsOf = (options: AgentOptions) => ({
	httpAgent: new HttpAgent(options),
	httpsAgent: new HttpsAgent(options),
});
const kept = agentsOf({ keepAlive: true, maxSockets: 32 });
const fresh = agentsOf({ keepAlive: false });

/** Of an answer; Cliq takes files of up to 50 MB. */
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_FILE_BYTES = 60 * 1024 * 1024;

/**
 * Sends one request with axios, through the proxy that the environment names (`http_proxy`, `https_proxy`, `no_proxy`).
 * Never rejects; what it tells holds no header and no query.
 *
 * @param timeout in milliseconds: for the whole call; where files go up or down, since something last moved.
 */
export async function transmit(call: Call, timeout: number, signal?: AbortSignal): Promise<Outcome> {
	const controller = new AbortController();
	const stop = () => controller.abort();
	if (signal?.aborted) return { failure: { kind: 'calledOff', detail: 'the node was stopped' } };
	signal?.addEventListener('abort', stop);
	let isLate = false;
	const timer = setTimeout(() => {
		isLate = true;
		stop();
	}, timeout);
	const moved = () => void timer.refresh();
	const { hostname, host } = new URL(call.url);
	const { upload } = call;
	const body = upload && Readable.from(upload.bytes(moved), { objectMode: false });
	try {
		const response: AxiosResponse<string | Buffer> = await axios.request<string | Buffer>({
			method: call.method,
			url: call.url,
			params: call.query,
			headers: {
				Accept: call.wantsFile ? '*/*' : 'application/json',
				...(call.json && { 'Content-Type': 'application/json' }),
				...uploadHeaders(upload),
				...call.headers,
			},
			data: body ?? (call.form ? new URLSearchParams(call.form) : call.json && JSON.stringify(call.json)),
			responseType: call.wantsFile ? 'arraybuffer' : 'text',
			...(call.wantsFile && { onDownloadProgress: moved }),
			transformResponse: (data: string | Buffer) => data,
			validateStatus: () => true,
			// A redirect would carry the token to another server; and whoever is ready for one keeps all that it sends.
			maxRedirects: 0,
			maxContentLength: call.wantsFile ? MOST_FILE_BYTES : MOST_BYTES,
			...(isLoopback(hostname) && { proxy: false as const }),
			...(call.method === 'GET' ? kept : fresh),
			signal: controller.signal,
		});
		if (isFromProxy(call.url, response.request?.socket)) return { failure: refusedByProxy(host, response.status) };
		return { response: responseOf(response) };
	} catch (error) {
		if (signal?.aborted) return { failure: { kind: 'cancelled', detail: 'the node was stopped' } };
		const failure = isLate
			? timedOut(host, timeout)
			: (failureOf(error, host, timeout) ?? {
					kind: 'interrupted' as const,
					detail: `${host} could not be used`,
				});
		return upload?.judge({ failure }, error) ?? { failure };
	} finally {
		clearTimeout(timer);
		// An answer may come before everything has left, and nobody would close the files.
		body?.destroy();
		upload?.close();
		signal?.removeEventListener('abort', stop);
	}
}

function uploadHeaders(upload: Upload | undefined): Record<string, string> {
	return upload ? { 'Content-Type': upload.form.type, 'Content-Length': String(upload.form.length) } : {};
}

function responseOf(response: AxiosResponse<string | Buffer>): HttpResponse {
	const { status, data } = response;
	const headers = plainHeaders(response);
	if (Buffer.isBuffer(data) && status >= 200 && status < 300) return { status, headers, body: '', content: data };
	return { status, headers, body: String(data) };
}

function plainHeaders(response: AxiosResponse): Record<string, string> {
	return Object.fromEntries(
		Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
