import fc from 'fast-check';
import { DelugeError } from '../../../../sandbox/bots/deluge';
import { freeNames, parse } from '../../../../sandbox/bots/deluge/parse';
import type { Expression } from '../../../../sandbox/bots/deluge/syntax';
import { samples } from './samples';

const first = (script: string) => (parse(script)[0] as { what: Expression }).what;

/** As if every pair had its parentheses. */
function written(expression: Expression): string {
	switch (expression.kind) {
		case 'pair':
			return `(${written(expression.left)} ${expression.sign} ${written(expression.right)})`;
		case 'not':
			return `!${written(expression.of)}`;
		case 'minus':
			return `-${written(expression.of)}`;
		case 'value':
			return JSON.stringify(expression.value);
		default:
			return (expression as { name: string }).name;
	}
}

test.each([
	['a + b * c - d;', '((a + (b * c)) - d)'],
	['a || b && c == d + 1;', '(a || (b && (c == (d + 1))))'],
	['!a && -b < 3;', '(!a && (-b < 3))'],
	['(a + b) * c % 2;', '(((a + b) * c) % 2)'],
	['a != b == c;', '((a != b) == c)'],
	['a >= 1.5 || a <= 0;', '((a >= 1.5) || (a <= 0))'],
])('%s is read as %s', (script, as) => expect(written(first(script))).toBe(as));

test('if, and or are no names, and words that begin like them are', () => {
	expect([...freeNames('information = 1; x = iffy + zohoo + index + each + nullable;')].sort()).toEqual([
		'each',
		'iffy',
		'index',
		'nullable',
		'zohoo',
	]);
});

test('a loop sets its variable, whatever it is called', () => {
	expect([
		...freeNames(
			'for each index in list { info index; } for each index i in list { info i; } for each element in list { info element; }',
		),
	]).toEqual(['list']);
});

test('texts say what is between their quotes', () => {
	expect(parse(String.raw`info "a\"b\\c\nd\te'";`)).toEqual([
		{ kind: 'info', what: { kind: 'value', value: 'a"b\\c\nd\te\'' } },
	]);
	expect(parse(String.raw`info 'it\'s "it"';`)).toEqual([
		{ kind: 'info', what: { kind: 'value', value: 'it\'s "it"' } },
	]);
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const literal = text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r');
			expect(parse(`info "${literal}";`)).toEqual([{ kind: 'info', what: { kind: 'value', value: text } }]);
		}),
	);
});

test('whatever is cut or damaged is read, or refused with a line', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...samples.map(({ script }) => script)),
			fc.nat(),
			fc.nat({ max: 9 }),
			fc.constantFrom('', ';', '{', '}', '"', '(', '\n', '//', '/*', '.'),
			(script, at, length, put) => {
				const damaged = script.slice(0, at % script.length) + put + script.slice((at % script.length) + length);
				try {
					parse(damaged);
				} catch (error) {
					expect(error).toBeInstanceOf(DelugeError);
					expect((error as DelugeError).line).toBeGreaterThanOrEqual(1);
					expect((error as DelugeError).line).toBeLessThanOrEqual(damaged.split('\n').length);
				}
			},
		),
		{ numRuns: 500 },
	);
});

test('what is too deep is refused, not a crash', () => {
	for (const deep of [
		'('.repeat(5_000),
		'{'.repeat(5_000),
		'!'.repeat(5_000),
		'a('.repeat(5_000),
		'if(true) {'.repeat(20_000),
	])
		expect(() => parse(`x = 1; ${deep}`)).toThrow(DelugeError);
	// A long sum is not deep.
	expect([...freeNames(`x = a${' + a'.repeat(50_000)};`)]).toEqual(['a']);
});
