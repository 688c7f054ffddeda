import fc from 'fast-check';
import type { ParameterType } from '../../cliq/catalogue';
import { forms, type Field, type FormShape } from '../../cliq/message/form/form-fields';
import type { Row } from '../../cliq/message/types';
import type { FilledForm } from '../../cliq/parameters/filled-form';

/**
 * Any filling of the form of a parameter, from its fields alone: a new kind of slide or button is filled in by itself.
 * Most are careful ones.
 */
export function filled(type: ParameterType): fc.Arbitrary<FilledForm> {
	const { fields, most } = forms[type] as FormShape;
	const filling = (isCareful: boolean) => {
		const row = rowOf(fields, isCareful);
		const form = most === 1 ? row : fc.array(row, { maxLength: Math.min(most, 4) });
		return form.map((value) => ({ form: value }));
	};
	return fc.oneof({ weight: 19, arbitrary: filling(true) }, { weight: 1, arbitrary: filling(false) });
}

/** @param isCareful what is required is there, and nothing is longer than its form says. */
function rowOf(fields: Field[], isCareful: boolean): fc.Arbitrary<Row> {
	const needed = fields.filter(
		({ name, kind, required }) => kind === 'choice' || (isCareful && (required || ENTRY.includes(name))),
	);
	const entries = fields.map((field) => [field.name, isCareful ? careful(field) : careless(field)] as const);
	return fc.record(Object.fromEntries(entries), { requiredKeys: needed.map(({ name }) => name) });
}

function careful({ name, kind, choices = [], fields = [], most = 4, maxLength = 60 }: Field): fc.Arbitrary<unknown> {
	switch (kind) {
		case 'boolean':
			return fc.boolean();
		case 'number':
			return fc.integer({ min: 1, max: 30 });
		case 'choice':
			return fc.constantFrom(...choices.map(({ value }) => value));
		case 'lines':
			return fc.array(url(), { minLength: 1, maxLength: 4 });
		case 'url':
			return url();
		case 'rows':
			return fc.array(rowOf(fields, true), { minLength: Math.min(2, most), maxLength: Math.min(most, 5) });
		case 'data':
			return fc.oneof(rows(), fc.constant(''));
		case 'name':
			return fc.oneof(
				{ weight: 9, arbitrary: fc.constantFrom(...COLUMNS) },
				{ weight: 1, arbitrary: words(maxLength) },
			);
		case 'names': {
			const names = name === 'valueFields' ? fc.constant(['amount']) : fc.subarray(COLUMNS, { minLength: 1 });
			return fc.oneof(
				{
					weight: 9,
					arbitrary: fc.oneof(
						names,
						names.map((list) => list.join(', ')),
					),
				},
				{ weight: 1, arbitrary: words(maxLength) },
			);
		}
		default:
			if (name === 'value')
				return fc.oneof(
					{ weight: 9, arbitrary: fc.nat().map(String) },
					{ weight: 1, arbitrary: words(maxLength) },
				);
			if (name === 'owner') return fc.emailAddress();
			// An ID, which fits wherever text does, or any text.
			if (['user', 'channel'].includes(name))
				return fc.nat().map((number) => (name === 'user' ? String(number) : `O1847392${number}`));
			return words(maxLength);
	}
}

function words(maxLength: number): fc.Arbitrary<string> {
	return fc.oneof(
		fc.nat().map(String),
		fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength }).filter((text) => text.trim() !== ''),
		fc.constant('value'),
	);
}

function careless(field: Field): fc.Arbitrary<unknown> {
	return fc.oneof(
		careful(field),
		fc.constantFrom('', null, 'x'.repeat(600)),
		fc.jsonValue({ maxDepth: 2 }),
		fc.string({ unit: 'binary' }),
	);
}

function url(): fc.Arbitrary<string> {
	return fc.webUrl({ validSchemes: ['https'] });
}

/** What an entry needs in most slides, though not in a list. */
const ENTRY = ['label', 'value'];
/** What entries that are alike have. */
const COLUMNS = ['name', 'amount', 'status'];

/** What a workflow may have: entries that are alike, entries that are not, and things that are no entries. */
export function rows(): fc.Arbitrary<Row[]> {
	const cell = fc.oneof(
		fc.string({ unit: 'grapheme' }),
		fc.double(),
		fc.boolean(),
		fc.constant(null),
		fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
		fc.array(fc.nat()),
		fc.constant('x'.repeat(3000)),
	);
	const alike = fc.record({
		name: fc.string({ unit: 'grapheme' }),
		amount: fc.oneof(fc.double({ noNaN: true }), fc.nat().map(String)),
		status: fc.constantFrom('up', 'down'),
	});
	return fc.oneof(
		{ weight: 3, arbitrary: fc.array(alike, { minLength: 1, maxLength: 60, size: '+1' }) },
		{
			weight: 1,
			arbitrary: fc.array(fc.dictionary(fc.string({ maxLength: 20 }), cell, { maxKeys: 14 }), {
				maxLength: 40,
				size: '+1',
			}),
		},
	);
}
