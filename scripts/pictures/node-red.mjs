import { createRequire } from 'node:module';

import { demoCredentials, incident } from '../demo/flow.mjs';
import { startNodeRed } from '../demo/node-red.mjs';
import { openPage, take } from './browser.mjs';

const { startSandbox } = createRequire(import.meta.url)('../../sandbox/dist/sandbox/index.js');

const account = 'cliq-demo-account';
const text = (value) => ({ type: 'str', value });

function flow(sandbox) {
	const cliq = (id, type, operation, parameters, next, x, name = '') => ({ id, z: 'tab', type, name, account, operation, parameters, split: false, x, y: 120, wires: [[next]] });
	return [
		{ id: 'tab', type: 'tab', label: 'Incidents' },
		{ id: account, type: 'zoho-cliq-account', name: 'Sandbox', dataCenter: 'custom', baseUrl: sandbox, accountsUrl: sandbox, signIn: 'oauth', network: '', timeout: '30', maxWait: '900' },
		{ id: 'inject', z: 'tab', type: 'inject', name: 'Incident', props: [], repeat: '', crontab: '', once: false, onceDelay: 0.1, topic: '', payload: '', payloadType: 'date', x: 100, y: 120, wires: [['send']] },
		cliq('send', 'zoho-cliq-send', 'message.send.channel', { channel: text('incidents'), ...incident }, 'react', 300),
		cliq('react', 'zoho-cliq-reaction', 'reaction.add', { emoji: text('🚨') }, 'read', 520),
		cliq('read', 'zoho-cliq-message', 'message.getMany', {}, 'debug', 715, 'Read the channel'),
		{ id: 'debug', z: 'tab', type: 'debug', name: 'read', active: true, tosidebar: true, complete: 'payload', targetType: 'msg', x: 880, y: 120, wires: [] },
		{ id: 'catch', z: 'tab', type: 'catch', name: '', scope: null, uncaught: false, x: 100, y: 200, wires: [['failed']] },
		{ id: 'failed', z: 'tab', type: 'debug', name: 'what failed, and what to do', active: true, tosidebar: true, complete: 'error', targetType: 'msg', x: 320, y: 200, wires: [] },
	];
}

/** A flow that has run, and the dialog of its message: `node-red-flow.png` and `node-red-send.png`. */
export async function nodeRedPictures(browser) {
	const sandbox = await startSandbox();
	const nodeRed = await startNodeRed(0);
	try {
		await nodeRed.deploy(flow(sandbox.url), demoCredentials(sandbox.control.issueTokens()));
		const page = await openPage(browser, nodeRed.url, 1500, 760);
		await page.locator('.red-ui-palette-node[data-palette-type="zoho-cliq-send"]').waitFor();
		await page.locator('input[placeholder="filter nodes"]').pressSequentially('cliq');
		await page.evaluate(() => {
			globalThis.RED.actions.invoke('core:toggle-show-tips', false);
			globalThis.RED.sidebar.show('debug');
		});
		await page.click('#inject .red-ui-flow-node-button-button');
		await page.locator('.red-ui-debug-msg').waitFor();
		await page.waitForFunction(() => !globalThis.document.querySelector('.red-ui-notification:not([style*="none"])'));
		await page.click('.red-ui-debug-msg-object-handle');
		await page.locator('.red-ui-debug-msg .fa-caret-right').last().click();
		await page.mouse.move(700, 500);
		await take(page, 'node-red-flow');

		await page.setViewportSize({ width: 1280, height: 1320 });
		await page.evaluate(() => {
			globalThis.RED.actions.invoke('core:toggle-right-sidebar', false);
			globalThis.RED.editor.edit(globalThis.RED.nodes.node('send'));
		});
		await page.locator('.zoho-cliq-messages .cliq-card').waitFor();
		await page.waitForTimeout(600);
		// Wide enough for the preview to stand beside the fields.
		const handle = await page.locator('.red-ui-tray-resize-handle').boundingBox();
		await page.mouse.move(handle.x + handle.width / 2, 300);
		await page.mouse.down();
		await page.mouse.move(300, 300, { steps: 10 });
		await page.mouse.up();
		await page.mouse.move(100, 1000);
		await take(page, 'node-red-send', { x: 215, y: 0, width: 1065, height: 1320 });
		await page.close();
	} finally {
		await nodeRed.stop();
		await sandbox.close();
	}
}
