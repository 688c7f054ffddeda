import fc from 'fast-check';
import { figuresIn, isFigure } from '../../../../cliq/message/form/numbers-in-data';

const numbers = (...values: unknown[]) => figuresIn(values).numbers;
const doubt = (...values: unknown[]) => figuresIn(values).doubt;

it.each<[string, unknown[], Array<number | undefined>]>([
	['a comma for decimals, told by another row', ['12,5', '1,250', '8'], [12.5, 1.25, 8]],
	['a comma for thousands, told by another row', ['1,234', '12.5'], [1234, 12.5]],
	['points for thousands', ['1.234.567', '1.250'], [1234567, 1250]],
	['both', ['1.234,5', '7'], [1234.5, 7]],
	['groups as in India', ['12,34,567.89'], [1234567.89]],
	[
		'spaces, also those that do not break',
		['1 234,50', '1\u202f234', '1\u00a0000 000,25'],
		[1234.5, 1234, 1000000.25],
	],
	['apostrophes', ["1'234.50", '1’234'], [1234.5, 1234]],
	['a currency', ['12,50 €', '€ 3', 'EUR 4,5'], [12.5, 3, 4.5]],
	['a code of a currency', ['CHF 1’200.–', '7.50 CHF'], [1200, 7.5]],
	['percent', ['12 %', '7,5%'], [12, 7.5]],
	['a minus of any kind', ['-5', '−5', '5-', '- 5', '$-5', '-$5'], [-5, -5, -5, -5, -5, -5]],
	['brackets', ['(12.50)', '($5.25)'], [-12.5, -5.25]],
	['digits of other scripts', ['１２３', '١٢٣٫٥', '१२'], [123, 123.5, 12]],
	['an exponent', ['1e3', '2.5E-2'], [1000, 0.025]],
	['a leading zero', ['0,125'], [0.125]],
	['numbers as such', [5, 5n, 1e21], [5, 5, 1e21]],
])('reads %s', (_, values, expected) => expect(figuresIn(values)).toEqual({ numbers: expected }));

it.each([
	'',
	' ',
	'n/a',
	'8 h',
	'12 ms',
	'1 23',
	'1,2,3',
	'192.168.0.1',
	'2026-11-22',
	'10:30',
	'1/2',
	'--5',
	'5 6',
	'v1.2',
	'1e999',
	'0x10',
	'-',
	'%',
	'€',
])('%j is not a figure', (text) => {
	expect(numbers(text)).toEqual([undefined]);
	expect(isFigure(text)).toBe(false);
});

it.each([null, undefined, true, {}, [], NaN, Infinity, new Date(0)])('%p is not a figure', (value) =>
	expect(numbers(value)).toEqual([undefined]),
);

it.each<[unknown[], string]>([
	[['1,250', '8'], 'holds "1,250", which may be 1.25 or 1,250'],
	[['1.250'], 'holds "1.250", which may be 1.25 or 1,250'],
	[['-1,250'], 'holds "-1,250", which may be -1.25 or -1,250'],
	[['1.5', '1,5', '1,250'], 'holds "1.5" and "1,5", with decimals after a point and after a comma'],
	[['€5', '$6'], 'holds "€5" and "$6", which have different units'],
	[['12%', 0.5], 'holds "12%" and "0.5", one in percent and one not'],
])('%j cannot be told', (values, why) => expect(doubt(...values)).toBe(why));

it('takes a doubtful one as the usual, if there is one', () => {
	expect(figuresIn(['1,000'], '.')).toEqual({ numbers: [1000] });
	expect(figuresIn(['1,000', '2,5'], '.')).toMatchObject({ numbers: [1, 2.5] });
});

it('reads what any locale writes, or says that it cannot tell', () => {
	const locales = [
		'en-US',
		'de-DE',
		'fr-FR',
		'de-CH',
		'hi-IN',
		'sv-SE',
		'es-ES',
		'pl-PL',
		'pt-BR',
		'ar-EG',
		'fa-IR',
		'ja-JP',
	];
	fc.assert(
		fc.property(
			fc.constantFrom(...locales),
			fc.array(
				fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
				{ minLength: 1, maxLength: 8 },
			),
			(locale, column) => {
				const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
				const written = column.map((number) => format.format(number).replace(/[\u200e\u200f\u061c]/g, ''));
				const read = figuresIn(written);
				if (read.doubt === undefined)
					expect(read.numbers).toEqual(column.map((number) => (number === 0 ? expect.any(Number) : number)));
			},
		),
		{ numRuns: 2000 },
	);
});
