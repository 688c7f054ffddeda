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
	page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	page.setDefaultTimeout(15_000);
	await page.goto(`${lab.n8n.url}/signin`);
	await page.locator('input[type=email], input[name=emailOrLdapLoginId]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/home|workflow/);
});

afterAll(async () => {
	await page?.screenshot({ path: lab.artifacts.path('at-the-end.png') });
	await browser?.close();
	await lab?.end();
});

test('a person picks a channel from the list, writes a message and sends it', async () => {
	const { id, name } = lab.account;
	const draft = await lab.n8n.createDraft({
		name: 'Report an incident',
		settings: { executionOrder: 'v1' },
		nodes: [
			{ id: 'run', name: 'Run', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
			{ id: 'cliq', name: 'Zoho Cliq', type: 'n8n-nodes-zoho-cliq.zohoCliq', typeVersion: 1, position: [220, 0], parameters: {}, credentials: { cliqNodesOAuth2Api: { id, name } } },
		],
		connections: { Run: { main: [[{ node: 'Zoho Cliq', type: 'main', index: 0 }]] } },
	});
	await page.goto(`${lab.n8n.url}/workflow/${draft}`);
	await page.locator('[data-test-id="canvas-node"][data-node-name="Zoho Cliq"]').dblclick();

	await page.getByPlaceholder('Select a channel…').click();
	await page.getByPlaceholder('Search...').fill('incid');
	await page.getByText('#Incidents', { exact: true }).click();
	await page.getByPlaceholder('e.g. Deployment finished').fill('Checkout answers slowly: 95 % of requests take 2.1 s');
	await page.locator('#app-modals').getByRole('button', { name: 'Execute step' }).first().click();
	await page.getByText('messageId').first().waitFor();
	await page.screenshot({ path: lab.artifacts.path('n8n-node.png') });

	const { chatId } = lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents') as { chatId: string };
	expect(lab.sandbox.control.messages(chatId).at(-1)).toMatchObject({ text: 'Checkout answers slowly: 95 % of requests take 2.1 s' });
});
