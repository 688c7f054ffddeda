import type { IDataObject } from 'n8n-workflow';

/** In characters: of an expression that is searched. */
const LONGEST_EXPRESSION = 4000;

/** Where a model fills in a value, with the mark that n8n's editor puts before it. */
const CALL = /(?:\/\*n8n-auto-generated-fromAI-override\*\/\s*)?\$fromAI\s*\(\s*/gi;

export function isExpression(value: unknown): value is string {
	return typeof value === 'string' && value.startsWith('=');
}

/**
 * An expression as it will be, for people: what the model gave stands where the model is asked for it. Nothing is
 * evaluated, since the item that it would be evaluated with has in it what the model wrote.
 *
 * @param given what the model gave, by name.
 */
export function asGiven(expression: string, given: unknown): string {
	const text = expression.slice(1, LONGEST_EXPRESSION);
	let shown = '';
	let from = 0;
	for (const { 0: call, index } of text.matchAll(CALL)) {
		if (index < from) continue;
		const [end, [name = '', , , usual]] = argumentsAt(text, index + call.length);
		const value = Object.hasOwn(Object(given), name) ? (given as IDataObject)[name] : usual;
		const isAlone = /\{\{\s*$/.test(text.slice(from, index)) && /^\s*\}\}/.test(text.slice(end));
		shown += isAlone
			? text.slice(from, index).replace(/\{\{\s*$/, '') + plain(value)
			: text.slice(from, index) + (JSON.stringify(value) ?? 'nothing');
		from = end + (isAlone ? /^\s*\}\}/.exec(text.slice(end))![0].length : 0);
	}
	return shown + text.slice(from);
}

function plain(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
}

/** @returns where a call ends, and its arguments without their quotes. */
function argumentsAt(text: string, start: number): [number, string[]] {
	const found: string[] = [''];
	let at = start;
	for (let depth = 1, quote = ''; at < text.length && depth > 0; at++) {
		const character = text.charAt(at);
		if (quote !== '') {
			if (character === '\\') found[found.length - 1] += text.charAt(++at);
			else if (character === quote) quote = '';
			else found[found.length - 1] += character;
		} else if (/["'`]/.test(character)) quote = character;
		else if (character === ',' && depth === 1) found.push('');
		else {
			depth += character === '(' ? 1 : character === ')' ? -1 : 0;
			if (depth > 0 && character.trim() !== '') found[found.length - 1] += character;
		}
	}
	return [at, found];
}
