import type { FunctionsOf } from './types';

/** Source: the pages "Number functions" of Deluge's help. */
export const numberFunctions: FunctionsOf<number> = {
	abs: Math.abs,
	ceil: Math.ceil,
	floor: Math.floor,
	power: (number, by) => number ** Number(by),
	sqrt: Math.sqrt,
	min: (one, other) => Math.min(one, Number(other)),
	max: (one, other) => Math.max(one, Number(other)),
	round: (number, places = 0) => Number(number.toFixed(Number(places))),
	isNumber: () => true,
	isText: () => false,
	toLong: Math.trunc,
	toNumber: (number) => number,
	toDecimal: (number) => number,
};
