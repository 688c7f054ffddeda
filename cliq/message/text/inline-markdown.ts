import { leads, link, STYLES, type StyledPiece } from './cliq-text';
import { escape, escapeCode, JOINER } from './escape';
import { withoutHtml } from './html-in-markdown';
import { decoded, type Token } from './markdown-parser';

/** What stands within a paragraph, as pieces of Cliq text. */
export function inline(all: Token[]): StyledPiece[] {
	const tokens = shown(withoutHtml(all, decoded));
	const pieces: StyledPiece[] = [];
	/** How many of a style are open: Cliq has no bold within bold. */
	const depth: Record<string, number> = {};
	for (let at = 0, token = tokens[at]; token; token = tokens[++at]) {
		const mark = STYLES[token.tag];
		if (mark !== undefined) {
			const level = (depth[mark] ?? 0) + token.nesting;
			depth[mark] = level;
			if (level === (token.nesting === 1 ? 1 : 0)) addMark(pieces, mark, token.nesting === 1);
		} else if (token.type === 'link_open' && leads(targetOf(token))) {
			const end = closing(tokens, at);
			if (isOneStyle(tokens.slice(at + 1, end))) {
				// The style goes around the link, and is met first.
				for (const outer of [at, end - 1]) tokens.splice(outer, 2, ...tokens.slice(outer, outer + 2).reverse());
				at--;
				continue;
			}
			const text = link(
				plain(tokens.slice(at + 1, end)),
				targetOf(token),
				isAlone(tokens[at - 1], tokens[end + 1]),
			);
			if (text !== '') pieces.push({ kind: 'text', text });
			at = end;
		} else {
			for (const piece of single(token)) pieces.push(piece);
		}
	}
	return pieces;
}

/** markdown-it leaves empty texts where marks were. */
function shown(tokens: Token[]): Token[] {
	return tokens.filter(({ type, content }) => type !== 'text' || content !== '');
}

/** A style that begins where the same one ended goes on: two marks in a row mean something else. */
function addMark(pieces: StyledPiece[], mark: string, opens: boolean): void {
	const last = pieces[pieces.length - 1];
	if (opens && last?.kind === 'mark' && last.mark === mark && !last.opens) pieces.pop();
	else pieces.push({ kind: 'mark', mark, opens });
}

function targetOf(link: Token): string {
	return String(link.attrGet('href') ?? '');
}

function closing(tokens: Token[], at: number): number {
	let end = at + 1;
	while (end < tokens.length && tokens[end]?.type !== 'link_close') end++;
	return end;
}

function single(token: Token): StyledPiece[] {
	switch (token.type) {
		case 'softbreak':
		case 'hardbreak':
			return [{ kind: 'break' }];
		case 'code_inline':
			return [{ kind: 'text', text: code(token.content) }];
		case 'image':
			return [{ kind: 'text', text: link(altOf(token), String(token.attrGet('src') ?? ''), true) }];
		default:
			return lines(token.content);
	}
}

/** HTML may run over several lines. */
function lines(content: string): StyledPiece[] {
	return content
		.split('\n')
		.flatMap((line, index): StyledPiece[] => [
			...(index > 0 ? [{ kind: 'break' as const }] : []),
			...(line === '' ? [] : [{ kind: 'text' as const, text: escape(line) }]),
		]);
}

/**
 * Cliq's code cannot hold a backtick; such code is shown as text. A bracket before the code must not make a link with
 * one in it.
 */
function code(content: string): string {
	if (content.includes('`') || content.trim() === '') return escape(content);
	return `\`${escapeCode(content).replace(/\](?=\()/g, `]${JOINER}`)}\``;
}

/** A label has no formatting, since Cliq may show its marks; a style of all of it can go around the link. */
function isOneStyle(label: Token[]): boolean {
	const [first, ...rest] = label;
	return (
		first !== undefined &&
		rest.length > 0 &&
		STYLES[first.tag] !== undefined &&
		rest.findIndex(({ level }) => level === first.level) === rest.length - 1
	);
}

/** Nothing beside it that could be taken for a part of a bare address. */
function isAlone(before: Token | undefined, after: Token | undefined): boolean {
	const left = before?.type === 'text' ? before.content.slice(-1) : '';
	const right = after?.type === 'text' ? after.content.slice(0, 2) : '';
	return (
		!/[\w\]]/.test(left) &&
		(after === undefined ||
			after.type === 'softbreak' ||
			after.type === 'hardbreak' ||
			/^(?:\s|[.,;:!?)](?:\s|$))/.test(right))
	);
}

function altOf(image: Token): string {
	return plain(image.children ?? []) || 'Image';
}

/** Text without any formatting, on one line. */
export function plain(tokens: Token[]): string {
	return withoutHtml(tokens, decoded).map(plainToken).join('').replace(/\s+/g, ' ').trim();
}

function plainToken(token: Token): string {
	if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
	return token.type === 'image' ? altOf(token) : token.content;
}
