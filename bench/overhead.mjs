/** `npm run -s bench:overhead -- --json`: our nodes beside the runners' own HTTP nodes, in real runners. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ensureBuilt, pack, root } from '../scripts/lib.mjs';

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } } });

/** At most so much of what the runner's own node takes. */
const targets = { wall: 1.0, cpu: 1.0, peak: 1.1 };

ensureBuilt();
pack('node-red');
const out = join(mkdtempSync(join(tmpdir(), 'cliq-bench-')), 'overhead.json');
const jest = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '-c', 'test/real/jest.config.js', '--selectProjects', 'overhead', '--runInBand'], {
	cwd: root,
	stdio: ['ignore', 2, 2],
	env: { ...process.env, CLIQ_BENCH_OUT: out, ...(options.short && { CLIQ_BENCH_READS: '300', CLIQ_BENCH_ROUNDS: '3' }) },
});
if (jest.status !== 0) process.exit(1);

const results = JSON.parse(readFileSync(out, 'utf8'));
if (options.json) console.log(JSON.stringify(results));
else {
	for (const runner of ['n8n', 'nodeRed']) {
		for (const figure of Object.keys(targets)) {
			const { ours, theirs, ratio } = results[runner];
			console.log(`${runner.padEnd(8)} ${figure.padEnd(5)} ours ${ours[figure].toFixed(2)}  theirs ${theirs[figure].toFixed(2)}  ratio ${ratio[figure].toFixed(2)} (aim ≤ ${targets[figure]})`);
		}
	}
}
