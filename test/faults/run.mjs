// npm run test:faults -- [--runs 300] [--seed X --path Y]
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: { runs: { type: 'string', default: '300' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const env = {
	...process.env,
	FAULT_RUNS: values.runs,
	...(values.seed && { FAULT_SEED: values.seed }),
	...(values.path && { FAULT_PATH: values.path }),
};
const { status } = spawnSync(
	process.execPath,
	[createRequire(import.meta.url).resolve('jest/bin/jest'), 'test/faults/'],
	{ env, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
