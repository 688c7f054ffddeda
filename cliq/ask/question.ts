import { CliqError } from '../errors';
import type { Values } from '../request';
import type { Choice, Question } from './types';

/** How a question's buttons reach whoever waits for the answer. */
export interface Buttons {
	/** Of the page (way `link`); or what comes after the address that the function knows (way `cliq`). */
	address(choice: Choice): string;
	/** Name of the function that the buttons run; of the way `cliq`. */
	functionName?: string;
}

/** @throws CliqError `invalidInput` if the question cannot be asked like this, e.g. approvers where nobody tells who answers. */
export function checkQuestion(_question: Question): void {
	throw new CliqError('invalidInput', 'Not yet');
}

/** @returns the parameters of `message.send.*` that a question has beside its text: its buttons. */
export function buttonsOf(_question: Question, _buttons: Buttons): Values {
	throw new CliqError('invalidInput', 'Not yet');
}
