import * as fc from 'fast-check';
import { fromMarkdown } from '../../../../cliq/message/text/markdown';
import { cut, split } from '../../../../cliq/message/text/split';
import { givesBack } from '../../support/parts';

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');

describe('split', () => {
	it('leaves a text alone that fits', () => {
		expect(split(' a\n\nb ', 40)).toEqual([' a\n\nb ']);
		expect(split('', 40)).toEqual(['']);
	});

	it.each([
		[
			'paragraphs',
			'The first one. It has a line\nmore.\n\nThe second one.',
			['The first one. It has a line\nmore.', 'The second one.'],
		],
		[
			'lines',
			'The first line. It is a bit long\n  The second one, indented.',
			['The first line. It is a bit long', '  The second one, indented.'],
		],
		[
			'sentences',
			'This is the first one. (Is it?) Here is a second one.',
			['This is the first one. (Is it?)', 'Here is a second one.'],
		],
		[
			'sentences without spaces',
			`${'一二三四五六七八九十'.repeat(2)}。${'一二三四五六七八九十'.repeat(3)}`,
			[`${'一二三四五六七八九十'.repeat(2)}。`, '一二三四五六七八九十'.repeat(3)],
		],
		['words', 'one two three four five six seven eight nine', ['one two three four five six seven eight', 'nine']],
		['nothing but letters', 'a'.repeat(50), ['a'.repeat(40), 'a'.repeat(10)]],
	])('cuts at the ends of %s', (_, text, parts) => {
		expect(split(text, 40)).toEqual(parts);
	});

	it('does not leave a part nearly empty for the sake of a better border', () => {
		expect(split(`Hi.\n\n${words(12)}`, 40)[0]!.length).toBeGreaterThan(30);
	});

	it.each([
		'{@someone.with.a.name@example.com}',
		'[a long label](https://x.co/a)',
		'`some code with spaces`',
		'*some bold with spaces*',
		'https://example.com/a?b=c.d!e',
	])('keeps whole: %s', (whole) => {
		for (let before = 1; before < 40; before++) {
			const parts = split(`${'a'.repeat(before)} ${whole} ${'b'.repeat(60)}`, 40);
			expect(parts.some((part) => part.includes(whole))).toBe(true);
		}
	});

	it.each([
		['bold', '*', '*'],
		['the label of a link', '[', '](https://x.co/a)'],
		['code', '`', '`'],
	])('cuts between words what fits into no part: %s', (_, before, after) => {
		const parts = split(`${before}${words(40)}${after}`, 60);
		expect(parts.join(' ')).toBe(`${before}${words(40)}${after}`);
	});

	it.each(['👍🏽', '👨‍👩‍👧', '🇩🇪', 'e\u0301', '😀'])('keeps characters whole: %s', (character) => {
		for (let before = 0; before < 12; before++) {
			const parts = split(`${'a'.repeat(before)}${character.repeat(40)}`, 40);
			expect(parts.map((part) => part.replace(/^a+/, '').replaceAll(character, '')).join('')).toBe('');
		}
	});

	it.each(['!quote', '# heading', '### heading', '---'])(
		'begins no part with what would act there and does not in the text: %s',
		(mark) => {
			expect(
				split(`${'A sentence. '.repeat(2)}And more. ${mark} and so on, to the end.`, 40)[1]!.startsWith(mark),
			).toBe(false);
			expect(
				split(`${'A sentence. '.repeat(2)}And more.\n${mark} and so on, to the end.`, 40)[1]!.startsWith(mark),
			).toBe(true);
		},
	);

	it('moves a block of code that fits to a part of its own', () => {
		expect(split('Some text before.\n\n```\na b c d e f g h i j k\n```\nAnd after.', 40)).toEqual([
			'Some text before.',
			'```\na b c d e f g h i j k\n```\nAnd after.',
		]);
	});

	it('closes a block that does not fit, and opens it again', () => {
		expect(split(`\`\`\`\n${'  some code;\n'.repeat(6)}\`\`\`\nEnd.`, 40)).toEqual([
			'```\n  some code;\n  some code;\n```',
			'```\n  some code;\n  some code;\n```',
			'```\n  some code;\n  some code;\n```\nEnd.',
		]);
	});

	it('takes what opens a block and never closes it for text', () => {
		for (const part of split(`${'`'.repeat(3)}\n${words(40)}`, 60).slice(1)) expect(part).not.toContain('```');
	});

	const piece = fc.oneof(
		fc.constantFrom(
			'```\n',
			'\n```\n',
			'```',
			'`',
			'\n',
			'\n\n',
			' ',
			'   ',
			'. ',
			'! ',
			'{@all}',
			'{@someone@example.com}',
			'[label here](https://x.co)',
			'*bold words*',
			'word',
			'a'.repeat(30),
			'👍🏽',
			'👨‍👩‍👧‍👦',
			'\u0301',
			'\ud83d\ude00',
			'。',
			'• item\n',
			'    ◦ item\n',
			'\t',
			'\r\n',
		),
		fc.string({ unit: 'grapheme', maxLength: 20 }),
	);
	const anyText = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''));

	it('gives parts within the limit, in order, that give the text back', () => {
		fc.assert(
			fc.property(anyText, fc.integer({ min: 40, max: 300 }), (text, limit) => {
				const parts = split(text, limit);
				for (const part of parts) {
					expect(part.length).toBeLessThanOrEqual(limit);
					expect(text.length <= limit || part.trim() !== '').toBe(true);
					expect(/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(part)).toBe(false);
				}
				expect(givesBack(parts, text)).toBe(true);
			}),
			{ numRuns: 3000 },
		);
	});

	it('begins a block of code that fits into no part right after a short text, and one that fits in a part of its own', () => {
		const code = (lines: number) => `\`\`\`\n${'some code;\n'.repeat(lines)}\`\`\``;
		expect(split(`Intro.\n${code(5)}`, 40)[0]).toBe('Intro.\n```\nsome code;\nsome code;\n```');
		expect(split(`A short text first.\n${code(2)}`, 40)).toEqual(['A short text first.', code(2)]);
	});

	it('leaves every block of code closed in every part', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.constantFrom('code', 'text'), fc.integer({ min: 1, max: 60 })), {
					minLength: 1,
					maxLength: 8,
				}),
				fc.integer({ min: 40, max: 200 }),
				(blocks, limit) => {
					const { text } = fromMarkdown(
						blocks
							.map(([kind, size]) =>
								kind === 'code'
									? `\`\`\`\n${words(size).replace(/(\d)9 /g, '$19\n')}\n\`\`\``
									: words(size),
							)
							.join('\n\n'),
					);
					for (const part of split(text, limit)) {
						expect((part.match(/```/g) ?? []).length % 2).toBe(0);
						expect(part).not.toMatch(/```\s*```$/);
					}
					expect(givesBack(split(text, limit), text)).toBe(true);
				},
			),
			{ numRuns: 500 },
		);
	});

	it.each([
		'a',
		'word ',
		'Sentence. ',
		'\n',
		' ',
		'`',
		'```\n',
		'```\na\n```\n',
		'[',
		'{@',
		'*',
		'[a](',
		'👍🏽',
		'\u0301',
		'https://',
		'.',
		'_a ',
	])('takes 1 MB of %j in its stride', (unit) => {
		const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
		expect(split(text, 5000).every((part) => part.length <= 5000)).toBe(true);
		expect(cut(text, 5000).length).toBeLessThanOrEqual(5000);
	});
});

describe('cut', () => {
	it('leaves a text alone that fits', () => {
		expect(cut('a b', 40)).toBe('a b');
	});

	it('ends at a border and says how much is left out', () => {
		expect(cut('One sentence here. '.repeat(8), 100)).toBe(
			'One sentence here. One sentence here. One sentence here. One sentence here.\n… (77 more characters)',
		);
		expect(cut('a'.repeat(20_000), 5000)).toBe(`${'a'.repeat(4973)}\n… (15,027 more characters)`);
	});

	it('closes a block of code', () => {
		expect(cut(`Log:\n\`\`\`\n${'some line\n'.repeat(20)}\`\`\``, 80)).toBe(
			'Log:\n```\nsome line\nsome line\nsome line\nsome line\n```\n… (164 more characters)',
		);
	});

	it('shows as much as it can of code with a long line', () => {
		for (const long of [words(100), 'x'.repeat(500)]) {
			const shown = cut(`Run this?\n\`\`\`\n{\n  "text": "${long}"\n}\n\`\`\``, 200);
			expect(shown).toMatch(/\n```\n… \(\d+ more characters\)$/);
			expect(shown.length).toBeGreaterThan(150);
		}
	});

	it('stays within the limit', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', minLength: 41, maxLength: 500 }),
				fc.integer({ min: 40, max: 300 }),
				(text, limit) => {
					const result = cut(text, limit);
					expect(result.length).toBeLessThanOrEqual(limit);
					const start = result.replace(/\n… \([\d,]+ more characters\)$/, '');
					expect(text.startsWith(start.replace(/\n```$/, ''))).toBe(true);
				},
			),
			{ numRuns: 1000 },
		);
	});
});
