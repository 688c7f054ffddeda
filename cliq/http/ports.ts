import type { Method } from '../catalogue';
import type { FileToSend } from '../parameters/values';

/** What the core asks of the runner it lives in. The core itself does no I/O and keeps no time. */
export interface Ports {
	/**
	 * Sends one request, authenticated by the runner, and tells what came of it. Never rejects, never follows a
	 * redirect, and never repeats a request on its own, except once after renewing an access token that was refused.
	 *
	 * @param again called before that, since it is one more call: waits until it may be made, or says `false` if it may
	 *   not.
	 */
	send(request: HttpRequest, signal?: AbortSignal, again?: () => Promise<boolean>): Promise<Outcome>;
	/** Milliseconds since 1970, as people and servers count; it jumps when somebody sets the clock. */
	now(): number;
	/** Milliseconds since the process began; never goes back and never jumps, so it is what waits are counted with. */
	elapsed(): number;
	/** Resolves after so many milliseconds, or earlier if the signal is aborted; never rejects. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** From 0 up to 1. */
	random(): number;
	/**
	 * Requests are authenticated with a webhook token, which serves only the operations that the catalogue marks so.
	 */
	isWebhookToken?: boolean | undefined;
}

export interface HttpRequest {
	method: Method;
	/** Absolute, encoded, without a query and without secrets. */
	url: string;
	query: Record<string, string>;
	/** Sent as JSON where there is one. */
	body?: Record<string, unknown>;
	/** Sent as `multipart/form-data`, as `multipart.ts` writes it, where there is one. */
	form?: Part[];
	/** A successful answer is bytes, which are handed on as they come, in `content`. */
	wantsFile?: true;
	/** The address is somebody else's: nothing that proves who asks may be sent along. */
	isForeign?: true;
}

/** A part of a multipart body. */
export type Part = { name: string; text: string } | { name: string; file: FileToSend };

export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Text, or what the runner's HTTP client parsed out of it. */
	body: unknown;
	/** The host that answered, where Cliq had sent the request on to another one. */
	elsewhere?: string;
	/** Of a request that wants a file, if it succeeded: its bytes, in the form that the runner prefers. */
	content?: unknown;
}

/** What came of a request: an answer of any status, or none. */
export type Outcome = { response: HttpResponse } | { failure: Failure };

export interface Failure {
	/**
	 * How far the request came. Without an access token:
	 * - `notAuthorized`: none is given for this account until a person changes something.
	 * - `noToken`: none can be had just now.
	 * - `calledOff`: the runner wanted it no longer before anything was sent.
	 *
	 * Without a connection:
	 * - `unreachable`: Cliq certainly did not get the request.
	 *
	 * On its way:
	 * - `cutOff`: the connection broke, or nothing moved any more, before the whole of a form had left; Cliq did
	 *   nothing.
	 * - `unreadable`: a file could not be read, so the form never became whole; Cliq did nothing.
	 *
	 * Without an answer, so that Cliq may have done it:
	 * - `interrupted`: the connection broke.
	 * - `timedOut`: no answer in time.
	 * - `cancelled`: the runner wants it no longer.
	 */
	kind:
		| 'notAuthorized'
		| 'noToken'
		| 'calledOff'
		| 'unreachable'
		| 'cutOff'
		| 'unreadable'
		| 'interrupted'
		| 'timedOut'
		| 'cancelled';
	/** For people; without secrets. */
	detail: string;
	/** How to get unstuck, where the runner knows better than the core. */
	hint?: string;
	/** For `noToken`: in so many milliseconds it is worth asking for a token again, and not before. */
	retryIn?: number;
	/** For `noToken`: for so many milliseconds none could be had. */
	lasting?: number;
}
