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
const examples = {
	alert: ['Alert from a webhook.json', '/cliq-alert', 'incidents'],
	answer: ['AI answer in Markdown.json', '/cliq-question', 'engineering'],
	report: ['Daily report.json', undefined, 'sales'],
};

/** What goes into one picture. */
const sheets = {
	'payloads-alerts': ['alertmanager', 'grafana', 'sentry'],
	'payloads-builds': ['github', 'gitlab', 'uptimeKuma', 'zabbix'],
	'payloads-answer': ['answer'],
	'payloads-csv': ['csv'],
	'payloads-log': ['log'],
};

/** In CSS pixels. Of what does not fit in there the end is shown. */
const WIDTH = 900;
const TALLEST = { 'payloads-log': 700 };
const MARGIN = 10;

/** What people see of the payloads of other tools, on the sandbox page: `payloads-*.png`. */
export async function payloadPictures(browser) {
	const { inNodeRed, payloads } = require('../../test/payloads/payloads.ts');
	const nodeRed = await startNodeRed(0);
	try {
		for (const [name, wanted] of Object.entries(sheets)) {
			const sandbox = await startSandbox({ thresholds: false });
			const [, , channel] = examples[payloads[wanted[0]].example];
			const before = sandbox.control.messages(`#${channel}`).length;
			for (const each of wanted) await post(sandbox, nodeRed, payloads[each], inNodeRed);
			await takeLast(browser, sandbox, channel, sandbox.control.messages(`#${channel}`).length - before, name);
			await sandbox.close();
		}
	} finally {
		await nodeRed.stop();
	}
}

/** Takes the last messages of a channel, without what is around them. */
async function takeLast(browser, { url, control }, channel, count, name) {
	const { chatId } = control.state().channels.find(({ uniqueName }) => uniqueName === channel);
	const page = await openPage(browser, `${url}/#${encodeURIComponent(chatId)}`, WIDTH, 2400);
	const messages = page.locator('article.message');
	await messages.last().waitFor();
	const first = await messages.nth((await messages.count()) - count).boundingBox();
	const last = await messages.last().boundingBox();
	const bottom = last.y + last.height + MARGIN;
	const top = Math.max(first.y, bottom - (TALLEST[name] ?? Infinity));
	await take(page, name, { x: first.x, y: top, width: WIDTH - first.x, height: bottom - top });
	await page.close();
}

async function post({ url, control }, nodeRed, payload, inNodeRed) {
	const [file, path, channel] = examples[payload.example];
	const flow = JSON.parse(readFileSync(join(root, 'node-red', 'examples', file), 'utf8'));
	const own = flow.find(({ type }) => type === 'zoho-cliq-account').id;
	const finished = inNodeRed(payload, flow).map((node) =>
		node.id === own
			? { ...node, id: account, dataCenter: 'custom', baseUrl: url, accountsUrl: url, rateLimit: 'none' }
			: node.account
				? { ...node, account }
				: node,
	);
	await nodeRed.deploy(finished, demoCredentials(control.issueTokens()));
	const before = control.messages(`#${channel}`).length;
	const inject = finished.find(({ type }) => type === 'inject').id;
	const target = path === undefined ? `/inject/${inject}` : path;
	await fetch(nodeRed.url + target, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: path === undefined ? '{}' : JSON.stringify(payload.body),
	});
	for (let last = -1, tries = 0; ; tries++) {
		await sleep(400);
		const count = control.messages(`#${channel}`).length;
		if (count > before && count === last) return;
		if (tries > 50) throw new Error(`${payload.title} did not arrive`);
		last = count;
	}
}
