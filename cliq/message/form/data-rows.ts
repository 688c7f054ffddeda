import { count as figure } from '../../util/quote';
import {
	asCell,
	asName,
	columnNames,
	columnsOf,
	cutsIn,
	fieldNames,
	isIdOrTime,
	isRow,
	plainOf,
	rowName,
	shown,
	sizeOf,
} from './table-cells';
import { graph, percentageChart } from './chart-data';
import { isFigure, isNoFigure } from './numbers-in-data';
import { excerptOfMany, fieldsNamed, reader, shownName, simple } from './field-names';
import { refused, remark, remarkCut, type Where } from '../location-in-message';
import { JOINER } from '../text/escape';
import type { Row, Slide } from '../types';
import type { Wish } from './slide-wish';

/** More columns than this cannot be read in a chat. Whoever wants more names them. */
const MOST_COLUMNS = 10;

/** The field that an entry of plain data is taken for. */
const VALUE = 'Value';

/**
 * @param data a list of objects, of lists or of plain values, one object, or any of it as JSON.
 * @param named what a person calls columns, which tells whether lists have a first row of names.
 * @returns what there is to show. Entries without any field are none: n8n gives one where there is nothing.
 * @throws CliqError `invalidInput` if the data is a text that is not JSON.
 */
export function entriesOf(data: unknown, where: Where, named: string[] = []): unknown[] {
	const parsed = typeof data === 'string' ? rowsInText(data) : [plainOf(data)];
	if (parsed === undefined)
		throw refused(
			where,
			'has data that is not JSON',
			'Give a list of objects, from an expression or as JSON: [{"name": "Ann", "age": 34}].',
		);
	const entries = parsed
		.flat()
		.map(plainOf)
		.filter((entry) => entry !== null && entry !== undefined && !(isRow(entry) && Object.keys(entry).length === 0));
	return entries.length > 0 && entries.every((entry) => Array.isArray(entry))
		? fromLists(entries, where, named)
		: entries;
}

/** Rows that are lists, as spreadsheets give them: with the names of the columns in the first one, or without. */
function fromLists(lists: unknown[][], where: Where, named: string[]): Row[] {
	const [first = [], ...others] = lists;
	const header = others.length > 0 ? headerIn(first, others, named) : undefined;
	const rows = header ? others : lists;
	const length = Math.max(...lists.map((list) => list.length));
	const names = columnNames(Array.from({ length }, (_, index) => (header ? shown(first[index]).trim() : '')));
	if (header === 'guess') remark(where, 'uses its first row as column names, which is a guess');
	// Objects have keys of digits first, wherever they were put; one with an invisible character is found all the same.
	const keys = names.map((name) => (/^\d+$/.test(name) ? `${JOINER}${name}` : name));
	return rows.map((list) => Object.fromEntries(list.map((value, index) => [keys[index], value])));
}

/** To tell names from what stands below them. */
const ROWS_LOOKED_AT = 100;

/** As columns are called that have no names. */
const NUMBERED = /^Column \d+$/i;

/** Whether the first of several rows holds the names of the columns. */
function headerIn(first: unknown[], others: unknown[][], named: string[]): 'certain' | 'guess' | undefined {
	const written = new Set(first.map((cell) => simple(shown(cell))));
	if (named.length > 0 && named.every((name) => written.has(simple(name)))) return 'certain';
	if (named.length > 0 && named.every((name) => NUMBERED.test(name))) return undefined;
	const names = first.filter((cell) => shown(cell).trim() !== '');
	if (names.length === 0) return undefined;
	const isOfNames = names.every(isName);
	const looked = others.slice(0, ROWS_LOOKED_AT);
	const isAboveOthers = (cell: unknown, at: number) =>
		isName(cell) &&
		looked.some((list) => !isBlankCell(list[at])) &&
		looked.every((list) => isBlankCell(list[at]) || !isName(list[at]));
	// Names above figures, dates and the like.
	if (isOfNames && first.slice(0, MOST_COLUMNS).some(isAboveOthers)) return 'certain';
	if (isOfNames && names.length === first.length && new Set(first).size === first.length) return 'guess';
	return isName(names[0]) && isOfYears(names.slice(1)) ? 'guess' : undefined;
}

function isBlankCell(value: unknown): boolean {
	return shown(value).trim() === '';
}

/** Whether these are years one after the other, as above the columns of a report. */
function isOfYears(cells: unknown[]): boolean {
	const years = cells.map((cell) => (/^\s*(?:19|20|21)\d\d\s*$/.test(shown(cell)) ? Number(cell) : NaN));
	return (
		years.length > 1 &&
		years.every((year, index) => (index === 0 ? !Number.isNaN(year) : year === Number(years[index - 1]) + 1))
	);
}

/** Whether a cell may be the name of a column: a text that is not a figure. */
function isName(value: unknown): boolean {
	return typeof value === 'string' && value.trim() !== '' && !isFigure(value);
}

/**
 * @returns what the JSON holds, as the only element of a list; of JSON a line, what each holds. Models write it in a
 * block of code.
 */
export function rowsInText(json: string): unknown[] | undefined {
	const text = json.trim();
	const isFenced = text.startsWith('```') && text.endsWith('```') && text.includes('\n');
	const whole = isFenced ? text.slice(text.indexOf('\n'), -3) : text;
	const lines = () =>
		text
			.split(/\r?\n/)
			.filter((line) => line.trim() !== '')
			.map((line) => JSON.parse(line) as unknown);
	for (const read of [() => [JSON.parse(whole) as unknown], lines]) {
		try {
			return read();
		} catch {
			// The next one may do.
		}
	}
	return undefined;
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
	const none: Slide = { type: 'text', ...head, data: 'No entries' };
	if (entries.length === 0) return none;
	const rows = entries.map((entry): Row => (isRow(entry) ? entry : { [VALUE]: entry }));
	const known = withKnownFields(wish, rows, where);
	const look = { ...head, ...(wish.styles && { styles: wish.styles }) };
	const left = room - sizeOf({ type: wish.type, data: '', ...look });
	switch (wish.type) {
		case 'table': {
			const columns = known.columns.length > 0 ? known.columns : foundColumns(rows, where);
			const readers = columns.map(reader);
			const named = new Set(columns);
			// What stands in a row under a name as it is written is quickly seen; other names are searched for.
			const hasOwn = (row: Row) =>
				Object.entries(row).some(([field, value]) => named.has(field) && shown(value).trim() !== '');
			const filled = rows.filter(
				(row) => hasOwn(row) || readers.some((valueIn) => shown(valueIn(row)).trim() !== ''),
			);
			noteBlank(rows.length - filled.length, where);
			if (filled.length === 0) return none;
			return {
				type: 'table',
				...look,
				data: tableOf(filled, columns, { count: filled.length, most: wish.most, room: left }, where),
			};
		}
		case 'list': {
			const valueIn = known.labelField === undefined ? undefined : reader(known.labelField);
			const texts = entries
				.map((entry) => asCell(isRow(entry) ? lineOf(entry, valueIn) : entry))
				.filter((text) => text.trim() !== '');
			noteBlank(rows.length - texts.length, where);
			if (texts.length === 0) return none;
			const more = (rest: number) => `… and ${figure(rest)} more`;
			return {
				type: 'list',
				...look,
				data: fitting(
					(entry) => texts[entry] ?? '',
					more,
					{ count: texts.length, most: wish.most, room: left },
					where,
				),
			};
		}
		case 'label': {
			const labels = labelsOf(rows, known);
			if (isBlank(labels)) {
				noteBlank(rows.length, where);
				return none;
			}
			const more = (rest: number) => ({ '…': `and ${figure(rest)} more` });
			return {
				type: 'label',
				...look,
				data: fitting(labels.at, more, { count: labels.count, room: left }, where),
			};
		}
		case 'percentage_chart':
			if (isWithoutValues(rows, known, where)) return none;
			return { type: 'percentage_chart', ...look, data: percentageChart(rows, known, where) };
		case 'graph': {
			if (isWithoutValues(rows, known, where)) return none;
			const { title, data } = graph(rows, known, where);
			return { type: 'graph', ...look, ...(title !== undefined && { title }), data };
		}
	}
}

/** What was named, by the fields that the data has. */
function withKnownFields(wish: Wish, rows: Row[], where: Where): Wish {
	return {
		...wish,
		columns: fieldsNamed(wish.columns, rows, 'Columns', where),
		valueFields: fieldsNamed(wish.valueFields, rows, 'Value Fields', where),
		labelField:
			wish.labelField === undefined ? undefined : fieldsNamed([wish.labelField], rows, 'Label Field', where)[0],
	};
}

function foundColumns(rows: Row[], where: Where): string[] {
	const found = fieldNames(rows);
	const columns = found.slice(0, MOST_COLUMNS);
	if (found.length > MOST_COLUMNS)
		remarkCut(
			where,
			`shows ${MOST_COLUMNS} of ${figure(found.length)} columns; name others in "Columns". Left out: ${excerptOfMany(found.slice(MOST_COLUMNS))}`,
		);
	return columns;
}

/** Whether nothing stands in the fields that were named for values, or what stands for nothing, which is noted. */
function isWithoutValues(rows: Row[], { valueFields }: Wish, where: Where): boolean {
	const readers = valueFields.map(reader);
	if (readers.length === 0 || rows.some((row) => readers.some((valueIn) => !isNoFigure(valueIn(row))))) return false;
	noteBlank(rows.length, where);
	return true;
}

function noteBlank(blank: number, where: Where): void {
	if (blank > 0)
		remark(where, `leaves out ${figure(blank)} ${blank === 1 ? 'entry' : 'entries'} with nothing to show`);
}

/** How many entries there are, how many of them are wanted, and how many characters they may have together. */
interface Extent {
	count: number;
	most?: number | undefined;
	room: number;
}

/** The data of a table slide. */
function tableOf(
	rows: Row[],
	columns: string[],
	{ room, ...extent }: Extent,
	where: Where,
): Extract<Slide, { type: 'table' }>['data'] {
	const headers = columnNames(columns.map((column) => asName(shownName(column))));
	const readers = columns.map(reader);
	const row = (cells: string[]) => Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? '']));
	const cellsOf = (index: number) => readers.map((valueIn) => asCell(valueIn(rows[index])));
	const left = room - sizeOf({ headers, rows: '' });
	return {
		headers,
		rows: fitting(
			(index) => row(cellsOf(index)),
			(rest) => row([`… and ${figure(rest)} more`]),
			{ ...extent, room: left },
			where,
		),
	};
}

/** As many of the first entries as there is room for; what is left out is counted in the last one. */
function fitting<Entry>(
	entryAt: (index: number) => Entry,
	noteOf: (rest: number) => Entry,
	{ count, most = count, room }: Extent,
	where: Where,
): Entry[] {
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
	if (entries.length < count && forNote > room)
		throw refused(
			where,
			'has no room left',
			'All slides of a message hold 10,000 characters together. Show less in the others, or send them in messages of their own.',
		);
	const kept = entries.length === count ? entries : entries.slice(0, besideNote);
	for (const cuts of cutsIn(kept)) remarkCut(where, `cuts ${cuts}`);
	if (entries.length === count) return entries;
	if (besideNote < Math.min(count, most))
		remarkCut(where, `shows ${figure(besideNote)} of ${figure(count)} rows, as many as there is room for`);
	return [...kept, noteOf(count - besideNote)];
}

/** The text of an entry of a list. */
function lineOf(row: Row, valueIn: ((row: unknown) => unknown) | undefined): unknown {
	if (valueIn !== undefined) return valueIn(row);
	return Object.values(row).find((value) => typeof value === 'string' && value.trim() !== '') ?? row;
}

/** Made one by one, since there may be many rows with many fields, and room for a few. */
interface Labels {
	count: number;
	at: (index: number) => Record<string, string>;
}

/** One object is its fields and their values; of several, each is a name and a value. */
function labelsOf(rows: Row[], { labelField, valueFields }: Wish): Labels {
	const columns = columnsOf(rows);
	const fields = [...columns.keys()];
	if (rows.length === 1 && labelField === undefined) {
		const shownFields = valueFields.length > 0 ? valueFields : fields;
		const at = (index: number) => {
			const field = shownFields[index] ?? '';
			return labelled(field, asCell(reader(field)(rows[0])));
		};
		return { count: shownFields.length, at };
	}
	const name = labelField ?? fields.find((field) => columns.get(field)!.hasText) ?? fields[0] ?? '';
	const others = fields.filter((field) => field !== name);
	const values =
		valueFields.length > 0
			? valueFields
			: [others.find((field) => !isIdOrTime(field, columns.get(field)!)) ?? others[0]].filter(
					(field) => field !== undefined,
				);
	const nameIn = reader(name);
	const readers = values.map(reader);
	const at = (index: number) => {
		const cells = readers.map((valueIn) => asCell(valueIn(rows[index])));
		return labelled(shown(nameIn(rows[index])).trim() || rowName(index), cells.join(', '));
	};
	return { count: rows.length, at };
}

function isBlank({ count, at }: Labels): boolean {
	for (let index = 0; index < count; index++)
		if (Object.values(at(index)).some((value) => value.trim() !== '')) return false;
	return true;
}

function labelled(name: string, value: string): Record<string, string> {
	return Object.fromEntries([[asName(shownName(name)) || VALUE, value]]);
}
