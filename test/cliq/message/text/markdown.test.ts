import * as fc from 'fast-check';
import { JOINER } from '../../../../cliq/message/text/escape';
import { fromMarkdown } from '../../../../cliq/message/text/markdown';
import { read } from '../../support/cliq-text';

const textOf = (markdown: string) => fromMarkdown(markdown).text;
const plainOf = (markdown: string) => textOf(markdown).replaceAll(JOINER, '');

describe('Markdown as Cliq text', () => {
	it.each([
		['bold, italic, strike and code', 'a **b** __c__ *d* _e_ ~~f~~ `g`', 'a *b* *c* _d_ _e_ ~f~ `g`'],
		['bold italic', '***a*** **b _c_**', '_*a*_ *b _c_*'],
		['bold within bold once', '**a **b** c**', '*a b c*'],
		['a style over several lines, on each of them', '**a\nb**', '*a*\n*b*'],
		['no style within a word, where Cliq would show the marks', 'un**believ**able', 'unbelievable'],
		['styles between letters that have no spaces', '这是**重点**内容', '这是*重点*内容'],
		['headings in two sizes', '# A\n## B\n### C\n###### D', '# A\n\n# B\n\n### C\n\n### D'],
		['headings below a line', 'A\nb\n===', '# A b'],
		['a heading in a list or quote as bold', '- # A *b*\n\n> ## C', '• *A _b_*\n\n!*C*'],
		['bullets by depth', '- a\n  - b\n    - c\n      - d', '• a\n    ◦ b\n        ▪ c\n            ▪ d'],
		['numbers from their start', '3. a\n1. b\n   1) c', '3. a\n4. b\n    1) c'],
		['tasks without a text', '- [x]\n- [ ]\n- [X] \n- [x] **b**', '• [x]\n• [ ]\n• [X]\n• ☑ *b*'],
		['tasks', '- [x] a\n- [ ] b\n- [X] **c**\n- [] d', '• ☑ a\n• ☐ b\n• ☑ *c*\n• [] d'],
		['a list with room between its items', '- a\n\n  b\n- c', '• a\n    b\n\n• c'],
		['quotes, and quotes within them', '> a\n> b\n>\n> > c', '!a\n!b\n!› c'],
		['a list in a quote', '> - a\n>   1. b', '!• a\n!    1. b'],
		[
			'a block of code without its language',
			'```js\nif (a) {\n\n  b();\n}\n```',
			'```\nif (a) {\n\n  b();\n}\n```',
		],
		[
			'a block of code within a list, its lines as they are',
			'- a\n\n  ```\n  b\n    c\n  ```',
			'• a\n```\nb\n  c\n```',
		],
		['code with a backtick, which Cliq has no marks for, as text', '``a`b``', 'a`b'],
		['line breaks of all kinds', 'a\nb  \nc\\\nd<br>e<br/>f', 'a\nb\nc\nd\ne\nf'],
		['a rule', 'a\n\n***\n\nb', 'a\n\n---\n\nb'],
		[
			'links',
			'[a](https://x.co/b_(c) "t") [d][r] <https://x.co>\n\n[r]: mailto:e@f.co',
			'[a](https://x.co/b_%28c%29) [d](mailto:e@f.co) https://x.co',
		],
		['a label without its formatting', '[**a** `b`\n[c]](https://x.co)', '[a b (c)](https://x.co)'],
		[
			'a label that is all of one style',
			'[**a**](https://x.co) [*b* c](https://x.co) **d [***e***](https://x.co)**',
			'*[a](https://x.co)* [b c](https://x.co) *d _[e](https://x.co)_*',
		],
		['the formatting of a link that leads nowhere', '[**a** `b`](/c)', '*a* `b`'],
		[
			'addresses as on GitHub',
			'see https://x.co/a_b. www.x.co/c, me@x.co, setup.py',
			'see https://x.co/a_b. [www.x.co/c](http://www.x.co/c), me@x.co, setup.py',
		],
		['an address that something else follows closely', '<https://x.co>abc', '[https://x.co](https://x.co)abc'],
		[
			'only the text of a link that leads nowhere',
			'[a](/b) [c](#d) [e](zohoid:1) [f](mail:a@b.co) [g]($1) [h](ftp://i)',
			'a c e f g h',
		],
		[
			'images as links',
			'![a](https://x.co/a.png) ![](https://x.co/b.png) [![c](d.png)](https://x.co)',
			'[a](https://x.co/a.png) [Image](https://x.co/b.png) [c](https://x.co)',
		],
		['HTML as what it means', 'a <b>c</b>\n\n<div>\n<p>d &amp; e</p>\n<p>f</p></div>', 'a *c*\n\nd & e\nf'],
		[
			'a link of HTML',
			'<a href="https://x.co/?a=1&amp;b=2">Docs <i>here</i></a> <a href="javascript:x">no</a>',
			'[Docs here](https://x.co/?a=1&b=2) no',
		],
		['keys and code of HTML', 'Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, or <code>x</code>', 'Press `Ctrl`+`C`, or `x`'],
		['details', '<details>\n<summary>More</summary>\n\n- a\n\n</details>', '*More*\n\n• a'],
		[
			'lists, pictures and breaks of HTML',
			'<ul><li>a</li><li>b</li></ul>\n\nc<br>d <img src="https://x.co/i.png" alt="Logo"> x<sup>2</sup>',
			'• a\n• b\n\nc\nd [Logo](https://x.co/i.png) x^2',
		],
		['what is not HTML as it is written', 'List<string> of <name>, <T>x</T>', 'List<string> of <name>, <T>x</T>'],
		["tags that cross Markdown's own marks without them", '**a <b>b** c</b> <b>*d</b>*', '*a b* c _d_'],
		[
			'nothing of a comment',
			'Fixed <!-- internal: cust 42 --> in 2.3\n\n<!-- a\nb -->\n\n- c <!-- d -->\n\n<!-- not closed',
			'Fixed in 2.3\n\n• c',
		],
		[
			'nothing of scripts, styles and declarations',
			'a <script>x</script><style>y</style> b <?php z ?>\n\n<script>\nx\n</script>',
			'a b',
		],
		['a comment in code', '`<!-- a -->`', '`<!-- a -->`'],
		['characters written by their names', '&amp; &copy; &#35; \\*a\\*', '& © # *a*'],
		['nothing', ' \n\n```\n```\n\n#\n\n>', ''],
	])('renders %s', (_, markdown, expected) => {
		expect(plainOf(markdown)).toBe(expected);
	});

	it.each([
		'\\*a\\*',
		'&#123;@all}',
		'\\{@all}',
		'{@all} {#C1}',
		'[a]\\(zohoid:1)',
		'\\[a]($1)',
		'[a]($1',
		'\\# a',
		'\\!a',
		'&#33;a',
		'\\---',
		'~a~',
		'`` `a` ``',
		'a\n!b',
		'a\n\\# b',
		'&#96;a&#96;',
	])('keeps text from acting: %s', (markdown) => {
		expect(
			read(textOf(markdown))
				.map(({ kind }) => kind)
				.filter((kind) => kind !== 'paragraph'),
		).toEqual([]);
	});

	it.each([
		'`{@all}`',
		'```\n{#C1}\n[a](zohoid:1)\n```',
		'```\n[a]($1)\n```',
		'<a {@all}>',
		'[{@all}](https://x.co/{@all})',
		'[a](https://x.co/$1](zohoid:1)',
		'<https://x.co/{@all}>',
	])('calls nobody from code, HTML or addresses: %s', (markdown) => {
		expect(textOf(markdown)).not.toMatch(FORBIDDEN);
	});

	it('keeps a block of code whole when it holds the marks of one', () => {
		expect(read(textOf('````\na\n```\nb\n````'))).toEqual([
			{ kind: 'code block', text: `a\n\`${JOINER}\`${JOINER}\`\nb` },
		]);
	});

	it('shows as it is written what is nested too deep, and loses nothing', () => {
		expect(plainOf(`${'> '.repeat(200)}end`)).toContain('end');
		expect(plainOf(`${'- '.repeat(200)}end`)).toContain('end');
	});
});

describe('tables', () => {
	it('takes tables out of the text, wherever they are, without formatting', () => {
		expect(
			fromMarkdown(
				'Before\n\n| Name | **State** |\n|---|:-:|\n| `a\\|b` | [up](https://x.co) *now*<br>ok |\n| c |\n\n> | D |\n> |---|\n> | e_f {@all} |\n\nAfter',
			),
		).toEqual({
			text: 'Before\n\nAfter',
			tables: [
				{
					headers: ['Name', 'State'],
					rows: [
						['a|b', 'up now ok'],
						['c', ''],
					],
				},
				{ headers: ['D'], rows: [['e_f {@all}']] },
			],
		});
	});

	it('gives every column a name of its own', () => {
		expect(
			fromMarkdown('| a | a | | a (2) | Column 3 | a |\n|---|---|---|---|---|---|').tables[0]!.headers,
		).toEqual(['a', 'a (2)', 'Column 3', 'a (2) (2)', 'Column 3 (2)', 'a (3)']);
	});
});

/** What calls somebody or makes a button, in code as well. */
const FORBIDDEN = /\{[@#]|\]\(\s*(?:zohoid:|mail:|\$)/i;

/** Where a link may lead. */
const ALLOWED = /^(?:https?:\/\/|mailto:|tel:)[^\s()[\]{}*`|]+$/i;

describe('any Markdown', () => {
	const piece = fc.oneof(
		{
			weight: 4,
			arbitrary: fc.constantFrom(
				'a',
				'B1',
				' ',
				'\n',
				'\n\n',
				'    ',
				'\t',
				'*',
				'**',
				'_',
				'__',
				'~~',
				'`',
				'```',
				'``',
				'~~~',
				'#',
				'## ',
				'> ',
				'- ',
				'1. ',
				'10) ',
				'[ ] ',
				'[x] ',
				'---',
				'===',
				'|',
				'|---|',
				'[',
				']',
				'(',
				')',
				'](',
				'![',
				'<',
				'>',
				'<br>',
				'</div>',
				'<!--',
				'&#123;',
				'&lt;',
				'\\',
				'{@all}',
				'{',
				'@',
				'}',
				'{#C1}',
				'](zohoid:1)',
				'](mail:a@b.co)',
				']($1)',
				'$1',
				'https://x.co',
				'www.x.co',
				'a@b.co',
				'mailto:',
				'"',
				':',
				JOINER,
				'[r]: $1',
				'[r]: https://x.co',
				'[r]',
				'字',
				'👍🏽',
			),
		},
		{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
	);
	const markdown = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));

	it('never crashes, and never becomes a mention, a button or a link that leads elsewhere', () => {
		fc.assert(
			fc.property(markdown, (source) => {
				const { text, tables } = fromMarkdown(source);
				expect(text).not.toMatch(FORBIDDEN);
				expect(
					read(text).filter(
						({ kind, target = '' }) =>
							kind === 'mention' || kind === 'button' || (kind === 'link' && !ALLOWED.test(target)),
					),
				).toEqual([]);
				for (const { headers, rows } of tables) {
					expect(new Set(headers).size).toBe(headers.length);
					expect(headers).not.toContain('');
					expect(rows.every((row) => row.length === headers.length)).toBe(true);
				}
			}),
			{ numRuns: 3000 },
		);
	});

	it.each([
		'>',
		'[',
		'*',
		'_',
		'`',
		'~',
		'![',
		'](',
		'<',
		'- ',
		'1. ',
		'> - ',
		'#',
		'|',
		'|a',
		'\n',
		'\n>',
		'&',
		'\\',
		'*a **b ',
		'[a](',
		'<!--',
		'<a ',
		'http:',
		'https://a.b/',
		'www.',
		'a@b.',
		'*a_ ',
		'a**b',
		'``` \n',
		'[a]: b\n',
		'|a\n|-\n',
		'- a\n  ',
		'<br>',
		'{@',
		'\t',
		' ',
	])('takes 50 kB of %j in its stride', (unit) => {
		const source = unit.repeat(Math.ceil(50_000 / unit.length));
		expect(fromMarkdown(source).text).not.toMatch(FORBIDDEN);
	});
});

it.each([
	[
		'a footnote with an address',
		'As said[^1].\n\n[^1]: https://example.com/a',
		'As said[^1].\n\n[^1]: https://example.com/a',
	],
	['a footnote of one word', 'Text[^note]\n\n[^note]: Sure', 'Text[^note]\n\n[^note]: Sure'],
	['a link without a label', 'See [](https://example.com/a).', 'See https://example.com/a.'],
	['a definition that is used', '[a][1]\n\n[1]: https://example.com/a', '[a](https://example.com/a)'],
])('%s is not lost', (_, markdown, text) => expect(fromMarkdown(markdown).text.replaceAll('\u2060', '')).toBe(text));
