import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Operation, Parameter } from '../../cliq/catalogue';
import { forms } from '../../cliq/message/form/fields';
import type { Form, Row } from '../../cliq/message/types';
import type { Values } from '../../cliq/request';
import { filesToSend } from './files';
import { formOf } from './forms';
import { isField, isPagingParameter } from './properties';
import { isOfDigest } from './severalItems';
import { textFormatOf } from './textFormat';
import { isZone } from './widgets';

/** Items that go into one call of an operation, or into the calls of one message. */
export interface Batch {
	/** Indexes of the items; what is the same for all of them is read from the first. */
	items: number[];
	/** Whether each of them becomes a line of a digest. */
	isDigest: boolean;
}

/**
 * @returns what was filled in, as the core wants it.
 * @throws CliqError `invalidInput` if an item lacks a file that was asked for.
 */
export async function valuesOf(context: IExecuteFunctions, operation: Operation, { items, isDigest }: Batch): Promise<Values> {
	const [first] = items;
	const options = (item: number) => context.getNodeParameter('options', item, {}) as IDataObject;
	const written = context.getNodeParameter('options', first, {}, { rawExpressions: true }) as IDataObject;
	const values: Values = {};
	for (const parameter of operation.parameters) {
		const { name } = parameter;
		if (isPagingParameter(operation, parameter) || (isOfDigest(name) && !isDigest)) continue;
		const read = (item: number): unknown => (isField(parameter) ? context.getNodeParameter(name, item, '') : options(item)[name]);
		if (isDigest && isLineByLine(parameter)) values[name] = items.map(read);
		else if (parameter.type === 'files') values[name] = await filesToSend(context, first, read(first));
		else if (name === 'textFormat') values[name] = textFormatOf(context, read(first), written.text ?? context.getNodeParameter('text', first, '', { rawExpressions: true }));
		else if (isZone(parameter)) values[name] = read(first) ?? context.getTimezone();
		else if (name === 'slides') values[name] = slidesOf(read(first), written[name]);
		else values[name] = plain(read(first), parameter);
	}
	return values;
}

/** An expression for the data of a slide that gives nothing is not an empty field: nothing is what the slide shows then. */
function slidesOf(slides: unknown, written: unknown): Form | undefined {
	const [given, asWritten] = [slides, written].map((value) => formOf(value, forms.slides!));
	if (!Array.isArray(given?.form) || !Array.isArray(asWritten?.form)) return given;
	const isBlank = (value: unknown) => value === undefined || value === null || value === '';
	return { form: given.form.map((row, index) => (isBlank(row.data) && !isBlank((asWritten.form as Row[])[index]?.data) ? { ...row, data: [] } : row)) };
}

/** Of a digest: the line, and what it is counted under. */
function isLineByLine({ name }: Parameter): boolean {
	return name === 'text' || name === 'digestGroups';
}

function plain(value: unknown, { type }: Parameter): unknown {
	const shape = forms[type];
	return shape ? formOf(value, shape) : chosen(value);
}

/** @returns the value of a resource locator, which holds it beside the way it was chosen; anything else as it is. */
export function chosen(value: unknown): unknown {
	return typeof value === 'object' && value !== null && '__rl' in value ? (value as IDataObject).value : value;
}
