import { define, DelugeError, entryOf, isMap, textOf, type DelugeMap } from '../values';
import type { FunctionsOf } from './types';

/** Source: the pages "Map functions" and "Map manipulations" of Deluge's help. */
export const mapFunctions: FunctionsOf<DelugeMap> = {
	put: (map, key, value) => define(map, textOf(key), value),
	putAll: (map, other) => {
		if (!isMap(other)) throw new DelugeError('putAll needs a map');
		for (const [key, value] of Object.entries(other)) define(map, key, value);
	},
	get: (map, key) => entryOf(map, textOf(key)),
	getJSON: (map, key) => entryOf(map, textOf(key)),
	keys: (map) => Object.keys(map),
	containsKey: (map, key) => Object.hasOwn(map, textOf(key)),
	containKey: (map, key) => Object.hasOwn(map, textOf(key)),
	containsValue: hasValue,
	containValue: hasValue,
	remove: (map, key) => void delete map[textOf(key)],
	size: (map) => Object.keys(map).length,
	clear: (map) => Object.keys(map).forEach((key) => delete map[key]),
};

function hasValue(map: DelugeMap, value: unknown): boolean {
	return Object.values(map).some((one) => JSON.stringify(one) === JSON.stringify(value));
}
