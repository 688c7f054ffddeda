import {
	DelugeError,
	isMap,
	textOf,
	typeOf,
	type DelugeFile,
	type Readings,
	type Tasks,
	type TypeName,
} from '../values';
import { listFunctions } from './list';
import { mapFunctions } from './map';
import { numberFunctions } from './number';
import { textFunctions } from './text';
import { timeFunctions } from './time';
import type { FunctionsOf } from './types';

/** For whatever there is, null too. Source: the pages "Common functions" of Deluge's help. */
const forAll: FunctionsOf<unknown> = {
	isNull: (value) => value === null || value === '',
	ifNull: (value, other) => value ?? other,
	isBlank: (value) => value === null || textOf(value).trim() === '',
	isEmpty: (value) =>
		value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0),
};

const fileFunctions: FunctionsOf<DelugeFile> = {
	getFileName: ({ name }) => name,
	getFileType: ({ type }) => type,
	getFileSize: ({ size }) => size,
};

/** Live scripts write `tostring` and `toString`, `list()` and `List()`. */
function byLowerCase<T>(functions: FunctionsOf<T>): Map<string, FunctionsOf<unknown>[string]> {
	return new Map(Object.entries(functions as FunctionsOf<unknown>).map(([name, own]) => [name.toLowerCase(), own]));
}

const common = byLowerCase(forAll);
const byType: Partial<Record<TypeName, ReturnType<typeof byLowerCase>>> = {
	text: byLowerCase(textFunctions),
	number: byLowerCase(numberFunctions),
	list: byLowerCase(listFunctions),
	map: byLowerCase(mapFunctions),
	file: byLowerCase(fileFunctions),
	time: byLowerCase(timeFunctions),
};

/**
 * `value.name(…)`, or `name(value, …)`.
 * @throws DelugeError if there is no such function, or none for such a value
 */
export function callFunction(name: string, [value = null, ...given]: unknown[], { mapText }: Readings): unknown {
	const lower = name.toLowerCase();
	const type = typeOf(value);
	const own = byType[type]?.get(lower) ?? common.get(lower);
	if (own) return own(value, ...given) ?? null;
	const isText = /^to(?:string|text)$/.test(lower);
	if (isText && type !== 'null' && type !== 'tasks') return textOf(value, mapText);
	const isKnown = isText || Object.values(byType).some((functions) => functions.has(lower));
	throw new DelugeError(
		isKnown
			? `Error in ${name}: ${type === 'null' ? 'null' : `a value of the type ${type}`} has no such function`
			: `the sandbox does not know the function "${name}"`,
	);
}

/** `Map()` and `List()`, perhaps with what they hold. @returns undefined for another name */
export function construct(name: string, [given]: unknown[]): unknown {
	const lower = name.toLowerCase();
	if (lower === 'map') return isMap(given) ? { ...given } : {};
	return lower === 'list' || lower === 'collection' ? (Array.isArray(given) ? [...given] : []) : undefined;
}

/** `zoho.encryption.name(…)`. @throws DelugeError if there is no such task */
export function callTask({ functions }: Tasks, name: string, given: unknown[]): unknown {
	const [, run] = Object.entries(functions).find(([one]) => one.toLowerCase() === name.toLowerCase()) ?? [];
	if (!run) throw new DelugeError(`the sandbox does not know the task "${name}"`);
	return run(...given) ?? null;
}
