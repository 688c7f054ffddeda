import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where the folders with an installed n8n live: `$CLIQ_NODES_CACHE`, or a folder in the user's home. */
const cacheFolder = () => process.env.CLIQ_NODES_CACHE ?? join(homedir(), '.cache', 'cliq-nodes');

const exists = (path: string) =>
	stat(path).then(
		() => true,
		() => false,
	);

/** Runs a command with its output shown, and throws if it ends other than well. */
function run(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
		});
	});
}

/**
 * The folder for exactly the n8n that the two package files beside this one describe.
 *
 * Their overrides hold back two packages whose newest versions need others that not every mirror of npm has; a lock file
 * that was made without those is refused by `npm ci`.
 */
export async function n8nFolder(): Promise<string> {
	const { dependencies } = JSON.parse(await readFile(join(__dirname, 'package.json'), 'utf8'));
	const lock = await readFile(join(__dirname, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
	return join(cacheFolder(), `n8n-${dependencies.n8n}-${hash}`);
}

/** A registry that falls silent in the middle of two thousand downloads is asked again after a minute, not after five. */
const PATIENCE = ['--fetch-timeout=60000', '--fetch-retries=5', '--prefer-offline'];

/** The Node that belongs to an installed n8n: the npm package `node` ships it. */
export const nodeBinFolder = (n8n: string) => join(n8n, 'node_modules', 'node', 'bin');

/**
 * Installs n8n (3 GB, some four minutes) once; later calls return at once.
 *
 * The work happens in a folder with another name, which gets its final name last: an installation that was
 * interrupted is never taken for a whole one, and two at the same time do not disturb each other.
 *
 * @returns the folder that holds `node_modules/n8n`.
 */
export async function installN8n(): Promise<string> {
	const folder = await n8nFolder();
	if (await exists(folder)) return folder;

	console.log(`Installing n8n into ${folder}: this happens once and takes some minutes.`);
	await mkdir(cacheFolder(), { recursive: true });
	await sweep();
	const making = await mkdtemp(`${folder}.making-`);
	try {
		for (const file of ['package.json', 'package-lock.json']) {
			await copyFile(join(__dirname, file), join(making, file));
		}
		await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...PATIENCE], making);
		// Of n8n's many install scripts only these two are needed: the Node binary, and the database.
		await run('npm', ['rebuild', 'node', '--loglevel=error'], making);
		await run('npm', ['rebuild', 'sqlite3', '--loglevel=error'], making, await compilerSettings(making));
		await rename(making, folder).catch(async (error) => {
			if (!(await exists(folder))) throw error;
		});
	} finally {
		await rm(making, { recursive: true, force: true });
	}
	return folder;
}

/** Removes what installations left that were killed: whatever is still unfinished after two hours. */
async function sweep(): Promise<void> {
	for (const name of (await readdir(cacheFolder())).filter((entry) => entry.includes('.making-'))) {
		const folder = join(cacheFolder(), name);
		if (Date.now() - (await stat(folder)).mtimeMs > 7_200_000) await rm(folder, { recursive: true, force: true });
	}
}

/** sqlite3 is compiled where its ready-made binary cannot be had; the headers then come with the Node package. */
async function compilerSettings(making: string): Promise<NodeJS.ProcessEnv> {
	const node = join(making, 'node_modules', 'node', 'node_modules', `node-${process.platform}-${process.arch}`);
	return {
		...process.env,
		PATH: `${nodeBinFolder(making)}${delimiter}${process.env.PATH}`,
		...((await exists(join(node, 'include'))) && { npm_config_nodedir: node }),
	};
}
