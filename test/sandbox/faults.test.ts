import { Agent, request } from 'node:http';
import { openLab, read, until, type Lab } from './helpers';

let lab: Lab;
beforeAll(async () => void (lab = await openLab({ thresholds: false })));
afterAll(() => lab.sandbox.close());
afterEach(() => lab.sandbox.control.clearFaults());

const path = '/channelsbyname/marketing/message';
const send = (text: string, signal?: AbortSignal) => {
	const { accessToken } = lab.sandbox.control.issueTokens();
	const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
	return read(
		fetch(`${lab.sandbox.url}/api/v2${path}`, {
			method: 'POST',
			headers,
			body: JSON.stringify({ text, sync_message: true }),
			signal: signal ?? null,
		}),
	);
};
const stored = (text: string) =>
	lab.sandbox.control.messages('#marketing').filter((message) => message.text === text).length;
const lastCall = () => lab.sandbox.control.journal().at(-1)!;
beforeEach(() => lab.sandbox.control.clearJournal());

describe.each(['before', 'after'] as const)('%s the message was stored', (when) => {
	const count = when === 'after' ? 1 : 0;

	test('the connection is reset', async () => {
		lab.sandbox.control.addFault({ kind: 'reset', when });
		await expect(send(`reset ${when}`)).rejects.toThrow('fetch failed');
		expect(stored(`reset ${when}`)).toBe(count);
		expect(lastCall()).toMatchObject({ status: 0, fault: 'reset' });
	});

	test('no answer comes', async () => {
		lab.sandbox.control.addFault({ kind: 'hang', when });
		const abort = new AbortController();
		const pending = send(`hang ${when}`, abort.signal).catch((error: Error) => error.name);
		await until(() => lastCall()?.fault === 'hang');
		const early = await Promise.race([pending, new Promise((resolve) => setTimeout(resolve, 50, 'no answer'))]);
		expect(early).toBe('no answer');
		abort.abort();
		expect(await pending).toBe('AbortError');
		expect(stored(`hang ${when}`)).toBe(count);
	});

	test.each([500, 502, 503])('HTML with status %d', async (status) => {
		lab.sandbox.control.addFault({ kind: 'status', when, status });
		const result = await send(`${status} ${when}`);
		expect(result.status).toBe(status);
		expect(result.headers.get('content-type')).toMatch(/^text\/html/);
		expect(result.text).toContain('<html>');
		expect(stored(`${status} ${when}`)).toBe(count);
	});
});

test('a hang can end with a reset', async () => {
	lab.sandbox.control.addFault({ kind: 'hang', forMs: 30 });
	await expect(send('short hang')).rejects.toThrow('fetch failed');
});

test('JSON that breaks off', async () => {
	lab.sandbox.control.addFault({ kind: 'broken-json' });
	const result = await send('broken');
	expect([result.status, result.body]).toEqual([200, undefined]);
	expect(result.text).toMatch(/^\{"message_id/);
	expect(stored('broken')).toBe(1);
});

test('bytes that come slowly, but all of them', async () => {
	lab.sandbox.control.addFault({ kind: 'slow', forMs: 2 });
	const start = Date.now();
	expect((await send('slow')).body).toEqual({ message_id: expect.any(String) });
	expect(Date.now() - start).toBeGreaterThan(40);
	// A 204 has no bytes; its headers come late instead.
	lab.sandbox.control.addFault({ kind: 'slow', forMs: 2, operation: 'reaction.add' });
	const [message] = lab.sandbox.control.messages('#marketing');
	expect(
		(
			await lab.call('POST', `/chats/${lab.chat('marketing')}/messages/${message!.id}/reactions`, {
				emoji_code: '👍',
			})
		).status,
	).toBe(204);
});

test('a reset right after a slow answer on the same connection', async () => {
	const { accessToken } = lab.sandbox.control.issueTokens();
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const post = () =>
		new Promise<number | undefined>((resolve, reject) => {
			const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
			const call = request(`${lab.sandbox.url}/api/v2${path}`, { method: 'POST', agent, headers }, (response) =>
				response.resume().on('end', () => resolve(response.statusCode)),
			);
			call.on('error', reject).end('{"text":"Hi","sync_message":true}');
		});
	lab.sandbox.control.addFault({ kind: 'slow', forMs: 30 });
	lab.sandbox.control.addFault({ kind: 'reset', from: 2 });
	// The other side has its last byte a moment before the server ends it.
	expect(await post()).toBe(200);
	await expect(post()).rejects.toThrow(/ECONNRESET|hang up/);
	agent.destroy();
});

test('a token that dies in the middle of a batch', async () => {
	lab.sandbox.control.addFault({ kind: 'expire-token', from: 3 });
	const statuses: number[] = [];
	for (let index = 0; index < 5; index++) statuses.push((await lab.call('GET', '/users')).status);
	expect(statuses).toEqual([200, 200, 401, 401, 401]);
	lab = { ...lab, call: lab.as(lab.sandbox.control.state().owner) };
});

test('a refresh that is refused once, with 200', async () => {
	const { refreshToken, clientId, clientSecret } = lab.sandbox.control.issueTokens();
	const refresh = () =>
		lab.form('/oauth/v2/token', {
			grant_type: 'refresh_token',
			refresh_token: refreshToken,
			client_id: clientId,
			client_secret: clientSecret,
		});
	lab.sandbox.control.addFault({ kind: 'refuse-refresh', operation: 'oauth.token' });
	expect(await refresh()).toMatchObject({ status: 200, body: { error: 'access_denied' } });
	expect((await refresh()).body.access_token).toMatch(/^1000\./);
	lab.sandbox.control.addFault({ kind: 'status', status: 503, operation: 'oauth.token' });
	expect((await refresh()).status).toBe(503);
	lab.sandbox.control.addFault({ kind: 'reset', operation: 'oauth.token' });
	await expect(refresh()).rejects.toThrow('fetch failed');
});

test('a rule strikes the calls it names, that often, and no others', async () => {
	lab.sandbox.control.addFault({ kind: 'status', status: 503, operation: 'user.getMany', from: 2, times: 2 });
	const statuses: number[] = [];
	for (let index = 0; index < 5; index++) {
		statuses.push((await lab.call('GET', '/users')).status);
		expect((await lab.call('GET', '/channels')).status).toBe(200);
	}
	expect(statuses).toEqual([200, 503, 503, 200, 200]);
	expect(lab.sandbox.control.faults()).toEqual([]);
});

test('rules can be listed and taken back; nonsense is refused', () => {
	const id = lab.sandbox.control.addFault({ kind: 'reset', times: 3 });
	expect(lab.sandbox.control.faults()).toMatchObject([{ id, kind: 'reset', left: 3 }]);
	lab.sandbox.control.removeFault(id);
	expect(lab.sandbox.control.faults()).toEqual([]);
	expect(() => lab.sandbox.control.addFault({ kind: 'explode' } as never)).toThrow('A fault is one of');
	expect(() => lab.sandbox.control.addFault({ kind: 'reset', operation: 'nope' })).toThrow('no operation "nope"');
	expect(() => lab.sandbox.control.addFault({ kind: 'reset', from: 0 })).toThrow('"from"');
});

test('a redirect, before or after the message was stored', async () => {
	lab.sandbox.control.addFault({ kind: 'redirect', to: 'https://elsewhere.example/login', status: 307 });
	lab.sandbox.control.addFault({ kind: 'redirect', to: 'https://elsewhere.example/login', when: 'after' });
	const headers = {
		authorization: `Bearer ${lab.sandbox.control.issueTokens().accessToken}`,
		'content-type': 'application/json',
	};
	const post = () =>
		read(
			fetch(`${lab.sandbox.url}/api/v2${path}`, {
				method: 'POST',
				headers,
				body: JSON.stringify({ text: 'redirected' }),
				redirect: 'manual',
			}),
		);
	for (const [status, count] of [
		[307, 0],
		[302, 1],
	]) {
		const result = await post();
		expect([result.status, result.headers.get('location'), stored('redirected')]).toEqual([
			status,
			'https://elsewhere.example/login',
			count,
		]);
	}
	expect(() => lab.sandbox.control.addFault({ kind: 'redirect', to: '/login' })).toThrow('"to"');
});

test('an answer without a body', async () => {
	lab.sandbox.control.addFault({ kind: 'empty', when: 'after' });
	expect(await send('empty')).toMatchObject({ status: 200, text: '' });
	expect(stored('empty')).toBe(1);
});

describe('the accounts server', () => {
	const refresh = async () => {
		const { clientId, clientSecret, refreshToken } = lab.sandbox.control.issueTokens();
		return await lab.form('/oauth/v2/token', {
			grant_type: 'refresh_token',
			client_id: clientId,
			client_secret: clientSecret,
			refresh_token: refreshToken,
		});
	};

	test.each(['en', 'de', 'zh'] as const)('throttles in %s, in one shape', async (language) => {
		lab.sandbox.control.addFault({ kind: 'throttle', operation: 'oauth.token', language });
		const { status, body } = await refresh();
		expect([status, body.status, Object.keys(body).sort()]).toEqual([
			400,
			'failure',
			['error', 'error_description', 'status'],
		]);
		expect(body.error === 'Access Denied').toBe(language === 'en');
	});

	test('answers with a page, with nothing, or with a redirect', async () => {
		const { control } = lab.sandbox;
		control.addFault({ kind: 'status', operation: 'oauth.token', status: 200 });
		control.addFault({ kind: 'empty', operation: 'oauth.token' });
		control.addFault({ kind: 'redirect', operation: 'oauth.token', to: 'https://elsewhere.example/' });
		const answers = [await refresh(), await refresh(), await refresh(), await refresh()];
		expect(answers.map(({ status, text }) => [status, text.slice(0, 6)])).toEqual([
			[200, '<html>'],
			[200, ''],
			[302, ''],
			[200, '{"acce'],
		]);
	});

	test('throttles nothing else', () =>
		expect(() => lab.sandbox.control.addFault({ kind: 'throttle' })).toThrow('alone'));
});
