/** What the scripts share: places, commands, building and packing. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The published packages, by the short names that the scripts take. */
export const packages = {
	n8n: { folder: root },
	'node-red': { folder: join(root, 'node-red') },
};

/** Runs a command and gives its standard output. Throws, with what it printed, if it fails. */
export function capture(command, args, options = {}) {
	const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, ...options });
	if (result.status === 0) return result.stdout;
	throw new Error(`${command} ${args.join(' ')} failed\n${result.stdout ?? ''}${result.stderr ?? result.error}`);
}

/** Made by the build, or not ours: says nothing about whether a build is needed. */
const notSources = ['node_modules', 'dist', 'resources'];

/** When the newest of the files that the patterns find was written (ms); 0 if there are none. */
function newest(...patterns) {
	const files = globSync(patterns, { cwd: root, exclude: (name) => notSources.includes(name) });
	return Math.max(0, ...files.map((file) => statSync(join(root, file)).mtimeMs));
}

/** Builds, without a word, unless what was built is newer than all sources. */
export function ensureBuilt() {
	const built = ['dist', 'node-red/dist'].map((folder) => join(root, folder));
	const sources = newest('{cliq,nodes,credentials,icons,node-red}/**/*.*', '*.json', 'gulpfile.js');
	const upToDate = built.every((folder) => existsSync(folder) && statSync(folder).mtimeMs > sources);
	if (!upToDate) capture('npm', ['run', 'build']);
}

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
