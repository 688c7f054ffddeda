import { list, record, words } from './dom.js';
import { inline } from './text.js';

/** What is typed or comes from data can be longer than what Cliq takes, and has to be drawn at every key. */
const DRAWN_ROWS = 200;

/** Cliq's cells are text, also where that is a number: `2,100`, `-3.5 %`, `140 ms`. */
const FIGURE = /^[+-]?\d[\d.,]*(?: ?(?:%|[a-z]{1,2}))?$/i;

/**
 * @param {import('./render.js').Context} context
 * @param {Record<string, unknown>} data `{ headers, rows, styles }`
 * @param {string} title what the table is called for those who do not see it
 * @returns {HTMLElement} a box in which the table scrolls.
 */
export function table(context, data, title) {
	const { el } = context;
	const rows = list(data.rows);
	const headers = list(data.headers).map(words);
	const columns =
		headers.length > 0
			? headers
			: [...new Set(rows.slice(0, DRAWN_ROWS).flatMap((row) => Object.keys(record(row))))];
	const { width, sticky } = record(data.styles);
	const widths = list(width).filter((share) => typeof share === 'number' && share > 0 && share <= 100);
	const cols = columns.map(() => el('col'));
	if (widths.length === columns.length) cols.forEach((col, index) => (col.style.width = `${widths[index]}%`));
	const node = el(
		'table',
		{ class: widths.length === columns.length ? 'fixed' : undefined },
		el('colgroup', {}, cols),
		el(
			'thead',
			{},
			el(
				'tr',
				{},
				columns.map((name) => el('th', { scope: 'col' }, inline(context, name))),
			),
		),
		el(
			'tbody',
			{},
			rows.slice(0, DRAWN_ROWS).map((row) => rowOf(context, columns, row)),
		),
	);
	freeze(context, node, frozen(record(sticky).rows), frozen(record(sticky).columns));
	return el(
		'div',
		{},
		el('div', { class: 'cliq-table', role: 'region', 'aria-label': title || 'Table', tabindex: 0 }, node),
		rows.length > DRAWN_ROWS && el('p', { class: 'cliq-note' }, `and ${rows.length - DRAWN_ROWS} more rows`),
	);
}

function rowOf({ el, ...context }, columns, row) {
	const cells = Array.isArray(row)
		? columns.map((_name, index) => row[index])
		: columns.map((name) => (Object.hasOwn(record(row), name) ? row[name] : ''));
	return el(
		'tr',
		{},
		cells.map((cell) =>
			el(
				'td',
				{ class: FIGURE.test(words(cell)) ? 'number' : undefined },
				inline({ el, ...context }, words(cell)),
			),
		),
	);
}

function frozen(count) {
	return typeof count === 'number' && count > 0 ? Math.min(2, Math.floor(count)) : 0;
}

/**
 * Keeps the first rows (the head is one of them) and columns in sight. Where they stand is known once they are laid
 * out.
 */
function freeze({ el }, node, rows, columns) {
	const lines = [...node.rows].slice(0, rows);
	for (const line of node.rows) for (const cell of [...line.cells].slice(0, columns)) cell.classList.add('frozen');
	for (const line of lines) for (const cell of line.cells) cell.classList.add('frozen', 'row');
	if (rows + columns === 0) return;
	const place = () => {
		lines.forEach((line, index) =>
			[...line.cells].forEach((cell) => (cell.style.top = `${index === 0 ? 0 : lines[0].offsetHeight}px`)),
		);
		for (const line of node.rows)
			[...line.cells]
				.slice(0, columns)
				.forEach((cell, index) => (cell.style.left = `${index === 0 ? 0 : line.cells[0].offsetWidth}px`));
	};
	const { defaultView } = el('i').ownerDocument;
	if (defaultView) new defaultView.ResizeObserver(place).observe(node);
}
