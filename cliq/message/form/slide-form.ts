import { isOfData } from '../../parameters/expression-sources';
import { isRow, shown, sizeOf } from './table-cells';
import { forms, KINDS_OF_DATA } from './form-fields';
import { isFigure } from './numbers-in-data';
import { SLIDES_TOGETHER } from '../check/slides';
import { refused, remark, within, type Where } from '../location-in-message';
import { entriesOf, slideOf } from './data-rows';
import type { Wish } from './slide-wish';
import type { Row, Slide } from '../types';

/** One slide as it was filled in. */
export interface FilledSlide {
	fields: Row;
	where: Where;
	/** Where its values come from, in the shape of the fields. */
	source?: unknown;
}

/**
 * Cliq's JSON for the fields of slides.
 *
 * @param rows the data for slides that have none of their own.
 * @param room how many characters they may have together. What those of fixed size leave is shared by those made of
 *   data.
 */
export function slidesOf(filled: FilledSlide[], rows: unknown[], room: number): Slide[] {
	const fixed = filled.map(fixedSlide);
	let left = room - sizeOf(fixed);
	const isSpread =
		left < SLIDES_TOGETHER / 2 && filled.some(({ fields, source }) => fields.type === 'text' && isOfData(source));
	let waiting = fixed.filter((slide) => slide === undefined).length;
	return filled.flatMap((form, index) => {
		// What data fills must not cost the others: slides that do not fit into one message go into a second one.
		const share = Math.max(Math.floor(left / waiting), isSpread ? SLIDES_TOGETHER / 2 : 0);
		const slide = fixed[index] ?? fromData(form, rows, share);
		if (fixed[index] === undefined) {
			left -= sizeOf(slide);
			waiting--;
		}
		return slide;
	});
}

/** A slide whose size does not depend on data. */
function fixedSlide({ fields: { type, title, text, urls } }: FilledSlide): Slide | undefined {
	const head = { ...(title !== undefined && { title: title as string }) };
	if (type === 'text') return { type, ...head, data: text as string };
	return type === 'images' ? { type, ...head, data: urls as string[] } : undefined;
}

function fromData({ fields, where: slide, source }: FilledSlide, rows: unknown[], room: number): Slide {
	const type = fields.type as Wish['type'];
	const where = within(slide, kindOf(type));
	const wish: Wish = {
		type,
		title: fields.title as string | undefined,
		columns: (fields.columns ?? []) as string[],
		labelField: fields.labelField as string | undefined,
		valueFields: (fields.valueFields ?? []) as string[],
		most: fields.most as number | undefined,
		styles: stylesOf(fields),
	};
	if (fields.entries === undefined)
		return slideOf(
			entriesOf(fields.data ?? rows, where, [
				...wish.columns,
				...wish.valueFields,
				...(wish.labelField === undefined ? [] : [wish.labelField]),
			]),
			wish,
			room,
			where,
		);
	const sources = isRow(source) && Array.isArray(source.entries) ? (source.entries as unknown[]) : [];
	const entries = (fields.entries as Row[]).flatMap((entry, index) =>
		entryOf(entry, type, within(slide, `entry ${index + 1}`), isOfData(sources[index])),
	);
	const given =
		type === 'list'
			? entries.map(({ label, value }) => [label, value].filter((text) => text !== undefined).join(': '))
			: entries;
	// Whoever writes figures here writes them as the form itself does, in English.
	const ofEntries: Wish = {
		...wish,
		columns: [],
		...(type === 'list'
			? { labelField: undefined, valueFields: [] }
			: { labelField: 'label', valueFields: ['value'] }),
		...(!isOfData(sources) && { decimals: '.' }),
	};
	return slideOf(given, ofEntries, room, where);
}

/** What a person calls a kind of slide. */
function kindOf(type: string): string {
	return forms
		.slides!.fields.find(({ name }) => name === 'type')!
		.choices!.find(({ value }) => value === type)!
		.label.toLowerCase();
}

/** @returns the entry; none if its data lacks what it cannot be without. */
function entryOf(entry: Row, type: Wish['type'], where: Where, isData: boolean): Row[] {
	const lack = lackOf(entry, type);
	if (lack === undefined) return [entry];
	if (!isData) throw refused(where, lack.why, `${lack.hint}, or remove the entry.`);
	remark(where, `is left out: it ${lack.why}${entry.label === undefined ? '' : ` ("${String(entry.label)}")`}`);
	return [];
}

function lackOf({ label, value }: Row, type: Wish['type']): { why: string; hint: string } | undefined {
	if (label === undefined && (type !== 'list' || value === undefined))
		return { why: 'has no name', hint: 'Fill in "Name"' };
	if (type === 'label' && value === undefined) return { why: 'has no value', hint: 'Fill in "Value"' };
	return type === 'percentage_chart' && !isFigure(value)
		? { why: 'has no number', hint: 'Fill in "Value" with a number' }
		: undefined;
}

function stylesOf({ bullets, chart, graph, xAxis, yAxis }: Row): Row | undefined {
	// An object with a title is what others send as the name of an axis; the page "Graphs" has a text.
	const styles = Object.entries({ type: bullets, preview: chart ?? graph, x_axis: xAxis, y_axis: yAxis }).filter(
		([, value]) => value !== undefined,
	);
	return styles.length > 0 ? Object.fromEntries(styles) : undefined;
}

/**
 * @param form of slides, as it was filled in.
 * @returns those that are made of the data that came into the node, since they have none of their own: `slide 1`.
 */
export function slidesOfRows(form: unknown): string[] {
	const slides = Array.isArray(form) ? form.filter(isRow) : [];
	return slides.flatMap((slide, index) => (isOfRows(slide) ? [`slide ${index + 1}`] : []));
}

function isOfRows({ type, data, entries }: Row): boolean {
	const kind = shown(type) || KINDS_OF_DATA[0];
	const hasEntries = kind !== 'table' && kind !== 'graph' && Array.isArray(entries) && entries.length > 0;
	return KINDS_OF_DATA.includes(kind) && !hasEntries && shown(data).trim() === '';
}
