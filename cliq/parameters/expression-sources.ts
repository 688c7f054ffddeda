import type { Operation, Parameter } from '../catalogue';
import { CliqError } from '../errors';
import { excerpt } from '../util/quote';
import type { Remarks } from './warnings';
import type { Values } from './values';

/**
 * Where values come from that nobody wrote down, in words that a person recognizes (`{{ $json.rows }}`, `msg.rows`): in
 * the shape of the values, with nothing in the place of what was written down.
 */
export type Sources = Record<string, unknown>;

/** @returns where a value as a whole comes from; `undefined` if it was written down. */
export function sourceOf(sources: unknown, name: string): string | undefined {
	const source =
		typeof sources === 'object' && sources !== null && Object.hasOwn(sources, name)
			? (sources as Sources)[name]
			: undefined;
	return typeof source === 'string' ? source : undefined;
}

/** Whether anything in a value comes from elsewhere. */
export function isOfData(source: unknown): boolean {
	if (typeof source === 'string') return true;
	return typeof source === 'object' && source !== null && Object.values(source).some(isOfData);
}

/** For values that all come from data, and nobody knows more of them than their names. */
export function allOfData(values: Values): Sources {
	return Object.fromEntries(Object.keys(values).map((name) => [name, name]));
}

/** @returns e.g. `"Columns" gave nothing ({{ $json.columns }})`. */
export function gaveNothing(label: string, source: string): string {
	return `"${label}" gave nothing (${excerpt(source)})`;
}

/** @param emptyMeans what an empty field stands for: `to use the incoming items`. */
export function orClear(emptyMeans: string): string {
	return `Check the expression, or clear the field ${emptyMeans}.`;
}

/**
 * A field whose expression gives nothing is not an empty field. Where that would mean something else than nothing, it
 * is refused; anything else that is not needed is left out, which is said.
 *
 * @throws CliqError `invalidInput`, naming the field and where its value was to come from.
 */
export function checkSources(
	{ parameters }: Pick<Operation, 'parameters'>,
	values: Values,
	sources: Sources,
	remarks?: Remarks,
): void {
	for (const parameter of parameters) {
		const source = sourceOf(sources, parameter.name);
		const value = values[parameter.name];
		if (source === undefined || !isNothing(value)) continue;
		if (parameter.required || isMisleading(parameter, value)) throw refusedNothing(parameter, source);
		remarks?.add(`${gaveNothing(parameter.label, source)} and is left out`);
	}
}

export function isNothing(value: unknown): boolean {
	return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** That nobody is mentioned may well be what the data says. */
function isMisleading({ type, emptyMeans }: Parameter, value: unknown): boolean {
	return emptyMeans !== undefined && (type !== 'mentions' || value === undefined);
}

/** @returns an error for a parameter that a call cannot be without. */
export function refusedNothing({ name, label, emptyMeans }: Parameter, source: string): CliqError {
	return new CliqError('invalidInput', gaveNothing(label, source), {
		parameter: name,
		hint:
			emptyMeans === undefined
				? 'Check the expression: the data may call it otherwise, or not have it.'
				: orClear(emptyMeans),
	});
}
