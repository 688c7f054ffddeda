import { excerpt } from '../../util/quote';
import {
	cell,
	inside,
	integerOf,
	listOf,
	record,
	recordAt,
	recordOf,
	refused,
	textOf,
	type Check,
	type MessagePlace,
	type Shape,
} from './shape-checks';

/** The data of a table slide. Source: the page "Message Content" of the REST API v3. */
export const table: Check = (value, place) => {
	const headers = headersOf(recordAt(value, place).headers, place);
	return record(value, place, {
		headers: { check: () => headers },
		rows: { check: rowsOf(headers), required: true, name: '' },
		styles: {
			check: recordOf({ width: { check: widthsOf(headers.length) }, sticky: { check: sticky } }),
			name: '',
		},
	});
};

const sticky = recordOf({ rows: { check: integerOf(0, 2) }, columns: { check: integerOf(0, 2) } });

function headersOf(value: unknown, place: MessagePlace): string[] {
	if (!Array.isArray(value) || value.length === 0)
		throw refused(place, 'has no headers', 'Give the names of the columns: "headers": ["Name", "Status"].');
	const headers = Array.from(value, (header: unknown, index) =>
		headerOf(header, inside(place, `header ${index + 1}`)),
	);
	const known = new Set<string>();
	const twice = headers.find((header) => known.size === known.add(header).size);
	if (twice === undefined) return headers;
	throw refused(place, `has the header "${excerpt(twice)}" twice`, 'Give each column a name of its own.');
}

function headerOf(value: unknown, place: MessagePlace): string {
	const header = value === undefined || value === null ? undefined : textOf()(value, place);
	if (header !== undefined) return header as string;
	throw refused(place, 'is empty', 'Give each column a name.');
}

/**
 * "The number of keys in each row object should align with the number of headers": cells that are not there are sent as
 * empty ones.
 */
function rowsOf(headers: string[]): Check {
	const shape: Shape = Object.fromEntries(
		headers.map((header) => [header, { check: cell, name: `column "${excerpt(header)}"` }]),
	);
	const row: Check = (value, place) => {
		const stray = Object.keys(recordAt(value, place)).find((key) => !Object.hasOwn(shape, key));
		if (stray === undefined) return aligned(record(value, place, shape));
		throw refused(
			place,
			`has a cell "${excerpt(stray)}", and the table has no such column`,
			`Remove it, or add it to the headers. They are ${excerpt(headers.join(', '))}.`,
		);
	};
	const aligned = (cells: Record<string, unknown> = {}) =>
		Object.fromEntries(headers.map((header) => [header, Object.hasOwn(cells, header) ? cells[header] : '']));
	return listOf({ entries: 'rows', entry: (number) => `row ${number}`, check: row, keepsEmpty: true });
}

/** In percent. */
function widthsOf(columns: number): Check {
	return (value, place) => {
		if (!Array.isArray(value) || value.length !== columns)
			throw refused(
				place,
				`must be a list of ${columns} numbers, one for each column`,
				'Give each column its share in percent.',
			);
		const widths = Array.from(
			value,
			(width: unknown, index) => integerOf(1, 100)(width, inside(place, `column ${index + 1}`)) as number,
		);
		const sum = widths.reduce((total, width) => total + width, 0);
		if (sum === 100) return widths;
		throw refused(place, `adds up to ${sum}, not to 100`, 'Give each column its share in percent, 100 together.');
	};
}
