/** `npm run -s bench:webhook -- --json`: what an event costs the trigger beside n8n's own Webhook node, in a real n8n. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ensureBuilt, root } from '../scripts/lib.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } } });

/** At most so many times what the Webhook node takes. */
const aims = { installed: 1.3, pasted: 1.2 };

ensureBuilt();
const out = join(mkdtempSync(join(tmpdir(), 'cliq-bench-')), 'webhook.json');
const jest = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '-c', 'test/real/jest.config.js', '--selectProjects', 'webhook', '--runInBand'], {
	cwd: root,
	stdio: ['ignore', 2, 2],
	env: { ...process.env, CLIQ_BENCH_OUT: out, ...(options.short && { CLIQ_BENCH_EVENTS: '20', CLIQ_BENCH_ROUNDS: '3' }) },
});
if (jest.status !== 0) process.exit(1);

const results = JSON.parse(readFileSync(out, 'utf8'));
if (options.json) console.log(JSON.stringify(results));
else {
	for (const kind of ['single', 'burst']) {
		for (const name of Object.keys(aims)) {
			const { ms, cpuMs, ratio, cpuRatio } = results[kind][name];
			console.log(`${kind.padEnd(7)} ${name.padEnd(10)} ${ms.toFixed(1)} ms an event, × ${ratio.toFixed(2)} of n8n's Webhook (aim ≤ ${aims[name]}); CPU ${cpuMs.toFixed(1)} ms, × ${cpuRatio.toFixed(2)}`);
		}
	}
}
