import type { Parameter, ParameterType } from '../catalogue';

/** What Cliq gets for a parameter. */
export type WireValue = string | number | boolean | object;

/**
 * How a value of a kind, which the catalogue calls the type of a parameter, is checked and written for Cliq.
 *
 * @param others all values of the operation, by the name of the parameter; a time needs its zone.
 * @param isRaw the value is a key of raw JSON, in which types may stand that are not known here yet.
 * @returns `undefined` where nothing is left to send, as of an empty list.
 * @throws CliqError `invalidInput`, naming the parameter and what to do.
 */
export type Kind = (
	value: unknown,
	parameter: Parameter,
	others: Record<string, unknown>,
	isRaw: boolean,
) => WireValue | undefined;

/** Checks the whole body of a call, each part of it checked before. @throws CliqError `invalidInput`. */
export type BodyCheck = (body: Record<string, unknown>) => void;

const kinds = new Map<ParameterType, Kind>();
const bodyChecks = new Map<ParameterType, BodyCheck>();

/**
 * Adds kinds of values. Those that need to know messages come from there.
 *
 * @param checks by a kind: what must hold of the body of an operation that has a parameter of it.
 */
export function addKinds(
	added: Partial<Record<ParameterType, Kind>>,
	checks: Partial<Record<ParameterType, BodyCheck>> = {},
): void {
	for (const [type, kind] of Object.entries(added)) kinds.set(type as ParameterType, kind);
	for (const [type, check] of Object.entries(checks)) bodyChecks.set(type as ParameterType, check);
}

/** @throws Error if nobody added it: a fault of the program, not of its user. */
export function kindOfType(type: ParameterType): Kind {
	const kind = kinds.get(type);
	if (!kind) throw new Error(`No kind of value is known as "${type}"`);
	return kind;
}

/** @returns what has to hold of the body of a call with such parameters. */
export function bodyChecksOf(parameters: readonly Parameter[]): BodyCheck[] {
	return [...new Set(parameters.map(({ type }) => type))].flatMap((type) => bodyChecks.get(type) ?? []);
}
