import { askFieldOf, fieldsShape, approversIn } from '../../../cliq/ask/form-fields';
import { checkQuestion } from '../../../cliq/ask/question';
import type { Question } from '../../../cliq/ask/types';

const question = (fields: Question['form']['fields']): Question => ({
	key: 'k',
	text: 'Well?',
	kind: 'customForm',
	way: 'link',
	labels: { respond: 'Respond' },
	form: { fields },
	approvers: [],
	timeZone: 'UTC',
});

test('every kind that the form offers makes a field that can be asked', () => {
	const kinds = fieldsShape.fields.find(({ name }) => name === 'kind')!.choices!.map(({ value }) => value);
	const fields = kinds.map((kind) => askFieldOf({ label: kind, kind, choices: 'one\ntwo', required: true }));
	expect(fields.map(({ kind }) => kind)).toEqual(kinds);
	expect(() => checkQuestion(question(fields))).not.toThrow();
});

test.each([
	[{ label: ' Why ' }, { label: 'Why', kind: 'text' }],
	[
		{ label: 'Where', kind: 'choice', choices: 'Staging\r\n\n Production ' },
		{ label: 'Where', kind: 'choice', choices: ['Staging', 'Production'] },
	],
	[
		{ label: 'Where', kind: 'choices', choices: ['Staging', 2] },
		{ label: 'Where', kind: 'choices', choices: ['Staging', '2'] },
	],
	[
		{
			label: 'Why',
			kind: 'text',
			choices: 'of another kind',
			required: 'true',
			placeholder: '',
			description: 'In a word',
		},
		{ label: 'Why', kind: 'text', required: true, description: 'In a word' },
	],
	[
		{ label: null, required: 'false' },
		{ label: '', kind: 'text' },
	],
])('%j', (row, field) => expect(askFieldOf(row)).toEqual(field));

test('names come as a list, or as a text with commas, semicolons or lines', () => {
	const names = ['sam@example.com', '55743307'];
	expect([
		approversIn('sam@example.com, 55743307'),
		approversIn('sam@example.com;\n55743307'),
		approversIn(['sam@example.com', 55743307]),
		approversIn(' , '),
		approversIn(undefined),
	]).toEqual([names, names, names, [], []]);
});
