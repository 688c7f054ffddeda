/** A pictograph, flag or keycap, with whatever joins, colours or varies it. */
const EMOJI =
	/^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[#*0-9]\u{FE0F}?\u{20E3})(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u{200D}|\u{FE0F}|\u{20E3}|[\u{E0020}-\u{E007F}])*$/u;

/**
 * @param code an emoji as such, its code points (`U+1F44D`, several joined by spaces or hyphens) or a Zomoji
 *   (`:smile:`)
 * @returns the emoji as Cliq shows it, or null if it is none of these
 */
export function readEmoji(code: string): string | null {
	if (/^:[a-z0-9_+-]{1,50}:$/i.test(code)) return code;
	if (/^U\+[0-9A-F]{2,6}([ -](U\+)?[0-9A-F]{2,6})*$/i.test(code)) {
		const points = code.split(/[ -]/).map((part) => parseInt(part.replace(/^U\+/i, ''), 16));
		if (points.some((point) => point > 0x10ffff)) return null;
		return readEmoji(String.fromCodePoint(...points));
	}
	return EMOJI.test(code) ? code : null;
}
