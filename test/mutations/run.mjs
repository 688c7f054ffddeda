/**
 * `npm run -s test:mutations [-- --count 60 --seed 1 --only <path> --minutes 60 --workers 2]`: changes one place of the
 * code at a time, in a copy of the repository, and runs the tests that are related to the changed file. A change that
 * no test notices survives. The last line is JSON; the process ends with 1 if fewer than nine of ten were found.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { handMade } from './hand-made.mjs';
import { generated, random } from './mutate.mjs';

const ROOT = join(import.meta.dirname, '../..');
const WANTED = 0.9;
/**
 * In milliseconds, for the tests of one change: one that never ends is found, which the report says, as a busy machine
 * may be all there is to it.
 */
const LONGEST = 480_000;
const NEVER_ENDS = 'tests that did not end';

const { values } = parseArgs({
	options: {
		count: { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		only: { type: 'string', default: '' },
		minutes: { type: 'string', default: '600' },
		workers: { type: 'string', default: '2' },
	},
});
const seed = Number(values.seed);

/** What is under test, and what the tests need beside it. */
const FOLDERS = [
	'cliq',
	'nodes',
	'credentials',
	'icons',
	'node-red',
	'sandbox',
	'preview',
	'scripts',
	'tools',
	'docs',
	'examples',
	'test',
];
const copy = mkdtempSync(join(tmpdir(), 'cliq-mutations-'));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const isOurs = (path) =>
	!/(^|\/)(node_modules|dist|dist-.*|resources|\.cache)(\/|$)/.test(path.slice(ROOT.length)) &&
	!path.startsWith(join(ROOT, 'test/real'));
for (const folder of FOLDERS.filter((name) => existsSync(join(ROOT, name))))
	cpSync(join(ROOT, folder), join(copy, folder), { recursive: true, filter: isOurs });
for (const file of [
	'package.json',
	'jest.config.js',
	'tsconfig.json',
	'tsconfig.check.json',
	'README.md',
	'CHANGELOG.md',
	'gulpfile.js',
])
	cpSync(join(ROOT, file), join(copy, file));
for (const folder of ['.', 'node-red', 'sandbox'])
	if (existsSync(join(ROOT, folder, 'node_modules')))
		symlinkSync(join(ROOT, folder, 'node_modules'), join(copy, folder, 'node_modules'));

const ROOTS = ['test', 'cliq', 'credentials', 'nodes', 'node-red', 'sandbox'].flatMap((folder) => ['--roots', folder]);

/** @returns the test files that failed. */
function failing(args) {
	const file = join(copy, 'failed-tests.txt');
	writeFileSync(file, '');
	const jest = [
		'node_modules/jest/bin/jest.js',
		...args,
		'--silent',
		`--maxWorkers=${values.workers}`,
		'--testTimeout=20000',
		'--reporters',
		'./test/mutations/failed-files-reporter.cjs',
		...ROOTS,
	];
	const { error, status } = spawnSync(process.execPath, jest, {
		cwd: copy,
		timeout: LONGEST,
		killSignal: 'SIGKILL',
		stdio: 'ignore',
		env: { ...process.env, CLIQ_FAILED_TESTS: file },
	});
	const failed = readFileSync(file, 'utf8').split('\n').filter(Boolean);
	if (failed.length > 0 || status === 0) return failed;
	if (error) return [NEVER_ENDS];
	throw new Error(`jest ${args.join(' ')} ended with ${status}, and no test failed.`);
}

/**
 * @returns the test files that notice the change: the one of the changed file itself first, since it is the quickest,
 * then all that are related.
 */
function noticing(file) {
	const own = join('test', file.replace(/\.ts$/, '.test.ts'));
	const first = existsSync(join(copy, own)) ? failing(['--runTestsByPath', own]) : [];
	return first.length > 0 ? first : failing(['--findRelatedTests', file, '--bail', '--passWithNoTests']);
}

const known = handMade(ROOT);
const wanted = [...known, ...generated(ROOT, random(seed), Math.max(0, Number(values.count) - known.length))].filter(
	({ file }) => file.includes(values.only),
);
const end = Date.now() + Number(values.minutes) * 60_000;
const survivors = [];
/** Test files that failed; without a change they must pass. */
const alarms = new Set();
let tried = 0;
for (const { file, line, before, after, name } of wanted) {
	if (Date.now() > end) break;
	const path = join(copy, file);
	const source = readFileSync(path, 'utf8');
	const at =
		source
			.split('\n')
			.slice(0, line - 1)
			.join('\n').length + (line > 1 ? 1 : 0);
	const mutated = `${source.slice(0, at)}${source.slice(at).replace(before, () => after)}`;
	if (mutated === source) throw new Error(`${file}:${line} does not hold ${before}`);
	writeFileSync(path, mutated);
	const noticed = noticing(file);
	const found = noticed.length > 0;
	noticed.filter((test) => test.endsWith('.test.ts')).forEach((test) => alarms.add(test));
	writeFileSync(path, source);
	tried++;
	const label = `${file}:${line} ${name ?? `${before.trim()} → ${after.trim() || 'nothing'}`}`;
	console.log(`${found ? 'found   ' : 'SURVIVED'} ${label}${noticed.includes(NEVER_ENDS) ? ` (${NEVER_ENDS})` : ''}`);
	if (!found) survivors.push(label);
}
const unsound = alarms.size > 0 ? failing(['--runTestsByPath', ...alarms]) : [];
const share = tried === 0 ? 0 : (tried - survivors.length) / tried;
console.log(
	JSON.stringify({
		seed,
		tried,
		found: tried - survivors.length,
		share: Number(share.toFixed(3)),
		survivors,
		unsound,
	}),
);
process.exitCode = share >= WANTED && unsound.length === 0 ? 0 : 1;
