/**
 * Fails if a test in a folder that mirrors a source folder has no source of its own name there:
 * `test/cliq/client.test.ts` tests `cliq/client.ts`. What runs across several files stands in `test/across/`, what is
 * generated in `test/fuzz/`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const MIRRORED = ['cliq', 'credentials', 'nodes', 'node-red', 'preview', 'sandbox', 'tools'];
const END = '.test.ts';

const tests = MIRRORED.flatMap((folder) =>
	readdirSync(join('test', folder), { recursive: true }).map((file) => join(folder, file)),
).filter((file) => file.endsWith(END));
const astray = tests.filter((file) => !['.ts', '.js'].some((end) => existsSync(file.slice(0, -END.length) + end)));
for (const file of astray) {
	const source = `${file.slice(0, -END.length)}.ts`;
	console.log(
		`test/${file}: there is no ${source}. Name the test after its source, or move it to test/across or test/fuzz.`,
	);
}
console.log(`test places: ${tests.length} tests mirror a source, ${astray.length} do not`);
process.exitCode = astray.length === 0 ? 0 : 1;
