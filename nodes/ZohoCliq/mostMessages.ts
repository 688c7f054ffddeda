import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { CliqError, type Step, count, kindOf } from '../../cliq';
import { isTool } from './agentTool';

/** What a model may post with one call; a person in the conversation reads no more of it at once. */
const USUAL_MOST = 5;

/** Below the options of a tool. */
export const mostMessages: INodeProperties = {
	displayName: 'Max Messages a Call',
	name: 'maxMessages',
	type: 'number',
	typeOptions: { minValue: 1 },
	displayOptions: { show: { '@tool': [true] } },
	default: USUAL_MOST,
	description: 'How many messages one call of an agent may post',
};

/** @throws CliqError `invalidInput` if an agent would post more messages with one call than it may. */
export function refuseTooMany(context: IExecuteFunctions, steps: Step[]): void {
	if (!isTool(context)) return;
	const { maxMessages = USUAL_MOST } = context.getNodeParameter('options', 0, {}) as IDataObject;
	const most = Number(maxMessages);
	if (!Number.isInteger(most) || most < 1)
		throw new CliqError(
			'invalidInput',
			`"${mostMessages.displayName}" must be a whole number of 1 or more, but is ${typeof maxMessages === 'number' ? maxMessages : kindOf(maxMessages)}`,
			{ parameter: mostMessages.name },
		);
	if (steps.length <= most) return;
	throw new CliqError(
		'invalidInput',
		`This comes to ${count(steps.length)} messages, and one call may post ${most}`,
		{
			parameter: 'text',
			hint: `Nothing was sent. Shorten the text, or send it as a file. The option "${mostMessages.displayName}" of the tool allows more.`,
		},
	);
}
