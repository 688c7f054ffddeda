import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const pages = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'node-red/README.md',
	'sandbox/README.md',
	...readdirSync(join(root, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => join('docs', name)),
].filter((page) => existsSync(join(root, page)));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** A phone of 390 px shows so many characters of a code block on GitHub before it cuts the line. */
const PHONE = 38;

test('the README is short, and its code fits a phone', () => {
	expect(readme.split(/\s+/).length).toBeLessThan(850);
	const code = [...readme.matchAll(/^```.*\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block!.trimEnd().split('\n'));
	expect(code.length).toBeGreaterThan(0);
	for (const line of code) expect(line.length).toBeLessThanOrEqual(PHONE);
});

/** The name that GitHub gives a heading's address. */
const slug = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.trim()
		.replace(/\s/g, '-');

/** @param link a path from a page, with the heading after a `#` */
function isDead(page: string, link: string): boolean {
	const [path, anchor] = link.split('#');
	const file = path ? join(root, dirname(page), path) : join(root, page);
	if (!existsSync(file)) return true;
	if (anchor === undefined) return false;
	const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading!));
	return !headings.includes(anchor);
}

test.each(pages)('%s links to what is there', (page) => {
	const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```|`[^`\n]*`/gm, '');
	const links = [...text.matchAll(/(?<!\\)\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, link]) => link!);
	expect(links.filter((link) => isDead(page, link))).toEqual([]);
});

test('the nodes and credentials link to what is there in our repository', () => {
	const files = ['nodes', 'credentials', 'node-red/nodes', 'node-red/lib'].flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(?:ts|json|html)$/.test(file))
			.map((file) => join(folder, file)),
	);
	const links = files.flatMap((file) =>
		[
			...readFileSync(join(root, file), 'utf8').matchAll(
				/n8n-nodes-zoho-cliq(?:\/blob\/main\/([^#'"\s]+))?#([\w-]+)/g,
			),
		].map(([, path = 'README.md', anchor]) => [file, anchor === 'readme' ? path : `${path}#${anchor}`] as const),
	);
	expect(links.length).toBeGreaterThan(5);
	expect(links.filter(([, link]) => isDead('README.md', link))).toEqual([]);
});

test('every command that a page names is there', () => {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	for (const page of pages) {
		const named = [...readFileSync(join(root, page), 'utf8').matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(
			([, name]) => name,
		);
		for (const name of named) expect([page, Object.keys(scripts)]).toEqual([page, expect.arrayContaining([name])]);
	}
});

test('every picture is shown somewhere', () => {
	const text = pages.map((page) => readFileSync(join(root, page), 'utf8')).join('\n');
	for (const picture of readdirSync(join(root, 'docs/pictures'))) expect(text).toContain(`pictures/${picture}`);
});
