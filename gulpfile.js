/**
 * `gulp build` makes everything that is not there yet: TypeScript side by side, then whatever is not TypeScript. It is
 * made aside, and only files that differ are replaced (scripts/build/), so that nobody who uses them is disturbed.
 */
const { spawn } = require('node:child_process');
const { mkdir, writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');
const { promisify } = require('node:util');
const esbuild = require('esbuild');
const { dest, parallel, series, src } = require('gulp');
const { buildAside } = require('./scripts/build/aside.js');
const { lazyDoor } = require('./scripts/build/lazy-door.js');
const { lazily } = require('./scripts/build/lazily.js');

const { licences } = require('./scripts/licences');

const nodeRed = 'node-red/dist/node-red';

/** Where this build writes, as if it were the root. */
let aside;
const to = (path) => join(aside, path);

/** Copies files below `base` as they are; pictures must not be taken for text. */
const copy = (globs, base, folder) => () =>
	src(globs, { base, encoding: false, allowEmpty: true }).pipe(dest(to(folder)));

const compile = (project) => {
	const task = () =>
		spawn(
			process.execPath,
			[require.resolve('typescript/bin/tsc'), '-p', project, '--outDir', to(join(project, 'dist'))],
			{ stdio: 'inherit' },
		);
	return Object.assign(task, { displayName: `tsc ${project}` });
};

/** One file that needs no other package. */
async function bundle(entry, outfile, options) {
	const { metafile, outputFiles } = await esbuild.build({
		entryPoints: [entry],
		outfile: to(outfile),
		bundle: true,
		write: false,
		metafile: true,
		platform: 'neutral',
		mainFields: ['module', 'main'],
		target: 'es2022',
		legalComments: 'none',
		...options,
	});
	await mkdir(dirname(to(outfile)), { recursive: true });
	await writeFile(to(outfile), `${await licences(metafile)}${outputFiles[0].text}`);
}

/**
 * n8n takes no package with dependencies, so the Markdown parser goes into the one file that imports it. It is made
 * when it is first needed: its tables take as long as a fifth of the node to load.
 */
const bundleParser = (dist) => {
	const task = () =>
		bundle(
			'cliq/message/text/markdown-parser.ts',
			`${dist}/cliq/message/text/markdown-parser.js`,
			lazily('cliq/message/text/markdown-parser.ts'),
		);
	return Object.assign(task, { displayName: `bundle parser into ${dist}` });
};

/** n8n loads the package whenever it starts; Node-RED's update waits for a restart and must find no newer file. */
const openDoorLater = () => lazyDoor(to('dist/cliq/index.js'));

/**
 * The dialogs of Node-RED, with the parts of the core that draw the preview. What they know of Cliq is in a file of its
 * own.
 */
async function editor() {
	await bundle('node-red/editor/main.ts', 'node-red/resources/main.js', {
		format: 'esm',
		external: ['./catalogue.js'],
		minify: true,
	});
}

/** What drives a real n8n, for scripts; the tests take the TypeScript. */
async function n8nTool() {
	await esbuild.build({
		entryPoints: ['tools/n8n/index.ts'],
		outfile: to('tools/dist/n8n.js'),
		bundle: true,
		platform: 'node',
		target: 'node20',
	});
}

/** The dialogs of Node-RED know Cliq from here alone. */
async function editorCatalogue() {
	const { editorCatalogue: catalogue } = require(to(join(nodeRed, 'lib/operation/offered-operations.js')));
	await mkdir(to('node-red/resources'), { recursive: true });
	await writeFile(
		to('node-red/resources/catalogue.js'),
		`export const catalogue = ${JSON.stringify(catalogue())};\n`,
	);
}

const copyN8n = parallel(
	copy('nodes/**/*.{json,svg,png}', '.', 'dist'),
	copy(['icons/**', '!icons/node-red*'], '.', 'dist'),
);
const copyNodeRed = copy('node-red/nodes/**/*.{html,json,svg}', 'node-red', nodeRed);
const copyPreview = parallel(
	copy('preview/preview.css', 'preview', 'node-red/resources'),
	copy('preview/*.{js,css}', '.', 'sandbox/dist'),
);
const assets = parallel(
	copyN8n,
	copyNodeRed,
	copyPreview,
	editorCatalogue,
	editor,
	n8nTool,
	bundleParser('dist'),
	openDoorLater,
	bundleParser('node-red/dist'),
);

const everything = series(parallel(...['.', 'node-red', 'sandbox'].map(compile)), assets);

exports.build = () =>
	buildAside({
		root: __dirname,
		sources: [
			'cliq',
			'credentials',
			'gulpfile.js',
			'icons',
			'node-red',
			'nodes',
			'package-lock.json',
			'package.json',
			'preview',
			'sandbox',
			'scripts/build',
			'tools',
			'tsconfig.json',
		],
		products: ['dist', 'node-red/dist', 'node-red/resources', 'sandbox/dist', 'tools/dist'],
		make: (folder) => {
			aside = folder;
			return promisify(everything)();
		},
		say: console.error,
	});
exports.default = exports.build;
