import * as fc from 'fast-check';
import { escape, escapeCode, JOINER } from '../../../../cliq/message/text/escape';
import { read, shownText } from '../../support/cliq-text';

/** Texts full of what means something to Cliq. */
const marked = fc
	.array(
		fc.oneof(
			{
				weight: 3,
				arbitrary: fc.constantFrom(
					'*',
					'_',
					'~',
					'`',
					'```',
					'__',
					'!',
					'#',
					'---',
					'{',
					'@',
					'{@all}',
					'{#C1}',
					'[',
					']',
					'(',
					')',
					'](',
					'](zohoid:1)',
					'](mail:a@b.co)',
					']($1)',
					'\n',
					' ',
					'a',
					'B',
					'1',
					'é',
					'字',
					JOINER,
					'https://x.co/_a_~b',
				),
			},
			{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
		),
		{ maxLength: 30 },
	)
	.map((pieces) => pieces.join(''));

const without = (text: string) => text.replaceAll(JOINER, '');

describe('escape', () => {
	it.each([
		['a mention', '{@all} {#C1}'],
		['a link', '[Login](https://evil.example)'],
		['a silent mention', '[Sam](zohoid:1) [Sam](mail:sam@example.com)'],
		['an instant button', '[Approve]($1)'],
		['bold, italic, strike and underline', '*a* _b_ ~c~ __d__ *_e_*'],
		['code', '`a` b`c`d ```e```'],
		['a quote', '!a\n !b'],
		['a heading', '# a\n### b\n  #c'],
		['a rule', 'a\n---\nb'],
		['a mark at the very end, which something else opened', 'a*'],
	])('shows %s letter for letter', (_, text) => {
		expect(kindsOf(escape(text))).toEqual([]);
		expect(shownText(escape(text)).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
	});

	it.each([
		'snake_case_name',
		'2*3*4',
		'a * b',
		'C# and F#',
		'really!',
		'a - b -- c',
		'a ~ 5',
		'f(x)[1] {a}',
		'https://example.com/~sam/_a_?b=*c',
	])('leaves alone what does nothing: %s', (text) => {
		expect(escape(text)).toBe(text);
	});

	it('keeps addresses usable, but not what stands around them', () => {
		expect(escape('*https://example.com/a_b*')).toBe(
			`${JOINER}*${JOINER}https://example.com/a_b${JOINER}*${JOINER}`,
		);
	});

	it('adds nothing but the joiner, and nothing more the second time', () => {
		fc.assert(
			fc.property(marked, (text) => {
				expect(without(escape(text))).toBe(without(text));
				expect(escape(escape(text))).toBe(escape(text));
			}),
			{ numRuns: 2000 },
		);
	});

	it('never lets anything act, also beside other data', () => {
		fc.assert(
			fc.property(marked, marked, (one, other) => {
				const text = escape(one) + escape(other);
				expect(text).not.toMatch(/\{[@#]|\]\(/);
				expect(kindsOf(text)).toEqual([]);
			}),
			{ numRuns: 2000 },
		);
	});

	it('grows by no more than two characters a mark, whatever there is half a million of', () => {
		for (const text of ['*', '`', '{@', '](', '!', '_a ', ' ', '\n#', 'https://']) {
			const long = text.repeat(Math.ceil(500_000 / text.length));
			expect(escape(long).length).toBeLessThanOrEqual(3 * long.length);
		}
	});
});

describe('escapeCode', () => {
	it('changes only what would call somebody, be a button or end the code', () => {
		expect(escapeCode('a *b* _c_ # {d} [e](f)')).toBe('a *b* _c_ # {d} [e](f)');
		expect(escapeCode('{@all} ](zohoid:1) ]($1)')).not.toMatch(/\{@|\]\(/);
		expect(escapeCode('```')).not.toContain('``');
	});
});

/** What a reader of Cliq text takes for more than text, addresses aside: those are links by themselves. */
function kindsOf(text: string): string[] {
	return read(text)
		.map(({ kind }) => kind)
		.filter((kind) => !['paragraph', 'address', 'item'].includes(kind));
}
