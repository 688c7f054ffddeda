import { multipart } from '../../../cliq/http/multipart';
import type { Failure, Outcome } from '../../../cliq/http/ports';
import type { FileToSend } from '../../../cliq/parameters/values';
import { Upload } from '../../../cliq/http/upload';

const fail = (kind: Failure['kind']): Outcome => ({ failure: { kind, detail: kind } });
const kindOf = (outcome: Outcome) => ('failure' in outcome ? outcome.failure.kind : 'response');

/** A file of ten pieces that tells whether it is open. */
function file() {
	const state = { open: 0 };
	const entry: FileToSend = {
		name: 'a',
		size: 10,
		async *open() {
			state.open++;
			try {
				for (let index = 0; index < 10; index++) yield new Uint8Array(1);
			} finally {
				state.open--;
			}
		},
	};
	return { state, entry };
}

const uploadOf = (entry: FileToSend, onProgress?: (sent: number, total: number) => void) =>
	new Upload(multipart([{ name: 'file', file: entry }], 'boundary'), onProgress);

async function pull(upload: Upload, pieces = Infinity): Promise<void> {
	const body = upload.bytes();
	for (let index = 0; index < pieces; index++) if ((await body.next()).done) return;
}

test.each(['interrupted', 'timedOut'] as const)('%s with something left to send: Cliq did nothing', async (kind) => {
	const upload = uploadOf(file().entry);
	await pull(upload, 5);
	expect(upload.judge(fail(kind))).toEqual({ failure: { kind: 'cutOff', detail: kind } });
});

test.each(['interrupted', 'timedOut'] as const)('%s with everything sent stays open', async (kind) => {
	const upload = uploadOf(file().entry);
	await pull(upload);
	expect(kindOf(upload.judge(fail(kind)))).toBe(kind);
});

test('the last piece counts as sent as soon as it is handed on', async () => {
	const upload = uploadOf(file().entry);
	await pull(upload, 13); // Head, ten bytes, separator, end: nobody has asked for more yet.
	expect(kindOf(upload.judge(fail('interrupted')))).toBe('interrupted');
});

test('what broke off before the connection stood, or was stopped, stays what it is', async () => {
	const upload = uploadOf(file().entry);
	for (const kind of ['unreachable', 'cancelled', 'notAuthorized'] as const)
		expect(kindOf(upload.judge(fail(kind)))).toBe(kind);
	expect(kindOf(upload.judge({ response: { status: 401, headers: {}, body: '' } }))).toBe('response');
});

test('a file that cannot be read is told as such, until the next try reads it', async () => {
	const { entry } = file();
	let isBroken = true;
	const upload = uploadOf({
		...entry,
		size: 10,
		open: () => (isBroken ? Promise.reject(new Error('gone')) : entry.open()),
	});
	await expect(pull(upload)).rejects.toThrow('gone');
	expect(upload.judge(fail('notAuthorized'))).toEqual({
		failure: { kind: 'unreadable', detail: '"a" could not be read: gone' },
	});
	isBroken = false;
	await pull(upload);
	expect(kindOf(upload.judge(fail('interrupted')))).toBe('interrupted');
});

test('files are closed when a try ends early, and when the next one begins', async () => {
	const { entry, state } = file();
	const upload = uploadOf(entry);
	await pull(upload, 5);
	await pull(upload, 5);
	await new Promise(setImmediate);
	expect(state.open).toBe(1);
	upload.close();
	upload.close();
	await new Promise(setImmediate);
	expect(state.open).toBe(0);
});

test('progress rises to the whole, and begins anew with each try', async () => {
	const seen: Array<[number, number]> = [];
	const upload = uploadOf(file().entry, (sent, total) => seen.push([sent, total]));
	await pull(upload, 3);
	await pull(upload);
	const { length } = upload.form;
	expect(seen[2]![0]).toBeGreaterThan(seen[3]![0]);
	expect(seen.at(-1)).toEqual([length, length]);
});

test.each([
	['EPIPE', 'write', 'cutOff'],
	['ECONNRESET', 'write', 'cutOff'],
	['ECONNRESET', 'read', 'interrupted'],
])('%s at a %s with everything handed on: %s', async (code, syscall, kind) => {
	const upload = uploadOf(file().entry);
	await pull(upload);
	const cause = Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
	expect(kindOf(upload.judge(fail('interrupted'), Object.assign(new Error('Wrapped'), { cause })))).toBe(kind);
});
