/** Made when it is first needed, since it takes as long to make as all the rest to load. */
let graphemes: Intl.Segmenter | undefined;

/**
 * @param at a place in the text, in UTF-16 code units.
 * @param from a place before it that cuts through nothing.
 * @returns the last place up to `at` that cuts through nothing that a person sees as one character; where one reaches
 *   from `from` to there, through no half of an emoji.
 */
export function lastBreak(text: string, at: number, from = 0): number {
	if (at >= text.length) return text.length;
	graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
	const found = graphemes.segment(text.slice(from, at + 2)).containing(at - from)?.index ?? 0;
	if (found > 0) return from + found;
	return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1)) ? at - 1 : at;
}
