/**
 * Fails if files import each other in a circle, be it for types only: then none of them can be read, or moved, by
 * itself. Prints each circle once, by the shortest way around. Fails, too, if a room of the core imports one that
 * stands above it, if an adapter imports anything of the core but its door, or if a script loads something built that
 * has no source.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

const FOLDERS = ['cliq', 'nodes', 'credentials', 'node-red', 'sandbox', 'preview', 'scripts', 'tools', 'bench', 'test'];

/** The rooms and files of the core, the lowest first; those on one line may know each other. */
const LAYERS = [
	['errors', 'util'],
	['catalogue'],
	['parameters'],
	['http'],
	['pacing', 'sign-in'],
	['caller', 'lookup'],
	['delivery'],
	['message'],
	['events'],
	['ask'],
	['read-response', 'shared-state'],
	['client'],
	['index'],
];

/** They import the core through `cliq/index.ts` alone, except what goes into the browser: it lacks Node's modules. */
const ADAPTERS = /^(?:nodes|credentials|node-red\/(?:lib|nodes))\//;
const DOOR = 'cliq/index.ts';
const IN_BROWSER = 'node-red/editor/main.ts';

const files = new Set(
	FOLDERS.flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => join(folder, file))).filter(
		(file) => /\.[cm]?[jt]s$/.test(file) && !/\/(?:dist|node_modules|resources)\//.test(file),
	),
);
const missing = [];
const imports = new Map([...files].map((file) => [file, importsOf(file)]));
const circles = [];
const told = new Set();
for (const file of files) {
	if (told.has(file)) continue;
	const circle = wayBack(file);
	if (!circle) continue;
	circles.push(circle);
	for (const member of circle) told.add(member);
}
for (const circle of circles)
	console.log(`Files import each other in a circle:\n\t${[...circle, circle[0]].join('\n\t→ ')}`);
const upwards = [...imports].flatMap(([file, others]) =>
	others
		.filter((other) => layerOf(other) > layerOf(file))
		.map((other) => `${file} imports ${other}, which stands above it`),
);
const inBrowser = reachedFrom(IN_BROWSER);
const besides = [...imports].flatMap(([file, others]) =>
	others
		.filter((other) => ADAPTERS.test(file) && !inBrowser.has(file) && other.startsWith('cliq/') && other !== DOOR)
		.map((other) => `${file} imports ${other}; adapters import ${DOOR} alone`),
);
for (const line of [...upwards, ...besides, ...missing]) console.log(line);
console.log(
	`imports: ${files.size} files, ${circles.length} circles, ${upwards.length} upwards, ${besides.length} past the door, ${missing.length} without a source`,
);
process.exitCode = circles.length + upwards.length + besides.length + missing.length === 0 ? 0 : 1;

/** @returns how high a file of the core stands; what is outside may import all of it. */
function layerOf(file) {
	const [folder, room = ''] = file.split('/');
	if (folder !== 'cliq') return NaN;
	const layer = LAYERS.findIndex((rooms) => rooms.includes(room.replace(/\.ts$/, '')));
	if (layer < 0) throw new Error(`${file} stands in no layer; add its room to LAYERS`);
	return layer;
}

/** @returns the files of ours that a file imports, in whatever way. */
function importsOf(file) {
	return ts
		.preProcessFile(readFileSync(file, 'utf8'), true, true)
		.importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
		.flatMap(({ fileName }) => resolved(file, normalize(join(dirname(file), fileName))));
}

function resolved(from, imported) {
	if (!/^(?:[\w-]+\/)?dist\//.test(imported)) return sourceOf(imported);
	// A package compiles the core into its own folder; tools are bundled from theirs.
	const sources = [imported.replace(/^(?:[\w-]+\/)?dist\//, ''), imported.replace('dist/', '')];
	if (sources.flatMap(sourceOf).length === 0)
		missing.push(`${from} loads ${imported}, which no source is built into`);
	return [];
}

function sourceOf(path) {
	const plain = path.replace(/\.js$/, '');
	const found = [path, `${plain}.ts`, `${plain}.d.ts`, join(plain, 'index.ts')].find((one) => files.has(one));
	return found ? [found] : [];
}

/** @returns all files that are loaded with one. */
function reachedFrom(start) {
	const reached = new Set([start]);
	for (const file of reached) for (const next of imports.get(file)) reached.add(next);
	return reached;
}

/** @returns the shortest way along imports from a file to itself; nothing if there is none. */
function wayBack(start) {
	const from = new Map();
	const queue = [start];
	for (const file of queue) {
		for (const next of imports.get(file)) {
			if (next === start) {
				const way = [];
				for (let at = file; at !== start; at = from.get(at)) way.unshift(at);
				return [start, ...way];
			}
			if (from.has(next)) continue;
			from.set(next, file);
			queue.push(next);
		}
	}
	return undefined;
}
