import fc from 'fast-check';
import type { Row } from '../../cliq/message/types';
import type { Sources } from '../../cliq/parameters/expression-sources';

/**
 * What a workflow gives for a form: values with their expressions, what must not be lost, and what must not be shown.
 */
export interface Given {
	values: Row;
	sources: Sources;
	/** Each is in the message, or in what is said of it. */
	pieces: string[];
	/** Of fields that nobody chose. */
	secrets: string[];
}

/** One value of one field. */
interface Leaf {
	value: unknown;
	pieces: string[];
}

let counted = 0;

/** What nothing else holds, in letters alone. */
function mark(prefix: string): string {
	return `${prefix}${String(++counted).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))}${prefix}`;
}

const none = fc.constantFrom(undefined, null, '', '  ');

function leaf(make: (own: string) => unknown): fc.Arbitrary<Leaf> {
	return fc.constant(undefined).map(() => {
		const own = mark('Q');
		return { value: make(own), pieces: [own] };
	});
}

const missing: fc.Arbitrary<Leaf> = none.map((value) => ({ value, pieces: [] }));

/** A text of data: short, long with its piece at the end, odd, or not there. */
const text = fc.oneof(
	{ weight: 6, arbitrary: leaf((own) => own) },
	{ weight: 1, arbitrary: leaf((own) => `{@all} *${own}* <b> [a](zohoid:1)`) },
	{ weight: 1, arbitrary: leaf((own) => `${'x'.repeat(250)}${own}`) },
	{ weight: 1, arbitrary: leaf((own) => [own, 1]) },
	{ weight: 1, arbitrary: leaf((own) => ({ own })) },
	{ weight: 1, arbitrary: fc.constantFrom(0, false, 12.5, new Date(0)).map((value) => ({ value, pieces: [] })) },
	{ weight: 3, arbitrary: missing },
);

const address = fc.oneof(
	{ weight: 60, arbitrary: leaf((own) => `https://example.com/${own}`) },
	{ weight: 10, arbitrary: leaf((own) => `https://example.com/a file/ü?${own}`) },
	{ weight: 10, arbitrary: leaf((own) => `https://example.com/${own}/${'y'.repeat(600)}`) },
	{ weight: 1, arbitrary: leaf((own) => `www.${own}.example`) },
	{ weight: 30, arbitrary: missing },
);

/** A row of a form in which each of these fields comes from an expression. */
function row(
	fields: Record<string, fc.Arbitrary<Leaf>>,
	fixed: Row = {},
): fc.Arbitrary<{ row: Row; sources: Row; pieces: string[] }> {
	return fc
		.record(fields)
		.map((leaves) => ({
			row: { ...fixed, ...Object.fromEntries(Object.entries(leaves).map(([name, { value }]) => [name, value])) },
			sources: Object.fromEntries(Object.keys(leaves).map((name) => [name, `{{ $json.${name} }}`])),
			pieces: Object.values(leaves).flatMap(({ pieces }) => pieces),
		}));
}

/** Buttons lose their tooltip with themselves, and their label with nowhere to go: an address is what they are for. */
const buttons = fc
	.array(row({ url: address }, { label: 'Open', action: 'open.url' }), { maxLength: 7 })
	.map((rows): Given => ({
		values: { buttons: { form: rows.map((one) => one.row) } },
		sources: { buttons: rows.map((one) => one.sources) },
		pieces: rows.flatMap(({ pieces }) => pieces),
		secrets: [],
	}));

const card = fc
	.tuple(
		row({ title: text, thumbnail: address }),
		fc.array(row({ value: text }, { title: 'Name' }), { maxLength: 4 }),
	)
	.map(([head, fields]): Given => ({
		values: {
			card: {
				form: { theme: 'modern-inline', ...head.row, sections: [{ fields: fields.map((one) => one.row) }] },
			},
		},
		sources: { card: { ...head.sources, sections: [{ fields: fields.map((one) => one.sources) }] } },
		pieces: [...head.pieces, ...fields.flatMap(({ pieces }) => pieces)],
		secrets: [],
	}));

/** As people and machines call their columns; each is to be found by what stands here. */
const columns = fc.uniqueArray(
	fc.constantFrom('name', 'labels.k8s.io/app', 'Größe', 'Last, First', '状态', 'a b', 'owner', 'x[0]', 'ID'),
	{ minLength: 1, maxLength: 4 },
);

const cell = fc.oneof(
	{ weight: 6, arbitrary: text },
	{ weight: 1, arbitrary: leaf((own) => `${own} ${'z'.repeat(400)}`) },
);

/** A table of data with some of its columns chosen: the others are nobody's business. */
const table = fc
	.tuple(
		columns,
		fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { maxLength: 8 }),
		fc.boolean(),
		fc.constantFrom('list', 'text'),
	)
	.map(([names, rows, isOfItem, way]): Given => {
		const secrets: string[] = [];
		const data = rows.map((cells) => {
			const own = mark('S');
			secrets.push(own);
			return {
				...Object.fromEntries(names.map((name, index) => [name, cells[index]!.value])),
				password: own,
				nested: { token: own },
			};
		});
		const chosen = way === 'list' ? names : names.map((name) => `"${name}"`).join(', ');
		return {
			values: {
				slides: { form: [{ type: 'table', data: isOfItem ? '' : data, columns: chosen }] },
				rows: isOfItem ? data : [{ password: mark('S') }],
			},
			sources: { slides: [{ ...(!isOfItem && { data: '{{ $json.data }}' }), columns: '{{ $json.columns }}' }] },
			pieces: rows.flatMap((cells) => cells.slice(0, names.length).flatMap(({ pieces }) => pieces)),
			secrets,
		};
	});

/** An expression that gives nothing, with an item that holds what nobody may see. */
const misspelt = fc
	.tuple(
		fc.constantFrom('table', 'list', 'label', 'percentage_chart', 'graph'),
		fc.constantFrom('data', 'columns', 'valueFields', 'labelField'),
		none,
	)
	.map(([type, field, value]): Given => {
		const own = mark('S');
		return {
			values: { slides: { form: [{ type, [field]: value }] }, rows: [{ password: own, amount: 5, name: own }] },
			sources: { slides: [{ [field]: `{{ $json.${field} }}` }] },
			pieces: [],
			secrets: field === 'data' ? [own] : [],
		};
	});

/** Everything of a message but its text, and nothing twice. */
export const given: fc.Arbitrary<Given> = fc
	.record(
		{ card, buttons, slides: fc.oneof({ weight: 4, arbitrary: table }, { weight: 1, arbitrary: misspelt }) },
		{ requiredKeys: [] },
	)
	.map((parts) => {
		const all = Object.values(parts);
		return {
			values: Object.assign({}, ...all.map(({ values }) => values)) as Row,
			sources: Object.assign({}, ...all.map(({ sources }) => sources)) as Sources,
			pieces: all.flatMap(({ pieces }) => pieces),
			secrets: all.flatMap(({ secrets }) => secrets),
		};
	});
