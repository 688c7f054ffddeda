import fc from 'fast-check';
import { digest } from '../../../../cliq/message/text/digest';

const LIMIT = 5000;
const many = <T>(length: number, of: (index: number) => T) => Array.from({ length }, (_, index) => of(index));

it('says how many there are, shows the first ones and counts the rest', () => {
	const lines = many(300, (index) => `Alert ${index}`);
	const groups = many(300, (index) => (index < 242 ? 'critical' : index < 295 ? 'warning' : 'info'));
	expect(digest(lines, groups, 2, LIMIT)).toBe(
		'*300 items*: critical 242, warning 53, info 5\nAlert 0\nAlert 1\n… and 298 more: critical 240, warning 53, info 5',
	);
});

it('needs no groups', () => expect(digest(['a', 'b', 'c'], undefined, 2, LIMIT)).toBe('*3 items*\na\nb\n… and 1 more'));
it('leaves nothing to count where all is shown', () =>
	expect(digest(['a'], ['x'], 10, LIMIT)).toBe('*1 item*: x 1\na'));
it('shows what is the same once', () =>
	expect(digest(['a', 'b', 'a', 'a'], undefined, 10, LIMIT)).toBe('*4 items*\na × 3\nb'));
it('leaves the end of code alone', () =>
	expect(digest(['```\na\n```', '```\na\n```'], undefined, 10, LIMIT)).toBe('*2 items*\n```\na\n```\n× 2'));
it('counts what is the same under the group of each', () =>
	expect(digest(['a', 'a', 'b', 'b'], ['x', 'y', 'x', 'y'], 1, LIMIT)).toBe(
		'*4 items*: x 2, y 2\na × 2\n… and 2 more: x 1, y 1',
	));
it('begins with what it is told to', () =>
	expect(digest(['a'], undefined, 1, LIMIT, '{@all} ')).toBe('{@all} *1 item*\na'));

it('names ten groups, and counts the others together', () => {
	const groups = many(12, (index) => many(12 - index, () => `g${index}`)).flat();
	expect(digest(groups.map(String), groups, 1, LIMIT)).toMatch(/^\*78 items\*: g0 12, .*, g9 3, others 3\n/);
});

it('shows groups letter for letter', () => {
	const text = digest(['a', 'b'], ['{@all} *x*', ''], 5, LIMIT);
	expect(text).not.toContain('{@all}');
	expect(text).not.toContain(' *x*');
	expect(text).toContain('none 1');
});

it('cuts a line that would take more than half of the message', () => {
	const text = digest(['x'.repeat(9000), 'b'], undefined, 5, LIMIT);
	expect(text).toMatch(/^\*2 items\*\nx{2000,}.*more.*\nb$/s);
	expect(text.length).toBeLessThan(LIMIT / 2 + 50);
});

const line = fc.oneof(
	fc.string({ maxLength: 80 }),
	fc.string({ unit: 'binary', maxLength: 800 }),
	fc.constantFrom('a', 'b', 'c'),
);

it('stays within the limit, whatever it is made of', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(line, line), { minLength: 1, maxLength: 80 }),
			fc.nat(200),
			fc.integer({ min: 0, max: 5000 }),
			line,
			(entries, full, limit, heading) => {
				expect(
					digest(
						entries.map(([text]) => text),
						entries.map(([, group]) => group),
						full,
						limit,
						heading,
					).length,
				).toBeLessThanOrEqual(limit);
			},
		),
	);
});

it('counts every line, in full or as one of the rest', () => {
	const plain = fc.constantFrom(...many(30, (index) => `line${index}`));
	const group = fc.constantFrom('one', 'two', 'three');
	const sum = (text: string) =>
		[...text.matchAll(/ (\d+)/g)].reduce((total, [, number]) => total + Number(number), 0);
	fc.assert(
		fc.property(
			fc.array(fc.tuple(plain, group), { minLength: 1, maxLength: 200 }),
			fc.nat(30),
			fc.integer({ min: 120, max: 600 }),
			(entries, full, limit) => {
				const [headline, ...others] = digest(
					entries.map(([text]) => text),
					entries.map(([, name]) => name),
					full,
					limit,
				).split('\n');
				const rest = /^… and (\d+) more: (.*)$/.exec(others.at(-1) ?? '');
				const inFull = (rest ? others.slice(0, -1) : others).reduce(
					(total, text) => total + Number(/ × (\d+)$/.exec(text)?.[1] ?? 1),
					0,
				);
				expect(sum(` ${headline!.split(': ')[1]}`)).toBe(entries.length);
				expect(inFull + Number(rest?.[1] ?? 0)).toBe(entries.length);
				if (rest) expect(sum(` ${rest[2]}`)).toBe(Number(rest[1]));
			},
		),
	);
});
