import type { Operation } from '../catalogue';
import { CliqError, type ErrorKind } from '../errors';
import { lowerFirst } from '../util/quote';
import type { HttpResponse } from './ports';
import { destination, isRedirect } from './redirects';
import { bodyOf, fileOf } from './response';
import { redact } from '../util/redact-secrets';

/** In milliseconds. Whoever names a longer lock than a day does not mean it. */
const LONGEST_LOCK = 24 * 60 * 60_000;

/**
 * @param now milliseconds since 1970.
 * @returns what is wrong, if the answer is not a success: the kind, what happened, and how to get unstuck.
 */
export function refusalOf(operation: Operation, response: HttpResponse, now: number): CliqError | undefined {
	const body = bodyOf(response);
	const { status } = response;
	const code = codeOf(body ?? {});
	const said = messageOf(body ?? {});
	const fail = (kind: ErrorKind, message: string, hint: string, retryAt?: number) =>
		new CliqError(kind, message, {
			hint,
			operation: operation.id,
			status,
			cliqCode: code,
			...(said && { said }),
			retryAt,
		});

	if (response.elsewhere !== undefined && !(status >= 200 && status < 300))
		return refusedElsewhere(operation, response.elsewhere, status);
	if (status >= 200 && status < 300) {
		if (body || fileOf(operation, response)) return undefined;
		if (isMarkup(response.body))
			return fail('unexpectedAnswer', 'Something other than Cliq answered, with a web page', CHECK_ADDRESS);
		return fail('unavailable', 'The answer of Cliq arrived damaged', 'Run it again in a few minutes.');
	}
	// Before anything that it may say: a server that broke down says nothing reliable about what it did.
	if (status >= 500) {
		return fail(
			'unavailable',
			`Cliq answered with a fault of its own (${status})`,
			'Nothing is wrong with the request. Try again in a few minutes.',
		);
	}
	if (isRedirect(response))
		return fail(
			'unexpectedAnswer',
			`Cliq's address was redirected to ${destination(response)}`,
			'Nothing was done: a redirect could hand the message to another server. Check the data center and the base URL.',
		);
	if (!(status >= 400))
		return fail('unexpectedAnswer', `Something other than Cliq answered, with status ${status}`, CHECK_ADDRESS);

	// Live servers report a passed threshold with 400, the documentation with 429.
	if (status === 429 || code === 'request_limit_exceeded' || /throttle limit/i.test(said)) {
		const retryAt = now + (retryAfter(response, now) ?? operation.lockMinutes * 60_000);
		return fail(
			'locked',
			`Cliq has locked "${operation.action}" for this account until ${clock(retryAt)}`,
			`More than ${operation.threshold} calls a minute were made with this account, perhaps by another program. Cliq takes up to ${operation.threshold}, then locks for ${operation.lockMinutes} minutes.`,
			retryAt,
		);
	}
	if (code === SCOPE_MISSING) {
		const scopes = [...operation.scopes, ...(operation.observedScopes ?? [])].join(', ');
		return fail(
			'scopeMissing',
			`The account is connected without the scope that "${operation.action}" needs`,
			`Add ${scopes} to the scopes and connect the account again.`,
		);
	}
	if (status === 401) {
		return fail(
			'notAuthorized',
			'Cliq did not accept the access token',
			'Check that the data center is the one where your account lives, then connect the account again.',
		);
	}
	const advice = body
		? ''
		: ` The answer was not JSON, so something other than Cliq may have given it. ${CHECK_ADDRESS}`;
	if (status === 403) {
		return fail(
			'forbidden',
			`The account is not allowed to do this: ${operation.action.toLowerCase()}`,
			`Check that the user of this account is in the chat and may do it in Cliq.${advice}`,
		);
	}
	if (status === 404 || /_not_found$/.test(code ?? '')) {
		return fail(
			'notFound',
			`Cliq does not know the given ${labels(operation).join(' or ') || 'address'}`,
			whatToCheck(operation) + advice,
		);
	}
	if (!body)
		return fail('unexpectedAnswer', `Something other than Cliq answered, with status ${status}`, CHECK_ADDRESS);
	// "Sorry, we couldn't process your request due to a technical error": nothing technical about it.
	if (/technical error/i.test(said)) {
		return fail(
			'refused',
			`Cliq refused to ${lowerFirst(operation.action)} and did not say why`,
			`It often says so about an ID that it does not know. ${whatToCheck(operation)}`,
		);
	}
	return fail(
		'refused',
		`Cliq refused to ${lowerFirst(operation.action)}${said ? `: ${said}` : ''}`,
		withReason(code, 'Check the values. Cliq gives this answer to malformed or missing ones.'),
	);
}

/** A file may lie on another server; what that one answers says nothing about the account. */
function refusedElsewhere(operation: Operation, host: string, status: number): CliqError {
	const details = { operation: operation.id, status };
	if (status >= 500 || status === 429)
		return new CliqError('unavailable', `The file lies on ${host}, which could not give it (${status})`, {
			...details,
			hint: 'Run it again in a few minutes.',
		});
	return new CliqError(
		status === 404 || status === 410 ? 'notFound' : 'forbidden',
		`The file lies on ${host}, which did not give it (${status})`,
		{ ...details, hint: 'Check that the file can still be opened in Cliq.' },
	);
}

/**
 * Whether Cliq refused the access token itself. Live servers report a missing scope with 401 too, and no new token
 * would change that.
 */
export function isStaleToken(response: HttpResponse): boolean {
	return response.status === 401 && codeOf(bodyOf(response) ?? {}) !== SCOPE_MISSING;
}

const SCOPE_MISSING = 'oauthtoken_scope_invalid';

const CHECK_ADDRESS = 'Check the data center and the base URL, and whether a proxy stands in between.';

/** Whether the address itself was refused, so that another form of it is worth a try. */
export function isWrongAddress(error: CliqError): boolean {
	return error.details.status === 404 || isUnknownUrl(error);
}

/** Whether the name of a part may have been refused, so that its other name is worth a try. */
export function isWrongName({ kind, details }: CliqError): boolean {
	return kind === 'refused' && details.status === 400;
}

/** Whether the server may not have the URL at all, no matter what the error is about. */
export function mayBeUnknownUrl(error: CliqError): boolean {
	return isUnknownUrl(error) || (error.details.status === 404 && error.details.cliqCode === undefined);
}

/** Whether the endpoint itself or its keys were refused, so that another endpoint for the same is worth a try. */
export function isWrongEndpoint(error: CliqError): boolean {
	const { status, cliqCode } = error.details;
	return (
		isWrongAddress(error) ||
		status === 405 ||
		(isWrongName(error) &&
			(cliqCode === undefined || cliqCode === 'request_method_invalid' || ABOUT_NAMES.includes(cliqCode)))
	);
}

/** Codes of what is said about names, not about values. */
const ABOUT_NAMES = ['param_missing', 'extra_key_found', 'extra_param_found'];

/**
 * Of two forms of a request one is always refused for its form, so what the other was refused for is worth telling.
 *
 * @returns one of the two; the first, if they tell equally much.
 */
export function moreTelling(first: CliqError, second: CliqError): CliqError {
	const tells = (error: CliqError) => {
		const code = error.details.cliqCode;
		if (!['notFound', 'refused'].includes(error.kind) || isUnknownUrl(error)) return 0;
		return code === undefined ? 1 : ABOUT_NAMES.includes(code) ? 0 : 2;
	};
	return tells(second) > tells(first) ? second : first;
}

function isUnknownUrl(error: CliqError): boolean {
	return error.details.cliqCode === 'request_url_invalid';
}

function isMarkup(body: unknown): boolean {
	return typeof body === 'string' && body.trimStart().startsWith('<');
}

/** `{code}`, `{error_code}`, `{error: {code}}` and `{error: "code"}` have all been seen. */
function codeOf(body: Record<string, unknown>): string | undefined {
	const nested = body.error as Record<string, unknown> | string | undefined;
	const code = body.code ?? body.error_code ?? (typeof nested === 'object' ? nested?.code : nested);
	return typeof code === 'string' && /^\w{1,64}$/.test(code) && redact(code) === code ? code : undefined;
}

function messageOf(body: Record<string, unknown>): string {
	const nested = body.error as Record<string, unknown> | string | undefined;
	const message =
		body.message ?? body.error_description ?? (typeof nested === 'object' ? nested?.message : undefined);
	return typeof message === 'string' ? redact(message).slice(0, 300) : '';
}

/** @returns milliseconds from now, from seconds or a date; `undefined` where there is no usable header. */
function retryAfter({ headers }: HttpResponse, now: number): number | undefined {
	const header = (headers['retry-after'] ?? '').trim();
	const isSeconds = /^\d+(?:\.\d+)?$/.test(header);
	// A date counts from the server's own clock, which may differ from the one here.
	const serverNow = Date.parse(headers.date ?? '') || now;
	const milliseconds = isSeconds
		? Number(header) * 1000
		: /\d{4}/.test(header)
			? Date.parse(header) - serverNow
			: NaN;
	// "0", a date in the past and the like would mean calling into the lock over and over.
	return milliseconds > 0 ? Math.min(milliseconds, LONGEST_LOCK) : undefined;
}

function whatToCheck(operation: Operation): string {
	const subject =
		labels(operation)
			.map((label) => `"${label}"`)
			.join(' and ') || 'the data center';
	return `Check ${subject}, and that the user of this account can see it.`;
}

/** What identifies the place or message, as a person sees it. */
function labels(operation: Operation): string[] {
	return operation.parameters.filter((parameter) => parameter.in === 'path').map(({ label }) => label);
}

function withReason(reason: string | undefined, hint: string): string {
	return reason ? `Cliq says: ${reason.replace(/[.\s]+$/, '')}. ${hint}` : hint;
}

function clock(time: number): string {
	return `${new Date(time).toISOString().slice(11, 16)} UTC`;
}
