/**
 * Fails if a text that people read holds a phrase of `plain-english.json`: Markdown (without its code), Node-RED's
 * help, locales and examples, and the string literals of what we ship that are sentences or labels. Prints each place
 * with what to write instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const SHIPPED = ['cliq', 'nodes', 'credentials', 'node-red', 'sandbox', 'preview'];
const PLACES = ['.', '.github', 'docs', 'examples', ...SHIPPED];
const IGNORED = /(?:^|\/)(?:node_modules|dist|resources)\//;

const banned = JSON.parse(readFileSync(new URL('plain-english.json', import.meta.url), 'utf8')).map(
	({ phrase, instead }) => ({ pattern: new RegExp(phrase, 'gi'), instead }),
);

const files = PLACES.flatMap((place) =>
	readdirSync(place, { recursive: place !== '.' }).map((file) => join(place, file)),
).filter((file) => !IGNORED.test(file) && /\.(?:md|json|html|ts|js)$/.test(file));

/** Blanks what people do not read as prose, and keeps the lines. */
const blanked = (text, pattern) => text.replace(pattern, (part) => part.replace(/[^\n]/g, ' '));

/** @returns the texts of a source file that hold a space, each with where it begins. */
function literals(file, source) {
	const found = [];
	const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
	const visit = (node) => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
			if (node.text.includes(' ')) found.push({ text: node.text, at: node.getStart() });
		}
		ts.forEachChild(node, visit);
	};
	visit(tree);
	return found;
}

function textsOf(file) {
	const source = readFileSync(file, 'utf8');
	if (/\.(?:ts|js)$/.test(file)) return literals(file, source);
	if (file.endsWith('.md')) return [{ text: blanked(source, /^```[^]*?^```|`[^`\n]*`/gm), at: 0 }];
	return [{ text: source, at: 0 }];
}

let count = 0;
for (const file of files) {
	const source = readFileSync(file, 'utf8');
	for (const { text, at } of textsOf(file)) {
		for (const { pattern, instead } of banned) {
			for (const match of text.matchAll(pattern)) {
				const line = source.slice(0, at + match.index).split('\n').length;
				console.error(`${file}:${line}: "${match[0].trim()}": write ${instead}`);
				count++;
			}
		}
	}
}
if (count > 0) {
	console.error(`${count} phrases to mend (scripts/plain-english.json)`);
	process.exitCode = 1;
}
