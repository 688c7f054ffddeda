import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(__dirname, '..', '..', '..', 'scripts', 'leaks.mjs');
const secret = '1000.abc+/=def ghi"jkl.f00dfeed';

let folder: string;

function plant(files: Record<string, string>, secrets: string[] = [secret]) {
	mkdirSync(join(folder, 'artifacts', 'suite', 'deep'), { recursive: true });
	mkdirSync(join(folder, 'secrets'), { recursive: true });
	writeFileSync(join(folder, 'secrets', 'suite.json'), JSON.stringify(secrets));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'artifacts', 'suite', name), text);
}

function search() {
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--root', folder], { encoding: 'utf8' });
	return { status, text: stdout + stderr };
}

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'cliq-leaks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('finds nothing where nothing is', () => {
	plant({ 'n8n.log': 'all quiet', 'deep/flow.json': '{"token":"***"}' });
	expect(search()).toMatchObject({ status: 0, text: expect.stringContaining('2 files') });
});

test.each([
	['plain', secret],
	['in a binary file', `\0\xff${secret}\0`],
	['in a URL', `GET /x?zapikey=${encodeURIComponent(secret)}&y=1`],
	['in a form', `token=${new URLSearchParams({ a: secret })}`],
	['in JSON', JSON.stringify({ token: secret })],
	['in base64', Buffer.from(secret).toString('base64')],
	['in basic authentication', `Basic ${Buffer.from(`client:${secret}`).toString('base64')}`],
	['in the middle of a base64url text', Buffer.from(`{"state":"${secret.slice(0, 12)}`).toString('base64url')],
])('finds a secret %s', (form, text) => {
	plant({ 'deep/record.json': `before ${text} after` }, form.includes('middle') ? [secret.slice(0, 12)] : [secret]);
	const { status, text: printed } = search();
	expect(status).toBe(1);
	expect(printed).toContain('artifacts/suite/deep/record.json');
	expect(printed).not.toContain(secret);
});

test.each([
	['no secrets', { 'a.log': 'x' }, []],
	['no files', {}, [secret]],
	['a secret that is too short', { 'a.log': 'x' }, ['abc']],
])('refuses to call a search with %s a success', (_, files, secrets) => {
	plant(files, secrets);
	expect(search().status).toBe(1);
});
