/**
 * Cliq has no escape character, so a mark is kept from acting by an invisible character beside it: U+2060, the word
 * joiner. Unlike U+200B it is white space to nobody and no place to break a line, so what is shown stays as it was, and
 * for Cliq there is something beside the mark that is neither a border of a word nor a word.
 */
export const JOINER = '\u2060';

/** Where a line starts: quotes, headings and rules only act there. The text may come to stand at the start of one. */
const LINE_START = /(^|[\n\r\v\f\x85\u2028\u2029])([^\S\n\r\v\f\x85\u2028\u2029]*)(?=[!#]|-{3})/g;

/** Addresses keep their underscores and tildes, or they would lead elsewhere. They end before what may be a mark. */
const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^[\]()\u2060]*[^\s<>"'`{}|\\^[\]()\u2060*_~.,;:!?]/gi;

/** Bold, italic, underline, strike and code, and how they may be strung together. */
const MARKS = /[*_~`]+/g;

/**
 * Data as text for a message, shown letter for letter: no formatting, link, mention, quote, heading or instant button
 * comes of it, wherever in a message it is put and whatever stands beside it. Without the joiners it is what it was,
 * and escaping it again changes nothing. Bare addresses (https://…) stay as they are, and Cliq makes links of them.
 *
 * @param text of any length; it grows by up to two characters a mark.
 */
export function escape(text: string): string {
	return outsideAddresses(withoutReferences(text), brokenMarks).replace(LINE_START, `$1$2${JOINER}`);
}

/** Without mentions ({@…}, {#…}), and without what makes links, silent mentions and buttons: [label](target). */
function withoutReferences(text: string): string {
	return text.replace(/\{(?=[@#]|$)|\](?=\(|$)/g, `$&${JOINER}`);
}

/**
 * For code, where people copy from: only what would call somebody or become a button is broken, and what would end the
 * code.
 */
export function escapeCode(code: string): string {
	return code
		.replace(/\{(?=[@#])|\](?=\(\s*(?:zohoid:|mail:|\$))/gi, `$&${JOINER}`)
		.replace(/`{3,}/g, (run) => [...run].join(JOINER));
}

function outsideAddresses(text: string, change: (text: string, before: string, after: string) => string): string {
	let changed = '';
	let from = 0;
	for (const { 0: address, index } of text.matchAll(ADDRESS)) {
		changed += change(text.slice(from, index), text.charAt(from - 1), text.charAt(index)) + address;
		from = index + address.length;
	}
	return changed + change(text.slice(from), text.charAt(from - 1), '');
}

/**
 * A mark within a word (snake_case, 5*3) or between spaces does nothing. Any other may begin or end something, also at
 * the ends of the text, where it is not known what will stand beside it. A backtick acts everywhere, and of several
 * marks in a row one is the border of the next.
 */
function brokenMarks(text: string, before: string, after: string): string {
	return text.replace(MARKS, (run: string, at: number) => {
		const left = at > 0 ? text.charAt(at - 1) : before;
		const right = at + run.length < text.length ? text.charAt(at + run.length) : after;
		if (run.length === 1 && run !== '`' && ((isWord(left) && isWord(right)) || (isSpace(left) && isSpace(right))))
			return run;
		const broken = [...run].join(JOINER);
		return `${left === JOINER ? '' : JOINER}${broken}${right === JOINER ? '' : JOINER}`;
	});
}

/** Only what is a letter to everybody: é, я or 字 are borders to some. */
function isWord(character: string): boolean {
	return /[A-Za-z0-9]/.test(character);
}

function isSpace(character: string): boolean {
	return /\s/.test(character);
}
