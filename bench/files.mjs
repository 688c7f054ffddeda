/** Sending 10 files of 50 MB in a real n8n: how much more memory it takes meanwhile. Part of `npm run bench`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../scripts/lib.mjs';

/** Of resident memory, in megabytes, over what it was before the files. */
const LIMIT = 200;

/**
 * @returns `residentGrowthMB`: the peak of n8n's resident memory during a run that reads the files from disk and sends
 * them, less what it was before there were any; `readingOnlyMB` is the same of a run without our node.
 * @throws Error if they do not arrive as they were.
 */
export function filesCost() {
	const folder = mkdtempSync(join(tmpdir(), 'cliq-bench-'));
	const out = join(folder, 'files.json');
	const jest = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '-c', 'test/real/jest.config.js', '--selectProjects', 'files', '--runInBand'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		env: { ...process.env, CLIQ_BENCH_OUT: out },
	});
	if (jest.status !== 0) throw new Error('The files could not be sent; see above');
	const { count, bytes, ...measured } = JSON.parse(readFileSync(out, 'utf8'));
	rmSync(folder, { recursive: true });
	const rounded = Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, Math.round(value * 10) / 10]));
	return { count, bytes, ...rounded, limitMB: LIMIT };
}
