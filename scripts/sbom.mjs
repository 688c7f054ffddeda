/**
 * `node scripts/sbom.mjs`: writes a bill of materials (CycloneDX) for each package that we publish, into `.cache/sbom`:
 * the dependencies that npm installs with it, and the libraries that are bundled into its files.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, ensureBuilt, pack, packages, root, unpack } from './lib.mjs';

const BUNDLED = '/*\nBundled into this file:\n';

/** The libraries that the heads of bundled files name (gulpfile.js writes them), as components. */
function bundledInto(folder) {
	const heads = globSync('**/*.js', { cwd: folder, exclude: (name) => name === 'node_modules' })
		.map((file) => readFileSync(join(folder, file), 'utf8'))
		.filter((text) => text.startsWith(BUNDLED))
		.map((text) => text.slice(0, text.indexOf('*/')));
	const named = heads.flatMap((head) => [
		...head.matchAll(/^((?:@[\w.-]+\/)?[\w.-]+) (\d+\.\d+\.\d+\S*) \((.+)\)$/gm),
	]);
	const components = named.map(([, name, version, license]) => [
		`${name}@${version}`,
		{
			type: 'library',
			name,
			version,
			purl: `pkg:npm/${name}@${version}`,
			licenses: [{ expression: license }],
			properties: [{ name: 'bundled', value: 'true' }],
		},
	]);
	return [...new Map(components).values()];
}

/** Whoever installs the package gets these alone; the runner brings what is a peer. */
function keepRunTimeDependencies(manifest) {
	const {
		devDependencies: _dev,
		peerDependencies: _peers,
		workspaces: _workspaces,
		...rest
	} = JSON.parse(readFileSync(manifest, 'utf8'));
	writeFileSync(manifest, JSON.stringify(rest));
}

ensureBuilt();
const target = join(root, '.cache', 'sbom');
mkdirSync(target, { recursive: true });
for (const name of Object.keys(packages)) {
	const folder = unpack(pack(name));
	try {
		keepRunTimeDependencies(join(folder, 'package.json'));
		capture('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
		const bill = JSON.parse(capture('npm', ['sbom', '--sbom-format', 'cyclonedx'], { cwd: folder }));
		bill.components.push(...bundledInto(folder));
		const file = join(target, `${name}.cdx.json`);
		writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
		console.log(`${file}: ${bill.components.length} components`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
