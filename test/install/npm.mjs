/** npm in a version of one's choice, as users have it: each Node brings its own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import cache from '../../tools/cache.js';

/** Runs a command and gives how it ended; what it printed is in `output`. */
export function run(command, args, options = {}) {
	const { status, stdout, stderr, error } = spawnSync(command, args, {
		encoding: 'utf8',
		maxBuffer: 1 << 28,
		...options,
	});
	return { status: status ?? 1, output: `${stdout ?? ''}${stderr ?? ''}${error ?? ''}` };
}

/**
 * Fetches a version of npm from the registry, once.
 *
 * @param {string} version exact, e.g. `10.8.2`.
 * @returns {Promise<string>} a folder to put at the head of PATH: its `npm` is that version, on whichever `node` PATH
 *   finds.
 */
export async function npmFolder(version) {
	const folder = await cache.onceInCache(`npm-${version}`, (making, final) => fetchNpm(version, making, final));
	return join(folder, 'path');
}

async function fetchNpm(version, making, final) {
	const packed = run('npm', ['pack', `npm@${version}`, '--silent', '--pack-destination', making]);
	const unpacked = run('tar', ['-xzf', join(making, `npm-${version}.tgz`), '-C', making]);
	if (packed.status !== 0 || unpacked.status !== 0)
		throw new Error(`npm ${version} cannot be had: ${packed.output}${unpacked.output}`);
	mkdirSync(join(making, 'path'));
	for (const name of ['npm', 'npx']) {
		const start = join(making, 'path', name);
		writeFileSync(start, `#!/bin/sh\nexec node "${join(final, 'package', 'bin', `${name}-cli.js`)}" "$@"\n`);
		chmodSync(start, 0o755);
	}
}
