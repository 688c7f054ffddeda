import { operation, parameterOf } from '../../../../cliq/catalogue';
import { entriesOf, slideOf } from '../../../../cliq/message/form/data-rows';
import type { Wish } from '../../../../cliq/message/form/slide-wish';
import { Remarks } from '../../../../cliq/parameters/warnings';
import { refusal } from '../../support/expect';

const parameter = parameterOf(operation('message.send.channel'), 'slides');

/** @returns the data of a chart of these rows, and what is said of it. */
function chart(
	type: Wish['type'],
	data: unknown,
	wish: Partial<Wish> = {},
): { data: any; type: string; said: string[] } {
	const remarks = new Remarks();
	const where = { parameter, place: 'Slide 1, chart', remarks };
	const slide = slideOf(entriesOf(data, where), { type, columns: [], valueFields: [], ...wish }, 10_000, where);
	return { data: slide.data, type: slide.type, said: remarks.all };
}

const rows = (values: unknown[], more: (index: number) => object = () => ({})) =>
	values.map((v, index) => ({ team: `T${index}`, v, ...more(index) }));

describe('a row that cannot be a figure', () => {
	it('is counted in a warning, with examples of what it holds', () => {
		const { data, said } = chart('percentage_chart', rows(['12,5', 'offen', '8', '', null, 'offen']), {
			valueFields: ['v'],
		});
		expect(data).toEqual([
			{ label: 'T0', value: 12.5 },
			{ label: 'T2', value: 8 },
		]);
		expect(said).toEqual(['Slide 1, chart leaves out 4 entries without a number in "v": "offen"']);
		expect(chart('graph', rows([1, 'x', 3])).said).toEqual([
			'Slide 1, chart leaves out 1 entry without a number in "v": "x"',
		]);
	});

	it('does not cost its column, though another has nothing but figures', () => {
		const { data, said } = chart(
			'graph',
			rows(['1.234,5', 'k. A.', '7,5'], (index) => ({ costs: index })),
		);
		expect(data.map(({ category }: any) => category)).toEqual(['v', 'costs']);
		expect(said).toEqual(['Slide 1, chart leaves out 1 entry without a number in "v": "k. A."']);
	});

	it('leaves a column its labels: one that names the rows is no series', () => {
		expect(
			chart('graph', [
				{ level: '1', n: 5 },
				{ level: '2', n: 6 },
				{ level: 'other', n: 7 },
			]).data,
		).toEqual([
			{
				category: 'n',
				values: [
					{ label: '1', value: 5 },
					{ label: '2', value: 6 },
					{ label: 'other', value: 7 },
				],
			},
		]);
	});

	it('leaves the points to those that are figures, however late they come', () => {
		const { data, said } = chart(
			'graph',
			rows(Array.from({ length: 30 }, (_, index) => (index < 25 ? 'x' : index))),
			{ valueFields: ['v'] },
		);
		expect(data[0].values.map(({ label }: any) => label)).toEqual(['T25', 'T26', 'T27', 'T28', 'T29']);
		expect(said).toEqual(['Slide 1, chart leaves out 25 entries without a number in "v": "x"']);
	});
});

it.each(['N/A', 'n/a', '-', '–', '—', 'k. A.', 'null', '#N/A', '#DIV/0!', 'NaN', NaN, Infinity, null, ''])(
	'a column of nothing but %j says that there is nothing',
	(nothing) => {
		for (const type of ['percentage_chart', 'graph'] as const) {
			expect(chart(type, rows([nothing, nothing]), { valueFields: ['v'] })).toEqual({
				type: 'text',
				data: 'No entries',
				said: ['Slide 1, chart leaves out 2 entries with nothing to show'],
			});
		}
	},
);

it('a column of texts that was named is refused', () =>
	expect(refusal(() => chart('graph', rows(['many', 'few']), { valueFields: ['v'] })).message).toBe(
		'Slide 1, chart has no number in "v"',
	));

describe('labels', () => {
	const label = (name: unknown) => chart('graph', [{ name, n: 1 }], { labelField: 'name', valueFields: ['n'] });

	it.each<[unknown, string]>([
		[new Date(0), '1970-01-01'],
		['2026-11-30T00:00:00.000+01:00', '2026-11-30'],
		[new Date(Date.UTC(2026, 10, 30, 9, 30)), '2026-11-30T09:30:00Z'],
		['2026-11-30T09:30:00Z', '2026-11-30T09:30:00Z'],
	])('of times lose what says nothing: %s', (name, shown) =>
		expect(label(name)).toMatchObject({ data: [{ values: [{ label: shown }] }], said: [] }),
	);

	it('that are too long are cut, which is said', () =>
		expect(label('2026-11-30T09:30:00.123+01:00')).toMatchObject({
			data: [{ values: [{ label: '2026-11-30T09:30:00…' }] }],
			said: ['Slide 1, chart cuts 1 label to the 20 characters that Cliq takes'],
		}));

	it('that are not there are the number of the row', () => {
		expect(
			chart('graph', [{ name: 'a', n: 1 }, { name: '', n: 2 }, { n: 3 }]).data[0].values.map(
				(point: any) => point.label,
			),
		).toEqual(['a', 'Row 2', 'Row 3']);
		expect(
			chart('label', [
				{ name: 'a', n: 1 },
				{ name: ' ', n: 2 },
			]).data,
		).toEqual([{ a: '1' }, { 'Row 2': '2' }]);
	});
});

it('the name of a series that is too long is cut, which is said', () => {
	const { data, said } = chart('graph', [{ team: 'a', 'Revenue of the northern regions': 5 }]);
	expect(data[0].category).toBe('Revenue of the nort…');
	expect(said).toEqual([
		'Slide 1, chart cuts the name "Revenue of the northern regions" to the 20 characters that Cliq takes',
	]);
});

it('a pie says which of several fields it shows', () => {
	expect(
		chart(
			'percentage_chart',
			rows([1, 2], () => ({ w: 5 })),
		).said,
	).toEqual(['Slide 1, chart shows "v" alone, of 2 fields with numbers; name another in "Value Fields"']);
	expect(
		chart(
			'percentage_chart',
			rows([1, 2], () => ({ w: 5 })),
			{ valueFields: ['w'] },
		).said,
	).toEqual([]);
	expect(
		chart(
			'percentage_chart',
			rows([1, 2], () => ({ w: 5 })),
			{ valueFields: ['w', 'v'] },
		).said,
	).toEqual(['Slide 1, chart shows "w" alone, of 2 fields with numbers; name another in "Value Fields"']);
});

it('codes of digits are no figures to draw, unless they are named', () => {
	const data = [
		{ team: 'a', zip: '01067', phone: '+4935112345', n: 5 },
		{ team: 'b', zip: '20095', phone: '+494012345', n: 6 },
	];
	expect(chart('graph', data).data.map(({ category }: any) => category)).toEqual(['n']);
	expect(chart('graph', data, { valueFields: ['zip'] }).data).toMatchObject([
		{ category: 'zip', values: [{ value: 1067 }, { value: 20095 }] },
	]);
});
