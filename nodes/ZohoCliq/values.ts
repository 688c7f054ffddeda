import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { type Operation, type Parameter, type Sources, type Values, shapeOf } from '../../cliq';
import { filesToSend } from './files';
import { formOf } from '../shared/messageForms';
import { isField, isPagingParameter } from './properties';
import { isOfDigest, type Batch } from './severalItems';
import { textFile } from './textFile';
import { byModelOf, textFormatOf } from '../shared/textFormat';
import { isTool } from './agentTool';
import { isZone } from '../shared/parameterWidgets';

/** What was filled in, as the core wants it. */
export interface FilledValues {
	values: Values;
	sources: Sources;
	/** Names of those that an AI model wrote and that must call no group. */
	byModel: Set<string>;
}

/** @throws CliqError `invalidInput` if an item lacks a file that was asked for. */
export async function valuesOf(
	context: IExecuteFunctions,
	operation: Operation,
	{ first, items, isDigest }: Batch,
): Promise<FilledValues> {
	const options = (item: number) => context.getNodeParameter('options', item, {}) as IDataObject;
	const written = context.getNodeParameter('options', first, {}, { rawExpressions: true }) as IDataObject;
	const values: Values = {};
	const sources: Sources = {};
	const asWritten: Values = {};
	for (const parameter of operation.parameters) {
		const { name } = parameter;
		if (isPagingParameter(operation, parameter) || (isOfDigest(name) && !isDigest)) continue;
		const read = (item: number): unknown =>
			isField(parameter) ? context.getNodeParameter(name, item, '') : options(item)[name];
		const raw = isField(parameter)
			? context.getNodeParameter(name, first, '', { rawExpressions: true })
			: written[name];
		sources[name] = expressionsIn(raw, parameter);
		asWritten[name] = raw;
		const isBlank = sources[name] !== undefined && isNothing(read(first));
		if (isDigest && isLineByLine(parameter)) values[name] = items.map(read);
		else if (parameter.type === 'files' && isTool(context)) values[name] = [textFile(context, first, parameter)];
		else if (parameter.type === 'files')
			values[name] = isBlank
				? undefined
				: await filesToSend(context, first, read(first), !isNothing(options(first).text));
		else if (name === 'textFormat')
			values[name] = textFormatOf(
				context,
				read(first),
				written.text ??
					written.comments ??
					context.getNodeParameter('text', first, '', { rawExpressions: true }),
			);
		else if (isZone(parameter)) values[name] = isBlank ? undefined : (read(first) ?? context.getTimezone());
		else values[name] = plain(read(first), parameter);
	}
	return { values, sources, byModel: byModelOf(context, options(first), asWritten) };
}

/**
 * @param raw a parameter as it was written, expressions included.
 * @returns the expressions in it, in the shape of its value; nothing where something was written down.
 */
export function expressionsIn(raw: unknown, parameter: Pick<Parameter, 'type' | 'nested'>): unknown {
	const shape = shapeOf(parameter);
	const written = shape ? formOf(raw, shape)?.form : chosen(raw);
	return expressions(written);
}

/** @returns the expression that a single field was written as. */
export function expressionIn(raw: unknown): string | undefined {
	const written = chosen(raw);
	return typeof written === 'string' && written.startsWith('=') ? written.slice(1).trim() : undefined;
}

function expressions(written: unknown): unknown {
	if (typeof written === 'string') return expressionIn(written);
	if (Array.isArray(written)) return written.map(expressions);
	if (typeof written !== 'object' || written === null) return undefined;
	return Object.fromEntries(Object.entries(written).map(([name, value]) => [name, expressions(value)]));
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** Of a digest: the line, and what it is counted under. */
function isLineByLine({ name }: Parameter): boolean {
	return name === 'text' || name === 'digestGroups';
}

function plain(value: unknown, parameter: Parameter): unknown {
	const shape = shapeOf(parameter);
	return shape ? formOf(value, shape) : chosen(value);
}

/** @returns the value of a resource locator, which holds it beside the way it was chosen; anything else as it is. */
export function chosen(value: unknown): unknown {
	return typeof value === 'object' && value !== null && '__rl' in value ? (value as IDataObject).value : value;
}
