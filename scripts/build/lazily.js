const { readFileSync } = require('node:fs');

/**
 * Options of esbuild that put a file and its packages into functions which run when one of them is first called.
 *
 * @param {string} entry a TypeScript file that exports nothing but functions
 */
function lazily(entry) {
	const names = [...readFileSync(entry, 'utf8').matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
	const exported = names.map((name) => `exports.${name} = (...given) => (loaded ??= load()).${name}(...given);`);
	return {
		format: 'cjs',
		banner: { js: 'let loaded;\nfunction load() {\nconst module = { exports: {} };' },
		footer: { js: ['return module.exports;', '}', ...exported].join('\n') },
	};
}

module.exports = { lazily };
