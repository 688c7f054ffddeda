import { link, STYLES, type Piece } from './cliq-text';
import { escape, escapeCode } from './escape';
import type { Token } from './parser';

const BREAK = /^<br\s*\/?>$/i;

/** What stands within a paragraph, as pieces of Cliq text. */
export function inline(tokens: Token[]): Piece[] {
	const pieces: Piece[] = [];
	/** How many of a style are open: Cliq has no bold within bold. */
	const depth: Record<string, number> = {};
	for (let at = 0; at < tokens.length; at++) {
		const token = tokens[at];
		if (token.type === 'link_open') {
			const end = closing(tokens, at);
			pieces.push(...linked(token, tokens.slice(at + 1, end), isAlone(tokens[at - 1], tokens[end + 1])));
			at = end;
			continue;
		}
		const mark = STYLES[token.tag];
		if (mark !== undefined && token.nesting !== 0) {
			const opens = token.nesting === 1;
			const level = (depth[mark] ?? 0) + token.nesting;
			depth[mark] = level;
			if (level === (opens ? 1 : 0)) pieces.push({ kind: 'mark', mark, opens });
			continue;
		}
		pieces.push(...single(token));
	}
	return pieces;
}

function closing(tokens: Token[], at: number): number {
	let end = at + 1;
	while (tokens[end].type !== 'link_close') end++;
	return end;
}

function single(token: Token): Piece[] {
	switch (token.type) {
		case 'softbreak':
		case 'hardbreak':
			return [{ kind: 'break' }];
		case 'code_inline':
			return [{ kind: 'text', text: code(token.content) }];
		case 'image':
			return [{ kind: 'text', text: link(altOf(token), String(token.attrGet('src') ?? ''), true) }];
		case 'html_inline':
			return BREAK.test(token.content) ? [{ kind: 'break' }] : lines(token.content);
		default:
			return lines(token.content);
	}
}

/** HTML may run over several lines. */
function lines(content: string): Piece[] {
	return content.split('\n').flatMap((line, index): Piece[] => [...(index > 0 ? [{ kind: 'break' as const }] : []), ...(line === '' ? [] : [{ kind: 'text' as const, text: escape(line) }])]);
}

/** Cliq's code cannot hold a backtick; such code is shown as text. */
function code(content: string): string {
	if (content.includes('`') || content.trim() === '') return escape(content);
	return `\`${escapeCode(content)}\``;
}

/** Styles that are open within a link do not reach beyond it; a label has none, since Cliq may show their marks. */
function linked(open: Token, label: Token[], alone: boolean): Piece[] {
	const text = link(plain(label), String(open.attrGet('href') ?? ''), alone);
	return text === '' ? [] : [{ kind: 'text', text }];
}

/** Nothing beside it that could be taken for a part of a bare address. */
function isAlone(before: Token | undefined, after: Token | undefined): boolean {
	const left = before?.type === 'text' ? before.content.slice(-1) : '';
	const right = after?.type === 'text' ? after.content.slice(0, 2) : '';
	return !/[\w\]]/.test(left) && (after === undefined || after.type === 'softbreak' || after.type === 'hardbreak' || /^(?:\s|[.,;:!?)](?:\s|$))/.test(right));
}

function altOf(image: Token): string {
	return plain(image.children ?? []) || 'Image';
}

/** Text without any formatting, on one line. */
export function plain(tokens: Token[]): string {
	return tokens.map(plainToken).join('').replace(/\s+/g, ' ').trim();
}

function plainToken(token: Token): string {
	if (token.type === 'softbreak' || token.type === 'hardbreak' || (token.type === 'html_inline' && BREAK.test(token.content))) return ' ';
	return token.type === 'image' ? altOf(token) : token.content;
}
