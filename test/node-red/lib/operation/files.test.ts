import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { operation, parameterOf } from '../../../../cliq/catalogue';
import type { FileToSend } from '../../../../cliq/parameters/values';
import { filesOf } from '../../../../node-red/lib/operation/files';

const parameter = parameterOf(operation('file.send.channel'), 'files');
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'cliq-files-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function content({ open }: FileToSend): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of await open()) chunks.push(chunk);
	return Buffer.concat(chunks);
}

async function told(value: unknown, message = {}) {
	const files = await filesOf(parameter, value, message, true);
	return await Promise.all(
		files.map(async (file) => ({
			name: file.name,
			type: file.type,
			size: file.size,
			text: (await content(file)).toString(),
		})),
	);
}

test.each<[string, unknown, object, object]>([
	['a Buffer', Buffer.from('abc'), {}, { name: 'file', size: 3, text: 'abc' }],
	[
		'a Buffer that was read from disk',
		Buffer.from('abc'),
		{ filename: '/data/report.pdf', contentType: 'application/pdf' },
		{ name: 'report.pdf', type: 'application/pdf', text: 'abc' },
	],
	['a Buffer from a Windows path', Buffer.from('abc'), { filename: 'C:\\data\\report.pdf' }, { name: 'report.pdf' }],
	['a text', 'größer', { filename: 'words.txt' }, { name: 'words.txt', size: 8, text: 'größer' }],
	[
		'an object',
		{ name: 'a.csv', content: 'a,b', type: 'text/csv' },
		{ filename: 'other' },
		{ name: 'a.csv', type: 'text/csv', text: 'a,b' },
	],
	[
		'a message',
		{ filename: '/x/a.bin', payload: Buffer.from([65]), contentType: 'a/b' },
		{},
		{ name: 'a.bin', type: 'a/b', text: 'A' },
	],
])('%s', async (_what, value, message, expected) => {
	expect(await told(value, message)).toEqual([expect.objectContaining(expected)]);
});

test('a list, whose entries name themselves', async () => {
	expect(
		await told([Buffer.from('a'), { name: 'b.txt', content: 'b' }, 'c'], { filename: 'not these' }),
	).toMatchObject([
		{ name: 'file 1', text: 'a' },
		{ name: 'b.txt', text: 'b' },
		{ name: 'file 3', text: 'c' },
	]);
});

test('a path is read when it is sent, and again for another try', async () => {
	const path = join(folder, 'day.log');
	writeFileSync(path, 'first line');
	const [file] = await filesOf(parameter, [{ path, type: 'text/plain' }], {}, true);
	expect(file).toMatchObject({ name: 'day.log', type: 'text/plain', size: 10 });
	expect([String(await content(file!)), String(await content(file!))]).toEqual(['first line', 'first line']);
	expect(await told({ path, name: 'renamed.log' }, { contentType: 'image/png' })).toMatchObject([
		{ name: 'renamed.log', type: undefined },
	]);
});

test('a path that came with a message is not followed, wherever it stands', async () => {
	const path = join(folder, 'secret.json');
	writeFileSync(path, '{}');
	for (const value of [{ path }, [Buffer.from('a'), { path, name: 'a' }], { path, content: 'b' }]) {
		await expect(filesOf(parameter, value, {}, false)).rejects.toMatchObject({
			kind: 'invalidInput',
			message: expect.stringMatching(/not followed: it could name any file$/),
			hint: expect.stringContaining('{"path": filename}'),
		});
	}
	expect(await filesOf(parameter, Buffer.from('a'), {}, false)).toHaveLength(1);
});

test('nothing is no file', async () => {
	for (const value of [undefined, null, '', []]) expect(await filesOf(parameter, value, {}, true)).toEqual([]);
});

test('what is no file is refused, with what to do', async () => {
	mkdirSync(join(folder, 'sub'));
	const wrong: Array<[unknown, RegExp]> = [
		[{ path: join(folder, 'gone') }, /gone", which does not exist/],
		[{ path: join(folder, 'sub') }, /sub", which is a folder/],
		[{ path: '\0' }, /cannot be read/],
		[{ path: 7 }, /path that is empty or no text/],
		[{ path: ' ' }, /path that is empty/],
		[7, /not a file: a number/],
		[[[Buffer.from('a')]], /not a file: a list/],
		[{ name: 'a' }, /no content for "a", but nothing/],
		[{ name: 'a', content: { b: 1 } }, /no content for "a", but an object/],
	];
	for (const [value, message] of wrong)
		await expect(filesOf(parameter, value, {}, true)).rejects.toMatchObject({
			kind: 'invalidInput',
			message: expect.stringMatching(message),
			hint: expect.any(String),
		});
});

test('whatever a message holds, it is files or a refusal', async () => {
	await fc.assert(
		fc.asyncProperty(fc.anything(), async (value) => {
			const outcome = await filesOf(parameter, value, {}, true).catch((error: { kind?: string }) => error.kind);
			expect(outcome === 'invalidInput' || Array.isArray(outcome)).toBe(true);
		}),
		{ numRuns: 500 },
	);
});
