import fc from 'fast-check';
import { inBrowser, openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = (await openStage())!;
}, 120_000);
afterAll(() => stage?.close());

const texts = (selector: string) => stage.page.locator(selector).allInnerTexts();
const pressOf = (button: unknown): Promise<any> =>
	stage.page.evaluate((one) => (globalThis as any).describePress(one), button);
const calls = (): Promise<any[]> => stage.page.evaluate(() => (globalThis as any).calls);

inBrowser('a card holds title, text, sections, slides and buttons', async () => {
	await stage.draw({
		text: 'Since *09:42*',
		bot: { name: 'Deploy Bot' },
		card: {
			theme: 'modern-inline',
			title: 'Incident',
			thumbnail: 'https://x.example/a.png',
			sections: [
				{
					title: 'Where',
					fields: [
						{ title: 'Service', value: 'checkout' },
						{ title: 'Load', value: 7 },
					],
				},
			],
		},
		slides: [{ type: 'text', data: 'more' }],
		buttons: [
			{ label: 'Acknowledge', type: '+', hint: 'On it' },
			{ label: 'Roll back', type: '-' },
			{ label: 'Open' },
		],
		styles: { background: 'red', highlight: true },
	});
	expect(await texts('.cliq-identity')).toEqual(['Deploy Bot']);
	expect(await texts('.cliq-card .cliq-card-title')).toEqual(['Incident']);
	expect(await texts('.cliq-card dt')).toEqual(['Service', 'Load']);
	expect(await texts('.cliq-card dd')).toEqual(['checkout', '7']);
	expect(await texts('.cliq-card .cliq-slide')).toEqual(['more']);
	expect(
		await stage.page
			.locator('.cliq-card button')
			.evaluateAll((nodes: any[]) => nodes.map((node) => [node.innerText, node.className, node.title])),
	).toEqual([
		['Acknowledge', 'cliq-button positive', 'On it'],
		['Roll back', 'cliq-button negative', 'Does nothing yet'],
		['Open', 'cliq-button neutral', 'Does nothing yet'],
	]);
	expect(await stage.page.locator('.cliq-message').getAttribute('class')).toBe(
		'cliq-message background-red highlight',
	);
	await stage.page.click('text=Roll back');
	expect(await calls()).toEqual([{ label: 'Roll back', type: '-' }]);
});

inBrowser('a poll shows its votes and tells of new ones', async () => {
	await stage.draw(
		{
			text: 'Vote',
			card: { theme: 'poll', title: 'Lunch?', options: [{ text: 'Thai' }, { text: 'Pizza' }, { text: 'Soup' }] },
		},
		{ votes: [{ count: 2, mine: true, names: ['Maya', 'Leo'] }, 1] },
	);
	expect(await texts('.cliq-vote-count')).toEqual(['67% (2)', '33% (1)', '0% (0)']);
	expect(
		await stage.page.locator('.cliq-vote').evaluateAll((nodes: any[]) => nodes.map((node) => node.ariaPressed)),
	).toEqual(['true', 'false', 'false']);
	expect(await texts('.cliq-note')).toEqual(['3 votes']);
	await stage.page.focus('.cliq-vote >> nth=2');
	await stage.page.keyboard.press('Enter');
	expect(await calls()).toEqual([2]);
});

inBrowser('a prompt has its buttons, wherever they are given', async () => {
	await stage.draw({
		card: { theme: 'prompt', title: 'Now?', buttons: [{ label: 'Yes', type: '+' }] },
		buttons: [{ label: 'No', type: '-' }],
	});
	expect(await texts('.cliq-card.prompt button')).toEqual(['Yes', 'No']);
});

inBrowser('an instant button is the one its reference names', async () => {
	await stage.draw({
		text: 'Press [Again]($1)',
		references: {
			1: { type: 'button', object: { label: 'Retry', action: { type: 'copy', data: { text: 'x' } } } },
		},
	});
	await stage.page.click('text=Again');
	expect((await calls())[0].label).toBe('Retry');
});

inBrowser('what a press would do, in words', async () => {
	const press = (type: string, data: unknown, more = {}) => pressOf({ label: 'x', action: { type, data }, ...more });
	expect(await press('open.url', { web: 'https://x.example/a', iOS: 'tel:1' })).toEqual({
		title: 'Opens https://x.example/a',
		detail: 'on iOS: tel:1',
		href: 'https://x.example/a',
	});
	expect(await press('open.url', { web: 'javascript:alert(1)' })).toEqual({
		title: 'Opens javascript:alert(1)',
		detail: '',
	});
	expect(await press('preview.url', { url: 'https://x.example' })).toEqual({
		title: 'Shows https://x.example within Cliq',
		detail: '',
		href: 'https://x.example/',
	});
	expect(await press('copy', { text: 'INC-1' })).toEqual({ title: 'Copies “INC-1”', detail: '', copy: 'INC-1' });
	expect(
		await press(
			'invoke.function',
			{ name: 'add_sales', owner: 'sam@x.example' },
			{ arguments: { id: 7 }, key: 'k' },
		),
	).toEqual({
		title: 'Runs the function add_sales (owner sam@x.example)',
		detail: 'with {\n  "id": 7\n}\nThe function is told the key “k”.',
	});
	expect(await press('invoke.bot', { bot_name: 'helper', message: 'hi' })).toMatchObject({
		title: 'Sends “hi” to the bot helper',
	});
	const system = async (api: string) => (await press('system.api', { api })).title;
	expect(
		await Promise.all(
			[
				'audiocall/5',
				'videocall/5',
				'startchat/5',
				'invite/5',
				'joinchannel/O1',
				'locationpermission',
				'constructor/5',
				'',
			].map(system),
		),
	).toEqual([
		'Starts an audio call with 5',
		'Starts a video call with 5',
		'Opens a chat with 5',
		'Invites a contact with the ID 5',
		'Joins a channel with the ID O1',
		'Asks for the location',
		'Calls constructor/5',
		'Calls an action of Cliq',
	]);
	expect((await press('toString', {})).title).toBe('Does “toString”');
	expect(
		await pressOf({
			action: {
				type: 'copy',
				data: { text: 'x' },
				confirm: { title: 'Sure?', emotion: 'negative', button_label: 'Go', mandatory: 'true', input: 'Why' },
			},
		}),
	).toMatchObject({
		confirm: {
			title: 'Sure?',
			description: '',
			input: 'Why',
			mood: 'negative',
			yes: 'Go',
			no: 'Cancel',
			mandatory: true,
		},
	});
});

const NASTY = '"><img src=x onerror=alert(1)><script>alert(1)</script><a href="javascript:alert(1)">x</a>';

inBrowser('hostile data is text in every place, and no address but http and https is one', async () => {
	const bad = 'javascript:alert(1)//https://x.example';
	await stage.draw(
		{
			text: NASTY,
			bot: { name: NASTY, image: bad },
			card: {
				theme: NASTY,
				title: NASTY,
				thumbnail: bad,
				icon: NASTY,
				sections: [{ title: NASTY, fields: [{ title: NASTY, value: NASTY }] }],
				options: [{ text: NASTY }],
				buttons: [{ label: NASTY }],
			},
			slides: [
				{ type: 'text', title: NASTY, data: NASTY },
				{ type: 'table', title: NASTY, data: { headers: [NASTY], rows: [{ [NASTY]: NASTY }] } },
				{ type: 'list', data: [NASTY], styles: { type: NASTY } },
				{ type: 'label', data: [{ [NASTY]: NASTY }] },
				{ type: 'images', data: [bad, NASTY] },
				{ type: 'percentage_chart', data: [{ label: NASTY, value: NASTY }] },
				{
					type: 'graph',
					styles: { preview: NASTY, x_axis: NASTY, y_axis: NASTY },
					data: [{ category: NASTY, values: [{ label: NASTY, value: 1 }] }],
				},
				{ type: NASTY, data: NASTY },
			],
			buttons: [{ label: NASTY, hint: NASTY, type: NASTY, action: { type: 'open.url', data: { web: bad } } }],
			references: { 1: { type: 'button', object: { label: NASTY } } },
			styles: { background: NASTY },
		},
		{ images: true, names: { x: NASTY } },
	);
	const tags = await stage.tags();
	for (const tag of ['img', 'script', 'a', 'iframe', 'style', 'image']) expect(tags).not.toContain(tag);
	const attributes = await stage.page.evaluate(() => [
		...new Set(
			[...(globalThis as any).document.querySelectorAll('body *')].flatMap((node: any) =>
				node.getAttributeNames(),
			),
		),
	]);
	expect((attributes as string[]).filter((name) => /^on|href|src/.test(name))).toEqual([]);
	expect(stage.problems).toEqual([]);
});

/** @returns the first message that could not be drawn, or the first button that could not be described, with why. */
const failing = (messages: unknown[], buttons: unknown[] = []) =>
	stage.page.evaluate(
		([all, pressed]) => {
			const { draw, describePress } = globalThis as any;
			for (const [deed, list] of [
				[draw, all],
				[describePress, pressed],
			] as const) {
				for (const one of list) {
					try {
						deed(one);
					} catch (error) {
						return [one, String(error)];
					}
				}
			}
			return null;
		},
		[messages, buttons] as const,
	);

inBrowser(
	'half typed and wrong data draws what it can and never throws',
	async () => {
		const odd = [
			null,
			1,
			'text',
			true,
			[],
			{},
			[[]],
			[null],
			[1],
			['x', null, [{}]],
			{ a: [] },
			-1,
			1e308,
			'1e999',
		];
		const messages = odd.flatMap((value) => [
			value,
			...['text', 'card', 'slides', 'buttons', 'references', 'styles', 'bot'].map((key) => ({ [key]: value })),
			...['theme', 'title', 'thumbnail', 'sections', 'options', 'buttons'].map((key) => ({
				card: { theme: 'poll', options: [1, 'two'], [key]: value },
			})),
			...['text', 'table', 'list', 'label', 'images', 'percentage_chart', 'graph', '__proto__'].flatMap(
				(type) => [
					{
						slides: [
							{ type, data: value },
							{ type, data: [value] },
						],
					},
					{ slides: [{ type, data: { headers: value, rows: value, styles: value } }] },
					{
						slides: [
							{
								type,
								data: [
									{ category: value, label: value, value, values: [value, { label: value, value }] },
								],
								styles: value,
								title: value,
							},
						],
					},
				],
			),
		]);
		const buttons = odd.flatMap((value) => [
			value,
			...['open.url', 'preview.url', 'copy', 'system.api', 'invoke.function', 'invoke.bot', value].map(
				(type) => ({ arguments: value, key: value, action: { type, data: value, confirm: value } }),
			),
		]);
		expect(await failing(messages, buttons)).toBeNull();
		expect(stage.problems).toEqual([]);
	},
	60_000,
);

inBrowser(
	'nor does any other data',
	async () => {
		const value = fc.letrec((tie) => ({
			any: fc.oneof(
				{ maxDepth: 3 },
				fc.string(),
				fc.double({ noNaN: true, noDefaultInfinity: true }),
				fc.constant(null),
				fc.boolean(),
				fc.array(tie('any'), { maxLength: 3 }),
				tie('slide'),
				fc.dictionary(fc.string(), tie('any'), { maxKeys: 3 }),
			),
			slide: fc.record(
				{
					type: fc.constantFrom('text', 'table', 'list', 'label', 'images', 'percentage_chart', 'graph'),
					title: tie('any'),
					data: tie('any'),
					styles: tie('any'),
					buttons: tie('any'),
				},
				{ requiredKeys: ['type'] },
			),
		}));
		const message = fc.record(
			{
				text: fc.oneof(fc.string({ unit: fc.constantFrom(...'*_~`[]()!#{@}$1-\n h') }), value.any),
				card: value.any,
				slides: fc.array(value.slide),
				buttons: value.any,
				references: value.any,
				styles: value.any,
				bot: value.any,
			},
			{ requiredKeys: [] },
		);
		expect(await failing(fc.sample(message, 400))).toBeNull();
	},
	60_000,
);
