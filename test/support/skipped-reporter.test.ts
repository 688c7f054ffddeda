import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** What a run of jest over these tests ends with. */
async function lastLines(content: string, ...args: string[]): Promise<string[]> {
	const folder = mkdtempSync(join(__dirname, 'made-'));
	writeFileSync(join(folder, 'made.test.ts'), content);
	const command = [join(root, 'node_modules/jest/bin/jest.js'), folder, ...args];
	const printed = await new Promise<string>((resolve) =>
		execFile(
			process.execPath,
			command,
			{ cwd: root, env: { ...process.env, CLIQ_NODES_BROWSER: 'none' } },
			(_error, out, err) => resolve(out + err),
		),
	);
	rmSync(folder, { recursive: true });
	const [, last] = printed.trim().split('Ran all test suites');
	return last!.split('\n').slice(1);
}

test('a run without a browser ends by saying what it skipped and why', async () => {
	const content = `import { inBrowser } from '../in-browser';
		test('runs', () => {});
		inBrowser('a page', () => { throw new Error('There is no browser'); });
		inBrowser.each([1, 2])('page %i', () => { throw new Error('There is no browser'); });
		test.skip.each([1, 2])('reading %i [needs CLIQ_EACH_READING=1]', () => {});
		test.skip('another day', () => {});`;
	const browser = 'Skipped 3 tests that need a browser: CLIQ_NODES_BROWSER says that there is none.';
	const readings =
		'Skipped 2 tests that need CLIQ_EACH_READING=1: with this variable they run too, for half an hour.';
	expect(await lastLines(content)).toEqual([browser, readings, 'Skipped 1 test without a reason: "another day".']);
	expect(await lastLines("test('runs', () => {}); test('is left out', () => {});", '-t', 'runs')).toEqual([
		'Skipped 1 test that -t leaves out.',
	]);
}, 120_000);
