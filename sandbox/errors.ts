import type { Readable } from 'node:stream';

/** The eight errors of the page, in its own words and order. */
const pageTexts: Readonly<Record<number, string>> = {
	400: 'The request cannot be performed. Usually because of malformed parameter or missing parameter.',
	401: 'Request was rejected because of invalid AuthToken.',
	403: 'The user does not have enough permission or possibly not an user of the respective organization to access the resource.',
	404: "The URL you've sent is wrong. It's possible that the resource you've requested has been moved to another URL.",
	405: 'The requested resource does not support the HTTP method used. For example, requesting List of all customers API with PUT as the HTTP method.',
	406: 'The response has been received but the requested response type is not supported by the browser.',
	429: 'Too many requests within a certain time frame.',
	500: 'Cliq server encountered an error which prevents it from fulfilling the request.',
};

export interface RefusalOptions {
	/** Instead of the page's text for the status. */
	text?: string;
	/** Keeps `code` in the body even where bodies are played without it, since without it the answer means nothing. */
	alwaysCode?: boolean;
	/** No body at all. */
	empty?: boolean;
	headers?: Record<string, string>;
}

/**
 * A call that the sandbox refuses. `reason` says why in plain words; it goes to the journal and to the header
 * `x-sandbox-reason`.
 */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		readonly reason: string,
		readonly options: RefusalOptions = {},
	) {
		super(reason);
	}
}

/** What goes back over HTTP. Without `body` there is none. */
export interface Answer {
	status: number;
	headers: Record<string, string>;
	body?: string | undefined;
	/** Bytes instead of a body. `cutAt`: the connection breaks after so many of them. */
	file?: { size: number; open(): Readable; cutAt?: number };
}

/** @returns a JSON answer; `value` undefined means no body. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
	if (value === undefined) return { status, headers };
	return {
		status,
		headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
		body: JSON.stringify(value),
	};
}

/**
 * @param refusal what went wrong
 * @param bodies how error bodies are played
 */
export function refusalAnswer(refusal: Refusal, bodies: 'code-message' | 'message'): Answer {
	const { text, alwaysCode, empty, headers } = refusal.options;
	// The header helps people who try things out; it is marked as ours and no client of Cliq knows it.
	const reason = { 'x-sandbox-reason': refusal.reason.replace(/[^\x20-\x7e]/g, '?').slice(0, 300) };
	if (empty) return { status: refusal.status, headers: { ...reason, ...headers } };
	const message = text ?? pageTexts[refusal.status] ?? refusal.reason;
	const body = bodies === 'code-message' || alwaysCode ? { code: refusal.code, message } : { message };
	return json(refusal.status, body, { ...reason, ...headers });
}
