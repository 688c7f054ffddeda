import type { Parameter } from '../catalogue';
import { emoji } from './emoji';
import { isNothing } from './expression-sources';
import { fileKinds } from './files';
import { identifierKinds } from './identifiers';
import { invalid } from './invalid-input';
import { lowerFirst } from '../util/quote';
import { addKinds, kindOfType, type WireValue } from './kinds';
import { listKinds } from './lists';
import { nestedKinds } from './nested-values';
import { simpleKinds } from './simple-values';
import { toLocalTime, toTime } from './times';

addKinds({
	...simpleKinds,
	...identifierKinds,
	...listKinds,
	...fileKinds,
	...nestedKinds(toWire),
	emoji,
	time: toTime,
	localTime: toLocalTime,
});

/**
 * Checks a value and turns it into what Cliq wants for the parameter.
 *
 * @param value as a person, an expression or an AI agent gave it.
 * @param others all values of the operation, by the name of the parameter; a time needs its zone.
 * @param isRaw the value is a key of raw JSON, in which types may stand that are not known here yet.
 * @returns the value to send, not yet encoded. An empty optional parameter gives its default, or `undefined` without
 *   one.
 * @throws CliqError `invalidInput`, naming the parameter and what to do.
 */
export function toWire(
	parameter: Parameter,
	value: unknown,
	others: Record<string, unknown> = {},
	isRaw = false,
): WireValue | undefined {
	const wire = isNothing(value) ? undefined : kindOfType(parameter.type)(value, parameter, others, isRaw);
	if (wire !== undefined) return wire;
	if (parameter.required)
		throw invalid(parameter, 'is empty', `Give it a value: ${lowerFirst(parameter.description)}.`);
	return parameter.default;
}
