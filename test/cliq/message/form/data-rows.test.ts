import '../../../../cliq/message/message-kinds';
import fc from 'fast-check';
import { operation, type Parameter, parameterOf } from '../../../../cliq/catalogue';
import { entriesOf, slideOf } from '../../../../cliq/message/form/data-rows';
import type { Wish } from '../../../../cliq/message/form/slide-wish';
import { slidesLength } from '../../../../cliq/message/check/slides';
import type { Slide } from '../../../../cliq/message/types';
import { CliqError } from '../../../../cliq/errors';
import { Remarks } from '../../../../cliq/parameters/warnings';
import { toWire } from '../../../../cliq/parameters/to-wire';
import { readable, refusal } from '../../support/expect';

const parameter: Parameter = parameterOf(operation('message.send.channel'), 'slides');
const where = { parameter, place: 'Slide 1, table' };

function slide(data: unknown, wish: Partial<Wish> = {}, room = 10_000): any {
	return slideOf(entriesOf(data, where), { type: 'table', columns: [], valueFields: [], ...wish }, room, where);
}

function passes(made: Slide): void {
	expect(toWire(parameter, [made])).toHaveLength(1);
}

const people = [
	{ name: 'Ann', age: 34, owner: { email: 'ann@example.com' } },
	{ name: 'Bob', active: true, tags: ['a', 'b'] },
];

describe('data', () => {
	it.each([
		['JSON', '[{"a": 1}]', [{ a: 1 }]],
		['one object', { a: 1 }, [{ a: 1 }]],
		['one value', 5, [5]],
		['entries without anything', [{}, null, undefined, { a: 1 }], [{ a: 1 }]],
		['nothing', '[]', []],
	])('may be %s', (_, data, entries) => expect(entriesOf(data, where)).toEqual(entries));

	it('that is text has to be JSON', () => {
		expect(refusal(() => entriesOf('[{', where))).toMatchObject({
			message: 'Slide 1, table has data that is not JSON',
			details: { parameter: 'slides' },
		});
	});

	it.each(['table', 'list', 'label', 'percentage_chart', 'graph'] as const)(
		'without entries is said to be so: %s',
		(type) => {
			expect(slide([], { type, title: 'Today' })).toEqual({ type: 'text', title: 'Today', data: 'No entries' });
			passes(slide([{}], { type }));
		},
	);
});

/** @returns what is said of a slide. */
function said(data: unknown, wish: Partial<Wish> = {}): string[] {
	const remarks = new Remarks();
	slideOf(entriesOf(data, { ...where, remarks }), { type: 'table', columns: [], valueFields: [], ...wish }, 10_000, {
		...where,
		remarks,
	});
	return remarks.all;
}

describe('data in other clothes', () => {
	it.each([
		['JSON with a byte order mark', '\ufeff[{"a": 1}]'],
		['JSON in a block of code, as models write it', '```json\n[{"a": 1}]\n```'],
		['JSON a line', '{"a": 1}\n'],
		['maps', [new Map([['a', 1]])]],
		['a set', new Set([{ a: 1 }])],
	])('is read: %s', (_, data) => expect(slide(data).data).toEqual({ headers: ['a'], rows: [{ a: '1' }] }));

	it('is read line by line', () =>
		expect(entriesOf('{"a": 1}\r\n\n{"a": 2}\n', where)).toEqual([{ a: 1 }, { a: 2 }]));

	it('is shown in cells', () => {
		const values = [new Map([['a', 1]]), new Set(['x', 'y']), new Error('Not found')];
		expect(slide(values.map((value) => ({ value }))).data.rows.map(({ value }: any) => value)).toEqual([
			'{"a":1}',
			'x, y',
			'Not found',
		]);
	});
});

describe('rows that are lists', () => {
	const headers = (data: unknown[][], columns: string[] = []) =>
		slideOf(entriesOf(data, where, columns), { type: 'table', columns, valueFields: [] }, 10_000, where)
			.data as any;

	it.each<[string, unknown[][], string[]]>([
		[
			'blank ones, as exports with a comma at the end have',
			[
				['Name', 'Age', ''],
				['Ann', 34, 'x'],
			],
			['Name', 'Age', 'Column 3'],
		],
		[
			'one twice',
			[
				['Name', 'Age', 'Age'],
				['Ann', 34, 5],
			],
			['Name', 'Age', 'Age (2)'],
		],
		[
			'years',
			[
				['Region', 2024, 2025],
				['North', 34, 5],
			],
			['Region', '2024', '2025'],
		],
	])('have a first row of names with %s', (_, data, names) =>
		expect(headers(data)).toMatchObject({ headers: names, rows: { length: 1 } }),
	);

	it.each<[string, unknown[][]]>([
		[
			'a row with a blank',
			[
				['Ann', ''],
				['Bob', 'Paris'],
			],
		],
		[
			'the same twice',
			[
				['up', 'up'],
				['down', 'up'],
			],
		],
		[
			'a year',
			[
				['Ann', 2024],
				['Bob', 2025],
			],
		],
	])('have none in %s', (_, data) => expect(headers(data).rows).toHaveLength(2));

	it('have the names that are named', () => {
		expect(
			headers(
				[
					['Region', 2026],
					['North', 5],
				],
				['region', '2026'],
			),
		).toEqual({ headers: ['region', '2026'], rows: [{ region: 'North', 2026: '5' }] });
		expect(
			headers(
				[
					['Ann', 'Berlin'],
					['Bob', 'Paris'],
				],
				['Column 2'],
			),
		).toMatchObject({ rows: [{ 'Column 2': 'Berlin' }, { 'Column 2': 'Paris' }] });
	});
});

it('nothing is cut in silence', () => {
	const long = 'x'.repeat(301);
	const name = 'n'.repeat(101);
	expect(said([long], { type: 'list' })).toEqual(['Slide 1, table cuts 1 text that is longer than 300 characters']);
	expect(said([{ a: long, b: 1 }])).toEqual(['Slide 1, table cuts 1 text that is longer than 300 characters']);
	expect(said({ a: long }, { type: 'label' })).toEqual([
		'Slide 1, table cuts 1 text that is longer than 300 characters',
	]);
	for (const type of ['table', 'label'] as const)
		expect(said({ [name]: 1, b: 2 }, { type })).toEqual([
			'Slide 1, table cuts 1 name that is longer than 100 characters',
		]);
	expect(said([{ [name]: 1 }, { [name]: 2 }])).toEqual([
		'Slide 1, table cuts 1 name that is longer than 100 characters',
	]);
});

describe('a table', () => {
	it('has the columns that are found, in order of appearance', () => {
		expect(slide(people).data).toEqual({
			headers: ['name', 'age', 'owner.email', 'active', 'tags'],
			rows: [
				{ name: 'Ann', age: '34', 'owner.email': 'ann@example.com', active: '', tags: '' },
				{ name: 'Bob', age: '', 'owner.email': '', active: 'true', tags: 'a, b' },
			],
		});
	});

	it('has the columns that are chosen, from within objects too', () => {
		expect(slide(people, { columns: ['owner.email', 'name'] }).data.rows).toEqual([
			{ 'owner.email': 'ann@example.com', name: 'Ann' },
			{ 'owner.email': '', name: 'Bob' },
		]);
	});

	it('shows 10 of the columns that are found, and any number of those that are chosen', () => {
		const wide = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`c${index}`, index]));
		expect(slide([wide]).data.headers).toHaveLength(10);
		expect(slide([wide], { columns: Object.keys(wide) }).data.headers).toHaveLength(12);
	});

	it('has cells of one kind for every value', () => {
		const cyclic: Record<string, unknown> = {};
		cyclic.self = cyclic;
		const values = [
			new Date(0),
			new Date(NaN),
			NaN,
			5n,
			{ toJSON: () => '2026-11-22' },
			cyclic,
			new Uint8Array(3),
			'\ud83d',
			'x'.repeat(301),
			Symbol('a'),
			{ a: 5n },
		];
		expect(slide(values.map((value) => ({ is: 'x', value }))).data.rows.map(({ value }: any) => value)).toEqual([
			'1970-01-01T00:00:00.000Z',
			'',
			'NaN',
			'5',
			'2026-11-22',
			'[…]',
			'3 bytes',
			'\ufffd',
			`${'x'.repeat(299)}…`,
			'',
			'{"a":"5"}',
		]);
	});

	it('counts the rows that are not wanted in a last one', () => {
		const rows = Array.from({ length: 1270 }, (_, index) => ({ id: index, name: `n${index}` }));
		const { data } = slide(rows, { most: 2 });
		expect(data.rows).toEqual([
			{ id: '0', name: 'n0' },
			{ id: '1', name: 'n1' },
			{ id: '… and 1,268 more', name: '' },
		]);
		expect(slide(rows.slice(0, 2), { most: 2 }).data.rows).toHaveLength(2);
	});

	it('has as many rows as there is room for', () => {
		const made = slide(Array.from({ length: 300 }, (_, index) => ({ id: index, text: 'x'.repeat(100) })));
		const { rows } = made.data;
		expect(rows.at(-1)).toEqual({ id: `… and ${300 - (rows.length - 1)} more`, text: '' });
		expect(slidesLength([made])).toBeGreaterThan(8500);
		passes(made);
	});

	it('has a header for each column, whatever it is called', () => {
		expect(slide([JSON.parse('{"": 1, "a": 2, " a": 3, "__proto__": 4, "a (2)": 5}')]).data).toEqual({
			headers: ['Column 1', 'a', 'a (2)', '__proto__', 'a (2) (2)'],
			rows: [JSON.parse('{"Column 1": "1", "a": "2", "a (2)": "3", "__proto__": "4", "a (2) (2)": "5"}')],
		});
	});

	it('of plain values has one column', () =>
		expect(slide(['a', 2]).data).toEqual({ headers: ['Value'], rows: [{ Value: 'a' }, { Value: '2' }] }));

	it('of columns that nothing has is refused', () => {
		expect(refusal(() => slide(people, { columns: ['nmae'] }))).toMatchObject({
			message: 'Slide 1, table has no "nmae", which "Columns" names',
			details: { hint: 'Did you mean "name"? The data has: name, age, owner.email, active, tags.' },
		});
	});

	it('without room is refused', () =>
		expect(refusal(() => slide(people, {}, 40)).message).toBe('Slide 1, table has no room left'));
});

describe('a list', () => {
	it('has plain values, the first text of objects, or a field of them', () => {
		expect(slide(['a', 5, true, '', null], { type: 'list' }).data).toEqual(['a', '5', 'true']);
		expect(slide([{ id: 1, name: 'Ann' }, { id: 2 }], { type: 'list' }).data).toEqual(['Ann', '{"id":2}']);
		expect(slide(people, { type: 'list', labelField: 'age' }).data).toEqual(['34']);
		expect(slide(['a', 'b', 'c'], { type: 'list', most: 1 }).data).toEqual(['a', '… and 2 more']);
	});

	it('of nothing that the data has is refused', () =>
		expect(refusal(() => slide(people, { type: 'list', labelField: 'x' })).message).toMatch(
			/has no "x", which "Label Field" names/,
		));
});

describe('labels', () => {
	it('are the fields of one object, or a name and a value of each of several', () => {
		expect(slide({ status: 'open', count: 5 }, { type: 'label' }).data).toEqual([
			{ status: 'open' },
			{ count: '5' },
		]);
		expect(slide({ status: 'open', count: 5 }, { type: 'label', valueFields: ['count'] }).data).toEqual([
			{ count: '5' },
		]);
		expect(slide(people, { type: 'label' }).data).toEqual([{ Ann: '34' }, { Bob: '' }]);
		expect(slide(people, { type: 'label', labelField: 'name', valueFields: ['age', 'active'] }).data).toEqual([
			{ Ann: '34, ' },
			{ Bob: ', true' },
		]);
	});
});

describe('IDs and times', () => {
	const at = Date.UTC(2026, 10, 22);
	const data = [1, 2].map((id) => ({
		id,
		user_id: 55743307 + id,
		orderId: String(id),
		createdAt: at,
		updated_at: at / 1000,
		name: `n${id}`,
		paid: id * 10,
		responseTime: 230,
		grid: 5,
	}));

	it('are drawn only where they are asked for', () => {
		const drawn = (wish: Partial<Wish> = {}) =>
			slide(data, { type: 'graph', ...wish }).data.map(({ category }: any) => category);
		expect(drawn()).toEqual(['paid', 'responseTime', 'grid']);
		expect(drawn({ valueFields: ['user_id'] })).toEqual(['user_id']);
		expect(slide(data, { type: 'percentage_chart' }).data).toEqual([
			{ label: 'n1', value: 10 },
			{ label: 'n2', value: 20 },
		]);
	});

	it('name the others where there is no text', () => {
		expect(
			slide(
				[
					{ year: 2025, total: 1 },
					{ year: 2026, total: 2 },
				],
				{ type: 'graph' },
			).data,
		).toEqual([
			{
				category: 'total',
				values: [
					{ label: '2025', value: 1 },
					{ label: '2026', value: 2 },
				],
			},
		]);
		expect(
			slide(
				[
					{ id: 7, total: 1 },
					{ id: 8, total: 2 },
				],
				{ type: 'percentage_chart' },
			).data,
		).toEqual([
			{ label: '7', value: 1 },
			{ label: '8', value: 2 },
		]);
	});

	it('are no labels while there is something else', () =>
		expect(
			slide(
				data.map(({ id, name, paid }) => ({ id, name, paid })),
				{ type: 'label' },
			).data,
		).toEqual([{ n1: '10' }, { n2: '20' }]));
	it('alone are refused', () =>
		expect(refusal(() => slide([{ id: 1 }], { type: 'graph' })).message).toBe(
			'Slide 1, table has no numbers except IDs and times',
		));
});

describe('a pie chart', () => {
	const shares = (data: unknown, wish: Partial<Wish> = {}) => slide(data, { type: 'percentage_chart', ...wish }).data;

	it('shows five shares, and of more the biggest and one for the others', () => {
		const data = [3, 9, 1, 8, 7, 2].map((count, index) => ({ status: `s${index}`, count }));
		expect(shares(data.slice(0, 5))).toHaveLength(5);
		expect(shares(data)).toEqual([
			{ label: 's1', value: 9 },
			{ label: 's3', value: 8 },
			{ label: 's4', value: 7 },
			{ label: 's0', value: 3 },
			{ label: 'Others', value: 3 },
		]);
	});

	it('reads numbers from text, cuts labels, and leaves out what has no number', () => {
		expect(
			shares(
				[
					{ who: 'A name of more than twenty', n: '1,234' },
					{ who: 'b', n: '12.5' },
					{ who: 'c', n: 'many' },
				],
				{ valueFields: ['n'] },
			),
		).toEqual([
			{ label: 'A name of more than…', value: 1234 },
			{ label: 'b', value: 12.5 },
		]);
	});

	it('takes the fields of one object as its shares', () =>
		expect(shares({ open: 5, closed: 7, note: 'x' })).toEqual([
			{ label: 'open', value: 5 },
			{ label: 'closed', value: 7 },
		]));
	it('numbers what has no name', () =>
		expect(shares([5, 7])).toEqual([
			{ label: '1', value: 5 },
			{ label: '2', value: 7 },
		]));
	it('adds up without crumbs', () =>
		expect(shares([9, 8, 7, 6, 0.1, 0.2]).at(-1)).toEqual({ label: 'Others', value: 0.3 }));

	it('without a number is refused', () => {
		expect(refusal(() => shares([{ a: 'x' }])).message).toBe('Slide 1, table has no number');
		expect(refusal(() => shares([{ a: 1 }], { valueFields: ['a', 'b'] })).message).toBe(
			'Slide 1, table has no "b", which "Value Fields" names',
		);
		expect(refusal(() => shares([{ a: 1, b: 'x' }], { valueFields: ['a', 'b'] })).message).toBe(
			'Slide 1, table has no number in "b"',
		);
	});
});

describe('a graph', () => {
	const months = (length: number) =>
		Array.from({ length }, (_, index) => ({ month: `M${index}`, sales: index, costs: String(index) }));

	it('draws each field of numbers', () => {
		expect(slide(months(2), { type: 'graph' })).toEqual({
			type: 'graph',
			data: [
				{
					category: 'sales',
					values: [
						{ label: 'M0', value: 0 },
						{ label: 'M1', value: 1 },
					],
				},
				{
					category: 'costs',
					values: [
						{ label: 'M0', value: 0 },
						{ label: 'M1', value: 1 },
					],
				},
			],
		});
	});

	it('says so where it shows only the first 20', () => {
		expect(slide(months(31), { type: 'graph', title: 'Sales' })).toMatchObject({
			title: 'Sales (first 20 of 31)',
			data: [{ values: { length: 20 } }, {}],
		});
		expect(slide(months(1031), { type: 'graph' }).title).toBe('First 20 of 1,031');
	});

	it('has five categories at most', () => {
		const wide = Object.fromEntries([...'abcdefg'].map((name) => [name, 1]));
		expect(slide([wide], { type: 'graph' }).data).toHaveLength(5);
		expect(refusal(() => slide([wide], { type: 'graph', valueFields: [...'abcdef'] })).message).toMatch(
			/names 6 Value Fields, and a graph has 5/,
		);
	});
});

it('whatever the data, a slide passes every limit or is refused with a reason', () => {
	const value = fc.oneof(
		fc.anything(),
		fc.string({ unit: 'binary', maxLength: 400 }),
		fc.double(),
		fc.integer().map(String),
		fc.date({ noInvalidDate: false }),
	);
	const row = fc.dictionary(fc.oneof(fc.constantFrom('name', 'value', 'a.b', '', '__proto__'), fc.string()), value, {
		maxKeys: 14,
	});
	const data = fc.oneof(fc.array(row, { maxLength: 60 }), fc.array(value), row, value);
	const name = fc.constantFrom('name', 'value', 'a.b', 'x');
	const names = fc.oneof(
		{ weight: 3, arbitrary: fc.constant<string[]>([]) },
		fc.array<string>(name, { maxLength: 3 }),
	);
	const wish = fc.record({
		type: fc.constantFrom<Wish['type']>('table', 'list', 'label', 'percentage_chart', 'graph'),
		columns: names,
		valueFields: names,
		labelField: fc.option(name, { nil: undefined, freq: 1 }),
		most: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
	});
	let made = 0;
	fc.assert(
		fc.property(data, wish, fc.integer({ min: 0, max: 10_000 }), (given, wanted, room) => {
			try {
				const result = slide(given, wanted, room);
				passes(result);
				made++;
				if (['table', 'list', 'label'].includes(result.type))
					expect(slidesLength([result])).toBeLessThanOrEqual(room);
			} catch (error) {
				if (!(error instanceof CliqError)) throw error;
				readable(error);
				expect(error.message).toMatch(
					/^Slide 1, table (?:has (?:no number|no "|no room left|data that is not JSON)|cannot tell the numbers)/,
				);
			}
		}),
		{ numRuns: 1000 },
	);
	expect(made).toBeGreaterThan(300);
});

it('no row is lost without being counted', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 400 }),
			fc.integer({ min: 0, max: 120 }),
			fc.integer({ min: 200, max: 10_000 }),
			(length, width, room) => {
				const { rows } = slide(
					Array.from({ length }, (_, index) => ({ id: `n${index}`, text: 'x'.repeat(width) })),
					{},
					room,
				).data;
				const note = /^… and ([\d,]+) more$/.exec(rows.at(-1).id);
				const counted = note ? rows.length - 1 + Number(note[1]!.replaceAll(',', '')) : rows.length;
				expect(counted).toBe(length);
			},
		),
	);
});
