import fc from 'fast-check';
import { answerIn, checkCliqForm, cliqForm, readCliqForm } from '../../../../cliq/ask/in-cliq/cliq-form';
import { fill } from '../../../../cliq/ask/page/page-form';
import type { AskField, AskValue } from '../../../../cliq/ask/types';
import { LARGEST_BODY } from '../../../../cliq/events/webhook/receive';
import { readForm, valuesOf } from '../../../../sandbox/bots/forms';
import type { Form } from '../../../../sandbox/bots/types';
import { seeded } from '../../../../sandbox/seed';
import { customForm, freeText, KEY, NOW } from '../questions';

const ANSWER = `17/4f1c?choice=respond&key=${KEY}&signature=abc`;

type Input = Record<string, unknown>;
const inputs = (fields: AskField[]) => cliqForm(customForm(fields), ANSWER).inputs as Input[];

describe('the form', () => {
	it('of a text', () => {
		expect(cliqForm(freeText({ way: 'cliq' }), ANSWER)).toEqual({
			type: 'form',
			version: 1,
			name: 'answer',
			title: 'Your answer',
			hint: 'Shall *server 5* be restarted? It takes a minute.',
			button_label: 'Submit',
			inputs: [
				{
					type: 'textarea',
					name: 'f0',
					label: 'Your answer',
					placeholder: 'Write here',
					mandatory: true,
					max_length: 5000,
				},
				{ type: 'hidden', name: 'answer', value: ANSWER },
			],
		});
	});

	it('says what was filled in about it, else what is asked, in few words', () => {
		const form = { title: 'Why?', description: 'In short.', submit: 'Send', fields: [] };
		expect(cliqForm(freeText({ form }), ANSWER)).toMatchObject({
			title: 'Why?',
			hint: 'In short.',
			button_label: 'Send',
		});
		expect(cliqForm(freeText({ text: 'x'.repeat(4600) }), ANSWER).hint).toBe(`${'x'.repeat(199)}…`);
	});

	it('shares what can be heard among texts of several lines', () => {
		const lengths = (count: number) =>
			inputs(Array.from({ length: count }, (_, index) => ({ label: `L${index}`, kind: 'multiline' }) as AskField))
				.slice(0, -1)
				.map(({ max_length }) => max_length);
		expect(lengths(20)).toEqual(Array(20).fill(5000));
		expect(lengths(24)).toEqual(Array(24).fill(4166));
		const posted = 24 * 4166 * encodeURIComponent('字').length + 24 * 'form/values/f23=&'.length;
		expect(posted).toBeLessThan(LARGEST_BODY);
	});

	it('names inputs of which the script has to know that several can be chosen', () => {
		expect(
			inputs([
				{ label: 'A', kind: 'multiline' },
				{ label: 'B', kind: 'choices', choices: ['x'] },
				{ label: 'C', kind: 'choice', choices: ['x'] },
			]).map(({ name }) => name),
		).toEqual(['f0', 'several1', 'f2', 'answer']);
	});

	it.each<[AskField, Input]>([
		[
			{ label: ' A ', kind: 'text', required: true, placeholder: 'e.g. 4.2', description: 'Which?' },
			{ type: 'text', label: 'A', hint: 'Which?', placeholder: 'e.g. 4.2', mandatory: true },
		],
		[
			{ label: 'A', kind: 'multiline' },
			{ type: 'textarea', label: 'A', placeholder: 'Write here', mandatory: false, max_length: 5000 },
		],
		[
			{ label: 'A', kind: 'email' },
			{ type: 'text', format: 'email', label: 'A', placeholder: 'sam@example.com', mandatory: false },
		],
		[
			{ label: 'A', kind: 'number' },
			{ type: 'number', label: 'A', placeholder: '12.5', mandatory: false },
		],
		[
			{ label: 'A', kind: 'date' },
			{ type: 'date', label: 'A', placeholder: '2026-11-22', mandatory: false },
		],
		[
			{ label: 'A', kind: 'choice', choices: ['x\ny'] },
			{
				type: 'select',
				label: 'A',
				placeholder: 'Choose one',
				mandatory: false,
				options: [{ label: 'x y', value: '0' }],
			},
		],
		[
			{ label: 'A', kind: 'choices', choices: ['x', 'y'], required: true },
			{
				type: 'checkbox',
				label: 'A',
				mandatory: true,
				options: [
					{ label: 'x', value: '0' },
					{ label: 'y', value: '1' },
				],
			},
		],
		[
			{ label: 'A', kind: 'boolean', required: true },
			{ type: 'toggle', label: 'A', value: false },
		],
	])('asks for %j', (field, input) => {
		expect(inputs([field])[0]).toEqual({ name: field.kind === 'choices' ? 'several0' : 'f0', ...input });
	});
});

describe('what was filled in', () => {
	const read = (field: AskField, value: unknown): unknown => {
		const { values, errors } = readCliqForm(customForm([field]), { f0: value, several0: value });
		return errors.get(0) ?? values[0];
	};
	const choices = ['red', 'green', 'blue'];

	it.each<[string, AskField['kind'], unknown, AskValue]>([
		['a text', 'text', ' Sam ', 'Sam'],
		['a text in figures', 'text', 42, '42'],
		['no text', 'text', '', null],
		['null', 'text', null, null],
		['nothing', 'text', undefined, null],
		['lines', 'multiline', 'a\r\nb+c %41 é', 'a\nb+c %41 é'],
		['a number', 'number', 12.5, 12.5],
		['a number in a text', 'number', '12.5', 12.5],
		['a day', 'date', '2026-11-22', '2026-11-22'],
		['a choice with its label', 'choice', { label: 'red', value: '0' }, 'red'],
		['a choice', 'choice', '2', 'blue'],
		['a choice as a number', 'choice', 2, 'blue'],
		['no choice', 'choice', {}, null],
		[
			'several with their labels',
			'choices',
			[
				{ label: 'red', value: '0' },
				{ label: 'blue', value: '2' },
			],
			['red', 'blue'],
		],
		['several', 'choices', ['0', '1'], ['red', 'green']],
		['several in one text', 'choices', '0,2', ['red', 'blue']],
		['one of several', 'choices', { label: 'red', value: '0' }, ['red']],
		['none of several', 'choices', [], []],
		['none of several, in an empty text', 'choices', [''], []],
		['on', 'boolean', true, true],
		['on in a text', 'boolean', 'true', true],
		['off', 'boolean', false, false],
		['off in a text', 'boolean', 'false', false],
		['neither', 'boolean', undefined, false],
	])('%s', (_name, kind, value, expected) => {
		expect(read({ label: 'A', kind, choices }, value)).toEqual(expected);
	});

	it.each<[AskField['kind'], unknown, RegExp]>([
		['text', undefined, /Fill in/],
		['text', [], /Fill in/],
		['number', 'many', /number/],
		['email', 'sam', /email/],
		['date', '22.11.2026', /year-month-day/],
		['choice', { label: 'red', value: '7' }, /from the list/],
		['choice', 'red', /from the list/],
		['choices', ['0', 'length'], /list/],
		['choices', [], /at least one/],
		['boolean', false, /Tick/],
	])('%s: not %j', (kind, value, error) => {
		expect(read({ label: 'A', kind, choices, required: true }, value)).toMatch(error);
	});

	it('belongs where the form was told', () => {
		expect(answerIn({ answer: ANSWER })).toBe(ANSWER);
		expect([answerIn({}), answerIn({ answer: null }), answerIn({ answer: [ANSWER] })]).toEqual(['', '', '']);
	});

	it('throws nothing, whatever comes', () => {
		const fields: AskField[] = (
			['text', 'multiline', 'number', 'email', 'date', 'choice', 'choices', 'boolean'] as const
		).map((kind) => ({ label: kind, kind, choices }));
		fc.assert(
			fc.property(fc.array(fc.anything(), { minLength: 8, maxLength: 8 }), (given) => {
				const parsed: unknown = JSON.parse(JSON.stringify(given));
				const { values } = readCliqForm(
					customForm(fields),
					Object.fromEntries((parsed as unknown[]).map((value, index) => [`f${index}`, value])),
				);
				expect(values).toHaveLength(8);
			}),
		);
	});
});

describe('by the rules of Cliq', () => {
	const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '');
	const field = (label: string): fc.Arbitrary<AskField> =>
		fc.record(
			{
				label: fc.constant(label),
				kind: fc.constantFrom<AskField['kind']>(
					'text',
					'multiline',
					'number',
					'email',
					'date',
					'choice',
					'choices',
					'boolean',
				),
				required: fc.boolean(),
				choices: fc.uniqueArray(word, { minLength: 1, maxLength: 5 }),
				placeholder: word,
				description: word,
			},
			{ requiredKeys: ['label', 'kind', 'choices'], noNullPrototype: true },
		);
	const isTaken = (asked: AskField[]) => asked.filter(({ kind }) => kind === 'multiline').length <= 5;
	const fields = fc
		.integer({ min: 1, max: 24 })
		.chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => field(`Field ${index}`))))
		.filter(isTaken);

	it('every form is shown, and every value comes back as it was given', () => {
		const world = seeded(() => NOW);
		fc.assert(
			fc.property(fields, fc.array(fc.nat(), { minLength: 24, maxLength: 24 }), word, (asked, seeds, text) => {
				checkCliqForm(asked);
				const question = customForm(asked, { way: 'cliq' });
				const made = JSON.parse(
					JSON.stringify({
						...cliqForm(question, ANSWER),
						action: { type: 'invoke.function', name: 'cliqForm1' },
					}),
				) as Record<string, unknown>;
				const form: Form = readForm(made);
				const wanted = asked.map(({ kind, choices = [] }, index) => picked(kind, choices, seeds[index]!, text));
				const filled = Object.fromEntries(
					wanted.map(({ filledIn }, index) => [form.inputs[index]!.name, filledIn]),
				);
				const told = valuesOf(form, filled, world);
				// The script does.
				for (const name of Object.keys(told))
					if (name.startsWith('lines')) told[name] = encodeURIComponent(String(told[name]));
				expect(answerIn(told)).toBe(ANSWER);
				const { values, errors } = readCliqForm(question, JSON.parse(JSON.stringify(told)));
				expect([...errors]).toEqual([]);
				expect(values).toEqual(fill(question, (_field, index) => wanted[index]!.onPage).values);
			}),
			{ numRuns: 300 },
		);
	});

	/** What a person fills in, in Cliq and on the page. */
	function picked(
		kind: AskField['kind'],
		choices: string[],
		seed: number,
		text: string,
	): { filledIn: unknown; onPage: string[] } {
		const position = String(seed % choices.length);
		switch (kind) {
			case 'number':
				return { filledIn: seed / 4, onPage: [String(seed / 4)] };
			case 'email':
				return { filledIn: 'sam@example.com', onPage: ['sam@example.com'] };
			case 'date':
				return { filledIn: '2028-02-29', onPage: ['2028-02-29'] };
			case 'choice':
				return { filledIn: position, onPage: [position] };
			case 'choices':
				return { filledIn: [position], onPage: [position] };
			case 'boolean':
				return { filledIn: true, onPage: ['1'] };
			default:
				return { filledIn: text, onPage: [text] };
		}
	}
});
