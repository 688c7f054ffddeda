import type { CliqError } from '../../errors';
import { count as figure, excerpt, shortened } from '../../invalid';
import { asCell, columnNames, columnsOf, isIdOrTime, isRow, shown, sizeOf, valueAt } from './cells';
import { graph, percentageChart } from './chart-data';
import { refused, type Where } from '../place';
import type { Row, Slide } from '../types';

/** What a slide shall be made of data. Names of fields may be paths: `owner.email`. */
export interface Wish {
	type: 'table' | 'list' | 'label' | 'percentage_chart' | 'graph';
	title?: string;
	/** Empty: those that are found. */
	columns: string[];
	labelField?: string;
	/** Empty: those that are found. */
	valueFields: string[];
	/** How many rows are shown before the rest is only counted. */
	most?: number;
	styles?: Row;
}

/** More columns than this cannot be read in a chat. Whoever wants more names them. */
const MOST_COLUMNS = 10;

const LONGEST_HEADER = 100;

/** The field that an entry of plain data is taken for. */
const VALUE = 'Value';

/**
 * @param data a list of objects or plain values, one object, or any of it as JSON.
 * @returns what there is to show. Entries without any field are none: n8n gives one where there is nothing.
 * @throws CliqError `invalidInput` if the data is a text that is no JSON.
 */
export function entriesOf(data: unknown, where: Where): unknown[] {
	const parsed = typeof data === 'string' ? parse(data) : [data];
	if (parsed === undefined) throw refused(where, 'has data that is not JSON', 'Give a list of objects, from an expression or as JSON: [{"name": "Ann", "age": 34}].');
	return parsed.flat().filter((entry) => entry !== null && entry !== undefined && !(isRow(entry) && Object.keys(entry).length === 0));
}

/** @returns what the JSON holds, as the only element of a list. */
function parse(json: string): unknown[] | undefined {
	try {
		return [JSON.parse(json)];
	} catch {
		return undefined;
	}
}

/**
 * Makes a slide of data.
 *
 * @param room how many characters the slide may have. Rows that do not fit are counted in a last one.
 * @returns for no entries a slide that says so: a daily report goes out on a day without any, too.
 * @throws CliqError `invalidInput`, naming the slide.
 */
export function slideOf(entries: unknown[], wish: Wish, room: number, where: Where): Slide {
	const head = wish.title === undefined ? {} : { title: wish.title };
	if (entries.length === 0) return { type: 'text', ...head, data: 'No entries' };
	const rows = entries.map((entry): Row => (isRow(entry) ? entry : { [VALUE]: entry }));
	const look = { ...head, ...(wish.styles && { styles: wish.styles }) };
	const left = room - sizeOf({ type: wish.type, data: '', ...look });
	switch (wish.type) {
		case 'table': {
			const columns = wish.columns.length > 0 ? wish.columns : [...columnsOf(rows).keys()].slice(0, MOST_COLUMNS);
			if (!rows.some((row) => columns.some((column) => shown(valueAt(row, column)).trim() !== ''))) throw nothing(rows, 'Columns', where);
			return { type: 'table', ...look, data: tableOf(rows, columns, { count: rows.length, most: wish.most, room: left }, where) };
		}
		case 'list': {
			const texts = entries.map((entry) => asCell(isRow(entry) ? lineOf(entry, wish.labelField) : shown(entry))).filter((text) => text.trim() !== '');
			if (texts.length === 0) throw nothing(rows, 'Label Field', where);
			const more = (rest: number) => `… and ${figure(rest)} more`;
			return { type: 'list', ...look, data: fitting((entry) => texts[entry], more, { count: texts.length, most: wish.most, room: left }, where) };
		}
		case 'label': {
			const labels = labelsOf(rows, wish);
			if (!labels.some((label) => Object.values(label).some((value) => value.trim() !== ''))) throw nothing(rows, 'Value Fields', where);
			const more = (rest: number) => ({ '…': `and ${figure(rest)} more` });
			return { type: 'label', ...look, data: fitting<Record<string, string>>((entry) => labels[entry], more, { count: labels.length, room: left }, where) };
		}
		case 'percentage_chart':
			return { type: 'percentage_chart', ...look, data: percentageChart(rows, wish, where) };
		case 'graph': {
			const { title, data } = graph(rows, wish, where);
			return { type: 'graph', ...look, ...(title !== undefined && { title }), data };
		}
	}
}

function nothing(rows: Row[], field: string, where: Where): CliqError {
	return refused(where, 'has nothing to show', `Choose other ${field}. The data has: ${excerpt([...columnsOf(rows).keys()].join(', '))}.`);
}

/** How many entries there are, how many of them are wanted, and how many characters they may have together. */
interface Extent {
	count: number;
	most?: number;
	room: number;
}

/** The data of a table slide. */
function tableOf(rows: Row[], columns: string[], { room, ...extent }: Extent, where: Where): Extract<Slide, { type: 'table' }>['data'] {
	const headers = columnNames(columns.map((column) => shortened(shown(column).trim(), LONGEST_HEADER)));
	const row = (cells: string[]) => Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? '']));
	const cellsOf = (index: number) => columns.map((column) => asCell(valueAt(rows[index], column)));
	const left = room - sizeOf({ headers, rows: '' });
	return { headers, rows: fitting((index) => row(cellsOf(index)), (rest) => row([`… and ${figure(rest)} more`]), { ...extent, room: left }, where) };
}

/** As many of the first entries as there is room for; what is left out is counted in the last one. */
function fitting<Entry>(entryAt: (index: number) => Entry, noteOf: (rest: number) => Entry, { count, most = count, room }: Extent, where: Where): Entry[] {
	const entries: Entry[] = [];
	const forNote = sizeOf(noteOf(count));
	let used = 0;
	let besideNote = 0;
	while (entries.length < Math.min(count, most)) {
		const entry = entryAt(entries.length);
		used += sizeOf(entry);
		if (used > room) break;
		entries.push(entry);
		if (used + forNote <= room) besideNote = entries.length;
	}
	if (entries.length === count) return entries;
	if (forNote <= room) return [...entries.slice(0, besideNote), noteOf(count - besideNote)];
	throw refused(where, 'has no room left', 'All slides of a message hold 10,000 characters together. Show less in the others, or send them in messages of their own.');
}

/** The text of an entry of a list. */
function lineOf(row: Row, field: string | undefined): string {
	if (field !== undefined) return shown(valueAt(row, field));
	return shown(Object.values(row).find((value) => typeof value === 'string' && value.trim() !== '') ?? row);
}

/** One object is its fields and their values; of several, each is a name and a value. */
function labelsOf(rows: Row[], { labelField, valueFields }: Wish): Array<Record<string, string>> {
	const columns = columnsOf(rows);
	const fields = [...columns.keys()];
	if (rows.length === 1 && labelField === undefined) {
		return (valueFields.length > 0 ? valueFields : fields).map((field) => labelled(field, asCell(valueAt(rows[0], field))));
	}
	const name = labelField ?? fields.find((field) => typeof rows[0][field] === 'string') ?? fields[0];
	const others = fields.filter((field) => field !== name);
	const values = valueFields.length > 0 ? valueFields : [others.find((field) => !isIdOrTime(field, columns.get(field)!)) ?? others[0]].filter((field) => field !== undefined);
	return rows.map((row, index) => {
		const cells = values.map((field) => asCell(valueAt(row, field)));
		return labelled(shown(valueAt(row, name)) || String(index + 1), cells.join(', '));
	});
}

function labelled(name: string, value: string): Record<string, string> {
	return Object.fromEntries([[shortened(name.trim(), LONGEST_HEADER) || VALUE, value]]);
}
