import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from '../../scripts/lib.mjs';

/**
 * Measures in a real runner: a project of `test/real/jest.config.js` writes what it found into a file.
 *
 * @param environment for the project: how much is measured.
 * @returns what the project wrote.
 * @throws Error if it failed; it has said why on standard error.
 */
export function measure(project, environment = {}) {
	const folder = mkdtempSync(join(tmpdir(), 'cliq-bench-'));
	const out = join(folder, 'figures.json');
	try {
		const { status } = spawnSync(
			process.execPath,
			[
				join(root, 'node_modules/jest/bin/jest.js'),
				'-c',
				'test/real/jest.config.js',
				'--selectProjects',
				project,
				'--runInBand',
			],
			{ cwd: root, stdio: ['ignore', 2, 2], env: { ...process.env, CLIQ_BENCH_OUT: out, ...environment } },
		);
		if (status !== 0) throw new Error(`"${project}" could not be measured; see above`);
		return JSON.parse(readFileSync(out, 'utf8'));
	} finally {
		rmSync(folder, { recursive: true });
	}
}
