/**
 * What is large and the same for every checkout is kept outside of them: n8n, the review tools, other versions of npm.
 */
const { createHash } = require('node:crypto');
const { existsSync } = require('node:fs');
const { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } = require('node:fs/promises');
const { homedir } = require('node:os');
const { join } = require('node:path');

/** In milliseconds: nobody takes longer to make a folder; what is older was left by somebody who was killed. */
const ABANDONED_AFTER = 7_200_000;

/** `$CLIQ_NODES_CACHE`, or a folder in the user's home. */
const cacheFolder = () => process.env.CLIQ_NODES_CACHE ?? join(homedir(), '.cache', 'cliq-nodes');

async function onceInCache(name, make) {
	const folder = join(cacheFolder(), name);
	if (existsSync(folder)) return folder;
	await mkdir(cacheFolder(), { recursive: true });
	await sweep();
	const making = await mkdtemp(`${folder}.making-`);
	try {
		await make(making, folder);
		await rename(making, folder).catch((error) => {
			if (!existsSync(folder)) throw error;
		});
	} finally {
		await rm(making, { recursive: true, force: true });
	}
	return folder;
}

async function sweep() {
	for (const name of (await readdir(cacheFolder())).filter((entry) => entry.includes('.making-'))) {
		const folder = join(cacheFolder(), name);
		if (Date.now() - (await stat(folder)).mtimeMs > ABANDONED_AFTER)
			await rm(folder, { recursive: true, force: true });
	}
}

async function lockHash(folder) {
	const lock = await readFile(join(folder, 'package-lock.json'));
	return createHash('sha256').update(lock).digest('hex').slice(0, 12);
}

module.exports = { lockHash, onceInCache };
