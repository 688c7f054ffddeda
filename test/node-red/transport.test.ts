import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';
import { transmit } from '../../node-red/lib/transport';

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
		void textOf(request).then((body) => response.writeHead(207, { 'X-Said': 'Yes' }).end(JSON.stringify({ method: request.method, url: request.url, body, type: request.headers['content-type'], token: request.headers.authorization })));
	});
	const outcome = await transmit({ method: 'DELETE', url: `${url}/a%20b`, query: { q: 'ü&=' }, json: { emoji: '👍' }, headers: { Authorization: 'Bearer x' } }, 5_000);
	expect(outcome).toMatchObject({ response: { status: 207, headers: { 'x-said': 'Yes' } } });
	const { body } = (outcome as { response: { body: string } }).response;
	expect(JSON.parse(body)).toEqual({ method: 'DELETE', url: '/a%20b?q=%C3%BC%26%3D', body: '{"emoji":"👍"}', type: 'application/json', token: 'Bearer x' });
});

test('a form is sent as one', async () => {
	const url = await serve((request, response) => {
		void textOf(request).then((body) => response.end(`${request.headers['content-type']} ${body}`));
	});
	expect(await transmit({ method: 'POST', url, form: { code: 'a b' } }, 5_000)).toMatchObject({ response: { body: expect.stringMatching(/^application\/x-www-form-urlencoded.* code=a\+b$/) } });
});

test.each([200, 204, 302, 400, 401, 429, 500])('%i is an answer', async (status) => {
	const url = await serve((_request, response) => response.writeHead(status, { Location: '/elsewhere' }).end());
	expect(await transmit({ method: 'GET', url }, 5_000)).toMatchObject({ response: { status } });
});

test('nobody there: unreachable', async () => {
	const url = await serve(() => {});
	closers.splice(0).forEach((close) => close());
	expect(await transmit({ method: 'POST', url, query: { zapikey: 'secret' } }, 5_000)).toEqual({ failure: { kind: 'unreachable', detail: `${new URL(url).host} refused the connection (ECONNREFUSED)` } });
});

test('no such host: unreachable', async () => {
	expect(await transmit({ method: 'GET', url: 'http://no-such-host.invalid/' }, 5_000)).toMatchObject({ failure: { kind: 'unreachable', detail: expect.stringContaining('no-such-host.invalid') } });
});

test('a server that hangs up: interrupted', async () => {
	const url = await listen(createSocketServer((socket: Socket) => socket.once('data', () => socket.destroy())));
	expect(await transmit({ method: 'POST', url, json: {} }, 5_000)).toMatchObject({ failure: { kind: 'interrupted' } });
});

test('an answer that breaks off: interrupted', async () => {
	const url = await serve((_request, response) => {
		response.writeHead(200, { 'content-length': '100' }).write('half');
		setTimeout(() => response.destroy(), 20);
	});
	expect(await transmit({ method: 'POST', url, json: {} }, 5_000)).toMatchObject({ failure: { kind: 'interrupted' } });
});

test.each([
	['no answer', (_response: ServerResponse) => {}],
	['an answer that drips', (response: ServerResponse) => {
		const drip = setInterval(() => response.write('.'), 20);
		response.on('close', () => clearInterval(drip));
	}],
])('%s in time: timedOut', async (_what, answer) => {
	const url = await serve((_request, response) => answer(response));
	expect(await transmit({ method: 'GET', url }, 150)).toMatchObject({ failure: { kind: 'timedOut', detail: expect.stringContaining('0.15 seconds') } });
});

test('aborted: cancelled, before and during', async () => {
	const url = await serve(() => {});
	const controller = new AbortController();
	const running = transmit({ method: 'GET', url }, 5_000, controller.signal);
	setTimeout(() => controller.abort(), 30);
	expect(await running).toMatchObject({ failure: { kind: 'cancelled' } });
	expect(await transmit({ method: 'GET', url }, 5_000, controller.signal)).toMatchObject({ failure: { kind: 'cancelled' } });
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
		expect(await transmit({ method: 'GET', url: 'http://cliq.invalid/x' }, 5_000)).toMatchObject({ response: { body: 'by proxy' } });
		expect(await transmit({ method: 'GET', url: direct }, 5_000)).toMatchObject({ response: { body: 'direct' } });
	} finally {
		if (before === undefined) delete process.env.http_proxy;
		else process.env.http_proxy = before;
	}
	expect(seen).toEqual(['http://cliq.invalid/x']);
});
