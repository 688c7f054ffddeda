import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { demoCredentials } from '../demo/flow.mjs';
import { startNodeRed } from '../demo/node-red.mjs';
import { root } from '../lib.mjs';
import { openPage, take } from './browser.mjs';
import { requireTypeScript } from './typescript.mjs';

const require = requireTypeScript(createRequire(import.meta.url));
const { startSandbox } = require('../../sandbox/dist/sandbox/index.js');

const account = 'cliq-demo-account';
const examples = { alert: ['Alert from a webhook.json', '/cliq-alert', 'incidents'], answer: ['AI answer in Markdown.json', '/cliq-question', 'engineering'], report: ['Daily report.json', undefined, 'sales'] };

/** What goes into one picture, by the height that it takes. */
const sheets = { 'payloads-alerts': [['alertmanager', 'grafana', 'sentry'], 1500], 'payloads-builds': [['github', 'gitlab', 'uptimeKuma', 'zabbix'], 1640], 'payloads-answer': [['answer'], 1180], 'payloads-csv': [['csv'], 1250], 'payloads-log': [['log'], 900] };

/** What people see of the payloads of other tools, on the sandbox page: `payloads-*.png`. */
export async function payloadPictures(browser) {
	const { inNodeRed, payloads } = require('../../test/payloads/payloads.ts');
	const nodeRed = await startNodeRed(0);
	try {
		for (const [name, [wanted, height]] of Object.entries(sheets)) {
			const sandbox = await startSandbox({ thresholds: false });
			for (const each of wanted) await post(sandbox, nodeRed, payloads[each], inNodeRed);
			const [, , channel] = examples[payloads[wanted[0]].example];
			const { chatId } = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === channel);
			const page = await openPage(browser, `${sandbox.url}/#${encodeURIComponent(chatId)}`, 1000, height);
			await page.locator('article.message').last().waitFor();
			await take(page, name);
			await page.close();
			await sandbox.close();
		}
	} finally {
		await nodeRed.stop();
	}
}

async function post({ url, control }, nodeRed, payload, inNodeRed) {
	const [file, path, channel] = examples[payload.example];
	const flow = JSON.parse(readFileSync(join(root, 'node-red', 'examples', file), 'utf8'));
	const own = flow.find(({ type }) => type === 'zoho-cliq-account').id;
	const finished = inNodeRed(payload, flow).map((node) => (node.id === own ? { ...node, id: account, dataCenter: 'custom', baseUrl: url, accountsUrl: url, rateLimit: 'none' } : node.account ? { ...node, account } : node));
	await nodeRed.deploy(finished, demoCredentials(control.issueTokens()));
	const before = control.messages(`#${channel}`).length;
	const inject = finished.find(({ type }) => type === 'inject').id;
	const target = path === undefined ? `/inject/${inject}` : path;
	await fetch(nodeRed.url + target, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload.body) });
	for (let last = -1, tries = 0; ; tries++) {
		await sleep(400);
		const count = control.messages(`#${channel}`).length;
		if (count > before && count === last) return;
		if (tries > 50) throw new Error(`${payload.title} did not arrive`);
		last = count;
	}
}
