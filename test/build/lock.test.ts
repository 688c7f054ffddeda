import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { lock, tryLock } from '../../scripts/build/lock';

const module_ = JSON.stringify(join(__dirname, '../../scripts/build/lock.js'));
let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'cliq-lock-'));
	file = join(folder, 'made', 'it.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process with this script. @returns what it printed */
async function elsewhere(script: string): Promise<string> {
	const child = spawn(
		process.execPath,
		['-e', `const { lock, tryLock } = require(${module_}); const file = ${JSON.stringify(file)};${script}`],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	let printed = '';
	child.stdout.on('data', (data) => (printed += data));
	await once(child, 'close');
	return printed;
}

test('one holds it, and the next once it is given back', async () => {
	const release = tryLock(file)!;
	expect([tryLock(file), await elsewhere('console.log(tryLock(file))')]).toEqual([undefined, 'undefined\n']);
	const waits = jest.fn();
	const next = lock(file, 60_000, waits);
	release();
	(await next)();
	expect(waits).toHaveBeenCalledTimes(1);
	expect(readdirSync(join(folder, 'made'))).toEqual([]);
});

test('a process that died holds nothing, nor does one of long ago', async () => {
	expect(await elsewhere('tryLock(file); console.log("taken")')).toBe('taken\n');
	expect(existsSync(file)).toBe(true);
	tryLock(file)!();
	writeFileSync(file, String(process.ppid));
	expect(tryLock(file, 60_000)).toBeUndefined();
	const old = Date.now() / 1000 - 120;
	utimesSync(file, old, old);
	expect(tryLock(file)).toBeUndefined();
	expect(tryLock(file, 60_000)).toEqual(expect.any(Function));
});

test('many processes that find an abandoned lock are inside one at a time', async () => {
	await elsewhere('tryLock(file)');
	const script = `const { mkdirSync, rmdirSync } = require('node:fs');
		lock(file, 60000).then((release) => { mkdirSync(file + '-inside'); setTimeout(() => { rmdirSync(file + '-inside'); console.log('well'); release(); }, 20); });`;
	expect(await Promise.all(Array.from({ length: 6 }, () => elsewhere(script)))).toEqual(Array(6).fill('well\n'));
}, 30_000);
