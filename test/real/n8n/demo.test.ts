import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { readExamples } from '../../../tools/n8n/examples';

const root = join(__dirname, '..', '..', '..');
const temporary = mkdtempSync(join(tmpdir(), 'cliq n8n demo '));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

const left = () => readdirSync(temporary).filter((name) => name.startsWith('cliq'));

function start(...args: string[]) {
	const child = spawn(process.execPath, [join(root, 'scripts', 'demo.mjs'), '--n8n', ...args], {
		cwd: root,
		env: { ...process.env, TMPDIR: temporary },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const running = { child, printed: '' };
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (running.printed += data));
	return running;
}

test('the demo in n8n runs every example once, in each way that it can be started, and leaves nothing behind', async () => {
	const running = start('--once');
	const [code] = await once(running.child, 'close');
	const { ok, workflows } = JSON.parse(running.printed.trim().split('\n').at(-1)!);
	expect([code, ok, workflows.flatMap(({ runs }: any) => runs.filter(({ error }: any) => error))]).toEqual([
		0,
		true,
		[],
	]);
	const examples = [...readExamples(root).values()];
	expect(workflows.map(({ name }: any) => name)).toEqual(examples.map(({ name }) => name));
	const starts = new Set(workflows.flatMap(({ runs }: any) => runs.map((run: any) => run.start)));
	expect(starts).toEqual(new Set(['hand', 'a call of its webhook', 'a message to a bot', 'a message in a channel']));
	expect(left()).toEqual([]);
}, 600_000);

test('Ctrl-C ends it, while n8n starts and once it is up; it says how to sign in', async () => {
	const starting = start();
	for (let tries = 0; tries < 600 && left().length === 0; tries++) await sleep(100);
	await sleep(3_000);
	starting.child.kill('SIGINT');
	expect(await once(starting.child, 'close')).toEqual([0, null]);
	expect(left()).toEqual([]);

	const running = start();
	for (
		let tries = 0;
		tries < 3_000 && !running.printed.includes('Ctrl-C') && running.child.exitCode === null;
		tries++
	)
		await sleep(100);
	const [, url] = /n8n +(http:\S+)\/\n/.exec(running.printed)!;
	const [, email, password] = /sign in as (\S+) with the password (\S+)/.exec(running.printed)!;
	const signIn = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ emailOrLdapLoginId: email, password }),
	});
	expect(signIn.status).toBe(200);
	running.child.kill('SIGINT');
	expect(await once(running.child, 'close')).toEqual([0, null]);
	expect(left()).toEqual([]);
	await expect(fetch(url!)).rejects.toThrow();
}, 600_000);
