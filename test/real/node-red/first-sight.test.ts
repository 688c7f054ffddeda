import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Editor } from './editor';
import { Runner, type FlowNode } from './runner';

/** What a person sees first: the demo's flow, the dialogs, and examples that were just imported. */

const root = join(__dirname, '..', '..', '..');
const example = (name: string): FlowNode[] =>
	JSON.parse(readFileSync(join(root, 'node-red', 'examples', `${name}.json`), 'utf8'));

let sandbox: Sandbox;
let runner: Runner;
let editor: Editor;
let page: Page;

declare const RED: any;

beforeAll(async () => {
	sandbox = await startSandbox();
	runner = await Runner.start();
	const options = JSON.stringify({
		sandbox: sandbox.url,
		nodeRed: runner.url,
		incidents: sandbox.control.state().channels[0]!.chatId,
	});
	const print = `import('./scripts/demo/flow.mjs').then(({ demoFlow }) => console.log(JSON.stringify(demoFlow(${options}))))`;
	await runner.post(
		'/flows',
		JSON.parse(execFileSync(process.execPath, ['-e', print], { cwd: root, encoding: 'utf8' })),
	);
	editor = await Editor.open(runner);
	page = editor.page;
});

afterAll(async () => {
	await editor?.close();
	await runner.stop();
	await sandbox.close();
});

test.each([
	[1440, 900],
	[1280, 800],
])('in an editor of %i × %i no node of the demo lies on another', async (width, height) => {
	await page.setViewportSize({ width, height });
	await editor.settle();
	await editor.shot(`demo-${width}`);
	const boxes: Array<{ name: string; left: number; right: number; top: number; bottom: number }> =
		await page.evaluate(() =>
			Array.from(document.querySelectorAll('.red-ui-flow-node-group')).map((element) => {
				const { left, right, top, bottom } = element.getBoundingClientRect();
				return { name: RED.nodes.node(element.id)?.name, left, right, top, bottom };
			}),
		);
	expect(boxes.length).toBeGreaterThan(30);
	const overlaps = boxes.flatMap((a, index) =>
		boxes
			.slice(index + 1)
			.filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
			.map((b) => [a.name, b.name]),
	);
	expect(overlaps).toEqual([]);
	const groups = await page.evaluate(
		() => document.querySelectorAll('.red-ui-flow-group-outline-select-background').length,
	);
	expect(groups).toBeGreaterThanOrEqual(4);
});

test('a preview takes at most a third of the dialog', async () => {
	await page.setViewportSize({ width: 1440, height: 900 });
	await editor.edit('cliq-demo-incident');
	await page.waitForSelector('.zoho-cliq-messages .cliq-card');
	await editor.settle();
	await editor.shot('preview-height');
	const { preview, dialog, isReachable } = await page.evaluate(() => {
		const body = document.querySelector('.zoho-cliq-preview-body')!;
		const tray = document.querySelector('.red-ui-tray')!;
		return {
			preview: document.querySelector('.zoho-cliq-preview')!.clientHeight,
			dialog: tray.clientHeight,
			isReachable: body.scrollHeight === body.clientHeight || getComputedStyle(body).overflowY === 'auto',
		};
	});
	expect(preview).toBeGreaterThan(150);
	expect(preview).toBeLessThanOrEqual(dialog / 3);
	expect(isReachable).toBe(true);
	await page.click('#node-dialog-cancel');
	await editor.settle();
});

test('the account can be tested where it is filled in, and its links are those of its data center', async () => {
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.evaluate(() => RED.editor.editConfig('', 'zoho-cliq-account', '_ADD_'));
	await page.waitForSelector('#zoho-cliq-test');
	await editor.settle();
	const button = (await page.locator('#zoho-cliq-test').boundingBox())!;
	expect(button.y + button.height).toBeLessThan(760);
	const links = () =>
		page.locator('.zoho-cliq-account a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
	expect(await links()).toEqual(['https://cliq.zoho.com', 'https://api-console.zoho.com']);
	await page.selectOption('#node-config-input-dataCenter', 'eu');
	expect(await links()).toEqual(['https://cliq.zoho.eu', 'https://api-console.zoho.eu']);
	await page.selectOption('#node-config-input-dataCenter', 'custom');
	expect(await links()).toEqual([]);
	await page.fill('#node-config-input-baseUrl', sandbox.url);
	expect(await links()).toEqual([sandbox.url, `${sandbox.url}/console`]);
	await page.fill('#node-config-input-baseUrl', 'javascript:alert(1)');
	expect(await links()).toEqual([]);
	await editor.shot('account-at-first-sight');
	await page.click('#node-config-dialog-cancel');
	await editor.settle();
});

test('an imported question or bot has a path of its own, and the account that is there is taken', async () => {
	const bring = (flow: FlowNode[], generateIds: boolean) =>
		page.evaluate(([nodes, generate]) => RED.view.importNodes(nodes, { generateIds: generate }), [
			flow,
			generateIds,
		] as const);
	const asked = example('Ask for approval');
	await bring(asked, false);
	// What Node-RED does for "Import copy", which it offers where an ID is taken.
	await bring(asked, true);
	await bring(example('Answer messages to a bot'), true);
	await bring(example('Pass on attachments'), true);
	const paths = await page.evaluate(() =>
		['zoho-cliq-ask', 'zoho-cliq-in']
			.flatMap((type): FlowNode[] => RED.nodes.filterNodes({ type }))
			.filter(({ id }: FlowNode) => !id.startsWith('cliq-demo'))
			.map(({ path }: FlowNode) => path),
	);
	expect(paths).toEqual(Array(4).fill(expect.stringMatching(/^cliq\/[0-9a-f]{32}$/)));
	expect(new Set(paths).size).toBe(4);
	const imported = await page.evaluate(() =>
		RED.nodes
			.filterNodes({ type: 'zoho-cliq-ask' })
			.filter(({ id }: FlowNode) => !id.startsWith('cliq-demo'))
			.map(({ publicUrl, account }: FlowNode) => ({ publicUrl, account })),
	);
	const { id: account } = asked.find(({ type }) => type === 'zoho-cliq-account')!;
	expect(imported).toEqual(Array(2).fill({ publicUrl: runner.url, account }));
	const accounts = await page.evaluate(() => {
		const found: string[] = [];
		RED.nodes.eachConfig(({ id, type }: FlowNode) => void (type === 'zoho-cliq-account' && found.push(id)));
		return found;
	});
	expect(accounts.sort()).toEqual([account, 'cliq-demo-account'].sort());
});

test('what was there before is not touched, and nothing complained', async () => {
	const { path } = (await runner.get('/flows')).find(({ id }: FlowNode) => id === 'cliq-demo-approval');
	expect(path).toBe('cliq/demo-ask');
	await page.reload();
	await page.waitForSelector('.red-ui-palette-node[data-palette-type="zoho-cliq-send"]');
	await editor.settle();
	expect(await page.evaluate(() => RED.nodes.dirty())).toBe(false);
	expect(editor.complaints).toEqual([]);
});
