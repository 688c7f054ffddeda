import { operation } from '../../../cliq/catalogue';
import { compose } from '../../../cliq/message/compose';
import { escape } from '../../../cliq/message/text/escape';
import type { Row } from '../../../cliq/message/types';
import { buildRequest } from '../../../cliq/http/request';
import type { Values } from '../../../cliq/parameters/values';
import { checkSources, type Sources } from '../../../cliq/parameters/expression-sources';
import { refusal } from '../support/expect';

const send = operation('message.send.channel');
const item = { id: 7, password: 'hunter2', rows: [{ name: 'Ann' }] };

interface Given {
	values: Values;
	sources?: Sources;
	rows?: unknown[];
}

/** @returns the bodies that are sent, and what is said of them. */
function made({ values, sources = {}, rows = [item] }: Given): { bodies: any[]; warnings: string[] } {
	const steps = compose(send, { channel: 'incidents', text: 'Hi', ...values }, rows, sources);
	return {
		bodies: steps.map((step) => buildRequest(step.operation, step.values, 'https://x.invalid').body),
		warnings: steps[0]!.warnings ?? [],
	};
}

/** The same form with a source for each of the named fields. */
function form(name: string, row: Row, sources: Row): Pick<Given, 'values' | 'sources'> {
	return { values: { [name]: { form: [row] } }, sources: { [name]: [sources] } };
}

describe('a field that means something when it is empty', () => {
	it.each<[string, Row, Row, string, string]>([
		[
			'Data',
			{ type: 'table' },
			{ data: '{{ $json.rowz }}' },
			'Slide 1, table: "Data" gave nothing ({{ $json.rowz }})',
			'Check the expression, or clear the field to use the incoming items.',
		],
		[
			'Data that is blank',
			{ type: 'percentage_chart', data: ' ' },
			{ data: 'msg.rowz' },
			'Slide 1, pie chart: "Data" gave nothing (msg.rowz)',
			'Check the expression, or clear the field to use the incoming items.',
		],
		[
			'Columns',
			{ type: 'table', columns: [] },
			{ columns: '{{ $json.cols }}' },
			'Slide 1, table: "Columns" gave nothing ({{ $json.cols }})',
			'Check the expression, or clear the field to use the columns that are found.',
		],
		[
			'Columns that are null',
			{ columns: null },
			{ columns: '{{ $json.cols }}' },
			'Slide 1, table: "Columns" gave nothing ({{ $json.cols }})',
			'Check the expression, or clear the field to use the columns that are found.',
		],
		[
			'Label Field',
			{ type: 'list' },
			{ labelField: '{{ $json.l }}' },
			'Slide 1, list: "Label Field" gave nothing ({{ $json.l }})',
			'Check the expression, or clear the field to use the first text.',
		],
		[
			'Value Fields',
			{ type: 'graph', valueFields: '' },
			{ valueFields: '{{ $json.v }}' },
			'Slide 1, graph: "Value Fields" gave nothing ({{ $json.v }})',
			'Check the expression, or clear the field to use the numbers that are found.',
		],
	])('is refused if its expression gives nothing: %s', (_, row, sources, message, hint) => {
		expect(refusal(() => made(form('slides', row, sources)))).toMatchObject({
			message,
			details: { parameter: 'slides', hint },
		});
	});

	it.each<[string, string, Values]>([
		['message.send.channel', 'mentions', {}],
		['message.send.bot', 'subscribers', { bot: 'b' }],
		['file.send.bot', 'subscriber', { bot: 'b' }],
		['message.getMany', 'from', { chatId: 'CT_1' }],
		['message.getMany', 'to', { chatId: 'CT_1' }],
		['message.schedule', 'sendAt', { chatId: 'CT_1' }],
		['message.schedule', 'timeZone', { chatId: 'CT_1' }],
		['file.send.chat', 'files', { chatId: 'CT_1' }],
	])('is refused likewise in %s: %s', (id, name, values) => {
		const { label } = operation(id).parameters.find((parameter) => parameter.name === name)!;
		const error = refusal(() => checkSources(operation(id), values, { [name]: '{{ $json.x }}' }));
		expect(error).toMatchObject({
			kind: 'invalidInput',
			message: `"${label}" gave nothing ({{ $json.x }})`,
			details: { parameter: name },
		});
	});

	it('shows no entries where the data says that there are none', () => {
		const { bodies, warnings } = made(form('slides', { type: 'table', data: null }, { data: '{{ $json.rows }}' }));
		expect(bodies[0].slides).toEqual([{ type: 'text', data: 'No entries' }]);
		expect(warnings).toEqual(['Slide 1 shows no entries: "Data" gave nothing ({{ $json.rows }})']);
		expect(made(form('slides', { type: 'table', data: [] }, { data: '{{ $json.rows }}' }))).toMatchObject({
			bodies: [{ slides: [{ data: 'No entries' }] }],
			warnings: [],
		});
	});

	it('mentions nobody where the data says so', () => {
		expect(made({ values: { mentions: null }, sources: { mentions: '{{ $json.owner }}' } })).toMatchObject({
			bodies: [{ text: 'Hi' }],
			warnings: ['"Mention" gave nothing ({{ $json.owner }}) and is left out'],
		});
		expect(made({ values: { mentions: [] }, sources: { mentions: '{{ $json.owners }}' } }).warnings).toEqual([]);
	});

	it('uses the incoming items if it was left empty', () =>
		expect(made({ values: { slides: { form: [{ columns: 'id' }] } } }).bodies[0].slides[0].data.rows).toEqual([
			{ id: '7' },
		]));
});

describe('what is optional and empty for this item is left out, and said', () => {
	it.each<[string, string, Row, Row, unknown, string[]]>([
		[
			'a button without URL',
			'buttons',
			{ label: 'Open', url: '' },
			{ url: '{{ $json.dashboardURL }}' },
			undefined,
			['Button 1 is left out: "URL" gave nothing ({{ $json.dashboardURL }})'],
		],
		[
			'a field without value',
			'card',
			{
				title: 'T',
				sections: [
					{
						fields: [
							{ title: 'a', value: null },
							{ title: 'b', value: 1 },
						],
					},
				],
			},
			{ sections: [{ fields: [{ value: '{{ $json.a }}' }, {}] }] },
			{ theme: 'modern-inline', title: 'T', sections: [{ fields: [{ title: 'b', value: '1' }] }] },
			['Card, section 1, field 1 is left out: "Value" gave nothing ({{ $json.a }})'],
		],
		[
			'a picture',
			'card',
			{ title: 'T', thumbnail: '' },
			{ thumbnail: '{{ $json.img }}' },
			{ theme: 'modern-inline', title: 'T' },
			['Card leaves out "Picture URL": "Picture URL" gave nothing ({{ $json.img }})'],
		],
		[
			'a card without anything',
			'card',
			{ theme: 'modern-inline', title: undefined },
			{ title: '{{ $json.t }}' },
			undefined,
			['Card is left out: "Title" gave nothing ({{ $json.t }})'],
		],
		[
			'a slide without text',
			'slides',
			{ type: 'text', text: undefined },
			{ text: '{{ $json.t }}' },
			undefined,
			['Slide 1 is left out: "Text" gave nothing ({{ $json.t }})'],
		],
		[
			'a name to show',
			'identity',
			{ name: '' },
			{ name: '{{ $json.n }}' },
			undefined,
			['Identity is left out: "Name" gave nothing ({{ $json.n }})'],
		],
	])('%s', (_, name, row, sources, expected, warnings) => {
		const wire = name === 'identity' ? 'bot' : name;
		const given =
			name === 'card' || name === 'identity'
				? { values: { [name]: { form: row } }, sources: { [name]: sources } }
				: form(name, row, sources);
		const { bodies, warnings: said } = made(given);
		expect([bodies[0][wire], said]).toEqual([expected, warnings]);
	});

	it('a card with fields and without title says so', () => {
		const { bodies, warnings } = made({
			values: { card: { form: { title: '', sections: [{ fields: [{ title: 'a', value: 1 }] }] } } },
			sources: { card: { title: '{{ $json.t }}' } },
		});
		expect(bodies[0].card.title).toBe('No title');
		expect(warnings).toEqual(['Card shows "No title": "Title" gave nothing ({{ $json.t }})']);
	});

	describe('a text, if there is something else to show:', () => {
		const source = { text: '{{ $json.msg }}' };
		it.each<[string, Values, string]>([
			[
				'the title of the card stands in its place',
				{ card: { theme: 'modern-inline', title: 'Disk *full*' } },
				'Disk *full*',
			],
			[
				'or that of a slide',
				{
					slides: [
						{ type: 'text', data: 'x' },
						{ type: 'text', title: 'Hosts', data: 'x' },
					],
				},
				'Hosts',
			],
			[
				'or the label of a button',
				{ buttons: [{ label: 'Open', action: { type: 'open.url', data: { web: 'https://x.co' } } }] },
				'Open',
			],
			['or nothing but that', { slides: [{ type: 'text', data: 'x' }] }, 'No text'],
			['also where other parts come from data', { card: { form: { title: 'Hi' } } }, 'Hi'],
		])('%s', (_, values, shown) => {
			for (const text of [undefined, null, '', ' ']) {
				const { bodies, warnings } = made({ values: { ...values, text }, sources: source });
				expect(bodies[0].text.replaceAll('\u2060', '')).toBe(shown);
				expect(warnings).toEqual([
					`"Message" shows "${escape(shown)}": "Message" gave nothing ({{ $json.msg }})`,
				]);
			}
		});

		it('it is refused if there is not, or if it was left empty', () => {
			const { message } = refusal(() =>
				made({
					values: { text: undefined, card: { form: { title: '' } } },
					sources: { ...source, card: { title: 'msg.t' } },
				}),
			);
			expect(message).toBe('"Message" gave nothing ({{ $json.msg }})');
			expect(
				refusal(() => made({ values: { text: '', card: { theme: 'modern-inline', title: 'a' } } })).message,
			).toMatch(/"Message"/);
		});

		it("Cliq's own JSON, too", () => {
			const card = { theme: 'modern-inline', title: 'a' };
			for (const json of [{ card }, { text: '', card }, { text: null, card }])
				expect(
					made({ values: { text: undefined, json }, sources: { text: 'msg.payload', json: 'msg.payload' } })
						.bodies[0],
				).toMatchObject({ text: 'a', card });
			expect(
				refusal(() => made({ values: { json: { text: '' } }, sources: { json: 'msg.payload' } })).message,
			).toBe('"Message" gave nothing (msg.payload)');
		});

		it('what only Markdown readers do not see is no text', () => {
			expect(
				made({
					values: {
						text: '<!-- a -->',
						textFormat: 'markdown',
						card: { theme: 'modern-inline', title: 'a' },
					},
					sources: source,
				}).bodies[0].text,
			).toBe('a');
		});
	});

	it('an instant button leaves its label in the text', () => {
		const { bodies } = made({
			values: {
				text: 'See [Open]($1) or [Copy]($2)',
				references: {
					form: [
						{ label: 'Open', url: '' },
						{ label: 'Copy', action: 'copy', text: 'x' },
					],
				},
			},
			sources: { references: [{ url: 'msg.url' }, {}] },
		});
		expect(bodies[0]).toMatchObject({ text: 'See Open or [Copy]($2)', references: { 2: { type: 'button' } } });
	});

	it('any other option, too', () => {
		expect(made({ values: { replyTo: undefined }, sources: { replyTo: 'msg.id' } }).warnings).toEqual([
			'"Reply to Message ID" gave nothing (msg.id) and is left out',
		]);
		expect(
			made({
				values: {
					alsoTo: {
						form: [
							{ target: 'user', id: '' },
							{ target: 'channel', id: 'x' },
						],
					},
				},
				sources: { alsoTo: [{ id: 'msg.boss' }, {}] },
			}),
		).toMatchObject({
			bodies: { length: 2 },
			warnings: ['Target 1 is left out: "Name or ID" gave nothing (msg.boss)'],
		});
	});

	it('rows with nothing in them are counted', () => {
		const { bodies, warnings } = made({
			values: { slides: { form: [{ columns: 'a' }] } },
			rows: [{ a: 1 }, { a: '' }, { a: null }],
		});
		expect([bodies[0].slides[0].data.rows, warnings]).toEqual([
			[{ a: '1' }],
			['Slide 1, table leaves out 2 entries with nothing to show'],
		]);
	});

	it('in JSON of data, too', () => {
		const { bodies, warnings } = made({
			values: {
				buttons: [
					{ label: 'a', action: { type: 'open.url', data: { web: '' } } },
					{ label: 'b', action: { type: 'copy', data: { text: 'x' } } },
				],
			},
			sources: { buttons: 'msg.buttons' },
		});
		expect(bodies[0].buttons).toMatchObject([{ label: 'b' }]);
		expect(warnings).toEqual([
			'Button 1, action: has no data and is left out',
			'Button 1: has no action and is left out',
		]);
	});

	it.each([
		'null',
		'undefined',
		'N/A',
		'-',
		'#',
		'http://',
		'https://',
		'<no value>',
		'[no value]',
		'*UNKNOWN*',
		'about:blank',
	])('an address that stands for none: %s', (url) => {
		const { bodies, warnings } = made(form('buttons', { label: 'Open', url }, { url: '{{ $json.u }}' }));
		expect([bodies[0].buttons, warnings]).toEqual([
			undefined,
			[`Button 1 is left out: "URL" gave nothing ({{ $json.u }})`],
		]);
		expect(refusal(() => made(form('buttons', { label: 'Open', url }, {}))).message).toMatch(
			/^Button 1 "Open", action, data, web: /,
		);
	});

	it('a part that an expression for all of it gives as nothing', () => {
		for (const name of ['card', 'buttons', 'slides', 'styles', 'identity', 'references']) {
			for (const nothing of [undefined, null, '', ' ', [], {}, '{}', '[]']) {
				const { bodies, warnings } = made({ values: { [name]: nothing }, sources: { [name]: 'msg.part' } });
				expect(bodies[0]).toEqual({ text: 'Hi', sync_message: true });
				// An empty list is what the data says.
				expect(warnings).toEqual(
					nothing === undefined || nothing === null || nothing === '' || nothing === ' '
						? [expect.stringMatching(/^"[A-Z][\w ]+" gave nothing \(msg\.part\) and is left out$/)]
						: [],
				);
			}
		}
	});

	it('a choice in another letter case is meant, and one list where addresses stand a line', () => {
		expect(
			made({ values: { styles: { form: { background: 'RED' } } }, sources: { styles: { background: 'msg.c' } } })
				.bodies[0].styles,
		).toEqual({ background: 'red' });
		const urls = ['https://a.example/1.png', 'https://a.example/2,3.png'];
		for (const given of [urls, urls.join('\n'), urls.join(', '), urls.join(','), JSON.stringify(urls)])
			expect(
				made(form('slides', { type: 'images', urls: given }, { urls: 'msg.u' })).bodies[0].slides[0].data,
			).toEqual(urls);
	});

	it('times and errors are texts', () => {
		const now = new Date(0);
		expect(made({ values: { text: now }, sources: { text: 'msg.now' } }).bodies[0].text).toBe(
			'1970-01-01T00:00:00.000Z',
		);
		expect(made({ values: { text: new Error('Not found') }, sources: { text: 'msg.error' } }).bodies[0].text).toBe(
			'Not found',
		);
		expect(
			made({ values: { card: { theme: 'modern-inline', title: now } }, sources: { card: 'msg.card' } }).bodies[0]
				.card.title,
		).toBe('1970-01-01T00:00:00.000Z');
		expect(refusal(() => made({ values: { text: { a: 1 } }, sources: { text: 'msg.o' } })).message).toMatch(
			/must be text, but is an object/,
		);
	});

	it('one button or slide of data that is no list is named as such', () => {
		expect(
			refusal(() => made({ values: { buttons: { label: 'a', action: {} } }, sources: { buttons: 'msg.b' } }))
				.message,
		).toBe('The parameter "Buttons" must be a list, but is an object');
	});

	it('a value that is there and wrong is refused, by its place and itself', () => {
		expect(
			refusal(() => made(form('buttons', { label: 'Open', url: 'example' }, { url: '{{ $json.u }}' }))).message,
		).toBe('Button 1, action, data, web: must be an address that Cliq opens, but is "example"');
		expect(
			refusal(() =>
				made({
					values: { card: { form: { title: 'T', thumbnail: 'http://a.example/b' } } },
					sources: { card: { thumbnail: 'x' } },
				}),
			).message,
		).toBe('Card, thumbnail: must be an https address, but is "http://a.example/b"');
		expect(
			refusal(() =>
				made(form('buttons', { label: 'Open', url: 'https://a.example', style: 'pink' }, { style: 'x' })),
			).message,
		).toBe('Button 1 has an unknown value for "Color"');
	});

	it('what a person wrote wrongly is refused', () => {
		expect(refusal(() => made({ values: { buttons: { form: [{ label: 'Open' }] } } })).message).toBe(
			'Button 1 has no URL',
		);
		expect(
			refusal(() => made(form('buttons', { url: 'https://a.example' }, { url: '{{ $json.u }}' }))).message,
		).toBe('Button 1 has no label');
	});
});

describe('what data has too much of is cut, and said', () => {
	it.each<[string, Row, Row, Row, string]>([
		[
			'a label',
			{ label: 'A label of more than twenty', url: 'https://a.example' },
			{ label: 'x' },
			{ label: 'A label of more tha…' },
			'Button 1, label is cut to the 20 characters that Cliq takes. Left out: "n twenty"',
		],
		[
			'a tooltip',
			{ label: 'a', hint: 'x'.repeat(101), url: 'https://a.example' },
			{ hint: 'x' },
			{ hint: `${'x'.repeat(99)}…` },
			'Button 1, tooltip is cut to the 100 characters that Cliq takes. Left out: "xx"',
		],
	])('%s', (_, row, sources, button, warning) => {
		const { bodies, warnings } = made(form('buttons', row, sources));
		expect(bodies[0].buttons[0]).toMatchObject(button);
		expect(warnings).toEqual([warning]);
	});

	it('a title, and as JSON too', () => {
		const title = 'x'.repeat(201);
		for (const given of [
			{ values: { card: { form: { title } } }, sources: { card: { title: 'x' } } },
			{ values: { card: { theme: 'modern-inline', title } }, sources: { card: 'msg.card' } },
			{ values: { json: { card: { theme: 'modern-inline', title } } }, sources: { json: '{{ $json.message }}' } },
		]) {
			const { bodies, warnings } = made(given);
			expect(bodies[0].card.title).toBe(`${'x'.repeat(199)}…`);
			expect(warnings).toEqual([expect.stringMatching(/^Card, title:? is cut to the 200 characters/)]);
		}
		expect(refusal(() => made({ values: { card: { form: { title } } } })).message).toMatch(
			/is too long: 201 characters/,
		);
		expect(
			refusal(() =>
				made({ values: { longText: 'refuse', card: { form: { title } } }, sources: { card: { title: 'x' } } }),
			).message,
		).toMatch(/is cut to the 200|is too long/);
	});

	it.each<[number, string]>([
		[0, 'none'],
		[1, 'one, "a0"'],
	])('a poll with %i answers left is a card', (left, said) => {
		const options = [0, 1, 2].map((index) => ({ text: index < left ? `a${index}` : '' }));
		const { bodies, warnings } = made({
			values: { card: { form: { theme: 'poll', title: 'T', options } } },
			sources: { card: { options: options.map((_, index) => ({ text: `msg.a${index}` })) } },
		});
		expect(bodies[0].card).toEqual({ theme: 'modern-inline', title: 'T' });
		expect(warnings.at(-1)).toBe(`Card is shown without a vote: a poll needs 2 answers, and it has ${said}`);
		expect(
			made({ values: { card: { theme: 'poll', title: 'T', options } }, sources: { card: 'msg.card' } }).bodies[0]
				.card,
		).toEqual({ theme: 'modern-inline', title: 'T' });
		expect(
			refusal(() =>
				made({ values: { card: { form: { theme: 'poll', title: 'T', options: options.slice(0, left) } } } }),
			).message,
		).toMatch(/has no options|at least 2 options/);
	});

	it('a prompt with no button left is a card', () => {
		const card = { theme: 'prompt', title: 'T' };
		const { bodies, warnings } = made({
			values: { card: { form: card }, buttons: { form: [{ label: 'Open', url: '' }] } },
			sources: { buttons: [{ url: 'msg.url' }] },
		});
		expect([bodies[0].card, warnings]).toEqual([
			{ theme: 'modern-inline', title: 'T' },
			['Button 1 is left out: "URL" gave nothing (msg.url)', 'Card is shown without its buttons: none is left'],
		]);
		expect(
			refusal(() => made({ values: { card: { form: card } }, sources: { card: { title: 'msg.t' } } })).message,
		).toMatch(/a prompt needs at least one button/);
	});

	it('answers of a poll', () => {
		const options = Array.from({ length: 12 }, (_, index) => ({ text: `a${index}` }));
		const { bodies, warnings } = made({
			values: { card: { theme: 'poll', title: 'T', options } },
			sources: { card: 'msg.card' },
		});
		expect([bodies[0].card.options.length, warnings]).toEqual([
			10,
			['Card: the first 10 of 12 options are kept. Left out: {"text":"a10"}, {"text":"a11"}'],
		]);
	});

	it('more buttons than five become links in the text', () => {
		const row = (number: number) => ({ label: `b${number}`, url: `https://a.example/${number}` });
		const { bodies, warnings } = made({
			values: { buttons: { form: [0, 1, 2, 3, 4, 5, 6].map(row) } },
			sources: { buttons: [{ url: 'x' }] },
		});
		expect(bodies[0].buttons).toHaveLength(5);
		expect(bodies[0].text).toBe('Hi\n\n[b5](https://a.example/5)\n[b6](https://a.example/6)');
		expect(warnings).toEqual([expect.stringMatching(/"b5" as a link/), expect.stringMatching(/"b6" as a link/)]);
	});

	it('an address that is too long for a button becomes a link in the text', () => {
		const url = `https://a.example/${'x'.repeat(300)}`;
		const { bodies, warnings } = made(form('buttons', { label: 'Open', url }, { url: '{{ $json.url }}' }));
		expect(bodies).toMatchObject([{ text: `Hi\n\n[Open](${url})` }]);
		expect(bodies[0].buttons).toBeUndefined();
		expect(warnings).toEqual([expect.stringMatching(/longer than the 256 characters/)]);
	});

	it('an address that is too long once it is encoded, too', () => {
		const { bodies, warnings } = made(
			form('buttons', { label: 'Open', url: `https://a.example/${'ü'.repeat(100)}` }, { url: '{{ $json.url }}' }),
		);
		expect(bodies).toMatchObject([{ text: `Hi\n\n[Open](https://a.example/${'%C3%BC'.repeat(100)})` }]);
		expect(warnings).toEqual([expect.stringMatching(/longer than the 256 characters/)]);
	});

	it('more slides than twenty go into a second message', () => {
		const slides = Array.from({ length: 45 }, (_, index) => ({ type: 'text', data: `s${index}` }));
		for (const given of [
			{ values: { slides, replyTo: '1_2' }, sources: { slides: 'msg.slides' } },
			{ values: { json: { slides }, replyTo: '1_2' }, sources: { json: 'msg.message' } },
		]) {
			const { bodies, warnings } = made(given);
			expect(bodies.map((body) => [body.text, body.slides.length, body.reply_to])).toEqual([
				['Hi', 20, '1_2'],
				['Slides, part 2 of 3', 20, undefined],
				['Slides, part 3 of 3', 5, undefined],
			]);
			expect(bodies.flatMap((body) => body.slides.map(({ data }: { data: string }) => data))).toEqual(
				slides.map(({ data }) => data),
			);
			expect(warnings).toEqual([expect.stringMatching(/^Slides are sent in 3 messages/)]);
		}
	});

	it('slides that are too long together, too, and one that is too long is cut', () => {
		const { bodies } = made({
			values: {
				slides: {
					form: [
						{ type: 'text', text: 'x'.repeat(9_000) },
						{ type: 'text', text: 'y'.repeat(12_000) },
						{ type: 'table' },
					],
				},
			},
			sources: { slides: [{ text: 'a' }, { text: 'b' }, {}] },
		});
		expect(bodies.map(({ slides }) => slides.map(({ type, data }: any) => [type, data.length]))).toEqual([
			[['text', 9_000]],
			[['text', 9_996]],
			[['table', undefined]],
		]);
	});

	it('cells, columns and rows', () => {
		const wide = Object.fromEntries(
			Array.from({ length: 12 }, (_, index) => [`c${index}`, index === 0 ? 'x'.repeat(400) : index]),
		);
		expect(made({ values: { slides: { form: [{}] } }, rows: [wide] }).warnings).toEqual([
			'Slide 1, table shows 10 of 12 columns; name others in "Columns". Left out: c10, c11',
			'Slide 1, table cuts 1 text that is longer than 300 characters',
		]);
		expect(
			made({ values: { slides: { form: [{}] } }, rows: Array.from({ length: 2000 }, (_, id) => ({ id })) })
				.warnings,
		).toEqual([expect.stringMatching(/^Slide 1, table shows [\d,]+ of 2,000 rows, as many as there is room for$/)]);
		expect(
			made({ values: { slides: { form: [{ most: 3 }] } }, rows: Array.from({ length: 20 }, (_, id) => ({ id })) })
				.warnings,
		).toEqual([]);
	});
});

describe('an address', () => {
	it.each([
		['https://a.example/my file.pdf', 'https://a.example/my%20file.pdf'],
		['https://a.example/ä?q=ö#ü', 'https://a.example/%C3%A4?q=%C3%B6#%C3%BC'],
		['https://müller.example/', 'https://xn--mller-kva.example/'],
		['https://a.example/%20b', 'https://a.example/%20b'],
		['tel:+49 30 123', 'tel:+4930123'],
	])('is encoded: %s', (url, expected) =>
		expect(
			made({ values: { buttons: { form: [{ label: 'a', url }] } } }).bodies[0].buttons[0].action.data.web,
		).toBe(expected),
	);

	it.each([
		['https://a.example/a\nb', /has a line break or another control character in it/],
		['https://', /is not an address that can be opened: "https:\/\/"/],
		['https://a.example:99999/', /is not an address that can be opened/],
		['www.example.com', /must be an address that Cliq opens, but is "www\.example\.com"/],
	])('says what is wrong with it: %j', (url, message) =>
		expect(refusal(() => made({ values: { buttons: { form: [{ label: 'a', url }] } } })).message).toMatch(message),
	);
});

describe('figures', () => {
	const chart = (row: Row, rows: Row[]) =>
		made({ values: { slides: { form: [{ type: 'percentage_chart', ...row }] } }, rows });

	it('of a column are read as a whole', () => {
		const rows = [
			{ team: 'Nord', hours: '12,5' },
			{ team: 'Süd', hours: '1,250' },
			{ team: 'West', hours: '8' },
		];
		expect(chart({}, rows)).toMatchObject({
			bodies: [
				{
					slides: [
						{
							data: [
								{ label: 'Nord', value: 12.5 },
								{ label: 'Süd', value: 1.25 },
								{ label: 'West', value: 8 },
							],
						},
					],
				},
			],
			warnings: [],
		});
	});

	it('that cannot be told are refused', () => {
		expect(
			refusal(() =>
				chart({}, [
					{ team: 'a', hours: '1,250' },
					{ team: 'b', hours: '8' },
				]),
			),
		).toMatchObject({
			message:
				'Slide 1, pie chart cannot tell the numbers of "hours": the column holds "1,250", which may be 1.25 or 1,250',
		});
	});

	it('that are none are counted', () => {
		const { bodies, warnings } = chart({ valueFields: 'hours' }, [
			{ team: 'a', hours: 1 },
			{ team: 'b', hours: 'n/a' },
			{ team: 'c', hours: null },
		]);
		expect(bodies[0].slides[0].data).toEqual([{ label: 'a', value: 1 }]);
		expect(warnings).toEqual(['Slide 1, pie chart leaves out 2 entries without a number in "hours": "n/a"']);
		expect(
			chart({}, [
				{ team: 'a', hours: 1 },
				{ team: 'b', hours: 2 },
				{ team: 'c', hours: 'n/a' },
			]).bodies[0].slides[0].data,
		).toHaveLength(2);
		expect(chart({ valueFields: 'hours' }, [{ team: 'a', hours: null }])).toMatchObject({
			bodies: [{ slides: [{ data: 'No entries' }] }],
			warnings: ['Slide 1, pie chart leaves out 1 entry with nothing to show'],
		});
	});
});

describe('rows', () => {
	const table = (rows: unknown[], row: Row = {}) =>
		made({ values: { slides: { form: [row] } }, rows }).bodies[0].slides[0].data;

	it.each<[string, unknown[], object]>([
		[
			'lists with a header',
			[
				['Name', 'Age'],
				['Ann', 34],
			],
			{ headers: ['Name', 'Age'], rows: [{ Name: 'Ann', Age: '34' }] },
		],
		[
			'lists without',
			[
				['Ann', 34],
				['Bob', 5],
			],
			{
				headers: ['Column 1', 'Column 2'],
				rows: [
					{ 'Column 1': 'Ann', 'Column 2': '34' },
					{ 'Column 1': 'Bob', 'Column 2': '5' },
				],
			},
		],
		['lists of one column', [['Name'], ['Ann'], [null]], { headers: ['Name'], rows: [{ Name: 'Ann' }] }],
		[
			'plain values',
			['a', 2, true],
			{ headers: ['Value'], rows: [{ Value: 'a' }, { Value: '2' }, { Value: 'true' }] },
		],
		[
			'objects within objects',
			[{ a: { b: 1, c: { d: 2 } } }],
			{ headers: ['a.b', 'a.c'], rows: [{ 'a.b': '1', 'a.c': '{"d":2}' }] },
		],
		[
			'dates, booleans and nothing',
			[{ at: new Date(0), is: false, none: null, list: ['a', 1] }],
			{
				headers: ['at', 'is', 'none', 'list'],
				rows: [{ at: '1970-01-01T00:00:00.000Z', is: 'false', none: '', list: 'a, 1' }],
			},
		],
		[
			'names that stand in quotes behind a byte order mark',
			[{ '\ufeff"Name"': 'Ann' }],
			{ headers: ['Name'], rows: [{ Name: 'Ann' }] },
		],
		['names that nobody sees all of', [{ '\ufeffName': 'Ann' }], { headers: ['Name'], rows: [{ Name: 'Ann' }] }],
	])('may be %s', (_, rows, expected) => expect(table(rows)).toEqual(expected));

	it('have columns by a list of names', () =>
		expect(table([{ status: 'up', n: 1, secret: 'x' }], { columns: ['status', 'n'] })).toEqual({
			headers: ['status', 'n'],
			rows: [{ status: 'up', n: '1' }],
		}));
});
