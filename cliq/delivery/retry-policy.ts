import type { Operation } from '../catalogue';
import { CliqError } from '../errors';
import type { Failure, Outcome } from '../http/ports';
import { refusalOf } from '../http/refusals';
import { bodyOf, fileOf } from '../http/response';
import { redact } from '../util/redact-secrets';

/** How often a request is sent at most, and how long the first pause between two tries is, in milliseconds. */
const MOST_TRIES = 3;
const FIRST_PAUSE = 500;

/** What to do after a try. */
export type RetryDecision =
	| { next: 'accept'; body: Record<string, unknown> }
	| { next: 'fail'; error: CliqError }
	/** `error` is what to say if there is no time left to repeat it. */
	| { next: 'repeat'; afterMilliseconds: number; error: CliqError }
	/** Cliq has locked the operation; it did nothing with the request. */
	| { next: 'waitForLock'; until: number }
	/**
	 * Nothing was sent, since there was no access token. It is worth asking for one again after a time; there was none
	 * for `lasting`.
	 */
	| { next: 'waitForToken'; afterMilliseconds: number; lasting: number; error: CliqError }
	/**
	 * A message may have been posted. It has to be looked for; if it is certainly not there, it may be sent again where
	 * `mayRepeat` says so. `error` is what to say if that cannot be found out, `absent` if it is not there.
	 */
	| { next: 'lookBack'; mayRepeat: boolean; error: CliqError; absent: CliqError };

/** What came before the answer that is to be judged. */
export interface Tries {
	/** 1 for the first one. Those that met a lock do not count. */
	count: number;
	/** Whether an earlier one may have been carried out. */
	mayBeDone: boolean;
}

/** Whether Cliq may have got the whole request, and so may have done what it asks for. */
export function mayHaveArrived(outcome: Outcome): boolean {
	return 'response' in outcome || ['interrupted', 'timedOut', 'cancelled'].includes(outcome.failure.kind);
}

/** Whether Cliq may have counted the request: the beginning of one is enough for that. */
export function mayBeCounted(outcome: Outcome): boolean {
	return (
		'response' in outcome ||
		!['notAuthorized', 'noToken', 'calledOff', 'unreachable'].includes(outcome.failure.kind)
	);
}

/**
 * Decides what may be repeated. Reading, editing and deleting end the same however often they are done. A second
 * POST is a second message, so it is repeated only if the first one certainly did not arrive, or was looked for in
 * vain.
 *
 * @param tries up to and including the one with this outcome.
 * @param now milliseconds since 1970.
 * @param random from 0 up to 1, to spread the tries of many callers.
 */
export function settle(
	operation: Operation,
	outcome: Outcome,
	tries: Tries,
	now: number,
	random: number,
): RetryDecision {
	const refusal =
		'response' in outcome
			? refusalOf(operation, outcome.response, now)
			: errorOf(operation, outcome.failure, tries, now);
	if (!refusal)
		return {
			next: 'accept',
			body: ('response' in outcome && (fileOf(operation, outcome.response) ?? bodyOf(outcome.response))) || {},
		};
	if (refusal.kind === 'locked') return { next: 'waitForLock', until: refusal.details.retryAt ?? now };
	if ('failure' in outcome && outcome.failure.kind === 'noToken') {
		const { retryIn = 0, lasting = 0 } = outcome.failure;
		return { next: 'waitForToken', afterMilliseconds: retryIn, lasting, error: refusal };
	}
	if (refusal.kind === 'unavailable') {
		if (operation.method === 'POST' && mayHaveArrived(outcome)) {
			// A server that was silent may still be at work; one that answered or hung up is done.
			const isSilent = 'failure' in outcome && outcome.failure.kind === 'timedOut';
			const error = unknownOutcome(operation, refusal);
			return {
				next: 'lookBack',
				mayRepeat: !isSilent && tries.count < MOST_TRIES,
				error,
				absent: isSilent ? error : notPosted(refusal, tries),
			};
		}
		const afterMilliseconds = FIRST_PAUSE * 2 ** (tries.count - 1) * (0.5 + random);
		if (tries.count < MOST_TRIES) return { next: 'repeat', afterMilliseconds, error: refusal };
	}
	// A deletion that is repeated after its answer was lost finds nothing to delete any more.
	if (refusal.kind === 'notFound' && operation.method === 'DELETE' && tries.mayBeDone)
		return { next: 'accept', body: {} };
	// What it refuses may be refused because it is done: a reaction cannot be taken back twice.
	const isOpen =
		tries.mayBeDone && operation.method !== 'GET' && !['unavailable', 'cancelled'].includes(refusal.kind);
	return {
		next: 'fail',
		error: isOpen
			? unknownOutcome(
					operation,
					refusal,
					`An earlier try got no response and may have done it. ${refusal.hint ?? ''}`.trim(),
				)
			: refusal,
	};
}

function errorOf(operation: Operation, failure: Failure, tries: Tries, now: number): CliqError {
	const { kind, retryIn } = failure;
	const detail = redact(failure.detail);
	const details = { operation: operation.id, ...(retryIn !== undefined && { retryAt: now + retryIn }) };
	/** How it stands, and what to do about it. */
	const unsent = (...advice: Array<string | undefined>) =>
		redact(
			[tries.mayBeDone ? 'An earlier try got no response and may have done it.' : 'Nothing was sent.', ...advice]
				.filter(Boolean)
				.join(' '),
		);
	switch (kind) {
		case 'notAuthorized':
			return new CliqError('notAuthorized', detail, {
				...details,
				hint: redact(failure.hint ?? 'Connect the account again.'),
			});
		case 'noToken':
			return new CliqError('unavailable', detail, {
				...details,
				hint: unsent(failure.hint, 'Allow a longer wait, or run it again in a few minutes.'),
			});
		case 'calledOff':
			return new CliqError('cancelled', `"${operation.action}" was cancelled before anything was sent`, details);
		case 'cancelled': {
			const hint =
				operation.method === 'GET' ? undefined : 'Cliq may have done it anyway. Check before you run it again.';
			return new CliqError('cancelled', `"${operation.action}" was cancelled while Cliq was working on it`, {
				...details,
				hint,
			});
		}
		case 'unreachable':
			return new CliqError('unavailable', `Cliq could not be reached: ${detail}`, {
				...details,
				hint: unsent(failure.hint ?? 'Check the network and the data center.', 'Then run it again.'),
			});
		case 'cutOff':
			return new CliqError('unavailable', `The files did not get through to Cliq: ${detail}`, {
				...details,
				hint: 'Cliq received only a part and discarded it. Run it again.',
			});
		case 'unreadable':
			return new CliqError('invalidInput', `A file cannot be sent: ${detail}`, {
				...details,
				parameter: 'files',
				hint: 'Nothing was posted. Check that the file is still there and that nothing writes to it, then run it again.',
			});
		default:
			return new CliqError('unavailable', `Cliq did not answer: ${detail}`, {
				...details,
				hint: 'Run it again in a few minutes.',
			});
	}
}

const NOT_REPEATED = 'Check the chat before you run it again: the request was not repeated, to avoid a duplicate.';

function unknownOutcome(operation: Operation, { message, details }: CliqError, hint = NOT_REPEATED): CliqError {
	return new CliqError(
		'outcomeUnknown',
		`It is unknown whether Cliq did this: ${operation.action.toLowerCase()}. ${message}`,
		{ ...details, hint },
	);
}

/** It was looked for, and Cliq does not have it. */
function notPosted({ message, details }: CliqError, { count }: Tries): CliqError {
	const tried = count > 1 ? `It was tried ${count} times, and it` : 'It';
	return new CliqError('unavailable', message, {
		...details,
		hint: `Nothing was posted. ${tried} is not in the chat. Run it again in a few minutes.`,
	});
}
