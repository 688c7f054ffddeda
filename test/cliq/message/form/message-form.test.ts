import '../../../../cliq/message/message-kinds';
import fc from 'fast-check';
import { operation, parameterOf } from '../../../../cliq/catalogue';
import { CliqError } from '../../../../cliq/errors';
import { forms, type Field } from '../../../../cliq/message/form/form-fields';
import { fromForm } from '../../../../cliq/message/form/message-form';
import { isForm } from '../../../../cliq/parameters/filled-form';
import { slidesLength } from '../../../../cliq/message/check/slides';
import type { Row } from '../../../../cliq/message/types';
import { toWire } from '../../../../cliq/parameters/to-wire';
import { readable, refusal } from '../../support/expect';

const send = operation('message.send.channel');

function json(name: string, form: unknown, rows: Row[] = []): any {
	return fromForm(parameterOf(send, name), { form: form as Row }, rows);
}

/** What is made of the form, after it passed the check of what is sent. */
function sent(name: string, form: unknown, rows: Row[] = []): any {
	const parameter = parameterOf(send, name);
	const made = json(name, form, rows);
	expect(toWire(parameter, made)).toEqual(made);
	return made;
}

function refused(name: string, form: unknown, rows: Row[] = []): string {
	const error = refusal(() => json(name, form, rows));
	expect(error).toMatchObject({ kind: 'invalidInput', details: { parameter: name } });
	return error.message;
}

it('a form is told from JSON', () => {
	expect([{ form: {} }, { form: [] }].every(isForm)).toBe(true);
	expect([{ theme: 'poll' }, [], '{"form":{}}', null, { form: 'x' }].some(isForm)).toBe(false);
});

it('nothing filled in is nothing', () => {
	expect(json('card', {})).toBeUndefined();
	expect(json('card', { theme: '', title: ' ', sections: [] })).toBeUndefined();
	expect(json('styles', { background: '' })).toBeUndefined();
	expect(json('buttons', [])).toBeUndefined();
});

describe('a card', () => {
	it('has a title, a picture and sections', () => {
		const form = {
			title: 'Deployment failed',
			thumbnail: ' https://example.com/a.png ',
			sections: [
				{
					title: '',
					fields: [
						{ title: 'Service', value: 'checkout' },
						{ title: 'Tries', value: 3 },
					],
				},
			],
			options: [{ text: 'not of this kind' }],
		};
		expect(sent('card', form)).toEqual({
			theme: 'modern-inline',
			title: 'Deployment failed',
			thumbnail: 'https://example.com/a.png',
			sections: [
				{
					fields: [
						{ title: 'Service', value: 'checkout' },
						{ title: 'Tries', value: '3' },
					],
				},
			],
		});
	});

	it('may be a poll', () => {
		const form = {
			theme: 'poll',
			title: 'Lunch?',
			thumbnail: 'not of this kind',
			options: [{ text: 'Yes' }, { text: 'No' }],
		};
		expect(sent('card', form)).toEqual({
			theme: 'poll',
			title: 'Lunch?',
			options: [{ text: 'Yes' }, { text: 'No' }],
		});
	});

	it('that lacks something is refused', () => {
		expect(refused('card', { theme: 'prompt' })).toBe('Card has no title');
		expect(
			refused('card', { title: 'x', sections: [{ fields: [{ title: 'a', value: 1 }, { title: 'b' }] }] }),
		).toBe('Card, section 1, field 2 has no value');
		expect(refused('card', { title: 'x', theme: 'other' })).toBe('Card has an unknown value for "Kind"');
	});
});

describe('a button', () => {
	const action = (fields: Row) => sent('buttons', [{ label: 'Go', ...fields }])[0].action;

	it.each<[string, Row, object]>([
		[
			'opens a page, unless told otherwise',
			{ url: 'https://example.com' },
			{ type: 'open.url', data: { web: 'https://example.com' } },
		],
		[
			'previews a page',
			{ action: 'preview.url', url: 'https://example.com' },
			{ type: 'preview.url', data: { url: 'https://example.com' } },
		],
		['copies', { action: 'copy', text: 42 }, { type: 'copy', data: { text: '42' } }],
		[
			'starts a chat',
			{ action: 'startchat', user: 55743307 },
			{ type: 'system.api', data: { api: 'startchat/55743307' } },
		],
		['calls', { action: 'audiocall', user: '5' }, { type: 'system.api', data: { api: 'audiocall/5' } }],
		[
			'calls with a picture',
			{ action: 'videocall', user: ' 5 ' },
			{ type: 'system.api', data: { api: 'videocall/5' } },
		],
		['invites', { action: 'invite', user: '5' }, { type: 'system.api', data: { api: 'invite/5' } }],
		[
			'joins a channel',
			{ action: 'joinchannel', channel: 'O18' },
			{ type: 'system.api', data: { api: 'joinchannel/O18' } },
		],
		[
			'asks for the location',
			{ action: 'locationpermission', user: 'not of this kind' },
			{ type: 'system.api', data: { api: 'locationpermission' } },
		],
		[
			'runs a function',
			{ action: 'invoke.function', function: 'restart' },
			{ type: 'invoke.function', data: { name: 'restart' } },
		],
		[
			'runs a function of somebody',
			{ action: 'invoke.function', function: 'restart', owner: 'a@b.c' },
			{ type: 'invoke.function', data: { name: 'restart', owner: 'a@b.c' } },
		],
	])('%s', (_, fields, expected) => expect(action(fields)).toEqual(expected));

	it('has a color, a tooltip, a key and a question', () => {
		const form = {
			label: 'Restart',
			action: 'invoke.function',
			function: 'restart',
			style: '-',
			hint: 'Takes a minute',
			key: 'k',
			confirm: [{ title: 'Sure?', button_label: 'Yes', mandatory: false, emotion: 'negative', input: 'Why?' }],
		};
		expect(sent('buttons', [form])).toEqual([
			{
				label: 'Restart',
				hint: 'Takes a minute',
				type: '-',
				key: 'k',
				action: {
					type: 'invoke.function',
					data: { name: 'restart' },
					confirm: {
						title: 'Sure?',
						button_label: 'Yes',
						input: 'Why?',
						mandatory: 'false',
						emotion: 'negative',
					},
				},
			},
		]);
	});

	it('that lacks something is refused', () => {
		const good = { label: 'Go', url: 'https://example.com' };
		expect(refused('buttons', [good, { url: 'https://example.com' }])).toBe('Button 2 has no label');
		expect(refused('buttons', [{ label: 'Go' }])).toBe('Button 1 has no URL');
		expect(refused('buttons', [{ label: 'Go', action: 'startchat' }])).toBe('Button 1 has no user ID');
		expect(refused('buttons', [{ ...good, confirm: [{ title: 'Sure?' }] }])).toBe(
			'Button 1, question 1 has no label of Yes',
		);
		expect(
			refused('buttons', [{ ...good, confirm: [{ title: 'Sure?', button_label: 'Yes', mandatory: 'perhaps' }] }]),
		).toMatch(/needs true or false/);
		expect(refused('references', [{}])).toBe('Instant Button 1 has no label');
	});

	it('in the text is called by its number', () => {
		expect(
			sent('references', [
				{ label: 'A', action: 'copy', text: 'a' },
				{ label: 'B', action: 'locationpermission' },
			]),
		).toMatchObject({
			1: { type: 'button', object: { label: 'A' } },
			2: { type: 'button', object: { label: 'B' } },
		});
	});
});

describe('a slide', () => {
	const slide = (fields: Row, rows: Row[] = []) => sent('slides', [fields], rows)[0];
	const rows = [
		{ name: 'a', amount: 1 },
		{ name: 'b', amount: 2 },
	];

	it.each<[string, Row, object]>([
		['text', { type: 'text', title: 'T', text: 'Hi' }, { type: 'text', title: 'T', data: 'Hi' }],
		[
			'images, one a line',
			{ type: 'images', urls: 'https://a.example/1.png\n\n https://a.example/2.png' },
			{ type: 'images', data: ['https://a.example/1.png', 'https://a.example/2.png'] },
		],
		[
			'images, as a list',
			{ type: 'images', urls: ['https://a.example/1.png'] },
			{ type: 'images', data: ['https://a.example/1.png'] },
		],
		[
			'a table of the incoming data',
			{},
			{
				type: 'table',
				data: {
					headers: ['name', 'amount'],
					rows: [
						{ name: 'a', amount: '1' },
						{ name: 'b', amount: '2' },
					],
				},
			},
		],
		[
			'a table of data of its own',
			{ data: '[{"x": 1}]' },
			{ type: 'table', data: { headers: ['x'], rows: [{ x: '1' }] } },
		],
		[
			'a table of chosen columns',
			{ columns: ' amount , ', most: '1' },
			{ type: 'table', data: { headers: ['amount'], rows: [{ amount: '1' }, { amount: '… and 1 more' }] } },
		],
		[
			'a list of data',
			{ type: 'list', bullets: 'square' },
			{ type: 'list', styles: { type: 'square' }, data: ['a', 'b'] },
		],
		[
			'a list of entries',
			{ type: 'list', entries: [{ label: 'x' }, { label: 'y', value: 3 }, { value: 4 }] },
			{ type: 'list', data: ['x', 'y: 3', '4'] },
		],
		['labels of data', { type: 'label' }, { type: 'label', data: [{ a: '1' }, { b: '2' }] }],
		[
			'labels of entries',
			{ type: 'label', entries: [{ label: 'x', value: 1 }] },
			{ type: 'label', data: [{ x: '1' }] },
		],
		[
			'a pie of data',
			{ type: 'percentage_chart', chart: 'doughnut' },
			{
				type: 'percentage_chart',
				styles: { preview: 'doughnut' },
				data: [
					{ label: 'a', value: 1 },
					{ label: 'b', value: 2 },
				],
			},
		],
		[
			'a pie of entries',
			{ type: 'percentage_chart', entries: [{ label: 'x', value: '1,000' }] },
			{ type: 'percentage_chart', data: [{ label: 'x', value: 1000 }] },
		],
		[
			'a graph',
			{ type: 'graph', graph: 'trend', xAxis: 'Who', yAxis: 'What' },
			{
				type: 'graph',
				styles: { preview: 'trend', x_axis: 'Who', y_axis: 'What' },
				data: [
					{
						category: 'amount',
						values: [
							{ label: 'a', value: 1 },
							{ label: 'b', value: 2 },
						],
					},
				],
			},
		],
	])('may be %s', (_, fields, expected) => expect(slide(fields, rows)).toEqual(expected));

	it('without any data says so', () =>
		expect(slide({ title: 'Today' })).toEqual({ type: 'text', title: 'Today', data: 'No entries' }));

	it('that lacks something is refused', () => {
		expect(refused('slides', [{}, { type: 'text' }])).toBe('Slide 2 has no text');
		expect(refused('slides', [{ type: 'images' }])).toBe('Slide 1 has no image URLs');
		expect(refused('slides', [{ type: 'label', entries: [{ label: 'x' }] }])).toBe('Slide 1, entry 1 has no value');
		expect(refused('slides', [{ type: 'percentage_chart', entries: [{ label: 'x', value: 'many' }] }])).toBe(
			'Slide 1, entry 1 has no number',
		);
		expect(refused('slides', [{ type: 'list', entries: [{}] }])).toBe('Slide 1, entry 1 has no name');
		expect(refused('slides', [{ type: 'graph' }], [{ a: 'x' }])).toBe('Slide 1, graph has no number');
		expect(refused('slides', [{ data: 'x' }])).toBe('Slide 1, table has data that is not JSON');
		expect(refused('slides', [{ most: '0' }])).toMatch(/"Max Rows" that is not a whole number/);
	});

	it('made of data leaves room for the others', () => {
		const long = Array.from({ length: 500 }, (_, index) => ({ name: `n${index}`, text: 'x'.repeat(50) }));
		const made = json(
			'slides',
			[{}, { type: 'text', text: 'y'.repeat(3000) }, { type: 'list', labelField: 'text' }],
			long,
		);
		expect(toWire(parameterOf(send, 'slides'), made)).toHaveLength(3);
		expect(made[0].data.rows.at(-1).name).toMatch(/^… and \d+ more$/);
		expect(made[2].data.at(-1)).toMatch(/^… and \d+ more$/);
		expect(slidesLength(made)).toBeLessThanOrEqual(10_000);
		expect(slidesLength(made)).toBeGreaterThan(8500);
	});
});

it('styles, an identity and targets are what they are called', () => {
	expect(sent('styles', { background: 'red', highlight: 'true' })).toEqual({ background: 'red', highlight: true });
	expect(sent('identity', { name: 'Deploy Bot', image: '' })).toEqual({ name: 'Deploy Bot' });
	expect(refused('identity', { image: 'https://a.example/b.png' })).toBe('Identity has no name');
	expect(sent('alsoTo', [{ id: 'incidents' }, { target: 'user', id: 5 }])).toEqual([
		{ target: 'channel', id: 'incidents' },
		{ target: 'user', id: '5' },
	]);
	expect(refused('alsoTo', [{ target: 'user' }])).toBe('Target 1 has no name or ID');
});

/** Every field, with something or nothing in it that fits or not. */
function filled(fields: Field[]): fc.Arbitrary<Row> {
	const valueOf = ({ kind, choices = [], fields: inner = [] }: Field): fc.Arbitrary<unknown> => {
		const likely: Partial<Record<Field['kind'], fc.Arbitrary<unknown>>> = {
			choice: fc.constantFrom('', ...choices.map(({ value }) => value)),
			url: fc.constant('https://example.com/x'),
			number: fc.integer({ min: 1, max: 9 }),
			rows: fc.array(inner.length > 0 ? filled(inner) : fc.constant({}), { maxLength: 3 }),
			data: fc.array(fc.record({ name: fc.string(), amount: fc.integer() }), { maxLength: 9 }),
		};
		const usual = likely[kind] ?? fc.string({ minLength: 1, maxLength: 15 });
		return fc.oneof(
			{ arbitrary: usual, weight: 20 },
			{ arbitrary: fc.constantFrom('', undefined, null, true, 5, [], {}, 'x'), weight: 1 },
		);
	};
	return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])));
}

it.each(['card', 'slides', 'buttons', 'references', 'styles', 'identity', 'alsoTo'])(
	'whatever is filled in, it becomes JSON that is checked, or is refused with a reason: %s',
	(name) => {
		const parameter = parameterOf(send, name);
		const shape = forms[parameter.type]!;
		const row = filled(shape.fields);
		let made = 0;
		fc.assert(
			fc.property(
				fc.oneof(row, fc.array(row, { maxLength: 3 }), fc.anything()),
				fc.array(fc.object(), { maxLength: 3 }),
				(form, rows) => {
					if (typeof form !== 'object' || form === null) return;
					try {
						const wire = fromForm(parameter, { form: form as Row }, rows as Row[]);
						if (wire !== undefined) toWire(parameter, wire);
						made++;
					} catch (error) {
						if (!(error instanceof CliqError)) throw error;
						readable(error);
						expect(error.details.parameter).toBe(name);
					}
				},
			),
			{ numRuns: 300 },
		);
		expect(made).toBeGreaterThan(15);
	},
);
