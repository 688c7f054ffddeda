import { spawn } from 'node:child_process';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { lockHash, onceInCache } from '../cache';

const exists = (path: string) =>
	stat(path).then(
		() => true,
		() => false,
	);

/** Which n8n: a folder with the `package.json` and `package-lock.json` that describe it. */
const described = (root: string) => join(root, 'test', 'real', 'n8n');

/** Runs a command with its output shown, and throws if it ends other than well. */
function run(
	command: string,
	args: string[],
	{ cwd, env = process.env, signal }: { cwd: string; env?: NodeJS.ProcessEnv; signal?: AbortSignal | undefined },
): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, signal, stdio: ['ignore', 'inherit', 'inherit'] });
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`${command} ${args.join(' ')} ended with ${code}`));
		});
	});
}

/**
 * The name of exactly the n8n that the two package files in `test/real/n8n` describe.
 *
 * Their overrides hold back two packages whose newest versions need others that not every mirror of npm has; a lock
 * file that was made without those is refused by `npm ci`.
 */
async function nameOf(root: string): Promise<string> {
	const { dependencies } = JSON.parse(await readFile(join(described(root), 'package.json'), 'utf8'));
	return `n8n-${dependencies.n8n}-${await lockHash(described(root))}`;
}

/** n8n's tree has conflicts that older versions of npm resolve in other ways, and then refuse the lock file. */
const NPM = ['--yes', 'npm@11.21.2'];

/**
 * A registry that falls silent in the middle of two thousand downloads is asked again after a minute, not after five.
 */
const PATIENCE = ['--fetch-timeout=60000', '--fetch-retries=5', '--prefer-offline'];

/** The Node that belongs to an installed n8n: the npm package `node` ships it. */
export const nodeBinFolder = (n8n: string) => join(n8n, 'node_modules', 'node', 'bin');

/**
 * Installs n8n (3 GB, some four minutes) once; later calls return at once.
 *
 * @param root of the checkout
 * @param options.say gets how far it is, every few seconds
 * @param options.signal gives it up; nothing stays behind
 * @returns the folder that holds `node_modules/n8n`.
 */
export async function installN8n(
	root: string,
	{ say = console.log, signal }: { say?: (line: string) => void; signal?: AbortSignal } = {},
): Promise<string> {
	return await onceInCache(await nameOf(root), async (making, folder) => {
		say(`Installing n8n into ${folder}.`);
		say('This happens once. It takes 3 GB, and 4 to 10 minutes.');
		for (const file of ['package.json', 'package-lock.json']) {
			await copyFile(join(described(root), file), join(making, file));
		}
		const progress = await Progress.start(making, say);
		await run(
			'npx',
			[...NPM, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...PATIENCE],
			{ cwd: making, signal },
		).finally(() => progress.stop());
		say('Fetching the Node that this n8n needs, and its database …');
		// Of n8n's many install scripts only these two are needed: the Node binary, and the database.
		await run('npx', [...NPM, 'rebuild', 'node', '--loglevel=error', '--ignore-scripts=false'], {
			cwd: making,
			signal,
		});
		await run('npx', [...NPM, 'rebuild', 'sqlite3', '--loglevel=error', '--ignore-scripts=false'], {
			cwd: making,
			signal,
			env: await compilerSettings(making),
		});
		say('n8n is installed.');
	});
}

/** Tells how many of the packages that a lock file wants are there. */
class Progress {
	private static readonly EVERY_MS = 10_000;
	private readonly begun = Date.now();
	private readonly timer = setInterval(() => void this.tell(), Progress.EVERY_MS);

	private constructor(
		private readonly folder: string,
		private readonly packages: string[],
		private readonly say: (line: string) => void,
	) {}

	static async start(folder: string, say: (line: string) => void): Promise<Progress> {
		const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
		// Those for other systems never come.
		const wanted = Object.entries<{ optional?: boolean }>(packages).flatMap(([name, { optional }]) =>
			name && !optional ? [name] : [],
		);
		return new Progress(folder, wanted, say);
	}

	stop(): void {
		clearInterval(this.timer);
	}

	private async tell(): Promise<void> {
		const there = await Promise.all(this.packages.map((name) => exists(join(this.folder, name, 'package.json'))));
		const seconds = Math.round((Date.now() - this.begun) / 1000);
		this.say(
			`  ${there.filter(Boolean).length} of ${this.packages.length} packages after ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
		);
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
