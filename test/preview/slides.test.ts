import { inBrowser, openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = (await openStage())!;
}, 120_000);
afterAll(() => stage?.close());

const texts = (selector: string) => stage.page.locator(selector).allInnerTexts();
const count = (selector: string) => stage.page.locator(selector).count();

inBrowser('a text slide is formatted, without mentions', async () => {
	await stage.draw({ slides: [{ type: 'text', title: 'News', data: '*bold* {@all}' }] });
	expect(await texts('.cliq-slide > *')).toEqual(['News', 'bold {@all}']);
	expect([await count('b'), await count('.cliq-mention')]).toEqual([1, 0]);
});

inBrowser('a table has its columns, widths and frozen cells, and scrolls within its box', async () => {
	const rows = Array.from({ length: 250 }, (_one, index) => ({
		Host: `web-${index} *x* [log](https://x.example/${index})`,
		Errors: index,
		Up: index % 2 === 0,
	}));
	await stage.draw({
		slides: [
			{
				type: 'table',
				data: {
					headers: ['Host', 'Errors', 'Up', 'Missing'],
					rows,
					styles: { width: [55, 15, 15, 15], sticky: { rows: 2, columns: 1 } },
				},
			},
		],
	});
	expect(await texts('th')).toEqual(['Host', 'Errors', 'Up', 'Missing']);
	expect(await texts('tbody tr:nth-child(2) td')).toEqual(['web-1 *x* log', '1', 'false', '']);
	expect(await texts('.cliq-note')).toEqual(['and 50 more rows']);
	const widths = await stage.page.locator('th').evaluateAll((cells: any[]) => cells.map((cell) => cell.offsetWidth));
	expect(widths[0] / widths[1]).toBeCloseTo(55 / 15, 0);
	const box = stage.page.locator('.cliq-table');
	await box.evaluate((node: any) => (node.scrollTop = 2_000));
	const top = (await box.boundingBox())!.y;
	for (const cell of ['th >> nth=0', 'tbody tr:first-child td >> nth=0'])
		expect(Math.abs((await stage.page.locator(cell).boundingBox())!.y - top)).toBeLessThan(60);
	expect((await stage.page.locator('tbody tr:nth-child(3) td >> nth=0').boundingBox())!.y).toBeLessThan(top);
	expect(
		await box.evaluate((node: any) => [node.clientHeight < 320, node.tabIndex, node.getAttribute('role')]),
	).toEqual([true, 0, 'region']);
});

inBrowser('a table without headers has those of its rows; rows may be arrays', async () => {
	await stage.draw({
		slides: [
			{ type: 'table', data: { rows: [{ a: 1 }, { b: 2 }] } },
			{ type: 'table', data: { headers: ['x', 'y'], rows: [['1', '2']] } },
		],
	});
	expect(await texts('th')).toEqual(['a', 'b', 'x', 'y']);
	expect(await texts('td')).toEqual(['1', '', '', '2', '1', '2']);
});

inBrowser.each(['disc', 'circle', 'square', 'decimal', 'lower-alpha', 'upper-alpha', 'lower-roman', 'upper-roman'])(
	'a list with %s',
	async (type) => {
		await stage.draw({ slides: [{ type: 'list', data: ['one', 2, null], styles: { type } }] });
		expect(await texts('li')).toEqual(['one', '2', '']);
		expect(
			await stage.page
				.locator('li')
				.first()
				.evaluate((node: any) => (globalThis as any).getComputedStyle(node).listStyleType),
		).toBe(type);
	},
);

inBrowser('labels, in both forms that Cliq has', async () => {
	await stage.draw({
		slides: [
			{
				type: 'label',
				data: [
					{ Revenue: '$500,000', Growth: 25 },
					{ label: 'Region', value: 'North' },
				],
			},
		],
	});
	expect(await texts('dt')).toEqual(['Revenue', 'Growth', 'Region']);
	expect(await texts('dd')).toEqual(['$500,000', '25', 'North']);
});

inBrowser('images are boxes that say which one, unless pictures may be loaded', async () => {
	const data = ['https://pics.example/a/floor%20plan.png', 'javascript:alert(1)', 'data:image/png;base64,x'];
	await stage.draw({ slides: [{ type: 'images', data }] });
	expect(await count('img')).toBe(0);
	expect(await texts('.cliq-nopicture span')).toEqual([
		'floor plan.png',
		'javascript:alert(1)',
		'data:image/png;base64,x',
	]);
	expect(await stage.page.locator('a').evaluateAll((links: any[]) => links.map((link) => link.href))).toEqual([
		data[0],
	]);
	expect(stage.problems).toEqual([]);

	await stage.page.route('https://pics.example/**', (route) => route.abort());
	await stage.draw({ slides: [{ type: 'images', data }] }, { images: true });
	await stage.page.locator('.cliq-nopicture').nth(2).waitFor();
	expect(await count('img')).toBe(0);
	expect(stage.problems.splice(0)).toEqual([`loads ${data[0]}`]);
});

const sizes = (node: any): number[] => {
	const { x, y, width, height } = node.getBBox();
	return [x, y, width, height];
};
const parts = [
	{ label: 'Time-out', value: 40 },
	{ label: 'Refused', value: '25' },
	{ label: 'Other', value: 15 },
	{ label: 'None', value: 0 },
];

inBrowser.each(['pie', 'doughnut', 'semi_doughnut'])(
	'a chart as %s has a slice for each share and a legend with percentages',
	async (preview) => {
		await stage.draw({ slides: [{ type: 'percentage_chart', data: parts, styles: { preview } }] });
		expect(await count('path')).toBe(3);
		expect(await texts('.cliq-legend b')).toEqual(['50%', '31.3%', '18.8%', '0%']);
		expect(await stage.page.locator('svg').getAttribute('aria-label')).toBe(
			'Time-out 50%, Refused 31.3%, Other 18.8%, None 0%',
		);
		const box = await stage.page.locator('path').first().evaluate(sizes);
		expect(box.map(Math.round)).toEqual(preview === 'semi_doughnut' ? [4, 4, 96, 96] : [100, 4, 96, 192]);
		expect(await count('.cliq-total')).toBe(preview === 'pie' ? 0 : 1);
	},
);

inBrowser('one share is a whole ring, no share an empty one', async () => {
	await stage.draw({
		slides: [
			{ type: 'percentage_chart', data: [{ label: 'All', value: 3 }] },
			{ type: 'percentage_chart', data: [] },
		],
	});
	for (const place of [0, 1]) {
		const box = await stage.page.locator('path').nth(place).evaluate(sizes);
		expect(box.map(Math.round)).toEqual([4, 4, 192, 192]);
	}
});

const graph = (preview: string, more = {}) => ({
	slides: [
		{
			type: 'graph',
			styles: { preview, x_axis: 'Months', y_axis: { title: 'Uses' }, ...more },
			data: [
				{
					category: 'Asana',
					values: [
						{ label: 'Jan', value: 9 },
						{ label: 'Feb', value: 6 },
					],
				},
				{
					category: 'Slack',
					values: [
						{ label: 'Feb', value: 18 },
						{ label: 'Mar', value: -6 },
					],
				},
			],
		},
	],
});

inBrowser('bars stand on zero, as high as their values', async () => {
	await stage.draw(graph('vertical_bar'));
	const bars = await stage.page
		.locator('rect')
		.evaluateAll((nodes: any[]) =>
			nodes.map((node) => ({ y: node.y.baseVal.value, height: node.height.baseVal.value })),
		);
	expect(bars).toHaveLength(4);
	const unit = bars[0]!.height / 9;
	expect(bars.map(({ height }) => Math.round(height / unit))).toEqual([9, 6, 18, 6]);
	const zero = bars[0]!.y + bars[0]!.height;
	expect(bars[3]!.y).toBeCloseTo(zero, 3);
	expect(await texts('.cliq-legend-label')).toEqual(['Asana', 'Slack']);
	const words = await stage.page.locator('svg :is(text, .cliq-name)').allTextContents();
	for (const word of ['Jan', 'Feb', 'Mar', 'Months', 'Uses', '9', '18'])
		expect(words.some((one) => one.startsWith(word))).toBe(true);
});

inBrowser('stacked bars stand on each other', async () => {
	await stage.draw(graph('vertical_stacked_bar'));
	const bars = await stage.page
		.locator('rect')
		.evaluateAll((nodes: any[]) =>
			nodes.map((node) => ({
				x: node.x.baseVal.value,
				y: node.y.baseVal.value,
				height: node.height.baseVal.value,
			})),
		);
	const [, asana, slack] = bars;
	expect(slack!.x).toBe(asana!.x);
	expect(slack!.y + slack!.height).toBeCloseTo(asana!.y, 3);
});

inBrowser('a trend has a line for each category and a dot for each value', async () => {
	await stage.draw(graph('trend'));
	expect(
		await stage.page
			.locator('polyline')
			.evaluateAll((nodes: any[]) => nodes.map((node) => node.getAttribute('points').split(' ').length)),
	).toEqual([2, 2]);
	expect(await count('circle')).toBe(4);
});

/** Fonts as other machines have them: what is drawn may be narrower, or more than twice as wide. */
const fonts = [
	'',
	'font-family: serif',
	'font-family: monospace',
	'letter-spacing: -2px',
	'letter-spacing: 5px',
	'font-weight: 900; letter-spacing: 9px',
	'font-family: monospace; line-height: 2.2; word-spacing: 12px',
];

const names = (count: number, name: string) =>
	Array.from({ length: count }, (_one, index) => ({ label: `${name} ${index}`, value: (index - 2) * 1_234_567 }));
const graphs: Array<[string, { count: number; name: string; preview: string; series: number }]> = [
	['twenty long names', { count: 20, name: 'A name of twenty', preview: 'vertical_bar', series: 5 }],
	['two names', { count: 2, name: 'No', preview: 'vertical_bar', series: 2 }],
	[
		'seven names of the longest kind',
		{ count: 7, name: 'W'.repeat(300), preview: 'vertical_stacked_bar', series: 2 },
	],
	['a hundred and twenty names', { count: 120, name: 'Sensor', preview: 'trend', series: 1 }],
];

inBrowser.each(graphs)(
	'%s on an axis stay within the picture and off each other, in any font',
	async (_title, { count: many, name, preview, series }) => {
		for (const font of fonts) {
			await stage.draw({
				slides: [
					{
						type: 'graph',
						styles: { preview, x_axis: 'A title of the axis '.repeat(9), y_axis: 'Another '.repeat(12) },
						data: Array.from({ length: series }, (_one, index) => ({
							category: `c${index}`,
							values: names(many, name),
						})),
					},
				],
			});
			const found = await stage.page.evaluate((style) => {
				const { document, getComputedStyle } = globalThis as any;
				const boxOf = (node: any) => node.getBoundingClientRect();
				for (const node of document.querySelectorAll('svg :is(text, .cliq-name)')) node.style.cssText += style;
				const [svg] = document.querySelectorAll('svg');
				const picture = boxOf(svg);
				const texts = [...document.querySelectorAll('svg :is(text, .cliq-name)')];
				const outside = texts.filter((node) => {
					const box = boxOf(node);
					return (
						box.left < picture.left ||
						box.right > picture.right ||
						box.top < picture.top ||
						box.bottom > picture.bottom
					);
				});
				// A name that does not fit its box is shortened, and says all of it where the mouse rests.
				const cut = texts.filter(
					(node) =>
						node.localName === 'div' &&
						(getComputedStyle(node).textOverflow !== 'ellipsis' ||
							getComputedStyle(node).overflow !== 'hidden' ||
							node.title !== node.textContent),
				);
				const overlap = (nodes: any[]) =>
					nodes.map(boxOf).filter((box, index, all) => index > 0 && box.left < all[index - 1].right - 0.5)
						.length;
				const plot = boxOf(document.querySelector('.cliq-grid, .cliq-zero')).left;
				const ticks = [...document.querySelectorAll('svg text:not(.cliq-bar-value)')];
				return {
					texts: texts.length,
					outside: outside.map((node) => node.textContent),
					cut: cut.length,
					names: overlap([...document.querySelectorAll('.cliq-name.upright')]),
					values: series_(document),
					ticks: ticks.filter((node) => boxOf(node).right > plot).length,
				};
				function series_(all: any): number {
					return overlap(
						[...all.querySelectorAll('.cliq-bar-value')].sort(
							(one, other) => boxOf(one).left - boxOf(other).left,
						),
					);
				}
			}, font);
			expect([font, found]).toEqual([
				font,
				{ texts: expect.any(Number), outside: [], cut: 0, names: 0, values: 0, ticks: 0 },
			]);
			expect(found.texts).toBeGreaterThan(5);
		}
	},
);

inBrowser('the total of a ring stays within it, in any font', async () => {
	for (const font of fonts) {
		await stage.draw({
			slides: [
				{
					type: 'percentage_chart',
					data: [{ label: 'All', value: 123_456_789 }],
					styles: { preview: 'doughnut' },
				},
			],
		});
		const total = stage.page.locator('.cliq-total');
		await total.evaluate((node: any, style) => (node.style.cssText += style), font);
		const [inner, ring] = [(await total.boundingBox())!, (await stage.page.locator('svg').boundingBox())!];
		expect(inner.width).toBeLessThan((ring.width * 2 * 56) / 200);
	}
});

inBrowser('a slide has buttons of its own, and one of an unknown kind shows its data', async () => {
	await stage.draw({ slides: [{ type: 'hologram', data: { a: 1 }, buttons: [{ label: 'Go' }] }] });
	expect(await texts('pre')).toEqual(['{"a":1}']);
	expect(await texts('button')).toEqual(['Go']);
});
