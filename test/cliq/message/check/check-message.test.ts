import '../../../../cliq/message/message-kinds';
import { operation, parameterOf } from '../../../../cliq/catalogue';
import { toWire } from '../../../../cliq/parameters/to-wire';
import { refusal } from '../../support/expect';

const send = operation('message.send.channel');

type Part = 'buttons' | 'card' | 'identity' | 'references' | 'slides' | 'styles';

function sent(part: Part, value: unknown, isRaw = false): any {
	return toWire(parameterOf(send, part), value, {}, isRaw);
}

/** @returns message and hint of the refusal, in one text. */
function refused(part: Part, value: unknown, isRaw = false): string {
	const error = refusal(() => sent(part, value, isRaw));
	expect(error).toMatchObject({ kind: 'invalidInput', details: { parameter: part } });
	return `${error.message} | ${error.hint}`;
}

const x = (length: number) => 'x'.repeat(length);
const many = <T>(length: number, of: (index: number) => T) => Array.from({ length }, (_, index) => of(index));
const https = (length: number) => 'https://example.com/'.padEnd(length, 'z');

const press = { label: 'Open', action: { type: 'open.url', data: { web: 'https://example.com' } } };
const doing = (type: string, data: unknown, more: object = {}) => [{ label: 'Open', action: { type, data, ...more } }];
const confirming = (more: object) =>
	doing('copy', { text: 'a' }, { confirm: { title: 'Sure?', button_label: 'Yes', ...more } });
const table = (data: object) => [{ type: 'table', data: { headers: ['A', 'B'], rows: [{ A: 1, B: 2 }], ...data } }];
const columns = (width: unknown, count = 2) =>
	table({ headers: many(count, (index) => `H${index}`), rows: [{ H0: 'a' }], styles: { width } });
const chart = (entries: unknown) => [{ type: 'percentage_chart', data: entries }];
const graph = (data: unknown, styles?: object) => [{ type: 'graph', data, ...(styles && { styles }) }];
const point = { label: 'Jan', value: 1 };
const inline = (more: object) => ({ theme: 'modern-inline', title: 'Title', ...more });
const poll = (options: unknown) => ({ theme: 'poll', title: 'Lunch?', options });
const answers = (count: number, length = 3) => poll(many(count, () => ({ text: x(length) })));

/** What it is about, the part, what just passes, what is just refused, what the refusal says. */
const borders: Array<[string, Part, unknown, unknown, RegExp]> = [
	[
		'20 slides',
		'slides',
		many(20, () => ({ type: 'text', data: 'a' })),
		many(21, () => ({ type: 'text', data: 'a' })),
		/"Slides" has 21 slides, 1 more than the 20 that Cliq takes/,
	],
	[
		'10,000 characters in all slides',
		'slides',
		[{ type: 'text', data: x(9996) }],
		[{ type: 'text', data: x(9997) }],
		/"Slides" holds 10,001 characters, 1 more than the 10,000 that Cliq takes in all slides together/,
	],
	[
		'characters of headers, cells and titles',
		'slides',
		[{ ...table({ headers: ['A', x(9000)], rows: [{ A: x(900) }] })[0], title: x(94) }],
		[{ ...table({ headers: ['A', x(9000)], rows: [{ A: x(900) }] })[0], title: x(95) }],
		/10,001 characters/,
	],
	[
		'5 buttons',
		'buttons',
		many(5, () => press),
		many(6, () => press),
		/"Buttons" has 6 buttons, 1 more than the 5 that Cliq takes/,
	],
	[
		'5 buttons on a slide',
		'slides',
		[{ type: 'text', data: 'a', buttons: many(5, () => press) }],
		[{ type: 'text', data: 'a', buttons: many(6, () => press) }],
		/^Slide 1: has 6 buttons/,
	],
	[
		'label of a button',
		'buttons',
		[{ ...press, label: x(20) }],
		[press, { ...press, label: x(21) }],
		/^Button 2 "x{21}", label: is too long: 21 characters, 1 more than the 20/,
	],
	[
		'label counted as Java does',
		'buttons',
		[{ ...press, label: '👍'.repeat(10) }],
		[{ ...press, label: '👍'.repeat(11) }],
		/22 characters, 2 more/,
	],
	[
		'label of a button on a slide',
		'slides',
		[{ type: 'text', data: 'a', buttons: [{ ...press, label: x(20) }] }],
		[{ type: 'text', data: 'a', buttons: [{ ...press, label: x(21) }] }],
		/^Slide 1, button 1 "x{21}", label: is too long/,
	],
	[
		'hint of a button',
		'buttons',
		[{ ...press, hint: x(100) }],
		[{ ...press, hint: x(101) }],
		/^Button 1 "Open", hint: is too long: 101/,
	],
	[
		'key of a button',
		'buttons',
		[{ ...press, key: x(100) }],
		[{ ...press, key: x(101) }],
		/^Button 1 "Open", key: is too long: 101/,
	],
	[
		'colour of a button',
		'buttons',
		[{ ...press, type: '-' }],
		[{ ...press, type: 'red' }],
		/^Button 1 "Open", type: must be one of \+, -, but is "red"/,
	],
	[
		'web address',
		'buttons',
		doing('open.url', { web: https(256) }),
		doing('open.url', { web: https(257) }),
		/^Button 1 "Open", action, data, web: is too long: 257/,
	],
	...['windows', 'iOS', 'android'].map((device): [string, Part, unknown, unknown, RegExp] => [
		`address for ${device}`,
		'buttons',
		doing('open.url', { web: https(30), [device]: https(256) }),
		doing('open.url', { web: https(30), [device]: https(257) }),
		new RegExp(`data, ${device}: is too long`),
	]),
	[
		'address that opens',
		'buttons',
		doing('open.url', { web: 'tel:+4930123456' }),
		doing('open.url', { web: 'ftp://example.com' }),
		/web: must be an address that Cliq opens.*https:\/\/, http:\/\/, tel:, sms: or sip:/,
	],
	[
		'web is needed',
		'buttons',
		doing('open.url', { web: 'sms:+49', android: 'sip:a@b' }),
		doing('open.url', { android: 'https://example.com' }),
		/data: has no web/,
	],
	[
		'previewed address',
		'buttons',
		doing('preview.url', { url: https(500) }),
		doing('preview.url', { url: https(501) }),
		/url: is too long: 501/,
	],
	[
		'previewed address by its other name',
		'buttons',
		doing('preview.url', { web: https(500) }),
		doing('preview.url', { web: https(30), url: https(30) }),
		/has both url and web/,
	],
	[
		'previewed address is of the web',
		'buttons',
		doing('preview.url', { url: 'http://example.com' }),
		doing('preview.url', { url: 'tel:+49' }),
		/url: must be a web address/,
	],
	[
		'copied text',
		'buttons',
		doing('copy', { text: x(200) }),
		doing('copy', { text: x(201) }),
		/text: is too long: 201/,
	],
	[
		'call',
		'buttons',
		doing('system.api', { api: 'audiocall/55743307' }),
		doing('system.api', { api: 'audiocall' }),
		/api: is not a system action.*startchat\/55743307/,
	],
	[
		'joining',
		'buttons',
		doing('system.api', { api: 'joinchannel/O123' }),
		doing('system.api', { api: 'joinchannel/' }),
		/not a system action/,
	],
	[
		'location',
		'buttons',
		doing('system.api', { api: 'locationpermission' }),
		doing('system.api', { api: 'locationpermission/1' }),
		/not a system action/,
	],
	[
		'function',
		'buttons',
		doing('invoke.function', { name: 'approve', owner: 'sam@example.com' }),
		doing('invoke.function', { owner: 'sam@example.com' }),
		/data: has no name/,
	],
	[
		'owner of a function',
		'buttons',
		doing('invoke.function', { name: 'approve' }),
		doing('invoke.function', { name: 'approve', owner: 'Sam' }),
		/owner: must be an email address/,
	],
	[
		'known action',
		'buttons',
		doing('copy', { text: 'a' }),
		doing('invoke.bot', { bot_name: 'a', message: 'b' }),
		/^Button 1 "Open", action, type: "invoke.bot" is not known.*copy.*raw JSON/,
	],
	[
		'title of a confirmation',
		'buttons',
		confirming({ title: x(100) }),
		confirming({ title: x(101) }),
		/^Button 1 "Open", action, confirm, title: is too long: 101/,
	],
	[
		'title of a confirmation is needed',
		'buttons',
		confirming({}),
		confirming({ title: ' ' }),
		/confirm: has no title/,
	],
	[
		'label of yes is needed',
		'buttons',
		confirming({}),
		confirming({ button_label: '' }),
		/confirm: has no button_label/,
	],
	...(['description', 'button_label', 'cancel_button_label'] as const).map(
		(key): [string, Part, unknown, unknown, RegExp] => [
			`${key} of a confirmation`,
			'buttons',
			confirming({ [key]: x(100) }),
			confirming({ [key]: x(101) }),
			new RegExp(`confirm, ${key}: is too long: 101`),
		],
	),
	[
		'question of a confirmation',
		'buttons',
		confirming({ input: x(300) }),
		confirming({ input: x(301) }),
		/input: is too long: 301/,
	],
	[
		'mood of a confirmation',
		'buttons',
		confirming({ emotion: 'neutral' }),
		confirming({ emotion: 'angry' }),
		/emotion: must be one of positive, neutral, negative/,
	],
	[
		'mandatory is a text',
		'buttons',
		confirming({ mandatory: 'true' }),
		confirming({ mandatory: 'yes' }),
		/mandatory: must be one of true, false/,
	],
	[
		'arguments are an object',
		'buttons',
		[{ ...press, arguments: { a: { b: [1] } } }],
		[{ ...press, arguments: ['a'] }],
		/arguments: must be an object, but is a list/,
	],
	['action is needed', 'buttons', [press], [{ label: 'Open' }], /^Button 1 "Open": has no action/],
	['label is needed', 'buttons', [press], [{ ...press, label: '  ' }], /^Button 1: has no label/],
	[
		'keys of a button',
		'buttons',
		[press],
		[{ ...press, colour: 'red' }],
		/^Button 1 "Open": has a key "colour" that Cliq does not know.*label, hint, type, key, arguments, action/,
	],
	[
		'keys of an action',
		'buttons',
		doing('copy', { text: 'a' }),
		doing('copy', { text: 'a' }, { then: 'b' }),
		/^Button 1 "Open", action: has a key "then"/,
	],
	[
		'keys of the data of an action',
		'buttons',
		doing('copy', { text: 'a' }),
		doing('copy', { text: 'a', web: 'b' }),
		/data: has a key "web"/,
	],

	['headers are there', 'slides', table({}), table({ headers: [] }), /^Slide 1, table: has no headers/],
	[
		'headers are unique',
		'slides',
		table({ headers: ['A', 'B'] }),
		table({ headers: ['A', 'A'] }),
		/table: has the header "A" twice/,
	],
	[
		'headers are not empty',
		'slides',
		table({ headers: ['A', 'B'] }),
		table({ headers: ['A', 'B', ' '] }),
		/table, header 3: is empty/,
	],
	[
		'headers are texts',
		'slides',
		table({ headers: ['A', 'B', 5] }),
		table({ headers: ['A', 'B', {}] }),
		/header 3: must be text, but is an object/,
	],
	[
		'cells have a column',
		'slides',
		table({ rows: [{ A: 1 }] }),
		table({ rows: [{ A: 1 }, { B: 1 }, { C: 1 }] }),
		/^Slide 1, table, row 3: has a cell "C", and the table has no such column.*A, B/,
	],
	[
		'cells are simple',
		'slides',
		table({ rows: [{ A: true, B: 'b' }] }),
		table({ rows: [{ A: { b: 1 } }] }),
		/row 1, column "A": must be text, but is an object/,
	],
	[
		'cells are JSON',
		'slides',
		table({ rows: [{ A: 1e300 }] }),
		table({ rows: [{ A: Infinity }] }),
		/column "A": is Infinity/,
	],
	[
		'rows are objects',
		'slides',
		table({}),
		table({ rows: [{ A: 1 }, [1, 2]] }),
		/row 2: must be an object, but is a list/,
	],
	['rows are there', 'slides', table({ rows: [{}, { A: '' }] }), table({ rows: [] }), /table: has no rows/],
	[
		'widths add up to 100',
		'slides',
		columns([40, 60]),
		columns([40, 61]),
		/table, width: adds up to 101, not to 100/,
	],
	[
		'widths do not add up to less than 100',
		'slides',
		columns([40, 60]),
		columns([40, 59]),
		/table, width: adds up to 99, not to 100/,
	],
	['a width for each column', 'slides', columns([100], 1), columns([100]), /width: must be a list of 2 numbers/],
	[
		'widths are whole numbers',
		'slides',
		columns([1, 99]),
		columns([0.5, 99.5]),
		/width, column 1: must be a whole number from 1 to 100, but is "0.5"/,
	],
	[
		'widths are 1 or more',
		'slides',
		columns([1, 99]),
		columns([0, 100]),
		/width, column 1: must be a whole number from 1/,
	],
	[
		'sticky rows',
		'slides',
		table({ styles: { sticky: { rows: 2 } } }),
		table({ styles: { sticky: { rows: 3 } } }),
		/sticky, rows: must be a whole number from 0 to 2, but is "3"/,
	],
	[
		'sticky columns',
		'slides',
		table({ styles: { sticky: { columns: 0 } } }),
		table({ styles: { sticky: { columns: -1 } } }),
		/sticky, columns: must be a whole number/,
	],
	[
		'styles of a table are in its data',
		'slides',
		table({ styles: { sticky: { rows: 1 } } }),
		[{ ...table({})[0], styles: { sticky: { rows: 1 } } }],
		/^Slide 1: has a key "styles"/,
	],
	[
		'list of texts',
		'slides',
		[{ type: 'list', data: ['a', 5] }],
		[{ type: 'list', data: ['a', ['b']] }],
		/^Slide 1, list, entry 2: must be text, but is a list/,
	],
	[
		'bullets',
		'slides',
		[{ type: 'list', data: ['a'], styles: { type: 'upper-roman' } }],
		[{ type: 'list', data: ['a'], styles: { type: 'bulleted' } }],
		/styles, type: must be one of disc, .*upper-roman, but is "bulleted"/,
	],
	[
		'one name for each label',
		'slides',
		[{ type: 'label', data: [{ a: 1 }] }],
		[{ type: 'label', data: [{ a: 1 }, { b: 2, c: 3 }] }],
		/^Slide 1, label, entry 2: has 2 keys where one is needed/,
	],
	[
		'label and value',
		'slides',
		[{ type: 'label', data: [{ label: 'a', value: 1 }] }],
		[{ type: 'label', data: [{ label: '', value: 1 }] }],
		/entry 1: has no label/,
	],
	[
		'label has a name',
		'slides',
		[{ type: 'label', data: [{ a: 1 }] }],
		[{ type: 'label', data: [{ ' ': 1 }] }],
		/value without a name/,
	],
	[
		'values of labels',
		'slides',
		[{ type: 'label', data: [{ a: false }] }],
		[{ type: 'label', data: [{ a: [1] }] }],
		/entry 1: must be text, but is a list/,
	],
	[
		'images',
		'slides',
		[{ type: 'images', data: ['https://example.com/a.png'] }],
		[{ type: 'images', data: ['https://example.com/a.png', 'http://example.com/a.png'] }],
		/^Slide 1, images, image 2: must be an https address/,
	],
	[
		'5 segments',
		'slides',
		chart(many(5, () => point)),
		chart(many(6, () => point)),
		/^Slide 1, percentage chart: has 6 segments, 1 more than the 5/,
	],
	[
		'label of a segment',
		'slides',
		chart([{ label: x(20), value: 1 }]),
		chart([point, { label: x(21), value: 1 }]),
		/percentage chart, segment 2, label: is too long: 21/,
	],
	[
		'value of a segment',
		'slides',
		chart([{ label: 'a', value: 0 }]),
		chart([{ label: 'a', value: 'much' }]),
		/segment 1, value: must be a number, but is "much"/,
	],
	[
		'finite value of a segment',
		'slides',
		chart([{ label: 'a', value: '1.5' }]),
		chart([{ label: 'a', value: NaN }]),
		/must be a number/,
	],
	['value of a segment is needed', 'slides', chart([point]), chart([{ label: 'a' }]), /segment 1: has no value/],
	[
		'shape of a chart',
		'slides',
		[{ ...chart([point])[0], styles: { preview: 'semi_doughnut' } }],
		[{ ...chart([point])[0], styles: { preview: 'trend' } }],
		/styles, preview: must be one of pie, doughnut, semi_doughnut/,
	],
	[
		'5 categories',
		'slides',
		graph(many(5, () => ({ category: 'a', values: [point] }))),
		graph(many(6, () => ({ category: 'a', values: [point] }))),
		/^Slide 1, graph: has 6 categories/,
	],
	[
		'20 values',
		'slides',
		graph([{ category: 'a', values: many(20, () => point) }]),
		graph([{ category: 'a', values: many(21, () => point) }]),
		/^Slide 1, graph, category 1: has 21 values/,
	],
	[
		'name of a category',
		'slides',
		graph([{ category: x(20), values: [point] }]),
		graph([{ category: x(21), values: [point] }]),
		/category 1, name: is too long: 21/,
	],
	[
		'label of a value',
		'slides',
		graph([{ category: 'a', values: [{ label: x(20), value: 1 }] }]),
		graph([{ category: 'a', values: [point, { label: x(21), value: 1 }] }]),
		/category 1, value 2, label: is too long/,
	],
	[
		'shape of a graph',
		'slides',
		graph([{ category: 'a', values: [point] }], { preview: 'trend' }),
		graph([{ category: 'a', values: [point] }], { preview: 'pie' }),
		/preview: must be one of vertical_bar, vertical_stacked_bar, trend/,
	],
	[
		'name of an axis',
		'slides',
		graph([{ category: 'a', values: [point] }], { x_axis: x(20) }),
		graph([{ category: 'a', values: [point] }], { x_axis: x(21) }),
		/styles, x_axis: is too long: 21/,
	],
	[
		'name of an axis as an object',
		'slides',
		graph([{ category: 'a', values: [point] }], { y_axis: { title: x(20) } }),
		graph([{ category: 'a', values: [point] }], { y_axis: { title: x(21) } }),
		/y_axis, title: is too long: 21/,
	],
	[
		'known slide',
		'slides',
		[{ type: 'text', data: 'a' }],
		[
			{ type: 'text', data: 'a' },
			{ type: 'video', data: 'a' },
		],
		/^Slide 2, type: "video" is not known.*text, table/,
	],
	['type of a slide', 'slides', [{ type: 'text', data: 'a' }], [{ data: 'a' }], /^Slide 1: has no type/],
	[
		'data of a slide',
		'slides',
		[{ type: 'text', data: 'a' }],
		[{ type: 'text', title: 'a' }],
		/^Slide 1: has no data/,
	],
	[
		'keys of a slide',
		'slides',
		[{ type: 'text', data: 'a' }],
		[{ type: 'text', data: 'a', text: 'b' }],
		/^Slide 1: has a key "text" that Cliq does not know/,
	],

	['title of a card', 'card', inline({ title: x(200) }), inline({ title: x(201) }), /^Card, title: is too long: 201/],
	['title of a card is needed', 'card', inline({}), { theme: 'prompt' }, /^Card: has no title/],
	['theme of a card is needed', 'card', { theme: 'basic', title: 'a' }, { title: 'a' }, /^Card: has no theme/],
	[
		'known theme',
		'card',
		{ theme: 'prompt', title: 'a' },
		{ theme: 'fancy', title: 'a' },
		/^Card, theme: "fancy" is not known/,
	],
	[
		'picture of a card',
		'card',
		inline({ thumbnail: 'https://example.com/a.png' }),
		inline({ thumbnail: '/a.png' }),
		/^Card, thumbnail: must be an https address/,
	],
	[
		'sections are of one theme',
		'card',
		inline({ sections: [{ fields: [{ title: 'a', value: 'b' }] }] }),
		{ ...answers(2), sections: [{ fields: [{ title: 'a', value: 'b' }] }] },
		/^Card: the theme "poll" has no sections/,
	],
	[
		'fields have a title',
		'card',
		inline({ sections: [{ title: 'a' }] }),
		inline({ sections: [{ title: 'a' }, { fields: [{ value: 'b' }] }] }),
		/^Card, section 2, field 1: has no title/,
	],
	[
		'fields have a value',
		'card',
		inline({ sections: [{ fields: [{ title: 'a', value: 5 }] }] }),
		inline({ sections: [{ fields: [{ title: 'a', value: '' }] }] }),
		/^Card, section 1, field 1: has no value/,
	],
	[
		'keys of a field',
		'card',
		inline({ sections: [{ fields: [{ title: 'a', value: 'b' }] }] }),
		inline({ sections: [{ fields: [{ title: 'a', value: 'b', short: true }] }] }),
		/field 1: has a key "short"/,
	],
	['at least 2 options', 'card', answers(2), answers(1), /^Card: has only 1 of at least 2 options/],
	['at most 10 options', 'card', answers(10), answers(11), /^Card: has 11 options, 1 more than the 10/],
	['length of an option', 'card', answers(2, 100), answers(2, 101), /^Card, option 1, text: is too long: 101/],
	['options are needed in a poll', 'card', answers(2), poll([]), /^Card: has no options/],
	[
		'options are of one theme',
		'card',
		answers(2),
		inline({ options: [{ text: 'a' }, { text: 'b' }] }),
		/^Card: the theme "modern-inline" has no options/,
	],
	[
		'no buttons in a card',
		'card',
		inline({ buttons: [] }),
		inline({ buttons: [press] }),
		/^Card: has buttons, which Cliq refuses there \| Put them into the buttons of the message/,
	],
	['keys of a card', 'card', inline({ icon: 'a' }), inline({ titel: 'a' }), /^Card: has a key "titel"/],

	[
		'background',
		'styles',
		{ background: 'grey' },
		{ background: 'pink' },
		/^Styles, background: must be one of red, yellow, green, blue, grey, but is "pink"/,
	],
	[
		'highlight',
		'styles',
		{ highlight: false },
		{ highlight: 1 },
		/^Styles, highlight: must be true or false, but is "1"/,
	],
	['markdown', 'styles', { markdown: 'true' }, { markdown: 'maybe' }, /^Styles, markdown: must be true or false/],
	['keys of styles', 'styles', { highlight: true }, { color: 'red' }, /^Styles: has a key "color"/],
	[
		'picture of the sender',
		'identity',
		{ name: 'a', image: 'https://example.com/a.png' },
		{ name: 'a', image: 'http://example.com/a.png' },
		/^Shown as, image: must be an https address/,
	],
	['keys of the sender', 'identity', { name: 'a' }, { title: 'a' }, /^Shown as: has a key "title"/],
	[
		'label of an instant button',
		'references',
		{ 1: { type: 'button', object: { ...press, label: x(20) } } },
		{ 1: { type: 'button', object: { ...press, label: x(21) } } },
		/^Instant button \$1 "x{21}", label: is too long/,
	],
	[
		'type of an instant button',
		'references',
		{ 1: { type: 'button', object: press } },
		{ 2: { type: 'link', object: press } },
		/^Instant button \$2 "Open", type: must be one of button/,
	],
	[
		'object of an instant button',
		'references',
		{ 1: { type: 'button', object: press } },
		{ 1: { type: 'button' } },
		/^Instant button \$1: has no object/,
	],
	[
		'key of an instant button',
		'references',
		{ yes_1: { type: 'button', object: press } },
		{ 'a b': { type: 'button', object: press } },
		/has a key "a b" that cannot stand in the text/,
	],
];

describe('at the border', () => {
	it.each(borders)('%s', (_about, part, good, bad, why) => {
		expect(sent(part, good)).toBeDefined();
		expect(refused(part, bad)).toMatch(why);
		const text = JSON.stringify(bad);
		// NaN and infinity are null in it.
		if (!text.includes('null')) expect(refused(part, text)).toMatch(why);
		// Raw JSON lets pass only what is not known.
		if (!why.source.includes('is not known')) expect(refused(part, bad, true)).toMatch(why);
	});
});

describe('what is empty', () => {
	it.each<[Part, unknown]>([
		['card', {}],
		['card', '{}'],
		['slides', []],
		['slides', '[]'],
		['slides', [null, {}]],
		['slides', ['']],
		['buttons', [{}]],
		['references', {}],
		['references', { 1: {} }],
		['styles', { background: '' }],
		['identity', { name: null, image: '  ' }],
	])('is not sent: %s %j', (part, value) => expect(sent(part, value)).toBeUndefined());

	it('is taken out, at every depth, but for the cells of a row', () => {
		expect(
			sent('slides', [
				{
					type: 'table',
					title: '',
					data: {
						headers: ['A', 'B'],
						rows: [{ A: 0, B: '' }, {}, { A: false, B: null }],
						styles: { width: [], sticky: { rows: 0, columns: null } },
					},
					buttons: [],
				},
				null,
				{ type: 'list', data: ['a', '', null, 'b'], styles: {} },
				{ type: 'label', data: [{ a: '' }, { label: 'b', value: '' }, { c: 0 }] },
			]),
		).toEqual([
			{
				type: 'table',
				data: {
					headers: ['A', 'B'],
					rows: [
						{ A: '0', B: '' },
						{ A: '', B: '' },
						{ A: 'false', B: '' },
					],
					styles: { sticky: { rows: 0 } },
				},
			},
			{ type: 'list', data: ['a', 'b'] },
			{ type: 'label', data: [{ c: '0' }] },
		]);
		expect(
			sent('card', inline({ thumbnail: '', sections: [{ title: '', fields: [] }], options: [], buttons: null })),
		).toEqual(inline({}));
		expect(sent('buttons', [{ ...press, hint: '', key: null, arguments: {}, unheardOf: '' }])).toEqual([press]);
	});

	it('is counted all the same when a place is named', () =>
		expect(refused('slides', [null, { type: 'text', data: 'a' }, { type: 'text' }])).toMatch(
			/^Slide 3: has no data/,
		));

	it("stays in the arguments, which are the function's own", () => {
		const given = [{ ...press, arguments: { note: '', list: [], none: null } }];
		expect(sent('buttons', given)).toEqual(given);
	});
});

describe('what is no JSON', () => {
	it.each<[Part, string, RegExp]>([
		['slides', '[{"type":"text","data":"a"},]', /"Slides" is not valid JSON: .*\]/],
		['card', '{"theme": "poll"', /"Card" is not valid JSON: .*position 16/],
		['buttons', '[1,', /"Buttons" is not valid JSON: Unexpected end/],
		['styles', 'red', /"Styles" is not valid JSON: .*red.*double quotes/],
	])('says where: %s %s', (part, text, why) => expect(refused(part, text)).toMatch(why));

	it.each<[Part, unknown, RegExp]>([
		[
			'slides',
			{ type: 'text', data: 'a' },
			/"Slides" must be a list, but is an object.*list of slides, in square brackets/,
		],
		['slides', '5', /"Slides" must be a list, but is a number/],
		['slides', [5], /^Slide 1: must be an object, but is a number/],
		['slides', { form: [] }, /must be a list/],
		['card', { form: { theme: 'poll' } }, /^Card: has no theme/],
		['card', [inline({})], /^Card: must be an object, but is a list/],
		['buttons', true, /must be a list, but is true/],
		['references', [press], /must be an object, but is a list/],
		['card', new Date(0), /must be an object/],
	])('is refused: %s %j', (part, value, why) => expect(refused(part, value)).toMatch(why));

	it('cannot hold itself', () => {
		const loop: Record<string, unknown> = {};
		loop.again = loop;
		expect(refused('buttons', [{ ...press, arguments: loop }])).toMatch(
			/^Button 1 "Open", arguments: holds what JSON cannot/,
		);
		expect(refused('slides', [{ type: 'new', data: { work: () => 1 } }], true)).toMatch(
			/^Slide 1, data: holds what JSON cannot/,
		);
	});
});

describe('what newer types have, as raw JSON', () => {
	it('passes, and what is known about it is checked', () => {
		const video = [{ type: 'video', title: 'a', data: { id: 5, cut: [1, 2] }, loop: true, buttons: [press] }];
		expect(sent('slides', video, true)).toEqual(video);
		expect(refused('slides', [{ ...video[0], title: ['a'] }], true)).toMatch(/^Slide 1, title: must be text/);
		expect(refused('slides', [{ ...video[0], buttons: [{ ...press, label: x(21) }] }], true)).toMatch(
			/^Slide 1, button 1 "x{21}", label: is too long/,
		);
		const card = {
			theme: 'fancy',
			title: 'a',
			colour: 'red',
			sections: [{ fields: [{ title: 'a', value: 'b' }] }],
		};
		expect(sent('card', card, true)).toEqual(card);
		expect(refused('card', { ...card, title: x(201) }, true)).toMatch(/title: is too long/);
		const button = doing('invoke.bot', { bot_name: 'a', message: 'b' });
		expect(sent('buttons', button, true)).toEqual(button);
	});
});

it('reads what people and expressions write', () => {
	expect(sent('buttons', confirming({ mandatory: true }))[0].action.confirm.mandatory).toBe('true');
	expect(sent('slides', chart([{ label: 5, value: ' 7 ' }]))[0].data).toEqual([{ label: '5', value: 7 }]);
	expect(sent('slides', columns(['40', '60']))[0].data.styles.width).toEqual([40, 60]);
	expect(sent('card', inline({ thumbnail: ' https://example.com/a.png\n' })).thumbnail).toBe(
		'https://example.com/a.png',
	);
	expect(sent('card', inline({ title: 'a\ud83d' })).title).toBe('a\ufffd');
	expect(sent('styles', { highlight: 'True' })).toEqual({ highlight: true });
});

it('takes keys that JavaScript has a meaning for as what they are', () => {
	const text =
		'[{"type":"table","data":{"headers":["__proto__","constructor"],"rows":[{"__proto__":"a","constructor":"b"}]}}]';
	expect(JSON.stringify(sent('slides', text))).toBe(text);
	expect(refused('card', '{"theme":"basic","title":"a","__proto__":{"b":1}}')).toMatch(/has a key "__proto__"/);
	expect(refused('slides', [{ type: 'constructor', data: 'a' }])).toMatch(/"constructor" is not known/);
});
