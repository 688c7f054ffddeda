import type { IExecuteFunctions } from 'n8n-workflow';

import { type AnswerAddress, type AnswerChoice, type Question, isLoopback, letterOf, ticketOf } from '../../../cliq';

/** @returns the address that takes this answer: signed by n8n as a whole, so that nothing in it can be changed. */
export function answerAddress(context: IExecuteFunctions, { key }: Question, choice: AnswerChoice): string {
	return context.getSignedResumeUrl({ choice, key });
}

/** A signed address, taken apart: what stays the same for all questions of this node, and what does not. */
interface Signed {
	address: AnswerAddress;
	/** Beside the choice and the key: the execution and n8n's signature. */
	more: string[];
}

/** @returns the address that the function in Cliq makes of a button's key. */
export function functionAddress(context: IExecuteFunctions): AnswerAddress {
	return signed(context, 'a', 'k').address;
}

/** @returns what a button gets, for the function to make the signed address of. */
export function answerTicket(context: IExecuteFunctions, question: Question, choice: AnswerChoice): string {
	return ticketOf(choice, question, signed(context, letterOf(choice), question.key).more);
}

/** `…/webhook-waiting/{execution}/{node}?choice=…&key=…&signature=…` */
function signed(context: IExecuteFunctions, choice: string, key: string): Signed {
	const [path = '', query] = context.getSignedResumeUrl({ choice, key }).split('?');
	const segments = path.split('/');
	const [execution = '', node = ''] = segments.slice(-2);
	const others = [...new URLSearchParams(query)].filter(([name]) => name !== 'choice' && name !== 'key');
	return {
		address: [
			`${segments.slice(0, -2).join('/')}/`,
			2,
			`/${node}?choice=`,
			0,
			'&key=',
			1,
			...others.flatMap(([name], index) => [`&${name}=`, index + 3]),
		],
		more: [execution, ...others.map(([, value]) => value)],
	};
}

/** Whether only programs on the same machine reach an address. */
export function isLocal(address: string): boolean {
	return isLoopback(new URL(address).hostname);
}
