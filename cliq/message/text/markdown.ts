import { columnNames } from '../form/table-cells';
import { toLines, type StyledPiece } from './cliq-text';
import { escape, escapeCode } from './escape';
import { inline, plain } from './inline-markdown';
import { blockTokens } from './html-in-markdown';
import { decoded, parse, type Token } from './markdown-parser';

/** A table as text, for a slide. */
export interface MarkdownTable {
	/** Each one differs from the others, and none is empty. */
	headers: string[];
	/** Each as long as `headers`. */
	rows: string[][];
}

/** A line of the text that is made. Lines of code stay as they are wherever they stand. */
interface Line {
	text: string;
	isCode?: true;
}

/** What is being made, and where. */
interface Scope {
	tables: MarkdownTable[];
	/** How many lists are around, and how many quotes. */
	lists: number;
	quotes: number;
}

const BULLETS = ['•', '◦', '▪'];

/** What follows a bullet or number stands below its text. */
const INDENT = '    ';

/**
 * Markdown (CommonMark, with tables, strikethrough, task lists and addresses as on GitHub) as text with Cliq's
 * formatting. Its text is data: nothing in it becomes formatting, a mention or an instant button but through Markdown's
 * own marks.
 *
 * What Cliq has no marks for is drawn with characters: bullets (•, ◦, ▪), numbers, boxes of tasks (☐, ☑), quotes within
 * quotes (›). HTML becomes what it means as far as Cliq has it, and its comments, which no reader sees, are left out.
 * What is nested too deep to be read is shown as it is written.
 *
 * @returns the text, and the tables in their order, which are no longer in the text.
 */
export function fromMarkdown(markdown: string): { text: string; tables: MarkdownTable[] } {
	const tokens = parse(markdown);
	if (tokens === undefined) return { text: escape(markdown.replace(/<!--[^]*?(?:-->|$)/g, '')), tables: [] };
	const tables: MarkdownTable[] = [];
	const lines = blocks(tokens, { tables, lists: 0, quotes: 0 });
	return {
		text: lines
			.map(({ text }) => text)
			.join('\n')
			.trimEnd(),
		tables,
	};
}

/** Blocks one below the other, with an empty line between them where there is room for it. */
function blocks(tokens: Token[], scope: Scope): Line[] {
	const isDense = scope.lists > 0 || scope.quotes > 0;
	const lines: Line[] = [];
	for (let at = 0; at < tokens.length;) {
		const end = closing(tokens, at);
		const block = toBlock(tokens.slice(at, end + 1), scope);
		if (block.length > 0 && lines.length > 0 && !isDense) lines.push({ text: '' });
		for (const line of block) lines.push(line);
		at = end + 1;
	}
	return lines;
}

/** Where the block that begins at `at` ends. */
function closing(tokens: Token[], at: number): number {
	const open = tokens[at];
	if (open?.nesting !== 1) return at;
	let end = at + 1;
	while ((tokens[end]?.level ?? 0) > open.level) end++;
	return end;
}

function toBlock(tokens: Token[], scope: Scope): Line[] {
	const [first] = tokens;
	const inner = tokens.slice(1, -1);
	switch (first?.type) {
		case 'heading_open':
			return heading(first, inner[0]?.children ?? [], scope);
		case 'blockquote_open':
			return quote(inner, scope);
		case 'bullet_list_open':
		case 'ordered_list_open':
			return list(first, inner, scope);
		case 'table_open':
			scope.tables.push(table(inner));
			return [];
		case 'fence':
		case 'code_block':
			return code(first.content);
		case 'hr':
			return [{ text: '---' }];
		case 'html_block':
			return texts(inline(blockTokens(first.content, decoded)));
		default:
			return texts(inline(inner[0]?.children ?? []));
	}
}

/**
 * Cliq has two sizes: # and ###. Within lists and quotes a heading is bold, since a mark there is not at the start of a
 * line.
 */
function heading({ tag }: Token, content: Token[], { lists, quotes }: Scope): Line[] {
	const pieces = inline(content).map((piece): StyledPiece =>
		piece.kind === 'break' ? { kind: 'text', text: ' ' } : piece,
	);
	if (pieces.length === 0) return [];
	if (lists === 0 && quotes === 0)
		return toLines(pieces).map((text) => ({ text: `${tag === 'h1' || tag === 'h2' ? '#' : '###'} ${text}` }));
	const rest = pieces.filter((piece) => piece.kind !== 'mark' || piece.mark !== '*');
	return texts([{ kind: 'mark', mark: '*', opens: true }, ...rest, { kind: 'mark', mark: '*', opens: false }]);
}

function quote(tokens: Token[], scope: Scope): Line[] {
	const mark = scope.quotes === 0 && scope.lists === 0 ? '!' : '› ';
	return blocks(tokens, { ...scope, quotes: scope.quotes + 1 }).map((line) =>
		line.isCode ? line : { text: `${mark}${line.text}` },
	);
}

function list(open: Token, items: Token[], scope: Scope): Line[] {
	const isLoose = items.some(
		({ type, hidden, level }) => type === 'paragraph_open' && !hidden && level === open.level + 2,
	);
	const lines: Line[] = [];
	let number = Number(open.attrGet('start') ?? 1);
	for (let at = 0; at < items.length;) {
		const end = closing(items, at);
		const [first, ...inner] = items.slice(at, end);
		const marker =
			open.type === 'ordered_list_open'
				? `${number++}${first?.markup ?? ''} `
				: `${BULLETS[Math.min(scope.lists, BULLETS.length - 1)]} `;
		if (isLoose && at > 0 && scope.quotes === 0) lines.push({ text: '' });
		for (const line of item(marker, inner, scope)) lines.push(line);
		at = end + 1;
	}
	return lines;
}

function item(marker: string, tokens: Token[], scope: Scope): Line[] {
	const box = task(tokens);
	const [first, ...rest] = blocks(tokens, { ...scope, lists: scope.lists + 1 });
	const head = `${marker}${box}`;
	if (first === undefined) return [{ text: head.trimEnd() }];
	const below = rest.map((line) => (line.isCode || line.text === '' ? line : { text: `${INDENT}${line.text}` }));
	return first.isCode ? [{ text: head.trimEnd() }, first, ...below] : [{ text: `${head}${first.text}` }, ...below];
}

/** The box of a task, which is taken out of its text. */
function task([open, content]: Token[]): string {
	const text = open?.type === 'paragraph_open' ? content?.children?.[0] : undefined;
	const box = text?.type === 'text' ? /^\[([ xX])\](?:\s+|$)/.exec(text.content) : null;
	if (!text || !box || (box[0].length === 3 && (content?.children?.length ?? 0) < 2)) return '';
	text.content = text.content.slice(box[0].length);
	return box[1] === ' ' ? '☐ ' : '☑ ';
}

/** The language is left out: Cliq would show it. */
function code(content: string): Line[] {
	if (content.trim() === '') return [];
	const lines = escapeCode(content.replace(/\n$/, '')).split('\n');
	return ['```', ...lines, '```'].map((text) => ({ text, isCode: true }));
}

function table(tokens: Token[]): MarkdownTable {
	const rows: string[][] = [];
	for (const token of tokens) {
		if (token.type === 'tr_open') rows.push([]);
		if (token.type === 'inline') rows.at(-1)?.push(plain(token.children ?? []));
	}
	const [headers = [], ...body] = rows;
	return { headers: columnNames(headers), rows: body };
}

function texts(pieces: StyledPiece[]): Line[] {
	return toLines(pieces)
		.filter((text) => text !== '')
		.map((text) => ({ text }));
}
