import type { Token } from './markdown-parser';

/** Styles of Markdown, by the elements of HTML that mean the same. */
const STYLES: Record<string, string> = {
	b: 'strong',
	strong: 'strong',
	i: 'em',
	em: 'em',
	cite: 'em',
	s: 's',
	del: 's',
	strike: 's',
};

const CODE = new Set(['code', 'kbd', 'samp', 'tt']);

/** Nobody sees what is in them. */
const UNSEEN = new Set(['script', 'style', 'template', 'head']);

/** A block of it that does not end runs to the end of the text. */
const UNENDED = /^\s*<(script|style)[\s>](?![^]*<\/\1>)/i;

/** They begin and end with a line. */
const BLOCKS = new Set([
	'address',
	'article',
	'aside',
	'blockquote',
	'body',
	'center',
	'dd',
	'details',
	'div',
	'dl',
	'dt',
	'fieldset',
	'figcaption',
	'figure',
	'footer',
	'form',
	'header',
	'hr',
	'html',
	'li',
	'main',
	'nav',
	'ol',
	'p',
	'pre',
	'section',
	'summary',
	'table',
	'tbody',
	'tfoot',
	'thead',
	'tr',
	'ul',
	'h1',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6',
]);

/** They are written in bold. */
const HEADINGS = new Set(['summary', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);

/** What else is taken for HTML; `List<string>` or `<name>` is shown as it was written. */
const OTHERS = new Set([
	'a',
	'abbr',
	'bdi',
	'bdo',
	'big',
	'br',
	'button',
	'caption',
	'col',
	'colgroup',
	'font',
	'g',
	'iframe',
	'img',
	'input',
	'ins',
	'label',
	'link',
	'mark',
	'meta',
	'path',
	'picture',
	'q',
	'rp',
	'rt',
	'ruby',
	'small',
	'source',
	'span',
	'sub',
	'sup',
	'svg',
	'td',
	'th',
	'time',
	'u',
	'var',
	'video',
	'wbr',
]);

/** A tag as CommonMark has it, with its name and attributes, or what stands between special brackets. */
const TAG =
	/<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*)\s*\/?>|<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<\?[^]*?(?:\?>|$)|<![a-z][^>]*(?:>|$)/gi;

interface Tag {
	name: string;
	isClosing: boolean;
	attributes: string;
}

/** @returns a tag of HTML; `unseen` for a comment and the like; nothing for what is text. */
function tagOf({ type, content }: Token): Tag | 'unseen' | undefined {
	if (type !== 'html_inline') return undefined;
	const [, closing, written, attributes = ''] = new RegExp(TAG, 'i').exec(content) ?? [];
	if (written === undefined) return 'unseen';
	const name = written.toLowerCase();
	const isKnown = name in STYLES || CODE.has(name) || UNSEEN.has(name) || BLOCKS.has(name) || OTHERS.has(name);
	return isKnown ? { name, isClosing: closing === '/', attributes } : undefined;
}

function isLink(tag: ReturnType<typeof tagOf>): boolean {
	return typeof tag === 'object' && tag.name === 'a';
}

function token(type: string, more: Partial<Token> = {}, attributes: Record<string, string> = {}): Token {
	return {
		type,
		nesting: 0,
		tag: '',
		content: '',
		markup: '',
		level: 0,
		hidden: false,
		children: null,
		attrGet: (name) => attributes[name] ?? null,
		...more,
	};
}

/**
 * A block of HTML as what stands within a paragraph.
 *
 * @param decoded gives a text with its entities decoded.
 */
export function blockTokens(html: string, decoded: (text: string) => string): Token[] {
	if (UNENDED.test(html)) return [];
	const tokens: Token[] = [];
	let from = 0;
	const addText = (text: string) =>
		text.split('\n').forEach((line, index) => {
			if (index > 0) tokens.push(token('softbreak'));
			if (line.trim() !== '')
				tokens.push(token('text', { content: decoded(line.replace(/^\s+/, index > 0 ? '' : '$&')) }));
		});
	for (const { 0: tag, index } of html.matchAll(TAG)) {
		addText(html.slice(from, index));
		tokens.push(token('html_inline', { content: tag }));
		from = index + tag.length;
	}
	addText(html.slice(from));
	return tokens;
}

/**
 * What stands within a paragraph, with Markdown's own tokens in the place of HTML: what is written between tags keeps
 * its meaning as far as Cliq has one, and what readers never see is gone.
 *
 * @param decoded gives a text with its entities decoded.
 */
export function withoutHtml(tokens: Token[], decoded: (text: string) => string): Token[] {
	const tags = tokens.map(tagOf);
	if (tags.every((tag) => tag === undefined))
		return tokens.map((one) => (one.type === 'html_inline' ? token('text', { content: one.content }) : one));
	const ends = pairs(tokens, tags);
	const closings = new Set(ends.values());
	const made: Token[] = [];
	let links = 0;
	for (let at = 0, one = tokens[at]; one; one = tokens[++at]) {
		const tag = tags[at];
		const { type, nesting, content } = one;
		if (type === 'link_open' || type === 'link_close') links += nesting;
		if (tag === undefined) made.push(type === 'html_inline' ? token('text', { content }) : one);
		if (tag === undefined || tag === 'unseen') continue;
		const end = ends.get(at);
		const inner = end === undefined ? [] : tokens.slice(at + 1, end);
		if (UNSEEN.has(tag.name) && end !== undefined) at = end;
		else if (UNSEEN.has(tag.name)) made.push(token('text', { content }));
		else if (CODE.has(tag.name) && end !== undefined) {
			made.push(
				token('code_inline', {
					content: inner
						.filter((one) => one.type !== 'html_inline')
						.map((one) => one.content || (one.type.endsWith('break') ? ' ' : ''))
						.join(''),
				}),
			);
			at = end;
		} else if (
			tag.name === 'a' &&
			end !== undefined &&
			links === 0 &&
			!inner.some((one) => one.type === 'link_open')
		) {
			const label = withoutHtml(
				inner.filter((one) => !isLink(tagOf(one))),
				decoded,
			).filter((one) => !one.type.startsWith('link_'));
			made.push(
				token('link_open', { nesting: 1, tag: 'a' }, attributesOf(tag, decoded)),
				...label,
				token('link_close', { nesting: -1, tag: 'a' }),
			);
			at = end;
		} else made.push(...standIns(tag, end !== undefined || closings.has(at), decoded));
	}
	return made.map((one, index) => withoutSecondSpace(one, made[index - 1]));
}

/** Where something was taken out, a space before it and one after it are one. */
function withoutSecondSpace(one: Token, before: Token | undefined): Token {
	const isSecond =
		one.type === 'text' && before?.type === 'text' && one.content.startsWith(' ') && before.content.endsWith(' ');
	return isSecond ? token('text', { content: one.content.slice(1) }) : one;
}

/** What stands in the place of a tag alone. */
function standIns(tag: Tag, isPaired: boolean, decoded: (text: string) => string): Token[] {
	const { name, isClosing } = tag;
	const nesting = isClosing ? -1 : 1;
	const style = STYLES[name] ?? (HEADINGS.has(name) ? 'strong' : undefined);
	const mark =
		style !== undefined && isPaired
			? [token(`${style}_${isClosing ? 'close' : 'open'}`, { nesting, tag: style })]
			: [];
	if (name === 'br') return [token('hardbreak')];
	if (name === 'img') {
		const attributes = attributesOf(tag, decoded);
		return [token('image', { children: [token('text', { content: attributes.alt ?? '' })] }, attributes)];
	}
	if (name === 'sup' && !isClosing) return [token('text', { content: '^' })];
	if (name === 'td' || name === 'th') return isClosing ? [...mark, token('text', { content: ' | ' })] : mark;
	if (!BLOCKS.has(name)) return mark;
	const line = token('softbreak');
	if (isClosing) return [...mark, line];
	return [line, ...(name === 'li' ? [token('text', { content: '• ' })] : []), ...mark];
}

/**
 * By the place of a tag that opens, that of the one that closes it. Those that Markdown's own marks stand across have
 * none.
 */
function pairs(tokens: Token[], tags: Array<Tag | 'unseen' | undefined>): Map<number, number> {
	const ends = new Map<number, number>();
	/** For each of Markdown's marks that is open, the tags that were opened since. */
	const outer: Tags[] = [];
	let level = new Tags();
	tokens.forEach(({ nesting }, at) => {
		const tag = tags[at];
		if (tag === undefined || tag === 'unseen') {
			if (nesting === 1) {
				outer.push(level);
				level = new Tags();
			} else if (nesting === -1) level = outer.pop() ?? level;
			return;
		}
		if (!tag.isClosing) return level.open(tag.name, at);
		const begun = level.close(tag.name);
		if (begun !== undefined) ends.set(begun, at);
	});
	return ends;
}

/** Tags that are open, the last one first. */
class Tags {
	private readonly opened: Array<{ name: string; at: number }> = [];
	/** By name, so that what opens nothing is seen at once. */
	private readonly counts = new Map<string, number>();

	open(name: string, at: number): void {
		this.opened.push({ name, at });
		this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
	}

	/** @returns where the tag was opened; those that were opened since are given up. */
	close(name: string): number | undefined {
		if ((this.counts.get(name) ?? 0) === 0) return undefined;
		for (;;) {
			const last = this.opened.pop()!;
			this.counts.set(last.name, this.counts.get(last.name)! - 1);
			if (last.name === name) return last.at;
		}
	}
}

function attributesOf({ attributes }: Tag, decoded: (text: string) => string): Record<string, string> {
	const found = [...attributes.matchAll(/([a-z_:][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))/gi)];
	return Object.fromEntries(
		found.map(([, name = '', double, single, bare]) => [
			name.toLowerCase(),
			decoded(double ?? single ?? bare ?? '').trim(),
		]),
	);
}
