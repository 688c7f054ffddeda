import { request } from 'node:http';
import { defaultVariants, startSandbox } from '../../sandbox';
import { openLab, read, until, type Lab, type Result } from './helpers';

let lab: Lab;
beforeEach(async () => void (lab = await openLab()));
afterEach(() => lab.sandbox.close());

const view = async (name: string) => (await read(fetch(`${lab.sandbox.url}/_sandbox/${name}`))).body;
const deed = (
	name: string,
	body: unknown = {},
	headers: Record<string, string> = { 'x-cliq-sandbox': 'control' },
): Promise<Result> =>
	read(
		fetch(`${lab.sandbox.url}/_sandbox/${name}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		}),
	);

/** A request with any Host header, which fetch does not allow. */
const withHost = (host: string, path = '/') =>
	new Promise<number>((resolve, reject) => {
		const { port } = new URL(lab.sandbox.url);
		request(
			{ port, host: '127.0.0.1', path, headers: { host } },
			(response) => (response.resume(), resolve(response.statusCode!)),
		)
			.on('error', reject)
			.end();
	});

describe('who may reach it', () => {
	test('only loopback names', async () => {
		for (const host of ['localhost', 'localhost:8787', '127.0.0.1', '[::1]:1', 'LOCALHOST'])
			expect([host, await withHost(host)]).toEqual([host, 200]);
		for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.168.0.1'])
			for (const path of ['/', '/_sandbox/state', '/api/v2/channels'])
				expect([host, await withHost(host, path)]).toEqual([host, 403]);
	});

	test('nothing is changed without the header, and no other site is let in', async () => {
		for (const name of ['clients', 'tokens', 'variants', 'messages', 'reset', 'down'])
			expect((await deed(name, {}, {})).status).toBe(403);
		expect((await deed('tokens', {}, { 'x-cliq-sandbox': 'yes' })).status).toBe(403);
		expect(await view('state')).toMatchObject({ down: false, clients: [expect.anything()] });
		const preflight = await fetch(`${lab.sandbox.url}/_sandbox/tokens`, {
			method: 'OPTIONS',
			headers: { origin: 'http://evil.example', 'access-control-request-headers': 'x-cliq-sandbox' },
		});
		expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
	});

	test('it listens on loopback alone', async () => {
		expect(new URL(lab.sandbox.url).hostname).toBe('127.0.0.1');
		await expect(startSandbox({ port: Number(new URL(lab.sandbox.url).port) })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});
});

describe('over HTTP', () => {
	test('tokens for a test', async () => {
		const { accessToken } = (
			await deed('tokens', { scopes: ['ZohoCliq.Users.READ'], user: 'leo.lindqvist@zylker.example' })
		).body;
		const authorization = `Bearer ${accessToken}`;
		expect((await lab.call('GET', '/users', undefined, { authorization })).status).toBe(200);
		expect((await lab.call('GET', '/channels', undefined, { authorization })).status).toBe(401);
		await deed('tokens/expire');
		expect((await lab.call('GET', '/users', undefined, { authorization })).status).toBe(401);
	});

	test('client, Self Client code, and the tokens they give', async () => {
		const { clientId, clientSecret } = (await deed('clients', { type: 'self', name: 'Node-RED' })).body;
		const { code } = (await deed('codes', { clientId, scopes: 'ZohoCliq.Users.READ', minutes: 5 })).body;
		const { body } = await lab.form('/oauth/v2/token', {
			grant_type: 'authorization_code',
			code,
			client_id: clientId,
			client_secret: clientSecret,
		});
		expect(
			(await lab.call('GET', '/users', undefined, { authorization: `Bearer ${body.access_token}` })).status,
		).toBe(200);
		await deed('tokens/refuse-refresh', { refused: true });
		expect(await view('state')).toMatchObject({ refreshRefused: true });
		await deed('tokens/revoke');
		expect((await lab.call('GET', '/users')).status).toBe(401);
	});

	test('variants, thresholds, locks and faults', async () => {
		expect((await deed('variants', { noContent: '200-empty' })).body.noContent).toBe('200-empty');
		expect(await view('variants')).toMatchObject({
			variants: { noContent: '200-empty' },
			defaults: { noContent: '204' },
			values: { retryAfter: [false, true] },
		});
		await deed('thresholds', { limits: { 'user.getMany': 1 } });
		await lab.call('GET', '/users');
		expect((await lab.call('GET', '/users')).status).toBe(429);
		await deed('lock', { operation: 'channel.getMany' });
		expect((await lab.call('GET', '/channels')).status).toBe(429);
		const { usage } = await view('usage');
		expect(usage.map((one: any) => [one.operation, one.lockedUntil > Date.now()])).toEqual([
			['channel.getMany', true],
			['user.getMany', true],
		]);
		const { id } = (await deed('faults', { kind: 'status', status: 502, times: 2 })).body;
		expect((await lab.call('GET', '/chats')).status).toBe(502);
		expect((await view('faults')).faults).toMatchObject([{ id, left: 1 }]);
		await deed('faults/remove', { id });
		expect((await lab.call('GET', '/chats')).status).toBe(200);
	});

	test('what makes no sense is refused with a sentence', async () => {
		for (const [name, body, message] of [
			['variants', { nope: 1 }, /no variant "nope"/],
			['thresholds', { limits: { nope: 1 } }, /no operation "nope"/],
			['faults', { kind: 'nope' }, /A fault is one of/],
			['clients', { type: 'server' }, /redirect URI/],
			['clients', { type: 'server', redirectUris: ['javascript:alert(1)'] }, /http or https/],
			['tokens', { scopes: 'nope' }, /Scopes/],
			['tokens', { user: 'nobody@x' }, /nobody/i],
			['messages', { chat: '#nowhere', text: 'x' }, /no channel/],
			['messages', { chat: '#marketing' }, /characters/],
			['down', { mode: 'refuse' }, /forMs/],
			['reset', [1], /JSON object/],
		] as const) {
			const refused = await deed(name, body);
			expect([name, refused.status]).toEqual([name, 400]);
			expect(refused.body.message).toMatch(message);
		}
	});

	test('the journal and its counters', async () => {
		await lab.call('GET', '/users');
		await lab.call('POST', '/channelsbyname/marketing/message', {});
		const { calls, counters } = await view('journal');
		expect(calls).toMatchObject([
			{
				number: 1,
				operation: 'user.getMany',
				method: 'GET',
				path: '/api/v2/users',
				status: 200,
				user: lab.sandbox.control.state().owner,
				overThreshold: false,
				intoLock: false,
			},
			{ number: 2, operation: 'message.send.channel', status: 400, reason: 'text is required (body)' },
		]);
		expect(counters['user.getMany']).toEqual({ calls: 1, overThreshold: 0, intoLock: 0, locks: 0 });
		await deed('journal/clear');
		expect(await view('journal')).toEqual({ calls: [], counters: {} });
	});

	test('acting as other people', async () => {
		const as = 'priya.raman@zylker.example';
		const { messageId } = (await deed('messages', { chat: '#marketing', as, text: 'From Priya' })).body;
		await deed('messages', {
			chat: '#marketing',
			as: 'leo.lindqvist@zylker.example',
			text: 'To Priya',
			replyTo: messageId,
		});
		await deed('messages/edit', { chat: '#marketing', message: messageId, text: 'Really from Priya' });
		await deed('reactions', { chat: '#marketing', message: messageId, as, emoji: '🎉' });
		const { messages } = await view(`messages?chat=${encodeURIComponent('#marketing')}`);
		expect(messages.slice(-2)).toMatchObject([
			{
				id: messageId,
				text: 'Really from Priya',
				author: { name: 'Priya Raman' },
				edits: [{ text: 'From Priya' }],
				reactions: [{ emoji: '🎉', people: [{ name: 'Priya Raman' }] }],
			},
			{ author: { name: 'Leo Lindqvist' }, replyTo: { id: messageId, author: 'Priya Raman' } },
		]);
		// The API sees them as messages like any other.
		expect(
			(await lab.call('GET', `/chats/${lab.chat('marketing')}/messages/${messageId}/messages`)).body.sender
				.senderName,
		).toBe('Priya Raman');
		await deed('reactions', { chat: '#marketing', message: messageId, as, emoji: '🎉', remove: true });
		await deed('messages/delete', { chat: '#marketing', message: messageId });
		expect(lab.sandbox.control.messages('#marketing').at(-2)).toMatchObject({ deleted: true, reactions: [] });
	});

	test('reset brings everything back to the start', async () => {
		await lab.post('marketing', 'Gone soon');
		const before = lab.sandbox.control.messages('#marketing').length;
		await deed('variants', { errorBody: 'message' });
		await deed('faults', { kind: 'reset' });
		await deed('reset');
		expect(lab.sandbox.control.messages('#marketing')).toHaveLength(before - 1);
		expect(lab.sandbox.control.variants()).toEqual(defaultVariants);
		expect([lab.sandbox.control.faults(), lab.sandbox.control.journal(), lab.sandbox.control.usage()]).toEqual([
			[],
			[],
			[],
		]);
		expect((await lab.call('GET', '/users')).status).toBe(401);
	});

	test('events', async () => {
		const events: any[] = [];
		const abort = new AbortController();
		const response = await fetch(`${lab.sandbox.url}/_sandbox/events`, { signal: abort.signal });
		expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
		const id = await lab.post('marketing', 'Live');
		const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
		let text = '';
		while (!/"type":"call"/.test(text)) text += (await reader.read()).value ?? '';
		abort.abort();
		for (const line of text.split('\n')) if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)));
		expect(events).toMatchObject([
			{ type: 'message.posted', chat: lab.chat('marketing'), message: id },
			{ type: 'call', call: { operation: 'message.send.channel', status: 200 } },
		]);
	});
});

describe('going away', () => {
	test('refuse: nothing listens, calls under way are dropped, and it comes back on the same port with all it knew', async () => {
		const id = await lab.post('marketing', 'Before');
		lab.sandbox.control.addFault({ kind: 'hang' });
		const underWay = lab.call('GET', '/users').catch((error: Error) => error.message);
		await until(() => lab.sandbox.control.faults().length === 0);
		await lab.sandbox.control.goDown();
		expect(await underWay).toBe('fetch failed');
		await expect(lab.call('GET', '/users')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
		await lab.sandbox.control.comeUp();
		expect((await lab.call('GET', `/chats/${lab.chat('marketing')}/messages/${id}/messages`)).body.content).toBe(
			'Before',
		);
	});

	test('drop: API and accounts are gone, page and control are there', async () => {
		expect((await deed('down')).body).toEqual({ done: true });
		await expect(lab.call('GET', '/users')).rejects.toThrow('fetch failed');
		await expect(lab.form('/oauth/v2/token', {})).rejects.toThrow('fetch failed');
		expect((await read(fetch(`${lab.sandbox.url}/`))).status).toBe(200);
		expect(await view('state')).toMatchObject({ down: true });
		await deed('up');
		expect((await lab.call('GET', '/users')).status).toBe(200);
	});

	test('over HTTP it can be gone for a time', async () => {
		await deed('down', { mode: 'refuse', forMs: 1_000 });
		const reachable = () =>
			lab.call('GET', '/users').then(
				({ status }) => status === 200,
				() => false,
			);
		await until(async () => !(await reachable()));
		await until(reachable);
	});

	test('closing ends calls under way', async () => {
		const own = await openLab();
		own.sandbox.control.addFault({ kind: 'hang' });
		const underWay = own.call('GET', '/users').catch((error: Error) => error.message);
		await until(() => own.sandbox.control.faults().length === 0);
		await own.sandbox.close();
		expect(await underWay).toBe('fetch failed');
	});
});
