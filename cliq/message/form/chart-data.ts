import { count, excerpt, shortened } from '../../invalid';
import { asNumber, columnsOf, isIdOrTime, shown, valueAt, type Column } from './cells';
import { LONGEST_LABEL, MOST_CATEGORIES, MOST_POINTS, MOST_SHARES } from '../check/charts';
import { refused, type Where } from '../place';
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
 * @throws CliqError `invalidInput` if there is no number.
 */
export function percentageChart(rows: Row[], wish: Wish, where: Where): Point[] {
	const fields = valueFieldsOf(rows, wish, where);
	const [field] = fields;
	const isAcross = rows.length === 1 && fields.length > 1;
	const points = isAcross ? fields.flatMap((name) => pointOf(name, valueAt(rows[0], name))) : pointsOf(rows, labelFieldOf(rows, wish, fields), field);
	if (points.length <= MOST_SHARES) return points;
	const biggest = new Set([...points].sort((one, other) => other.value - one.value).slice(0, MOST_SHARES - 1));
	const others = points.filter((point) => !biggest.has(point)).reduce((sum, { value }) => sum + value, 0);
	return [...biggest, { label: 'Others', value: rounded(others) }];
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
	const shown = rows.slice(0, MOST_POINTS);
	const categories = fields.map((field) => ({ category: shortened(field, LONGEST_LABEL), values: pointsOf(shown, label, field) }));
	const data = categories.filter(({ values }) => values.length > 0).slice(0, MOST_CATEGORIES);
	if (data.length === 0) throw refused(where, `has no number in its first ${MOST_POINTS} entries`, `A graph has ${MOST_POINTS} points. Leave out the entries without numbers.`);
	if (rows.length <= MOST_POINTS) return { data };
	const note = `first ${MOST_POINTS} of ${count(rows.length)}`;
	return { title: wish.title === undefined ? `F${note.slice(1)}` : `${wish.title} (${note})`, data };
}

/** Entries without a number are left out. */
function pointsOf(rows: Row[], labelField: string | undefined, field: string): Point[] {
	return rows.flatMap((row, index) => pointOf((labelField !== undefined && shown(valueAt(row, labelField)).trim()) || String(index + 1), valueAt(row, field)));
}

function pointOf(label: string, given: unknown): Point[] {
	const value = asNumber(given);
	return value === undefined ? [] : [{ label: shortened(label.trim(), LONGEST_LABEL), value }];
}

/** Those that were named; or those that hold numbers and nothing else, but no IDs or times. */
function valueFieldsOf(rows: Row[], { valueFields, labelField }: Wish, where: Where): string[] {
	const columns = columnsOf(rows);
	const hint = `Name Value Fields that hold numbers. The data has: ${excerpt([...columns.keys()].join(', '))}.`;
	const hasNumber = (field: string) => columns.get(field)?.hasNumber === true || rows.some((row) => asNumber(valueAt(row, field)) !== undefined);
	const empty = valueFields.find((field) => !hasNumber(field));
	if (empty !== undefined) throw refused(where, `has no number in "${excerpt(empty)}"`, hint);
	if (valueFields.length > 0) return valueFields;
	const figures = [...columns].filter(([field, { isNumeric, hasNumber: isAny }]) => isNumeric && isAny && field !== labelField && field.trim() !== '');
	const found = figures.filter(([field, column]) => !isIdOrTime(field, column));
	if (found.length > 0) return found.map(([field]) => field);
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
