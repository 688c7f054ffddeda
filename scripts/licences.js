const { existsSync } = require('node:fs');
const { readFile } = require('node:fs/promises');
const { join } = require('node:path');

const NAMES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENSE-MIT.txt'];

/**
 * The licences of what a bundle holds, for its head: they ask to be passed on. A package may lie in another one.
 *
 * @param {{ inputs: Record<string, unknown> }} metafile of esbuild
 * @returns {Promise<string>} a comment
 * @throws Error if a package has no licence that could be passed on
 */
async function licences({ inputs }) {
	const packages = new Set(
		Object.keys(inputs)
			.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0])
			.filter(Boolean),
	);
	const texts = [...packages].sort().map(async (folder) => {
		const file = NAMES.map((name) => join(folder, name)).find(existsSync);
		if (!file) throw new Error(`${folder} goes into a bundle and has no licence`);
		const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
		return `${name} ${version} (${license})\n\n${await readFile(file, 'utf8')}`;
	});
	return `/*\nBundled into this file:\n\n${(await Promise.all(texts)).join('\n').replaceAll('*/', '* /')}*/\n`;
}

module.exports = { licences };
