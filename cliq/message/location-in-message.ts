import type { Parameter } from '../catalogue';
import { CliqError } from '../errors';
import type { Remarks } from '../parameters/warnings';

/** Where in what a person filled in something is, for what is said about it. */
export interface Where {
	parameter: Parameter;
	/** As a person counts: `Slide 2, table`, `Button 1, confirmation`. */
	place: string;
	/** Where it is noted what was left out, shortened or guessed. */
	remarks?: Remarks | undefined;
}

/** @param why what is wrong with the place, as a predicate: `has no label`. */
export function refused({ parameter, place }: Where, why: string, hint: string): CliqError {
	return new CliqError('invalidInput', `${place} ${why}`, { parameter: parameter.name, hint });
}

/** @returns a place within the place. */
export function within(where: Where, inner: string): Where {
	return { ...where, place: `${where.place}, ${inner}` };
}

/** Notes what was left out or guessed there, as a predicate: `shows no picture`. */
export function remark({ place, remarks }: Where, why: string): void {
	remarks?.add(`${place} ${why}`);
}

/**
 * Notes what is shortened there, as a predicate: `shows 10 of 14 columns`.
 *
 * @throws CliqError `invalidInput` if a person chose that nothing is shortened.
 */
export function remarkCut(where: Where, why: string): void {
	if (where.remarks?.refusesCuts) throw refused(where, why, 'Shorten it, or let "If Too Long" cut it.');
	remark(where, why);
}
