/**
 * A script as Deluge reads it: its strings, and what is around them, with § in their place.
 *
 * @throws Error where a string is left open.
 */
export function lexed(script: string): { code: string; strings: string[] } {
	const strings: string[] = [];
	const code = script.replace(/\/\/[^\n]*|"((?:[^"\\\n]|\\["\\])*)"|["\\]/g, (piece, text?: string) => {
		if (piece.startsWith('//')) return '';
		if (text === undefined) throw new Error(`A stray ${piece}`);
		return `§${strings.push(text.replace(/\\(.)/g, '$1')) - 1}`;
	});
	return { code, strings };
}
