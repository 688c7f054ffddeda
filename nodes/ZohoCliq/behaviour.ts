import type { INodeProperties } from 'n8n-workflow';

/** In seconds: long enough to outlast a lock. */
export const USUAL_MAX_WAIT = 900;

/** How the node behaves, whatever it does. */
export const behaviour: INodeProperties[] = [
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: USUAL_MAX_WAIT,
		description: 'How long an item may wait for Cliq\'s rate limit or the end of a lock before it fails untouched',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30,
		description: 'How long to wait for each answer of Cliq',
	},
];
