import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { operations, type Operation, type Parameter } from '../../cliq/catalogue';
import { behaviour } from './behaviour';
import { withSendAndWait } from './sendAndWait/properties';
import { mostMessages } from './mostMessages';
import { isMessage, isOfDigest, severalItems } from './severalItems';
import { byDisplayName, byName } from './sorting';
import { textFileFields } from './textFile';
import { groupMentions } from './textFormat';
import { shownFor, siblingsOf, targetsOf, unique } from './show';
import { isZone, widgetOf } from './widgets';

/** Whether the answer is wider than a person wants it at first. */
export function isWide(operation: Operation): boolean {
	return operation.returns.shape === 'message' || operation.returns.shape === 'messages';
}

/** Whether it may come to more than one message. */
function isSending({ parameters }: Operation): boolean {
	return parameters.some(({ type }) => type === 'files' || type === 'targets');
}

/** Parameters that the node handles itself, since they belong to paging. */
export function isPagingParameter(operation: Operation, { name }: Parameter): boolean {
	const { paging } = operation;
	return paging !== undefined && (name === paging.limit || name === (paging.style === 'token' ? paging.token : paging.from === undefined && paging.to));
}

/** Whether a parameter has a field of its own: what nobody can do without. Everything else stands below "Options". */
export function isField(parameter: Parameter): boolean {
	return parameter.required === true && !isZone(parameter);
}

/** All form fields of the node, derived from the catalogue. */
export function nodeProperties(): INodeProperties[] {
	const resources = unique(operations.map(({ resource }) => resource));
	const paged = operations.filter(({ paging }) => paging);
	return withSendAndWait([
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((resource) => ({ name: titleCase(resource), value: resource })).sort(byName),
			default: 'message',
		},
		...resources.map(operationChoice),
		...targetChoices(),
		...requiredFields(),
		...shownFor(operations.filter(({ returns }) => returns.shape === 'file'), {
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			description: 'Name of the binary field that the file is put into',
		}),
		...shownFor(paged, {
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		}),
		...shownFor(paged, {
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		}),
		...shownFor(operations.filter(isWide), {
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		}),
		...optionCollections(),
	]);
}

function operationChoice(resource: string): INodeProperties {
	const choices = new Map<string, INodePropertyOptions>();
	for (const { name, label, action, description } of operations.filter((operation) => operation.resource === resource)) {
		choices.set(name, { name: label, value: name, action, description });
	}
	const options = [...choices.values()].sort(byName);
	const [first] = choices.keys();
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: first,
	};
}

/** Where one operation has several endpoints, a person chooses which. */
function targetChoices(): INodeProperties[] {
	const withTarget = operations.filter(({ target }) => target);
	return unique(withTarget.map(({ resource, name }) => JSON.stringify([resource, name]))).map((key) => {
		const [resource, name] = JSON.parse(key) as [string, string];
		const targets = withTarget.filter((operation) => operation.resource === resource && operation.name === name).map(({ target }) => target as string);
		const [first] = targets;
		return {
			displayName: `${titleCase(name)} To`,
			name: 'target',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource], operation: [name] } },
			options: targets.map((target) => ({ name: titleCase(target), value: target })).sort(byName),
			default: first,
		};
	});
}

/** What identifies comes before what is sent. */
function requiredFields(): INodeProperties[] {
	const required = operations.flatMap(({ parameters }) => parameters.filter(isField));
	const names = unique([...required.filter((parameter) => parameter.in === 'path'), ...required].map(({ name }) => name));
	return names.flatMap((name) => {
		const owners = operations.filter(({ parameters }) => parameters.some((parameter) => parameter.name === name && isField(parameter)));
		return widgetsOf(owners, name).flatMap(([widget, group]) => (widget.name === 'files' ? filesOf(widget) : [widget]).flatMap((property) => shownFor(group, property)));
	});
}

/** An agent has no binary data, and gives a text in its place. */
function filesOf(widget: INodeProperties): INodeProperties[] {
	return [{ ...widget, displayOptions: { show: { '@tool': [false] } } }, ...textFileFields()];
}

/** "Options" of each operation; operations with the same ones share a collection. */
function optionCollections(): INodeProperties[] {
	const groups = new Map<string, { owners: Operation[]; options: INodeProperties[] }>();
	for (const operation of operations) {
		if (siblingsOf(operation)[0] !== operation) continue;
		const options = [...optionsOf(siblingsOf(operation)), ...behaviour].sort(byDisplayName);
		const group = groups.get(JSON.stringify(options)) ?? { owners: [], options };
		group.owners.push(...siblingsOf(operation));
		groups.set(JSON.stringify(options), group);
	}
	return [...groups.values()].flatMap(({ owners, options }) =>
		shownFor(owners, { displayName: 'Options', name: 'options', type: 'collection', placeholder: owners.every(isMessage) ? 'Add card, slides, buttons or option' : 'Add option', default: {}, options }),
	);
}

/** The parameters below "Options" in the form of an operation. */
function optionalParameters(operation: Operation): Parameter[] {
	return operation.parameters.filter((parameter) => !isField(parameter) && !isPagingParameter(operation, parameter));
}

/** @returns the options of endpoints that are one operation to a person, each once; those that not all have are shown where the target has them. */
function optionsOf(siblings: Operation[]): INodeProperties[] {
	const names = unique(siblings.flatMap(optionalParameters).map(({ name }) => name));
	const own = names.flatMap((name) => {
		const owners = siblings.filter((operation) => optionalParameters(operation).some((parameter) => parameter.name === name));
		return widgetsOf(owners, name).map(([widget, group]) => withShow(widget, { ...(group.length < siblings.length && { '/target': targetsOf(group) }), ...(isOfDigest(name) && { combine: ['digest'] }) }));
	});
	const isText = siblings.every(({ parameters }) => parameters.some(({ name }) => name === 'textFormat'));
	return [...own, ...(siblings.every(isMessage) ? [severalItems] : []), ...(isText ? [groupMentions] : []), ...(siblings.every(isSending) ? [mostMessages] : [])];
}

function withShow(property: INodeProperties, show: NonNullable<IDisplayOptions['show']>): INodeProperties {
	return Object.keys(show).length === 0 ? property : { ...property, displayOptions: { show: { ...property.displayOptions?.show, ...show } } };
}

/** @returns the form field of a parameter, with the operations that have it like this. */
function widgetsOf(owners: Operation[], name: string): Array<[INodeProperties, Operation[]]> {
	const groups = new Map<string, [INodeProperties, Operation[]]>();
	for (const owner of owners) {
		const widget = widgetOf(owner.parameters.find((parameter) => parameter.name === name) as Parameter);
		const group = groups.get(JSON.stringify(widget)) ?? [widget, []];
		group[1].push(owner);
		groups.set(JSON.stringify(widget), group);
	}
	return [...groups.values()];
}

function titleCase(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
