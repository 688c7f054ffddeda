/**
 * `npm run -s bench:webhook -- --json`: what an event costs the trigger beside n8n's own Webhook node, in a real n8n.
 */
import { parseArgs } from 'node:util';

import { ensureBuilt } from '../scripts/lib.mjs';
import { aims, webhookCost } from './support/webhook-cost.mjs';

const { values: options } = parseArgs({
	options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } },
});

ensureBuilt();
const results = webhookCost(options.short);
if (options.json) console.log(JSON.stringify(results));
else {
	for (const [kind, aim] of Object.entries(aims)) {
		for (const name of ['installed', 'pasted']) {
			const { ms, cpuMs, besideWebhook, besideIsolated } = results[kind][name];
			console.log(
				`${kind.padEnd(6)} ${name.padEnd(9)} CPU ${cpuMs.toFixed(0)} ms an event (${ms.toFixed(0)} ms of the clock), aim ≤ × ${aim}:`,
			);
			console.log(
				`  ${inWords(besideWebhook, aim)} of n8n's Webhook node, which alone n8n serves without a V8 isolate`,
			);
			console.log(
				`  ${inWords(besideIsolated, aim)} of the same with an expression in it, which n8n serves as any other trigger`,
			);
		}
	}
}

function inWords({ cpu, wall }, aim) {
	return `× ${cpu.toFixed(2)} (clock × ${wall.toFixed(2)}) ${cpu <= aim ? 'met' : 'not met'},`;
}
