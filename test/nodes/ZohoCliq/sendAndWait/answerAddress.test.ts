import type { IExecuteFunctions } from 'n8n-workflow';

import { partsOf } from '../../../../cliq/ask/answer-ticket';
import type { Question } from '../../../../cliq/ask/types';
import { answerTicket, functionAddress } from '../../../../nodes/ZohoCliq/sendAndWait/answerAddress';

const question = { key: '0123456789abcdef' } as Question;

/** As n8n signs: what the node gives, and after it what n8n proves the address by. */
function contextOf(execution: string, signature: string) {
	const getSignedResumeUrl = ({ choice, key }: Record<string, string>) =>
		`https://n8n.example.com/webhook-waiting/${execution}/node-1?choice=${choice}&key=${key}&signature=${signature}`;
	return { getSignedResumeUrl } as unknown as IExecuteFunctions;
}

test.each(['approve', 'decline', 'respond'] as const)(
	'the address of %s that the function makes of a button is the one that n8n signed',
	(choice) => {
		const context = contextOf('1234', 'f00d');
		const parts = partsOf(answerTicket(context, question, choice));
		const address = functionAddress(contextOf('99', 'beef')).map((part) =>
			typeof part === 'number' ? parts[part] : part,
		);
		expect(address.join('')).toBe(context.getSignedResumeUrl({ choice: choice.charAt(0), key: question.key }));
	},
);
