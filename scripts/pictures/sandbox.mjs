import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

import { startNodeRed } from '../demo/node-red.mjs';
import { deployDemo, runDemo } from '../demo/run.mjs';
import { openPage, take } from './browser.mjs';

const { startSandbox } = createRequire(import.meta.url)('../../sandbox/dist/sandbox/index.js');

/** The page as it is after the demo: `sandbox.png`. */
export async function sandboxPictures(browser) {
	const sandbox = await startSandbox();
	const nodeRed = await startNodeRed(0);
	try {
		const { chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents');
		const problem = await runDemo(sandbox, nodeRed, await deployDemo(sandbox, nodeRed));
		if (problem) throw new Error(problem);
		await reportAgain(sandbox, nodeRed);
		await takeConversation(browser, sandbox, chatId, 'sandbox');
	} finally {
		await nodeRed.stop();
		await sandbox.close();
	}
}

/** So that the card stands below the name of who sent it, and not below another message of theirs. */
async function reportAgain({ control }, nodeRed) {
	control.post({ chat: '#incidents', as: 'leo.lindqvist@zylker.example', text: 'Is anybody looking at checkout?' });
	await fetch(`${nodeRed.url}/inject/cliq-demo-react`, { method: 'POST' });
	const isDone = () =>
		control.messages('#incidents').filter(({ reactions }) => reactions.some(({ emoji }) => emoji === '✅'))
			.length === 2;
	for (let tries = 0; !isDone(); tries++) {
		if (tries > 200) throw new Error('The flow did not report the incident again');
		await sleep(50);
	}
}

/** Takes the sandbox's page with the last card of a conversation in sight. */
export async function takeConversation(browser, sandbox, chatId, name) {
	const page = await openPage(browser, `${sandbox.url}/#${encodeURIComponent(chatId)}`, 1280, 900);
	const card = page.locator('.message:has(.cliq-card.modern-inline)').last();
	await card.waitFor();
	await card.evaluate((element) => element.scrollIntoView({ block: 'start' }));
	await take(page, name);
	await page.close();
}
