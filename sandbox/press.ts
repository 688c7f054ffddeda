import type { Button, Content } from './model';

/** Which button: one below the message, one of a slide (both counted from 0), one in the card, or one in the text. */
export interface Which {
	button?: number;
	slide?: number;
	/** The button is in the card itself. */
	card?: boolean;
	/** Name of an instant button. */
	reference?: string;
}

/** @throws Error if the message has no such button */
export function buttonOf(content: Content, which: Which): Button {
	const button = find(content, which);
	if (!button) throw new Error('This message has no such button');
	return button;
}

function find({ buttons, slides, card, references }: Content, which: Which): Button | undefined {
	if (which.reference !== undefined)
		return references && Object.hasOwn(references, which.reference)
			? references[which.reference]?.object
			: undefined;
	const row = which.slide !== undefined ? slides?.[which.slide]?.buttons : which.card ? card?.buttons : buttons;
	return row?.[which.button ?? 0];
}
