import { count } from '../../util/quote';
import { buttons } from './buttons';
import { graph, percentageChart, previews } from './charts';
import { isEmpty, isRecord } from '../../parameters/json-values';
import {
	cell,
	httpsUrl,
	kindAt,
	listOf,
	oneOf,
	record,
	recordAt,
	recordOf,
	refused,
	textOf,
	type Check,
	type MessagePlace,
	type Shape,
} from './shape-checks';
import { table } from './table';

/** Source: the schema `BotMessage` of the REST API v3. */
export const MOST_SLIDES = 20;

/** What all slides of a message hold together, in characters. */
export const SLIDES_TOGETHER = 10_000;

/** The slides of a message. */
export const slides: Check = (value, place) => {
	const checked = list(value, place);
	const length = slidesLength(checked);
	if (length <= SLIDES_TOGETHER) return checked;
	throw refused(
		place,
		`holds ${count(length)} characters, ${count(length - SLIDES_TOGETHER)} more than the ${count(SLIDES_TOGETHER)} that Cliq takes in all slides together`,
		'Leave rows or slides out, or spread them over several messages.',
	);
};

/**
 * The size of slides, for the 10,000 characters that they may have together: the sum of all texts in them. Cliq's page
 * does not say what is counted. Keys are not, since those of a row repeat the headers and are not shown.
 */
export function slidesLength(value: unknown): number {
	if (typeof value === 'string') return value.length;
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce<number>((sum, entry) => sum + slidesLength(entry), 0);
}

const list = listOf({ entries: 'slides', entry: (number) => `slide ${number}`, check: slide, most: MOST_SLIDES });

const bullets = ['disc', 'circle', 'square', 'decimal', 'lower-alpha', 'upper-alpha', 'lower-roman', 'upper-roman'];

/** What each type of slide has of its own. */
const contents: Record<string, { data: Check; styles?: Check }> = {
	text: { data: textOf() },
	table: { data: table },
	list: {
		data: listOf({ entries: 'entries', entry: (number) => `entry ${number}`, check: textOf() }),
		styles: recordOf({ type: { check: oneOf(bullets) } }),
	},
	label: { data: listOf({ entries: 'entries', entry: (number) => `entry ${number}`, check: label }) },
	images: { data: listOf({ entries: 'images', entry: (number) => `image ${number}`, check: httpsUrl }) },
	percentage_chart: {
		data: percentageChart,
		styles: recordOf({ preview: { check: oneOf(previews.percentage_chart) } }),
	},
	graph: {
		data: graph,
		styles: recordOf({
			preview: { check: oneOf(previews.graph) },
			x_axis: { check: axis },
			y_axis: { check: axis },
		}),
	},
};

/** One slide. */
export function slide(value: unknown, place: MessagePlace): unknown {
	const type = kindAt(recordAt(value, place), 'type', Object.keys(contents), place);
	const common: Shape = {
		type: { check: textOf(), required: true },
		title: { check: textOf() },
		buttons: { check: buttons, name: '' },
	};
	const content = Object.hasOwn(contents, type) ? contents[type] : undefined;
	if (!content) return record(value, place, common, true);
	const { data, styles } = content;
	return record(value, place, {
		...common,
		data: { check: data, required: true, name: type.replace('_', ' ') },
		...(styles && { styles: { check: styles } }),
	});
}

/** `{ Name: value }`, or `{ label: 'Name', value }` as the page "Message Cards" has it. */
function label(value: unknown, place: MessagePlace): unknown {
	const keys = Object.keys(recordAt(value, place));
	const [name = ''] = keys;
	const isNamed = keys.length === 2 && keys.includes('label') && keys.includes('value');
	if (!isNamed && keys.length !== 1)
		throw refused(
			place,
			`has ${keys.length} keys where one is needed`,
			'Give each entry one name and value: { "Status": "open" }.',
		);
	const given = value as Record<string, unknown>;
	if (isEmpty(given[isNamed ? 'value' : name])) return undefined;
	if (isNamed) return record(value, place, { label: { check: textOf(), required: true }, value: { check: cell } });
	if (name.trim() === '')
		throw refused(place, 'has a value without a name', 'Give each entry one name and value: { "Status": "open" }.');
	return record(value, place, Object.fromEntries([[name, { check: cell, name: '' }]]));
}

/** The page writes a text, and live callers an object with a title. */
function axis(value: unknown, place: MessagePlace): unknown {
	if (!isRecord(value)) return textOf(20)(value, place);
	return record(value, place, { title: { check: textOf(20) } });
}
