import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import type { Parameter, ParameterType } from '../../cliq/catalogue';
import { hasChoices } from '../../cliq/pickers';

type Widget = Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties>;

/** How a person fills in a parameter, by what it means. The one place where a type becomes a widget. */
const widgets: Partial<Record<ParameterType, (parameter: Parameter) => Widget>> = {
	boolean: (parameter) => ({ type: 'boolean', default: parameter.default ?? false }),
	bot: () => locator([byText('name', 'By Unique Name', 'e.g. deploybot')]),
	channel: () => locator([byText('name', 'By Unique Name', 'e.g. incidents'), byAddress('e.g. https://cliq.zoho.com/company/64/channels/incidents')]),
	channelId: () => ({ type: 'string', default: '', placeholder: 'e.g. O1847392056173920481' }),
	chat: () => locator([byText('id', 'By ID', 'e.g. CT_1847392056173920481_748291635'), byAddress('e.g. https://cliq.zoho.com/app/chats/CT_1847392056173920481_748291635')]),
	count: ({ maximum }) => ({ type: 'number', default: 50, typeOptions: { minValue: 1, ...(maximum && { maxValue: maximum }) } }),
	emoji: () => ({ type: 'string', default: '', placeholder: 'e.g. 👍 or :smile:' }),
	message: () => ({ type: 'string', default: '', placeholder: 'e.g. 1599387839188_229293271789' }),
	string: () => ({ type: 'string', default: '' }),
	text: () => ({ type: 'string', default: '', typeOptions: { rows: 4 }, placeholder: 'e.g. Deployment finished' }),
	time: () => ({ type: 'dateTime', default: '' }),
	user: () => locator([byText('id', 'By Email or ID', 'e.g. sam@example.com')]),
	userIds: () => ({ type: 'string', default: '', placeholder: 'e.g. 55743307,55622727' }),
};

/** @returns the form field of a parameter, without the conditions under which it is shown. */
export function widgetOf(parameter: Parameter): INodeProperties {
	const { type, ...widget } = (widgets[parameter.type] ?? widgets.string!)(parameter);
	const property: INodeProperties = {
		displayName: parameter.label,
		name: parameter.name,
		type,
		...(parameter.required && { required: true }),
		description: parameter.description,
		...widget,
	};
	if (type !== 'resourceLocator' || !hasChoices(parameter.type)) return property;
	const fromList = mode('From List', 'list', 'list', { typeOptions: { searchListMethod: listMethodOf(parameter.type), searchable: true } });
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

function mode(displayName: string, name: string, type: INodePropertyMode['type'], more: Partial<INodePropertyMode>): INodePropertyMode {
	return { displayName, name, type, ...more };
}
