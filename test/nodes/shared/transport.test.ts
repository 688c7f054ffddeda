import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { IDataObject } from 'n8n-workflow';

import { operation } from '../../../cliq/catalogue';
import type { FileAnswer } from '../../../cliq/catalogue/answers';
import type { FileToSend } from '../../../cliq/parameters/values';
import { connect } from '../../../nodes/shared/transport';
import { fileOf, formServer } from '../../cliq/support/forms';
import { fakeN8n } from '../support/n8n';

const patience = { maxWait: 5_000 };
const closers: Array<() => void> = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** An n8n whose account has the first of these tokens, and gets the next one when it renews. */
function n8n([token, ...next]: string[]) {
	const { context, asked, stored } = fakeN8n({ url: server.url, accessToken: token! });
	context.helpers.refreshOAuth2Token = async () =>
		(stored.oauthTokenData = { ...stored.oauthTokenData, access_token: next.shift() });
	return { asked, client: async (options = {}) => (await connect(context, 'oAuth2', options)).client };
}

let server: Awaited<ReturnType<typeof formServer>>;

async function serve(instead?: Parameters<typeof formServer>[0]): Promise<void> {
	server = await formServer(instead);
	closers.push(server.close);
}

const share = (files: FileToSend[]): [ReturnType<typeof operation>, IDataObject] => [
	operation('file.send.chat'),
	{ chatId: 'CT_1', files: files as unknown as IDataObject[] },
];
const settled = async () => await new Promise((resolve) => setTimeout(resolve, 50));

test('files leave piece by piece, and again from their beginning with a new token', async () => {
	await serve();
	const { client } = n8n(['stale', 'fresh']);
	const [one, other] = [fileOf('a.bin', 3_000_000), fileOf('ü.bin', 5)];
	expect((await (await client()).call(...share([one.file, other.file]), patience)).answer).toEqual({
		success: true,
		chatId: 'CT_1',
		files: ['a.bin', 'ü.bin'],
	});
	expect(server.received).toEqual([
		expect.objectContaining({
			authorization: 'Bearer fresh',
			parts: [
				{ name: 'files', file: 'a.bin', sha256: one.sha256() },
				{ name: 'files', file: 'ü.bin', sha256: other.sha256() },
			],
		}),
	]);
	await settled();
	expect(one.state).toEqual({ opened: 2, open: 0 });
	expect([other.state.opened, other.state.open]).toEqual([expect.any(Number), 0]);
});

test('a large form has so much more time as it needs at 1 Mbit/s, and no redirect is followed', async () => {
	await serve();
	const { client, asked } = n8n(['fresh']);
	await (await client({ timeout: 10_000 })).call(...share([fileOf('a.bin', 1_250_000).file]), patience);
	expect(asked[0]!.disableFollowRedirect).toBe(true);
	expect(asked[0]!.timeout).toBeGreaterThanOrEqual(20_000);
	expect(asked[0]!.timeout).toBeLessThan(20_100);
});

test('what breaks off halfway is sent again; what broke off whole is not', async () => {
	let breaks = 1;
	await serve((request) => {
		if (breaks-- > 0) request.once('data', () => request.destroy());
		return breaks >= 0;
	});
	const { client } = n8n(['fresh']);
	const { file, state } = fileOf('a.bin', 30_000_000);
	await (await client()).call(...share([file]), patience);
	expect(server.received).toHaveLength(1);
	await settled();
	expect(state).toEqual({ opened: 2, open: 0 });

	await serve((request, response) => Boolean(request.resume().on('end', () => response.destroy())));
	const lost = (await n8n(['fresh']).client()).call(
		operation('file.send.user'),
		{ user: 'ann@example.com', files: [fileOf('a.bin', 1000).file] },
		patience,
	);
	await expect(lost).rejects.toMatchObject({ kind: 'outcomeUnknown' });
});

test('a file that cannot be read is named, and nothing was posted', async () => {
	await serve();
	const files: FileToSend[] = [{ name: 'gone.pdf', size: 5, open: () => createReadStream('/no/such/file') }];
	await expect((await n8n(['fresh']).client()).call(...share(files), patience)).rejects.toMatchObject({
		kind: 'invalidInput',
		message: expect.stringContaining('"gone.pdf" could not be read'),
		details: { parameter: 'files' },
	});
	expect(server.received).toEqual([]);
});

test('a stream of n8n is closed if the answer comes first', async () => {
	await serve((_request, response) => Boolean(response.writeHead(403).end('{}')));
	const folder = await mkdtemp(join(tmpdir(), 'cliq-'));
	try {
		await writeFile(join(folder, 'a'), Buffer.alloc(20_000_000));
		const streams: Array<ReturnType<typeof createReadStream>> = [];
		const file: FileToSend = {
			name: 'a',
			size: 20_000_000,
			open: () => (streams.push(createReadStream(join(folder, 'a'))), streams.at(-1)!),
		};
		await expect((await n8n(['fresh']).client()).call(...share([file]), patience)).rejects.toMatchObject({
			kind: 'forbidden',
		});
		await settled();
		expect(streams.map(({ closed }) => closed)).toEqual([true]);
	} finally {
		await rm(folder, { recursive: true });
	}
});

test.each([200, 403])(
	'an answer with %i that never ends is given up after the time-out, and its connection with it',
	async (status) => {
		let closed = new Promise<void>(() => {});
		await serve((request, response) => {
			closed = new Promise((resolve) => request.socket.on('close', resolve));
			response.writeHead(status, { 'content-type': 'application/json' }).write('{');
			return true;
		});
		const asking = (await n8n(['fresh']).client({ timeout: 200 })).call(
			operation('chat.getMany'),
			{},
			{ maxWait: 0 },
		);
		await expect(asking).rejects.toMatchObject(
			status === 200
				? { kind: 'unavailable', message: expect.stringContaining('no answer within 0.2 seconds') }
				: { kind: 'forbidden' },
		);
		await closed;
	},
);

test('of an answer that would fill the memory no more is read than any answer is long', async () => {
	let left = 0;
	await serve((request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'application/json' });
		const more = () => {
			while (!response.destroyed && left < 400_000_000) {
				left += 65_536;
				if (!response.write(Buffer.alloc(65_536, 'x'))) return response.once('drain', more);
			}
			return response.end();
		};
		return Boolean(more());
	});
	await expect(
		(await n8n(['fresh']).client()).call(operation('chat.getMany'), {}, { maxWait: 0 }),
	).rejects.toMatchObject({ kind: 'unavailable' });
	expect(left).toBeLessThan(200_000_000);
});

describe('a download', () => {
	const download = operation('file.download');

	test('is handed on as a stream', async () => {
		const bytes = Buffer.alloc(2_000_000, 'abc');
		await serve((request, response) =>
			Boolean(
				response
					.writeHead(200, {
						'content-type': 'text/html',
						'content-disposition': 'attachment; filename="a.html"',
						'x-accepts': request.headers.accept,
					})
					.end(bytes),
			),
		);
		const { answer } = await (await n8n(['fresh']).client()).call(download, { fileId: 'f1' }, patience);
		const { content, ...told } = answer as FileAnswer;
		expect(told).toEqual({ fileId: 'f1', fileName: 'a.html', mimeType: 'text/html' });
		expect((await buffer(content as AsyncIterable<Buffer> as never)).equals(bytes)).toBe(true);
	});

	test.each([
		[
			404,
			'{"message":"There is no such file"}',
			{ kind: 'notFound', details: expect.objectContaining({ said: 'There is no such file' }) },
		],
		[
			401,
			'{"code":"oauthtoken_scope_invalid"}',
			{ kind: 'scopeMissing', hint: expect.stringContaining('ZohoCliq.Attachments.READ') },
		],
		[502, '<html>'.repeat(100_000), { kind: 'unavailable' }],
	])('that is refused with %i says why', async (status, body, error) => {
		await serve((_request, response) => Boolean(response.writeHead(status).end(body)));
		await expect(
			(await n8n(['one', 'two']).client()).call(download, { fileId: 'f1' }, patience),
		).rejects.toMatchObject(error);
	});
});
