import { openLab, type Lab } from './helpers';

let lab: Lab;
beforeAll(async () => void (lab = await openLab({ thresholds: false })));
afterAll(() => lab.sandbox.close());
afterEach(() => void lab.sandbox.control.variants({ cardButtons: 'refused' }));

const post = (parts: object) => lab.call('POST', '/channelsbyname/marketing/message', { text: 'x', ...parts });
const times = (count: number, entry: unknown) => Array.from({ length: count }, () => entry);
const letters = (count: number) => 'x'.repeat(count);

const button = { label: 'Open', action: { type: 'open.url', data: { web: 'https://example.com' } } };
const withButton = (changes: object) => ({ buttons: [{ ...button, ...changes }] });
const withAction = (type: string, data: unknown, more: object = {}) => withButton({ action: { type, data, ...more } });
const confirm = { title: 'Sure?', button_label: 'Yes' };
const withConfirm = (changes: object) => withAction('copy', { text: 'x' }, { confirm: { ...confirm, ...changes } });
const card = { theme: 'modern-inline', title: 'Title' };
const poll = { theme: 'poll', title: 'Lunch?', options: [{ text: 'Yes' }, { text: 'No' }] };
const slide = (type: string, data: unknown, more: object = {}) => ({ slides: [{ type, data, ...more }] });
const table = (more: object = {}) =>
	slide('table', { headers: ['Name', 'Team'], rows: [{ Name: 'Leo', Team: 'Web' }], ...more });
const point = { label: 'Jan', value: 1 };
const series = { category: 'Web', values: [point] };

describe('what the documents show passes', () => {
	test.each<[string, object]>([
		[
			'a card with everything',
			{
				card: {
					...card,
					title: letters(200),
					thumbnail: 'https://example.com/a.png',
					icon: 'x',
					sections: [{ title: 'Summary', fields: [{ title: 'Account', value: 'Zylker' }] }, { fields: [] }],
				},
			},
		],
		['a basic card', { card: { theme: 'basic', title: 'Old' } }],
		[
			'a poll with ten options of 100 characters',
			{ card: { ...poll, options: times(10, { text: letters(100) }) } },
		],
		['a prompt with its buttons beside it', { card: { theme: 'prompt', title: 'Deploy?' }, buttons: [button] }],
		['five buttons', { buttons: times(5, button) }],
		[
			'a button with everything',
			withButton({ label: letters(20), hint: letters(100), type: '-', key: letters(100) }),
		],
		[
			'a link for each device, to a phone',
			withAction('open.url', {
				web: 'tel:+491234',
				windows: 'sms:+49',
				iOS: 'sip:me@example.com',
				android: `https://e.com/${letters(242)}`,
			}),
		],
		['a preview by url', withAction('preview.url', { url: `https://e.com/${letters(486)}` })],
		['a preview by web', withAction('preview.url', { web: 'https://example.com' })],
		['a copy of 200 characters', withAction('copy', { text: letters(200) })],
		[
			'each system action',
			{
				buttons: ['audiocall/1', 'videocall/1', 'invite/1', 'joinchannel/O12a', 'locationpermission'].map(
					(api) => ({ label: 'x', action: { type: 'system.api', data: { api } } }),
				),
			},
		],
		[
			'a function with and without its owner',
			{
				buttons: [{ owner: 'a@b.example', name: 'f' }, { name: 'f' }].map((data) => ({
					label: 'x',
					action: { type: 'invoke.function', data },
				})),
			},
		],
		[
			'a question first',
			withConfirm({
				title: letters(100),
				description: letters(100),
				input: letters(300),
				emotion: 'neutral',
				cancel_button_label: letters(100),
				mandatory: 'true',
			}),
		],
		['instant buttons', { text: '[Yes]($1)', references: { 1: { type: 'button', object: button } } }],
		['styles', { styles: { background: 'grey', markdown: true, highlight: false } }],
		['another name and picture', { bot: { name: 'Deploy', image: 'https://example.com/a.png' } }],
		[
			'a table with styles, and a row without a cell',
			table({
				rows: [{ Name: 'Leo' }, { Name: '1', Team: '' }],
				styles: { width: [99, 1], sticky: { rows: 2, columns: 0 } },
			}),
		],
		['a text slide with title and buttons', slide('text', 'x', { title: 'T', buttons: times(5, button) })],
		['a list', slide('list', ['a', 'b'], { styles: { type: 'lower-roman' } })],
		['labels in both forms', slide('label', [{ Status: 'open' }, { label: 'Count', value: 5 }])],
		['images', slide('images', ['https://example.com/a.png'])],
		[
			'a chart',
			slide('percentage_chart', times(5, { label: letters(20), value: 0.5 }), {
				styles: { preview: 'semi_doughnut' },
			}),
		],
		[
			'a graph',
			slide('graph', times(5, { category: letters(20), values: times(20, point) }), {
				styles: { preview: 'trend', x_axis: letters(20), y_axis: { title: letters(20) } },
			}),
		],
		['twenty slides', { slides: times(20, { type: 'text', data: 'x' }) }],
		['slides of 10,000 characters', { slides: [{ type: 'text', data: letters(9_996) }] }], // "text" counts too.
	])('%s', async (_name, parts) => expect((await post(parts)).status).toBe(204));
});

describe('what they do not is refused', () => {
	test.each<[string, object, string]>([
		['a card that is text', { card: 'x' }, 'input_pattern_mismatch'],
		['a card that is null', { card: null }, 'input_pattern_mismatch'],
		['a card without a theme', { card: { title: 'x' } }, 'param_missing'],
		['a card without a title', { card: { ...card, title: ' ' } }, 'param_missing'],
		['an unknown theme', { card: { ...card, theme: 'fancy' } }, 'input_pattern_mismatch'],
		['a title of 201 characters', { card: { ...card, title: letters(201) } }, 'invalid_parameters'],
		['an unknown key in a card', { card: { ...card, subtitle: 'x' } }, 'extra_key_found'],
		['buttons in a card', { card: { ...card, buttons: [button] } }, 'extra_key_found'],
		[
			'a thumbnail without https',
			{ card: { ...card, thumbnail: 'http://example.com/a.png' } },
			'input_pattern_mismatch',
		],
		['options without a poll', { card: { ...card, options: poll.options } }, 'extra_key_found'],
		['sections in a poll', { card: { ...poll, sections: [] } }, 'extra_key_found'],
		['a field without a value', { card: { ...card, sections: [{ fields: [{ title: 'x' }] }] } }, 'param_missing'],
		[
			'a field whose value is a number',
			{ card: { ...card, sections: [{ fields: [{ title: 'x', value: 1 }] }] } },
			'input_pattern_mismatch',
		],
		['a poll without options', { card: { theme: 'poll', title: 'x' } }, 'param_missing'],
		['one option', { card: { ...poll, options: [{ text: 'x' }] } }, 'invalid_parameters'],
		['eleven options', { card: { ...poll, options: times(11, { text: 'x' }) } }, 'invalid_parameters'],
		[
			'an option of 101 characters',
			{ card: { ...poll, options: times(2, { text: letters(101) }) } },
			'invalid_parameters',
		],
		['a prompt without buttons', { card: { theme: 'prompt', title: 'x' } }, 'param_missing'],
		['buttons that are no list', { buttons: button }, 'input_pattern_mismatch'],
		['six buttons', { buttons: times(6, button) }, 'invalid_parameters'],
		['a button without a label', withButton({ label: '' }), 'param_missing'],
		['a label of 21 characters', withButton({ label: letters(21) }), 'invalid_parameters'],
		['a hint of 101', withButton({ hint: letters(101) }), 'invalid_parameters'],
		['a key of 101', withButton({ key: letters(101) }), 'invalid_parameters'],
		['a button of another type', withButton({ type: 'x' }), 'input_pattern_mismatch'],
		['an unknown key in a button', withButton({ color: 'red' }), 'extra_key_found'],
		['arguments, which only instant buttons have', withButton({ arguments: { a: 1 } }), 'extra_key_found'],
		['a button without an action', { buttons: [{ label: 'x' }] }, 'param_missing'],
		['an action without data', withButton({ action: { type: 'copy' } }), 'param_missing'],
		['an unknown key in an action', withAction('copy', { text: 'x' }, { when: 1 }), 'extra_key_found'],
		['invoke.bot, as live', withAction('invoke.bot', { bot_name: 'x', message: 'y' }), 'input_pattern_mismatch'],
		[
			'a link of 257 characters',
			withAction('open.url', { web: `https://e.com/${letters(243)}` }),
			'invalid_parameters',
		],
		['a link to JavaScript', withAction('open.url', { web: 'javascript:alert(1)' }), 'input_pattern_mismatch'],
		['a link with a space', withAction('open.url', { web: 'https://e.com/a b' }), 'input_pattern_mismatch'],
		['a link to nowhere', withAction('open.url', {}), 'param_missing'],
		[
			'a preview of 501 characters',
			withAction('preview.url', { url: `https://e.com/${letters(487)}` }),
			'invalid_parameters',
		],
		[
			'a preview by both names',
			withAction('preview.url', { url: 'https://e.com', web: 'https://e.com' }),
			'extra_key_found',
		],
		['a copy of 201 characters', withAction('copy', { text: letters(201) }), 'invalid_parameters'],
		[
			'a system action that does not exist',
			withAction('system.api', { api: 'reboot/1' }),
			'input_pattern_mismatch',
		],
		['a call to nobody', withAction('system.api', { api: 'audiocall' }), 'input_pattern_mismatch'],
		['a function without a name', withAction('invoke.function', { owner: 'a@b.example' }), 'param_missing'],
		['a function of nobody', withAction('invoke.function', { name: 'f', owner: 'me' }), 'input_pattern_mismatch'],
		['a question without a title', withConfirm({ title: undefined }), 'param_missing'],
		['a question without a yes', withConfirm({ button_label: undefined }), 'param_missing'],
		['a question of 101 characters', withConfirm({ title: letters(101) }), 'invalid_parameters'],
		['an input of 301 characters', withConfirm({ input: letters(301) }), 'invalid_parameters'],
		['mandatory as a boolean', withConfirm({ mandatory: true }), 'input_pattern_mismatch'],
		['a mood that does not exist', withConfirm({ emotion: 'angry' }), 'input_pattern_mismatch'],
		['an unknown key in a question', withConfirm({ hint: 'x' }), 'extra_key_found'],
		['instant buttons as a list', { references: [button] }, 'input_pattern_mismatch'],
		['an instant button without its object', { references: { 1: { type: 'button' } } }, 'param_missing'],
		[
			'an instant button of another type',
			{ references: { 1: { type: 'link', object: button } } },
			'input_pattern_mismatch',
		],
		[
			'an instant button that cannot be named',
			{ references: { 'a b': { type: 'button', object: button } } },
			'input_pattern_mismatch',
		],
		['an unknown background', { styles: { background: 'pink' } }, 'input_pattern_mismatch'],
		['a highlight as text', { styles: { highlight: 'true' } }, 'input_pattern_mismatch'],
		['an unknown style', { styles: { color: 'red' } }, 'extra_key_found'],
		['an unknown key in bot', { bot: { title: 'x' } }, 'extra_key_found'],
		['a picture without https', { bot: { image: 'http://e.com/a.png' } }, 'input_pattern_mismatch'],
		['slides that are an object', { slides: {} }, 'input_pattern_mismatch'],
		['21 slides', { slides: times(21, { type: 'text', data: 'x' }) }, 'invalid_parameters'],
		['10,001 characters', { slides: [{ type: 'text', data: letters(9_997) }] }, 'invalid_parameters'],
		['a slide without a type', { slides: [{ data: 'x' }] }, 'param_missing'],
		['a slide of an unknown type', slide('video', 'x'), 'input_pattern_mismatch'],
		['a slide of the type constructor', slide('constructor', 'x'), 'input_pattern_mismatch'],
		['a slide without data', slide('text', undefined), 'param_missing'],
		['an unknown key in a slide', slide('text', 'x', { color: 'red' }), 'extra_key_found'],
		[
			'styles beside a table',
			slide('table', { headers: ['A'], rows: [{ A: 'x' }] }, { styles: {} }),
			'extra_key_found',
		],
		['six buttons in a slide', slide('text', 'x', { buttons: times(6, button) }), 'invalid_parameters'],
		['a table without headers', table({ headers: [] }), 'param_missing'],
		['a table without rows', table({ rows: [] }), 'param_missing'],
		['a header twice', table({ headers: ['Name', 'Name'], rows: [{ Name: 'x' }] }), 'invalid_parameters'],
		['a cell without a column', table({ rows: [{ Nmae: 'Leo' }] }), 'extra_key_found'],
		['a cell that is a number', table({ rows: [{ Name: 1 }] }), 'input_pattern_mismatch'],
		['a cell that is null', table({ rows: [{ Name: null }] }), 'input_pattern_mismatch'],
		['a width too few', table({ styles: { width: [100] } }), 'invalid_parameters'],
		['widths of 99', table({ styles: { width: [98, 1] } }), 'invalid_parameters'],
		['a width of 0', table({ styles: { width: [100, 0] } }), 'invalid_parameters'],
		['three frozen rows', table({ styles: { sticky: { rows: 3 } } }), 'invalid_parameters'],
		['a list of numbers', slide('list', [1]), 'input_pattern_mismatch'],
		['an unknown bullet', slide('list', ['x'], { styles: { type: 'star' } }), 'input_pattern_mismatch'],
		['a label with two keys', slide('label', [{ a: 1, b: 2 }]), 'input_pattern_mismatch'],
		['an image without https', slide('images', ['http://e.com/a.png']), 'input_pattern_mismatch'],
		['six segments', slide('percentage_chart', times(6, point)), 'invalid_parameters'],
		[
			'a segment of 21 characters',
			slide('percentage_chart', [{ ...point, label: letters(21) }]),
			'invalid_parameters',
		],
		[
			'a segment whose value is text',
			slide('percentage_chart', [{ ...point, value: '1' }]),
			'input_pattern_mismatch',
		],
		[
			'a chart drawn as a graph',
			slide('percentage_chart', [point], { styles: { preview: 'trend' } }),
			'input_pattern_mismatch',
		],
		['six series', slide('graph', times(6, series)), 'invalid_parameters'],
		['21 values', slide('graph', [{ ...series, values: times(21, point) }]), 'invalid_parameters'],
		['a series without a name', slide('graph', [{ values: [point] }]), 'param_missing'],
		[
			'an axis of 21 characters',
			slide('graph', [series], { styles: { x_axis: letters(21) } }),
			'invalid_parameters',
		],
	])('%s', async (_name, parts, code) => {
		const before = lab.sandbox.control.messages('#marketing').length;
		const { status, body } = await post(parts);
		expect([status, body?.code]).toEqual([400, code]);
		expect(lab.sandbox.control.messages('#marketing')).toHaveLength(before);
	});

	test.each([
		[letters(21), 'slides[1].buttons[0].label has 21 characters; 20 are allowed'],
		[7, 'slides[1].buttons[0].label must be a string'],
	])('and the reason names the place: a label %s', async (label, reason) => {
		const { headers } = await post({
			slides: [
				{ type: 'text', data: 'x' },
				{ type: 'text', data: 'x', buttons: [{ ...button, label }] },
			],
		});
		expect(headers.get('x-sandbox-reason')).toBe(reason);
	});
});

describe('with buttons taken in cards', () => {
	beforeEach(() => void lab.sandbox.control.variants({ cardButtons: 'taken' }));

	test('labels there may have 30 characters, and a prompt has its buttons there', async () => {
		expect(
			(await post({ card: { theme: 'prompt', title: 'x', buttons: [{ ...button, label: letters(30) }] } }))
				.status,
		).toBe(204);
		expect((await post({ card: { ...card, buttons: [{ ...button, label: letters(31) }] } })).body.code).toBe(
			'invalid_parameters',
		);
		expect((await post({ card: { ...card, buttons: times(6, button) } })).body.code).toBe('invalid_parameters');
		expect((await post({ card: { theme: 'prompt', title: 'x', buttons: [] } })).body.code).toBe('param_missing');
	});
});

describe('mentions', () => {
	const say = (text: string) => lab.call('POST', '/channelsbyname/marketing/message', { text });

	test('of people, contacts, teams, bots, channels and everybody pass', async () => {
		const { people, teams, bots, channels } = lab.sandbox.control.state();
		const ids = [
			people[3]!.id,
			people[3]!.email,
			'iris.novak@partner.example',
			teams[0]!.id,
			bots[0]!.id,
			'all',
			'available',
			'participants',
		].map((id) => `{@${id}}`);
		expect(
			(await say([...ids, `{#${channels[0]!.id}}`, '[Leo](zohoid:1)', '{@ nobody}', '{@}'].join(' '))).status,
		).toBe(204);
	});

	test.each([
		'{@1}',
		'{@nobody@zylker.example}',
		'{@sam.stranger@elsewhere.example}',
		'{#CT_1}',
		'{#marketing}',
		'{@everyone}',
		'`{@1}`',
	])('of nobody make the post fail: %s', async (text) => {
		const before = lab.sandbox.control.messages('#marketing').length;
		expect((await say(`Hi ${text}!`)).body.code).toBe('operation_failed');
		expect(lab.sandbox.control.messages('#marketing')).toHaveLength(before);
		const [message] = lab.sandbox.control.messages('#marketing');
		const own = await lab.post('marketing', 'Mine');
		expect((await lab.call('PUT', `/chats/${lab.chat('marketing')}/messages/${own}`, { text })).body.code).toBe(
			'operation_failed',
		);
		expect(message!.edits).toEqual([]);
	});

	test('make posts to users, bots and chats fail too, wherever they go', async () => {
		for (const path of [
			'/buddies/leo.lindqvist@zylker.example/message',
			'/bots/statusbot/message',
			`/chats/${lab.chat('marketing')}/message`,
		])
			expect((await lab.call('POST', path, { text: '{@1}' })).body.code).toBe('operation_failed');
	});
});
