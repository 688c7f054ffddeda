import fc from 'fast-check';
import { NodeHelpers, type INode, type INodeProperties, type INodePropertyCollection } from 'n8n-workflow';

import { forms, type Field, type FormShape } from '../../../cliq/message/form/form-fields';
import type { Row } from '../../../cliq/message/types';
import { collectionOf, formOf } from '../../../nodes/shared/messageForms';

const shapes = Object.entries(forms) as Array<[string, FormShape]>;

const propertyOf = (shape: FormShape): INodeProperties => ({ displayName: 'It', name: 'it', ...collectionOf(shape) });

/** What a node gets of what is stored in a workflow, as n8n itself completes it. */
function completed(shape: FormShape, stored: object): any {
	return NodeHelpers.getNodeParameters(
		[propertyOf(shape)],
		{ it: stored } as never,
		true,
		false,
		{ typeVersion: 1 } as INode,
		null,
	)?.it;
}

/** Rows of a form as `formOf` gives them, beside how n8n stores them. */
function rowsOf(fields: Field[]): fc.Arbitrary<{ plain: Row; stored: Row }> {
	return fc
		.record(Object.fromEntries(fields.map((field) => [field.name, fc.option(valueOf(field), { nil: undefined })])))
		.map((values) => {
			const filled = Object.entries(values).filter(([, value]) => value !== undefined) as Array<
				[string, { plain: unknown; stored: unknown }]
			>;
			return {
				plain: Object.fromEntries(filled.map(([name, { plain }]) => [name, plain])),
				stored: Object.fromEntries(filled.map(([name, { stored }]) => [name, stored])),
			};
		});
}

function valueOf({ kind, most, fields = [] }: Field): fc.Arbitrary<{ plain: unknown; stored: unknown }> {
	if (kind !== 'rows')
		return fc
			.anything()
			.filter((value) => value !== undefined)
			.map((value) => ({ plain: value, stored: value }));
	return fc
		.array(rowsOf(fields), { minLength: most === 1 ? 1 : 0, maxLength: most === 1 ? 1 : 3 })
		.map((rows) => ({
			plain: rows.map(({ plain }) => plain),
			stored: { form: most === 1 ? rows[0]!.stored : rows.map(({ stored }) => stored) },
		}));
}

describe.each(shapes)('the form of %s', (_type, shape) => {
	test("comes out as it was filled in, without n8n's groups", () => {
		fc.assert(
			fc.property(fc.array(rowsOf(shape.fields), { minLength: 1, maxLength: 4 }), (rows) => {
				const [first] = rows;
				const stored = shape.most === 1 ? first!.stored : rows.map((row) => row.stored);
				expect(formOf({ form: stored }, shape)).toEqual({
					form: shape.most === 1 ? first!.plain : rows.map(({ plain }) => plain),
				});
			}),
			{ numRuns: 50 },
		);
	});

	test('is nothing where nothing was added', () => {
		for (const nothing of [undefined, {}, { form: [] }]) expect(formOf(nothing, shape)).toBeUndefined();
	});

	test('asks for each field in the end, and for none that does not matter', () => {
		for (const field of shape.fields.filter(({ when }) => when)) {
			const { field: name, is } = field.when!;
			const { choices = [] } = shape.fields.find((sibling) => sibling.name === name)!;
			for (const { value } of choices) {
				const entry = { [name]: value, [field.name]: field.kind === 'rows' ? {} : 'x' };
				const { form } = completed(shape, { form: shape.most === 1 ? entry : [entry] });
				expect(Object.keys([form].flat()[0]).includes(field.name)).toBe(is.includes(value));
			}
		}
	});
});

test('a new card is a card, a new slide a table, a new button opens a web page, and nothing else is chosen', () => {
	expect(completed(forms.card!, { form: {} }).form).toMatchObject({ theme: 'modern-inline' });
	expect(completed(forms.slides!, { form: [{}] }).form).toEqual([
		{ type: 'table', title: '', data: '', columns: '', most: '' },
	]);
	expect(completed(forms.buttons!, { form: [{}] }).form).toEqual([
		{ label: '', action: 'open.url', url: '', style: '', hint: '', confirm: {} },
	]);
	expect(completed(forms.styles!, { form: {} }).form).toEqual({ background: '', highlight: false });
});

test.each(shapes)('in the form of %s what has to be filled in is marked, and nothing else is', (_type, { fields }) => {
	const compare = (own: Field[], shown: INodeProperties[]): void => {
		expect(shown.map(({ name, required }) => [name, required === true])).toEqual(
			own.map(({ name, required }) => [name, required === true]),
		);
		for (const [index, { kind, fields: inner }] of own.entries())
			if (kind === 'rows' && inner) compare(inner, (shown[index]!.options![0] as INodePropertyCollection).values);
	};
	compare(
		fields,
		(collectionOf({ entry: 'It', most: 1, fields } as FormShape).options![0] as INodePropertyCollection).values,
	);
});

test('data that is items of n8n is what is in them', () => {
	const shape = forms.slides!;
	const given = (data: unknown) => formOf({ form: [{ type: 'table', data }] }, shape)!.form;
	expect(
		given([
			{ json: { a: 1 }, pairedItem: { item: 0 }, binary: { data: { data: 'aGk=', mimeType: 'text/plain' } } },
			{ json: { a: 2 } },
		]),
	).toEqual([{ type: 'table', data: [{ a: 1 }, { a: 2 }] }]);
	for (const data of [[{ json: 'text' }], [{ json: {}, name: 'x' }], [], '[]', { json: {} }])
		expect(given(data)).toEqual([{ type: 'table', data }]);
});
