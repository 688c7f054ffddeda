import fc from 'fast-check';
import { inputsOf, readForm } from '../../../../cliq/ask/page/page-form';
import type { AskField, AskValue } from '../../../../cliq/ask/types';
import { approval, customForm, freeText } from '../questions';

const field = (kind: AskField['kind'], changes: Partial<AskField> = {}): AskField => ({
	label: 'Field',
	kind,
	...changes,
});
const colors = ['red', 'green, light', '"blue"'];

/** What comes of one field that was filled in like this. */
function read(asked: AskField, ...given: string[]) {
	const { values, errors } = readForm(
		customForm([asked]),
		new URLSearchParams(given.map((value): [string, string] => ['f0', value])).toString(),
	);
	return errors.get(0) ?? { value: values[0] };
}

it.each<[string, AskField, string[], AskValue]>([
	['text', field('text'), [' two  words '], 'two  words'],
	['text on one line', field('text'), ['a\r\nb'], 'a b'],
	['text on several', field('multiline'), ['\r\n a\r\n\r\nb\rc '], 'a\n\nb\nc'],
	['nothing', field('text'), [], null],
	['blanks', field('multiline'), ['  \n'], null],
	['a whole number', field('number'), ['12'], 12],
	['a number', field('number'), [' -.5e2 '], -50],
	['no number', field('number'), [''], null],
	['an address', field('email'), [' sam@example.com'], 'sam@example.com'],
	['a day', field('date'), ['2028-02-29'], '2028-02-29'],
	['a choice', field('choice', { choices: colors }), ['2'], '"blue"'],
	['no choice', field('choice', { choices: colors }), [''], null],
	['choices', field('choices', { choices: colors }), ['0', '1', '0'], ['red', 'green, light']],
	['no choices', field('choices', { choices: colors }), [], []],
	['a tick', field('boolean'), ['1'], true],
	['no tick', field('boolean'), [], false],
])('takes %s', (_name, asked, given, value) => {
	expect(read(asked, ...given)).toEqual({ value });
});

it.each<[string, AskField, string[], RegExp]>([
	['nothing where something is needed', field('text', { required: true }), [' \n '], /Fill in/],
	['no number', field('number'), ['12 apples'], /number/],
	['a number in hex', field('number'), ['0x10'], /number/],
	['an endless number', field('number'), ['1e999'], /number/],
	['Infinity', field('number'), ['Infinity'], /number/],
	['no address', field('email'), ['sam at example.com'], /email/],
	['30 February', field('date'), ['2026-02-30'], /date/],
	['a date in words', field('date'), ['today'], /date/],
	['a month too many', field('date'), ['2026-13-01'], /date/],
	['a choice that is none', field('choice', { choices: colors }), ['3'], /list/],
	['a choice by its words', field('choice', { choices: colors }), ['red'], /list/],
	['a choice below all', field('choice', { choices: colors }), ['-1'], /list/],
	['one of many that is none', field('choices', { choices: colors }), ['0', 'length'], /list/],
	['an empty one of many', field('choices', { choices: colors }), [''], /list/],
	['one of many in other figures', field('choice', { choices: colors }), ['1e0'], /list/],
	['none of many where one is needed', field('choices', { choices: colors, required: true }), [], /at least one/],
	['no choice where one is needed', field('choice', { choices: colors, required: true }), [''], /Choose one/],
	['no tick where one is needed', field('boolean', { required: true }), [], /Tick/],
])('does not take %s', (_name, asked, given, error) => {
	expect(read(asked, ...given)).toMatch(error);
});

it('believes nothing that was not asked for', () => {
	const filled = readForm(approval({ asked: 'sam@example.com' }), 'name=The+Boss&approved=true&f0=x&choice=approve');
	expect(filled.values).toEqual([]);
	expect(filled.name).toBeUndefined();
	expect(readForm(customForm([field('text')]), 'name=The+Boss&f0=x&f1=y').values).toEqual(['x']);
	expect(readForm(customForm([field('text')]), 'name=The+Boss').name).toBeUndefined();
});

it('takes a name on one line, and not too long', () => {
	expect(readForm(approval(), 'name=%20Sam%0A%09Doe%20').name).toBe('Sam Doe');
	expect(readForm(freeText(), `f0=x&name=${'x'.repeat(500)}`).name).toHaveLength(80);
	expect(readForm(approval(), 'name=%20%0A').name).toBeUndefined();
});

/** What a browser shows in an input that already has a value. */
describe('what a person fills in', () => {
	const text = fc.string({ unit: 'binary' }).map((value) => value.replace(/\p{Surrogate}/gu, '').replace(/\r/g, ''));
	const line = text.map((value) => value.replace(/\s+/g, ' '));
	const choices = fc.uniqueArray(
		line.filter((value) => value.trim() !== ''),
		{ minLength: 1, maxLength: 5 },
	);
	/** A field, what a person does with it, and what comes out. */
	const filled = fc.oneof(
		line.map((value) => ({ asked: field('text'), given: [value], value: value.trim() || null })),
		text.map((value) => ({
			asked: field('multiline'),
			given: [value.replace(/\n/g, '\r\n')],
			value: value.trim() || null,
		})),
		fc
			.double({ noNaN: true, noDefaultInfinity: true })
			.map((value) => ({
				asked: field('number', { required: true }),
				given: [String(value)],
				value: Object.is(value, -0) ? 0 : value,
			})),
		fc
			.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
			.map((date) => ({
				asked: field('date'),
				given: [date.toISOString().slice(0, 10)],
				value: date.toISOString().slice(0, 10),
			})),
		fc.emailAddress().map((value) => ({ asked: field('email'), given: [value], value })),
		fc.boolean().map((value) => ({ asked: field('boolean'), given: value ? ['1'] : [], value })),
		choices.chain((all) =>
			fc
				.nat(all.length - 1)
				.map((at) => ({
					asked: field('choice', { choices: all }),
					given: [String(at)],
					value: all[at] as AskValue,
				})),
		),
		choices.chain((all) =>
			fc
				.subarray(all)
				.map((some) => ({
					asked: field('choices', { choices: all }),
					given: some.map((one) => String(all.indexOf(one))),
					value: some as AskValue,
				})),
		),
	);

	it('is what comes out', () => {
		fc.assert(
			fc.property(fc.array(filled, { maxLength: 8 }), (all) => {
				const question = customForm(all.map(({ asked }, index) => ({ ...asked, label: `Field ${index}` })));
				const body = new URLSearchParams(
					all.flatMap(({ given }, index) => given.map((value): [string, string] => [`f${index}`, value])),
				).toString();
				const { values, errors } = readForm(question, body);
				expect([...errors]).toEqual([]);
				expect(values).toEqual(all.map(({ value }) => value));
			}),
			{ numRuns: 500 },
		);
	});

	it('whatever comes, there is a value or an error for each field, and nothing throws', () => {
		const kinds: AskField['kind'][] = [
			'text',
			'multiline',
			'number',
			'email',
			'date',
			'choice',
			'choices',
			'boolean',
		];
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.constantFrom(...kinds), fc.boolean())),
				fc.oneof(
					fc.string({ unit: 'binary' }),
					fc.webQueryParameters(),
					fc
						.array(fc.tuple(fc.nat(5), fc.string()))
						.map((all) =>
							all
								.map(
									([at, value]) =>
										`f${at}=${encodeURIComponent(value.replace(/\p{Surrogate}/gu, ''))}`,
								)
								.join('&'),
						),
				),
				(all, body) => {
					const question = customForm(
						all.map(([kind, required], index) => ({ label: `${index}`, kind, required, choices: colors })),
					);
					const { values, errors, ...rest } = readForm(question, body);
					expect(values).toHaveLength(all.length);
					for (const at of errors.keys()) expect(values[at]).toBeNull();
					expect(inputsOf(question, { values, errors, ...rest })).toEqual(expect.any(String));
				},
			),
			{ numRuns: 500 },
		);
	});
});
