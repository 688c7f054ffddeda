/**
 * What went wrong, as something one can switch on.
 *
 * - `invalidInput`: a value was refused before anything was sent.
 * - `notAuthorized`: the account is not connected, or no longer.
 * - `scopeMissing`: the account is connected without a scope that the operation needs.
 * - `forbidden`: the user may not do this.
 * - `notFound`: no such chat, message, channel, bot, user or address.
 * - `refused`: Cliq did not accept the request, for another reason.
 * - `locked`: the threshold was passed, and the lock outlasts what may be waited.
 * - `waitTooLong`: the threshold leaves no free call within what may be waited.
 * - `unavailable`: Cliq could not be reached, or answered with a fault of its own.
 * - `outcomeUnknown`: a message was sent, or something changed, and no answer came; it may or may not be done.
 * - `unexpectedAnswer`: the answer is not Cliq's.
 * - `cancelled`: the run was stopped.
 */
export type ErrorKind =
	| 'invalidInput'
	| 'notAuthorized'
	| 'scopeMissing'
	| 'forbidden'
	| 'notFound'
	| 'refused'
	| 'locked'
	| 'waitTooLong'
	| 'unavailable'
	| 'outcomeUnknown'
	| 'unexpectedAnswer'
	| 'cancelled';

export interface ErrorDetails {
	/** How to get unstuck. */
	hint?: string | undefined;
	/** `id` of the operation in the catalogue. */
	operation?: string;
	/** `name` of the parameter in the catalogue. */
	parameter?: string | undefined;
	/** HTTP status of the answer. */
	status?: number;
	/** What Cliq said in words, without secrets. */
	said?: string;
	/** Cliq's own code, e.g. `oauthtoken_scope_invalid`. */
	cliqCode?: string | undefined;
	/** Of a message that takes several calls: how many of them are done. */
	posted?: number;
	/** When it is worth trying again, in milliseconds since 1970. */
	retryAt?: number | undefined;
}

/** The one error the core throws. `message` says what happened, `hint` what to do. Neither holds secrets. */
export class CliqError extends Error {
	override readonly name = 'CliqError';

	constructor(
		readonly kind: ErrorKind,
		message: string,
		readonly details: ErrorDetails = {},
	) {
		super(message);
	}

	get hint(): string | undefined {
		return this.details.hint;
	}
}
