import { count, excerpt, shortened } from '../../invalid';
import { columnOf, columnsOf, flatFields, isIdOrTime, shown, type Column } from './cells';
import { isFigure } from './figures';
import { excerptOfMany, reader } from './names';
import { LONGEST_LABEL, MOST_CATEGORIES, MOST_POINTS, MOST_SHARES } from '../check/charts';
import { refused, remark, remarkCut, type Where } from '../place';
import type { Wish } from './rows';
import type { Row, Slide } from '../types';

interface Point {
	label: string;
	value: number;
}

/**
 * The shares of a percentage chart. Of more than five the biggest are shown, and the others as one. The fields of a
 * single row are its shares.
 *
 * @throws CliqError `invalidInput` if there is no number, or it cannot be told what a number is.
 */
export function percentageChart(rows: Row[], wish: Wish, where: Where): Point[] {
	const fields = valueFieldsOf(rows, wish, where);
	const [field] = fields;
	const isAcross = rows.length === 1 && fields.length > 1;
	const points = isAcross ? pointsAcross(rows[0], fields, wish, where) : pointsOf(rows, labelFieldOf(rows, wish, fields), field, wish, where);
	if (points.length <= MOST_SHARES) return points;
	const biggest = new Set([...points].sort((one, other) => other.value - one.value).slice(0, MOST_SHARES - 1));
	const others = points.filter((point) => !biggest.has(point));
	remark(where, `shows ${count(others.length)} of ${count(points.length)} shares together as "Others": ${excerptOfMany(others.map(({ label }) => label))}`);
	return [...biggest, { label: 'Others', value: rounded(others.reduce((sum, { value }) => sum + value, 0)) }];
}

/** Sums of decimal fractions come out as 0.30000000000000004. */
function rounded(sum: number): number {
	return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, Number(sum.toPrecision(12))));
}

/**
 * The categories of a graph: one for each field with values.
 *
 * @returns a title that says so, where there are more points than a graph has.
 * @throws CliqError `invalidInput` if there is no number, or more fields are named than a graph has categories.
 */
export function graph(rows: Row[], wish: Wish, where: Where): { title?: string; data: Extract<Slide, { type: 'graph' }>['data'] } {
	const fields = valueFieldsOf(rows, wish, where);
	if (wish.valueFields.length > MOST_CATEGORIES) {
		throw refused(where, `names ${wish.valueFields.length} Value Fields, and a graph has ${MOST_CATEGORIES}`, 'Name fewer fields, or make a second graph.');
	}
	const label = labelFieldOf(rows, wish, fields);
	const shownRows = rows.slice(0, MOST_POINTS);
	const drawable = wish.valueFields.length > 0 ? fields : fieldsWithFigures(shownRows, fields);
	const drawn = drawable.slice(0, MOST_CATEGORIES);
	const categories = drawn.map((field) => ({ category: shortened(field, LONGEST_LABEL), values: pointsOf(shownRows, label, field, wish, where, rows) }));
	const data = categories.filter(({ values }) => values.length > 0);
	if (data.length === 0) throw refused(where, `has no number in its first ${MOST_POINTS} entries`, `A graph has ${MOST_POINTS} points. Leave out the entries without numbers.`);
	if (drawable.length > drawn.length) remarkCut(where, `draws ${drawn.length} of ${drawable.length} fields; name others in "Value Fields". Left out: ${excerptOfMany(drawable.slice(drawn.length))}`);
	if (rows.length <= MOST_POINTS) return { data };
	remarkCut(where, `draws the first ${MOST_POINTS} of ${count(rows.length)} entries`);
	const note = `first ${MOST_POINTS} of ${count(rows.length)}`;
	return { title: wish.title === undefined ? `F${note.slice(1)}` : `${wish.title} (${note})`, data };
}

/** Those of the fields that have a figure in these rows. The rows are few; reading all rows for each field would be slow. */
function fieldsWithFigures(rows: Row[], fields: string[]): string[] {
	const found = new Set(rows.flatMap(flatFields).filter(([, value]) => isFigure(value)).map(([field]) => field));
	return fields.filter((field) => found.has(field));
}

/**
 * Entries without a number are left out, and counted.
 *
 * @param all the rows by which the figures are read, where only some are drawn.
 */
function pointsOf(rows: Row[], labelField: string | undefined, field: string, wish: Wish, where: Where, all = rows): Point[] {
	const valueIn = reader(field);
	const labelIn = labelField === undefined ? () => '' : reader(labelField);
	const values = all.map(valueIn);
	const numbers = numbersOf(values, `"${excerpt(field)}"`, wish, where).slice(0, rows.length);
	noteOthers(values.filter((_, index) => index < numbers.length && numbers[index] === undefined), field, where);
	return labelled(numbers, (index) => shown(labelIn(rows[index])).trim() || String(index + 1), where);
}

function pointsAcross(row: Row, fields: string[], wish: Wish, where: Where): Point[] {
	const numbers = numbersOf(fields.map((field) => reader(field)(row)), 'the fields', wish, where);
	return labelled(numbers, (index) => fields[index], where);
}

function numbersOf(values: unknown[], what: string, { decimals }: Wish, where: Where): Array<number | undefined> {
	const { numbers, doubt } = columnOf(values, decimals).figures;
	if (doubt === undefined) return numbers;
	throw refused(where, `cannot tell the numbers of ${what}: the column ${doubt}`, 'Give numbers instead of text, or write all of them alike (1234.5).');
}

function noteOthers(others: unknown[], field: string, where: Where): void {
	const size = others.length;
	if (size === 0) return;
	const examples = [...new Set(others.map((value) => shown(value).trim()).filter((text) => text !== ''))].slice(0, 3).map((text) => `"${excerpt(text)}"`);
	remark(where, `leaves out ${count(size)} ${size === 1 ? 'entry' : 'entries'} without a number in "${excerpt(field)}"${examples.length > 0 ? `: ${examples.join(', ')}` : ''}`);
}

function labelled(numbers: Array<number | undefined>, labelOf: (index: number) => string, where: Where): Point[] {
	let cut = 0;
	const points = numbers.flatMap((value, index): Point[] => {
		if (value === undefined) return [];
		const label = labelOf(index).trim();
		if (label.length > LONGEST_LABEL) cut++;
		return [{ label: shortened(label, LONGEST_LABEL), value }];
	});
	if (cut > 0) remarkCut(where, `cuts ${count(cut)} ${cut === 1 ? 'label' : 'labels'} to the ${LONGEST_LABEL} characters that Cliq takes`);
	return points;
}

/** Those that were named; or those that hold numbers and nothing else, but no IDs or times; or those where few entries are something else. */
function valueFieldsOf(rows: Row[], { valueFields, labelField }: Wish, where: Where): string[] {
	const columns = columnsOf(rows);
	const hint = `Name Value Fields that hold numbers. The data has: ${excerptOfMany([...columns.keys()])}.`;
	const hasNumber = (field: string) => (columns.get(field) ?? columnOf(rows.map(reader(field)))).hasNumber;
	const empty = valueFields.find((field) => !hasNumber(field));
	if (empty !== undefined) throw refused(where, `has no number in "${excerpt(empty)}"`, hint);
	if (valueFields.length > 0) return valueFields;
	const figures = [...columns].filter(([field, { isNumeric, hasNumber: isAny }]) => isNumeric && isAny && field !== labelField && field.trim() !== '');
	const found = figures.filter(([field, column]) => !isIdOrTime(field, column));
	if (found.length > 0) return found.map(([field]) => field);
	const nearly = [...columns].filter(([field, column]) => column.isNearlyNumeric && field !== labelField && field.trim() !== '' && !isIdOrTime(field, column));
	if (nearly.length > 0) return nearly.map(([field]) => field);
	throw refused(where, figures.length > 0 ? 'has no numbers but IDs and times' : 'has no number', hint);
}

/** The one that was named; or the first text, rather of names than of IDs. */
function labelFieldOf(rows: Row[], { labelField }: Wish, valueFields: string[]): string | undefined {
	if (labelField !== undefined) return labelField;
	const taken = new Set(valueFields);
	const others = [...columnsOf(rows)].filter(([field]) => !taken.has(field));
	const texts = others.filter(([, { hasText }]) => hasText);
	const isName = ([field, column]: [string, Column]) => !isIdOrTime(field, column);
	return (texts.find(isName) ?? texts[0] ?? others[0])?.[0];
}
