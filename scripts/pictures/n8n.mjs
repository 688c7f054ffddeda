import { createRequire } from 'node:module';

import { incident } from '../demo/flow.mjs';
import { openPage, take, takeBesideEachOther } from './browser.mjs';
import { takeConversation } from './sandbox.mjs';
import { requireTypeScript } from './typescript.mjs';

const tests = '../../test/real/n8n';

/** High enough for the whole form of the message, in CSS pixels. */
const WHOLE_FORM = 4_900;

/** The window of an ordinary laptop, in CSS pixels: the form for sending fits it. */
const LAPTOP = { width: 1440, height: 900 };

/**
 * n8n's form at first sight, and with the message, at work and as a whole; and what it sent: `n8n-send.png`,
 * `n8n-node.png`, `n8n-message.png`, `message-sandbox.png`.
 */
export async function n8nPictures(browser) {
	const require = requireTypeScript(createRequire(import.meta.url));
	await require(`${tests}/setup.ts`).default();
	const { Lab, locator } = require(`${tests}/lab.ts`);
	const { owner } = require('../../tools/n8n/session.ts');
	const lab = await Lab.start('pictures');
	try {
		const { parameters, data } = inN8n(incident);
		const channel = { ...locator('list', 'incidents'), cachedResultName: '#Incidents' };
		const page = await signIn(browser, lab.n8n.url, owner);
		const open = async (ofMessage) => {
			const draft = await lab.n8n.createDraft(workflow({ channel, ...ofMessage }, data, lab.account));
			await page.goto(`${lab.n8n.url}/workflow/${draft}`);
			await page.locator('[data-test-id="canvas-node"][data-node-name="Zoho Cliq"]').dblclick();
			await page.locator('[data-test-id="node-parameters"]').waitFor();
		};
		await takeFirstSight(page, () => open({ text: parameters.text }));
		await open(parameters);
		await takeForm(page);
		await page.close();
		const { chatId } = lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents');
		await takeConversation(browser, lab.sandbox, chatId, 'message-sandbox');
	} finally {
		await lab.end();
	}
}

async function takeFirstSight(page, open) {
	const usual = page.viewportSize();
	await page.setViewportSize(LAPTOP);
	await open();
	await take(page, 'n8n-send');
	await page.setViewportSize(usual);
}

async function takeForm(page) {
	const form = page.locator('#app-modals');
	await form.getByRole('button', { name: 'Execute step' }).first().click();
	await page.getByText('messageId').first().waitFor();
	await page.locator('.el-notification__closeBtn').click();

	const heading = (text, number = 0) => form.getByText(text, { exact: true }).nth(number);
	await heading('Message').evaluate((element) => {
		element.style.scrollMarginTop = '12px';
		element.scrollIntoView({ block: 'start' });
	});
	// An empty box that n8n's text fields keep for their tooltips.
	await page.addStyleTag({ content: '[class^="ͼ"]:empty { visibility: hidden }' });
	await take(page, 'n8n-node');

	await page.setViewportSize({ width: 1280, height: WHOLE_FORM });
	await page.waitForTimeout(1_000);
	// n8n shows options by name: buttons, of which the second one begins a column, card and slides.
	const begins = [
		heading('Message'),
		heading('Label', 1),
		heading('Card'),
		heading('Slides'),
		form.getByText('Add Slide', { exact: true }),
	];
	const tops = [];
	for (const one of begins) tops.push((await one.boundingBox()).y);
	const { x, width } = await form.locator('.parameter-item').first().boundingBox();
	const column = (top, index) => ({
		x: x - 16,
		width: width + 32,
		y: top - 10,
		height: tops[index + 1] - top + (index === 3 ? 30 : 0),
	});
	await takeBesideEachOther(page, 'n8n-message', tops.slice(0, -1).map(column));
}

/** @returns a page of n8n, as its owner sees it. */
export async function signIn(browser, url, { email, password }) {
	const page = await openPage(browser, `${url}/signin`, 1280, 1236);
	await page.locator('input[type=email], input[name=emailOrLdapLoginId]').fill(email);
	await page.locator('input[type=password]').fill(password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/home|workflow/);
	return page;
}

function workflow(parameters, data, { id, name }) {
	const node = (label, type, typeVersion, x, more) => ({
		id: label,
		name: label,
		type,
		typeVersion,
		position: [x, 0],
		...more,
	});
	const to = (label) => ({ main: [[{ node: label, type: 'main', index: 0 }]] });
	return {
		name: 'Report an incident',
		settings: { executionOrder: 'v1' },
		nodes: [
			node('Run', 'n8n-nodes-base.manualTrigger', 1, 0, { parameters: {} }),
			node('Metrics', 'n8n-nodes-base.set', 3.4, 220, {
				parameters: { mode: 'raw', jsonOutput: JSON.stringify(data) },
			}),
			node('Zoho Cliq', 'n8n-nodes-zoho-cliq.zohoCliq', 1, 440, {
				parameters,
				credentials: { cliqNodesOAuth2Api: { id, name } },
			}),
		],
		connections: { Run: to('Metrics'), Metrics: to('Zoho Cliq') },
	};
}

/**
 * A message of Node-RED's node as n8n's stores it. Data comes from the item, in a field that is called as its slide.
 */
function inN8n(message) {
	const data = {};
	const row = (fields) =>
		Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueOf(value, name, fields)]));
	const valueOf = (value, name, { title }) => {
		if (typeof value === 'string') return value;
		if (Array.isArray(value)) return { form: name === 'confirm' ? row(value[0]) : value.map(row) };
		if (value.type === 'form')
			return { form: Array.isArray(value.value) ? value.value.map(row) : row(value.value) };
		if (value.type !== 'json') return value.value;
		const field = title.value.toLowerCase().replace(/ (.)/g, (_, first) => first.toUpperCase());
		data[field] = JSON.parse(value.value);
		return `={{ $json.${field} }}`;
	};
	const { text, ...options } = row(message);
	return { parameters: { text, options }, data };
}
