/** A build that disturbs nobody who uses what was built before, such as a running demo. */
const { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { digestOf, filesBelow, place } = require('./files.js');
const { lock } = require('./lock.js');

const HOUR_MS = 3_600_000;
const LONGEST_BUILD_MS = 600_000;

/**
 * Builds aside, and then replaces only files that differ; builds nothing if what is there was made of the same sources.
 * One build at a time: a second one waits, and then mostly finds that there is nothing left to do.
 *
 * @param {object} options
 * @param {string} options.root folder of the project; `.cache` in it is used
 * @param {string[]} options.sources files and folders below the root that the build is made of
 * @param {string[]} options.products folders below the root that the build makes; everything in them is its own
 * @param {(folder: string) => Promise<void>} options.make builds into a folder as if it were the root
 * @param {(line: string) => void} [options.say] gets what happens
 * @returns {Promise<void>} @throws whatever `make` throws; then nothing was replaced
 */
async function buildAside({ root, sources, products, make, say = () => {} }) {
	const cache = join(root, '.cache');
	const release = await lock(join(cache, 'building.lock'), LONGEST_BUILD_MS, () =>
		say('Waiting for another build …'),
	);
	try {
		const input = digestOf(
			root,
			filesOf(root, sources, [...products.map((folder) => folder.split('/').at(-1)), 'node_modules']),
		);
		const outputs = () => digestOf(root, filesOf(root, products));
		const stamp = join(cache, 'built.json');
		if (isBuiltFrom(stamp, input, outputs)) return;
		say('Building …');
		const begun = Date.now();
		sweep(cache);
		const aside = mkdtempSync(join(cache, 'building-'));
		try {
			await make(aside);
			for (const folder of products) place(join(aside, folder), join(root, folder));
			writeFileSync(stamp, JSON.stringify({ input, output: outputs() }));
		} finally {
			rmSync(aside, { recursive: true, force: true });
		}
		say(`Built in ${Math.round((Date.now() - begun) / 1000)} s.`);
	} finally {
		release();
	}
}

function filesOf(root, names, without) {
	return names.flatMap((name) =>
		statSync(join(root, name), { throwIfNoEntry: false })?.isFile()
			? [name]
			: filesBelow(join(root, name), without).map((file) => join(name, file)),
	);
}

function isBuiltFrom(stamp, input, outputs) {
	try {
		const built = JSON.parse(readFileSync(stamp, 'utf8'));
		return built.input === input && built.output === outputs();
	} catch {
		return false;
	}
}

/** Removes what builds left that were killed. */
function sweep(cache) {
	mkdirSync(cache, { recursive: true });
	for (const name of readdirSync(cache).filter((entry) => entry.startsWith('building-'))) {
		if (Date.now() - statSync(join(cache, name)).mtimeMs > HOUR_MS)
			rmSync(join(cache, name), { recursive: true, force: true });
	}
}

module.exports = { buildAside };
