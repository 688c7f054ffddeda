import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(__dirname, '..', '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'node-red', 'package.json'), 'utf8'));
const types = Object.keys(manifest['node-red'].nodes);

/** Where the demos keep what is temporary. */
const temporary = mkdtempSync(join(tmpdir(), 'cliq demos '));

const started: ChildProcess[] = [];
afterAll(() => {
	for (const child of started) child.kill('SIGKILL');
	rmSync(temporary, { recursive: true, force: true });
});

interface Running {
	child: ChildProcess;
	printed: string;
}

function start(...args: string[]): Running {
	const child = spawn(process.execPath, args, {
		cwd: root,
		env: { ...process.env, TMPDIR: temporary },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	started.push(child);
	const running = { child, printed: '' };
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (running.printed += data));
	return running;
}

async function says(running: Running, text: RegExp): Promise<RegExpExecArray> {
	for (let tries = 0; tries < 1800; tries++) {
		const found = text.exec(running.printed);
		if (found) return found;
		if (running.child.exitCode !== null) break;
		await sleep(100);
	}
	throw new Error(`Never said ${text}:\n${running.printed}`);
}

/** A demo that is up. @returns the addresses of its two servers */
async function demo(): Promise<{ running: Running; sandbox: string; nodeRed: string }> {
	const running = start('scripts/demo.mjs');
	await says(running, /Ctrl-C/);
	const address = (what: string) => new RegExp(`${what} +(http://127\\.0\\.0\\.1:\\d+)`).exec(running.printed)![1];
	return { running, sandbox: address('Conversations')!, nodeRed: address('Node-RED')! };
}

/** Everything that the editor of Node-RED loads of ours. */
async function expectWhole({ sandbox, nodeRed }: { sandbox: string; nodeRed: string }): Promise<void> {
	const text = async (url: string, headers = {}) => {
		const response = await fetch(url, { headers });
		expect([url, response.status]).toEqual([url, 200]);
		return await response.text();
	};
	const nodes = await text(`${nodeRed}/nodes`, { accept: 'text/html', 'accept-language': 'en-US' });
	for (const type of types) {
		expect(nodes).toContain(`data-help-name="${type}"`);
		expect(nodes).toContain(`data-template-name="${type}"`);
	}
	for (const file of ['main.js', 'catalogue.js', 'preview.css'])
		await text(`${nodeRed}/resources/${manifest.name}/${file}`);
	expect(await text(`${sandbox}/`)).toContain('<html');
}

/** The flow still does what its buttons say. */
async function expectRunning({ sandbox, nodeRed }: { sandbox: string; nodeRed: string }): Promise<void> {
	const deleted = async () =>
		(await (await fetch(`${sandbox}/_sandbox/journal`)).json()).counters['message.delete']?.calls;
	const before = await deleted();
	expect((await fetch(`${nodeRed}/inject/cliq-demo-react`, { method: 'POST' })).status).toBe(200);
	for (let tries = 0; tries < 300 && (await deleted()) === before; tries++) await sleep(100);
	expect(await deleted()).toBe(before + 1);
}

async function end({ running }: { running: Running }): Promise<void> {
	const ended = once(running.child, 'exit');
	running.child.kill('SIGINT');
	expect(await ended).toEqual([0, null]);
}

test('two demos at a time, and builds and a sandbox beside them: nobody disturbs anybody', async () => {
	// At the same moment, as two people or two terminals do.
	const demos = await Promise.all([demo(), demo()]);
	expect(new Set(demos.flatMap(({ sandbox, nodeRed }) => [sandbox, nodeRed])).size).toBe(4);
	for (const one of demos) await expectWhole(one);

	// A build that has something to do: what was built is not known to be current, and there is something stale.
	const stale = join(root, 'node-red', 'resources', 'stale.js');
	writeFileSync(stale, '');
	rmSync(join(root, '.cache', 'built.json'), { force: true });
	const builds = [
		start('node_modules/gulp/bin/gulp.js', '--silent', 'build'),
		start('node_modules/gulp/bin/gulp.js', '--silent', 'build'),
	];
	const sandbox = start('sandbox/dist/sandbox/cli.js');
	const [, third] = await says(sandbox, /Conversations +(http:\S+)\//);
	expect(demos.map((one) => one.sandbox)).not.toContain(third);
	for (const { child } of builds) if (child.exitCode === null) await once(child, 'exit');
	expect(builds.map(({ child }) => child.exitCode)).toEqual([0, 0]);
	expect(existsSync(stale)).toBe(false);
	sandbox.child.kill('SIGINT');

	for (const one of demos) {
		await expectWhole(one);
		await expectRunning(one);
		await end(one);
	}
	expect(readdirSync(temporary).filter((name) => name.startsWith('cliq'))).toEqual([]);
}, 600_000);

test('Ctrl-C while it is starting leaves nothing behind', async () => {
	const running = start('scripts/demo.mjs');
	const folders = () => readdirSync(temporary).filter((name) => name.startsWith('cliq-demo-'));
	for (let tries = 0; tries < 300 && folders().length === 0; tries++) await sleep(20);
	expect(folders()).toHaveLength(1);
	await end({ running });
	expect(readdirSync(temporary).filter((name) => name.startsWith('cliq'))).toEqual([]);
}, 60_000);
