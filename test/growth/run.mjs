// npm run test:growth -- [--only <part of a name>] [--all]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
/** Collections of garbage, which cost more the more there is, would be taken for the work. */
const FLAGS = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128'];
const folder = mkdtempSync(join(tmpdir(), 'cliq-growth-'));
const bundle = join(folder, 'growth.cjs');
try {
	await build({
		entryPoints: [join(here, 'growth.ts')],
		outfile: bundle,
		bundle: true,
		platform: 'node',
		format: 'cjs',
		logLevel: 'error',
	});
	process.exitCode =
		spawnSync(process.execPath, [...FLAGS, bundle, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
} finally {
	rmSync(folder, { recursive: true });
}
