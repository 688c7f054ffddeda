import fc from 'fast-check';
import type { Button, Card, MessageObject, Slide } from '../../../cliq/message/types';

/**
 * Limits as the specification has them, written down a second time: what is generated must not depend on what checks
 * it.
 */
const TEXT = 5000;
const ALL_SLIDES = 10_000;
const MOST_SLIDES = 20;

/** Message objects that Cliq takes: every kind of slide, button and card, with lengths and numbers up to the limits. */
export function messageObject(): fc.Arbitrary<MessageObject> {
	const rest = fc.record(
		{
			bot: fc.record({ name: text(50), image: httpsUrl() }, { requiredKeys: ['name'] }),
			card: card(),
			slides: slides(),
			buttons: fc.array(button(), { minLength: 1, maxLength: 5, size: 'max' }),
			references: references(),
			styles: fc.record(
				{
					background: fc.constantFrom('red', 'yellow', 'green', 'blue', 'grey'),
					markdown: fc.boolean(),
					highlight: fc.boolean(),
				},
				{ requiredKeys: ['highlight'] },
			),
		},
		{ requiredKeys: [] },
	);
	return fc.tuple(messageText(), rest, button()).map(([own, parts, answer]) => {
		const used = Object.keys(parts.references ?? {})
			.map((key) => `[Press]($${key})`)
			.join(' ');
		return {
			text: `${used}${own.slice(0, TEXT - used.length).replace(/\p{Surrogate}/gu, 'x')}`,
			...parts,
			...(parts.card?.theme === 'prompt' && { buttons: parts.buttons ?? [answer] }),
		} as MessageObject;
	});
}

export function card(): fc.Arbitrary<Card> {
	const title = text(200);
	const section = fc.record(
		{
			title: text(40),
			fields: fc.array(fc.record({ title: text(30), value: text(60) }), { minLength: 1, maxLength: 4 }),
		},
		{ requiredKeys: ['fields'] },
	);
	return fc.oneof(
		fc.record(
			{
				theme: fc.constant('modern-inline' as const),
				title,
				thumbnail: httpsUrl(),
				icon: text(20),
				sections: fc.array(section, { minLength: 1, maxLength: 3 }),
			},
			{ requiredKeys: ['theme', 'title'] },
		),
		fc.record({
			theme: fc.constant('poll' as const),
			title,
			options: fc.array(fc.record({ text: text(100) }), { minLength: 2, maxLength: 10, size: 'max' }),
		}),
		fc.record({ theme: fc.constant('prompt' as const), title }),
		fc.record(
			{ theme: fc.constant('basic' as const), title, thumbnail: httpsUrl() },
			{ requiredKeys: ['theme', 'title'] },
		),
	);
}

/** Up to 20, of up to 10,000 characters together. */
export function slides(): fc.Arbitrary<Slide[]> {
	const one = slide();
	const few = fc.array(one, { minLength: 1, maxLength: 3 });
	const many = fc.array(one, { minLength: 1, maxLength: MOST_SLIDES, size: 'max' });
	return fc
		.tuple(fc.oneof({ weight: 9, arbitrary: few }, { weight: 1, arbitrary: many }), fc.nat(9))
		.map(([made, filled]) => {
			let room = ALL_SLIDES;
			const fits = made.filter((own) => (room -= characters(own)) >= 0);
			const kept = [...(fits.length > 0 ? fits : [line('x')])];
			// Now and then as many as there can be, or as long as they can be.
			while (filled < 2 && kept.length < MOST_SLIDES - 1 && characters(kept) < ALL_SLIDES - 100)
				kept.push(line('x'));
			room = ALL_SLIDES - characters(kept) - characters(line(''));
			return filled % 4 === 0 && kept.length < MOST_SLIDES && room > 0 ? [...kept, line('x'.repeat(room))] : kept;
		});
}

function line(data: string): Slide {
	return { type: 'text', data };
}

/** All texts in a value, without keys. */
function characters(value: unknown): number {
	if (typeof value === 'string') return value.length;
	return typeof value === 'object' && value !== null
		? Object.values(value).reduce((sum: number, part) => sum + characters(part), 0)
		: 0;
}

function slide(): fc.Arbitrary<Slide> {
	const named = fc.record({ label: text(20), value: number() });
	const points = fc.oneof(
		{ weight: 9, arbitrary: fc.array(named, { minLength: 1, maxLength: 4 }) },
		{ weight: 1, arbitrary: fc.array(named, { minLength: 20, maxLength: 20 }) },
	);
	const axis = fc.oneof(text(20), fc.record({ title: text(20) }));
	const images = fc.array(httpsUrl(), { minLength: 1, maxLength: 4 });
	const categories = fc.array(fc.record({ category: text(20), values: points }), { minLength: 1, maxLength: 5 });
	const bullets = fc.constantFrom(
		'disc',
		'circle',
		'square',
		'decimal',
		'lower-alpha',
		'upper-alpha',
		'lower-roman',
		'upper-roman',
	);
	const charts = fc.record({ preview: fc.constantFrom('pie', 'doughnut', 'semi_doughnut') });
	const graphs = fc.record(
		{ preview: fc.constantFrom('vertical_bar', 'vertical_stacked_bar', 'trend'), x_axis: axis, y_axis: axis },
		{ requiredKeys: ['preview'] },
	);
	const pair = fc.oneof(
		fc.tuple(text(30), cell()).map(([key, value]) => ({ [key]: value })),
		fc.record({ label: text(30), value: cell() }),
	);
	return fc.oneof(
		slideOf('text', text(300)),
		slideOf('table', table()),
		slideOf('list', fc.array(text(40), { minLength: 1, maxLength: 10 }), fc.record({ type: bullets })),
		slideOf('label', fc.array(pair, { minLength: 1, maxLength: 6 })),
		slideOf('images', images),
		slideOf('percentage_chart', fc.array(named, { minLength: 1, maxLength: 5, size: 'max' }), charts),
		slideOf('graph', categories, graphs),
	);
}

function slideOf(type: Slide['type'], data: fc.Arbitrary<unknown>, styles?: fc.Arbitrary<object>): fc.Arbitrary<Slide> {
	const parts = {
		type: fc.constant(type),
		data,
		title: text(40),
		buttons: fc.array(button(), { minLength: 1, maxLength: 5, size: '-1' }),
		...(styles && { styles }),
	};
	return fc.record(parts, { requiredKeys: ['type', 'data'] }) as fc.Arbitrary<Slide>;
}

const MOST_COLUMNS = 6;

function table(): fc.Arbitrary<unknown> {
	const sticky = fc.record({ rows: fc.nat(2), columns: fc.nat(2) });
	const row = fc.array(fc.option(cell()), { minLength: MOST_COLUMNS, maxLength: MOST_COLUMNS });
	const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), {
		minLength: MOST_COLUMNS - 1,
		maxLength: MOST_COLUMNS - 1,
	});
	return fc
		.tuple(
			fc.uniqueArray(text(20), { minLength: 1, maxLength: MOST_COLUMNS }),
			fc.array(row, { minLength: 1, maxLength: 8 }),
			fc.option(cuts),
			fc.option(sticky),
		)
		.map(([headers, rows, widths, frozen]) => ({
			headers,
			rows: rows.map((cells) => rowOf(headers, cells)),
			...((widths ?? frozen) && {
				styles: {
					...(widths && { width: parts(100, widths.slice(0, headers.length - 1)) }),
					...(frozen && { sticky: frozen }),
				},
			}),
		}));
}

/** Some cells are empty, never all. */
function rowOf(headers: string[], cells: Array<string | null>): Record<string, string> {
	const row = headers.map((header, index) => [header, cells[index] ?? ''] as const);
	return Object.fromEntries(row.some(([, value]) => value !== '') ? row : [...row, [headers[0], 'x']]);
}

/** What a number falls into when it is cut at these places. */
function parts(whole: number, cuts: number[]): number[] {
	const borders = [0, ...cuts.sort((one, other) => one - other), whole];
	return borders.slice(1).map((border, index) => border - borders[index]!);
}

export function button(): fc.Arbitrary<Button> {
	return fc.record(
		{
			label: text(20),
			action: action(),
			hint: text(100),
			type: fc.constantFrom('+' as const, '-' as const),
			key: text(100),
			arguments: fc.dictionary(text(10), jsonValue(), { minKeys: 1, maxKeys: 3 }),
		},
		{ requiredKeys: ['label', 'action'] },
	) as fc.Arbitrary<Button>;
}

function action(): fc.Arbitrary<Button['action']> {
	const zuid = fc.stringMatching(/^[1-9][0-9]{3,12}$/);
	const phone = fc.constantFrom('tel:+4930123456', 'sms:+4930123456', 'sip:sam@example.com');
	const system = fc.oneof(
		fc
			.tuple(fc.constantFrom('audiocall', 'videocall', 'startchat', 'invite'), zuid)
			.map((parts) => parts.join('/')),
		zuid.map((id) => `joinchannel/O${id}`),
		fc.constant('locationpermission'),
	);
	const link = fc.oneof(url('https', 256), url('http', 256), phone);
	const opens = fc.record({ web: link, windows: link, iOS: link, android: link }, { requiredKeys: ['web'] });
	const frame = fc.oneof(
		url('https', 500).map((address) => ({ url: address })),
		url('https', 500).map((address) => ({ web: address })),
	);
	const runs = fc.record({ name: text(30), owner: fc.constant('sam@example.com') }, { requiredKeys: ['name'] });
	return fc.oneof(
		actionOf('open.url', opens),
		actionOf('preview.url', frame),
		actionOf('copy', fc.record({ text: text(200) })),
		actionOf('system.api', fc.record({ api: system })),
		actionOf('invoke.function', runs),
	);
}

function actionOf(type: string, data: fc.Arbitrary<object>): fc.Arbitrary<Button['action']> {
	const confirm = fc.record(
		{
			title: text(100),
			button_label: text(100),
			description: text(100),
			input: text(300),
			cancel_button_label: text(100),
			mandatory: fc.constantFrom('true', 'false'),
			emotion: fc.constantFrom('positive', 'neutral', 'negative'),
		},
		{ requiredKeys: ['title', 'button_label'] },
	);
	return fc.record({ type: fc.constant(type), data, confirm }, { requiredKeys: ['type', 'data'] }) as fc.Arbitrary<
		Button['action']
	>;
}

function references(): fc.Arbitrary<MessageObject['references']> {
	return fc
		.array(button(), { minLength: 1, maxLength: 4 })
		.map((made) =>
			Object.fromEntries(made.map((object, index) => [String(index + 1), { type: 'button' as const, object }])),
		);
}

/** Not blank, without half characters, and often exactly as long as it may be, in UTF-16 code units. */
function text(most: number): fc.Arbitrary<string> {
	return fc.tuple(fc.string({ unit: 'grapheme', maxLength: Math.min(most, 30) }), fc.nat(5)).map(([start, exact]) => {
		const fits = start.trim() === '' || start.length > most ? 'x' : start;
		return exact === 0 ? fits.padEnd(most, 'y') : fits;
	});
}

/** Without anything that names an instant button. */
function messageText(): fc.Arbitrary<string> {
	return text(TEXT).map((made) => made.replaceAll('$', '€'));
}

function cell(): fc.Arbitrary<string> {
	return fc.oneof(text(40), number().map(String));
}

/** As JSON keeps it: text of it says 0 for -0. */
function jsonValue(): fc.Arbitrary<unknown> {
	return fc.jsonValue().map((made): unknown => JSON.parse(JSON.stringify(made)));
}

/** Without -0, too. */
function number(): fc.Arbitrary<number> {
	return fc
		.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
		.map((made) => (made === 0 ? 0 : made));
}

function httpsUrl(): fc.Arbitrary<string> {
	return url('https', 120);
}

function url(scheme: string, most: number): fc.Arbitrary<string> {
	return fc.tuple(fc.stringMatching(/^[a-z0-9/]{1,20}$/), fc.nat(5)).map(([path, exact]) => {
		const address = `${scheme}://example.com/${path}`;
		return exact === 0 ? address.padEnd(most, 'z') : address;
	});
}
