import type { Method } from './catalogue';

/** What the core asks of the runner it lives in. The core itself does no I/O and keeps no time. */
export interface Ports {
	/**
	 * Sends one request, authenticated by the runner, and tells what came of it. Never rejects, and never
	 * repeats a request on its own, except once after renewing an access token that was refused.
	 */
	send(request: HttpRequest, signal?: AbortSignal): Promise<Outcome>;
	/** Milliseconds since 1970. */
	now(): number;
	/** Resolves after so many milliseconds, or earlier if the signal is aborted; never rejects. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** From 0 up to 1. */
	random(): number;
	/** Requests are authenticated with a webhook token, which serves only the operations that the catalogue marks so. */
	isWebhookToken?: boolean;
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
}

/** A part of a multipart body. */
export type Part = { name: string; text: string } | { name: string; file: FileToSend };

/** A file that leaves. It is opened anew for each try, and never held in memory whole unless it was so before. */
export interface FileToSend {
	name: string;
	/** MIME type. */
	type?: string;
	/** In bytes. */
	size: number;
	open(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

export interface HttpResponse {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Text, or what the runner's HTTP client parsed out of it. */
	body: unknown;
	/** Of a request that wants a file, if it succeeded: its bytes, in whatever form the runner likes. */
	content?: unknown;
}

/** What came of a request: an answer, whatever its status, or none. */
export type Outcome = { response: HttpResponse } | { failure: Failure };

export interface Failure {
	/**
	 * - `unreachable`: no connection came about, so Cliq certainly did not get the request.
	 * - `interrupted`: the connection broke, and Cliq may have got the request.
	 * - `timedOut`: no answer in time, and Cliq may have got the request.
	 * - `cutOff`: the connection broke, or nothing moved any more, before the whole of a form had left; Cliq did nothing.
	 * - `unreadable`: a file could not be read, so the form never became whole; Cliq did nothing.
	 * - `cancelled`: the runner wants it no longer.
	 * - `notAuthorized`: the runner could not get an access token; nothing was sent.
	 */
	kind: 'unreachable' | 'interrupted' | 'timedOut' | 'cutOff' | 'unreadable' | 'cancelled' | 'notAuthorized';
	/** For people; without secrets. */
	detail: string;
	/** How to get unstuck, where the runner knows better than the core. */
	hint?: string;
}
