/** How texts are made that parsers find hard: what begins something and never ends it, what may mean several things. */
export interface Shape {
	name: string;
	/** @param size in characters, about. */
	make(size: number): string;
}

/** Each is repeated, and stands alone or before something that makes a match fail in the end. */
const units = [
	...[
		'a',
		'0',
		' ',
		'\n',
		'\t',
		'\r\n',
		'.',
		',',
		'-',
		'+',
		'=',
		'%',
		'%2',
		'&',
		'\\',
		'"',
		"'",
		'`',
		'```',
		'*',
		'_',
		'~',
		'#',
		'!',
		'>',
		'<',
		'|',
		'@',
		'$',
		':',
		'/',
	],
	...[
		'[',
		']',
		'(',
		')',
		'{',
		'}',
		'](',
		'[a](',
		'[a][',
		'![',
		'[]',
		'![[]()',
		'{@',
		'{#',
		'({',
		'[](<',
		')[',
		'][',
		'((',
		'<a ',
		'<!--',
		'<![CDATA[',
		'<?',
		'</',
		'</a',
		'<b>',
		'</b>',
		'<b>*',
		'<a href="b">',
		'<kbd>',
		'<script>',
		'<li>',
		'<div>\n',
		'&lt;',
		'&#1;',
	],
	...['*a', '*a ', ' *', '**', '_a_', '**a*', '*_', '~~', '~~a', '__a', '*a_', '***a', 'a*', '`a', '``a` '],
	...[
		'# ',
		'> ',
		'>',
		'- ',
		'* ',
		'1. ',
		'- [ ] ',
		'    ',
		'---\n',
		'- a\n',
		'> a\n',
		'# a\n',
		'1) a\n',
		'```\n',
		'~~~',
		'\n\n',
		' \n',
		'a  \n',
		'\\\n',
		'[a]: b\n',
		'[^a]',
		'* * ',
	],
	...['| a ', '|a', 'a|\n', '| - ', '|-|', 'a | b\n'],
	...[
		'http://',
		'https://a',
		'www.',
		'www.a.',
		'a@',
		'a@b',
		'a@b.',
		'x.y',
		'mailto:',
		'://',
		'http://a b',
		'https://_',
	],
	...['0,000', '1e', '1.', '-1', '0x', '2026-11-22', 'T'],
	...['a={&', 'a=1&', '&a', '{"a":', '[[', '[{', '{}', '""', '\\"', '\\u', '"\n', '\u0000', '\\\n', '"a",'],
	...[
		'\u2060',
		'\u202e',
		'\u200b',
		'\u200d',
		'\ufe0f',
		'👨\u200d',
		'🙂',
		'🇩',
		'e\u0301',
		'\u0301',
		'字',
		'。',
		'\ud83d',
		'\udb40\udc61',
		'ﷺ',
		'İ',
	],
	...[
		'\n\turl : "',
		'url:',
		'\nurl',
		'//',
		'/*',
		'Bearer ',
		'zapikey=',
		'1000.',
		'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
		'1000.aaaaaaaaaaaaaaaa.',
		';',
		'; ',
		'a=b;',
		'filename="',
	],
];

const ends = ['', '!', 'x', '\n', '"', ')'];

/** Every unit, repeated; before each of the ends in turn, to keep their number down. */
export const textShapes: Shape[] = shapesIn(units);

function shapesIn(list: string[]): Shape[] {
	return list.map((unit, index) => shape(unit, '', ends[index % ends.length]!));
}

/** The ones that are hard for what looks for one thing from each place: with several ends, and after a beginning. */
export function shapesOf(own: string[], beginning = ''): Shape[] {
	return own.flatMap((unit) => ['', '!', '"'].map((end) => shape(unit, beginning, end)));
}

function shape(unit: string, beginning: string, end: string): Shape {
	const name = `${JSON.stringify(unit).slice(1, -1)} … ${JSON.stringify(end).slice(1, -1)}`
		.replace(
			/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{M}]/gu,
			(character) => `\\u${character.codePointAt(0)!.toString(16)}`,
		)
		.trim();
	return { name, make: (size) => beginning + unit.repeat(Math.ceil(size / unit.length)) + end };
}

/** A few that stand for the rest, where a text is not parsed for formatting. */
export const fewShapes: Shape[] = shapesIn([
	'a',
	'0',
	' ',
	'\n',
	'\\',
	'"',
	'[',
	'{@',
	'*',
	'`',
	'](',
	'%',
	'🙂',
	'\u202e',
	'\ud83d',
	'{"a":',
]);

export function times<Entry>(size: number, entry: (index: number) => Entry): Entry[] {
	return Array.from({ length: size }, (_, index) => entry(index));
}
