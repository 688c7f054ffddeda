import type { Page } from 'playwright-core';
import { operations, scopes } from '../../../cliq/catalogue';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { Editor, type Clip } from './editor';
import { account, cliq, str } from './flows';
import { Runner } from './runner';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
let editor: Editor;
let page: Page;
let client: { clientId: string; clientSecret: string };

declare const RED: any;
declare const $: any;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-editor');
	sandbox = await startSandbox();
	client = sandbox.control.createClient({ type: 'self' });
	artifacts.addSecrets(client.clientSecret);
	runner = await Runner.start();
	await runner.deploy([
		{ ...account('', {}), baseUrl: '', dataCenter: 'us' },
		{
			id: 'inject',
			type: 'inject',
			name: 'Say hello',
			props: [{ p: 'payload' }],
			payload: 'Hello from the editor',
			payloadType: 'str',
			topic: '',
			repeat: '',
			crontab: '',
			once: false,
			onceDelay: 0.1,
			x: 110,
			y: 100,
			wires: [['send']],
		},
		{ ...cliq('send', 'message.send.channel', { channel: str('somewhere') }, 'react'), x: 310, y: 100 },
		{ ...cliq('react', 'reaction.add', { emoji: str('🎉') }, 'list'), x: 520, y: 100 },
		{ ...cliq('list', 'message.getMany', {}, 'debug', { name: 'Read the channel' }), x: 715, y: 100 },
		{ id: 'catch', type: 'catch', name: '', scope: null, uncaught: false, x: 110, y: 180, wires: [['failed']] },
		{
			id: 'failed',
			type: 'debug',
			name: 'what failed, and what to do',
			active: true,
			tosidebar: true,
			complete: 'error',
			targetType: 'msg',
			x: 330,
			y: 180,
		},
		{
			id: 'debug',
			type: 'debug',
			name: 'read',
			active: true,
			tosidebar: true,
			complete: 'payload',
			targetType: 'msg',
			x: 875,
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

const shot = (name: string, clip?: Clip) => editor.shot(name, clip);
const settle = () => editor.settle();
const quiet = () => editor.quiet();
const edit = (id: string) => editor.edit(id);
const accept = () => editor.accept();
const deploy = () => editor.deploy();

test('a person connects an account with a grant code', async () => {
	await page.evaluate(() => RED.editor.editConfig('', 'zoho-cliq-account', 'account'));
	await page.waitForSelector('#node-config-input-dataCenter');
	await settle();
	expect(await page.locator('#node-config-input-dataCenter option').count()).toBe(10);
	expect(await page.inputValue('#zoho-cliq-scopes')).toBe(scopes.join(','));
	await shot('account');

	await page.selectOption('#node-config-input-dataCenter', 'custom');
	await page.fill('#node-config-input-baseUrl', sandbox.url);
	await page.fill('#node-config-input-accountsUrl', sandbox.url);
	await page.fill('#node-config-input-clientId', client.clientId);
	await page.fill('#node-config-input-clientSecret', client.clientSecret);
	await page.fill('#zoho-cliq-code', '1000.wrong.code');
	await page.click('#zoho-cliq-exchange');
	await page.waitForSelector('#zoho-cliq-exchanged.zoho-cliq-bad');
	expect(await page.textContent('#zoho-cliq-exchanged')).toContain('A grant code works once');

	const { code } = sandbox.control.createGrantCode({ clientId: client.clientId, scopes: [...scopes] });
	artifacts.addSecrets(code);
	await page.fill('#zoho-cliq-code', code);
	await page.click('#zoho-cliq-exchange');
	await page.waitForSelector('#zoho-cliq-exchanged.zoho-cliq-good');
	artifacts.addSecrets(await page.inputValue('#node-config-input-refreshToken'));
	await page.click('#zoho-cliq-test');
	await page.waitForSelector('#zoho-cliq-tested.zoho-cliq-good, #zoho-cliq-tested.zoho-cliq-bad');
	expect(await page.textContent('#zoho-cliq-tested')).toMatch(/^Connected/);
	await shot('account-connected');
	await page.click('#node-config-dialog-ok');
	await settle();
});

test('before the first deploy a list says why it is empty', async () => {
	await edit('send');
	await page.click('[data-parameter="channel"] .red-ui-typedInput-option-expand');
	await page.waitForSelector('.zoho-cliq-panel .zoho-cliq-bad');
	await shot('not-deployed');
	expect(await page.textContent('.zoho-cliq-state')).toMatch(/press Exchange, then deploy/);
	await page.keyboard.press('Escape');
	await page.evaluate(() => $('#node-dialog-cancel').trigger('click'));
	await settle();
	await deploy();
});

test('a person chooses the channel from suggestions and lists', async () => {
	await edit('send');
	expect(await page.locator('#node-input-operation option').allTextContents()).toEqual([
		'Channel',
		'Bot',
		'Chat',
		'User',
	]);
	const input = page.locator('[data-parameter="channel"] .red-ui-typedInput-input');
	await input.fill('');
	await input.pressSequentially('relea', { delay: 30 });
	await page.waitForSelector('.zoho-cliq-choice');
	await shot('suggestions');
	expect(await page.locator('.zoho-cliq-choice').first().textContent()).toContain('eleases');
	await page.locator('.zoho-cliq-choice').first().click();
	expect(await input.inputValue()).toBe('releases');

	await page.click('[data-parameter="channel"] .red-ui-typedInput-option-expand');
	await page.waitForSelector('.zoho-cliq-entries a');
	await settle();
	await shot('panel');
	// All that the account sees, over several pages of Cliq's list.
	expect(await page.locator('.zoho-cliq-entries a').count()).toBeGreaterThan(100);
	expect(await page.isVisible('.zoho-cliq-panel button')).toBe(false);
	await page.fill('.zoho-cliq-panel input', 'general');
	await page.waitForFunction(() => document.querySelectorAll('.zoho-cliq-entries a').length < 5);
	await page.keyboard.press('Escape');
	await settle();
	await page.selectOption('.zoho-cliq-add', 'markAsRead');
	await page.selectOption('.zoho-cliq-add', 'postAsBot');
	await quiet();
	await shot('send', { x: 705, y: 45, width: 490, height: 620 });
	await page.locator('[data-parameter="postAsBot"] .zoho-cliq-remove').click();
	await accept();
	await deploy();
	const { send } = Object.fromEntries((await runner.get('/flows')).map((node: { id: string }) => [node.id, node]));
	expect(send).toMatchObject({
		operation: 'message.send.channel',
		parameters: {
			channel: { type: 'str', value: 'releases' },
			text: { type: 'msg', value: 'payload' },
			markAsRead: { type: 'bool', value: 'true' },
		},
	});
	expect(send.parameters.postAsBot).toBeUndefined();
});

test.each([
	['list', operations.filter(({ resource, name }) => resource === 'message' && name !== 'send')],
	['react', operations.filter(({ resource }) => resource === 'reaction')],
])('the dialog of "%s" offers what the catalogue has', async (node, offered) => {
	await edit(node);
	for (const { id, parameters } of offered) {
		await page.selectOption('#node-input-operation', id);
		await settle();
		const needed = await page.locator('.zoho-cliq-needed .zoho-cliq-row label span').allTextContents();
		expect(needed).toEqual(
			parameters.filter(({ required, name }) => required || name === 'limit').map(({ label }) => label),
		);
		await shot(id);
	}
	await page.evaluate(() => $('#node-dialog-cancel').trigger('click'));
	await settle();
});

test('a node from the palette does the first operation of its kind until told otherwise', async () => {
	await page.dragAndDrop('.red-ui-palette-node[data-palette-type="zoho-cliq-message"]', '#red-ui-workspace-chart', {
		targetPosition: { x: 300, y: 400 },
	});
	await settle();
	const added = await page.evaluate(() =>
		RED.nodes.filterNodes({ type: 'zoho-cliq-message' }).find(({ id }: { id: string }) => id !== 'list'),
	);
	expect(added.operation).toBe(
		operations.find(({ resource, name }) => resource === 'message' && name !== 'send')!.id,
	);
	await page.evaluate((id) => RED.nodes.remove(id), added.id);
	await page.evaluate(() => {
		RED.nodes.dirty(false);
		RED.view.redraw(true);
	});
});

test('inject, and read the answer in the debug sidebar', async () => {
	await page.evaluate(() => RED.sidebar.show('debug'));
	await page.click('#inject .red-ui-flow-node-button-button');
	await page.waitForSelector('.red-ui-debug-msg');
	await quiet();
	await page.click('.red-ui-debug-msg-object-handle');
	await page.locator('.red-ui-debug-msg .fa-caret-right').last().click();
	await page.locator('input[placeholder="filter nodes"]').pressSequentially('cliq');
	await page.mouse.click(700, 500);
	await settle();
	await shot('debug', { x: 0, y: 0, width: 1500, height: 760 });
	expect(await page.textContent('.red-ui-debug-msg')).toContain('array');
	expect(await page.locator('#send .red-ui-flow-node-status-label').textContent()).toBe('sent');
	expect(editor.complaints).toEqual([]);
});
