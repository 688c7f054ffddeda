import { buttonOf, buttonRow } from './buttons.js';
import { cardOf } from './card.js';
import { list, pen, record, words } from './dom.js';
import { image } from './images.js';
import { slideOf } from './slides.js';
import { blocks } from './text.js';

export { describePress } from './buttons.js';

const BACKGROUNDS = ['red', 'yellow', 'green', 'blue', 'grey'];

/**
 * Draws a message much as Cliq does. What is in it may be wrong, half typed or hostile: it is drawn as far as it can
 * be, as text, and nothing is thrown. The styles are in preview.css.
 *
 * @param {unknown} message Cliq's message object
 * @param {import('./render.js').RenderOptions} [options]
 * @returns {HTMLElement}
 */
export function renderMessage(message, options = {}) {
	const { document = globalThis.document, onPress, onVote, votes, images = false, names } = options;
	const { text, card, slides, buttons, references, styles, bot } = record(message);
	/** @type {import('./render.js').Context} */
	const context = { ...pen(document), onPress, onVote, votes, images, names, reads: 'text' };
	context.instant = (label, key) => {
		const known = Object.hasOwn(record(references), key) ? record(record(references)[key]).object : undefined;
		return known
			? buttonOf(context, known, label)
			: context.el('span', { class: 'cliq-missing', title: `There is no reference ${key}` }, label);
	};
	const { background, highlight } = record(styles);
	const said = words(text) === '' ? [] : [context.el('div', { class: 'cliq-text' }, blocks(context, words(text)))];
	const rest = [list(slides).map((slide) => slideOf(context, slide)), buttonRow(context, buttons)];
	const classes = [
		'cliq-message',
		BACKGROUNDS.includes(words(background)) && `background-${words(background)}`,
		highlight === true && 'highlight',
	];
	const isCard = card !== null && typeof card === 'object' && !Array.isArray(card);
	return context.el(
		'div',
		{ class: classes.filter(Boolean).join(' ') },
		identity(context, record(bot)),
		isCard ? cardOf(context, card, said, rest) : [said, rest],
	);
}

/** Whose name and picture are shown, if not the sender's. */
function identity(context, { name, image: picture }) {
	if (words(name) === '' && words(picture) === '') return undefined;
	return context.el(
		'p',
		{ class: 'cliq-identity' },
		context.images ? image(context, picture, 'cliq-avatar') : undefined,
		context.el('b', {}, words(name)),
	);
}
