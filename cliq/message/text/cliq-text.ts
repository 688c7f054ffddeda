import { escape } from './escape';

/** Bold, italic and strike, as Cliq marks them. One asterisk is bold. */
export const STYLES: Record<string, string> = { strong: '*', em: '_', s: '~' };

/** A piece of a line: text that is ready to be sent, a mark that begins or ends a style, or the end of the line. */
export type StyledPiece =
	{ kind: 'text'; text: string } | { kind: 'mark'; mark: string; opens: boolean } | { kind: 'break' };

/**
 * Pieces as lines of Cliq text. A style that runs over several lines is marked on each of them, and one that Cliq would
 * not see, since it begins or ends within a word, is left out: its marks would be shown as they are.
 */
export function toLines(pieces: StyledPiece[]): string[] {
	let line: StyledPiece[] = [];
	const lines = [line];
	const styles: string[] = [];
	for (const piece of pieces) {
		if (piece.kind === 'break') {
			line.push(...styles.map((mark) => ({ kind: 'mark' as const, mark, opens: false })).reverse());
			line = styles.map((mark) => ({ kind: 'mark' as const, mark, opens: true }));
			lines.push(line);
			continue;
		}
		if (piece.kind === 'mark' && piece.opens) styles.push(piece.mark);
		else if (piece.kind === 'mark') styles.pop();
		line.push(piece);
	}
	return lines.map(toLine);
}

function toLine(pieces: StyledPiece[]): string {
	const dropped = idle(pieces);
	return pieces
		.map((piece, index) =>
			piece.kind === 'break' || dropped.has(index) ? '' : piece.kind === 'mark' ? piece.mark : piece.text,
		)
		.join('')
		.trimEnd();
}

/** The places of the marks that would not act. */
function idle(pieces: StyledPiece[]): Set<number> {
	const before = neighbours(pieces, (text) => text.slice(-2));
	const after = neighbours([...pieces].reverse(), (text) => text.slice(0, 2)).reverse();
	const lastBefore = (index: number) => lastOf(before[index] ?? '');
	const firstAfter = (index: number) => firstOf(after[index] ?? '');
	const dropped = new Set<number>();
	const open: number[] = [];
	pieces.forEach((piece, index) => {
		if (piece.kind !== 'mark') return;
		if (piece.opens) {
			open.push(index);
			return;
		}
		const start = open.pop();
		if (start === undefined) return;
		const isEmpty = pieces.slice(start, index).every(({ kind }) => kind === 'mark');
		const isWithin = isLetter(lastBefore(start)) || isLetter(firstAfter(index));
		if (isEmpty || isWithin || isBlank(firstAfter(start)) || isBlank(lastBefore(index)))
			dropped.add(start).add(index);
	});
	return dropped;
}

/** For each piece, the end of the nearest text before it, without what marks stand between. */
function neighbours(pieces: StyledPiece[], end: (text: string) => string): string[] {
	let nearest = '';
	return pieces.map((piece) => {
		const found = nearest;
		if (piece.kind === 'text' && piece.text !== '') nearest = end(piece.text);
		return found;
	});
}

function firstOf(text: string): string {
	return [...text][0] ?? '';
}

function lastOf(text: string): string {
	return [...text].pop() ?? '';
}

/** Of scripts in which words follow each other without a space, or endings follow words, as in Korean. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;

/**
 * Marks on letters count; those that choose the look of a character do not. Without spaces, no mark could ask for the
 * border of a word.
 */
function isLetter(character: string): boolean {
	return (
		/[\p{L}\p{M}\p{N}]/u.test(character) &&
		!/[\p{Variation_Selector}\u20d0-\u20ff]/u.test(character) &&
		!UNSPACED.test(character)
	);
}

function isBlank(character: string): boolean {
	return character.trim() === '';
}

/**
 * Where a link in a message may lead. `zohoid:` and `mail:` are mentions, `$` a button, and others are of no use in a
 * chat.
 */
const TARGET = /^(?:https?:\/\/[^/]|mailto:.|tel:.)/i;

export function leads(target: string): boolean {
	return TARGET.test(target);
}

/** An address that Cliq makes a link of by itself, without anything that could be taken for a mark or for its end. */
const PLAIN_ADDRESS = /^https?:\/\/[\w\-./?=&%#:+~,;@!$']*[\w/]$/i;

/**
 * A link, or only its text where it leads to nothing that a message may lead to.
 *
 * @param label without formatting.
 * @param isAlone whether nothing stands beside it that could be taken for a part of the address.
 */
export function link(label: string, target: string, isAlone: boolean): string {
	if (label.trim() === '' && leads(target)) return link(target, target, isAlone);
	if (label === target && isAlone && PLAIN_ADDRESS.test(target) && !target.endsWith('_')) return target;
	const shown = escape(label.replace(/\s+/g, ' ').trim());
	// An address for e-mail Cliq finds by itself.
	if (!leads(target) || shown === '' || `mailto:${label}` === target) return shown;
	// Brackets within a label end it for some readers.
	return `[${shown.replace(/\[/g, '(').replace(/\]/g, ')')}](${encoded(target)})`;
}

/** Without what would end the target, or begin something else in it. */
function encoded(target: string): string {
	return target.replace(
		/[\s()[\]{}<>"'`*|\\^]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
	);
}
