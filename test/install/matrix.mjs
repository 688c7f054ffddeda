/**
 * `npm run test:install`: whether each npm that a user may have takes the committed lock files. Prints a table; ends
 * non-zero if one does not.
 *
 * npm 12 needs a newer Node than 20; it runs on the one that the package `node` ships, so start this by
 * scripts/on-node-24.mjs.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmFolder, run } from './npm.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The npm of Node 20, 22 and 24, one between, and the newest of the two lines that are kept up. */
const VERSIONS = ['10.8.2', '10.9.9', '11.6.2', '11.21.2', '12.2.2'];

/**
 * The lock files that a user's own npm reads, with the manifests that they belong to. n8n is installed by a pinned npm.
 */
const PROJECTS = [
	{
		folder: '.',
		files: ['package.json', 'package-lock.json', '.npmrc', 'node-red/package.json', 'sandbox/package.json'],
	},
	{ folder: 'tools/review', files: ['package.json', 'package-lock.json'] },
];

/** What `npm ci` would do, from a folder that holds nothing but what npm reads. */
async function dryRun(version, { folder, files }) {
	const place = mkdtempSync(join(tmpdir(), 'cliq-install-'));
	try {
		for (const file of files) {
			mkdirSync(dirname(join(place, file)), { recursive: true });
			copyFileSync(join(root, folder, file), join(place, file));
		}
		const env = {
			...process.env,
			PATH: [await npmFolder(version), dirname(process.execPath), process.env.PATH].join(delimiter),
		};
		return run('npm', ['ci', '--dry-run', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
			cwd: place,
			env,
		});
	} finally {
		rmSync(place, { recursive: true, force: true });
	}
}

let failed = 0;
for (const project of PROJECTS) {
	const packages = Object.keys(
		JSON.parse(readFileSync(join(root, project.folder, 'package-lock.json'), 'utf8')).packages,
	).length;
	console.log(`\n${join(project.folder, 'package-lock.json')}, ${packages} packages, Node ${process.versions.node}`);
	for (const version of VERSIONS) {
		const { status, output } = await dryRun(version, project);
		const complaints = output.trim().split('\n').slice(0, 12).join('\n');
		console.log(`  npm ${version.padEnd(8)} ${status === 0 ? 'ok' : `FAIL\n${complaints.replace(/^/gm, '    ')}`}`);
		if (status !== 0) failed += 1;
	}
}
process.exitCode = failed === 0 ? 0 : 1;
