/** As much of Deluge as a forwarder's script is written in, so that one sees what such a script would post and return. */

/** A script as Deluge reads it: its strings, and what is around them. */
export function lexed(script: string): { code: string; strings: string[] } {
	const strings: string[] = [];
	const code = script.replace(/\/\/[^\n]*|"((?:[^"\\\n]|\\["\\])*)"|["\\]/g, (piece, text?: string) => {
		if (piece.startsWith('//')) return '';
		if (text === undefined) throw new Error(`A stray ${piece}`);
		return `§${strings.push(text.replace(/\\(.)/g, '$1')) - 1}`;
	});
	return { code, strings };
}

export interface Posted {
	url: string;
	headers: Record<string, unknown>;
	body: unknown;
}

/**
 * Runs a script.
 *
 * @param variables of the handler; naming another is the fault that Cliq refuses a script for.
 * @param webhook answers what is posted, or throws.
 * @returns the handler's response.
 */
export function run(script: string, variables: Record<string, unknown>, now: number, webhook: (posted: Posted) => { status: number; text: string }): unknown {
	const { code, strings } = lexed(script);
	const statements = code.replace(/\n\s*(?=[\t[\]{}]|url|type|body|headers|detailed)/g, ' ');
	const value = (expression: string): unknown => {
		if (/^§\d+$/.test(expression)) return strings[Number(expression.slice(1))];
		if (/^\d+$/.test(expression)) return Number(expression);
		if (expression === 'zoho.currenttime.toLong()') return now;
		if (!Object.hasOwn(variables, expression)) throw new Error(`execution_handler_update_failed: ${expression}`);
		return variables[expression];
	};
	const maps: Record<string, Record<string, unknown>> = {};
	for (const [, map] of statements.matchAll(/(\w+) = Map\(\);/g)) maps[map] = {};
	for (const [, condition, map, key, expression] of statements.matchAll(/(?:if\((\w+) != null\)\s*\{\s*)?(\w+)\.put\((§\d+),([^;]+)\);/g)) {
		const found = value(expression);
		if (condition === undefined || (found !== null && found !== undefined)) maps[map][value(key) as string] = found;
	}
	const call = /answer = invokeurl\s*\[\s*url : (§\d+)\s*type : POST\s*body : (\w+)\s*headers : (\w+)\s*detailed : true\s*\];/.exec(statements);
	if (!call) throw new Error('No call');
	try {
		// A map as the body is sent as JSON.
		const { status, text } = webhook({ url: value(call[1]) as string, headers: maps[call[3]], body: maps[call[2]] });
		return status === 200 ? JSON.parse(text) : maps.response;
	} catch {
		return maps.response;
	}
}
