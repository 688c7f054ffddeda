import { CliqError } from '../../../cliq/errors';

/** Words that help nobody: what happened and what to do is said without them. */
const UNHELPFUL = /\b(?:errors?|problems?|failures?|mistakes?)\b/i;

/** @returns the CliqError that the work throws, after a look at how it reads. */
export function refusal(work: () => unknown): CliqError {
	try {
		work();
	} catch (error) {
		return readable(error);
	}
	throw new Error('Nothing was refused');
}

/** @returns the CliqError that the promise is rejected with, after a look at how it reads. */
export async function rejection(work: Promise<unknown>): Promise<CliqError> {
	const outcome = await work.then(
		() => undefined,
		(error: unknown) => error,
	);
	if (outcome === undefined) throw new Error('Nothing was refused');
	return readable(outcome);
}

/** @returns the same, if it is a CliqError that reads well. */
export function readable(error: unknown): CliqError {
	if (!(error instanceof CliqError)) throw error;
	expect(error.message).not.toBe('');
	expect(error.message).not.toMatch(UNHELPFUL);
	if (error.kind !== 'cancelled') expect(error.hint).toMatch(/\w/);
	// Cliq's own words are quoted as they are.
	expect((error.hint ?? '').replace(/^Cliq says: .*?\. (?=It|Check)/, '')).not.toMatch(UNHELPFUL);
	return error;
}
