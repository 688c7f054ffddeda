/** A link of a message's text, as Cliq's formatting has it: `[Label](address)`. */
export interface TextLink {
	label: string;
	address: string;
}

/** @returns the links of a text, in their order. */
export function linksIn(text: string): TextLink[] {
	return [...text.matchAll(/\[([^[\]]+)\]\((https?:[^()\s]+)\)/g)].map(([, label, address]) => ({
		label: label!,
		address: address!,
	}));
}

/** @returns the text of a question without the line of links that it is answered with. */
export function questionIn(text: string): string {
	return text.replace(/\n\n\[[^\n]*$/, '');
}
