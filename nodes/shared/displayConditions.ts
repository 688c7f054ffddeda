import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { formOperations, type FormOperation } from '../ZohoCliq/formOperations';

/** Values of `show` in display options, and the operations for which they hold. */
export interface Condition {
	show: Partial<Record<Key, string[]>>;
	members: FormOperation[];
}

const keys = ['resource', 'operation', 'target'] as const;
type Key = (typeof keys)[number];

/** @returns the property once for each condition that it takes to show it for these and no others. */
export function shownFor(owners: FormOperation[], property: INodeProperties): INodeProperties[] {
	return conditions(owners).map(({ show }) => shownIf(show, property));
}

/** The same for an option in a collection that is shown for `all`; it says only what tells the owners from the rest. */
export function shownAmong(
	all: FormOperation[],
	owners: FormOperation[],
	property: INodeProperties,
): INodeProperties[] {
	return conditions(owners).map((condition) => {
		const needed = keys.reduce((show, key) => without(show, key, condition.members, all), condition.show);
		return shownIf(
			Object.fromEntries(Object.entries(needed).map(([key, values]) => [`/${key}`, values])),
			property,
		);
	});
}

function shownIf(show: NonNullable<IDisplayOptions['show']>, property: INodeProperties): INodeProperties {
	return Object.keys(show).length === 0
		? property
		: {
				...property,
				displayOptions: { ...property.displayOptions, show: { ...show, ...property.displayOptions?.show } },
			};
}

function without(show: Condition['show'], key: Key, members: FormOperation[], all: FormOperation[]): Condition['show'] {
	const rest = Object.fromEntries(Object.entries(show).filter(([name]) => name !== key));
	return isExact({ show: rest, members }, all) ? rest : show;
}

/**
 * @returns as few conditions as these take: n8n shows a property if all that it names holds, so resources and
 * operations multiply.
 */
export function conditions(owners: FormOperation[]): Condition[] {
	const single = owners.flatMap((owner): Condition[] => {
		const siblings = siblingsOf(owner);
		const members = siblings.filter((sibling) => owners.includes(sibling));
		if (members[0] !== owner) return [];
		return [
			{
				show: {
					resource: [owner.resource],
					operation: [owner.name],
					...(members.length < siblings.length && { target: targetsOf(members) }),
				},
				members,
			},
		];
	});
	return joined(
		joined(single, (both) => both.show.resource?.length === 1),
		(both) => isExact(both, formOperations),
	);
}

/** @param mayJoin whether one condition may take the place of two. */
function joined(single: Condition[], mayJoin: (both: Condition) => boolean): Condition[] {
	const result: Condition[] = [];
	for (const condition of single) {
		const found = result.find(
			(other) => String(other.show.target) === String(condition.show.target) && mayJoin(both(other, condition)),
		);
		if (found) result[result.indexOf(found)] = both(found, condition);
		else result.push(condition);
	}
	return result;
}

function both(one: Condition, other: Condition): Condition {
	const show = Object.fromEntries(
		keys.flatMap((key) => (one.show[key] ? [[key, unique([...one.show[key], ...(other.show[key] ?? [])])]] : [])),
	);
	return { show, members: [...one.members, ...other.members] };
}

/** Whether it holds for its members alone. A form that has no target may have kept one of another operation. */
function isExact({ show, members }: Condition, all: FormOperation[]): boolean {
	const holds = (values: string[] | undefined, value: string | undefined) =>
		values === undefined || value === undefined || values.includes(value);
	return all.every(
		(one) =>
			members.includes(one) ||
			!(holds(show.resource, one.resource) && holds(show.operation, one.name) && holds(show.target, one.target)),
	);
}

/** @returns the endpoints that are one operation to a person, this one included. */
export function siblingsOf({ resource, name }: FormOperation): FormOperation[] {
	return formOperations.filter((other) => other.resource === resource && other.name === name);
}

function targetsOf(owners: FormOperation[]): string[] {
	return owners.map(({ target }) => target as string);
}

export function unique<Value>(values: Value[]): Value[] {
	return [...new Set(values)];
}
