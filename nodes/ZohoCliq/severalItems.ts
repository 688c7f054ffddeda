import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { type Operation, forms, slidesOfRows } from '../../cliq';
import { formOf } from '../shared/messageForms';

/** How many messages the items become: values of the option "combine". */
type Combination = 'each' | 'all' | 'digest';

/** Below "Options": with one item it says nothing, and without it a slide decides. */
export const severalItems: INodeProperties = {
	displayName: 'Several Items',
	name: 'combine',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'One Message Each', value: 'each', description: 'A slide without data of its own shows one item' },
		{
			name: 'One Message for All',
			value: 'all',
			description: 'Slides without data of their own show all items; the rest comes from the first',
		},
		{
			name: 'One Digest',
			value: 'digest',
			description: 'Each item becomes a line, grouped and counted; only the first lines are shown in full',
		},
	],
	default: 'each',
	description:
		'How many messages the items become. Unless chosen: one each, or one for all if a slide without data of its own shows them.',
};

/** Whether the operation sends a message that can be more than a text. */
export function isMessage({ parameters }: Operation): boolean {
	return parameters.some(({ name }) => name === 'card');
}

/** Whether it belongs to a digest alone. */
export function isOfDigest(name: string): boolean {
	return name === 'digestGroups' || name === 'digestFull';
}

/** Items that go into one call of an operation, or into the calls of one message. */
export interface Batch {
	/** Index of the item that what is the same for all of them is read from. */
	first: number;
	/** Indexes of all its items. */
	items: number[];
	/** Whether each of them becomes a line of a digest. */
	isDigest: boolean;
}

export interface Batches {
	batches: Batch[];
	/** What nobody chose and a person should know; nothing if there is none. */
	note?: string;
}

/** @returns which items go into one message. */
export function batchesOf(context: IExecuteFunctions, operation: Operation, count: number): Batches {
	const all = Array.from({ length: count }, (_, item) => item);
	const each = { batches: all.map((item) => ({ first: item, items: [item], isDigest: false })) };
	if (!isMessage(operation)) return each;
	const { combine } = context.getNodeParameter('options', 0, {}) as { combine?: Combination };
	const [slide] = combine === undefined && count > 1 ? slidesOfRows(writtenSlides(context)) : [];
	if (combine === 'each' || (combine === undefined && slide === undefined)) return each;
	return {
		batches: [{ first: 0, items: all, isDigest: combine === 'digest' }],
		...(slide !== undefined && {
			note: `The ${count} items became one message, since ${slide} has no data of its own and shows all of them. Everything else in the message comes from the first item. For a message for each item, add the option "Several Items".`,
		}),
	};
}

/** As it was written: an expression that gives nothing is not an empty field. */
function writtenSlides(context: IExecuteFunctions): unknown {
	const { slides } = context.getNodeParameter('options', 0, {}, { rawExpressions: true }) as IDataObject;
	return formOf(slides, forms.slides!)?.form;
}
