/**
 * Scripts of Deluge as text. A script that is opened and saved in Cliq's editor gets other spaces, line breaks or
 * quotes, it seems (most scripts of others read `url :"…"`), so that ours are known by what they say and not by how
 * they are set.
 */

/** What a handler or function holds that does nothing. Cliq wants some script. */
export const BLANK_SCRIPT = 'response = Map();\nreturn response;';

/** A part of a script: a comment or a string by what it says, a word, or a sign. */
interface ScriptPiece {
	kind: 'comment' | 'string' | 'code';
	says: string;
}

/** What is left open goes to the end, so that any text is read only once. */
const PIECES =
	/\s+|\/\/[^\r\n]*|\/\*(?:[^*]+|\*(?!\/))*(?:\*\/|$)|"(?:[^"\\]+|\\[^]?)*(?:"|$)|'(?:[^'\\]+|\\[^]?)*(?:'|$)|[\p{L}\p{N}_]+|[^]/gu;

/** Whether two scripts do the same, apart from their layout and comments. */
export function isSameScript(one: string, other: string): boolean {
	return codeIn(one) === codeIn(other);
}

/** Whether a script does nothing. */
export function isBlankScript(script: string): boolean {
	return codeIn(script) === '' || isSameScript(script, BLANK_SCRIPT);
}

/**
 * @returns what the comment says that a script begins with, on one line; `undefined` if it begins with something else.
 */
export function firstComment(script: string): string | undefined {
	const [first] = piecesOf(script);
	return first?.kind === 'comment' ? first.says : undefined;
}

/** @returns the addresses that a script posts to: the strings that stand behind `url :`. */
export function addressesIn(script: string): string[] {
	const code = piecesOf(script).filter(({ kind }) => kind !== 'comment');
	return code.flatMap(({ kind, says }, index) => {
		const isAddress = kind === 'string' && code[index - 1]?.says === ':' && code[index - 2]?.says === 'url';
		return isAddress ? [says] : [];
	});
}

function codeIn(script: string): string {
	const code = piecesOf(script).filter(({ kind }) => kind !== 'comment');
	return code.map(({ kind, says }) => (kind === 'string' ? JSON.stringify(says) : says)).join(' ');
}

function piecesOf(script: string): ScriptPiece[] {
	return (script.match(PIECES) ?? []).filter((piece) => piece.trim() !== '').map(pieceOf);
}

function pieceOf(piece: string): ScriptPiece {
	if (/^\/[/*]/.test(piece))
		return {
			kind: 'comment',
			says: piece
				.replace(/^\/[/*]|\*\/$/g, '')
				.replace(/\s+/g, ' ')
				.trim(),
		};
	if (/^["']/.test(piece)) return { kind: 'string', says: piece.slice(1, -1).replace(/\\([^])/g, '$1') };
	return { kind: 'code', says: piece };
}
