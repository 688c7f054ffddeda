import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { type Operation, type Parameter, operations } from '../../cliq';
import { behaviour } from './retryAndWaitOptions';
import { questionTarget, withSendAndWait } from './sendAndWait/properties';
import { formOperations, type FormOperation } from './formOperations';
import { mostMessages } from './mostMessages';
import { isMessage, isOfDigest, severalItems } from './severalItems';
import { byDisplayName, byName } from './sorting';
import { textFileFields } from './textFile';
import { groupMentions } from '../shared/textFormat';
import { conditions, shownAmong, shownFor, unique } from '../shared/displayConditions';
import { isZone, widgetOf } from '../shared/parameterWidgets';

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
	return (
		paging !== undefined &&
		(name === paging.limit ||
			name === (paging.style === 'token' ? paging.token : paging.from === undefined && paging.to))
	);
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
		questionTarget,
		...requiredFields(),
		...shownFor(
			operations.filter(({ returns }) => returns.shape === 'file'),
			{
				displayName: 'Put Output File in Field',
				name: 'binaryPropertyName',
				type: 'string',
				required: true,
				default: 'data',
				placeholder: 'e.g. data',
				description: 'Name of the binary field that the file is put into',
			},
		),
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
	for (const { name, label, action, description } of operations.filter(
		(operation) => operation.resource === resource,
	)) {
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
	return alike(withTarget, ({ resource, name }) => {
		const targets = withTarget
			.filter((operation) => operation.resource === resource && operation.name === name)
			.map(({ target }) => target as string);
		const [first] = targets;
		return {
			displayName: `${titleCase(name)} To`,
			name: 'target',
			type: 'options',
			noDataExpression: true,
			options: targets.map((target) => ({ name: titleCase(target), value: target })).sort(byName),
			default: first,
		};
	}).flatMap(([field, owners]) => shownFor(owners, field));
}

/** What identifies comes before what is sent. */
function requiredFields(): INodeProperties[] {
	const required = formOperations.flatMap(({ parameters }) => parameters.filter(isField));
	const names = unique(
		[...required.filter((parameter) => parameter.in === 'path'), ...required].map(({ name }) => name),
	);
	return names.flatMap((name) => {
		const owners = formOperations.filter(({ parameters }) =>
			parameters.some((parameter) => parameter.name === name && isField(parameter)),
		);
		return widgetsOf(owners, name).flatMap(([widget, group]) =>
			(widget.name === 'files' ? filesOf(widget) : [widget]).flatMap((property) => shownFor(group, property)),
		);
	});
}

/** An agent has no binary data, and gives a text in its place. */
function filesOf(widget: INodeProperties): INodeProperties[] {
	return [{ ...widget, displayOptions: { show: { '@tool': [false] } } }, ...textFileFields()];
}

/** "Options": as few collections as there can be, since each brings its fields along. */
function optionCollections(): INodeProperties[] {
	const isOther = (operation: Operation) => !isMessage(operation);
	return [
		...collectionsFor(operations.filter(isMessage), 'Add card, slides, buttons or option'),
		...collectionsFor(operations.filter(isOther), 'Add option'),
	];
}

function collectionsFor(all: Operation[], placeholder: string): INodeProperties[] {
	return sharing(all).flatMap((owners) =>
		conditions(owners).map(({ show, members }) => {
			const options = optionsOf(owners.filter((owner) => members.includes(owner)));
			return {
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder,
				default: {},
				displayOptions: { show },
				options,
			};
		}),
	);
}

/**
 * @returns those that can share a collection: what they call by the same name is the same field, since older n8n adds
 * the first of a name.
 */
function sharing(all: Operation[]): Operation[][] {
	const groups: Array<{ owners: Operation[]; fields: Map<string, string> }> = [];
	for (const operation of all) {
		const fields = optionalParameters(operation).map(
			(parameter) => [parameter.name, JSON.stringify(widgetOf(parameter))] as const,
		);
		let group = groups.find((other) =>
			fields.every(([name, field]) => (other.fields.get(name) ?? field) === field),
		);
		if (!group) groups.push((group = { owners: [], fields: new Map() }));
		group.owners.push(operation);
		for (const [name, field] of fields) group.fields.set(name, field);
	}
	return groups.map(({ owners }) => owners);
}

/** The parameters below "Options" in the form of an operation. */
function optionalParameters(operation: Operation): Parameter[] {
	return operation.parameters.filter((parameter) => !isField(parameter) && !isPagingParameter(operation, parameter));
}

/** @returns the options of all these operations, each once, and shown for those that have it. */
function optionsOf(all: Operation[]): INodeProperties[] {
	const names = unique(all.flatMap(optionalParameters).map(({ name }) => name));
	const own = names.flatMap((name) => {
		const owners = all.filter((operation) =>
			optionalParameters(operation).some((parameter) => parameter.name === name),
		);
		return widgetsOf(owners, name).flatMap(([widget, group]) =>
			shownAmong(
				all,
				group,
				isOfDigest(name) ? { ...widget, displayOptions: { show: { combine: ['digest'] } } } : widget,
			),
		);
	});
	const hasFormat = ({ parameters }: Operation) => parameters.some(({ name }) => name === 'textFormat');
	const ofTheNode: Array<[INodeProperties, (operation: Operation) => boolean]> = [
		[severalItems, isMessage],
		[groupMentions, hasFormat],
		[mostMessages, isSending],
	];
	const more = ofTheNode.flatMap(([property, isOwner]) => shownAmong(all, all.filter(isOwner), property));
	return [...own, ...more, ...behaviour].sort(byDisplayName);
}

/** @returns the form field of a parameter, with the operations that have it like this. */
function widgetsOf(owners: FormOperation[], name: string): Array<[INodeProperties, FormOperation[]]> {
	return alike(owners, ({ parameters }) =>
		widgetOf(parameters.find((parameter) => parameter.name === name) as Parameter),
	);
}

/** @returns each of these fields once, with the operations that have it. */
function alike(
	owners: FormOperation[],
	fieldOf: (owner: FormOperation) => INodeProperties,
): Array<[INodeProperties, FormOperation[]]> {
	const groups = new Map<string, [INodeProperties, FormOperation[]]>();
	for (const owner of owners) {
		const field = fieldOf(owner);
		const key = JSON.stringify(field);
		groups.set(key, [field, [...(groups.get(key)?.[1] ?? []), owner]]);
	}
	return [...groups.values()];
}

function titleCase(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
