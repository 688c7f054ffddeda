import { amount, figure, list, record, words } from './dom.js';

/**
 * Charts in the two kinds that Cliq has. Colours are variables of preview.css; a legend names them, so that colour is
 * never all there is.
 */

const SERIES = 8;
const hue = (index) => `cliq-series-${(index % SERIES) + 1}`;

/** Radii of a round chart in a box of 200. */
const OUTER = 96;
const INNER = 56;

/**
 * @param {import('./render.js').Context} context
 * @param {unknown[]} data `{ label, value }`
 * @param {string} preview pie, doughnut or semi_doughnut
 */
export function percentageChart(context, data, preview) {
	const { el, svg } = context;
	const parts = data
		.map(record)
		.map(({ label, value }) => ({ label: words(label), value: Math.max(0, amount(value)) }));
	const all = parts.reduce((sum, part) => sum + part.value, 0);
	const shares = parts.map((part) => (all > 0 ? part.value / all : 0));
	const half = preview === 'semi_doughnut';
	const inner = half || preview === 'doughnut' ? INNER : 0;
	const span = half ? Math.PI : 2 * Math.PI;
	let turned = half ? -Math.PI / 2 : 0;
	const slices = shares.map((share, index) => {
		const from = turned;
		turned += share * span;
		return (
			share > 0 &&
			svg(
				'path',
				{ class: share === 1 ? `${hue(index)} whole` : hue(index), d: slice(from, turned, inner) },
				svg('title', {}, `${parts[index].label}: ${percent(share)}`),
			)
		);
	});
	const empty =
		all === 0 &&
		svg('path', {
			class: 'cliq-nothing whole',
			d: slice(half ? -Math.PI / 2 : 0, half ? Math.PI / 2 : span, inner),
		});
	const total =
		inner > 0 &&
		all > 0 &&
		number(
			svg,
			short(all),
			{ class: 'cliq-total', x: 100, y: half ? 96 : 107, 'text-anchor': 'middle' },
			13.4,
			1.6 * INNER,
		);
	const said = parts.map((part, index) => `${part.label} ${percent(shares[index])}`).join(', ');
	return el(
		'div',
		{ class: 'cliq-round' },
		svg(
			'svg',
			{
				viewBox: half ? '0 0 200 104' : '0 0 200 200',
				role: 'img',
				'aria-label': said || 'Chart without values',
				class: half ? 'half' : undefined,
			},
			slices,
			empty,
			total,
		),
		legend(
			context,
			parts.map((part, index) => [
				part.label,
				el('b', {}, percent(shares[index])),
				el('span', { class: 'cliq-value' }, figure(part.value)),
			]),
		),
	);
}

/**
 * Angles in radians, clockwise from above. A whole ring lacks a hair's breadth: an arc that ends where it began is
 * none.
 */
function slice(from, end, inner) {
	const to = Math.min(end, from + 2 * Math.PI - 1e-4);
	const large = to - from > Math.PI ? 1 : 0;
	const point = (angle, radius) =>
		`${(100 + radius * Math.sin(angle)).toFixed(2)} ${(100 - radius * Math.cos(angle)).toFixed(2)}`;
	const back = inner > 0 ? `L${point(to, inner)}A${inner} ${inner} 0 ${large} 0 ${point(from, inner)}` : 'L100 100';
	return `M${point(from, OUTER)}A${OUTER} ${OUTER} 0 ${large} 1 ${point(to, OUTER)}${back}Z`;
}

function percent(share) {
	return `${Number((share * 100).toFixed(1))}%`;
}

function legend({ el }, entries) {
	return el(
		'ul',
		{ class: 'cliq-legend' },
		entries.map(([label, ...more], index) =>
			el(
				'li',
				{},
				el('span', { class: `cliq-dot ${hue(index)}`, 'aria-hidden': 'true' }),
				el('span', { class: 'cliq-legend-label' }, label),
				more,
			),
		),
	);
}

/** The box of a graph, and what is left for its bars within it. */
const WIDTH = 440;
const HEIGHT = 220;
const TOP = 16;
const RIGHT = 8;

/** Beyond this many names on the X axis they are written at a slant, and beyond the next only some of them. */
const UPRIGHT = 8;
const SLANTED = 16;
/** At what angle, and the longest of them: it ends where the picture does. */
const SLANT = (35 / 180) * Math.PI;
const LONGEST = 64;

/** A line of text, and a digit of it. */
const LINE = 16;
const DIGIT = 6.2;

/** Beyond this many bars their values are left to the axis. */
const WRITTEN = 12;

/**
 * @param {import('./render.js').Context} context
 * @param {unknown[]} data `{ category, values: [{ label, value }] }`
 * @param {Record<string, unknown>} styles `{ preview, x_axis, y_axis }`; an axis is a text, or an object with a title
 */
export function graph(context, data, { preview, x_axis: xAxis, y_axis: yAxis }) {
	const { el, svg } = context;
	const series = data.map(record).map(({ category, values }) => ({
		name: words(category),
		values: new Map(
			list(values)
				.map(record)
				.map(({ label, value }) => [words(label), amount(value)]),
		),
	}));
	const labels = [...new Set(series.flatMap((one) => [...one.values.keys()]))];
	const axis = axisFor(extremes(series, labels, preview === 'vertical_stacked_bar'));
	const [xName, yName] = [xAxis, yAxis].map((name) => words(typeof name === 'object' ? record(name).title : name));
	const slanted =
		labels.length > UPRIGHT || labels.some((label) => label.length * 6.2 > (WIDTH - 50) / labels.length);
	const left = 14 + Math.max(...axis.ticks.map((tick) => short(tick).length)) * DIGIT + (yName ? LINE : 0);
	const bottom = HEIGHT - (slanted ? 52 : 22) - (xName ? LINE : 0);
	const plan = {
		labels,
		series,
		step: (WIDTH - left - RIGHT) / Math.max(1, labels.length),
		x: (index) => left + ((WIDTH - left - RIGHT) / Math.max(1, labels.length)) * index,
		y: (value) => bottom - ((value - axis.low) / (axis.high - axis.low)) * (bottom - TOP),
	};
	const draw = preview === 'trend' ? trend : preview === 'vertical_stacked_bar' ? stacked : bars;
	const said = series
		.map((one) => `${one.name}: ${[...one.values].map(([label, value]) => `${label} ${figure(value)}`).join(', ')}`)
		.join('; ');
	return el(
		'div',
		{ class: 'cliq-graph' },
		svg(
			'svg',
			{ viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': said || 'Graph without values' },
			axis.ticks.map((tick) => [
				svg('line', {
					class: tick === 0 ? 'cliq-zero' : 'cliq-grid',
					x1: left,
					x2: WIDTH - RIGHT,
					y1: plan.y(tick),
					y2: plan.y(tick),
				}),
				number(svg, short(tick), { x: left - 6, y: plan.y(tick) + 3.5, 'text-anchor': 'end' }, DIGIT),
			]),
			labels.map(
				(label, index) =>
					index % Math.ceil(labels.length / SLANTED) === 0 &&
					labelled(context, label, plan.x(index) + plan.step / 2, bottom, slanted ? undefined : plan.step),
			),
			draw(context, plan),
			xName &&
				name(context, xName, { class: 'cliq-axis', x: left, y: HEIGHT - LINE, width: WIDTH - RIGHT - left }),
			yName &&
				name(context, yName, {
					class: 'cliq-axis',
					width: bottom - TOP,
					transform: `translate(0 ${bottom}) rotate(-90)`,
				}),
		),
		legend(
			context,
			series.map((one) => [one.name]),
		),
	);
}

/**
 * A number is as wide as was planned for it, in whatever font: its digits are squeezed or spread a little.
 *
 * @param {number} digit width of one, in the units of the picture
 * @param {number} [most] what there is room for
 */
function number(svg, text, attributes, digit, most = Infinity) {
	return svg(
		'text',
		{ ...attributes, textLength: Math.min(most, text.length * digit).toFixed(1), lengthAdjust: 'spacingAndGlyphs' },
		text,
	);
}

/** A name has a box that it cannot leave: the browser, which alone knows the font, shortens it to fit. */
function name({ el, svg }, text, { class: kind, ...place }) {
	return svg(
		'foreignObject',
		{ height: LINE, ...place },
		el('div', { class: `cliq-name ${kind}`, title: text }, text),
	);
}

/** @param {number | undefined} room for an upright name; without it, the name is written at a slant */
function labelled(context, label, x, bottom, room) {
	if (room !== undefined)
		return name(context, label, { class: 'upright', x: x - room / 2 + 1, y: bottom + 4, width: room - 2 });
	// At a slant a name ends below its place and grows to the left, where the picture ends.
	const width = Math.min(LONGEST, (x - LINE / 2) / Math.cos(SLANT));
	return name(context, label, {
		class: 'slanted',
		x: -width,
		y: -LINE / 2,
		width,
		transform: `translate(${x + 2} ${bottom + 9}) rotate(${(-SLANT * 180) / Math.PI})`,
	});
}

/** The lowest and the highest that has to be shown; 0 always is. */
function extremes(series, labels, stack) {
	const heights = stack
		? labels.flatMap((label) =>
				[1, -1].map(
					(sign) =>
						series.reduce((sum, one) => sum + Math.max(0, sign * (one.values.get(label) ?? 0)), 0) * sign,
				),
			)
		: series.flatMap((one) => [...one.values.values()]);
	return heights.reduce(([low, high], height) => [Math.min(low, height), Math.max(high, height)], [0, 0]);
}

/** Less of a difference than this is none. */
const FLAT = 1e-9;

/** Four or five steps of 1, 2 or 5 times a power of ten. */
function axisFor([low, high]) {
	if (high - low < FLAT) return { low: 0, high: 1, ticks: [0, 1] };
	const rough = (high - low) / 4;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
	const first = Math.floor(low / step);
	const last = Math.max(first + 1, Math.ceil(high / step));
	return {
		low: first * step,
		high: last * step,
		ticks: Array.from({ length: last - first + 1 }, (_one, index) => (first + index) * step),
	};
}

function bars({ svg }, { labels, series, step, x, y }) {
	const width = Math.min(44, (step * 0.72) / Math.max(1, series.length));
	const written = labels.length * series.length <= WRITTEN;
	return labels.flatMap((label, place) =>
		series.map((one, index) => {
			const value = one.values.get(label);
			if (value === undefined) return undefined;
			const left = x(place) + step / 2 + (index - series.length / 2) * width;
			return [
				bar(svg, {
					left,
					width: width * 0.9,
					from: y(0),
					to: y(value),
					index,
					said: `${one.name}, ${label}: ${figure(value)}`,
				}),
				written &&
					number(
						svg,
						short(value),
						{
							class: 'cliq-bar-value',
							x: left + width * 0.45,
							y: Math.min(y(0), y(value)) - 3,
							'text-anchor': 'middle',
						},
						5.6,
						width,
					),
			];
		}),
	);
}

function stacked({ svg }, { labels, series, step, x, y }) {
	const width = Math.min(52, step * 0.62);
	return labels.flatMap((label, place) => {
		const reached = { up: 0, down: 0 };
		return series.map((one, index) => {
			const value = one.values.get(label) ?? 0;
			const side = value < 0 ? 'down' : 'up';
			const from = reached[side];
			reached[side] += value;
			return (
				value !== 0 &&
				bar(svg, {
					left: x(place) + (step - width) / 2,
					width,
					from: y(from),
					to: y(from + value),
					index,
					said: `${one.name}, ${label}: ${figure(value)}`,
				})
			);
		});
	});
}

function bar(svg, { left, width, from, to, index, said }) {
	return svg(
		'rect',
		{
			class: hue(index),
			x: left,
			y: Math.min(from, to),
			width,
			height: Math.max(0.5, Math.abs(from - to)),
			rx: 1.5,
		},
		svg('title', {}, said),
	);
}

function trend({ svg }, { labels, series, step, x, y }) {
	return series.map((one, index) => {
		const points = labels.flatMap((label, place) =>
			one.values.has(label)
				? [{ label, value: one.values.get(label), x: x(place) + step / 2, y: y(one.values.get(label)) }]
				: [],
		);
		return svg(
			'g',
			{ class: `cliq-line ${hue(index)}` },
			svg('polyline', { points: points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' ') }),
			points.map((point) =>
				svg(
					'circle',
					{ cx: point.x, cy: point.y, r: 3 },
					svg('title', {}, `${one.name}, ${point.label}: ${figure(point.value)}`),
				),
			),
		);
	});
}

function short(number) {
	return number.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
}
