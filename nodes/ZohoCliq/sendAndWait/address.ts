import type { IExecuteFunctions } from 'n8n-workflow';

import { isLoopback } from '../../../cliq/addresses';
import type { Choice, Question } from '../../../cliq/ask/types';

/** @returns the address that takes this answer: signed by n8n as a whole, so that nothing in it can be changed. */
export function answerAddress(context: IExecuteFunctions, { key }: Question, choice: Choice): string {
	return context.getSignedResumeUrl({ choice, key });
}

/** @returns what all such addresses of this n8n begin with; after it come the execution, the node and the query. */
export function answerPrefix(context: IExecuteFunctions): string {
	const address = context.getSignedResumeUrl();
	return address.slice(0, address.split('?')[0].split('/').slice(0, -2).join('/').length + 1);
}

/** Whether only programs on the same machine reach an address. */
export function isLocal(address: string): boolean {
	return isLoopback(new URL(address).hostname);
}
