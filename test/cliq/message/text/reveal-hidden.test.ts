import fc from 'fast-check';
import { reveal } from '../../../../cliq/message/text/reveal-hidden';

it.each([
	['a family', '👨‍👩‍👧'],
	['a heart with its variant', '❤️'],
	['a colour of skin', '👍🏽'],
	['a key', '1️⃣'],
	['the flag of England', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
	['Persian with a non-joiner', 'می‌خواهم'],
	['Hindi with a joiner', 'क्‍ष'],
	['lines and tabs', 'a\r\n\tb'],
	['what everybody sees', 'Zürich 東京 ไทย'],
])('%s stays as it is', (_what, text) => expect(reveal(`a ${text} b`)).toBe(`a ${text} b`));

it.each([
	['a turned direction', 'invoice\u202Efdp.exe', 'invoice⟨U+202E⟩fdp.exe'],
	['a space without width', 'pay\u200Bpal', 'pay⟨U+200B⟩pal'],
	['a joiner between letters that need none', 'a\u200Db', 'a⟨U+200D⟩b'],
	['a non-joiner at the end of a word', 'می\u200C ', 'می⟨U+200C⟩ '],
	['a joiner before a variant of a letter', 'ب\u200D\uFE0F', 'ب⟨U+200D⟩⟨U+FE0F⟩'],
	['a joiner behind a vowel that is not seen', 'ក\u17B4\u200Dក', 'ក⟨U+17B4⟩⟨U+200D⟩ក'],
	['a soft hyphen', 'ab\u00ADcd', 'ab⟨U+00AD⟩cd'],
	['a variant of a letter', 'a\uFE0F', 'a⟨U+FE0F⟩'],
	['tags that make no flag', '🏴\u{e0061}\u{e007f}', '🏴⟨U+E0061⟩⟨U+E007F⟩'],
	['a control character', 'a\u0000b\u001B', 'a⟨U+0000⟩b⟨U+001B⟩'],
	['a blank that is a letter', '\u3164\u2800', '⟨U+3164⟩⟨U+2800⟩'],
	['another line', 'a\u2028b', 'a⟨U+2028⟩b'],
])('%s is shown', (_what, text, shown) => expect(reveal(text)).toBe(shown));

const piece = fc.oneof(
	fc.constantFrom(
		'a',
		'ب',
		'क',
		'\u17B4',
		'\u180E',
		'\u200C',
		'\u200D',
		'\uFE0F',
		'\u202E',
		'👨',
		'🏴',
		'\u{e0067}',
		'1',
		'\u20E3',
		'\u{1F3FD}',
		'\n',
	),
	fc.string({ unit: 'binary' }),
);
const text = fc.array(piece).map((pieces) => pieces.join(''));

it('any text: a second time changes nothing, and nothing turns the direction or has no width but as a part of an emoji or word', () => {
	fc.assert(
		fc.property(text, (source) => {
			const shown = reveal(source);
			expect(reveal(shown)).toBe(shown);
			expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF]/);
		}),
		{ numRuns: 3000 },
	);
});
