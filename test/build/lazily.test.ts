import { join } from 'node:path';
import { build } from 'esbuild';

import * as parser from '../../cliq/message/text/markdown-parser';
import { lazily } from '../../scripts/build/lazily';

/** What the packages get in the place of the parser, see gulpfile.js. */
async function bundled(): Promise<typeof parser> {
	const entry = join(__dirname, '../../cliq/message/text/markdown-parser.ts');
	const { outputFiles } = await build({
		entryPoints: [entry],
		bundle: true,
		write: false,
		platform: 'neutral',
		mainFields: ['module', 'main'],
		...lazily(entry),
	});
	const exported = {};
	new Function('exports', outputFiles[0]!.text)(exported);
	return exported as typeof parser;
}

test('the bundled parser has each function of the parser, and does the same', async () => {
	const made = await bundled();
	expect(Object.keys(made).sort()).toEqual(Object.keys(parser).sort());
	const markdown = '# a **b** <a href="https://x.co/?a=1&amp;b=2">c</a>';
	expect(JSON.parse(JSON.stringify(made.parse(markdown)))).toEqual(
		JSON.parse(JSON.stringify(parser.parse(markdown))),
	);
	expect(made.decoded('a &amp; b &#39;')).toBe("a & b '");
});
