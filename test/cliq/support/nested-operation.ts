import type { Operation, Parameter } from '../../../cliq/catalogue';

/** A field of a nested value. */
function field(name: string, type: Parameter['type'], others: Partial<Parameter> = {}): Parameter {
	return {
		name,
		label: name.charAt(0).toUpperCase() + name.slice(1),
		type,
		in: 'body',
		wire: name,
		description: 'A field',
		...others,
	};
}

const reminder = {
	entry: 'Reminder',
	most: 3,
	fields: [
		field('minutes', 'count', { required: true }),
		field('via', 'choice', {
			wire: 'type',
			choices: [
				{ value: 'email', label: 'Email' },
				{ value: 'popup', label: 'Popup' },
			],
		}),
	],
};

/** An operation that the catalogue does not have, with an object, a list of objects and a list within a list. */
export const nestedOperation: Operation = {
	id: 'meeting.create',
	resource: 'meeting',
	name: 'create',
	label: 'Create',
	action: 'Create a meeting',
	description: 'Create a meeting',
	method: 'POST',
	path: '/meetings',
	scopes: [],
	threshold: 20,
	lockMinutes: 10,
	parameters: [
		field('title', 'string', { required: true }),
		field('room', 'nested', {
			nested: {
				entry: 'Room',
				most: 1,
				fields: [
					field('name', 'string', { wire: 'room_name', required: true }),
					field('isQuiet', 'boolean', { wire: 'quiet' }),
				],
			},
		}),
		field('days', 'nested', {
			nested: {
				entry: 'Day',
				most: 2,
				fields: [
					field('start', 'time', { required: true }),
					field('reminders', 'nested', { nested: reminder }),
				],
			},
		}),
	],
	returns: { shape: 'nothing' },
};

/** What every way of filling it in comes to. */
export const nestedBody = {
	title: 'Planning',
	room: { room_name: 'Blue', quiet: true },
	days: [
		{
			start: Date.UTC(2026, 11, 1, 9),
			reminders: [
				{ minutes: 10, type: 'email' },
				{ minutes: 5, type: 'popup' },
			],
		},
		{ start: Date.UTC(2026, 11, 2, 9) },
	],
};
