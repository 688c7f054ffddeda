import type { Locator, Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { Editor } from './editor';
import { account, cliq, str } from './flows';
import { Runner } from './runner';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
let editor: Editor;
let page: Page;

declare const RED: any;
declare const $: any;

const jobs = JSON.stringify([
	{ name: 'build', status: 'failed', owner: { name: 'Ann' } },
	{ name: 'deploy', status: 'skipped', owner: { name: 'Sam' } },
]);

beforeAll(async () => {
	artifacts = new Artifacts('node-red-message-dialog');
	sandbox = await startSandbox();
	const { accessToken, ...tokens } = sandbox.control.issueTokens();
	artifacts.addSecrets(accessToken, tokens.refreshToken, tokens.clientSecret);
	runner = await Runner.start();
	await runner.deploy([
		account(sandbox.url, tokens),
		{
			id: 'inject',
			type: 'inject',
			name: 'Night report',
			props: [{ p: 'payload' }, { p: 'topic', vt: 'str' }],
			payload: jobs,
			payloadType: 'json',
			topic: 'Ann',
			repeat: '',
			crontab: '',
			once: false,
			onceDelay: 0.1,
			x: 110,
			y: 100,
			wires: [['send']],
		},
		{ ...cliq('send', 'message.send.channel', { channel: str('releases') }, 'debug'), x: 310, y: 100 },
		{
			id: 'debug',
			type: 'debug',
			name: 'sent',
			active: true,
			tosidebar: true,
			complete: 'payload',
			targetType: 'msg',
			x: 500,
			y: 100,
		},
	]);
	editor = await Editor.open(runner);
	page = editor.page;
});

afterAll(async () => {
	artifacts.save('page.html', await page.content());
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	await editor.close();
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

const part = (name: string) => page.locator(`[data-parameter="${name}"]`);
const row = (within: Locator, number: number) =>
	within.locator('> .zoho-cliq-form > .red-ui-editableList > div > ol > li').nth(number - 1);
const field = (within: Locator, name: string) => within.locator(`[data-field="${name}"]`).first();
const addButton = (within: Locator, what: string) => within.locator('button', { hasText: what }).last();
const add = (within: Locator, what: string) => addButton(within, what).click();
const preview = () => page.locator('.zoho-cliq-messages');

/** Types a text, after choosing where it comes from. */
async function fill(place: Locator, text: string, type?: string): Promise<void> {
	if (type) {
		await place.locator('.red-ui-typedInput-type-select').click();
		await page.locator(`.red-ui-typedInput-options:visible a[value="${type}"]`).click();
	}
	const area = place.locator('textarea:visible');
	await ((await area.count()) > 0 ? area : place.locator('.red-ui-typedInput-input:visible')).first().fill(text);
}

async function choose(place: Locator, label: string): Promise<void> {
	await place.locator('.red-ui-typedInput-option-trigger').click();
	await page.locator('.red-ui-typedInput-options:visible a', { hasText: label }).click();
}

test('a person builds a card with a table and buttons, and sees it', async () => {
	await editor.edit('send');
	expect(await page.locator('.zoho-cliq-parts .zoho-cliq-part label').allTextContents()).toEqual([
		' Card',
		' Slides',
		' Buttons',
	]);
	expect(await preview().isVisible()).toBe(false);
	await fill(part('text'), 'Two jobs need *attention*.\nPlease have a look.', 'str');

	await add(part('card'), 'Add card');
	await fill(field(part('card'), 'title'), 'Night report');
	await add(part('card'), 'Add section');
	await add(part('card'), 'Add field');
	await fill(field(part('card'), 'fields').locator('[data-field="title"]'), 'On duty');
	await fill(field(part('card'), 'fields').locator('[data-field="value"]'), 'topic', 'msg');

	await add(part('slides'), 'Add slide');
	await fill(field(part('slides'), 'title'), 'Jobs');
	await fill(field(part('slides'), 'columns'), 'name, status, owner.name');

	await add(part('buttons'), 'Add button');
	await fill(field(row(part('buttons'), 1), 'label'), 'Open log');
	await fill(field(row(part('buttons'), 1), 'url'), 'https://ci.example.com/42');
	await row(part('buttons'), 1).locator('.zoho-cliq-lid').first().click();
	await add(part('buttons'), 'Add button');
	await fill(field(row(part('buttons'), 2), 'label'), 'Call the one on duty');
	await page.waitForFunction(() => $('.zoho-cliq-preview .zoho-cliq-note').text() === 'Button 2 has no URL');
	await field(row(part('buttons'), 2), 'action')
		.locator('select')
		.selectOption('audiocall');
	await fill(field(row(part('buttons'), 2), 'user'), '55743307');
	await choose(field(row(part('buttons'), 2), 'style'), 'Positive (Green)');

	await page.waitForFunction(() => $('.zoho-cliq-preview .zoho-cliq-note').text() === '');
	const seen = await preview().innerText();
	for (const text of [
		'Night report',
		'Please have a look.',
		'On duty',
		'‹msg.topic›',
		'Jobs',
		'‹owner.name›',
		'Open log',
		'Call the one on duty',
	])
		expect(seen).toContain(text);
	expect(await preview().locator('table tr').count()).toBe(4);
	await preview().getByRole('button', { name: 'Open log' }).click();
	await page.waitForFunction(() => $('.zoho-cliq-press').text() === 'Opens https://ci.example.com/42');
	await page.locator('[data-parameter="card"]').scrollIntoViewIfNeeded();
	await editor.settle();
	await editor.shot('message-dialog');
});

test('in a wide dialog the preview stands beside the fields', async () => {
	const before = (await page.locator('.zoho-cliq-preview').boundingBox())!;
	const handle = (await page.locator('.red-ui-tray-resize-handle').boundingBox())!;
	await page.mouse.move(handle.x + 2, handle.y + 300);
	await page.mouse.down();
	await page.mouse.move(215, handle.y + 300, { steps: 5 });
	await page.mouse.up();
	await page.evaluate(() => $('.red-ui-tray-content').scrollTop(0));
	await editor.settle();
	await editor.shot('message-dialog-wide');
	const [text, beside] = [
		(await part('text').boundingBox())!,
		(await page.locator('.zoho-cliq-preview').boundingBox())!,
	];
	expect(beside.x).toBeGreaterThan(text.x + text.width);
	expect(beside.y).toBeLessThan(before.y);
});

test('rows can be sorted and removed, and fields come and go with the kind', async () => {
	const slides = part('slides');
	await field(slides, 'type').locator('select').selectOption('images');
	expect([await field(slides, 'columns').isVisible(), await field(slides, 'urls').isVisible()]).toEqual([
		false,
		true,
	]);
	await field(slides, 'type').locator('select').selectOption('table');
	expect(await field(slides, 'columns').locator('.red-ui-typedInput-input').inputValue()).toBe(
		'name, status, owner.name',
	);

	const buttons = part('buttons');
	for (let more = 0; more < 3; more++) await add(buttons, 'Add button');
	expect(await addButton(buttons, 'Add button').isVisible()).toBe(false); // Cliq takes five.
	for (let more = 0; more < 3; more++) {
		await row(buttons, 3).locator('.red-ui-editableList-item-remove').first().click();
		await editor.settle();
	}
	for (const lid of await buttons.locator('.zoho-cliq-lid[aria-expanded="true"]').all()) await lid.click();
	await row(buttons, 2)
		.locator('.red-ui-editableList-item-handle')
		.first()
		.dragTo(row(buttons, 1), { targetPosition: { x: 40, y: 2 } });
	await page.waitForFunction(() => $('.zoho-cliq-messages .cliq-button').first().text() === 'Call the one on duty');
	expect(await buttons.locator('.zoho-cliq-lid').allTextContents()).toEqual([
		'Call the one on duty · Start an Audio Call',
		'Open log · Open a Web Page',
	]);
});

test('what was built is deployed, sent, and there again', async () => {
	await editor.accept();
	await editor.deploy();
	const { parameters } = (await runner.get('/flows')).find(({ id }: { id: string }) => id === 'send');
	expect(parameters.slides).toEqual({
		type: 'form',
		value: [{ type: 'table', title: str('Jobs'), columns: str('name, status, owner.name') }],
	});
	expect(parameters.card.value.sections).toEqual([
		{ fields: [{ title: str('On duty'), value: { type: 'msg', value: 'topic' } }] },
	]);

	await page.click('#inject .red-ui-flow-node-button-button');
	await page.waitForSelector('.red-ui-debug-msg');
	expect(sandbox.control.messages('#releases').at(-1)).toMatchObject({
		text: 'Two jobs need *attention*.\nPlease have a look.',
		content: {
			card: {
				theme: 'modern-inline',
				title: 'Night report',
				sections: [{ fields: [{ title: 'On duty', value: 'Ann' }] }],
			},
			slides: [
				{
					type: 'table',
					title: 'Jobs',
					data: {
						headers: ['name', 'status', 'owner.name'],
						rows: [
							{ name: 'build', 'owner.name': 'Ann' },
							{ name: 'deploy', 'owner.name': 'Sam' },
						],
					},
				},
			],
			buttons: [
				{ label: 'Call the one on duty', type: '+' },
				{ label: 'Open log', action: { type: 'open.url', data: { web: 'https://ci.example.com/42' } } },
			],
		},
	});

	await editor.edit('send');
	expect(await preview().innerText()).toContain('Night report');
	expect(await part('slides').locator('.zoho-cliq-lid').allTextContents()).toEqual(['Table · Jobs']);
	await editor.accept();
	expect(await page.evaluate(() => [RED.nodes.dirty(), RED.nodes.node('send').valid])).toEqual([false, true]);
	expect(editor.complaints).toEqual([]);
});

test('a part can be taken as a whole, and leave again', async () => {
	await editor.edit('send');
	await part('card').locator('.zoho-cliq-remove').first().click();
	await add(part('card'), 'Use a value');
	await fill(part('card'), 'report.card');
	await page.waitForFunction(() =>
		$('.zoho-cliq-preview .zoho-cliq-note').text().startsWith('Card: ‹msg.report.card› is not known'),
	);
	await part('slides').locator('.zoho-cliq-remove').first().click();
	await page.selectOption('.zoho-cliq-add', 'alsoTo');
	await fill(field(part('alsoTo'), 'id'), 'incidents');
	await editor.accept();
	await editor.deploy();
	const { parameters } = (await runner.get('/flows')).find(({ id }: { id: string }) => id === 'send');
	expect(parameters).toMatchObject({
		card: { type: 'msg', value: 'report.card' },
		alsoTo: { type: 'form', value: [{ target: 'channel', id: str('incidents') }] },
	});
	expect(parameters.slides).toBeUndefined();
	expect(editor.complaints).toEqual([]);
});
