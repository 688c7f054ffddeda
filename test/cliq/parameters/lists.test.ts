import fc from 'fast-check';
import type { Parameter } from '../../../cliq/catalogue';
import { toWire } from '../../../cliq/parameters/to-wire';
import { refusal } from '../support/expect';

const parameter = (type: Parameter['type'], others: Partial<Parameter> = {}): Parameter => ({
	name: 'people',
	label: 'People',
	type,
	in: 'body',
	wire: 'people',
	description: 'Who',
	...others,
});

describe('IDs', () => {
	it.each([
		['one', '12', ['12']],
		['text with commas', ' 12, 13 ,,12 ', ['12', '13']],
		['a list', ['12', ' 13', null, ''], ['12', '13']],
		['numbers', [12, 13], ['12', '13']],
		['nothing', ' , ', undefined],
		['an empty list', [], undefined],
	])('come as a list from %s', (_what, value, wire) => expect(toWire(parameter('ids'), value)).toEqual(wire));

	it.each([
		['a space inside', 'a b', /not an ID: "a b"/],
		['too many', '1,2,3', /has 3 entries, but Cliq takes 2/],
		['a number that lost its digits', [2 ** 60], /People/],
		['an object', [{ id: 1 }], /must be text/],
	])('with %s are refused', (_what, value, why) =>
		expect(refusal(() => toWire(parameter('ids', { maximum: 2 }), value)).message).toMatch(why),
	);

	it('that are required must be there', () =>
		expect(refusal(() => toWire(parameter('ids', { required: true }), [])).message).toContain('is empty'));
});

describe('email addresses', () => {
	it.each([
		['text with commas', 'a@b.c, mailto:d@e.f', ['a@b.c', 'd@e.f']],
		['a list', ['a@b.c', 'a@b.c'], ['a@b.c']],
	])('come as a list from %s', (_what, value, wire) => expect(toWire(parameter('emails'), value)).toEqual(wire));

	it('that are none are refused', () =>
		expect(refusal(() => toWire(parameter('emails'), 'a@b.c, sam')).message).toMatch(
			/not an email address: "sam"/,
		));
});

it.each(['ids', 'emails'] as const)('whatever comes as %s goes out as texts, or is refused in words', (type) => {
	fc.assert(
		fc.property(fc.oneof(fc.anything(), fc.array(fc.string()), fc.string()), (value) => {
			try {
				const wire = (toWire(parameter(type), value) ?? []) as string[];
				expect(wire.every((entry) => typeof entry === 'string' && /^\S+$/.test(entry))).toBe(true);
			} catch (error) {
				expect(error).toMatchObject({ kind: 'invalidInput' });
			}
		}),
	);
});

it.each([
	[0, 0],
	['0', 0],
	[5, 5],
])('a whole number may start at 0: %j', (value, wire) =>
	expect(toWire(parameter('count', { minimum: 0, maximum: 5 }), value)).toBe(wire),
);

it.each([-1, 6, 0.5])('a whole number outside its bounds is refused: %j', (value) =>
	expect(refusal(() => toWire(parameter('count', { minimum: 0, maximum: 5 }), value)).message).toContain(
		'a whole number from 0 to 5',
	),
);
