/** `npm run -s bench:webhook -- --json`: what an event costs the trigger beside n8n's own Webhook node, in a real n8n. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ensureBuilt, root } from '../scripts/lib.mjs';

const { values: options } = parseArgs({
	options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } },
});

/** At most so many times the processor time that the Webhook node takes, for events one by one and fifty at once. */
const aims = { single: 1.3, burst: 1.2 };

ensureBuilt();
const out = join(mkdtempSync(join(tmpdir(), 'cliq-bench-')), 'webhook.json');
const jest = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '-c', 'test/real/jest.config.js', '--selectProjects', 'webhook', '--runInBand'], {
	cwd: root,
	stdio: ['ignore', 2, 2],
	env: { ...process.env, CLIQ_BENCH_OUT: out, ...(options.short && { CLIQ_BENCH_EVENTS: '20', CLIQ_BENCH_ROUNDS: '3' }) },
});
if (jest.status !== 0) process.exit(1);

const results = JSON.parse(readFileSync(out, 'utf8'));
if (options.json) console.log(JSON.stringify({ ...results, aims }));
else {
	for (const [kind, aim] of Object.entries(aims)) {
		for (const name of ['installed', 'pasted']) {
			const { ms, cpuMs, besideWebhook, besideIsolated } = results[kind][name];
			console.log(`${kind.padEnd(6)} ${name.padEnd(9)} CPU ${cpuMs.toFixed(0)} ms an event (${ms.toFixed(0)} ms of the clock), aim ≤ × ${aim}:`);
			console.log(`  ${inWords(besideWebhook, aim)} of n8n's Webhook node, which alone n8n serves without a V8 isolate`);
			console.log(`  ${inWords(besideIsolated, aim)} of the same with an expression in it, which n8n serves as any other trigger`);
		}
	}
}

function inWords({ cpu, wall }, aim) {
	return `× ${cpu.toFixed(2)} (clock × ${wall.toFixed(2)}) ${cpu <= aim ? 'met' : 'not met'},`;
}
