import fc from 'fast-check';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { digestOf, filesBelow, place } from '../../scripts/build/files';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'cliq build '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Tree = Record<string, string>;

function write(name: string, tree: Tree): string {
	const at = join(folder, name);
	mkdirSync(at, { recursive: true });
	for (const [file, content] of Object.entries(tree)) {
		mkdirSync(dirname(join(at, file)), { recursive: true });
		writeFileSync(join(at, file), content);
	}
	return at;
}

const read = (at: string): Tree =>
	Object.fromEntries(filesBelow(at).map((file) => [file, readFileSync(join(at, file), 'utf8')]));

/** Names that may be a file in one tree and a folder in the other. */
const trees = fc
	.dictionary(
		fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
		fc.string({ maxLength: 3 }),
	)
	.map((tree) => {
		const names = Object.keys(tree);
		return Object.fromEntries(
			Object.entries(tree).filter(([name]) => !names.some((other) => name.startsWith(`${other}/`))),
		);
	});

test('a folder becomes what another is, and tells what changed', () => {
	fc.assert(
		fc.property(trees, trees, (before, after) => {
			rmSync(folder, { recursive: true });
			const [from, to] = [write('from', after), write('to', before)];
			const { written, removed } = place(from, to);
			expect(read(to)).toEqual(after);
			expect(written.sort()).toEqual(
				Object.keys(after)
					.filter((file) => before[file] !== after[file])
					.sort(),
			);
			for (const file of removed) expect(after).not.toHaveProperty(file);
			expect(place(from, to)).toEqual({ written: [], removed: [] });
		}),
	);
});

test('what is the same is not touched', () => {
	const from = write('from', { 'a.js': '1', 'b.js': 'new' });
	const to = write('to', { 'a.js': '1', 'b.js': 'old' });
	const [a, b] = ['a.js', 'b.js'].map((file) => statSync(join(to, file)).ino);
	place(from, to);
	expect(statSync(join(to, 'a.js')).ino).toBe(a);
	expect(statSync(join(to, 'b.js')).ino).not.toBe(b);
});

test('who reads meanwhile always finds each file, and finds it whole', async () => {
	const big = (letter: string) => letter.repeat(400_000);
	const [one, other] = ['A', 'B'].map((letter) => write(letter, { 'x/big.js': big(letter), 'small.js': letter }));
	const to = write('to', { 'x/big.js': big('A'), 'small.js': 'A' });
	const reader = new Worker(
		`const { readFileSync } = require('node:fs');
		const { parentPort, workerData } = require('node:worker_threads');
		let broken = 0, reads = 0;
		parentPort.once('message', () => { parentPort.postMessage({ broken, reads }); process.exit(); });
		const look = () => {
			for (const file of ['x/big.js', 'small.js']) {
				try {
					const text = readFileSync(workerData + '/' + file, 'utf8');
					if (text !== text[0].repeat(file === 'small.js' ? 1 : 400000)) broken++;
				} catch { broken++; }
				reads++;
			}
			setImmediate(look);
		};
		look();
		parentPort.postMessage('ready');`,
		{ eval: true, workerData: to },
	);
	const answer = () => new Promise<any>((resolve) => reader.once('message', resolve));
	await answer();
	for (let round = 0; round < 60; round++) place(round % 2 === 0 ? other! : one!, to);
	const told = answer();
	reader.postMessage('stop');
	const { broken, reads } = await told;
	expect(broken).toBe(0);
	expect(reads).toBeGreaterThan(10);
});

test('folders that do not count are left out, a missing one is empty, and the digest sees names and contents', () => {
	const at = write('at', { 'a/dist/x.js': '1', 'a/y.js': '2', 'dist/z.js': '3' });
	expect(filesBelow(at, ['dist'])).toEqual([join('a', 'y.js')]);
	expect(filesBelow(join(folder, 'missing'))).toEqual([]);
	const digest = () => digestOf(at, filesBelow(at));
	const before = digest();
	expect(digest()).toBe(before);
	writeFileSync(join(at, 'a/y.js'), '4');
	expect(digest()).not.toBe(before);
	expect(existsSync(join(folder, 'missing'))).toBe(false);
});
