import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';

/** Lets a `require` load the TypeScript of the tests. */
export function requireTypeScript(require) {
	require.extensions['.ts'] = (module, file) =>
		module._compile(
			transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs', target: 'node20' }).code,
			file,
		);
	return require;
}
