import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../../tools/browser';
import { Lab } from './lab';
import { owner } from '../../../tools/n8n/session';

let lab: Lab;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	lab = await Lab.start('n8n-editor');
	browser = await openBrowser();
	page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
	page.setDefaultTimeout(60_000);
	await page.goto(`${lab.n8n.url}/signin`);
	await page.locator('input[type=email], input[name=emailOrLdapLoginId]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/home|workflow/);
}, 240_000);

afterAll(async () => {
	await page?.screenshot({ path: lab.artifacts.path('at-the-end.png') });
	await browser?.close();
	await lab?.end();
});

const OURS = 'n8n-nodes-zoho-cliq.zohoCliq';

/** Opens a node in the editor, with our account where it is ours. */
async function open(node: { name: string; type: string; typeVersion: number; parameters: object }): Promise<void> {
	const { id, name } = lab.account;
	const draft = await lab.n8n.createDraft({
		name: 'Report an incident',
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				id: 'run',
				name: 'Run',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'opened',
				position: [220, 0],
				...node,
				...(node.type === OURS && { credentials: { cliqNodesOAuth2Api: { id, name } } }),
			},
		],
		connections: { Run: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
	});
	await page.goto(`${lab.n8n.url}/workflow/${draft}`);
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${node.name}"]`).dblclick();
	await page.locator('[data-test-id="node-parameters"] [data-test-id="input-label"]').first().waitFor();
}

/**
 * @returns what the form of the open node asks for at first sight, the credential included, and whether it all fits.
 */
async function firstSight(): Promise<{ blocks: string[]; fits: boolean }> {
	return page
		.locator('[data-test-id="node-parameters"]')
		.evaluate((pane: any) => ({
			blocks: [...pane.querySelectorAll('[data-test-id="credentials-label"], [data-test-id="input-label"]')]
				.filter((label) => label.getClientRects().length > 0)
				.map((label) => label.textContent.trim()),
			fits: pane.scrollHeight <= pane.clientHeight,
		}));
}

test('a person picks a channel from the list, writes a message and sends it', async () => {
	await open({ name: 'Zoho Cliq', type: OURS, typeVersion: 1, parameters: {} });

	await page.getByPlaceholder('Select a channel…').click();
	await page.getByPlaceholder('Search...').fill('incid');
	await page.getByText('#Incidents', { exact: true }).click();
	await page
		.getByPlaceholder('e.g. Deployment finished')
		.fill('Checkout answers slowly: 95 % of requests take 2.1 s');
	await page.locator('#app-modals').getByRole('button', { name: 'Execute step' }).first().click();
	await page.getByText('messageId').first().waitFor();
	await page.screenshot({ path: lab.artifacts.path('n8n-node.png') });

	const { chatId } = lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents') as {
		chatId: string;
	};
	expect(lab.sandbox.control.messages(chatId).at(-1)).toMatchObject({
		text: 'Checkout answers slowly: 95 % of requests take 2.1 s',
	});
}, 180_000);

test('the form for sending fits the window without scrolling, and asks for no more than that of Slack', async () => {
	await open({ name: 'Slack', type: 'n8n-nodes-base.slack', typeVersion: 2.4, parameters: { resource: 'message' } });
	const slack = await firstSight();
	await open({ name: 'Zoho Cliq', type: OURS, typeVersion: 1, parameters: {} });
	await page.screenshot({ path: lab.artifacts.path('first-sight.png') });
	const { blocks, fits } = await firstSight();
	// Beside some labels n8n shows a choice between a fixed value and an expression.
	expect(blocks).toEqual(
		['Credential', 'Resource', 'Operation', 'Send To', 'Channel', 'Message', 'Options'].map((name) =>
			expect.stringMatching(`^${name}(?: Fixed|$)`),
		),
	);
	expect(blocks.length).toBeLessThanOrEqual(Math.min(7, slack.blocks.length));
	expect(fits).toBe(true);
}, 180_000);

test.each([
	['send, to a user', { target: 'user' }, 7],
	['send and wait', { operation: 'sendAndWait' }, 7],
	['schedule', { operation: 'schedule' }, 7],
	['edit', { operation: 'edit' }, 7],
	['getMany', { operation: 'getMany' }, 8],
	['add a reaction', { resource: 'reaction', operation: 'add' }, 7],
	['send files', { resource: 'file', operation: 'send' }, 7],
	['download', { resource: 'file', operation: 'download' }, 7],
])(
	'so does the form of %s',
	async (_what, parameters, most) => {
		await open({ name: 'Zoho Cliq', type: OURS, typeVersion: 1, parameters });
		const { blocks, fits } = await firstSight();
		expect(blocks.length).toBeLessThanOrEqual(most);
		expect(fits).toBe(true);
	},
	120_000,
);
