import { renderMessage } from './preview/render.js';
import { press } from './press.js';

/** Drawn messages by id. What did not change keeps its element, so that nothing flickers and tables stay scrolled. */
let kept = new Map();
let place = null;

/**
 * @returns {HTMLElement} the message itself: text, card, slides and buttons. @param {string} as who presses and votes
 */
export function drawn(model, actions, message, as) {
	if (model.open !== place) kept = new Map();
	place = model.open;
	const before = kept.get(message.id);
	if (before && before.message === message && before.as === as) return before.node;
	const key = JSON.stringify([as, message.text, message.content, message.votes]);
	const node = before?.key === key ? before.node : draw(model, actions, message, as);
	kept.set(message.id, { message, as, key, node });
	return node;
}

function draw(model, actions, message, as) {
	const { text, content, votes } = message;
	return renderMessage(
		{ text, ...content },
		{
			names: (id, sign) =>
				sign === '#'
					? model.state.channels.find((channel) => channel.id === id || channel.chatId === id)?.name
					: nameOf(model.state, id),
			votes: content.card?.options?.map((_option, index) =>
				votesFor(
					votes.filter((vote) => vote.option === index),
					as,
				),
			),
			onVote: (option) => actions.vote(message.id, option),
			onPress: (button, element) =>
				press(button, element, { by: nameOf(model.state, as), chat: model.open, message: message.id }, () =>
					actions.press(message.id, whichOf(content, button)),
				),
		},
	);
}

function votesFor(votes, as) {
	return { count: votes.length, mine: votes.some((vote) => vote.id === as), names: votes.map((vote) => vote.name) };
}

function nameOf({ people, bots, teams }, id) {
	return [...people, ...bots, ...teams].find((one) => one.id === id || one.email === id)?.name;
}

/** How the sandbox is told which button it was: by its place. */
function whichOf({ buttons = [], card, slides = [], references = {} }, button) {
	const reference = Object.keys(references).find((key) => references[key].object === button);
	if (reference !== undefined) return { reference };
	if (card?.buttons?.includes(button)) return { card: true, button: card.buttons.indexOf(button) };
	const slide = slides.findIndex((one) => one.buttons?.includes(button));
	return slide >= 0 ? { slide, button: slides[slide].buttons.indexOf(button) } : { button: buttons.indexOf(button) };
}
