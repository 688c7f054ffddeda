// npm run test:events -- [--runs 300] [--seed X --path Y]
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: { runs: { type: 'string', default: '300' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const env = {
	...process.env,
	EVENTS_RUNS: values.runs,
	...(values.seed && { EVENTS_SEED: values.seed }),
	...(values.path && { EVENTS_PATH: values.path }),
};
const { status } = spawnSync(
	process.execPath,
	[createRequire(import.meta.url).resolve('jest/bin/jest'), 'test/events/'],
	{ env, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
