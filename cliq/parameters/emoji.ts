import { invalid } from './invalid-input';
import { quoted } from '../util/quote';
import type { Kind } from './kinds';

/** One emoji as a person sees it: with skin tone, joined parts, a flag or a keycap. */
const EMOJI =
	/^(?:\p{RI}\p{RI}|\p{EMod}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})?(?:[\u{E0020}-\u{E007F}]+)?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})?)*)$/u;

/** Cliq's own emoji, e.g. `:smile:`; an organization adds more under names of its own. */
const ZOMOJI = /^:[\p{L}\p{M}\p{N}_+.!'&-]{1,64}:$/u;

const CODE_POINTS = /^U\+[0-9A-F]{2,6}(?:[\s-]+(?:U\+)?[0-9A-F]{2,6})*$/i;

/**
 * @param text an emoji, its code points (`U+1F44D`) or a Zomoji (`:smile:`).
 * @returns what Cliq takes for it: the character itself, or the Zomoji's code; `undefined` if it is neither.
 */
export function emojiCode(text: string): string | undefined {
	if (ZOMOJI.test(text)) return text;
	const characters = CODE_POINTS.test(text) ? fromCodePoints(text) : text;
	return EMOJI.test(characters) ? characters : undefined;
}

function fromCodePoints(text: string): string {
	const points = text.split(/[\s-]+/).map((point) => Number.parseInt(point.replace(/^U\+/i, ''), 16));
	return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : '';
}

/** An emoji as Cliq takes it. */
export const emoji: Kind = (value, parameter) => {
	const code = typeof value === 'string' ? emojiCode(value.trim()) : undefined;
	if (code !== undefined) return code;
	throw invalid(
		parameter,
		`is not an emoji: ${quoted(value)}`,
		'Give one emoji (👍), its code point (U+1F44D) or a Zomoji (:smile:).',
	);
};
