import { isFields, type Fields } from '../../util/read-fields';

/**
 * A map of Deluge as a text of pairs, `user/id=7&message=Hello%20there`, with names and values as they stand in an
 * address. No source says for certain how Deluge prints a map that is a body, as JSON, as {name=value} or in parts; a
 * text goes out as it is (source: the page of invokeUrl), and in this one nothing is left that could be printed
 * otherwise.
 */

/** What a script calls the text, and the field of the JSON that it is posted in. */
const FLAT = 'flat';

const PAIR = '&';
const STEP = '/';

/** Steps from the outermost map inwards. The deepest that is read has five: data/message/content/file/name. */
const LEVELS = 5;

/**
 * @returns the expression in Deluge of a body that holds the text. @param version of the script, which is told outside
 * of it.
 */
export function flatBody(version: number): string {
	return `"{\\"forwarder\\":${version},\\"${FLAT}\\":\\"" + ${FLAT} + "\\"}"`;
}

/** @returns lines in Deluge that begin the text. @param pair of letters, as it stands in the text */
export function startingFlat(pair = ''): string[] {
	return [`${FLAT} = "${pair}";`];
}

/**
 * @param path of letters.
 * @param expression in Deluge, perhaps null.
 * @returns lines in Deluge that add a value to the text, unless there is none. A text is joined with nothing else: what
 *   null becomes in one is not documented, nor what `urlEncode` makes of what is not TEXT.
 */
export function addingFlat(path: string, expression: string): string[] {
	return [`if(${expression} != null)`, '{', ...indented(addingText(`"${path}"`, expression)), '}'];
}

/** The same for a path that is itself an expression, and a value that is there. */
export function addingText(path: string, expression: string): string[] {
	const name = `"${PAIR}" + ${path} + "="`.replaceAll('" + "', '');
	return [
		`flat_text = ${expression}.toString();`,
		'if(flat_text != "")',
		'{',
		`\t${FLAT} = ${FLAT} + ${name} + zoho.encryption.urlEncode(flat_text);`,
		'}',
	];
}

/** @returns an expression in Deluge for a name as it stands in a path. */
export function encodedName(expression: string): string {
	return `zoho.encryption.urlEncode(${expression}.toString())`;
}

/** @returns lines in Deluge that add all that a map holds, maps in maps too; lists and what is deeper as they print. */
export function addingMap(map: string, level = 0, path = ''): string[] {
	const variable = (word: string) => `flat_${word}${level}`;
	const [name, value, inner, isMap] = [
		variable('name'),
		variable('value'),
		variable('path'),
		variable('is_map'),
	] as const;
	const leaf = addingText(inner, value);
	return [
		`for each ${name} in ${map}.keys()`,
		'{',
		`\t${value} = ${map}.get(${name});`,
		`\t${inner} = ${path === '' ? '' : `${path} + "${STEP}" + `}${encodedName(name)};`,
		`\tif(${value} != null)`,
		'\t{',
		...indented(
			level === LEVELS - 1
				? leaf
				: [
						`${isMap} = false;`,
						'try',
						'{',
						...indented(
							addingMap(value, level + 1, inner).flatMap((line, index) =>
								index === 1 ? [line, `\t${isMap} = true;`] : [line],
							),
						),
						'}',
						`catch (not_a_map${level})`,
						'{',
						`\tflat_why = "It is a text, or something else without keys";`,
						'}',
						`if(${isMap} == false)`,
						'{',
						...indented(leaf),
						'}',
					],
			2,
		),
		'\t}',
		'}',
	];
}

/** @returns the same lines of a script, further in. */
export function indented(lines: string[], by = 1): string[] {
	return lines.map((line) => `${'\t'.repeat(by)}${line}`);
}

/** @returns the payload that a script has posted as such a text; the same if it is another. */
export function unflattened(payload: unknown): unknown {
	if (!isFields(payload) || typeof payload[FLAT] !== 'string' || payload.forwarder === undefined) return payload;
	const all: Fields = {};
	for (const pair of payload[FLAT].split(PAIR)) {
		const at = pair.indexOf('=');
		if (at > 0) put(all, pair.slice(0, at).split(STEP).map(decoded), decoded(pair.slice(at + 1)));
	}
	return { ...all, forwarder: payload.forwarder };
}

/** Where a name stands for a text already, the text stays. */
function put(all: Fields, path: string[], value: string): void {
	let at = all;
	for (const step of path.slice(0, -1)) {
		if (!Object.hasOwn(at, step)) define(at, step, {});
		const next = at[step];
		if (!isFields(next)) return;
		at = next;
	}
	const name = path.at(-1) ?? '';
	if (!Object.hasOwn(at, name)) define(at, name, value);
}

/** No name that somebody sends may mean anything to JavaScript. */
function define(at: Fields, name: string, value: unknown): void {
	Object.defineProperty(at, name, { value, enumerable: true, configurable: true, writable: true });
}

function decoded(written: string): string {
	try {
		return decodeURIComponent(written.replace(/\+/g, ' '));
	} catch {
		return written;
	}
}
