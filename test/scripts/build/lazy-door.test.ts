import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const { lazily } = require('../../../scripts/build/lazy-door.js') as { lazily(source: string): string };

const source = readFileSync(join(__dirname, '../../../cliq/index.ts'), 'utf8');
const compiled = ts.transpileModule(source, {
	compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
}).outputText;

/** @returns what a door gives, and which files it has loaded. */
function opened(door: string): { exports: Record<string, unknown>; loaded: string[] } {
	const exports: Record<string, unknown> = {};
	const loaded: string[] = [];
	const load = (path: string) => {
		loaded.push(path);
		return new Proxy({}, { get: (_file, name) => `${String(name)} of ${path}` });
	};
	new Function('exports', 'require', door)(exports, load);
	return { exports, loaded };
}

it('loads nothing but the kinds until something is used, then the file that has it', () => {
	const { exports, loaded } = opened(lazily(compiled));
	expect(loaded).toEqual(['./message/message-kinds']);
	expect(exports.compose).toBe('compose of ./message/compose');
	expect(loaded).toEqual(['./message/message-kinds', './message/compose']);
});

it('gives what the door gave before', () => {
	const [before, after] = [opened(compiled), opened(lazily(compiled))];
	expect(Object.keys(after.exports)).toEqual(Object.keys(before.exports));
	expect({ ...after.exports }).toEqual({ ...before.exports });
});

it('refuses what it does not know', () => {
	expect(() => lazily('exports.a = 1;')).toThrow('The door loads nothing');
});
