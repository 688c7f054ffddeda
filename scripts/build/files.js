/** Folders of files: what is in them, and how one takes the place of another. */
const { createHash } = require('node:crypto');
const { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } = require('node:fs');
const { dirname, join, relative, sep } = require('node:path');

/**
 * @param {string} folder may be missing
 * @param {string[]} [without] names of folders, at any depth, that do not count
 * @returns {string[]} paths of all files below it, relative to it, sorted
 */
function filesBelow(folder, without = []) {
	const walk = (path) =>
		entriesOf(path).flatMap((entry) => {
			const below = join(path, entry.name);
			if (entry.isDirectory()) return without.includes(entry.name) ? [] : walk(below);
			return [relative(folder, below)];
		});
	return walk(folder).sort();
}

function entriesOf(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch (error) {
		if (error.code === 'ENOENT') return [];
		throw error;
	}
}

/** @returns {string} a digest of the names and contents of files; a file that is missing counts as such */
function digestOf(root, files) {
	const hash = createHash('sha256');
	for (const file of files)
		hash.update(`${file}\0`)
			.update(readIfThere(join(root, file)) ?? 'missing')
			.update('\0');
	return hash.digest('hex');
}

function readIfThere(path) {
	try {
		return readFileSync(path);
	} catch (error) {
		if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(error.code)) return undefined;
		throw error;
	}
}

/**
 * Makes a folder hold what another one holds. Whoever reads from it meanwhile always finds each file whole, the old or
 * the new one: only what differs is written, each file takes its place at once, and what is stale goes last.
 *
 * @param {string} from on the same file system as `to`
 * @param {string} to made if it is missing
 * @returns {{ written: string[], removed: string[] }} paths, relative to the folders
 */
function place(from, to) {
	const wanted = filesBelow(from);
	const differs = (file) => !readIfThere(join(to, file))?.equals(readFileSync(join(from, file)));
	const written = wanted.filter(differs);
	for (const file of written) {
		makeRoom(to, file);
		put(join(from, file), join(to, file));
	}
	const removed = filesBelow(to).filter((file) => !wanted.includes(file));
	for (const file of removed) rmSync(join(to, file));
	removeEmpty(to);
	return { written, removed };
}

/** Where a folder was, there is a file now, or the other way round. */
function makeRoom(folder, file) {
	const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory();
	const parents = file
		.split(sep)
		.slice(0, -1)
		.map((_, index, names) => join(folder, ...names.slice(0, index + 1)));
	const inTheWay =
		parents.find((parent) => isFolder(parent) === false) ??
		(isFolder(join(folder, file)) ? join(folder, file) : undefined);
	if (inTheWay) rmSync(inTheWay, { recursive: true });
	mkdirSync(dirname(join(folder, file)), { recursive: true });
}

function put(source, target) {
	const coming = `${target}.coming-${process.pid}`;
	copyFileSync(source, coming);
	renameSync(coming, target);
}

function removeEmpty(folder) {
	for (const entry of entriesOf(folder)) if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
	if (entriesOf(folder).length === 0) rmSync(folder, { recursive: true, force: true });
}

module.exports = { digestOf, filesBelow, place };
