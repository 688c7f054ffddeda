/**
 * Whether parts of a message give its text back: one after the other they are the text, without white space where it
 * was cut, and with the marks of a block of code that was closed in one part and opened again in the next.
 */
export function givesBack(parts: string[], text: string): boolean {
	/**
	 * Where in the text the parts so far may end: whether a mark was added cannot always be told from the parts alone.
	 */
	let ends = new Set([0]);
	parts.forEach((part, index) => {
		const next = new Set<number>();
		for (const own of withoutMarks(part, index > 0)) {
			for (const end of ends) {
				for (let at = end; ; at++) {
					if (text.startsWith(own, at)) ownEnds(text, at + own.length, part).forEach((end) => next.add(end));
					if (at >= text.length || /\S/.test(text[at]!)) break;
				}
			}
		}
		ends = next;
	});
	return [...ends].some((end) => text.slice(end).trim() === '');
}

/** The mark that closes a block may also be the text's own, after white space that was cut. */
function ownEnds(text: string, end: number, part: string): number[] {
	const mark = part.endsWith('\n```') ? /^\s*```/.exec(text.slice(end)) : null;
	return mark ? [end, end + mark[0].length] : [end];
}

/**
 * What of the part may be the text's own. A mark at the end may also be the text's own, after white space that was cut.
 */
function withoutMarks(part: string, mayBeReopened: boolean): string[] {
	const starts = mayBeReopened && part.startsWith('```\n') ? [part, part.slice(4)] : [part];
	return starts.flatMap((own) => (own.endsWith('\n```') ? [own, own.slice(0, -4)] : [own]));
}
