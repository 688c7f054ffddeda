import { renderMessage } from './preview/render.js';
import { explain } from './press.js';

/** Drawn messages by id. What did not change keeps its element, so that nothing flickers and tables stay scrolled. */
let kept = new Map();
let place = null;

/** @returns {HTMLElement} the message itself: text, card, slides and buttons. @param {string} as who presses and votes */
export function drawn(model, actions, message, as) {
	if (model.open !== place) kept = new Map();
	place = model.open;
	const before = kept.get(message.id);
	if (before && before.message === message && before.as === as) return before.node;
	const { text, card, slides, buttons, references, styles, votes } = message;
	const key = JSON.stringify([as, text, card, slides, buttons, references, styles, votes]);
	const node = before?.key === key ? before.node : draw(model, actions, message, as);
	kept.set(message.id, { message, as, key, node });
	return node;
}

function draw(model, actions, message, as) {
	return renderMessage(message, {
		names: (id, sign) => (sign === '#' ? model.state.channels.find((channel) => channel.id === id || channel.chatId === id)?.name : nameOf(model.state, id)),
		votes: message.votes?.map((voters) => ({ count: voters.length, mine: voters.some((person) => person.id === as), names: voters.map((person) => person.name) })),
		onVote: (option) => actions.vote(message.id, option),
		onPress: (button, element) => explain(button, element, { by: nameOf(model.state, as), chat: model.open, message: message.id }, () => actions.press(message.id, whichOf(message, button))),
	});
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
