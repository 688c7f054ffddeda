import type { INodeProperties } from 'n8n-workflow';

/** How fast the account may be used; both credentials ask for it alike, after everything that is needed to connect. */
export const rateLimitProperties: INodeProperties[] = [
	{
		displayName: 'Rate Limit',
		name: 'rateLimit',
		type: 'options',
		options: [
			{
				name: 'As Documented',
				value: 'documented',
				description: '15 to 50 calls a minute, depending on the operation',
			},
			{
				name: 'Granted by Zoho',
				value: 'own',
				description: 'Another number of calls a minute, if Zoho has granted one to this account',
			},
			{
				name: 'None',
				value: 'none',
				description: 'Never wait. Only for an account without limits, such as one of a sandbox.',
			},
		],
		default: 'documented',
		description:
			'How many calls Cliq accepts from this account. Cliq locks an account that makes more for ten minutes, so the nodes wait instead.',
	},
	{
		displayName: 'Calls per Minute',
		name: 'callsPerMinute',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		displayOptions: { show: { rateLimit: ['own'] } },
		description: 'How many calls a minute Cliq accepts from this account, for each operation',
	},
	{
		displayName: 'Share of the Rate Limit (%)',
		name: 'rateLimitShare',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 100,
		displayOptions: { hide: { rateLimit: ['none'] } },
		description:
			'How much of it this process may use. Leave 100 unless others use the same account: n8n in queue mode with two workers takes 50, with four 25.',
	},
];
