import type { ParameterType } from '../cliq/catalogue';
import { button, references } from './button-checks';
import { Refusal } from './errors';
import { slides } from './slide-checks';
import { address, asObject, boolean, choice, list, object, text, type Check } from './structure';
import type { Variants } from './variants';

/** Source: the pages "Message Cards" and "Message Content" of the REST API v3. */

const TITLE = text({ max: 200 });
const MOST_BUTTONS = 5;

const section = object({ title: text(), fields: list(object({ title: text(), value: text() }, ['title', 'value'])) });
const option = object({ text: text({ max: 100 }) }, ['text']);

const cardKeys: Record<string, Check> = {
	// `basic` is of the older pages.
	theme: choice('modern-inline', 'poll', 'prompt', 'basic'),
	title: TITLE,
	thumbnail: address(['https://']),
	icon: text(),
	sections: list(section),
	options: list(option, { min: 2, max: 10 }),
};

function cardCheck(variants: Variants): Check {
	return card(
		variants.cardButtons === 'refused'
			? cardKeys
			: { ...cardKeys, buttons: list(button(30, variants), { max: MOST_BUTTONS }) },
	);
}

/**
 * "Applicable for poll theme only", and for modern-inline only. Pictures are applicable there too, but the page
 * "Message Content" shows them with any theme.
 */
function card(keys: Record<string, Check>): Check {
	return (value, place) => {
		const { options, sections, ...rest } = keys;
		const { theme } = asObject(value, place);
		object(
			{ ...rest, ...(theme === 'poll' && { options }), ...(theme === 'modern-inline' && { sections }) },
			theme === 'poll' ? ['theme', 'title', 'options'] : ['theme', 'title'],
		)(value, place);
	};
}

/** How the parts of a message are checked, by what the catalogue says they are. */
const parts: Partial<Record<ParameterType, (variants: Variants) => Check>> = {
	card: cardCheck,
	slides,
	references,
	buttons: (variants) => list(button(20, variants), { max: MOST_BUTTONS }),
	styles: () =>
		object({ background: choice('red', 'yellow', 'green', 'blue', 'grey'), markdown: boolean, highlight: boolean }),
	identity: () => object({ name: text(), image: address(['https://']) }),
};

/** @returns the check for a part of the message object; none for other things. */
export function partCheck(type: ParameterType, variants: Variants): Check | undefined {
	return parts[type]?.(variants);
}

/**
 * What a card needs beside itself: a prompt has buttons.
 * @param body whose parts were checked
 */
export function checkCardNeeds(body: Record<string, unknown>): void {
	const given = body.card as { theme: string; buttons?: unknown[] } | undefined;
	// Live servers take buttons beside the card only, so either place will do.
	const buttons = [...(given?.buttons ?? []), ...((body.buttons as unknown[] | undefined) ?? [])];
	if (given?.theme === 'prompt' && buttons.length === 0)
		throw new Refusal(400, 'param_missing', 'A prompt needs a button');
}
