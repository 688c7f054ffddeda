/**
 * `node scripts/on-node-24.mjs <script> [arguments]`: runs a script on a Node that Node-RED and n8n take.
 *
 * That is the Node which runs this, if it is new enough. Otherwise it is the npm package `node`, whose binary is
 * fetched when it is first needed: `npm ci` runs no install scripts (see .npmrc).
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_RED_NEEDS = [22, 9];

const isNewEnough = ([major, minor]) =>
	major > NODE_RED_NEEDS[0] || (major === NODE_RED_NEEDS[0] && minor >= NODE_RED_NEEDS[1]);

/** The folder that holds the `node` to use. */
function nodeFolder() {
	if (isNewEnough(process.versions.node.split('.').map(Number))) return dirname(process.execPath);
	const folder = join(root, 'node_modules', 'node', 'bin');
	if (!existsSync(join(folder, 'node'))) {
		console.error(
			`This is Node ${process.versions.node}; Node-RED needs ${NODE_RED_NEEDS.join('.')} or newer. Fetching one into node_modules (50 MB, once) …`,
		);
		const { status } = spawnSync('npm', ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error'], {
			cwd: root,
			stdio: ['ignore', 2, 2],
		});
		if (status !== 0)
			throw new Error(`Could not fetch it. Install Node 24 (https://nodejs.org) and run the command again.`);
	}
	return folder;
}

const folder = nodeFolder();
const child = spawn(join(folder, 'node'), process.argv.slice(2), {
	stdio: 'inherit',
	env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` },
});
// A terminal sends Ctrl-C to both; the child decides when it is done. Other signals reach this process alone.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('close', (code, signal) => {
	process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});
