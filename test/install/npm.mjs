/** npm in a version of one's choice, as users have it: each Node brings its own. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cache = join(process.env.CLIQ_NODES_CACHE ?? join(homedir(), '.cache', 'cliq-nodes'), 'npm');

/** Runs a command and gives how it ended; what it printed is in `output`. */
export function run(command, args, options = {}) {
	const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
	return { status: status ?? 1, output: `${stdout ?? ''}${stderr ?? ''}${error ?? ''}` };
}

/**
 * Fetches a version of npm from the registry, once.
 *
 * @param {string} version exact, e.g. `10.8.2`.
 * @returns {string} a folder to put at the head of PATH: its `npm` is that version, on whichever `node` PATH finds.
 */
export function npmFolder(version) {
	const folder = join(cache, version);
	if (!existsSync(folder)) fetchNpm(version, folder);
	return join(folder, 'path');
}

function fetchNpm(version, folder) {
	mkdirSync(cache, { recursive: true });
	const making = mkdtempSync(join(cache, 'making-'));
	try {
		const packed = run('npm', ['pack', `npm@${version}`, '--silent', '--pack-destination', making]);
		const unpacked = run('tar', ['-xzf', join(making, `npm-${version}.tgz`), '-C', making]);
		if (packed.status !== 0 || unpacked.status !== 0) throw new Error(`npm ${version} cannot be had: ${packed.output}${unpacked.output}`);
		mkdirSync(join(making, 'path'));
		for (const name of ['npm', 'npx']) {
			const start = join(making, 'path', name);
			writeFileSync(start, `#!/bin/sh\nexec node "${join(folder, 'package', 'bin', `${name}-cli.js`)}" "$@"\n`);
			chmodSync(start, 0o755);
		}
		if (!existsSync(folder)) renameSync(making, folder);
	} finally {
		rmSync(making, { recursive: true, force: true });
	}
}
