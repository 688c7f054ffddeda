const PIECES =
	/\s+|(\/\/[^\n]*|\/\*[^]*?\*\/)|("(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/%=!<>]=|&&|\|\||[^])/g;
const SPACED = /^(?:[-+*/%=!<>]=|[-+*/%=<>]|&&|\|\|)$/;

/** What a brace or bracket that is still open belongs to. */
type Opened = 'block' | 'invoke' | 'value';

/**
 * A script with the same words in other spacing, as Deluge's editor leaves it: each statement and each field of an
 * invokeurl on a line, `name :value` in there, no spaces after commas. Source: scripts that people copied out of it.
 */
export function respaced(script: string): string {
	const lines: string[] = [];
	const opened: Opened[] = [];
	let line = '';
	let depth = 0;
	let before = '';
	const end = (): void => {
		if (line.trim() !== '') lines.push('\t'.repeat(depth) + line.trim());
		line = '';
	};
	const inside = (): Opened | undefined => opened.at(-1);
	const words = [...script.matchAll(PIECES)].flatMap(([, comment, word]) => {
		const text = comment ?? word;
		return text === undefined ? [] : [{ text, isComment: comment !== undefined }];
	});
	words.forEach(({ text, isComment }, at) => {
		if (isComment) {
			end();
			line = text;
			end();
			return;
		}
		const opens: Opened | undefined =
			text === '{'
				? /^(?:\)|else|try)$/.test(before)
					? 'block'
					: 'value'
				: text === '['
					? /^invokeurl$/i.test(before)
						? 'invoke'
						: 'value'
					: text === '('
						? 'value'
						: undefined;
		if (opens === 'block' || opens === 'invoke') {
			end();
			line = text;
			end();
			depth++;
		} else if (/^[\]})]$/.test(text)) {
			if (inside() !== 'value') {
				end();
				depth--;
			}
			line += text;
			if (inside() === 'block') end();
		} else if (text === ';') {
			line += text;
			end();
		} else if (inside() === 'invoke' && words[at + 1]?.text === ':') {
			end();
			line = `${text} `;
		} else {
			const isApart = /(?:^|\s)(?:return|info)$/.test(line) || (/["'\w]$/.test(line) && /^["'\w]/.test(text));
			line += SPACED.test(text) ? ` ${text} ` : isApart ? ` ${text}` : text;
		}
		if (opens) opened.push(opens);
		else if (/^[\]})]$/.test(text)) opened.pop();
		before = text;
	});
	end();
	return lines.join('\n');
}
