import fc from 'fast-check';

const pieces = [
	'# ', '### ', '- ', '* ', '1. ', '> ', '> > ', '```\n', '```js\n', '~~~', '---\n', '***', '**', '*', '_', '__', '~~', '`', '``', '\n', '\n\n', '    ', '\t', '| a | b |\n| --- | --- |\n| 1 | 2 |\n', '|', ' --- |',
	'[link](https://example.com)', '![picture](https://example.com/a.png)', '[x](javascript:alert(1))', '[Sam](zohoid:55743307)', '[Sam](mail:sam@example.com)', '[Press]($1)', '](', '[', ']', '($1)',
	'{@all}', '{@sam@example.com}', '{#O123456789}', '{', '@', '#', '!', '<b>', '</b>', '<br>', '<!--', '&amp;', '&#123;@all}', '\\*', '\\{', '- [x] done\n', '- [ ] open\n', 'https://example.com/a_b_c', 'www.example.com', 'Ada', 'the quick brown fox', ' ', '.', '? ', '👩‍👩‍👧', 'ä', '\u2060', '\u200b', '\u0000', '\ud800',
];

/** Markdown as nobody writes it: everything that means something, in any order, with text between. */
export function markdownSoup(): fc.Arbitrary<string> {
	const piece = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }, { weight: 1, arbitrary: fc.lorem({ maxCount: 3, mode: 'sentences' }) });
	return fc.array(piece, { maxLength: 80, size: 'max' }).map((parts) => parts.join(''));
}
