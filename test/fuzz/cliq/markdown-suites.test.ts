import * as fc from 'fast-check';
import { fromMarkdown } from '../../../cliq/message/text/markdown';
import { expectedLetters, expectedStructure, shownLetters, structure } from '../../cliq/support/commonmark';
import { examples as gfm } from '../../cliq/support/gfm';

interface CommonMarkExample {
	markdown: string;
	section: string;
	number: number;
}

const { tests } = jest.requireActual<{ tests: CommonMarkExample[] }>('commonmark-spec');
/** The specification shows tabs as arrows. */
const commonMark = tests.map((example) => ({ ...example, markdown: example.markdown.replaceAll('→', '\t') }));

/**
 * How much of CommonMark's examples keeps its structure; what does not is mostly formatting within words and labels.
 */
const LEAST_EQUAL = 0.9;

describe('every example of CommonMark 0.31.2', () => {
	it('is there', () => expect(commonMark.length).toBe(652));

	it.each(commonMark)('$number ($section) keeps its text', ({ markdown }) => {
		expect(shownLetters(fromMarkdown(markdown))).toBe(expectedLetters(markdown));
	});

	it('keeps its structure, nearly always', () => {
		const unequal = commonMark.filter(
			({ markdown }) => !isEqual(structure(fromMarkdown(markdown)), expectedStructure(markdown)),
		);
		const share = 1 - unequal.length / commonMark.length;
		const kept = commonMark.filter(
			({ markdown }) => shownLetters(fromMarkdown(markdown)) === expectedLetters(markdown),
		);
		report(
			`CommonMark 0.31.2: text kept in ${kept.length} of ${commonMark.length} examples, equal structure in ${commonMark.length - unequal.length} (${(100 * share).toFixed(1)} %)`,
		);
		expect(share).toBeGreaterThanOrEqual(LEAST_EQUAL);
	});
});

describe('examples for the extensions of GitHub', () => {
	it.each(gfm)('$section: $markdown', ({ markdown, kinds }) => {
		const made = fromMarkdown(markdown);
		expect(shownLetters(made)).toBe(expectedLetters(markdown));
		expect(structure(made)).toEqual(kinds);
	});

	it('are counted', () => {
		const kept = gfm.filter(({ markdown }) => shownLetters(fromMarkdown(markdown)) === expectedLetters(markdown));
		const equal = gfm.filter(
			({ markdown, kinds, differs }) =>
				differs === undefined && isEqual(structure(fromMarkdown(markdown)), kinds),
		);
		report(
			`GitHub's extensions: text kept in ${kept.length} of ${gfm.length} examples of our own, structure as on GitHub in ${equal.length} (${((100 * equal.length) / gfm.length).toFixed(1)} %)`,
		);
	});
});

/** Without tables, whose columns get names where they have none: `markdown.test.ts` has those. */
describe('any Markdown', () => {
	const piece = fc.constantFrom(
		'a',
		'b',
		'c1',
		' ',
		'\n',
		'\n\n',
		'    ',
		'*',
		'**',
		'_',
		'~~',
		'`',
		'```\n',
		'# ',
		'> ',
		'- ',
		'1. ',
		'[ ] ',
		'---',
		'===',
		'|',
		'[',
		']',
		'(/u)',
		'(https://x.co)',
		'![',
		'<br>',
		'<i>',
		'</div>',
		'<!--',
		'&lt;',
		'\\',
		'{@all}',
		'https://x.co',
		'www.x.co',
		'a@b.co',
		'字',
	);
	const markdown = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

	it('keeps its text', () => {
		fc.assert(
			fc.property(markdown, (source) => {
				// Which of two wins, a mark within an address or the address, nobody knows of Cliq.
				fc.pre(!/https:\S*[~*_]/.test(source));
				const made = fromMarkdown(source);
				fc.pre(made.tables.length === 0);
				expect(shownLetters(made)).toBe(expectedLetters(source));
			}),
			{ numRuns: 5000 },
		);
	});
});

function isEqual(one: string[], other: string[]): boolean {
	return one.join() === other.join();
}

function report(line: string): void {
	process.stdout.write(`${line}\n`);
}
