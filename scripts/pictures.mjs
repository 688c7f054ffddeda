/** `npm run pictures`: takes the README's picture of the sandbox page, after the demo's flow has run. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { demoCredentials, demoFlow } from './demo/flow.mjs';
import { startNodeRed } from './demo/node-red.mjs';
import { root } from './lib.mjs';

const require = createRequire(import.meta.url);
const { startSandbox } = require('../sandbox/dist/sandbox/index.js');

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const sandbox = await startSandbox();
const nodeRed = await startNodeRed(0);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
try {
	const { chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents');
	await nodeRed.deploy(demoFlow({ sandbox: sandbox.url, incidents: chatId }), demoCredentials(sandbox.control.issueTokens()));
	await fetch(`${nodeRed.url}/demo`, { method: 'POST' });
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	await page.goto(sandbox.url);
	await page.getByText('Incidents').first().click();
	await page.waitForTimeout(500);
	await page.screenshot({ path: join(root, 'docs/pictures/sandbox.png') });
} finally {
	await browser.close();
	await nodeRed.stop();
	await sandbox.close();
}
