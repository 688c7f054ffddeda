/** A page as a browser reads it: what tags it has, with which attributes, and what texts are between them. */
export interface Markup {
	tags: Array<{ name: string; attributes: Record<string, string> }>;
	/** All that is shown. */
	text: string;
	/** The structure alone: tags and names of attributes. */
	shape: string;
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>]*")?)*)>/y;
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };

/** Those that no end tag belongs to. */
const VOID = ['input', 'meta'];

/**
 * Reads the HTML that our own pages are made of, and nothing else.
 *
 * @throws Error where it is anything else: a tag within a tag, a bare < or & in a text, an end without a start.
 */
export function markupOf(body: string): Markup {
	const doctype = '<!DOCTYPE html>\n';
	if (!body.startsWith(doctype)) throw new Error('No doctype');
	const tags: Markup['tags'] = [];
	const open: string[] = [];
	const shape: string[] = [];
	let text = '';
	let at = doctype.length;
	while (at < body.length) {
		if (body[at] !== '<') {
			const end = body.indexOf('<', at) < 0 ? body.length : body.indexOf('<', at);
			if (open.at(-1) !== 'style') text += decoded(body.slice(at, end));
			at = end;
			continue;
		}
		TAG.lastIndex = at;
		const found = TAG.exec(body);
		if (!found) throw new Error(`No tag: ${body.slice(at, at + 60)}`);
		at = TAG.lastIndex;
		const [, slash, name = '', written = ''] = found;
		if (slash) {
			if (open.pop() !== name) throw new Error(`</${name}> without its start`);
			shape.push(`/${name}`);
			continue;
		}
		const attributes = Object.fromEntries(
			[...written.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)].map(([, key, value]) => [key, decoded(value ?? '')]),
		);
		tags.push({ name, attributes });
		shape.push([name, ...Object.keys(attributes)].join(' '));
		if (!VOID.includes(name!)) open.push(name!);
		// What begins a text area is no part of its text.
		if (name === 'textarea' && body[at] === '\n') at++;
	}
	if (open.length > 0) throw new Error(`Left open: ${open.join(', ')}`);
	return { tags, text, shape: shape.join('\n') };
}

function decoded(text: string): string {
	if (text.includes('>')) throw new Error(`A bare >: ${text}`);
	return text.replace(/&[^;]{0,5};?/g, (entity) => {
		const character = ENTITIES[entity];
		if (character === undefined) throw new Error(`No entity of ours: ${entity}`);
		return character;
	});
}
