import type { Operation } from './catalogue';
import { CliqError } from './errors';
import type { Failure, Outcome } from './ports';
import { refusalOf } from './refusals';

/** How often a request is sent at most, and how long the first pause between two tries is, in milliseconds. */
const MOST_TRIES = 3;
const FIRST_PAUSE = 500;

/** What to do after a try. */
export type Verdict =
	| { next: 'accept' }
	| { next: 'fail'; error: CliqError }
	| { next: 'repeat'; afterMilliseconds: number }
	/** Cliq has locked the operation; it did nothing with the request. */
	| { next: 'waitForLock'; until: number };

/**
 * Decides what may be repeated. Reading, editing and deleting end the same however often they are done. A second
 * POST is a second message, so it is repeated only if the first one certainly did not arrive.
 *
 * @param attempt 1 for the first try.
 * @param random from 0 up to 1, to spread the tries of many callers.
 */
export function settle(operation: Operation, outcome: Outcome, attempt: number, now: number, random: number): Verdict {
	const pause = FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + random);
	const isLastTry = attempt >= MOST_TRIES;
	if ('failure' in outcome) {
		const { kind } = outcome.failure;
		const isRepeatable = kind === 'unreachable' || ((kind === 'interrupted' || kind === 'timedOut') && operation.method !== 'POST');
		if (isRepeatable && !isLastTry) return { next: 'repeat', afterMilliseconds: pause };
		return { next: 'fail', error: errorOf(operation, outcome.failure) };
	}
	const refusal = refusalOf(operation, outcome.response, now);
	if (!refusal) return { next: 'accept' };
	if (refusal.kind === 'locked') return { next: 'waitForLock', until: refusal.details.retryAt ?? now };
	if (refusal.kind === 'unavailable') {
		if (operation.method === 'POST') return { next: 'fail', error: unknownOutcome(operation, refusal.message) };
		if (!isLastTry) return { next: 'repeat', afterMilliseconds: pause };
	}
	// A deletion that is repeated after its answer was lost finds nothing to delete any more.
	if (refusal.kind === 'notFound' && operation.method === 'DELETE' && attempt > 1) return { next: 'accept' };
	return { next: 'fail', error: refusal };
}

function errorOf(operation: Operation, failure: Failure): CliqError {
	const details = { operation: operation.id };
	switch (failure.kind) {
		case 'cancelled':
			return new CliqError('cancelled', `"${operation.action}" was cancelled while Cliq was working on it`, details);
		case 'notAuthorized':
			return new CliqError('notAuthorized', failure.detail, { ...details, hint: failure.hint });
		case 'unreachable':
			return new CliqError('unavailable', `Cliq could not be reached: ${failure.detail}`, {
				...details,
				hint: 'Nothing was sent. Check the network and the data center, then run it again.',
			});
		default:
			if (operation.method === 'POST') return unknownOutcome(operation, failure.detail);
			return new CliqError('unavailable', `Cliq did not answer: ${failure.detail}`, { ...details, hint: 'Run it again in a few minutes.' });
	}
}

function unknownOutcome(operation: Operation, what: string): CliqError {
	return new CliqError('outcomeUnknown', `It is unknown whether Cliq did this: ${operation.action.toLowerCase()}. ${what}`, {
		operation: operation.id,
		hint: 'Look into the chat before you run it again: it was not repeated, so that nothing is posted twice.',
	});
}
