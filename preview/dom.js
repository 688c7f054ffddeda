/**
 * Elements are made one by one and text is set as text: whatever is in a message, nothing of it becomes markup.
 *
 * @typedef {object} Pen
 * @property {(tag: string, attributes?: Record<string, unknown>, ...children: unknown[]) => HTMLElement} el
 * @property {(tag: string, attributes?: Record<string, unknown>, ...children: unknown[]) => SVGElement} svg
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {Document} document
 * @returns {Pen} Attributes that are undefined, null or false are left out; so are such children.
 */
export function pen(document) {
	const fill = (node, attributes, children) => {
		for (const [name, value] of Object.entries(attributes))
			if (value !== undefined && value !== null && value !== false) node.setAttribute(name, String(value));
		for (const child of children.flat(3)) if (child || child === 0) node.append(child);
		return node;
	};
	return {
		el: (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children),
		svg: (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children),
	};
}

/** @returns {string} what stands for a value in a message: somebody may still be typing it. */
export function words(value) {
	if (value === null || value === undefined || typeof value === 'function') return '';
	if (typeof value !== 'object') return String(value);
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return '';
	}
}

/** @returns {unknown[]} the value if it is an array, otherwise nothing. */
export function list(value) {
	return Array.isArray(value) ? value : [];
}

/** @returns {Record<string, unknown>} the value if it is an object, otherwise an empty one. */
export function record(value) {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** Numbers beyond this are drawn as this: their differences must stay finite. */
const HUGE = 1e15;

/** @returns {number} 0 for what is no number. */
export function amount(value) {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && !Number.isNaN(number) ? Math.max(-HUGE, Math.min(HUGE, number)) : 0;
}

/** @returns {URL | undefined} the address, if it is one that may be opened: http or https and nothing else. */
export function webAddress(value) {
	if (typeof value !== 'string' || !/^\s*https?:\/\//i.test(value)) return undefined;
	try {
		return new URL(value.trim());
	} catch {
		return undefined;
	}
}

/**
 * @returns {Record<string, unknown>} attributes of a link that opens in a tab of its own and tells nobody where from.
 */
export function outward(url) {
	return { href: url.href, target: '_blank', rel: 'noreferrer noopener' };
}

/** @returns {string} a number for people, without the dust of binary fractions. */
export function figure(number) {
	return number.toLocaleString('en', { maximumFractionDigits: 6 });
}
