import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { type Parameter, type ParameterType, hasChoices, operations, shapeOf } from '../../cliq';
import { collectionOf, optionsOf } from './messageForms';
import { textFormatField } from './textFormat';

type Widget = Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;

/** Names of the parameters that say which zone's clock a time is by. */
const zones = operations.flatMap(({ parameters }) => parameters.map(({ zone }) => zone));

/** Whether a parameter says by which zone's clock a time is; unless chosen, it is the zone of the workflow. */
export function isZone({ name }: Parameter): boolean {
	return zones.includes(name);
}

/**
 * How a person fills in a parameter, by what it means. The one place where a type becomes a widget; what is more than
 * one value has a form instead.
 */
const widgets: Partial<Record<ParameterType, (parameter: Parameter) => Widget>> = {
	boolean: (parameter) => ({ type: 'boolean', default: parameter.default ?? false }),
	bot: () => locator([byText('name', 'By Name', 'e.g. deploybot')]),
	channel: () =>
		locator([
			byText('name', 'By Name or ID', 'e.g. incidents'),
			byAddress('e.g. https://cliq.zoho.com/company/64/channels/incidents'),
		]),
	channelId: () => ({ type: 'string', default: '', placeholder: 'e.g. O1847392056173920481' }),
	chat: () =>
		locator([
			byText('id', 'By Name, Email or ID', 'e.g. incidents, sam@example.com or CT_1847392056173920481_748291635'),
			byAddress('e.g. https://cliq.zoho.com/app/chats/CT_1847392056173920481_748291635'),
		]),
	choice: ({ choices = [], default: usual }) => ({
		type: 'options',
		default: usual ?? choices[0]?.value ?? '',
		options: optionsOf(choices),
	}),
	comments: () => ({
		type: 'string',
		default: '',
		typeOptions: { rows: 2 },
		description: 'A comment for each file, one a line, in the order of the files',
	}),
	// How many lines a digest shows; page sizes have a field of their own.
	count: ({ minimum = 1, maximum }) => ({
		type: 'number',
		default: 10,
		typeOptions: { minValue: minimum, ...(maximum && { maxValue: maximum }) },
	}),
	emails: () => ({ type: 'string', default: '', placeholder: 'e.g. sam@example.com, kim@example.com' }),
	emoji: () => ({ type: 'string', default: '', placeholder: 'e.g. 👍 or :smile:' }),
	file: () => ({ type: 'string', default: '', placeholder: 'e.g. 9872345610928374' }),
	files: ({ maximum }) => ({
		displayName: 'Input Data Fields',
		type: 'string',
		default: 'data',
		placeholder: 'e.g. data',
		description: `Names of the binary fields with the files, separated by commas; * for all of them. Up to ${maximum} files of up to 50 MB each.`,
	}),
	ids: () => ({ type: 'string', default: '', placeholder: 'e.g. 5371900000123, 5371900000456' }),
	localTime: () => ({ type: 'dateTime', default: '' }),
	mentions: () => ({ type: 'string', default: '', placeholder: 'e.g. sam@example.com, #O1847392056173920481' }),
	message: () => ({ type: 'string', default: '', placeholder: 'e.g. 1599387839188_229293271789' }),
	object: () => ({ type: 'json', default: '{}' }),
	string: (parameter) => ({ type: 'string', default: isZone(parameter) ? '={{ $now.zoneName }}' : '' }),
	strings: () => ({ type: 'string', default: '', placeholder: 'e.g. {{ $json.severity }}' }),
	text: () => ({ type: 'string', default: '', typeOptions: { rows: 4 }, placeholder: 'e.g. Deployment finished' }),
	time: () => ({ type: 'dateTime', default: '' }),
	user: () => locator([byText('id', 'By Email or ID', 'e.g. sam@example.com')]),
	userIds: () => ({ type: 'string', default: '', placeholder: 'e.g. sam@example.com, 55743307' }),
};

/** @returns the form field of a parameter, without the conditions under which it is shown. */
export function widgetOf(parameter: Parameter): INodeProperties {
	if (parameter.name === 'textFormat')
		return textFormatField(parameter, 'Markdown if an AI model writes the text, else Cliq');
	const shape = shapeOf(parameter);
	const { type, ...widget } = shape ? collectionOf(shape) : (widgets[parameter.type] ?? widgets.string!)(parameter);
	const property: INodeProperties = {
		displayName: parameter.label,
		name: parameter.name,
		type,
		...(parameter.required && !isZone(parameter) && { required: true }),
		description: parameter.description,
		...widget,
	};
	if (type !== 'resourceLocator' || !hasChoices(parameter.type)) return property;
	const fromList = mode('From List', 'list', 'list', {
		placeholder: `Select a ${parameter.type === 'chat' ? 'channel or chat' : parameter.type}…`,
		typeOptions: { searchListMethod: listMethodOf(parameter.type), searchable: true },
	});
	return { ...property, modes: [fromList, ...(property.modes ?? [])] };
}

/** @returns the name of the method that lists what can be picked for a parameter of this type. */
export function listMethodOf(type: ParameterType): string {
	return `search${type.charAt(0).toUpperCase()}${type.slice(1)}s`;
}

function locator(modes: INodePropertyMode[]): Widget {
	return { type: 'resourceLocator', default: { mode: 'list', value: '' }, modes };
}

function byText(name: string, displayName: string, placeholder: string): INodePropertyMode {
	return mode(displayName, name, 'string', { placeholder });
}

/** The core takes the ID out of the address, so that every runner understands the same addresses. */
function byAddress(placeholder: string): INodePropertyMode {
	return mode('By URL', 'url', 'string', { placeholder });
}

function mode(
	displayName: string,
	name: string,
	type: INodePropertyMode['type'],
	more: Partial<INodePropertyMode>,
): INodePropertyMode {
	return { displayName, name, type, ...more };
}
