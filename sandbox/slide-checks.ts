import { button } from './button-checks';
import type { Variants } from './variants';
import { Refusal } from './errors';
import {
	address,
	all,
	anyObject,
	asObject,
	cell,
	choice,
	either,
	list,
	number,
	object,
	record,
	rule,
	tableCell,
	text,
	whole,
	type Check,
} from './structure';

/** Source: the page "Message Content" of the REST API v3, and its page "Bots" for what all slides may hold together. */

const MOST_SLIDES = 20;
const MOST_CHARACTERS = 10_000;
const SERIES = { max: 5 };
const SHORT = { max: 20 };

interface Table {
	headers: string[];
	rows: Record<string, unknown>[];
	styles?: { width?: number[] };
}

const width = all(
	list(whole(1, 100)),
	rule((parts: number[]) => parts.reduce((sum, part) => sum + part, 0) === 100, 'must add up to 100'),
);
const sticky = object({ rows: whole(0, 2), columns: whole(0, 2) });

const header = text({ like: /\S/, means: 'a name' });

const table: Check = (value, place) => {
	object({ headers: list(header), rows: list(anyObject), styles: object({ width, sticky }) }, ['headers', 'rows'])(
		value,
		place,
	);
	const { headers, rows, styles } = value as Table;
	if (new Set(headers).size < headers.length)
		throw new Refusal(400, 'invalid_parameters', `${place}.headers has a header twice`);
	// Keys of a row "must exactly match" headers; that there are as many of them is a "should".
	const row = object(Object.fromEntries(headers.map((header) => [header, tableCell])));
	rows.forEach((own, index) => row(own, `${place}.rows[${index}]`));
	const columns = styles?.width?.length ?? headers.length;
	if (columns !== headers.length)
		throw new Refusal(
			400,
			'invalid_parameters',
			`${place}.styles.width has ${columns} entries for ${headers.length} headers`,
		);
};

/** `{ Key: value }`; the page "Message Cards" has `{ label, value }`. */
const pair: Check = (value, place) => {
	const keys = Object.keys(asObject(value, place)).sort();
	if (keys.length !== 1 && keys.join() !== 'label,value')
		throw new Refusal(400, 'input_pattern_mismatch', `${place} must be one key with its value`);
	record(cell)(value, place);
};

const point = object({ label: text(SHORT), value: number }, ['label', 'value']);
const series = object({ category: text(SHORT), values: list(point, { max: 20 }) }, ['category', 'values']);
/** A string in the documents; live callers send an object with a title. */
const axis = either(text(SHORT), object({ title: text(SHORT) }));

interface Kind {
	data: Check;
	/** Kinds without styles refuse them. */
	styles?: Check;
}

const kinds: Record<string, Kind> = {
	text: { data: text() },
	table: { data: table },
	list: {
		data: list(text()),
		styles: object({
			type: choice(
				'disc',
				'circle',
				'square',
				'decimal',
				'lower-alpha',
				'upper-alpha',
				'lower-roman',
				'upper-roman',
			),
		}),
	},
	label: { data: list(pair) },
	images: { data: list(address(['https://'])) },
	percentage_chart: {
		data: list(point, SERIES),
		styles: object({ preview: choice('pie', 'doughnut', 'semi_doughnut') }),
	},
	graph: {
		data: list(series, SERIES),
		styles: object({
			preview: choice('vertical_bar', 'vertical_stacked_bar', 'trend'),
			x_axis: axis,
			y_axis: axis,
		}),
	},
};

const slide =
	(variants: Variants): Check =>
	(value, place) => {
		const { type } = asObject(value, place);
		const kind = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
		const styles: Record<string, Check> = !kind
			? { styles: anyObject }
			: kind.styles
				? { styles: kind.styles }
				: {};
		object(
			{
				type: choice(...Object.keys(kinds)),
				title: text(),
				data: kind?.data ?? (() => undefined),
				...styles,
				buttons: list(button(20, variants), { max: 5 }),
			},
			['type', 'data'],
		)(value, place);
	};

/** Everything in the slides that is text: a header, a cell, a label, an address. Names of keys are not counted. */
function characters(value: unknown): number {
	if (typeof value === 'string') return value.length;
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce<number>((sum, own) => sum + characters(own), 0);
}

export const slides =
	(variants: Variants): Check =>
	(value, place) => {
		list(slide(variants), { max: MOST_SLIDES })(value, place);
		const total = characters(value);
		if (total > MOST_CHARACTERS)
			throw new Refusal(
				400,
				'invalid_parameters',
				`${place} have ${total} characters together; ${MOST_CHARACTERS} are allowed`,
			);
	};
