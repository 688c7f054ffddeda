import { outward, webAddress } from './dom.js';

/**
 * Cliq's formatting: *bold* _italic_ ~strike~ __underline__ `code` ```block``` !quote # heading [text](url) --- and
 * mentions. Sources: the pages "Message Content", "Mentions" and "Buttons" of the REST API v3. Everything here takes
 * time in proportion to the text, whatever is in it.
 */

const FENCE = '```';
const HEADING = /^(#{1,6})\s+(\S.*)$/;
const QUOTE = /^!\s?(.*\S.*)$/;
const RULE = /^\s*-{3,}\s*$/;

/** Tags by marker; two underscores are looked for before one. */
const TAGS = { __: 'u', '*': 'b', _: 'i', '~': 's' };

/** Each expression stops where it could begin anew, so that none is tried twice over the same stretch. */
const CODE = /`(?![\u200b\u2060])([^`\n]+)`/y;
const MENTION = /\{([@#])([^{}\s]+)\}/y;
const LINK = /\[([^[\]\n]+)\]\(((?:[^\s()]|\([^\s()]*\))+)\)/y;
const WEB = /https?:\/\/[^\s<>"'`{}|\\^]+/iy;

const SPECIAL = /[`{[*_~hH]/g;

/** Cliq does not show these; they are put beside a marker to make it an ordinary character. */
const INVISIBLE = /[\u200b\u2060]/;

/**
 * @param {import('./render.js').Context} context
 * @param {string} text
 * @returns {Node[]} blocks: paragraphs, headings, quotes, code, rules.
 */
export function blocks(context, text) {
	const parts = [];
	let from = 0;
	let open = text.indexOf(FENCE);
	while (open >= 0) {
		const close = text.indexOf(FENCE, open + FENCE.length);
		if (close < 0) break;
		const code = text.slice(open + FENCE.length, close);
		if (code.trim() !== '') {
			parts.push(
				...byLine(context, text.slice(from, open)),
				context.el('pre', {}, context.el('code', {}, code.replace(/^\r?\n/, '').replace(/\r?\n$/, ''))),
			);
			from = close + FENCE.length;
		}
		open = text.indexOf(FENCE, close + FENCE.length);
	}
	return [...parts, ...byLine(context, text.slice(from))];
}

/** What is the same on lines that follow each other is one block. */
function byLine(context, text) {
	const { el } = context;
	const found = [];
	let run = { kind: '', lines: [] };
	const end = () => {
		const inside = run.lines.join('\n').replace(/^\n+/, '');
		const kept = inside.slice(0, lastVisible(inside) + 1);
		if (kept !== '') found.push(el(run.kind === 'quote' ? 'blockquote' : 'p', {}, inline(context, kept)));
		run = { kind: '', lines: [] };
	};
	for (const line of text.split(/\r?\n/)) {
		const heading = HEADING.exec(line);
		const quote = QUOTE.exec(line);
		if (heading || RULE.test(line)) {
			end();
			found.push(
				heading
					? el(
							'p',
							{
								class: heading[1].length > 2 ? 'cliq-heading small' : 'cliq-heading',
								role: 'heading',
								'aria-level': Math.min(6, heading[1].length + 2),
							},
							inline(context, heading[2]),
						)
					: el('hr'),
			);
			continue;
		}
		const kind = quote ? 'quote' : 'plain';
		if (run.kind !== kind) end();
		run.kind = kind;
		run.lines.push(quote ? quote[1] : line);
	}
	end();
	return found;
}

function lastVisible(text) {
	let last = text.length - 1;
	while (last >= 0 && text[last] === '\n') last--;
	return last;
}

/**
 * @param {import('./render.js').Context} context
 * @param {string} text
 * @returns {Node[]} what stands within a line. A marker that nothing closes stays what it is: a character.
 */
export function inline(context, text) {
	/** The open markers, outermost first; no marker is open twice, so there are few. */
	const levels = [{ marker: '', nodes: [] }];
	const put = (...nodes) => levels.at(-1).nodes.push(...nodes);
	let shown = 0;
	let at = 0;
	const upTo = (place) => {
		if (place > shown) put(text.slice(shown, place));
	};
	while (at < text.length) {
		SPECIAL.lastIndex = at;
		const next = SPECIAL.exec(text);
		if (!next) break;
		at = next.index;
		const whole = atom(context, text, at);
		if (whole) {
			upTo(at);
			put(whole.node);
			at += whole.length;
			shown = at;
			continue;
		}
		const marker = context.reads === 'links' ? undefined : markerAt(text, at);
		const depth = levels.findIndex((level) => level.marker === marker);
		if (marker && depth > 0 && closes(text, at, marker)) {
			upTo(at);
			while (levels.length - 1 > depth) unopen(levels);
			const { nodes } = levels.pop();
			put(context.el(TAGS[marker], {}, nodes));
			shown = at + marker.length;
		} else if (marker && depth < 0 && opens(text, at, marker)) {
			upTo(at);
			levels.push({ marker, nodes: [] });
			shown = at + marker.length;
		}
		at += marker ? marker.length : 1;
	}
	upTo(text.length);
	while (levels.length > 1) unopen(levels);
	return levels[0].nodes;
}

/** The innermost marker was none: it and what follows it belong to the level above. */
function unopen(levels) {
	const { marker, nodes } = levels.pop();
	const above = levels.at(-1).nodes;
	above.push(marker);
	for (const node of nodes) above.push(node);
}

function markerAt(text, at) {
	if (text.startsWith('__', at)) return '__';
	return Object.hasOwn(TAGS, text[at]) ? text[at] : undefined;
}

/** Scripts that write without spaces have no borders of words that a mark could need. */
function isLetter(character) {
	return (
		/[\p{L}\p{N}]/u.test(character) &&
		!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u.test(
			character,
		)
	);
}

function opens(text, at, marker) {
	const before = text[at - 1] ?? ' ';
	const after = text[at + marker.length] ?? ' ';
	return !isLetter(before) && !/\s/.test(after) && !INVISIBLE.test(after) && after !== marker[0];
}

function closes(text, at, marker) {
	const before = text[at - 1];
	const after = text[at + marker.length] ?? ' ';
	return !/\s/.test(before) && !INVISIBLE.test(before) && !isLetter(after);
}

/** Code, a mention, a link or an address that begins here. */
function atom(context, text, at) {
	const { el } = context;
	const match = (expression) => {
		expression.lastIndex = at;
		return expression.exec(text);
	};
	switch (text[at]) {
		case '`': {
			const code = context.reads === 'links' ? null : match(CODE);
			return code && { node: el('code', {}, code[1]), length: code[0].length };
		}
		case '{': {
			const mention = context.reads === 'text' ? match(MENTION) : null;
			return mention && { node: mentioned(context, mention[1], mention[2]), length: mention[0].length };
		}
		case '[': {
			const link = match(LINK);
			const node = link && linked(context, link[1], link[2]);
			return node && { node, length: link[0].length };
		}
		case 'h':
		case 'H': {
			const web = /[\p{L}\p{N}_]/u.test(text[at - 1] ?? ' ') ? null : match(WEB);
			const address = web && withoutPunctuation(web[0]);
			const url = webAddress(address);
			return url && { node: el('a', outward(url), address), length: address.length };
		}
		default:
			return undefined;
	}
}

function mentioned(context, sign, id) {
	return context.el(
		'span',
		{ class: 'cliq-mention', title: `${sign}${id}` },
		`${sign}${context.names?.(id, sign) ?? id}`,
	);
}

/** What is in the brackets: a silent mention, an instant button, a link. Anything else stays as it was written. */
function linked(context, label, target) {
	const silent = /^(?:zohoid|mail):(.+)$/.exec(target);
	if (silent)
		return context.el(
			'span',
			{ class: 'cliq-mention silent', title: `${silent[1]}, without a notification` },
			label,
		);
	const reference = /^\$([\w-]+)$/.exec(target);
	if (reference) return context.instant(label, reference[1]);
	const url = webAddress(target);
	return url && context.el('a', outward(url), label);
}

/** The end of a sentence is not part of an address. */
function withoutPunctuation(address) {
	let end = address.length;
	while (end > 0 && /[.,;:!?*_~\]]/.test(address[end - 1])) end--;
	if (address[end - 1] === ')' && !address.includes('(')) end--;
	return address.slice(0, end);
}
