import type { Parameter } from '../catalogue';
import { CliqError } from '../errors';

/** Where in what a person filled in something is, for what is said about it. */
export interface Where {
	parameter: Parameter;
	/** As a person counts: `Slide 2, table`, `Button 1, confirmation`. */
	place: string;
}

/** @param why what is wrong with the place, as a predicate: `has no label`. */
export function refused({ parameter, place }: Where, why: string, hint: string): CliqError {
	return new CliqError('invalidInput', `${place} ${why}`, { parameter: parameter.name, hint });
}

/** @returns a place within the place. */
export function within({ parameter, place }: Where, inner: string): Where {
	return { parameter, place: `${place}, ${inner}` };
}
