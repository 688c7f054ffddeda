import fc from 'fast-check';
import { emojiCode } from '../../../cliq/parameters/emoji';

const RGI = new RegExp('^\\p{RGI_Emoji}$', 'v');

const symbols = range(0x23, 0x1fbff).filter((symbol) => /\p{Emoji}/u.test(symbol));
const tones = range(0x1f3fb, 0x1f3ff);
const withTones = (symbol: string) => [
	symbol,
	`${symbol}\ufe0f`,
	...(/\p{EBase}/u.test(symbol) ? tones.map((tone) => symbol + tone) : []),
];
const joined = (...parts: string[][]): string[] =>
	parts.reduce((left, right) => left.flatMap((one) => right.map((other) => `${one}\u200d${other}`)));

/** All that Unicode recommends for interchange: every way to build one, sieved by the expression of the engine. */
function allEmoji(): string[] {
	const letters = range(0x1f1e6, 0x1f1ff);
	const flags = letters.flatMap((one) => letters.map((other) => one + other));
	const keycaps = [...'0123456789#*'].map((key) => `${key}\ufe0f\u20e3`);
	const regions = ['gbeng', 'gbsct', 'gbwls'].map(
		(region) =>
			`🏴${[...region].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')}\u{e007f}`,
	);
	const single = symbols.flatMap(withTones);
	const people = ['👩', '👨', '🧑'].flatMap(withTones);
	const children = ['👧', '👦', '🧒'];
	const seconds = [
		'⚕️',
		'⚖️',
		'✈️',
		'❤️',
		'🌾',
		'🍳',
		'🍼',
		'🎄',
		'🎓',
		'🎤',
		'🎨',
		'🏫',
		'🏭',
		'💻',
		'💼',
		'🔧',
		'🔬',
		'🚀',
		'🚒',
		'🦯',
		'🦼',
		'🦽',
		'🦰',
		'🦱',
		'🦲',
		'🦳',
		'♀️',
		'♂️',
		'☠️',
		'⚧️',
		'🌈',
		'🗨️',
		'💨',
		'💫',
		'🩹',
		'🔥',
		'🐦',
		'🟩',
		'🟫',
		'⬛',
		'❄️',
		'🦺',
		'➡️',
		'💥',
		'🧒',
		'👧',
		'👦',
	];
	const sequences = [
		...joined(single, seconds),
		...joined(people, ['❤️'], people),
		...joined(people, ['❤️'], ['💋'], people),
		...joined(people, ['🤝'], people),
		...joined(['🫱'].flatMap(withTones), ['🫲'].flatMap(withTones)),
		...joined(single, ['♀️', '♂️', '🦯', '🦼', '🦽'], ['➡️']),
		...joined(people, people, children),
		...joined(people, children, children),
		...joined(people, people, children, children),
	];
	return [...flags, ...keycaps, ...regions, ...single, ...sequences].filter((candidate) => RGI.test(candidate));
}

function range(from: number, to: number): string[] {
	return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
}

const all = [...new Set(allEmoji())];
const codePoints = (emoji: string, separator: string) =>
	[...emoji].map((symbol) => `U+${symbol.codePointAt(0)!.toString(16).toUpperCase()}`).join(separator);

it('knows every emoji of Unicode', () => {
	expect(all.length).toBeGreaterThan(3600);
	expect(all.filter((emoji) => emojiCode(emoji) !== emoji)).toEqual([]);
});

it('knows them by their code points', () => {
	expect(all.filter((emoji) => emojiCode(codePoints(emoji, ' ')) !== emoji)).toEqual([]);
	expect(emojiCode('u+2764')).toBe('❤');
	expect(emojiCode('U+1F468-200D-1F469')).toBe('👨‍👩');
});

it('knows one from two', () => {
	// A skin tone after anything is one character to a person, whether Unicode recommends it or not.
	const isOne = (text: string) => [...new Intl.Segmenter().segment(text)].length === 1;
	fc.assert(
		fc.property(
			fc.constantFrom(...all),
			fc.constantFrom(...all),
			(one, other) => emojiCode(one + other) === undefined || isOne(one + other),
		),
	);
});

it.each([':smile:', ':SMILE:', ':+1:', ':party-popper:', ':happy!:', ':größe_2:'])('takes the Zomoji %s', (code) =>
	expect(emojiCode(code)).toBe(code),
);

it.each([
	'',
	' ',
	'abc',
	'a',
	'1',
	'#',
	'*',
	'12',
	'a👍',
	'👍a',
	'👍 ',
	'👍👍',
	'👍 👍',
	'smile',
	':smile',
	'::',
	': :',
	':a b:',
	':a:b:',
	':a/b:',
	`:${'a'.repeat(65)}:`,
	'U+',
	'U+1',
	'U+110000',
	'U+41',
	'U+D83D',
	'1F44D',
	'\u200d',
	'\ufe0f',
	'👍\u200d',
	'\ud83d',
])('refuses %j', (text) => {
	expect(emojiCode(text)).toBeUndefined();
});

it('comes to an end for whatever it gets', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('👍', '\u200d', '\ufe0f', '🏻', '\u{e0061}', '🇩', '1', '\u20e3', ':', 'U+', ' ')),
			(parts) => ['string', 'undefined'].includes(typeof emojiCode(parts.join(''))),
		),
	);
	expect(emojiCode('👍\u200d'.repeat(50_000))).toBeUndefined();
});
