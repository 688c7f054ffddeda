import { DelugeError, textOf, typeOf } from '../values';
import type { FunctionsOf } from './types';

/** Source: the pages "List functions" and "List manipulations" of Deluge's help. Places are counted from 0. */
export const listFunctions: FunctionsOf<unknown[]> = {
	add: (list, value) => void list.push(value),
	addAll: (list, others) => void list.push(...listed(others)),
	get: (list, index) => {
		if (!Number.isInteger(Number(index)) || Number(index) < 0 || Number(index) >= list.length)
			throw new DelugeError(`Error in get: a list of ${list.length} has nothing at ${textOf(index)}`);
		return list[Number(index)];
	},
	size: (list) => list.length,
	contains: (list, value) => placeOf(list, value) >= 0,
	notContains: (list, value) => placeOf(list, value) < 0,
	indexOf: placeOf,
	lastIndexOf: (list, value) => list.map(textKey).lastIndexOf(textKey(value)),
	remove: (list, index) => list.splice(Number(index), 1)[0] ?? null,
	removeElement: (list, value) => void (placeOf(list, value) >= 0 && list.splice(placeOf(list, value), 1)),
	removeAll: (list, others) => {
		const gone = new Set(listed(others).map(textKey));
		list.splice(0, list.length, ...list.filter((one) => !gone.has(textKey(one))));
	},
	clear: (list) => void list.splice(0),
	/** Upwards, unless a value says false; capital letters come first. Null if there are values of several types. */
	sort: (list, isUpwards = true) => {
		if (new Set(list.map(typeOf)).size > 1) return null;
		list.sort((one, other) =>
			typeof one === 'number' && typeof other === 'number' ? one - other : textOf(one) < textOf(other) ? -1 : 1,
		);
		return isUpwards === false ? list.reverse() : list;
	},
	distinct: (list) => list.filter((one, index) => placeOf(list, one) === index),
	intersect: (list, others) => list.filter((one) => placeOf(listed(others), one) >= 0),
	subList: (list, from, to = list.length) => list.slice(Number(from), Number(to)),
	toJSONList: (list) => [...list],
	toList: (list) => [...list],
};

function placeOf(list: unknown[], value: unknown): number {
	return list.map(textKey).indexOf(textKey(value));
}

/** Maps and lists are the same if they hold the same. */
function textKey(value: unknown): string {
	return JSON.stringify(value ?? null);
}

function listed(value: unknown): unknown[] {
	if (!Array.isArray(value)) throw new DelugeError(`"${textOf(value).slice(0, 40)}" is not a list`);
	return value;
}
