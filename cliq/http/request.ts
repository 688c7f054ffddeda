import { parameterOf, type Operation, type Parameter } from '../catalogue';
import { CliqError } from '../errors';
import type { HttpRequest, Part } from './ports';
import type { FileToSend, Values } from '../parameters/values';
import { isEmpty } from '../parameters/json-values';
import { invalid } from '../parameters/invalid-input';
import { bodyChecksOf, type WireValue } from '../parameters/kinds';
import { toWire } from '../parameters/to-wire';

/**
 * Turns an operation and its values into one HTTP request: checked, encoded, without anything that Cliq did not ask
 * for.
 *
 * @param root as `cliqRoot` gives it.
 * @throws CliqError `invalidInput`, naming the parameter and what to do.
 */
export function buildRequest(operation: Operation, values: Values, root: string): HttpRequest {
	refuseUnknown(operation, values);
	refuseBackwardsRange(operation, values);
	let path = operation.path;
	const query: Record<string, string> = {};
	const body: Record<string, unknown> = {};
	const form: Part[] = [];
	const { inputs, rest } = withRawJson(operation, values);
	for (const { parameter, given, isRaw } of inputs) {
		const value = toWire(parameter, given, values, isRaw);
		// Cliq refuses keys it does not expect, so what is empty is not sent.
		if (value === undefined || parameter.in === 'compose') continue;
		if (parameter.in === 'path')
			path = path.replace(`{${parameter.wire}}`, () => encodeURIComponent(String(value)));
		else if (parameter.in === 'query') query[parameter.wire] = String(value);
		else if (parameter.in === 'form') form.push(...partsOf(parameter, value));
		else body[parameter.wire] = value;
	}
	for (const check of bodyChecksOf(operation.parameters)) check(body);
	const hasBody = operation.parameters.some((parameter) => parameter.in === 'body');
	const url = `${root}/api/${operation.version ?? 'v2'}${path}`;
	return {
		method: operation.method,
		url,
		query,
		...(hasBody && { body: { ...body, ...rest } }),
		...(form.length > 0 && { form }),
		...(operation.returns.shape === 'file' && { wantsFile: true as const }),
	};
}

interface Input {
	parameter: Parameter;
	given: unknown;
	/** It comes from raw JSON. */
	isRaw: boolean;
}

/**
 * Each value beside its parameter. A key of raw JSON replaces the value of the parameter that Cliq calls so, and is
 * checked as that; what no parameter is called is the rest, and sent as it is.
 */
function withRawJson(operation: Operation, values: Values): { inputs: Input[]; rest: Record<string, unknown> } {
	const json = operation.parameters.find(({ wire }) => wire === '*');
	const others = operation.parameters.filter((parameter) => parameter !== json);
	const raw = ((json && toWire(json, values[json.name])) ?? {}) as Record<string, unknown>;
	const replaced = others.filter(
		(parameter) => ['body', 'query'].includes(parameter.in) && Object.hasOwn(raw, parameter.wire),
	);
	const inputs = others.map((parameter) => {
		if (!json || !replaced.includes(parameter)) return { parameter, given: values[parameter.name], isRaw: false };
		return {
			parameter: { ...parameter, name: json.name, label: `${json.label}: ${parameter.wire}` },
			given: raw[parameter.wire],
			isRaw: true,
		};
	});
	const wires = replaced.map(({ wire }) => wire);
	const rest = Object.fromEntries(
		Object.entries(raw).filter(([key, value]) => !wires.includes(key) && !isEmpty(value)),
	);
	return { inputs, rest };
}

function partsOf({ type, wire }: Parameter, value: WireValue): Part[] {
	if (type === 'files') return (value as FileToSend[]).map((file) => ({ name: wire, file }));
	return [{ name: wire, text: typeof value === 'object' ? JSON.stringify(value) : String(value) }];
}

/** A misspelt name would otherwise be dropped in silence, and with it what its author wanted. */
function refuseUnknown(operation: Operation, values: Values): void {
	const known = operation.parameters.map(({ name }) => name);
	const unknown = Object.keys(values).find((name) => values[name] !== undefined && !known.includes(name));
	if (unknown === undefined) return;
	throw new CliqError('invalidInput', `"${operation.action}" has no parameter "${unknown}"`, {
		parameter: unknown,
		hint: `It has ${known.join(', ')}.`,
	});
}

function refuseBackwardsRange(operation: Operation, values: Values): void {
	for (const parameter of operation.parameters.filter(({ notBefore }) => notBefore)) {
		const from = parameterOf(operation, parameter.notBefore!);
		const start = timeIn(values, from);
		const end = timeIn(values, parameter);
		if (start === undefined || end === undefined || start <= end) continue;
		throw invalid(
			from,
			`is later than "${parameter.label}"`,
			'Swap the two, or leave one of them empty if it is not needed.',
		);
	}
}

/** What is missing is refused by somebody else. */
function timeIn(values: Values, parameter: Parameter): WireValue | undefined {
	return toWire({ ...parameter, required: undefined }, values[parameter.name]);
}
