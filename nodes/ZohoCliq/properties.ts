import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { operations, type Operation, type Parameter } from '../../cliq/catalogue';
import { widgetOf } from './widgets';

/** Values of `show` in display options. */
type Show = NonNullable<IDisplayOptions['show']>;

/** Whether the answer is wider than a person wants it at first. */
export function isWide(operation: Operation): boolean {
	return operation.returns.shape === 'message' || operation.returns.shape === 'messages';
}

/** Parameters that the node handles itself, since they belong to paging. */
export function isPagingParameter(operation: Operation, { name }: Parameter): boolean {
	const { paging } = operation;
	return paging !== undefined && (name === paging.limit || (paging.style === 'token' && name === paging.token));
}

/** The parameters below "Options" in the form of an operation. */
export function optionalParameters(operation: Operation): Parameter[] {
	return operation.parameters.filter((parameter) => !parameter.required && !isPagingParameter(operation, parameter));
}

/** How the node behaves, whatever it does. */
const behaviour: INodeProperties[] = [
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 900,
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

/** All form fields of the node, derived from the catalogue. */
export function nodeProperties(): INodeProperties[] {
	const resources = unique(operations.map(({ resource }) => resource));
	const paged = operations.filter(({ paging }) => paging);
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map((resource) => ({ name: titleCase(resource), value: resource })),
			default: 'message',
		},
		...resources.map(operationChoice),
		...targetChoices(),
		...requiredFields(),
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
			description: 'Max number of results to return',
		}).map((property) => ({ ...property, displayOptions: { show: { ...property.displayOptions?.show, returnAll: [false] } } })),
		...shownFor(operations.filter(isWide), {
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		}),
		...optionCollections(),
	];
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

/** One field for each name, whichever operations have it; what identifies comes before what is sent. */
function requiredFields(): INodeProperties[] {
	const required = operations.flatMap(({ parameters }) => parameters.filter((parameter) => parameter.required));
	const names = unique([...required.filter((parameter) => parameter.in === 'path'), ...required].map(({ name }) => name));
	return names.flatMap((name) => {
		const owners = operations.filter(({ parameters }) => parameters.some((parameter) => parameter.name === name && parameter.required));
		return shownFor(owners, widgetOf(required.find((parameter) => parameter.name === name) as Parameter));
	});
}

/** "Options" of each operation; operations with the same ones share a collection. */
function optionCollections(): INodeProperties[] {
	const groups = new Map<string, Operation[]>();
	for (const operation of operations) {
		const names = optionalParameters(operation).map(({ name }) => name);
		const key = names.sort().join();
		groups.set(key, [...(groups.get(key) ?? []), operation]);
	}
	return [...groups.values()].flatMap((owners) =>
		shownFor(owners, {
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [...optionalParameters(owners[0]).map(widgetOf), ...behaviour].sort(byDisplayName),
		}),
	);
}

/** @returns the property once for each set of conditions that it takes to show it for these operations and no others. */
function shownFor(owners: Operation[], property: INodeProperties): INodeProperties[] {
	return conditions(owners).map((show) => ({ ...property, displayOptions: { show } }));
}

/** n8n shows a property if all its conditions hold, so pairs of resource and operation multiply. */
function conditions(owners: Operation[]): Show[] {
	if (owners.length === 0) return [];
	const isOwner = (operation: Operation) => owners.includes(operation);
	const siblings = ({ resource, name }: Operation) => operations.filter((other) => other.resource === resource && other.name === name);
	const whole = owners.filter((owner) => siblings(owner).every(isOwner));
	const partial = owners.filter((owner) => !whole.includes(owner));

	const resources = unique(whole.map(({ resource }) => resource));
	const names = unique(whole.map(({ name }) => name));
	const isExact = operations.every((operation) => !resources.includes(operation.resource) || !names.includes(operation.name) || whole.includes(operation));
	const shows: Show[] = isExact && whole.length > 0
		? [{ resource: resources, operation: names }]
		: resources.map((resource) => ({
				resource: [resource],
				operation: unique(whole.filter((operation) => operation.resource === resource).map(({ name }) => name)),
			}));
	for (const owner of partial) {
		const group = partial.filter((other) => other.resource === owner.resource && other.name === owner.name);
		if (group[0] !== owner) continue;
		shows.push({ resource: [owner.resource], operation: [owner.name], target: group.map(({ target }) => target as string) });
	}
	return shows;
}

function unique(values: string[]): string[] {
	return [...new Set(values)];
}

function titleCase(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

function byName(one: INodePropertyOptions, other: INodePropertyOptions): number {
	return one.name.localeCompare(other.name);
}

function byDisplayName(one: INodeProperties, other: INodeProperties): number {
	return one.displayName.localeCompare(other.displayName);
}
