import MarkdownIt from 'markdown-it';
import { cjkEmphasis } from './cjk-emphasis';

/** What is used of the tokens of markdown-it; its documentation says what they mean. */
export interface Token {
	type: string;
	/** 1 opens, -1 closes, 0 stands alone. */
	nesting: number;
	tag: string;
	content: string;
	/** The characters that it was written with. */
	markup: string;
	level: number;
	/** Of a paragraph: whether it is part of a tight list. */
	hidden: boolean;
	children: Token[] | null;
	attrGet(name: string): string | number | null;
}

/** Deeper than people or AI agents write. Past it markdown-it drops blocks, see `isCut`. */
const DEEPEST = 40;

/** Made when it is first needed: whoever loads the node need not wait for it. */
let parser: ReturnType<typeof makeParser> | undefined;

/** CommonMark and the tables and strikethrough of GitHub Flavored Markdown; addresses become links as there. */
function makeParser() {
	const markdownIt = new MarkdownIt({ html: true, linkify: true, maxNesting: DEEPEST }).use(cjkEmphasis);
	// Without a protocol or www., names of files (setup.py, README.md) would be taken for addresses.
	markdownIt.linkify.set({ fuzzyLink: false }).add('www.', {
		validate: (text: string, from: number) =>
			/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::\d{1,5})?(?:[/?#](?:[^\s<>()[\]]*[^\s<>()[\].,;:!?"'*_~])?)?/u.exec(
				text.slice(from, from + 2000),
			)?.[0].length ?? 0,
		normalize: (match: { url: string }) => {
			match.url = `http://${match.url}`;
		},
	});
	// To CommonMark `[^1]: word` defines a link, which nobody sees; people mean a footnote.
	markdownIt.block.ruler.before('reference', 'footnote', (state, line, _end, isTrial) => {
		const from = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
		const text = state.src.slice(from, state.eMarks[line]);
		if (isTrial || !/^\[\^[^\]]+\]:/.test(text)) return false;
		state.push('paragraph_open', 'p', 1);
		Object.assign(state.push('inline', '', 0), { content: text, children: [] });
		state.push('paragraph_close', 'p', -1);
		state.line = line + 1;
		return true;
	});
	return markdownIt;
}

/**
 * Markdown as the tokens of markdown-it.
 *
 * @returns `undefined` for what is nested too deep to be understood.
 */
export function parse(markdown: string): Token[] | undefined {
	parser ??= makeParser();
	const tokens: Token[] = parser.parse(markdown, {});
	return isCut(tokens) ? undefined : tokens;
}

/** Knows entities and nothing else. */
let entities: { parseInline(text: string, environment: object): Token[] } | undefined;

/** @returns a text with `&amp;`, `&#39;` and the like as the characters that they are. */
export function decoded(text: string): string {
	if (!text.includes('&')) return text;
	entities ??= new MarkdownIt('zero').enable('entity');
	const [paragraph] = entities.parseInline(text, {});
	return (paragraph?.children ?? []).map(({ content }) => content).join('');
}

/** At its deepest level markdown-it leaves out what is deeper, and text must not be lost. */
function isCut(tokens: Token[]): boolean {
	return tokens.some(({ level }) => level >= DEEPEST - 1);
}
