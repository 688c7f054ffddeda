import { buttonRow } from './buttons.js';
import { graph, percentageChart } from './charts.js';
import { list, record, words } from './dom.js';
import { image } from './images.js';
import { table } from './table.js';
import { blocks, inline } from './text.js';

const BULLETS = ['disc', 'circle', 'square', 'decimal', 'lower-alpha', 'upper-alpha', 'lower-roman', 'upper-roman'];

/** What is drawn inside a slide, by its type. Each takes the context and the slide. */
const kinds = {
	text: (context, { data }) =>
		context.el('div', { class: 'cliq-text' }, blocks({ ...context, reads: 'formatting' }, words(data))),
	table: (context, { data, title }) => table(context, record(data), words(title)),
	list: bullets,
	label: labels,
	images: pictures,
	// The page "Message Content" writes it without its s.
	image: pictures,
	percentage_chart: (context, { data, styles }) =>
		percentageChart(context, list(data), words(record(styles).preview)),
	graph: (context, { data, styles }) => graph(context, list(data), record(styles)),
};

/**
 * @param {import('./render.js').Context} context
 * @param {unknown} slide
 * @returns {HTMLElement | undefined} nothing for what is no object.
 */
export function slideOf(context, slide) {
	if (slide === null || typeof slide !== 'object') return undefined;
	const { el } = context;
	const { type, title, data, buttons } = record(slide);
	const draw = Object.hasOwn(kinds, words(type))
		? kinds[words(type)]
		: (_context, _slide) => el('pre', {}, el('code', {}, words(data)));
	return el(
		'section',
		{ class: 'cliq-slide' },
		words(title) && el('p', { class: 'cliq-slide-title', role: 'heading', 'aria-level': 4 }, words(title)),
		draw({ ...context, reads: 'links' }, record(slide)),
		buttonRow(context, buttons),
	);
}

function bullets(context, { data, styles }) {
	const { el } = context;
	const type = words(record(styles).type);
	const style = BULLETS.includes(type) ? type : 'disc';
	return el(
		BULLETS.indexOf(style) > 2 ? 'ol' : 'ul',
		{ class: `cliq-list ${style}` },
		list(data).map((entry) => el('li', {}, inline(context, words(entry)))),
	);
}

/** `{ name: value }`, or `{ label, value }` as the page "Message Cards" has it. */
function labels(context, { data }) {
	const { el } = context;
	const pairs = list(data).flatMap((entry) => {
		const one = record(entry);
		return Object.keys(one).length === 2 && 'label' in one && 'value' in one
			? [[words(one.label), one.value]]
			: Object.entries(one);
	});
	return el(
		'dl',
		{ class: 'cliq-labels' },
		pairs.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, inline(context, words(value))))),
	);
}

function pictures(context, { data }) {
	const addresses =
		typeof data === 'string'
			? [data]
			: list(data).map((entry) => (typeof entry === 'string' ? entry : words(record(entry).url)));
	return context.el(
		'div',
		{ class: addresses.length === 1 ? 'cliq-images one' : 'cliq-images' },
		addresses.map((address) => image(context, address, 'cliq-image')),
	);
}
