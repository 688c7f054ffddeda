import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import Busboy from '@fastify/busboy';
import fc from 'fast-check';
import { multipart, UnreadableFile } from '../../../cliq/http/multipart';
import type { Part } from '../../../cliq/http/ports';
import type { FileToSend } from '../../../cliq/parameters/values';

const BOUNDARY = 'b0undary-b0undary-b0undary';

interface Received {
	name: string;
	text?: string;
	file?: { name: string; type: string; bytes: Buffer };
}

/** What a server makes of it. */
async function parsed(form: ReturnType<typeof multipart>): Promise<Received[]> {
	const received: Array<Received | Promise<Received>> = [];
	const parser = new Busboy({
		headers: { 'content-type': form.type },
		preservePath: true,
		limits: { fieldNameSize: 10_000 },
	});
	parser.on('field', (name, text) => received.push({ name, text }));
	parser.on('file', (name, stream, fileName, _encoding, type) =>
		received.push(buffer(stream).then((bytes) => ({ name, file: { name: fileName, type, bytes } }))),
	);
	const ended = new Promise((resolve, reject) => parser.on('finish', resolve).on('error', reject));
	Readable.from(form.bytes()).pipe(parser);
	await ended;
	return await Promise.all(received);
}

async function bytesOf(form: ReturnType<typeof multipart>): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	for await (const piece of form.bytes()) pieces.push(piece);
	return Buffer.concat(pieces);
}

async function* inChunks(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* chunks;
}

const fileOf = (name: string, ...chunks: Uint8Array[]): FileToSend => ({
	name,
	size: chunks.reduce((sum, { length }) => sum + length, 0),
	open: () => inChunks(chunks),
});

const text = fc.string({ unit: 'binary' });
/**
 * A parser takes a backslash in quotes for itself and leaves names without a letter out; no runner's file has such a
 * name.
 */
const name = fc
	.string({ unit: 'binary', minLength: 1, maxLength: 60 })
	.filter((value) => !/[\\%\0]/.test(value) && value.trim() === value);
const escaped = (value: string) => value.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');

const part = fc.oneof(
	fc.record({ name, text }),
	fc.record({
		name,
		file: fc.record({ name, chunks: fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }) }),
	}),
);

test('a parser gets back names, contents and order, and the length is exact', async () => {
	const property = fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (entries) => {
		const parts: Part[] = entries.map((entry) =>
			'file' in entry ? { name: entry.name, file: fileOf(entry.file.name, ...entry.file.chunks) } : entry,
		);
		const form = multipart(parts, BOUNDARY);
		expect((await bytesOf(form)).length).toBe(form.length);
		const expected = entries.map((entry) =>
			'file' in entry
				? {
						name: escaped(entry.name),
						file: {
							name: escaped(entry.file.name),
							type: 'application/octet-stream',
							bytes: Buffer.concat(entry.file.chunks),
						},
					}
				: { name: escaped(entry.name), text: entry.text },
		);
		if (entries.length > 0) expect(await parsed(form)).toEqual(expected);
	});
	await fc.assert(property, { numRuns: 300 });
});

test('on the wire it is what a browser writes', async () => {
	const file = { ...fileOf('Ünal "final".pdf', Buffer.from('%PDF')), type: 'application/pdf' };
	const form = multipart(
		[
			{ name: 'file', file },
			{ name: 'comments', text: '["ä"]' },
		],
		BOUNDARY,
	);
	expect(form.type).toBe(`multipart/form-data; boundary=${BOUNDARY}`);
	expect((await bytesOf(form)).toString()).toBe(
		[
			`--${BOUNDARY}`,
			'Content-Disposition: form-data; name="file"; filename="Ünal %22final%22.pdf"',
			'Content-Type: application/pdf',
			'',
			'%PDF',
			`--${BOUNDARY}`,
			'Content-Disposition: form-data; name="comments"',
			'',
			'["ä"]',
			`--${BOUNDARY}--`,
			'',
		].join('\r\n'),
	);
});

test('nothing in a name or type becomes a header of its own', async () => {
	const file = { ...fileOf('a\r\nX-Evil: 1', Buffer.from('x')), type: 'text/plain\r\nX-Evil: 2' };
	const lines = (await bytesOf(multipart([{ name: 'f\n', file }], BOUNDARY))).toString().split('\r\n');
	expect(lines.slice(1, 3)).toEqual([
		'Content-Disposition: form-data; name="f%0A"; filename="a%0D%0AX-Evil: 1"',
		'Content-Type: application/octet-stream',
	]);
});

test('a file is opened when its turn comes, anew for each try, and never whole in memory', async () => {
	const opened: string[] = [];
	const large = (fileName: string): FileToSend => ({
		name: fileName,
		size: 5_000_000,
		open: () => {
			opened.push(fileName);
			return inChunks(Array.from({ length: 50 }, () => new Uint8Array(100_000)));
		},
	});
	const form = multipart(
		[
			{ name: 'file', file: large('a') },
			{ name: 'file', file: large('b') },
		],
		BOUNDARY,
	);
	const seen: Array<[number, number]> = [];
	let left = 0;
	for await (const piece of form.bytes()) {
		left += piece.length;
		seen.push([piece.length, opened.length]);
	}
	expect(left).toBe(form.length);
	expect(Math.max(...seen.map(([length]) => length))).toBe(65_536);
	expect(seen.filter(([length, files]) => length > 30_000 && files === 1)).toHaveLength(100);
	await bytesOf(form);
	expect(opened).toEqual(['a', 'b', 'a', 'b']);
});

test.each([
	['shorter than it was', [new Uint8Array(4)], /"a" ended after 4 of 10 bytes/],
	['longer than it was', [new Uint8Array(8), new Uint8Array(4)], /"a" holds more than the 10 bytes/],
])('a file that is %s ends the body before it is whole', async (_how, chunks, message) => {
	const form = multipart([{ name: 'file', file: { ...fileOf('a', ...chunks), size: 10 } }], BOUNDARY);
	let left = 0;
	const reading = async () => {
		for await (const piece of form.bytes()) left += piece.length;
	};
	await expect(reading()).rejects.toThrow(message);
	expect(left).toBeLessThan(form.length);
});

test('a file that cannot be opened or read is named', async () => {
	const broken = (open: FileToSend['open']) =>
		bytesOf(multipart([{ name: 'file', file: { name: 'a', size: 1, open } }], BOUNDARY));
	await expect(broken(() => Promise.reject(new Error('no such file')))).rejects.toThrow(
		new UnreadableFile('"a" could not be read: no such file'),
	);
	await expect(
		broken(() => {
			throw new Error('gone');
		}),
	).rejects.toThrow(UnreadableFile);
	await expect(
		// eslint-disable-next-line require-yield
		broken(async function* () {
			throw new Error('disk');
		}),
	).rejects.toThrow('"a" could not be read: disk');
});

test('megabytes come through unchanged', async () => {
	const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 7919) % 251));
	const { file } = (await parsed(multipart([{ name: 'file', file: fileOf('big.bin', bytes) }], BOUNDARY)))[0]!;
	expect(createHash('sha256').update(file!.bytes).digest('hex')).toBe(
		createHash('sha256').update(bytes).digest('hex'),
	);
});
