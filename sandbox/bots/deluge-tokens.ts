/** The words of a Deluge script. */
export interface Token {
	kind: 'text' | 'number' | 'name' | 'sign' | 'end';
	/** Of a text: what it says. */
	value: string;
	line: number;
}

/** What is wrong with a script, or what went wrong while it ran. */
export class DelugeError extends Error {}

const TOKENS = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'|(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(==|!=|<=|>=|&&|\|\||[-+*/%<>=!.,:;()[\]{}])/y;

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/** @throws DelugeError for what is no Deluge at all */
export function tokensOf(script: string): Token[] {
	const tokens: Token[] = [];
	let line = 1;
	TOKENS.lastIndex = 0;
	while (TOKENS.lastIndex < script.length) {
		const at = TOKENS.lastIndex;
		const match = TOKENS.exec(script);
		if (!match) throw new DelugeError(`Line ${line}: "${script.slice(at, at + 20)}" is not Deluge`);
		const [whole, double, single, number, name, sign] = match;
		const text = double ?? single;
		if (text !== undefined) tokens.push({ kind: 'text', value: text.replace(/\\([\s\S])/g, (_all, escaped: string) => ESCAPES[escaped] ?? escaped), line });
		else if (number !== undefined) tokens.push({ kind: 'number', value: number, line });
		else if (name !== undefined) tokens.push({ kind: 'name', value: name, line });
		else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign, line });
		line += whole.split('\n').length - 1;
	}
	return [...tokens, { kind: 'end', value: 'the end', line }];
}
