/**
 * `npm run test:newcomer`: the README's first command as a newcomer runs it: a fresh clone in a folder with a space in
 * its name, the npm of Node 20, an empty npm cache. Ends non-zero if it does.
 *
 * What is committed counts: the clone is made of HEAD.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmFolder } from './npm.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const NPM = '10.8.2';

const place = mkdtempSync(join(tmpdir(), 'cliq-newcomer-'));
const clone = join(place, 'My Projects', 'zoho cliq');
const env = {
	...process.env,
	PATH: `${await npmFolder(NPM)}${delimiter}${process.env.PATH}`,
	npm_config_cache: join(place, 'npm-cache'),
};
/** npm passes its own settings on to what it runs; a newcomer's npm knows nothing of ours. */
for (const name of Object.keys(env)) if (/^npm_(?!config_(cache|nodedir)$)/i.test(name)) delete env[name];

/** Runs a command in the clone, shows what it prints, and gives how many seconds it took. */
function timed(command, args) {
	const start = Date.now();
	execFileSync(command, args, { cwd: clone, env, stdio: 'inherit' });
	return ((Date.now() - start) / 1000).toFixed(0);
}

try {
	mkdirSync(dirname(clone), { recursive: true });
	execFileSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
	const install = timed('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
	const size = execFileSync('du', ['-sm', 'node_modules'], { cwd: clone, encoding: 'utf8' }).split('\t')[0];
	const demo = timed('npm', ['run', 'demo', '--', '--once']);
	console.log(
		`npm ${NPM}, Node ${process.versions.node}, empty cache: npm ci ${install} s and ${size} MB, demo ${demo} s`,
	);
} finally {
	rmSync(place, { recursive: true, force: true });
}
