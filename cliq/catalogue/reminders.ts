import type { Entry } from './entry';

/** Source: Zoho's older OpenAPI file of the reminders of the REST API v2. */
export const reminders: Entry[] = [
	{
		resource: 'reminder',
		name: 'deleteMany',
		label: 'Delete Many',
		action: 'Delete many reminders',
		description: 'Delete up to 20 reminders for good',
		method: 'DELETE',
		path: '/reminders/batch',
		scopes: ['ZohoCliq.Reminders.DELETE'], // Or ZohoCliq.Reminders.ALL, which allows more than is needed.
		threshold: 20, // The file has 30, which no current page confirms.
		lockMinutes: 10,
		parameters: [
			{
				name: 'reminderIds',
				label: 'Reminder IDs',
				type: 'ids',
				in: 'body',
				wire: 'reminder_ids',
				required: true,
				maximum: 20,
				description: 'IDs of the reminders, separated by commas or as a list',
			},
		],
		returns: { shape: 'nothing' },
	},
];
