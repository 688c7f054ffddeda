/**
 * `npm run pictures`: takes the pictures of README and docs, all from a real browser. The message in them is one and
 * the same: in n8n's form, in Node-RED's dialog, and where it arrives.
 * `npm run pictures -- node-red sandbox` takes only those; n8n and assistant are the ones that take time.
 */
import { parseArgs } from 'node:util';

import { askPictures } from './pictures/ask.mjs';
import { assistantPictures } from './pictures/assistant.mjs';
import { openBrowser } from './pictures/browser.mjs';
import { n8nPictures } from './pictures/n8n.mjs';
import { nodeRedPictures } from './pictures/node-red.mjs';
import { payloadPictures } from './pictures/payloads.mjs';
import { sandboxPictures } from './pictures/sandbox.mjs';

const all = {
	sandbox: sandboxPictures,
	'node-red': nodeRedPictures,
	ask: askPictures,
	payloads: payloadPictures,
	n8n: n8nPictures,
	assistant: assistantPictures,
};

const { positionals } = parseArgs({ allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(all);
for (const name of wanted) if (!(name in all)) throw new Error(`Say which pictures: ${Object.keys(all).join(', ')}`);

const browser = await openBrowser();
try {
	for (const name of wanted) await all[name](browser);
} finally {
	await browser.close();
}
