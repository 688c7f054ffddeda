import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { millisecondsOf } from '../../cliq';
import { isTool } from './agentTool';

/** In seconds: long enough to outlast a lock. */
const USUAL_MAX_WAIT = 900;

/** In seconds: an agent waits for its tool, and somebody for the agent. */
const MAX_WAIT_OF_TOOL = 60;

/** In seconds. */
const USUAL_TIMEOUT = 30;

/** How the node behaves in every operation. */
export const behaviour: INodeProperties[] = [
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: USUAL_MAX_WAIT,
		description:
			"How long an item may wait for Cliq's rate limit or the end of a lock before it fails untouched; a tool waits 60 unless said otherwise",
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: USUAL_TIMEOUT,
		description: 'How long to wait for each answer of Cliq',
	},
];

/**
 * @returns what was chosen, in milliseconds.
 * @throws CliqError `invalidInput` if an expression gave no number of seconds.
 */
export function behaviourOf(context: IExecuteFunctions): { maxWait: number; timeout: number } {
	const { maxWait, timeout } = context.getNodeParameter('options', 0, {}) as IDataObject;
	return {
		maxWait: millisecondsOf(
			{
				label: 'Max Wait',
				name: 'maxWait',
				least: 0,
				usual: isTool(context) ? MAX_WAIT_OF_TOOL : USUAL_MAX_WAIT,
			},
			maxWait,
		),
		timeout: millisecondsOf({ label: 'Timeout', name: 'timeout', least: 1, usual: USUAL_TIMEOUT }, timeout),
	};
}
