const { readFile, writeFile } = require('node:fs/promises');

/**
 * Lets the compiled door of the core load each file when something of it is first used. What is first used while a
 * runner lists our nodes is little of the core; the rest took half of the load time.
 *
 * The kinds of values that messages consist of are loaded at once: files that check values count on them.
 *
 * @param {string} file the door as TypeScript compiles it to CommonJS
 */
async function lazyDoor(file) {
	await writeFile(file, lazily(await readFile(file, 'utf8')));
}

/** @param {string} source @returns {string} the same with each `require` in the getters that need it */
function lazily(source) {
	const loads = [...source.matchAll(/^(?:var|const) (\w+) = require\("([^"]+)"\);\n/gm)];
	if (loads.length === 0) throw new Error('The door loads nothing: has the compiler changed what it writes?');
	return loads.reduce(
		(door, [line, name, path]) =>
			door.replace(line, '').replaceAll(`return ${name}.`, `return require(${JSON.stringify(path)}).`),
		source,
	);
}

module.exports = { lazyDoor, lazily };
