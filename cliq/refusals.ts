import type { Operation } from './catalogue';
import { CliqError, type ErrorKind } from './errors';
import type { HttpResponse } from './ports';
import { bodyOf } from './response';

/**
 * @param now milliseconds since 1970.
 * @returns what is wrong, if the answer is not a success: the kind, what happened, and how to get unstuck.
 */
export function refusalOf(operation: Operation, response: HttpResponse, now: number): CliqError | undefined {
	const body = bodyOf(response);
	const { status } = response;
	if (status >= 200 && status < 300) {
		return body ? undefined : unexpected(operation, status, 'It answered with something that is not JSON.');
	}
	const code = codeOf(body ?? {});
	const said = messageOf(body ?? {});
	const fail = (kind: ErrorKind, message: string, hint: string, retryAt?: number) =>
		new CliqError(kind, message, { hint, operation: operation.id, status, cliqCode: code, retryAt });

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
	if (code === 'oauthtoken_scope_invalid') {
		const scopes = [...operation.scopes, ...(operation.observedScopes ?? [])].join(', ');
		return fail('scopeMissing', `The account is connected without the scope that "${operation.action}" needs`, `Add ${scopes} to the scopes and connect the account again.`);
	}
	if (status === 401) {
		return fail('notAuthorized', 'Cliq did not accept the access token', 'Check that the data center is the one where your account lives, then connect the account again.');
	}
	if (status === 403) {
		return fail('forbidden', `The account is not allowed to do this: ${operation.action.toLowerCase()}`, withReason(said, 'Check that the user of this account is in the chat and may do it in Cliq.'));
	}
	if (status === 404 || /_not_found$/.test(code ?? '')) {
		return fail('notFound', `Cliq does not know what "${operation.action}" was pointed at`, withReason(said, whatToCheck(operation)));
	}
	if (status >= 500) {
		return fail('unavailable', `Cliq answered with a fault of its own (${status})`, 'Nothing is wrong with the request. Try again in a few minutes.');
	}
	if (!body) return unexpected(operation, status, `It answered with ${status} and something that is not JSON.`);
	return fail('refused', `Cliq refused to ${lowerFirst(operation.action)}${said ? `: ${said}` : ''}`, withReason(code, 'Check the values. Cliq gives this answer to malformed or missing ones.'));
}

/** Whether the address itself was refused, so that another form of it is worth a try. */
export function isWrongAddress(error: CliqError): boolean {
	return error.details.status === 404 || error.details.cliqCode === 'request_url_invalid';
}

function unexpected(operation: Operation, status: number, what: string): CliqError {
	return new CliqError('unexpectedAnswer', `Something other than Cliq answered. ${what}`, {
		hint: 'Check the data center and the base URL, and whether a proxy stands in between.',
		operation: operation.id,
		status,
	});
}

/** `{code}`, `{error_code}`, `{error: {code}}` and `{error: "code"}` have all been seen. */
function codeOf(body: Record<string, unknown>): string | undefined {
	const nested = body.error as Record<string, unknown> | string | undefined;
	const code = body.code ?? body.error_code ?? (typeof nested === 'object' ? nested?.code : nested);
	return typeof code === 'string' && code !== '' ? code : undefined;
}

function messageOf(body: Record<string, unknown>): string {
	const nested = body.error as Record<string, unknown> | string | undefined;
	const message = body.message ?? body.error_description ?? (typeof nested === 'object' ? nested?.message : undefined);
	return typeof message === 'string' ? message.slice(0, 300).replace(TOKEN, '[token]') : '';
}

/** Zoho's access, refresh and webhook tokens, should a server ever quote one. */
const TOKEN = /\b100\d\.[0-9a-f]+\.[0-9a-f]+/gi;

/** @returns milliseconds from now, from seconds or a date; `undefined` where there is no usable header. */
function retryAfter(response: HttpResponse, now: number): number | undefined {
	const header = response.headers['retry-after']?.trim();
	if (!header) return undefined;
	const milliseconds = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

function whatToCheck(operation: Operation): string {
	const labels = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ label }) => `"${label}"`);
	return `Check ${labels.join(' and ')}, and that the user of this account can see it.`;
}

function withReason(reason: string | undefined, hint: string): string {
	return reason ? `Cliq says: ${reason}. ${hint}`.replace('..', '.') : hint;
}

function clock(time: number): string {
	return `${new Date(time).toISOString().slice(11, 16)} UTC`;
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
