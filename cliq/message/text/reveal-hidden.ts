/** What a person does not see, or what changes the order in which they read; line breaks and tabs do not count. */
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}\u2800\ufff9-\ufffb]|[^\P{Cc}\n\r\t]/gu;

/** Emoji of several characters; of the tags after the black flag, only the flags that there are. */
const EMOJI =
	/\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}|[\d#*]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*/gu;

/**
 * Between letters that are seen, of scripts whose letters are joined or kept apart by a joiner, as Persian and Hindi
 * need it.
 */
const JOINED =
	/(?<=(?!\p{Default_Ignorable_Code_Point}|\p{Cf})[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}])[\u200c\u200d](?=(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}])/gu;

/**
 * A text as people are to decide by it: nothing hides in it. What is not seen is shown by its number (`⟨U+202E⟩`):
 * marks that turn the direction around, characters without width, control characters. Emoji, and what some scripts need
 * between their letters, stay as they are. Doing it again changes nothing.
 */
export function reveal(text: string): string {
	const kept = new Set<number>();
	for (const pattern of [EMOJI, JOINED]) {
		for (const { 0: found, index } of text.matchAll(pattern))
			for (let at = index; at < index + found.length; at++) kept.add(at);
	}
	return text.replace(HIDDEN, (character: string, at: number) =>
		kept.has(at) ? character : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
	);
}
