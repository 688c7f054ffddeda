/**
 * A reader of Cliq's text, written for the tests alone, from the facts about Cliq's formatting (a mark acts at the
 * border of a word) and from how the converter says that it draws lists and quotes within quotes. It shares no code
 * with it.
 */
export interface Found {
	kind:
		| 'paragraph'
		| 'heading'
		| 'quote'
		| 'item'
		| 'code block'
		| 'rule'
		| 'bold'
		| 'italic'
		| 'strike'
		| 'underline'
		| 'code'
		| 'link'
		| 'address'
		| 'mention'
		| 'button';
	/** What is shown of it, for spans and blocks alike without marks. */
	text: string;
	/** Of a link: where it leads. */
	target?: string | undefined;
	/** Of an item: how deep it stands, from 0, and its bullet or number. */
	depth?: number;
	marker?: string;
	/** Of a quote: whether the line above is in it too. */
	continues?: boolean;
}

const JOINER = '\u2060';

/** Blocks and, after each block, the spans within it, in their order. */
export function read(text: string): Found[] {
	const found: Found[] = [];
	const lines = text.split('\n');
	/** How many quotes the line before was in. */
	let quotes = 0;
	for (let at = 0; at < lines.length; at++) {
		const end = lines[at] === '```' ? lines.indexOf('```', at + 1) : -1;
		if (end > at) {
			found.push({ kind: 'code block', text: lines.slice(at + 1, end).join('\n') });
			at = end;
			quotes = 0;
			continue;
		}
		const blocks = lines[at]!.trim() === '' ? [] : readLine(lines[at]!);
		const quoted = blocks.filter(({ kind }) => kind === 'quote').length;
		found.push(
			...blocks.map((block, index) =>
				block.kind === 'quote' && index < quotes ? { ...block, continues: true } : block,
			),
		);
		quotes = quoted;
	}
	return found;
}

/** All that a person sees, without marks, targets and joiners. */
export function shownText(text: string): string {
	return read(text)
		.filter(({ kind }) => ['paragraph', 'heading', 'item', 'code block', 'rule'].includes(kind))
		.map((block) => `${block.marker ?? ''} ${block.text}`)
		.join('\n')
		.replaceAll(JOINER, '');
}

/** Quotes and items may stand in one another; what is left is text. */
function readLine(line: string): Found[] {
	const mark = /^\s*(?:(!)(?=\S)|(#{1,6})\s*|(-{3,}\s*$))/.exec(line);
	if (mark?.[2]) return block('heading', line.slice(mark[0].length));
	if (mark?.[3]) return [{ kind: 'rule', text: '' }];
	const found: Found[] = mark?.[1] ? [{ kind: 'quote', text: '' }] : [];
	let rest = mark?.[1] ? line.slice(mark[0].length) : line;
	let depth = 0;
	for (;;) {
		const inner = /^( *)(?:(›)|[•◦▪]|\d{1,9}[.)])(?: +|$)/.exec(rest);
		if (inner === null) break;
		found.push(
			inner[2]
				? { kind: 'quote', text: '' }
				: { kind: 'item', text: '', depth: (depth += inner[1]!.length / 4), marker: inner[0].trim() },
		);
		if (!inner[2]) depth++;
		rest = rest.slice(inner[0].length);
	}
	return rest.trim() === '' ? found : [...found, ...block('paragraph', rest)];
}

function block(kind: Found['kind'], text: string): Found[] {
	const spans: Found[] = [];
	const shown = readSpans(text, spans);
	return [{ kind, text: shown }, ...spans];
}

const ATOMS: Array<[Found['kind'], RegExp]> = [
	['code', /`([^`\n]+)`/y],
	['mention', /\{([@#][^{}]*)\}/y],
	['mention', /\[([^\]]*)\]\((?:zohoid|mail):[^)]*\)/y],
	['button', /\[([^\]]*)\]\(\$\d+\)/y],
	['link', /\[([^\]]+)\]\(([^()\s]+)\)/y],
	['address', /(https?:\/\/[^\s<>"'`{}|\\^[\]()\u2060]*[^\s<>"'`{}|\\^[\]()\u2060*_~.,;:!?])/y],
	['address', /(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/y],
];

const STYLES: Array<[Found['kind'], string]> = [
	['underline', '__'],
	['bold', '*'],
	['italic', '_'],
	['strike', '~'],
];

/** Finds spans from left to right; the result is what is shown. */
function readSpans(text: string, spans: Found[]): string {
	let shown = '';
	for (let at = 0; at < text.length;) {
		const atom = atomAt(text, at) ?? styleAt(text, at);
		if (atom === undefined) {
			shown += text[at++];
			continue;
		}
		spans.push(atom.found);
		if (STYLES.some(([kind]) => kind === atom.found.kind)) atom.found.text = readSpans(atom.found.text, spans);
		shown += atom.found.text;
		at += atom.length;
	}
	return shown;
}

function atomAt(text: string, at: number): { found: Found; length: number } | undefined {
	for (const [kind, pattern] of ATOMS) {
		pattern.lastIndex = at;
		const match = pattern.exec(text);
		if (match && !(kind === 'code' && match[1]!.startsWith(JOINER)))
			return { found: { kind, text: match[1]!, target: match[2] }, length: match[0].length };
	}
	return undefined;
}

/** A style begins after a border of a word and ends before one. An invisible character is none. */
function styleAt(text: string, at: number): { found: Found; length: number } | undefined {
	for (const [kind, mark] of STYLES) {
		if (!text.startsWith(mark, at) || !isBorder(text[at - 1]) || !isShown(text[at + mark.length])) continue;
		for (let end = text.indexOf(mark, at + mark.length + 1); end >= 0; end = text.indexOf(mark, end + 1)) {
			if (isShown(text[end - 1]) && isBorder(text[end + mark.length]) && text[end + mark.length] !== mark) {
				return { found: { kind, text: text.slice(at + mark.length, end) }, length: end + mark.length - at };
			}
		}
	}
	return undefined;
}

function isBorder(character: string | undefined): boolean {
	return (
		character === undefined ||
		/[\s\p{P}\p{S}\u200e\u200f\p{Variation_Selector}\u20e3\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u.test(
			character,
		)
	);
}

function isShown(character: string | undefined): boolean {
	return character !== undefined && /\S/.test(character) && character !== JOINER;
}
