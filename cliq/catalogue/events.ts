import type { Entry } from './entry';
import type { Parameter } from './types';

const time: Pick<Parameter, 'type' | 'in' | 'required'> = { type: 'time', in: 'body', required: true };

/** Source: Zoho's older OpenAPI file of the events of the REST API v2. */
export const events: Entry[] = [
	{
		resource: 'event',
		name: 'create',
		label: 'Create',
		action: 'Create an event',
		description: 'Create an event in a calendar of the account',
		method: 'POST',
		path: '/events',
		// There is no smaller one. Where the organization uses Zoho Calendar, it needs calendar.ALL and event.ALL, too.
		scopes: ['ZohoCliq.CalendarEvents.ALL'],
		threshold: 20, // The file has 30, which no current page confirms.
		lockMinutes: 10,
		parameters: [
			{
				name: 'title',
				label: 'Title',
				type: 'string',
				in: 'body',
				wire: 'title',
				required: true,
				description: 'What the event is called',
			},
			{ ...time, name: 'start', label: 'Start', wire: 'start_time', description: 'When it starts' },
			{ ...time, name: 'end', label: 'End', wire: 'end_time', notBefore: 'start', description: 'When it ends' },
			{
				name: 'timeZone',
				label: 'Time Zone',
				type: 'string',
				in: 'body',
				wire: 'timezone',
				required: true,
				description: 'Time zone that the event is shown in, e.g. Europe/Berlin',
			},
			{
				name: 'attendees',
				label: 'Attendees',
				type: 'emails',
				in: 'body',
				wire: 'attendees',
				description: 'Email addresses of those who are invited, separated by commas or as a list',
			},
			{
				name: 'calendarId',
				label: 'Calendar ID',
				type: 'string',
				in: 'body',
				wire: 'calendar_id',
				description: 'ID of the calendar, unless it is the default one',
			},
			{
				name: 'details',
				label: 'Details',
				type: 'text',
				in: 'body',
				wire: 'description',
				maxLength: 10_000,
				description: 'What attendees should know',
			},
			{
				name: 'location',
				label: 'Location',
				type: 'string',
				in: 'body',
				wire: 'location',
				maxLength: 255,
				description: 'Where it takes place',
			},
			{
				name: 'eventType',
				label: 'Event Type',
				type: 'choice',
				in: 'body',
				wire: 'type',
				choices: [
					{ value: 'normal_event', label: 'Meeting' },
					{
						value: 'event_management',
						label: 'Managed Event',
						description: 'With a group chat and reminders by Zia',
					},
					{ value: 'audio_conference', label: 'Audio Conference' },
					{ value: 'video_conference', label: 'Video Conference' },
				],
				description: 'What kind of event it is',
			},
			{
				name: 'reminders',
				label: 'Reminders',
				type: 'nested',
				in: 'body',
				wire: 'reminders',
				nested: {
					entry: 'Reminder',
					most: 10, // The page names no limit.
					fields: [
						{
							name: 'by',
							label: 'By',
							type: 'choice',
							in: 'body',
							wire: 'type',
							required: true,
							choices: [
								{ value: 'popup', label: 'Popup' },
								{ value: 'email', label: 'Email' },
								{ value: 'notification', label: 'Notification' },
							],
							description: 'How attendees are reminded',
						},
						{
							name: 'minutes',
							label: 'Minutes Before',
							type: 'count',
							in: 'body',
							wire: 'minutes',
							required: true,
							minimum: 0,
							description: 'How long before the start',
						},
					],
				},
				description: 'When attendees are reminded',
			},
		],
		returns: {
			shape: 'record',
			at: 'data',
			isListed: true,
			fields: [
				{ name: 'eventId', wire: 'id', description: 'ID of the event' },
				{ name: 'title', wire: 'title', description: 'What it is called' },
				{ name: 'start', wire: 'start_time', description: 'When it starts, in milliseconds since 1970' },
				{ name: 'end', wire: 'end_time', description: 'When it ends, in milliseconds since 1970' },
				{ name: 'timeZone', wire: 'timezone', description: 'Time zone that it is shown in' },
				{ name: 'calendarId', wire: 'calendar_id', optional: true, description: 'ID of its calendar' },
				{
					name: 'editTag',
					wire: 'edit_tag',
					optional: true,
					description: 'What a change or deletion must name',
				},
				{ name: 'meetingLink', wire: 'meeting_link', optional: true, description: 'Address of its conference' },
				{
					name: 'attendees',
					wire: 'attendees',
					optional: true,
					description: 'Who is invited, as Cliq sent them',
				},
			],
		},
	},
];
