import { randomUUID } from 'crypto';
import { sleep, type IDataObject, type IHttpRequestOptions, type IN8nHttpFullResponse } from 'n8n-workflow';

import {
	type HttpRequest,
	LATE,
	type Outcome,
	type Sent,
	Upload,
	failureOf,
	isFromProxy,
	multipart,
	parseUrl,
	refusedByProxy,
	within,
} from '../../cliq';
import type { CliqFunctions } from './cliqFunctions';
import { elapsed } from './clock';
import { settled } from './settledOutcome';

/** n8n's sleep cannot be interrupted, so it is taken in slices, in milliseconds. */
const LONGEST_SLEEP = 500;

/**
 * In bytes a millisecond (1 Mbit/s): what leaves more slowly is given up. n8n knows no time-out that counts from the
 * last progress.
 */
const SLOWEST_UPLOAD = 125;

/** In bytes: more than any answer that is not a file has. */
const LONGEST_ANSWER = 20 * 1024 * 1024;
const LONGEST_REFUSAL = 65_536;

/** As `Ports.sleep`. */
export async function rest(milliseconds: number, signal?: AbortSignal): Promise<void> {
	const end = elapsed() + milliseconds;
	const isOver = () => signal?.aborted === true || elapsed() >= end;
	while (!isOver()) await sleep(Math.min(LONGEST_SLEEP, Math.max(0, end - elapsed())));
}

/** One request, and what came of it: all that n8n throws here is about this exchange, as it renews no token in it. */
export async function exchange(
	context: CliqFunctions,
	type: string,
	request: HttpRequest,
	timeout: number,
): Promise<Sent> {
	const upload = request.form && new Upload(multipart(request.form, randomUUID()));
	const patience = timeout + Math.ceil((upload?.form.length ?? 0) / SLOWEST_UPLOAD);
	const over = new AbortController();
	const options: IHttpRequestOptions = {
		method: request.method,
		url: request.url,
		qs: request.query,
		headers: { accept: request.wantsFile ? '*/*' : 'application/json' },
		...(request.body && { body: request.body as IDataObject, json: true }),
		...(upload && uploadOptions(upload)),
		// Read here, so that no answer can fill the memory.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// A redirect would carry the token and the message to another server.
		disableFollowRedirect: true,
		timeout: patience,
		abortSignal: over.signal,
	};
	const host = hostOf(request.url);
	const response = await attempt(context, type, options, request.isForeign);
	upload?.close(); // An answer may come before everything has left.
	if (!(response instanceof Error)) closeWith(response.body, over);
	const outcome =
		response instanceof Error ? outcomeOf(response, host, patience) : await answerOf(response, request, patience);
	return { outcome: upload?.judge(outcome, response) ?? outcome, token: bearerOf(options) };
}

/** n8n signs the options that it is given. */
function bearerOf({ headers }: IHttpRequestOptions): string | undefined {
	return /^Bearer (.+)$/.exec(String(headers?.Authorization ?? ''))?.[1];
}

/**
 * n8n hands a body to axios. A stream it would not send again after renewing a token, and a real Blob would have to
 * hold everything; but axios takes anything that calls itself a Blob, and asks it for its bytes each time it sends it.
 */
class StreamedBody {
	readonly [Symbol.toStringTag] = 'Blob';
	readonly size: number;
	readonly type: string;

	constructor(private readonly upload: Upload) {
		this.size = upload.form.length;
		this.type = upload.form.type;
	}

	stream(): AsyncIterable<Uint8Array> {
		return this.upload.bytes();
	}
}

function uploadOptions(upload: Upload): Partial<IHttpRequestOptions> {
	return {
		body: new StreamedBody(upload) as unknown as IDataObject,
		// If the answer comes before everything has left, what is still on its way must not meet the next request.
		headers: { accept: 'application/json', connection: 'close' },
	};
}

/**
 * Of a body that is destroyed, the HTTP client keeps the connection until the server says something more; so it is told
 * to end it.
 */
function closeWith(body: unknown, over: AbortController): void {
	const stream = Object(body) as { destroy?(error?: Error): unknown };
	const { destroy } = stream;
	if (!destroy) return;
	stream.destroy = (error) => {
		const destroyed = destroy.call(stream, error);
		over.abort();
		return destroyed;
	};
}

/** What was answered. The body is a stream: handed on if it is the file that was asked for, and else read. */
async function answerOf(
	{ statusCode: status, headers, body }: IN8nHttpFullResponse,
	{ url, wantsFile }: HttpRequest,
	timeout: number,
): Promise<Outcome> {
	const host = hostOf(url);
	if (isFromProxy(url, (body as { socket?: unknown } | undefined)?.socket)) {
		(body as { destroy?(): void }).destroy?.();
		return { failure: refusedByProxy(host, status) };
	}
	const plain = { status, headers: textHeaders(headers) };
	const isGood = status >= 200 && status < 300;
	if (wantsFile && isGood) return { response: { ...plain, body: '', content: body } };
	const text = await textOf(body, isGood ? LONGEST_ANSWER : LONGEST_REFUSAL, timeout);
	// The status of a refusal says enough.
	if (text instanceof Error && isGood) return outcomeOf(text, host, timeout);
	return { response: { ...plain, body: text instanceof Error ? '' : text } };
}

/** In bytes. What is longer is cut off there, which is enough to see that it is not an answer of Cliq's. */
async function textOf(body: unknown, most: number, timeout: number): Promise<unknown> {
	if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
	const read = await within(settled(textIn(body as AsyncIterable<Buffer>, most)), timeout, { sleep: rest });
	const text =
		read === LATE ? Object.assign(new Error('The answer did not come to its end'), { code: 'ETIMEDOUT' }) : read;
	if (text instanceof Error) (body as { destroy?(): void }).destroy?.();
	return text;
}

async function textIn(body: AsyncIterable<Buffer>, most: number): Promise<string> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		length += chunk.length;
		if (length >= most) break; // That ends the stream too.
	}
	return Buffer.concat(chunks).toString();
}

/** Nothing of the account goes along where the address is somebody else's. */
async function attempt(
	context: CliqFunctions,
	type: string,
	options: IHttpRequestOptions,
	isForeign = false,
): Promise<IN8nHttpFullResponse | Error> {
	const { helpers } = context;
	const answer = isForeign
		? helpers.httpRequest(options)
		: helpers.httpRequestWithAuthentication.call(context, type, options, { oauth2: { skipTokenRefresh: true } });
	return await settled(answer as Promise<IN8nHttpFullResponse>);
}

/**
 * What came of a request that n8n sent, or did not send.
 *
 * @param host where it was going.
 * @param timeout in milliseconds.
 */
function outcomeOf(error: Error, host: string, timeout: number): Outcome {
	const failure = failureOf(error, host, timeout);
	if (failure) return { failure };
	// It never came to a connection: n8n has nothing usable to sign with.
	return {
		failure: {
			kind: 'notAuthorized',
			detail: `n8n has no access token for this account: ${error.message}`,
			hint:
				(error as { description?: string | null }).description ??
				'Open the credential and connect the account.',
		},
	};
}

/** @returns the host of an address, for people. */
export function hostOf(url: string): string {
	return parseUrl(url)?.host ?? 'the server';
}

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
