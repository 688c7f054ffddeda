/** Lays a flow out: groups below each other, their nodes in columns, from left to right. */
import labels from './labels.js';

const { nodeWidth, WIDEST_FONT } = labels;

/** In pixels. */
const LEFT = 80;
const TOP = 80;
const ROW = 50;
const GAP = 30;
const BETWEEN_GROUPS = 15;

/** What Node-RED's frame of a group leaves around its nodes. */
const FRAME = 25;
const HALF = 15;
/** The button of an inject node stands at its left. */
const BUTTON = 20;

/**
 * A node stands in the first column, or in the one after the last node that leads to it.
 *
 * @param {Array<{ id: string, title: string, color: string, nodes: object[] }>} groups nodes as Node-RED stores them,
 *   with a `row` in place of a position; all of them have names
 * @returns {object[]} the groups and their nodes, as Node-RED stores them
 */
export function layOut(z, groups) {
	const columns = groups.flatMap(({ nodes }) => nodes.map((node) => ({ node, column: columnOf(node, nodes) })));
	const lefts = leftsOf(columns);
	let top = TOP;
	return groups.flatMap(({ id, title, color, nodes }) => {
		// Node-RED draws the frame around what is there, and all frames shall begin at the same place.
		const shift = nodes.some(({ type }) => type === 'inject') ? 0 : BUTTON;
		const placed = nodes.map(({ row, ...node }) => ({
			...node,
			z,
			g: id,
			x: Math.round(lefts[columnOf(node, nodes)] - shift + widthOf(node) / 2),
			y: top + FRAME + HALF + row * ROW,
		}));
		const right = Math.max(...placed.map((node) => node.x + widthOf(node) / 2));
		const bottom = Math.max(...placed.map(({ y }) => y)) + HALF + FRAME;
		const left = LEFT - BUTTON - FRAME;
		const style = {
			label: true,
			'label-position': 'nw',
			color: '#333333',
			stroke: color,
			fill: color,
			'fill-opacity': '0.15',
		};
		const group = {
			id,
			type: 'group',
			z,
			name: title,
			style,
			nodes: placed.map((node) => node.id),
			x: left,
			y: top,
			w: right + FRAME - left,
			h: bottom - top,
		};
		top = bottom + BETWEEN_GROUPS;
		return [group, ...placed];
	});
}

/** The columns of all groups stand below each other. */
function leftsOf(columns) {
	const lefts = [LEFT];
	const count = Math.max(...columns.map(({ column }) => column)) + 1;
	for (let at = 0; at < count - 1; at++) {
		const widest = Math.max(...columns.filter(({ column }) => column === at).map(({ node }) => widestOf(node)));
		lefts.push(lefts[at] + widest + GAP);
	}
	return lefts;
}

function columnOf(node, nodes) {
	const before = nodes.filter(({ wires }) => wires.flat().includes(node.id));
	return before.length === 0 ? 0 : 1 + Math.max(...before.map((one) => columnOf(one, nodes)));
}

const hasInput = ({ type }) => !['inject', 'catch', 'zoho-cliq-in'].includes(type);

function widthOf(node) {
	return nodeWidth(node.name, { hasInput: hasInput(node) });
}

function widestOf(node) {
	return nodeWidth(node.name, { hasInput: hasInput(node), stretch: WIDEST_FONT });
}
