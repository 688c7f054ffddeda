import { count, excerpt, shortened } from '../../util/quote';
import { columnOf, columnsOf, isIdOrTime, rowName, shown, type Column } from './table-cells';
import { excerptOfMany, reader, shownName } from './field-names';
import { LONGEST_LABEL, MOST_CATEGORIES, MOST_POINTS, MOST_SHARES } from '../check/charts';
import { refused, remark, remarkCut, type Where } from '../location-in-message';
import type { Wish } from './slide-wish';
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
	const [field = ''] = fields;
	const [row, ...otherRows] = rows;
	const across = otherRows.length === 0 && fields.length > 1 ? row : undefined;
	if (!across && fields.length > 1)
		remark(
			where,
			`shows "${excerpt(field)}" alone, of ${fields.length} fields with numbers; name another in "Value Fields"`,
		);
	const points = across
		? pointsAcross(across, fields, wish, where)
		: pointsOf(
				rows,
				labelFieldOf(rows, wish, fields),
				field,
				numbersIn(rows, field, wish, where),
				rows.length,
				where,
			);
	if (points.length <= MOST_SHARES) return points;
	const biggest = new Set([...points].sort((one, other) => other.value - one.value).slice(0, MOST_SHARES - 1));
	const others = points.filter((point) => !biggest.has(point));
	remark(
		where,
		`shows ${count(others.length)} of ${count(points.length)} shares together as "Others": ${excerptOfMany(others.map(({ label }) => label))}`,
	);
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
export function graph(
	rows: Row[],
	wish: Wish,
	where: Where,
): { title?: string; data: Extract<Slide, { type: 'graph' }>['data'] } {
	const fields = valueFieldsOf(rows, wish, where);
	if (wish.valueFields.length > MOST_CATEGORIES) {
		throw refused(
			where,
			`names ${wish.valueFields.length} Value Fields, and a graph has ${MOST_CATEGORIES}`,
			'Name fewer fields, or make a second graph.',
		);
	}
	const label = labelFieldOf(rows, wish, fields);
	const drawn = fields.slice(0, MOST_CATEGORIES);
	if (fields.length > drawn.length)
		remarkCut(
			where,
			`draws ${drawn.length} of ${fields.length} fields; name others in "Value Fields". Left out: ${excerptOfMany(fields.slice(drawn.length))}`,
		);
	const series = drawn.map((field) => ({ field, numbers: numbersIn(rows, field, wish, where) }));
	// Points are for rows with a figure: others must not take the place of those that come later.
	const filled = [...rows.keys()].filter((index) => series.some(({ numbers }) => numbers[index] !== undefined));
	const shownRows = new Set(filled.slice(0, MOST_POINTS));
	const end = filled[MOST_POINTS] ?? rows.length;
	const data = series
		.map(({ field, numbers }) => ({
			category: categoryOf(field, where),
			values: pointsOf(
				rows,
				label,
				field,
				numbers.map((number, index) => (shownRows.has(index) ? number : undefined)),
				end,
				where,
			),
		}))
		.filter(({ values }) => values.length > 0);
	if (filled.length <= MOST_POINTS) return { data };
	remarkCut(where, `draws the first ${MOST_POINTS} of ${count(filled.length)} entries`);
	const note = `first ${MOST_POINTS} of ${count(filled.length)}`;
	return { title: wish.title === undefined ? `F${note.slice(1)}` : `${wish.title} (${note})`, data };
}

function categoryOf(field: string, where: Where): string {
	if (field.length > LONGEST_LABEL)
		remarkCut(where, `cuts the name "${excerpt(field)}" to the ${LONGEST_LABEL} characters that Cliq takes`);
	return shortened(shownName(field), LONGEST_LABEL);
}

/** @returns for each row its figure in a field; `undefined` where it has none. */
function numbersIn(rows: Row[], field: string, wish: Wish, where: Where): Array<number | undefined> {
	return numbersOf(rows.map(reader(field)), `"${excerpt(field)}"`, wish, where);
}

/**
 * Entries without a number are left out, and counted.
 *
 * @param numbers for each row the one that is drawn.
 * @param end the row, counted from 0, that is not looked at any more.
 */
function pointsOf(
	rows: Row[],
	labelField: string | undefined,
	field: string,
	numbers: Array<number | undefined>,
	end: number,
	where: Where,
): Point[] {
	const labelIn = labelField === undefined ? undefined : reader(labelField);
	const valueIn = reader(field);
	noteOthers(
		rows
			.slice(0, end)
			.filter((_, index) => numbers[index] === undefined)
			.map((row) => valueIn(row)),
		field,
		where,
	);
	return labelled(
		numbers,
		(index) => (labelIn ? shown(labelIn(rows[index])).trim() || rowName(index) : String(index + 1)),
		where,
	);
}

function pointsAcross(row: Row, fields: string[], wish: Wish, where: Where): Point[] {
	const numbers = numbersOf(
		fields.map((field) => reader(field)(row)),
		'the fields',
		wish,
		where,
	);
	return labelled(numbers, (index) => fields[index] ?? '', where);
}

function numbersOf(values: unknown[], what: string, { decimals }: Wish, where: Where): Array<number | undefined> {
	const { numbers, doubt } = columnOf(values, decimals).figures;
	if (doubt === undefined) return numbers;
	throw refused(
		where,
		`cannot tell the numbers of ${what}: the column ${doubt}`,
		'Give numbers instead of text, or write all of them alike (1234.5).',
	);
}

function noteOthers(others: unknown[], field: string, where: Where): void {
	const size = others.length;
	if (size === 0) return;
	const examples = [...new Set(others.map((value) => shown(value).trim()).filter((text) => text !== ''))]
		.slice(0, 3)
		.map((text) => `"${excerpt(text)}"`);
	remark(
		where,
		`leaves out ${count(size)} ${size === 1 ? 'entry' : 'entries'} without a number in "${excerpt(field)}"${examples.length > 0 ? `: ${examples.join(', ')}` : ''}`,
	);
}

function labelled(numbers: Array<number | undefined>, labelOf: (index: number) => string, where: Where): Point[] {
	let cut = 0;
	const points = numbers.flatMap((value, index): Point[] => {
		if (value === undefined) return [];
		const label = shortTime(labelOf(index).trim());
		if (label.length > LONGEST_LABEL) cut++;
		return [{ label: shortened(label, LONGEST_LABEL), value }];
	});
	if (cut > 0)
		remarkCut(
			where,
			`cuts ${count(cut)} ${cut === 1 ? 'label' : 'labels'} to the ${LONGEST_LABEL} characters that Cliq takes`,
		);
	return points;
}

/**
 * A time that is too long for a label, without what tells nothing: midnight, and fractions of a second that are zero.
 */
function shortTime(label: string): string {
	if (label.length <= LONGEST_LABEL || label.length > 40 || !/^\d{4}-\d\d-\d\dT/.test(label)) return label;
	return label.replace(/T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?$/, '').replace(/\.0+(?=Z|[+-]\d\d:?\d\d|$)/, '');
}

/**
 * Those that were named; or those that hold numbers and nothing else, but no IDs or times; or those where few entries
 * are something else.
 */
function valueFieldsOf(rows: Row[], { valueFields, labelField }: Wish, where: Where): string[] {
	const columns = columnsOf(rows);
	const hint = `Name Value Fields that hold numbers. The data has: ${excerptOfMany([...columns.keys()])}.`;
	const hasNumber = (field: string) => (columns.get(field) ?? columnOf(rows.map(reader(field)))).hasNumber;
	const empty = valueFields.find((field) => !hasNumber(field));
	if (empty !== undefined) throw refused(where, `has no number in "${excerpt(empty)}"`, hint);
	if (valueFields.length > 0) return valueFields;
	const figures = [...columns].filter(
		([field, { isNearlyNumeric }]) => isNearlyNumeric && field !== labelField && field.trim() !== '',
	);
	const found = figures.filter(([field, column]) => !isIdOrTime(field, column));
	// What holds more than numbers may name the rows, if nothing else does.
	const mixed = found.find(([, { isNumeric }]) => !isNumeric);
	const isNaming =
		labelField === undefined && mixed !== undefined && found.length > 1 && found.length === columns.size;
	if (found.length > 0) return found.filter((each) => !isNaming || each !== mixed).map(([field]) => field);
	throw refused(where, figures.length > 0 ? 'has no numbers except IDs and times' : 'has no number', hint);
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
