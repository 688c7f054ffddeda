import { multipart } from '../../../cliq/http/multipart';
import type { Failure, HttpRequest, Outcome, Part, Ports } from '../../../cliq/http/ports';
import type { VirtualClock } from './clock';

/** Codes of connections that never came about. */
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'];

/**
 * Real HTTP in virtual time: the clock stands still while a call is under way.
 *
 * @param token the access token to send.
 * @param timeout for one call, in milliseconds of real time.
 */
export function httpPorts(clock: VirtualClock, token: () => string, timeout = 5000): Ports {
	const send = async (
		{ method, url, query, body, form, wantsFile }: HttpRequest,
		signal?: AbortSignal,
	): Promise<Outcome> => {
		const address = new URL(url);
		for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
		const sent = form ? await formOf(form) : { type: 'application/json', content: body && JSON.stringify(body) };
		const headers = { authorization: `Bearer ${token()}`, ...(sent.content && { 'content-type': sent.type }) };
		const late = AbortSignal.timeout(timeout);
		try {
			const response = await fetch(address, {
				method,
				headers,
				body: sent.content ?? null,
				redirect: 'manual',
				signal: signal ? AbortSignal.any([signal, late]) : late,
			});
			const received: Record<string, string> = {};
			response.headers.forEach((value, name) => (received[name] = value));
			if (wantsFile && response.ok)
				return {
					response: {
						status: response.status,
						headers: received,
						body: '',
						content: Buffer.from(await response.arrayBuffer()),
					},
				};
			return { response: { status: response.status, headers: received, body: await response.text() } };
		} catch (error) {
			const code = (error as { cause?: { code?: string } }).cause?.code ?? '';
			return { failure: { kind: kindOf(code, late, signal), detail: code || 'no answer' } };
		}
	};
	return {
		send: (request, signal) => clock.outsideWork(send(request, signal)),
		now: clock.now,
		elapsed: clock.elapsed,
		sleep: clock.sleep,
		random: () => 0.5,
	};
}

async function formOf(parts: Part[]): Promise<{ type: string; content: Buffer<ArrayBuffer> }> {
	const { type, bytes } = multipart(parts, 'a-boundary-that-no-test-writes');
	const pieces: Uint8Array[] = [];
	for await (const piece of bytes()) pieces.push(piece);
	return { type, content: Buffer.concat(pieces) };
}

function kindOf(code: string, late: AbortSignal, signal: AbortSignal | undefined): Failure['kind'] {
	if (signal?.aborted) return 'cancelled';
	if (late.aborted) return 'timedOut';
	return UNREACHABLE.includes(code) ? 'unreachable' : 'interrupted';
}
