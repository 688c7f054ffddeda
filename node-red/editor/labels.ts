/** Of a label, in characters. */
const LONGEST = 24;

/** How much of an ID is left, at its beginning and at its end: enough to tell it from others. */
const [BEGINNING, END] = [8, 4];

/** @returns what stands for a value on a node: a whole name, the beginning of a long one, both ends of a long ID. */
export function shortened(text: string): string {
	// An address out of the browser ends with the ID.
	const value = /^https?:/i.test(text)
		? (text
				.replace(/[?#].*/s, '')
				.split('/')
				.filter((part) => part !== '')
				.at(-1) ?? text)
		: text.trim();
	const characters = [...value];
	if (characters.length <= LONGEST) return value;
	const isId = /^\S*\d\S*$/.test(value) && !value.includes('@');
	return isId
		? `${characters.slice(0, BEGINNING).join('')}…${characters.slice(-END).join('')}`
		: `${characters
				.slice(0, LONGEST - 1)
				.join('')
				.trimEnd()}…`;
}
