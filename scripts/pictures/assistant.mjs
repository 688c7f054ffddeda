import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { root } from '../lib.mjs';
import { openPage, take } from './browser.mjs';
import { signIn } from './n8n.mjs';
import { requireTypeScript } from './typescript.mjs';

const BOT = 'statusbot';

/** What people ask, and what a model would say. */
const talk = [
	[
		'How is checkout doing?',
		'**Checkout is slow** since 09:30; the others are fine.\n\n| Service | p95 | Since |\n| --- | ---: | --- |\n| checkout | 2,100 ms | 09:30 |\n| search | 140 ms | |\n| login | 95 ms | |',
	],
	[
		'Who can help with it?',
		'With **checkout**, that you asked about:\n\n1. Ravi, who is on call: `#incidents`\n2. Priya, who knows the [index](https://example.com/index)',
	],
];

/** The example of an assistant: its workflow in n8n, `n8n-assistant.png`, and what people see, `assistant.png`. */
export async function assistantPictures(browser) {
	const require = requireTypeScript(createRequire(import.meta.url));
	await require('../../test/real/n8n/setup.ts').default();
	const { Lab } = require('../../test/real/n8n/lab.ts');
	const { finish } = require('../../tools/n8n/examples.ts');
	const { ScriptedModel } = require('../../tools/n8n/model.ts');
	const { owner } = require('../../tools/n8n/session.ts');
	const lab = await Lab.start('pictures');
	const model = await ScriptedModel.start(lab.n8n);
	try {
		const example = JSON.parse(readFileSync(join(root, 'examples', 'assistant-with-memory.json'), 'utf8'));
		const id = await lab.n8n.createDraft(
			finish(example, { account: lab.account, model: model.account, bot: BOT, chat: () => '' }),
		);
		await lab.n8n.activate(id);
		const { control } = lab.sandbox;
		let chat;
		for (const [text, answer] of talk) {
			model.answer = () => answer;
			({ chatId: chat } = control.write({ bot: BOT, text }));
			await control.delivered();
		}
		const conversation = await openPage(browser, `${lab.sandbox.url}/#${encodeURIComponent(chat)}`, 1000, 720);
		await conversation.locator('article.message').last().waitFor();
		await take(conversation, 'assistant');
		await conversation.close();

		// n8n lays a checklist over what is published.
		await lab.n8n.deactivate(id);
		const page = await signIn(browser, lab.n8n.url, owner);
		await page.goto(`${lab.n8n.url}/workflow/${id}`);
		await page.locator('[data-test-id="canvas-node"][data-node-name="Assistant"]').waitFor();
		await page.addStyleTag({ content: '[data-test-id="execute-workflow-button"] { visibility: hidden }' });
		await page.waitForTimeout(1_500);
		await page.keyboard.press('1');
		await page.waitForTimeout(1_000);
		await take(page, 'n8n-assistant', await frameOf(page));
		await page.close();
	} finally {
		model.stop();
		await lab.end();
	}
}

/** @returns where the nodes of the workflow stand, with a margin */
async function frameOf(page) {
	const nodes = await page.locator('.vue-flow__node').all();
	const boxes = await Promise.all(nodes.map((node) => node.boundingBox()));
	const [left, top] = ['x', 'y'].map((side) => Math.min(...boxes.map((box) => box[side])) - 40);
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + 80;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + 60;
	return { x: left, y: top, width: right - left, height: bottom - top };
}
