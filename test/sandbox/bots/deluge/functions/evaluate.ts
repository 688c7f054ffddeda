import { runScript, type RunOptions } from '../../../../../sandbox/bots/deluge';

/** What an expression of Deluge is. @param before statements that it builds on */
export function evaluate(expression: string, before = '', options: RunOptions = {}): Promise<unknown> {
	const zoho = { currenttime: Date.UTC(2026, 0, 31, 9, 5, 7) };
	return runScript(`${before} return ${expression};`, { zoho }, async () => ({ status: 200, text: '' }), options);
}

/** One row: an expression, and what it is. */
export type Row = [expression: string, value: unknown];

/** @returns the functions of a table that no row calls. */
export function untried(functions: object, rows: Row[]): string[] {
	return Object.keys(functions).filter((name) => !rows.some(([expression]) => expression.includes(`.${name}(`)));
}
