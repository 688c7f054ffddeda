import fc from 'fast-check';
import { operation, parameterOf } from '../../../../cliq/catalogue';
import { fieldsNamed, namesIn, valueAt } from '../../../../cliq/message/form/field-names';
import { refusal } from '../../support/expect';

const where = { parameter: parameterOf(operation('message.send.channel'), 'slides'), place: 'Slide 1, table' };

it.each<[string, unknown, string[]]>([
	['between commas', ' status, n ,', ['status', 'n']],
	['in a list', ['status', 'n', 3, null, ''], ['status', 'n', '3']],
	['in a list as JSON', '["status", "Last, First"]', ['status', 'Last, First']],
	['in quotes', '"Last, First", \'a,b\', c', ['"Last, First"', "'a,b'", 'c']],
	['in brackets', 'labels["a,b"], x[0]', ['labels["a,b"]', 'x[0]']],
	['in brackets and quotes that are never closed', 'size [mm, 5" disk, it\'s', ['size [mm', '5" disk', "it's"]],
	['nowhere', undefined, []],
])('names stand %s', (_, given, names) => expect(namesIn(given)).toEqual(names));

describe('a field', () => {
	const row = {
		labels: { 'k8s.io/app': 'shop', k8s: { 'io/app': 'other' }, tags: ['a', 'b'] },
		'\ufeffName': 'Ann',
		'\ufeff"Kunde"': 'Lee',
		'"Ort"': 'Ulm',
		'\u200bHost': 'db',
		'E\u00admail': 'a@b.co',
		'\uff21\uff22': 'wide',
		Status: 'up',
		'a.b': { 'c.d': 1 },
		none: null,
		'Last, First': 'Lee, Ann',
	};

	it.each<[string, unknown]>([
		['labels.k8s.io/app', 'shop'],
		['labels["k8s.io/app"]', 'shop'],
		["labels['k8s.io/app']", 'shop'],
		['["labels"]["k8s.io/app"]', 'shop'],
		['labels.tags[1]', 'b'],
		['labels.tags.0', 'a'],
		['Name', 'Ann'],
		['Kunde', 'Lee'],
		['"Kunde"', 'Lee'],
		['ort', 'Ulm'],
		['"Ort"', 'Ulm'],
		['name', 'Ann'],
		['Host', 'db'],
		['email', 'a@b.co'],
		['ab', 'wide'],
		['STATUS', 'up'],
		['status ', 'up'],
		['A.B.C.D', 1],
		['none.deeper', null],
		['Last, First', 'Lee, Ann'],
		['labels.k8s', { 'io/app': 'other' }],
		['labels.nothing', undefined],
		['toString', undefined],
		['__proto__', undefined],
		['', undefined],
	])('%j is found', (name, value) => expect(valueAt(row, name)).toEqual(value));

	it('is the one as it is written, if there are several', () => {
		expect(valueAt({ NAME: 1, name: 2 }, 'name')).toBe(2);
		expect(valueAt({ a: { b: 1 }, 'a.b': 2 }, 'a.b')).toBe(2);
		expect(valueAt({ a: { 'b.c': 1 }, 'a.b': { c: 2 } }, 'a.b.c')).toBe(2);
	});
});

describe('names of fields', () => {
	const rows = [
		{ 'Last, First': 'Lee, Ann', status: 'up', owner: { email: 'a@example.com' }, 'a,b': 1 },
		{ level: 5 },
	];
	const named = (names: string) => fieldsNamed(namesIn(names), rows, 'Columns', where);

	it('may hold commas', () => {
		expect(named('status, Last, First, a,b')).toEqual(['status', 'Last, First', 'a,b']);
		expect(named('"Last, First", level')).toEqual(['Last, First', 'level']);
	});

	it.each([
		[
			'staus',
			'Slide 1, table has no "staus", which "Columns" names',
			/^Did you mean "status"\? The data has: Last, First, status, owner\.email, a,b, level\.$/,
		],
		['status, email', 'Slide 1, table has no "email", which "Columns" names', /^Did you mean "owner\.email"\?/],
		['xyz', 'Slide 1, table has no "xyz", which "Columns" names', /^The data has: /],
	])('that no row has are refused: %s', (names, message, hint) =>
		expect(refusal(() => named(names))).toMatchObject({ message, details: { hint: expect.stringMatching(hint) } }),
	);
});

it('every field of every row is found by its name', () => {
	const key = fc.oneof(
		fc.string({ minLength: 1, maxLength: 8 }),
		fc.constantFrom('a', 'a.b', 'b[0]', 'k8s.io/app', '"x"', '__proto__'),
	);
	fc.assert(
		fc.property(fc.dictionary(key, fc.oneof(fc.integer(), fc.dictionary(key, fc.integer()))), (row) => {
			for (const [name, value] of Object.entries(row)) {
				expect(valueAt(row, name)).toBe(value);
				const inner = Object.entries(Object(value) as object)[0];
				if (inner && !Object.hasOwn(row, `${name}.${inner[0]}`) && !inner[0].includes('"'))
					expect([valueAt(row, `${name}.${inner[0]}`), valueAt(row, `${name}["${inner[0]}"]`)]).toContain(
						inner[1],
					);
			}
		}),
	);
});
