import { DelugeError } from './values';

/** A word of a script. */
export interface Token {
	kind: 'text' | 'number' | 'name' | 'sign' | 'end';
	/** Of a text: what it says. */
	value: string;
	line: number;
}

/** Texts end on the line they begin on. */
const TOKENS =
	/\s+|\/\/[^\n]*|\/\*[^]*?\*\/|"((?:[^"\\\r\n]|\\[^\r\n])*)"|'((?:[^'\\\r\n]|\\[^\r\n])*)'|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/%=!<>]=|&&|\|\||\/(?!\*)|[-+*%<>=!.,:;()[\]{}])/y;

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/** @throws DelugeError for what is not Deluge at all */
export function tokensOf(script: string): Token[] {
	const tokens: Token[] = [];
	let line = 1;
	TOKENS.lastIndex = 0;
	while (TOKENS.lastIndex < script.length) {
		const start = TOKENS.lastIndex;
		const match = TOKENS.exec(script);
		if (!match) throw new DelugeError(problemAt(script, start), line);
		const [whole, double, single, number, name, sign] = match;
		const text = double ?? single;
		if (text !== undefined)
			tokens.push({
				kind: 'text',
				value: text.replace(/\\([^])/g, (_all, escaped: string) => ESCAPES[escaped] ?? escaped),
				line,
			});
		else if (number !== undefined) tokens.push({ kind: 'number', value: number, line });
		else if (name !== undefined) tokens.push({ kind: 'name', value: name, line });
		else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign, line });
		line += whole.split('\n').length - 1;
	}
	return [...tokens, { kind: 'end', value: 'the end', line }];
}

function problemAt(script: string, start: number): string {
	const rest = script.slice(start, start + 20).replace(/[\r\n].*/s, '');
	if (/^["']/.test(rest)) return `the text ${rest} does not end on its line`;
	return rest.startsWith('/*') ? 'the comment does not end' : `"${rest}" is not Deluge`;
}
