/** How large Node-RED draws nodes: what the demo's flow is laid out by, and what tests measure flows by. */

/** Arial at 14 pixels, which Node-RED writes labels in. */
const WIDTHS = [
	[3.1, "ijl'|"],
	[3.9, ' !,./:;I[]\\ft'],
	[4.9, '()-`r{}"*'],
	[7, 'Jcksvxyz^'],
	[8.6, 'FTZ+<=>~'],
	[9.3, '&ABEKPSVXY'],
	[10.1, 'CDHNRUw'],
	[10.9, 'GOQ'],
	[13.3, 'MmW%@'],
];
const USUAL = 7.8;
/** Letters and marks beyond ASCII, and what comes after them: signs, emoji, letters of the East. */
const FOREIGN = 11;
const EMOJI = 17.5;

/** How much wider than Arial the widest of the usual substitutes is, where there is no Arial: DejaVu Sans. */
const WIDEST_FONT = 1.2;

/** Node-RED's own numbers, in pixels. */
const NARROWEST = 100;
const HEIGHT = 30;
const STEP = 20;
const BESIDE_LABEL = 50;
const PORT = 7;
/** What stands beside the box: half a port, or the button of an inject or debug node. */
const BESIDE = 5;
const BUTTON = 26;
/** Below the box: the status. */
const STATUS = 20;

/** @returns how wide a text is at 14 pixels */
function textWidth(text) {
	const widthOf = (character) =>
		character > '\u2100'
			? EMOJI
			: character > '~'
				? FOREIGN
				: (WIDTHS.find(([, those]) => those.includes(character))?.[0] ?? USUAL);
	return [...text].reduce((sum, character) => sum + widthOf(character), 0);
}

/** @returns how wide Node-RED draws a node with this label: its own formula */
function nodeWidth(label, { hasInput = true, stretch = 1 } = {}) {
	return Math.max(
		NARROWEST,
		STEP * Math.ceil((textWidth(label) * stretch + BESIDE_LABEL + (hasInput ? PORT : 0)) / STEP),
	);
}

/**
 * @param {{ type: string, x: number, y: number, outputs?: number, wires?: string[][] }} node as a flow holds it
 * @param {string} label what it is called in the editor
 * @returns {{ left: number, right: number, top: number, bottom: number }} the room that it takes, in the widest font
 */
function boxOf({ type, x, y, wires = [] }, label) {
	if (['link in', 'link out', 'junction'].includes(type))
		return { left: x - 20, right: x + 20, top: y - 20, bottom: y + 20 };
	const hasInput = !['inject', 'catch', 'status', 'complete', 'comment', 'http in', 'zoho-cliq-in'].includes(type);
	const half = nodeWidth(label, { hasInput, stretch: WIDEST_FONT }) / 2;
	const height = Math.max(HEIGHT, wires.length * 15);
	return {
		left: x - half - (type === 'inject' ? BUTTON : BESIDE),
		right: x + half + (type === 'debug' ? BUTTON : BESIDE),
		top: y - height / 2,
		bottom: y + height / 2 + (type === 'comment' ? 0 : STATUS),
	};
}

module.exports = { boxOf, nodeWidth, textWidth, WIDEST_FONT };
