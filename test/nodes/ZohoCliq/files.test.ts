import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { fileItem, filesToSend } from '../../../nodes/ZohoCliq/files';

const bytes = Buffer.from('%PDF-1.7 é');

/** What n8n keeps of files: one in memory, one that was stored elsewhere. */
const inMemory: IBinaryData = { data: bytes.toString('base64'), mimeType: 'application/pdf', fileName: 'report.pdf' };
const stored: IBinaryData = {
	data: 'filesystem-v2',
	id: 'filesystem-v2:1',
	mimeType: 'text/csv',
	fileExtension: 'csv',
};

let opened = 0;
beforeEach(() => (opened = 0));

const contextWith = (binary?: Record<string, IBinaryData>) =>
	({
		getInputData: () => [{ json: {} }, { json: {}, binary }],
		helpers: {
			getBinaryDataBuffer: async (item: number, field: string) =>
				Buffer.from((item === 1 && binary?.[field]!.data) || '', 'base64'),
			getBinaryStream: async (id: string) => {
				opened++;
				return Readable.from([Buffer.from(id), Buffer.from('!')]);
			},
			getBinaryMetadata: async () => ({ fileSize: 16 }),
			prepareBinaryData: async (content: Buffer | Readable, fileName: string, mimeType: string) => ({
				data: (await buffer(content as Readable)).toString('base64'),
				fileName,
				mimeType,
				bytes: 10,
			}),
		},
	}) as unknown as IExecuteFunctions;

test('a file has name, type and size of its binary field, and is opened anew each time', async () => {
	const files = await filesToSend(contextWith({ data: inMemory, table: stored }), 1, ' data,table ,');
	expect(files).toMatchObject([
		{ name: 'report.pdf', type: 'application/pdf', size: bytes.length },
		{ name: 'table.csv', type: 'text/csv', size: 16 },
	]);
	expect(opened).toBe(0);
	for (let time = 1; time <= 2; time++) {
		expect(await buffer(await files[0]!.open())).toEqual(bytes);
		expect((await buffer(await files[1]!.open())).toString()).toBe('filesystem-v2:1!');
		expect(opened).toBe(time);
	}
});

test('a file without a name gets one by its type', async () => {
	const context = contextWith({
		data: { data: '', mimeType: 'image/png' },
		blank: { data: '', mimeType: 'text/csv', fileName: ' ' },
	});
	expect((await filesToSend(context, 1, '*')).map(({ name }) => name)).toEqual(['data.png', 'blank.csv']);
});

test('a star stands for all files, and a list from an expression is as good as a text', async () => {
	const context = contextWith({ b: inMemory, a: stored });
	expect((await filesToSend(context, 1, '*')).map(({ name }) => name)).toEqual(['report.pdf', 'a.csv']);
	expect((await filesToSend(context, 1, ['a', 'b'])).map(({ name }) => name)).toEqual(['a.csv', 'report.pdf']);
});

test.each([
	['data', { attachment_0: inMemory, logo: stored }, /no file in a binary field "data"/, /"attachment_0", "logo"/],
	['data', undefined, /no file in a binary field "data"/, /no binary data at all/],
	['*', undefined, /no files/, /no binary data at all/],
	['data, photo', { data: inMemory }, /"photo"/, /"data"/],
])('%j of an item with other files is refused, saying which there are (%#)', async (names, binary, message, hint) => {
	await expect(filesToSend(contextWith(binary), 1, names)).rejects.toMatchObject({
		kind: 'invalidInput',
		message: expect.stringMatching(message),
		hint: expect.stringMatching(hint),
	});
});

test('an item without any file is none to fail for where a text can be sent alone', async () => {
	expect(await filesToSend(contextWith(), 1, '*', true)).toEqual([]);
	await expect(filesToSend(contextWith({ data: inMemory }), 1, 'photo', true)).rejects.toThrow(
		'no file in a binary field "photo"',
	);
});

test('a downloaded file goes into the binary field, and what is known of it into the item', async () => {
	const item = await fileItem(
		contextWith(),
		{ fileId: 'f1', fileName: 'report.pdf', mimeType: 'application/pdf', content: Readable.from([bytes]) },
		'report',
	);
	expect(item).toEqual({
		json: { fileId: 'f1', fileName: 'report.pdf', mimeType: 'application/pdf', fileSize: 10 },
		binary: {
			report: { data: bytes.toString('base64'), fileName: 'report.pdf', mimeType: 'application/pdf', bytes: 10 },
		},
	});
});
