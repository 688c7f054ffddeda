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
	const rows = Array.from({ length: 250 }, (_one, index) => ({ Host: `web-${index} *x* [log](https://x.example/${index})`, Errors: index, Up: index % 2 === 0 }));
	await stage.draw({ slides: [{ type: 'table', data: { headers: ['Host', 'Errors', 'Up', 'Missing'], rows, styles: { width: [55, 15, 15, 15], sticky: { rows: 2, columns: 1 } } } }] });
	expect(await texts('th')).toEqual(['Host', 'Errors', 'Up', 'Missing']);
	expect(await texts('tbody tr:nth-child(2) td')).toEqual(['web-1 *x* log', '1', 'false', '']);
	expect(await texts('.cliq-note')).toEqual(['and 50 more rows']);
	const widths = await stage.page.locator('th').evaluateAll((cells: any[]) => cells.map((cell) => cell.offsetWidth));
	expect(widths[0] / widths[1]).toBeCloseTo(55 / 15, 0);
	const box = stage.page.locator('.cliq-table');
	await box.evaluate((node: any) => (node.scrollTop = 2_000));
	const top = (await box.boundingBox())!.y;
	for (const cell of ['th >> nth=0', 'tbody tr:first-child td >> nth=0']) expect(Math.abs((await stage.page.locator(cell).boundingBox())!.y - top)).toBeLessThan(60);
	expect((await stage.page.locator('tbody tr:nth-child(3) td >> nth=0').boundingBox())!.y).toBeLessThan(top);
	expect(await box.evaluate((node: any) => [node.clientHeight < 320, node.tabIndex, node.getAttribute('role')])).toEqual([true, 0, 'region']);
});

inBrowser('a table without headers has those of its rows; rows may be arrays', async () => {
	await stage.draw({ slides: [{ type: 'table', data: { rows: [{ a: 1 }, { b: 2 }] } }, { type: 'table', data: { headers: ['x', 'y'], rows: [['1', '2']] } }] });
	expect(await texts('th')).toEqual(['a', 'b', 'x', 'y']);
	expect(await texts('td')).toEqual(['1', '', '', '2', '1', '2']);
});

inBrowser.each(['disc', 'circle', 'square', 'decimal', 'lower-alpha', 'upper-alpha', 'lower-roman', 'upper-roman'])('a list with %s', async (type) => {
	await stage.draw({ slides: [{ type: 'list', data: ['one', 2, null], styles: { type } }] });
	expect(await texts('li')).toEqual(['one', '2', '']);
	expect(await stage.page.locator('li').first().evaluate((node: any) => (globalThis as any).getComputedStyle(node).listStyleType)).toBe(type);
});

inBrowser('labels, in both forms that Cliq has', async () => {
	await stage.draw({ slides: [{ type: 'label', data: [{ Revenue: '$500,000', Growth: 25 }, { label: 'Region', value: 'North' }] }] });
	expect(await texts('dt')).toEqual(['Revenue', 'Growth', 'Region']);
	expect(await texts('dd')).toEqual(['$500,000', '25', 'North']);
});

inBrowser('images are boxes that say which one, unless pictures may be loaded', async () => {
	const data = ['https://pics.example/a/floor%20plan.png', 'javascript:alert(1)', 'data:image/png;base64,x'];
	await stage.draw({ slides: [{ type: 'images', data }] });
	expect(await count('img')).toBe(0);
	expect(await texts('.cliq-nopicture span')).toEqual(['floor plan.png', 'javascript:alert(1)', 'data:image/png;base64,x']);
	expect(await stage.page.locator('a').evaluateAll((links: any[]) => links.map((link) => link.href))).toEqual([data[0]]);
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
const parts = [{ label: 'Time-out', value: 40 }, { label: 'Refused', value: '25' }, { label: 'Other', value: 15 }, { label: 'None', value: 0 }];

inBrowser.each(['pie', 'doughnut', 'semi_doughnut'])('a chart as %s has a slice for each share and a legend with percentages', async (preview) => {
	await stage.draw({ slides: [{ type: 'percentage_chart', data: parts, styles: { preview } }] });
	expect(await count('path')).toBe(3);
	expect(await texts('.cliq-legend b')).toEqual(['50%', '31.3%', '18.8%', '0%']);
	expect(await stage.page.locator('svg').getAttribute('aria-label')).toBe('Time-out 50%, Refused 31.3%, Other 18.8%, None 0%');
	const box = await stage.page.locator('path').first().evaluate(sizes);
	expect(box.map(Math.round)).toEqual(preview === 'semi_doughnut' ? [4, 4, 96, 96] : [100, 4, 96, 192]);
	expect(await count('.cliq-total')).toBe(preview === 'pie' ? 0 : 1);
});

inBrowser('one share is a whole ring, no share an empty one', async () => {
	await stage.draw({ slides: [{ type: 'percentage_chart', data: [{ label: 'All', value: 3 }] }, { type: 'percentage_chart', data: [] }] });
	for (const place of [0, 1]) {
		const box = await stage.page.locator('path').nth(place).evaluate(sizes);
		expect(box.map(Math.round)).toEqual([4, 4, 192, 192]);
	}
});

const graph = (preview: string, more = {}) => ({
	slides: [{
		type: 'graph',
		styles: { preview, x_axis: 'Months', y_axis: { title: 'Uses' }, ...more },
		data: [{ category: 'Asana', values: [{ label: 'Jan', value: 9 }, { label: 'Feb', value: 6 }] }, { category: 'Slack', values: [{ label: 'Feb', value: 18 }, { label: 'Mar', value: -6 }] }],
	}],
});

inBrowser('bars stand on zero, as high as their values', async () => {
	await stage.draw(graph('vertical_bar'));
	const bars = await stage.page.locator('rect').evaluateAll((nodes: any[]) => nodes.map((node) => ({ y: node.y.baseVal.value, height: node.height.baseVal.value })));
	expect(bars).toHaveLength(4);
	const unit = bars[0].height / 9;
	expect(bars.map(({ height }) => Math.round(height / unit))).toEqual([9, 6, 18, 6]);
	const zero = bars[0].y + bars[0].height;
	expect(bars[3].y).toBeCloseTo(zero, 3);
	expect(await texts('.cliq-legend-label')).toEqual(['Asana', 'Slack']);
	const words = await stage.page.locator('svg text').allTextContents();
	for (const word of ['Jan', 'Feb', 'Mar', 'Months', 'Uses', '9', '18']) expect(words.some((one) => one.startsWith(word))).toBe(true);
});

inBrowser('stacked bars stand on each other', async () => {
	await stage.draw(graph('vertical_stacked_bar'));
	const bars = await stage.page.locator('rect').evaluateAll((nodes: any[]) => nodes.map((node) => ({ x: node.x.baseVal.value, y: node.y.baseVal.value, height: node.height.baseVal.value })));
	const [, asana, slack] = bars;
	expect(slack.x).toBe(asana.x);
	expect(slack.y + slack.height).toBeCloseTo(asana.y, 3);
});

inBrowser('a trend has a line for each category and a dot for each value', async () => {
	await stage.draw(graph('trend'));
	expect(await stage.page.locator('polyline').evaluateAll((nodes: any[]) => nodes.map((node) => node.getAttribute('points').split(' ').length))).toEqual([2, 2]);
	expect(await count('circle')).toBe(4);
});

inBrowser('twenty names on an axis stay within the picture', async () => {
	const values = Array.from({ length: 20 }, (_one, index) => ({ label: `A name of twenty ${index}`, value: index * 1_234_567 }));
	await stage.draw({ slides: [{ type: 'graph', styles: { preview: 'vertical_bar', x_axis: 'x' }, data: Array.from({ length: 5 }, (_one, index) => ({ category: `c${index}`, values })) }] });
	const box = (await stage.page.locator('svg').boundingBox())!;
	for (const text of await stage.page.locator('svg text').all()) {
		const inside = (await text.boundingBox())!;
		expect([inside.x >= box.x - 1, inside.x + inside.width <= box.x + box.width + 1, inside.y + inside.height <= box.y + box.height + 1]).toEqual([true, true, true]);
	}
});

inBrowser('a slide has buttons of its own, and one of an unknown kind shows its data', async () => {
	await stage.draw({ slides: [{ type: 'hologram', data: { a: 1 }, buttons: [{ label: 'Go' }] }] });
	expect(await texts('pre')).toEqual(['{"a":1}']);
	expect(await texts('button')).toEqual(['Go']);
});
