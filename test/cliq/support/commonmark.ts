import MarkdownIt from 'markdown-it';
import type { MarkdownTable } from '../../../cliq/message/text/markdown';
import { read, shownText } from './cliq-text';

/**
 * What the converter is measured against: markdown-it's own rendering and tokens, and what a browser makes of its HTML.
 * A few things are as we want them: a tag that is not HTML's is text, as is one that begins what is never seen and does
 * not end it, a picture is its description, or "Image", and a link without a label is its address.
 */
const markdownIt = new MarkdownIt({ html: true, linkify: true });
markdownIt.linkify.set({ fuzzyLink: false });
const { escapeHtml } = markdownIt.utils;
const KNOWN =
	'a abbr address article aside b bdi bdo big blockquote body br button caption center cite code col colgroup dd del details div dl dt em fieldset figcaption figure font footer form g h1 h2 h3 h4 h5 h6 header hr html i iframe img input ins kbd label li link main mark meta nav ol p path picture pre q rp rt ruby s samp section small source span strike strong sub summary sup svg table tbody td tfoot th thead time tr tt u ul var video wbr script style template head'.split(
		' ',
	);
const TAG = /<\/?([a-z][a-z0-9-]*)((?:\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^"'=<>`\s]+|'[^']*'|"[^"]*"))?)*)\s*\/?>/gi;
/** What stands in raw HTML, with entities for all that is text. */
const raw = (html: string, isBlock = false) => {
	const visible = html
		.replace(/<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?(?:\?>|$)|<![a-z][^>]*(?:>|$)/gi, '')
		.replace(isBlock ? /^\s*<(script|style)[\s>](?![^]*<\/\1>)[^]*$/i : '', '');
	let from = 0;
	let made = '';
	const text = (part: string) => part.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
	for (const { 0: tag, 1: name, index } of visible.matchAll(TAG)) {
		made +=
			text(visible.slice(from, index)) +
			(!KNOWN.includes(name!.toLowerCase())
				? text(tag)
				: /^(?:script|style|template|head)$/i.test(name!)
					? tag.replace(/\s[^]*>/, '>')
					: /^img$/i.test(name!)
						? (/\salt=["']?([^"'>]+)/i.exec(tag)?.[1] ?? 'Image')
						: ' ');
		from = index + tag.length;
	}
	return made + text(visible.slice(from));
};
markdownIt.renderer.rules.html_block = (tokens, at) => raw(tokens[at]!.content, true);
markdownIt.renderer.rules.html_inline = (tokens, at) => raw(tokens[at]!.content);
markdownIt.renderer.rules.image = (tokens, at) => escapeHtml(altOf(tokens[at]!).trim() || 'Image');
type Token = ReturnType<typeof markdownIt.parse>[number];

function altOf(image: Token): string {
	return (image.children ?? [])
		.map((token) =>
			token.type === 'image'
				? altOf(token).trim() || 'Image'
				: token.type === 'softbreak'
					? ' '
					: token.type === 'html_inline'
						? unescaped(raw(token.content).replace(/<[^>]*>/g, ' '))
						: token.content,
		)
		.join('');
}

/**
 * The letters and digits that a browser would show, those of tables last. The numbers of lists count; what is in the
 * brackets of a task does not. All other characters may be marks in one of the two languages and are left out.
 */
export function expectedLetters(markdown: string): string {
	const html = withAddresses(markdownIt.render(markdown))
		.replace(/<(script|style|template|head)(?:\s[^>]*)?>[^]*?<\/\1\s*>/gi, ' ')
		.replace(/<\/?(?:script|style|template|head)(?:\s[^>]*)?>/gi, (tag) => escapeHtml(tag));
	const tables: string[] = html.match(/<table>[^]*?<\/table>/g) ?? [];
	const rest = numbered(
		html.replace(/<table>[^]*?<\/table>/g, '').replace(/(<li>\s*(?:<p>)?)\[[ xX]\](?=\s)/g, '$1'),
	);
	return letters([rest, ...tables].map((part) => unescaped(part.replace(/<[^>]*>/g, ' '))).join('\n'));
}

/** The address where a link has no label. */
function withAddresses(html: string): string {
	return html.replace(/<a href="([^"]*)"[^>]*>(?:\s|<[^>]*>)*?<\/a>/g, (link, target: string) =>
		leads(unescaped(target)) ? ` ${target} ` : link,
	);
}

/** The numbers that a browser would draw. */
function numbered(html: string): string {
	const lists: Array<number | undefined> = [];
	return html.replace(/<ol(?: start="(\d+)")?>|<ul>|<\/[ou]l>|<li>/g, (tag, start?: string) => {
		if (tag.startsWith('</')) lists.pop();
		else if (tag !== '<li>') lists.push(tag === '<ul>' ? undefined : Number(start ?? 1));
		const number = lists[lists.length - 1];
		if (tag !== '<li>' || number === undefined) return ' ';
		lists[lists.length - 1] = number + 1;
		return ` ${number} `;
	});
}

function unescaped(html: string): string {
	return html
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&quot;/g, '"')
		.replace(/&amp;/g, '&');
}

/** The same of what was made. */
export function shownLetters({ text, tables }: { text: string; tables: MarkdownTable[] }): string {
	return letters(
		[shownText(text), ...tables.flatMap(({ headers, rows }) => [...headers, ...rows.flat()])].join('\n'),
	);
}

function letters(text: string): string {
	return (text.match(/[\p{L}\p{N}]/gu) ?? []).join('');
}

/**
 * The structure of what was made, read back: headings, items with their depth, quotes, blocks of code, and the spans
 * bold, italic, strike, code and link, in their order; tables, with their size, last. Paragraphs are no part of it.
 */
export function structure({ text, tables }: { text: string; tables: MarkdownTable[] }): string[] {
	const found = read(text).filter(({ kind, continues }) => kind !== 'paragraph' && !continues);
	const kinds = found.map(({ kind, depth }) =>
		kind === 'item' ? `item ${depth}` : kind === 'address' ? 'link' : kind,
	);
	return [...kinds, ...tables.map(({ headers, rows }) => `table ${rows.length}x${headers.length}`)];
}

const KINDS: Record<string, string> = {
	heading_open: 'heading',
	blockquote_open: 'quote',
	fence: 'code block',
	code_block: 'code block',
	hr: 'rule',
	strong_open: 'bold',
	em_open: 'italic',
	s_open: 'strike',
	code_inline: 'code',
};

/**
 * The same of the tokens. What Cliq cannot express is no part of it: links that lead nowhere from a chat, a style
 * within the same style, what stands in cells, and what holds no text.
 */
export function expectedStructure(markdown: string): string[] {
	const kinds: string[] = [];
	let lists = 0;
	let isTable = false;
	const blocks = markdownIt.parse(markdown, {});
	blocks.forEach((token, at) => {
		if (token.type.endsWith('_list_open')) lists++;
		if (token.type.endsWith('_list_close')) lists--;
		if (token.type === 'table_open') isTable = true;
		if (token.type === 'table_close') isTable = false;
		if (token.type === 'list_item_open') kinds.push(`item ${lists - 1}`);
		else if (KINDS[token.type] && !isBlank(blocks, at)) kinds.push(KINDS[token.type]!);
		if (token.type === 'inline' && !isTable) kinds.push(...spansOf(token.children ?? []));
	});
	return kinds;
}

function isBlank(tokens: Token[], at: number): boolean {
	const { type, content, level } = tokens[at]!;
	if (type === 'fence' || type === 'code_block') return content.trim() === '';
	if (type === 'hr') return false;
	const end = tokens.findIndex((token, index) => index > at && token.level === level);
	return !tokens
		.slice(at + 1, end)
		.some((token) => token.content !== '' || token.type === 'hr' || token.type === 'list_item_open');
}

function spansOf(tokens: Token[]): string[] {
	const depth: Record<string, number> = {};
	return tokens.flatMap((token): string[] => {
		if (token.type === 'link_open') return leads(token.attrGet('href')) ? ['link'] : [];
		if (token.type === 'image') return leads(token.attrGet('src')) ? ['link'] : [];
		if (token.nesting === -1) depth[token.tag]!--;
		if (token.nesting === 1) depth[token.tag] = (depth[token.tag] ?? 0) + 1;
		return KINDS[token.type] && (token.nesting === 0 || depth[token.tag] === 1) ? [KINDS[token.type]!] : [];
	});
}

function leads(target: unknown): boolean {
	return /^(?:https?:\/\/[^/]|mailto:.|tel:.)/i.test(String(target));
}
