import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';
import { multipart } from '../../../../cliq/http/multipart';
import type { FileToSend } from '../../../../cliq/parameters/values';
import { Upload } from '../../../../cliq/http/upload';
import { transmit } from '../../../../node-red/lib/account/http-transport';
import { selfSigned } from '../../../cliq/support/certificate';
import { fileOf, formServer } from '../../../cliq/support/forms';

const closers: Array<() => void> = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function serve(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
	return await listen(createServer(handler));
}

async function listen(server: Server | ReturnType<typeof createSocketServer>): Promise<string> {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	closers.push(() => {
		if ('closeAllConnections' in server) server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const part of request) text += part;
	return text;
}

test('method, query, body and headers arrive, and the answer comes back as text', async () => {
	const url = await serve((request, response) => {
		void textOf(request).then((body) =>
			response
				.writeHead(207, { 'X-Said': 'Yes' })
				.end(
					JSON.stringify({
						method: request.method,
						url: request.url,
						body,
						type: request.headers['content-type'],
						token: request.headers.authorization,
					}),
				),
		);
	});
	const outcome = await transmit(
		{
			method: 'DELETE',
			url: `${url}/a%20b`,
			query: { q: 'ü&=' },
			json: { emoji: '👍' },
			headers: { Authorization: 'Bearer x' },
		},
		5_000,
	);
	expect(outcome).toMatchObject({ response: { status: 207, headers: { 'x-said': 'Yes' } } });
	const { body } = (outcome as { response: { body: string } }).response;
	expect(JSON.parse(body)).toEqual({
		method: 'DELETE',
		url: '/a%20b?q=%C3%BC%26%3D',
		body: '{"emoji":"👍"}',
		type: 'application/json',
		token: 'Bearer x',
	});
});

test('a form is sent as one', async () => {
	const url = await serve((request, response) => {
		void textOf(request).then((body) => response.end(`${request.headers['content-type']} ${body}`));
	});
	expect(await transmit({ method: 'POST', url, form: { code: 'a b' } }, 5_000)).toMatchObject({
		response: { body: expect.stringMatching(/^application\/x-www-form-urlencoded.* code=a\+b$/) },
	});
});

test.each([200, 204, 302, 400, 401, 429, 500])('%i is an answer', async (status) => {
	const url = await serve((_request, response) => response.writeHead(status, { Location: '/elsewhere' }).end());
	expect(await transmit({ method: 'GET', url }, 5_000)).toMatchObject({ response: { status } });
});

test('nobody there: unreachable', async () => {
	const url = await serve(() => {});
	closers.splice(0).forEach((close) => close());
	expect(await transmit({ method: 'POST', url, query: { zapikey: 'secret' } }, 5_000)).toEqual({
		failure: {
			kind: 'unreachable',
			detail: `${new URL(url).host} refused the connection (ECONNREFUSED)`,
			hint: expect.any(String),
		},
	});
});

test('no such host: unreachable', async () => {
	expect(await transmit({ method: 'GET', url: 'http://no-such-host.invalid/' }, 5_000)).toMatchObject({
		failure: { kind: 'unreachable', detail: expect.stringContaining('no-such-host.invalid') },
	});
});

test('a server that hangs up: interrupted', async () => {
	const url = await listen(createSocketServer((socket: Socket) => socket.once('data', () => socket.destroy())));
	expect(await transmit({ method: 'POST', url, json: {} }, 5_000)).toMatchObject({
		failure: { kind: 'interrupted' },
	});
});

test('an answer that breaks off: interrupted', async () => {
	const url = await serve((_request, response) => {
		response.writeHead(200, { 'content-length': '100' }).write('half');
		setTimeout(() => response.destroy(), 20);
	});
	expect(await transmit({ method: 'POST', url, json: {} }, 5_000)).toMatchObject({
		failure: { kind: 'interrupted' },
	});
});

test.each([
	['no answer', (_response: ServerResponse) => {}],
	[
		'an answer that drips',
		(response: ServerResponse) => {
			const drip = setInterval(() => response.write('.'), 20);
			response.on('close', () => clearInterval(drip));
		},
	],
])('%s in time: timedOut', async (_what, answer) => {
	const url = await serve((_request, response) => answer(response));
	expect(await transmit({ method: 'GET', url }, 150)).toMatchObject({
		failure: { kind: 'timedOut', detail: expect.stringContaining('0.15 seconds') },
	});
});

test('aborted: cancelled, before and during', async () => {
	const url = await serve(() => {});
	const controller = new AbortController();
	const running = transmit({ method: 'GET', url }, 5_000, controller.signal);
	setTimeout(() => controller.abort(), 30);
	expect(await running).toMatchObject({ failure: { kind: 'cancelled' } });
	expect(await transmit({ method: 'GET', url }, 5_000, controller.signal)).toMatchObject({
		failure: { kind: 'calledOff' },
	});
});

test('the proxy of the environment is used, though not for this machine', async () => {
	const seen: string[] = [];
	const proxy = await serve((request, response) => {
		seen.push(request.url ?? '');
		response.end('by proxy');
	});
	const direct = await serve((_request, response) => response.end('direct'));
	const before = process.env.http_proxy;
	process.env.http_proxy = proxy;
	try {
		expect(await transmit({ method: 'GET', url: 'http://cliq.invalid/x' }, 5_000)).toMatchObject({
			response: { body: 'by proxy' },
		});
		expect(await transmit({ method: 'GET', url: direct }, 5_000)).toMatchObject({ response: { body: 'direct' } });
	} finally {
		if (before === undefined) delete process.env.http_proxy;
		else process.env.http_proxy = before;
	}
	expect(seen).toEqual(['http://cliq.invalid/x']);
});

describe('what went wrong before Cliq was reached', () => {
	const tls = async () => {
		const server = createTlsServer(selfSigned, (_request, response) => response.end('{}'));
		return (await listen(server)).replace('http:', 'https:').replace('127.0.0.1', 'localhost');
	};

	test('a certificate that nobody signed: unreachable, with what to do', async () => {
		expect(await transmit({ method: 'POST', url: await tls(), json: {} }, 5_000)).toMatchObject({
			failure: {
				kind: 'unreachable',
				detail: expect.stringContaining('does not trust'),
				hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
			},
		});
	});

	test('a server without encryption: unreachable', async () => {
		const url = (await serve((_request, response) => response.end())).replace('http:', 'https:');
		expect(await transmit({ method: 'POST', url, json: {} }, 5_000)).toMatchObject({
			failure: { kind: 'unreachable' },
		});
	});

	test.each([407, 502, 503])(
		'a proxy that answers %i instead of opening a tunnel: unreachable, whatever it says',
		async (status) => {
			const asked: string[] = [];
			const proxy = createServer();
			proxy.on('connect', (request, socket) => {
				asked.push(String(request.url));
				socket.end(
					`HTTP/1.1 ${status} No\r\ncontent-type: application/json\r\ncontent-length: 24\r\n\r\n{"message_id":"12345_6"}`,
				);
			});
			const address = await listen(proxy);
			const before = process.env.https_proxy;
			process.env.https_proxy = address;
			try {
				expect(
					await transmit(
						{ method: 'POST', url: 'https://cliq.invalid/api?zapikey=secret', json: { text: 'Hi' } },
						5_000,
					),
				).toEqual({
					failure: {
						kind: 'unreachable',
						detail: `the proxy opened no connection to cliq.invalid; it answered ${status}`,
						hint: expect.any(String),
					},
				});
				expect(asked).toEqual(['cliq.invalid:443']);
			} finally {
				if (before === undefined) delete process.env.https_proxy;
				else process.env.https_proxy = before;
			}
		},
	);
});

describe('a form with files', () => {
	const uploadOf = (files: FileToSend[], onProgress?: (sent: number, total: number) => void) =>
		new Upload(
			multipart(
				[...files.map((file) => ({ name: 'file', file })), { name: 'comments', text: '["ä"]' }],
				'boundary-boundary',
			),
			onProgress,
		);
	const settled = async () => await new Promise((resolve) => setTimeout(resolve, 50));

	test('arrives as it left, with its length announced, and its files closed', async () => {
		const { url, received, close } = await formServer();
		closers.push(close);
		const [one, other] = [fileOf('a.bin', 3_000_000), fileOf('ü.bin', 5)];
		const progress: number[] = [];
		const upload = uploadOf([one.file, other.file], (sent, total) => progress.push(sent / total));
		expect(await transmit({ method: 'POST', url: `${url}/files`, upload }, 5_000)).toMatchObject({
			response: { status: 200, body: '{}' },
		});
		expect(received).toEqual([
			{
				path: '/files',
				authorization: undefined,
				length: upload.form.length,
				parts: expect.arrayContaining([
					{ name: 'file', file: 'a.bin', sha256: one.sha256() },
					{ name: 'file', file: 'ü.bin', sha256: other.sha256() },
					{ name: 'comments', text: '["ä"]' },
				]),
			},
		]);
		expect([one.state, other.state]).toEqual([
			{ opened: 1, open: 0 },
			{ opened: 1, open: 0 },
		]);
		expect(progress.length).toBeGreaterThan(40);
		expect(progress.at(-1)).toBe(1);
	});

	test('leaves as fast as it is taken, and is not held', async () => {
		let taken = 0;
		const url = await serve(
			(request) =>
				void request.once('data', (chunk) => {
					taken += chunk.length;
					request.pause();
				}),
		);
		let sent = 0;
		const { file, state } = fileOf('a.bin', 200_000_000);
		expect(
			await transmit({ method: 'POST', url, upload: uploadOf([file], (bytes) => (sent = bytes)) }, 300),
		).toMatchObject({ failure: { kind: 'cutOff' } });
		expect(taken).toBeGreaterThan(0);
		expect(sent).toBeLessThan(20_000_000); // What the system keeps for a connection.
		await settled();
		expect(state).toEqual({ opened: 1, open: 0 });
	});

	test('may take longer than the time-out, as long as it moves', async () => {
		const { url, received, close } = await formServer();
		closers.push(close);
		const file: FileToSend = {
			name: 'slow.bin',
			size: 12,
			async *open() {
				for (let index = 0; index < 12; index++) {
					await new Promise((resolve) => setTimeout(resolve, 40));
					yield Buffer.from('x');
				}
			},
		};
		expect(await transmit({ method: 'POST', url, upload: uploadOf([file]) }, 200)).toMatchObject({
			response: { status: 200 },
		});
		expect(received).toHaveLength(1);
	});

	test('that got no answer after all of it had left may be done', async () => {
		const url = await serve((request) => void request.resume());
		expect(
			await transmit({ method: 'POST', url, upload: uploadOf([fileOf('a.bin', 1000).file]) }, 150),
		).toMatchObject({ failure: { kind: 'timedOut' } });
		const broken = await serve((request, response) => void request.resume().on('end', () => response.destroy()));
		expect(
			await transmit({ method: 'POST', url: broken, upload: uploadOf([fileOf('a.bin', 1000).file]) }, 5_000),
		).toMatchObject({ failure: { kind: 'interrupted' } });
	});

	test('that broke off halfway is not done', async () => {
		const url = await serve((request) => void request.once('data', () => request.destroy()));
		const { file, state } = fileOf('a.bin', 50_000_000);
		expect(await transmit({ method: 'POST', url, upload: uploadOf([file]) }, 5_000)).toMatchObject({
			failure: { kind: 'cutOff' },
		});
		await settled();
		expect(state.open).toBe(0);
	});

	test('that is answered before all of it has left is answered, and its file closed', async () => {
		const url = await serve((_request, response) => response.writeHead(413).end('too large'));
		const { file, state } = fileOf('a.bin', 50_000_000);
		expect(await transmit({ method: 'POST', url, upload: uploadOf([file]) }, 5_000)).toMatchObject({
			response: { status: 413, body: 'too large' },
		});
		await settled();
		expect(state.open).toBe(0);
	});

	test('whose file shrinks meanwhile is never whole', async () => {
		const { url, received, close } = await formServer();
		closers.push(close);
		const { file } = fileOf('a.bin', 100_000);
		expect(await transmit({ method: 'POST', url, upload: uploadOf([{ ...file, size: 100_001 }]) }, 5_000)).toEqual({
			failure: { kind: 'unreadable', detail: '"a.bin" ended after 100000 of 100001 bytes' },
		});
		await settled();
		expect(received).toEqual([]);
	});

	test('is stopped when the node is', async () => {
		const url = await serve((request) => void request.once('data', () => request.pause()));
		const { file, state } = fileOf('a.bin', 50_000_000);
		const controller = new AbortController();
		setTimeout(() => controller.abort(), 50);
		expect(
			await transmit({ method: 'POST', url, upload: uploadOf([file]) }, 5_000, controller.signal),
		).toMatchObject({ failure: { kind: 'cancelled' } });
		await settled();
		expect(state.open).toBe(0);
	});
});

describe('a download', () => {
	const bytes = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * 31) % 253));

	test('gives the bytes as they are', async () => {
		const url = await serve((request, response) =>
			response.setHeader('X-Accepts', request.headers.accept!).end(bytes),
		);
		const outcome = await transmit({ method: 'GET', url, wantsFile: true }, 5_000);
		expect(outcome).toMatchObject({ response: { status: 200, body: '', headers: { 'x-accepts': '*/*' } } });
		expect((outcome as { response: { content: Buffer } }).response.content.equals(bytes)).toBe(true);
	});

	test('that is refused gives what was said', async () => {
		const url = await serve((_request, response) => response.writeHead(404).end('{"code":"file_not_found"}'));
		expect(await transmit({ method: 'GET', url, wantsFile: true }, 5_000)).toEqual({
			response: { status: 404, headers: expect.anything(), body: '{"code":"file_not_found"}' },
		});
	});

	test('may take longer than the time-out, as long as it moves', async () => {
		const url = await serve((_request, response) => {
			let left = 10;
			const drip = setInterval(
				() => (left-- > 0 ? response.write(bytes.subarray(0, 1000)) : (clearInterval(drip), response.end())),
				60,
			);
		});
		expect(await transmit({ method: 'GET', url, wantsFile: true }, 450)).toMatchObject({
			response: { status: 200 },
		});
	});

	test('that stops moving: timedOut', async () => {
		const url = await serve((_request, response) => response.write('x'));
		expect(await transmit({ method: 'GET', url, wantsFile: true }, 200)).toMatchObject({
			failure: { kind: 'timedOut' },
		});
	});

	test('of more than Cliq can have sent is given up', async () => {
		const url = await serve((_request, response) => {
			const more = () => {
				while (!response.destroyed && response.write(bytes));
			};
			response.on('drain', more);
			more();
		});
		expect(await transmit({ method: 'GET', url, wantsFile: true }, 10_000)).toMatchObject({
			failure: { kind: 'interrupted' },
		});
	});
});
