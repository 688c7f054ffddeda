import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Operation, Parameter } from '../../cliq/catalogue';
import { forms } from '../../cliq/message/form/fields';
import type { Values } from '../../cliq/request';
import { filesToSend } from './files';
import { formOf } from './forms';
import { isField, isOfDigest, isPagingParameter } from './properties';

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
	const options = context.getNodeParameter('options', first, {}) as IDataObject;
	const values: Values = {};
	for (const parameter of operation.parameters) {
		const { name, type } = parameter;
		if (isPagingParameter(operation, parameter) || (isOfDigest(parameter) && !isDigest)) continue;
		const read = (item: number): unknown => (isField(parameter) ? context.getNodeParameter(name, item, '') : options[name]);
		if (isDigest && isLineByLine(parameter)) values[name] = items.map(read);
		else if (type === 'files') values[name] = await filesToSend(context, first, read(first));
		else values[name] = plain(read(first), parameter);
	}
	return values;
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
