import { randomUUID } from 'crypto';
import { sleep, type IDataObject, type IExecuteFunctions, type IHookFunctions, type IHttpRequestOptions, type ILoadOptionsFunctions, type IN8nHttpFullResponse, type IPollFunctions, type IWebhookFunctions } from 'n8n-workflow';

import { CliqClient } from '../../cliq/client';
import { cliqRoot, type Location } from '../../cliq/datacenters';
import { mayHaveArrived } from '../../cliq/delivery';
import { multipart } from '../../cliq/multipart';
import { Pacer, type Allowance } from '../../cliq/pacing/pacer';
import type { Failure, HttpRequest, HttpResponse, Outcome, Ports } from '../../cliq/ports';
import { bodyOf } from '../../cliq/response';
import { Upload } from '../../cliq/upload';
import { allowanceOf, type RateLimitFields } from '../../cliq/pacing/allowance';
import { explainRefusedToken } from './reconnect';

export type CliqFunctions = IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IPollFunctions | IWebhookFunctions;

/** In milliseconds. n8n itself would wait for five minutes. */
export const USUAL_TIMEOUT = 30_000;

/** n8n's sleep cannot be interrupted, so it is taken in slices, in milliseconds. */
const LONGEST_SLEEP = 500;

/** In bytes a millisecond (1 Mbit/s): what leaves more slowly is given up. n8n knows no time-out that counts from the last progress. */
const SLOWEST_UPLOAD = 125;

/** In bytes: more than any answer that is no file says. */
const LONGEST_REFUSAL = 65_536;

/** One for all executions and nodes of this process. */
const pacer = new Pacer();

/** Whether a message was sent by one of the nodes of this process, as far as Cliq told its ID. */
export function wasSentFromHere(messageId: string): boolean {
	return pacer.sent.wasSent(messageId);
}

/** Values of the parameter "authentication". */
export type Authentication = 'oAuth2' | 'webhookToken';

/** The way to the account that the node is connected to, and how much of its rate limits may be used. */
export interface Connection {
	client: CliqClient;
	allowance: Allowance;
}

export interface ConnectOptions {
	/** For each answer, in milliseconds; files get so much longer as they need to leave at 1 Mbit/s. */
	timeout?: number;
	/** Told before a call that changes something that it may be done from now on, and afterwards if it certainly was not. */
	onChange?: (mayBeDone: boolean) => void;
}

/** @throws CliqError `invalidInput` if the address or the rate limit in the credential is unusable. */
export async function connect(context: CliqFunctions, authentication: Authentication, { timeout = USUAL_TIMEOUT, onChange }: ConnectOptions = {}): Promise<Connection> {
	const type = authentication === 'webhookToken' ? 'cliqNodesWebhookTokenApi' : 'cliqNodesOAuth2Api';
	const credential = await context.getCredentials<Location & RateLimitFields & IDataObject>(type);
	const allowance = allowanceOf(`${type}:${context.getNode().credentials?.[type]?.id ?? ''}`, credential);
	const ports = portsOf(context, type, timeout);
	if (onChange) ports.send = watched(ports.send, onChange);
	return { client: new CliqClient(ports, pacer, cliqRoot(credential), allowance), allowance };
}

function watched(send: Ports['send'], onChange: (mayBeDone: boolean) => void): Ports['send'] {
	return async (request, signal) => {
		if (request.method === 'GET') return await send(request, signal);
		onChange(true);
		const outcome = await send(request, signal);
		const isRefused = 'response' in outcome ? outcome.response.status >= 400 && outcome.response.status < 500 : !mayHaveArrived(outcome);
		if (isRefused) onChange(false);
		return outcome;
	};
}

function portsOf(context: CliqFunctions, type: string, timeout: number): Ports {
	let isTokenRefused = false;

	const send = async (request: HttpRequest): Promise<Outcome> => {
		const upload = request.form && new Upload(multipart(request.form, randomUUID()));
		const patience = timeout + Math.ceil((upload?.form.length ?? 0) / SLOWEST_UPLOAD);
		const options: IHttpRequestOptions = {
			method: request.method,
			url: request.url,
			qs: request.query,
			headers: { accept: request.wantsFile ? '*/*' : 'application/json' },
			...(request.body && { body: request.body as IDataObject, json: true }),
			...(upload && uploadOptions(upload)),
			...(request.wantsFile && { encoding: 'stream' as const }),
			returnFullResponse: true,
			// With 401 left as an exception n8n renews the token; every other answer comes back with its headers.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			timeout: patience,
		};
		// A token that was refused although it was new will not get better, and Zoho hands out only a few of them.
		const response = await attempt(context, type, options, isTokenRefused);
		upload?.close(); // An answer may come before everything has left.
		if (!(response instanceof Error)) return { response: await responseOf(response, request) };
		const outcome = await outcomeOf(response, patience);
		if (!('response' in outcome)) return upload?.judge(outcome) ?? outcome;
		isTokenRefused = true;
		if (bodyOf(outcome.response)?.code === 'oauthtoken_scope_invalid') return outcome;
		const reason = await explainRefusedToken(context, type);
		return reason ? { failure: reason } : outcome;
	};

	return {
		send,
		now: () => Date.now(),
		random: () => Math.random(),
		isWebhookToken: type === 'cliqNodesWebhookTokenApi',
		sleep: async (milliseconds, signal) => {
			const end = Date.now() + milliseconds;
			const isOver = () => signal?.aborted === true || Date.now() >= end;
			while (!isOver()) await sleep(Math.min(LONGEST_SLEEP, Math.max(0, end - Date.now())));
		},
	};
}

/**
 * n8n hands a body to axios. A stream it would not send again after renewing a token, and a real Blob would have to hold
 * everything; but axios takes whatever calls itself a Blob, and asks it for its bytes each time it sends it.
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
		// Whoever is ready for a redirect keeps all that it sends.
		disableFollowRedirect: true,
		// If the answer comes before everything has left, what is still on its way must not meet the next request.
		headers: { accept: 'application/json', connection: 'close' },
	};
}

/** The body of a request for a file is a stream: handed on if the file came, read if not. */
async function responseOf({ statusCode: status, headers, body }: IN8nHttpFullResponse, { wantsFile }: HttpRequest): Promise<HttpResponse> {
	const plain = { status, headers: textHeaders(headers) };
	if (!wantsFile) return { ...plain, body };
	return status >= 200 && status < 300 ? { ...plain, body: '', content: body } : { ...plain, body: await textOf(body) };
}

/** @returns the beginning of a stream as text; anything else as it is. */
async function textOf(body: unknown): Promise<unknown> {
	if (typeof body !== 'object' || body === null || !(Symbol.asyncIterator in body)) return body;
	const chunks: Buffer[] = [];
	let length = 0;
	try {
		for await (const chunk of body as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			length += chunk.length;
			if (length >= LONGEST_REFUSAL) break; // That ends the stream too.
		}
	} catch {
		// The status says enough.
	}
	return Buffer.concat(chunks).toString();
}

async function attempt(context: CliqFunctions, type: string, options: IHttpRequestOptions, skipTokenRefresh: boolean): Promise<IN8nHttpFullResponse | Error> {
	try {
		return (await context.helpers.httpRequestWithAuthentication.call(context, type, options, { oauth2: { skipTokenRefresh } })) as IN8nHttpFullResponse;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/** Codes of connections that never came about. */
const UNREACHABLE = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'];
const TIMED_OUT = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

/** n8n wraps what its HTTP client threw; the facts sit in the innermost cause. */
interface Wrapped {
	code?: unknown;
	httpCode?: unknown;
	status?: unknown;
	response?: { status?: number; headers?: Record<string, unknown>; data?: unknown };
	context?: { data?: unknown };
	cause?: unknown;
	message?: string;
	description?: string | null;
}

/** What came of a request of n8n's own that failed. */
export async function outcomeOf(error: Error, timeout: number): Promise<Outcome> {
	const chain = causes(error);
	const answered = chain.find(({ response }) => response?.status !== undefined)?.response;
	const status = answered?.status ?? Number(chain.find(({ httpCode }) => /^\d+$/.test(String(httpCode ?? '')))?.httpCode);
	if (Number.isInteger(status)) {
		const body = answered?.data ?? chain.find(({ context }) => context?.data !== undefined)?.context?.data;
		return { response: { status, headers: textHeaders(answered?.headers ?? {}), body: await textOf(body) } };
	}
	const code = chain.map((link) => String(link.code ?? '')).find((text) => /^[A-Z_]{4,}$/.test(text) && text !== 'ERR_BAD_REQUEST') ?? '';
	return { failure: failureOf(code, error, timeout) };
}

function failureOf(code: string, error: Wrapped, timeout: number): Failure {
	if (code === 'ERR_CANCELED') return { kind: 'cancelled', detail: 'the execution was stopped' };
	if (TIMED_OUT.includes(code)) return { kind: 'timedOut', detail: `no answer within ${timeout / 1000} seconds` };
	if (UNREACHABLE.includes(code)) return { kind: 'unreachable', detail: code };
	if (code !== '') return { kind: 'interrupted', detail: code };
	// Without a code it never came to a connection: n8n has no usable token to send.
	return {
		kind: 'notAuthorized',
		detail: `n8n has no access token for this account: ${error.message ?? ''}`,
		hint: error.description ?? 'Open the credential and connect the account.',
	};
}

function causes(error: Error): Wrapped[] {
	const chain: Wrapped[] = [];
	for (let link: unknown = error; typeof link === 'object' && link !== null && chain.length < 8; link = (link as Wrapped).cause) chain.push(link);
	return chain;
}

function textHeaders(headers: Record<string, unknown>): Record<string, string> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
