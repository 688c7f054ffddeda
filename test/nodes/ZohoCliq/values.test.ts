import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { buildRequest } from '../../../cliq/http/request';
import { widgetOf } from '../../../nodes/shared/parameterWidgets';
import { valuesOf } from '../../../nodes/ZohoCliq/values';
import { nestedBody, nestedOperation } from '../../cliq/support/nested-operation';

/** A node with these parameters, as n8n stores them. */
function contextWith(parameters: Record<string, unknown>): IExecuteFunctions {
	const { title, ...options } = parameters;
	return {
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			({ title, options })[name as 'title' | 'options'] ?? fallback,
		getNode: () => ({ type: 'zohoCliq', parameters: {} }),
		getTimezone: () => 'Etc/UTC',
	} as unknown as IExecuteFunctions;
}

/** The names of the fields of a form, those within others below them. */
function namesIn(property: INodeProperties): unknown[] {
	const [group] = (property.options ?? []) as Array<{ name: string; values?: INodeProperties[] }>;
	return [property.name, property.type, ...(group?.values ?? []).map(namesIn)];
}

test('nested values have forms within forms', () => {
	const [, room, days] = nestedOperation.parameters.map(widgetOf);
	expect(namesIn(room!)).toEqual(['room', 'fixedCollection', ['name', 'string'], ['isQuiet', 'boolean']]);
	expect(namesIn(days!)).toEqual([
		'days',
		'fixedCollection',
		['start', 'string'],
		['reminders', 'fixedCollection', ['minutes', 'string'], ['via', 'options']],
	]);
});

test('what was filled into them reaches the wire without the groups of n8n', async () => {
	const context = contextWith({
		title: 'Planning',
		room: { form: { name: 'Blue', isQuiet: true } },
		days: {
			form: [
				{
					start: '2026-12-01T09:00:00Z',
					reminders: {
						form: [
							{ minutes: '10', via: 'email' },
							{ minutes: 5, via: 'popup' },
						],
					},
				},
				{ start: '2026-12-02T09:00:00Z', reminders: {} },
			],
		},
	});
	const { values } = await valuesOf(context, nestedOperation, { first: 0, items: [0], isDigest: false });
	expect(buildRequest(nestedOperation, values, 'https://cliq.test').body).toEqual(nestedBody);
});
