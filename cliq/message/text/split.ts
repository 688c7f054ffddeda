import { lastBreak } from '../../util/character-breaks';

/** A place in the text that must not be cut if that can be avoided. `end` is the first place after it. */
interface Span {
	start: number;
	end: number;
	isBlock: boolean;
}

const FENCE = '```';
const OPENING = `${FENCE}\n`;
const CLOSING = `\n${FENCE}`;

/**
 * The beginning of a code block, or all of code, a mention, a link, an address or a style. Each ends where the next
 * could begin, which keeps the search linear.
 */
const SPANS =
	/```|`[^`\n]+`|\{[@#][^{}\n]*\}|\[[^[\]\n]*\]\([^()\s]*\)|https?:\/\/[^\s<>()[\]{}]+|(?<![\w\u2060])[*_~](?=\S)[^*_~\n[\]{}`]*[*_~](?!\w)/g;

/**
 * What ends a sentence before a space, in Latin, Greek, Arabic, Urdu, Hindi, Armenian, Ethiopic, Burmese, Khmer and
 * Tibetan; and without one.
 */
const SENTENCE =
	/(?<=[.!?…;؟۔।॥։።၊။។།]["'’”»)\]*_~]{0,9})(?=\s)|(?<=[。！？．｡]["'’”)\]」』）】*_~]{0,9})(?!["'’”)\]」』）】*_~])/g;

/**
 * Where a text may end, best first: paragraph, line, sentence, word or what stands between commas where there are no
 * spaces. White space at a cut is left out.
 */
const BORDERS = [/(?=\n[^\S\n]*\n)/g, /(?=\n)/g, SENTENCE, /(?=\s)/g, /(?<=[，、；：､])/g];

/** How much of what is taken must be filled before a better border is preferred to a later one. */
const LEAST_FILLED = { part: 1 / 4, beginning: 3 / 4 };

/**
 * Cuts a text into messages: at the ends of paragraphs, else of lines, sentences or words, and within a word only if
 * there is no other way. A mention, a link or code is cut only if it does not fit into one part; a block of code that
 * does not is closed in one part and opened again in the next. Characters that a person sees as one stay whole.
 *
 * @param limit the longest part, in UTF-16 code units; at least 40.
 * @returns parts in order, none of them blank. Without the white space at the cuts and the marks of reopened blocks
 *   they are the text. A text within the limit is one part, unchanged.
 */
export function split(text: string, limit: number): string[] {
	if (text.length <= limit) return [text];
	const spans = find(text, limit);
	const parts: string[] = [];
	let from = 0;
	let opening = '';
	while (opening.length + text.length - from > limit) {
		const piece = take(text, spans, from, limit - opening.length, LEAST_FILLED.part);
		add(parts, opening + text.slice(from, piece.end).trimEnd() + piece.closing);
		from = piece.next;
		opening = piece.isOpen ? OPENING : '';
	}
	add(parts, opening + text.slice(from));
	return parts;
}

/**
 * The beginning of a text, and how much is left out.
 *
 * @param limit the longest result, in UTF-16 code units; at least 40.
 */
export function cut(text: string, limit: number): string {
	if (text.length <= limit) return text;
	const room = limit - note(text.length).length;
	const piece = take(text, find(text, limit), 0, room, LEAST_FILLED.beginning);
	return `${text.slice(0, piece.end).trimEnd()}${piece.closing}${note(text.length - piece.end)}`;
}

function note(left: number): string {
	return `\n… (${left.toLocaleString('en-US')} more characters)`;
}

function add(parts: string[], part: string): void {
	if (part.trim() !== '') parts.push(part);
}

/**
 * In their order, none within another. What opens a block and does not close it is text, and so is all but a block that
 * fits into no part.
 */
function find(text: string, limit: number): Span[] {
	const spans: Span[] = [];
	const pattern = new RegExp(SPANS);
	let isUnclosed = false;
	for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
		const start = match.index;
		const isBlock = match[0] === FENCE;
		const close = isBlock && !isUnclosed ? text.indexOf(FENCE, start + FENCE.length) : -1;
		if (isBlock && close < 0) {
			isUnclosed = true;
			continue;
		}
		if (isBlock) pattern.lastIndex = close + FENCE.length;
		if (isBlock || match[0].length <= limit) spans.push({ start, end: pattern.lastIndex, isBlock });
	}
	return spans;
}

/** The span that a cut at `at` would go through. */
function spanAt(spans: Span[], at: number): Span | undefined {
	let low = 0;
	let high = spans.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((spans[middle]?.end ?? Infinity) <= at) low = middle + 1;
		else high = middle;
	}
	const span = spans[low];
	return span && span.start < at ? span : undefined;
}

/** What is taken of a text for one part. */
interface TextPiece {
	end: number;
	/** Where the rest begins. */
	next: number;
	/** What closes the block of code that is cut. */
	closing: string;
	/** Whether the rest begins within a block of code. */
	isOpen: boolean;
}

/**
 * Takes a piece that goes into `room`, which is less than what is left of the text.
 *
 * @param least which share of the room a good border must fill.
 */
function take(text: string, spans: Span[], from: number, room: number, least: number): TextPiece {
	const most = from + room;
	const enough = from + Math.ceil(room * least);
	const across = spanAt(spans, most);
	if (across?.isBlock) {
		// The first of several parts leaves a block that fits to the next one; a beginning has no next one.
		const mayStay = across.start < enough && across.start + FENCE.length < most - CLOSING.length;
		const mustStay = across.end - across.start > room || least === LEAST_FILLED.beginning;
		return across.start <= from || (mayStay && mustStay)
			? takeCode(text, across, from, most - CLOSING.length, least)
			: takeText(text, across.start);
	}
	for (const start of [enough, from + 1]) {
		for (const border of BORDERS) {
			const at = lastBorder(text, spans, border, start, most);
			if (at !== undefined && text.slice(from, at).trim() !== '') return takeText(text, at);
		}
	}
	return takeText(text, across !== undefined && across.start > from ? across.start : lastBreak(text, most, from));
}

/** Up to `at`. The rest begins after the white space, but lists keep the indentation of their lines. */
function takeText(text: string, at: number): TextPiece {
	const pattern = /\s*\n|\s*/y;
	pattern.lastIndex = at;
	pattern.test(text);
	return { end: at, next: pattern.lastIndex, closing: '', isOpen: false };
}

/**
 * Up to the end of a line of the code, if that fills enough; else up to a space, if that does not leave the part half
 * empty.
 */
function takeCode(text: string, block: Span, from: number, most: number, least: number): TextPiece {
	const start = Math.max(from, block.start + FENCE.length);
	const newline = text.lastIndexOf('\n', most);
	const isLine = newline > start + (most - start) * least && text.slice(start, newline).trim() !== '';
	const space = text.lastIndexOf(' ', most);
	const end = isLine ? newline : space > (start + most) / 2 ? space : lastBreak(text, most, start);
	const next = text.charAt(end) === '\n' ? end + 1 : end;
	const isAll = text.slice(next, block.end - FENCE.length).trim() === '';
	return { end, next: isAll ? block.end : next, closing: CLOSING, isOpen: !isAll };
}

/** The last place from `first` to `last` that is such a border and goes through no span. */
function lastBorder(text: string, spans: Span[], border: RegExp, first: number, last: number): number | undefined {
	const window = text.slice(first - 1, last + 1);
	let found: number | undefined;
	for (const { index } of window.matchAll(border)) {
		const at = first - 1 + index;
		if (at >= first && at <= last && spanAt(spans, at) === undefined && !wouldAct(text, at)) found = at;
	}
	return found;
}

/** Whether what stands in the middle of a line would be a heading, a quote or a rule at the start of a part. */
function wouldAct(text: string, at: number): boolean {
	const pattern = /[^\S\n]{0,9}(?:[!#]|-{3})/y;
	pattern.lastIndex = at;
	return pattern.test(text);
}
