import type MarkdownIt from 'markdown-it';

/**
 * Chinese, Japanese and Korean letters and what they write between them, and full-width signs; a middle dot is written
 * by others too.
 */
const CJK =
	/(?!\u00b7)[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Yi}\p{scx=Tangut}\u3000-\u303f\uff01-\uffe6]/u;

/** Choose between two shapes of the character in front of them. */
const SHAPES = /[\ufe00-\ufe0e\u{e0100}-\u{e01ef}]/u;

/**
 * Lets marks begin and end something beside Chinese, Japanese and Korean, which write without spaces: CommonMark would
 * take the marks of `**重点（注意）**内容` for text, for want of a space, and those after them for each other's ends.
 *
 * The rule is https://github.com/tats-u/markdown-cjk-friendly's, of which there is a plugin. It is an ES module only,
 * and brings a table of the widths of all characters, to tell what Unicode's scripts tell as well.
 */
export function cjkEmphasis(markdownIt: InstanceType<typeof MarkdownIt>): void {
	const { isWhiteSpace } = markdownIt.utils;
	markdownIt.inline.State = class extends markdownIt.inline.State {
		override scanDelims(start: number, canSplitWord: boolean) {
			const scanned = super.scanDelims(start, canSplitWord);
			if (!canSplitWord) return scanned;
			const before = characterBefore(this.src, start);
			const after = String.fromCodePoint(this.src.codePointAt(start + scanned.length) ?? 0x20);
			const hasSpace =
				start + scanned.length >= this.posMax ||
				[before, after].some((character) => isWhiteSpace(character.codePointAt(0)!));
			return hasSpace || !(CJK.test(before) || CJK.test(after))
				? scanned
				: { ...scanned, can_open: true, can_close: true };
		}
	};
}

/** Without a mark that chooses its shape. */
function characterBefore(text: string, end: number): string {
	const characters = [...text.slice(Math.max(0, end - 4), end)];
	const last = characters.pop() ?? ' ';
	return SHAPES.test(last) ? (characters.pop() ?? ' ') : last;
}
