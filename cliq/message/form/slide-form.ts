import { asNumber, isRow, shown, sizeOf } from './cells';
import { KINDS_OF_DATA } from './fields';
import { refused, within, type Where } from '../place';
import { entriesOf, slideOf, type Wish } from './rows';
import type { Row, Slide } from '../types';

/** What a person calls the kinds of slides. */
const names: Record<Wish['type'], string> = { table: 'table', list: 'list', label: 'labels', percentage_chart: 'pie chart', graph: 'graph' };

/**
 * Cliq's JSON for the fields of slides.
 *
 * @param rows the data for slides that have none of their own.
 * @param room how many characters they may have together. What those of fixed size leave is shared by those made of data.
 */
export function slidesOf(forms: Row[], rows: Row[], room: number, places: Where[]): Slide[] {
	const fixed = forms.map((form, index) => fixedSlide(form, places[index]));
	let left = room - sizeOf(fixed);
	let waiting = fixed.filter((slide) => slide === undefined).length;
	return forms.map((form, index) => {
		const slide = fixed[index] ?? fromData(form, rows, Math.floor(left / waiting), places[index]);
		if (fixed[index] === undefined) {
			left -= sizeOf(slide);
			waiting--;
		}
		return slide;
	});
}

/** A slide whose size does not depend on data. */
function fixedSlide({ type, title, text, urls }: Row, where: Where): Slide | undefined {
	const head = { ...(title !== undefined && { title: title as string }) };
	if (type === 'text') {
		if (text === undefined) throw refused(where, 'has no text', 'Fill in "Text", or remove the slide.');
		return { type, ...head, data: text as string };
	}
	if (type === 'images') {
		if (urls === undefined) throw refused(where, 'has no image URLs', 'Give public https addresses, one a line, or remove the slide.');
		return { type, ...head, data: urls as string[] };
	}
	return undefined;
}

function fromData(form: Row, rows: Row[], room: number, slide: Where): Slide {
	const type = form.type as Wish['type'];
	const where = within(slide, names[type]);
	const wish: Wish = {
		type,
		title: form.title as string | undefined,
		columns: namesIn(form.columns),
		labelField: (form.labelField as string | undefined)?.trim(),
		valueFields: namesIn(form.valueFields),
		most: form.most as number | undefined,
		styles: stylesOf(form),
	};
	if (form.entries === undefined) return slideOf(entriesOf(form.data ?? rows, where), wish, room, where);
	const entries = (form.entries as Row[]).map((entry, index) => checkedEntry(entry, type, within(slide, `entry ${index + 1}`)));
	return slideOf(type === 'list' ? entries.map(({ label, value }) => [label, value].filter((text) => text !== undefined).join(': ')) : entries, { ...wish, labelField: 'label', valueFields: ['value'] }, room, where);
}

function checkedEntry(entry: Row, type: Wish['type'], where: Where): Row {
	if (entry.label === undefined && (type !== 'list' || entry.value === undefined)) throw refused(where, 'has no name', 'Fill in "Name", or remove the entry.');
	if (type === 'label' && entry.value === undefined) throw refused(where, 'has no value', 'Fill in "Value", or remove the entry.');
	if (type === 'percentage_chart' && asNumber(entry.value) === undefined) throw refused(where, 'has no number', 'Fill in "Value" with a number, or remove the entry.');
	return entry;
}

function namesIn(text: unknown): string[] {
	return text === undefined ? [] : String(text).split(',').map((name) => name.trim()).filter((name) => name !== '');
}

function stylesOf({ bullets, chart, graph, xAxis, yAxis }: Row): Row | undefined {
	// An object with a title is what others send as the name of an axis; the page "Graphs" has a text.
	const styles = Object.entries({ type: bullets, preview: chart ?? graph, x_axis: xAxis, y_axis: yAxis }).filter(([, value]) => value !== undefined);
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
