import { createRequire } from 'node:module';

import { demoCredentials } from '../demo/flow.mjs';
import { linksIn } from '../demo/links.mjs';
import { startNodeRed } from '../demo/node-red.mjs';
import { openPage, take } from './browser.mjs';

const { startSandbox } = createRequire(import.meta.url)('../../sandbox/dist/sandbox/index.js');

const account = 'cliq-demo-account';
const text = (value) => ({ type: 'str', value });
const release = 'Version *4.2* is ready: the cart is remembered, and search finds synonyms. May it go live?';
const invoice = 'Invoice 1042 of Northwind, 18,400 EUR: shall it be paid?';

function flow(sandbox, nodeRed) {
	const ask = (id, question, answer) => [
		{
			id: `${id}-now`,
			z: 'tab',
			type: 'inject',
			name: id,
			props: [{ p: 'payload' }],
			repeat: '',
			crontab: '',
			once: false,
			onceDelay: 0.1,
			topic: '',
			payload: question,
			payloadType: 'str',
			x: 100,
			y: 100,
			wires: [[id]],
		},
		{
			id,
			z: 'tab',
			type: 'zoho-cliq-ask',
			name: '',
			account,
			operation: 'message.send.channel',
			parameters: { channel: text('releases'), text: { type: 'msg', value: 'payload' } },
			answer: { kind: 'approval', buttons: 'both', ...answer },
			timeout: '1',
			timeoutUnit: 'hours',
			timeZone: 'Europe/Berlin',
			publicUrl: nodeRed,
			path: `cliq/${id}`,
			x: 300,
			y: 100,
			wires: [[], []],
		},
	];
	return [
		{ id: 'tab', type: 'tab', label: 'Approvals' },
		{
			id: account,
			type: 'zoho-cliq-account',
			name: 'Sandbox',
			dataCenter: 'custom',
			baseUrl: sandbox,
			accountsUrl: sandbox,
			signIn: 'oauth',
			network: '',
			timeout: '30',
			maxWait: '900',
		},
		...ask('release', release, { way: 'link' }),
		...ask('invoice', invoice, { way: 'cliq', approvers: text('leo.lindqvist@zylker.example') }),
	];
}

/** A question on its page, and what people see of questions in Cliq: `ask-page.png` and `ask.png`. */
export async function askPictures(browser) {
	const sandbox = await startSandbox();
	const nodeRed = await startNodeRed(0);
	try {
		await nodeRed.deploy(flow(sandbox.url, nodeRed.url), demoCredentials(sandbox.control.issueTokens()));
		const { chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases');
		const cliq = await openPage(browser, `${sandbox.url}/#${encodeURIComponent(chatId)}`, 1280, 620);

		await fetch(`${nodeRed.url}/inject/release-now`, { method: 'POST' });
		await cliq.locator('article.message', { hasText: 'May it go live?' }).waitFor();
		const [web] = linksIn(sandbox.control.messages(chatId).at(-1).text);
		const page = await openPage(browser, web, 640, 470);
		await page.getByLabel(/Your name/).fill('Maya Okafor');
		await take(page, 'ask-page');
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('heading', { name: 'Thank you' }).waitFor();
		await page.close();

		await fetch(`${nodeRed.url}/inject/invoice-now`, { method: 'POST' });
		const asked = cliq.locator('article.message', { hasText: 'Invoice 1042' });
		await cliq.getByLabel('Write as').selectOption({ label: 'Priya Raman' });
		await asked.getByRole('button', { name: 'Approve' }).click();
		await cliq.getByRole('status').locator('.banner').waitFor();
		await cliq.mouse.move(640, 10);
		await take(cliq, 'ask', { x: 0, y: 0, width: 1280, height: 620 });
		await cliq.close();
	} finally {
		await nodeRed.stop();
		await sandbox.close();
	}
}
