import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { operations, type Operation } from '../../cliq/catalogue';

/** Values of `show` in display options. */
type Show = NonNullable<IDisplayOptions['show']>;

/** @returns the property once for each set of conditions that it takes to show it for these operations and no others. */
export function shownFor(owners: Operation[], property: INodeProperties): INodeProperties[] {
	return conditions(owners).map((show) => ({ ...property, displayOptions: { show: { ...show, ...property.displayOptions?.show } } }));
}

/** n8n shows a property if all its conditions hold, so pairs of resource and operation multiply. */
function conditions(owners: Operation[]): Show[] {
	if (owners.length === 0) return [];
	const isOwner = (operation: Operation) => owners.includes(operation);
	const whole = owners.filter((owner) => siblingsOf(owner).every(isOwner));
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
		const group = partial.filter((other) => isSibling(owner, other));
		if (group[0] !== owner) continue;
		shows.push({ resource: [owner.resource], operation: [owner.name], target: targetsOf(group) });
	}
	return shows;
}

/** @returns the endpoints that are one operation to a person, this one included. */
export function siblingsOf(operation: Operation): Operation[] {
	return operations.filter((other) => isSibling(operation, other));
}

function isSibling(one: Operation, other: Operation): boolean {
	return one.resource === other.resource && one.name === other.name;
}

export function targetsOf(owners: Operation[]): string[] {
	return owners.map(({ target }) => target as string);
}

export function unique<Value>(values: Value[]): Value[] {
	return [...new Set(values)];
}
