/** What the scripts share: places, commands, building and packing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The published packages, by the short names that the scripts take. */
export const packages = { n8n: { folder: root }, 'node-red': { folder: join(root, 'node-red') } };

/** Runs a command and gives its standard output. Throws, with what it printed, if it fails. */
export function capture(command, args, options = {}) {
	const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, ...options });
	if (result.status === 0) return result.stdout;
	throw new Error(`${command} ${args.join(' ')} failed\n${result.stdout ?? ''}${result.stderr ?? result.error}`);
}

/** Builds what is not there yet, without a word. */
export const ensureBuilt = () => capture('npm', ['run', 'build']);

/**
 * Packs one of the two packages as `npm publish` would.
 *
 * @param {'n8n' | 'node-red'} name
 * @returns {string} the tarball, always under the same name: `.cache/packed/<name>.tgz`.
 */
export function pack(name) {
	const packed = join(root, '.cache', 'packed');
	mkdirSync(packed, { recursive: true });
	const making = mkdtempSync(join(packed, 'making-'));
	const options = { cwd: packages[name].folder };
	const [{ filename }] = JSON.parse(capture('npm', ['pack', '--json', '--pack-destination', making], options));
	const tarball = join(packed, `${name}.tgz`);
	renameSync(join(making, filename), tarball);
	rmdirSync(making);
	return tarball;
}

/** Unpacks a tarball of npm into a fresh temporary folder and gives that. */
export function unpack(tarball) {
	const folder = mkdtempSync(join(tmpdir(), 'cliq-unpacked-'));
	execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	return folder;
}
