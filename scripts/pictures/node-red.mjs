import { createRequire } from 'node:module';

import { startNodeRed } from '../demo/node-red.mjs';
import { deployDemo, runDemo } from '../demo/run.mjs';
import { openPage, take } from './browser.mjs';

const { startSandbox } = createRequire(import.meta.url)('../../sandbox/dist/sandbox/index.js');

/** A flow that has run, and the dialog of its message: `node-red-flow.png` and `node-red-send.png`. */
export async function nodeRedPictures(browser) {
	const sandbox = await startSandbox();
	const nodeRed = await startNodeRed(0);
	try {
		const flow = await deployDemo(sandbox, nodeRed);
		const page = await openPage(browser, nodeRed.url, 1240, 960);
		await page.locator('.red-ui-palette-node[data-palette-type="zoho-cliq-send"]').waitFor();
		await page.locator('input[placeholder="filter nodes"]').pressSequentially('cliq');
		await page.evaluate(() => {
			globalThis.RED.actions.invoke('core:toggle-show-tips', false);
			globalThis.RED.actions.invoke('core:toggle-right-sidebar', false);
		});
		const problem = await runDemo(sandbox, nodeRed, flow);
		if (problem) throw new Error(problem);
		await page.mouse.move(1180, 700);
		await take(page, 'node-red-flow');

		await page.setViewportSize({ width: 1280, height: 1320 });
		await page.evaluate(() => {
			// As somebody has it who has just filled it in; nothing is deployed.
			const node = globalThis.RED.nodes.node('cliq-demo-incident');
			Object.assign(node, {
				name: '',
				operation: 'message.send.channel',
				parameters: { ...node.parameters, channel: { type: 'str', value: 'incidents' } },
			});
			globalThis.RED.editor.edit(node);
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
