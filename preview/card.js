import { buttonRow } from './buttons.js';
import { list, record, words } from './dom.js';
import { image } from './images.js';
import { inline } from './text.js';

/**
 * @param {import('./render.js').Context} context
 * @param {Record<string, unknown>} card
 * @param {Node[]} text the message's text
 * @param {Array<Node | undefined>} rest slides and buttons of the message
 * @returns {HTMLElement} the card with all that the message has.
 */
export function cardOf(context, card, text, rest) {
	const theme = ['poll', 'prompt', 'modern-inline'].includes(words(card.theme)) ? words(card.theme) : 'basic';
	const { el } = context;
	const thumbnail =
		theme === 'poll' || theme === 'prompt' ? undefined : image(context, card.thumbnail, 'cliq-thumbnail');
	return el(
		'section',
		{ class: `cliq-card ${theme}` },
		el(
			'div',
			{ class: 'cliq-card-head' },
			el(
				'div',
				{},
				words(card.title) &&
					el('p', { class: 'cliq-card-title', role: 'heading', 'aria-level': 3 }, words(card.title)),
				text,
			),
			thumbnail,
		),
		list(card.sections).map((section) => sectionOf(context, record(section))),
		theme === 'poll' && poll(context, list(card.options), words(card.title)),
		theme === 'poll' ? undefined : buttonRow(context, card.buttons),
		rest,
	);
}

function sectionOf(context, { title, fields }) {
	const { el } = context;
	const pairs = list(fields).map(record);
	if (words(title) === '' && pairs.length === 0) return undefined;
	return el(
		'div',
		{ class: 'cliq-section' },
		words(title) && el('p', { class: 'cliq-section-title' }, words(title)),
		el(
			'dl',
			{},
			pairs.map((pair) =>
				el(
					'div',
					{},
					el('dt', {}, words(pair.title)),
					el('dd', {}, inline({ ...context, reads: 'links' }, words(pair.value))),
				),
			),
		),
	);
}

/** Each answer with its share of the votes; pressing it is a vote. */
function poll(context, options, title) {
	const { el } = context;
	const given = options.map((_option, index) => votesFor(context.votes?.[index]));
	const all = given.reduce((sum, { count }) => sum + count, 0);
	const answers = options.map((option, index) => {
		const { count, mine, names } = given[index];
		const percent = all > 0 ? Math.round((count / all) * 100) : 0;
		const bar = el('span', { class: 'cliq-vote-bar', 'aria-hidden': 'true' });
		bar.style.width = `${percent}%`;
		const label = words(record(option).text ?? option);
		const node = el(
			'button',
			{
				type: 'button',
				class: mine ? 'cliq-vote mine' : 'cliq-vote',
				'aria-pressed': String(mine),
				title: names.join(', '),
			},
			bar,
			el('span', { class: 'cliq-vote-text' }, label || `Answer ${index + 1}`),
			el('span', { class: 'cliq-vote-count' }, `${percent}% (${count})`),
		);
		node.addEventListener('click', () => context.onVote?.(index));
		return node;
	});
	return el(
		'div',
		{ class: 'cliq-poll', role: 'group', 'aria-label': title || 'Poll' },
		answers,
		el('p', { class: 'cliq-note' }, all === 1 ? '1 vote' : `${all} votes`),
	);
}

function votesFor(given) {
	if (typeof given === 'number') return { count: given, mine: false, names: [] };
	const { count, mine, names } = record(given);
	return { count: typeof count === 'number' ? count : 0, mine: mine === true, names: list(names).map(words) };
}
