import { outward, webAddress, words } from './dom.js';

/**
 * @param {import('./render.js').Context} context
 * @param {unknown} address
 * @param {string} className
 * @returns {HTMLElement | undefined} the picture; where no pictures may be loaded, a box that says which one it is.
 */
export function image(context, address, className) {
	const { el } = context;
	if (words(address) === '') return undefined;
	const url = webAddress(address);
	if (!url)
		return el(
			'span',
			{ class: `${className} cliq-nopicture`, title: words(address) },
			icon(context),
			el('span', {}, words(address)),
		);
	const box = el(
		'a',
		{ ...outward(url), class: `${className} cliq-nopicture`, title: url.href },
		icon(context),
		el('span', {}, fileName(url)),
		el('small', {}, url.host),
	);
	if (!context.images) return box;
	const picture = el('img', {
		class: className,
		src: url.href,
		alt: fileName(url),
		loading: 'lazy',
		referrerpolicy: 'no-referrer',
	});
	picture.addEventListener('error', () => picture.replaceWith(box), { once: true });
	return picture;
}

function fileName({ pathname, host }) {
	const last = pathname.split('/').filter(Boolean).at(-1) ?? host;
	try {
		return decodeURIComponent(last);
	} catch {
		return last;
	}
}

function icon({ svg }) {
	return svg(
		'svg',
		{
			viewBox: '0 0 24 24',
			width: 20,
			height: 20,
			'aria-hidden': 'true',
			fill: 'none',
			stroke: 'currentColor',
			'stroke-width': 1.6,
		},
		svg('rect', { x: 3, y: 4, width: 18, height: 16, rx: 2 }),
		svg('circle', { cx: 8.5, cy: 9.5, r: 1.6 }),
		svg('path', { d: 'M4 18l5.5-5.5 3.5 3.5 3-3 4.5 4.5' }),
	);
}
