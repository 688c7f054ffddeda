/**
 * `gulp build` makes everything: TypeScript side by side, then whatever is not TypeScript into the dist folders.
 * `gulp` alone does the second half.
 */
const { spawn } = require('node:child_process');
const { mkdir, rm, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { dest, parallel, series, src } = require('gulp');

const nodeRed = 'node-red/dist/node-red';

/** Copies files below `base` as they are; pictures must not be taken for text. */
const copy = (globs, base, to) => () => src(globs, { base, encoding: false, allowEmpty: true }).pipe(dest(to));

const compile = (project) => {
	const task = () => spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', project], { stdio: 'inherit' });
	return Object.assign(task, { displayName: `tsc ${project}` });
};

async function clean() {
	await Promise.all(['dist', 'node-red/dist', 'node-red/resources', 'sandbox/dist'].map((folder) => rm(folder, { recursive: true, force: true })));
}

/** The dialogs of Node-RED know Cliq from here alone. */
async function editorCatalogue() {
	const { editorCatalogue: catalogue } = require(join(__dirname, nodeRed, 'lib/operations.js'));
	await mkdir('node-red/resources', { recursive: true });
	await writeFile('node-red/resources/catalogue.js', `export const catalogue = ${JSON.stringify(catalogue())};\n`);
}

const copyN8n = parallel(copy('nodes/**/*.{json,svg,png}', '.', 'dist'), copy(['icons/**', '!icons/node-red*'], '.', 'dist'));
const copyNodeRed = copy('node-red/nodes/**/*.{html,json,svg}', 'node-red', nodeRed);
const assets = parallel(copyN8n, copyNodeRed, editorCatalogue);

exports.clean = clean;
exports.build = series(clean, parallel(...['.', 'node-red', 'node-red/editor', 'sandbox'].map(compile)), assets);
exports.default = assets;
