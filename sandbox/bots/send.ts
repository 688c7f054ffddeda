import type { Invocation } from './deluge';

/** A script's `invokeurl` waits so long. Source: the report of those who forward with it; in milliseconds. */
export const PATIENCE = 40_000;

/** And takes no longer answers. Source: Zoho's page about `invokeurl`. */
const MOST_BYTES = 5 * 1024 * 1024;

/** @returns whether an address is on this machine: nothing is ever sent elsewhere. */
export function isHere(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname } = new URL(url);
	return (
		/^https?:$/.test(protocol) &&
		(hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname))
	);
}

/**
 * @param patience in milliseconds
 * @param end aborts it
 * @returns the answer, whatever its status
 * @throws Error in plain words: elsewhere, nobody there, too slow
 */
export async function send(
	{ method, url, headers, body, bytes }: Invocation,
	patience: number,
	end: AbortSignal,
): Promise<{ status: number; text: string }> {
	if (!isHere(url))
		throw new Error('Not sent: the sandbox delivers to this machine only (127.0.0.1, localhost, [::1])');
	const slow = AbortSignal.timeout(patience);
	const outcome = await attempt(url, {
		method,
		headers,
		redirect: 'manual',
		signal: AbortSignal.any([slow, end]),
		...(method === 'GET' ? {} : { body: bytes ?? body }),
	});
	if (!('why' in outcome)) return outcome;
	if (slow.aborted) throw new Error(`No answer within ${patience / 1_000} s`);
	if (end.aborted) throw new Error('The sandbox was closed');
	throw new Error(`No answer: ${outcome.why}`);
}

async function textOf({ body }: Response): Promise<string> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	if (!body) return '';
	for await (const chunk of body as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > MOST_BYTES) throw new Error('it is longer than 5 MB');
	}
	return Buffer.concat(chunks).toString();
}

async function attempt(url: string, init: RequestInit): Promise<{ status: number; text: string } | { why: string }> {
	try {
		const response = await fetch(url, init);
		return { status: response.status, text: await textOf(response) };
	} catch (error) {
		const { message, cause } = error as { message?: string; cause?: { code?: string } };
		return { why: cause?.code ?? message ?? 'it did not work' };
	}
}
