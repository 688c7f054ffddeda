/** `npm run -s bench:overhead -- --json`: our nodes beside the runners' own HTTP nodes, in real runners. */
import { parseArgs } from 'node:util';

import { ensureBuilt, pack } from '../scripts/lib.mjs';
import { measure } from './support/real-runner.mjs';

const { values: options } = parseArgs({
	options: { json: { type: 'boolean', default: false }, short: { type: 'boolean', default: false } },
});

/** At most so much of what the runner's own node takes. */
const targets = { wall: 1.0, cpu: 1.0, peak: 1.1 };

ensureBuilt();
pack('node-red');
const results = measure('overhead', options.short ? { CLIQ_BENCH_READS: '300', CLIQ_BENCH_ROUNDS: '3' } : {});
if (options.json) console.log(JSON.stringify(results));
else {
	for (const runner of ['n8n', 'nodeRed']) {
		for (const figure of Object.keys(targets)) {
			const { ours, theirs, ratio } = results[runner];
			console.log(
				`${runner.padEnd(8)} ${figure.padEnd(5)} ours ${ours[figure].toFixed(2)}  theirs ${theirs[figure].toFixed(2)}  ratio ${ratio[figure].toFixed(2)} (aim ≤ ${targets[figure]})`,
			);
		}
	}
}
