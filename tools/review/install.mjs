/**
 * What n8n and Node-RED judge packages with: n8n's lint rules and scanner, and Node-RED's scorecard. More packages than
 * everything else together, so they have a lock file of their own and are installed when they are first needed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;

/**
 * Installs the review tools once into `$CLIQ_NODES_CACHE`, by default `~/.cache/cliq-nodes`; later calls return at once.
 * An interrupted installation is never taken for a whole one, and two at the same time do not disturb each other.
 *
 * @returns {NodeJS.Require} a `require` that finds the installed tools.
 * @throws if npm fails; its output is shown.
 */
export function reviewTools() {
	const cache = process.env.CLIQ_NODES_CACHE ?? join(homedir(), '.cache', 'cliq-nodes');
	const hash = createHash('sha256').update(readFileSync(join(here, 'package-lock.json'))).digest('hex').slice(0, 12);
	const folder = join(cache, `review-${hash}`);
	if (!existsSync(folder)) install(cache, folder);
	return createRequire(join(folder, 'package.json'));
}

function install(cache, folder) {
	console.error(`Installing the review tools of n8n and Node-RED into ${folder}: once, about a minute.`);
	mkdirSync(cache, { recursive: true });
	const making = mkdtempSync(`${folder}.making-`);
	try {
		for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(making, file));
		const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-timeout=60000', '--fetch-retries=5', '--prefer-offline'];
		const { status, error } = spawnSync('npm', ['ci', ...options], { cwd: making, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
		if (status !== 0) throw error ?? new Error(`npm ci of the review tools ended with ${status}`);
		moveIntoPlace(making, folder);
	} finally {
		rmSync(making, { recursive: true, force: true });
	}
}

/** Another process may have finished first; its installation is as good. */
function moveIntoPlace(making, folder) {
	try {
		renameSync(making, folder);
	} catch (error) {
		if (!existsSync(folder)) throw error;
	}
}
