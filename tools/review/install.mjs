/**
 * What n8n and Node-RED judge packages with: n8n's lint rules and scanner, and Node-RED's scorecard. More packages than
 * everything else together, so they have a lock file of their own and are installed when they are first needed.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import cache from '../cache.js';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Installs the review tools once.
 *
 * @returns {Promise<NodeJS.Require>} a `require` that finds the installed tools.
 * @throws if npm fails; its output is shown.
 */
export async function reviewTools() {
	const folder = await cache.onceInCache(`review-${await cache.lockHash(here)}`, install);
	return createRequire(join(folder, 'package.json'));
}

async function install(making, folder) {
	console.error(`Installing the review tools of n8n and Node-RED into ${folder}: once, about a minute.`);
	for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(making, file));
	const options = [
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
		'--fetch-timeout=60000',
		'--fetch-retries=5',
		'--prefer-offline',
	];
	const { status, error } = spawnSync('npm', ['ci', ...options], {
		cwd: making,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
	if (status !== 0) throw error ?? new Error(`npm ci of the review tools ended with ${status}`);
}
