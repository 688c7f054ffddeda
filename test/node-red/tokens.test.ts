import fc from 'fast-check';
import type { Outcome } from '../../cliq/ports';
import { accountKey, exchangeCode, TokenManager, type OAuthSecrets } from '../../node-red/lib/tokens';
import type { Call } from '../../node-red/lib/transport';

const secrets: OAuthSecrets = { accountsUrl: 'https://accounts.zoho.com', clientId: 'client', clientSecret: 'secret', refreshToken: 'refresh' };

/** An accounts server, and a clock that moves only when somebody waits or a test says so. */
function world(answer: (call: Call, count: number) => { status: number; body: unknown } | 'broken') {
	const calls: Call[] = [];
	const state = { now: 1_000_000, slept: [] as number[] };
	const ports = {
		now: () => state.now,
		sleep: async (milliseconds: number) => {
			state.slept.push(milliseconds);
			state.now += milliseconds;
		},
		transmit: async (call: Call): Promise<Outcome> => {
			calls.push(call);
			await new Promise((resolve) => setImmediate(resolve));
			const said = answer(call, calls.length);
			if (said === 'broken') return { failure: { kind: 'interrupted', detail: 'broken' } };
			return { response: { status: said.status, headers: {}, body: JSON.stringify(said.body) } };
		},
	};
	return { calls, state, ports, tokens: new TokenManager(ports) };
}

const granted = (_call: Call, count: number) => ({ status: 200, body: { access_token: `token ${count}`, expires_in: 3600 } });
const says = (status: number, error: string) => () => ({ status, body: { error } });

test('many callers of many accounts cause one request an account, and get its token', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 40 }), async (accounts) => {
			const { tokens, calls } = world((call) => ({ status: 200, body: { access_token: `of ${call.form?.refresh_token}`, expires_in: 3600 } }));
			const got = await Promise.all(accounts.map((account) => tokens.get({ ...secrets, refreshToken: String(account) })));
			expect(got).toEqual(accounts.map((account) => ({ token: `of ${account}` })));
			expect(calls).toHaveLength(new Set(accounts).size);
		}),
	);
});

test('a token is used until a minute before its end', async () => {
	const { tokens, calls, state } = world(granted);
	expect(await tokens.get(secrets)).toEqual({ token: 'token 1' });
	state.now += 3_539_000;
	expect(await tokens.get(secrets)).toEqual({ token: 'token 1' });
	state.now += 2_000;
	expect(await tokens.get(secrets)).toEqual({ token: 'token 2' });
	expect(calls).toHaveLength(2);
});

test('a dropped token is renewed once, and a newer one stays', async () => {
	const { tokens, calls } = world(granted);
	await tokens.get(secrets);
	tokens.drop(secrets, 'token 1');
	expect(await Promise.all([tokens.get(secrets), tokens.get(secrets)])).toEqual([{ token: 'token 2' }, { token: 'token 2' }]);
	tokens.drop(secrets, 'token 1');
	expect(await tokens.get(secrets)).toEqual({ token: 'token 2' });
	expect(calls).toHaveLength(2);
});

test.each([
	[200, 'invalid_code', /connect it again/],
	[400, 'invalid_code', /connect it again/],
	[200, 'invalid_client', /data center/],
	[200, 'invalid_client_secret', /client secret/],
	[200, 'something_new', /connect the account again/],
])('%i %s is a refusal that says what to do, and holds for five minutes', async (status, error, hint) => {
	const { tokens, calls, state } = world(says(status, error));
	for (let times = 0; times < 10; times++) {
		expect(await tokens.get(secrets)).toMatchObject({ failure: { kind: 'notAuthorized', detail: expect.stringContaining(error), hint: expect.stringMatching(hint) } });
	}
	expect(calls).toHaveLength(1);
	await tokens.get({ ...secrets, clientSecret: 'corrected' });
	expect(calls).toHaveLength(2);
	tokens.forgive(secrets);
	await tokens.get(secrets);
	expect(calls).toHaveLength(3);
	state.now += 5 * 60_000 + 1;
	await tokens.get(secrets);
	expect(calls).toHaveLength(4);
});

test('too many requests are waited for', async () => {
	const { tokens, state } = world((call, count) => (count < 3 ? { status: 400, body: { error: 'Access Denied', error_description: 'You have made too many requests continuously.', status: 'failure' } } : granted(call, count)));
	expect(await tokens.get(secrets)).toEqual({ token: 'token 3' });
	expect(state.slept).toEqual([60_000, 60_000]);
});

test('too many requests that do not end are a failure after ten minutes at most', async () => {
	const { tokens, state, calls } = world(says(400, 'Access Denied'));
	expect(await tokens.get(secrets)).toMatchObject({ failure: { kind: 'notAuthorized', hint: expect.stringContaining('ten minutes') } });
	expect(state.now - 1_000_000).toBeLessThanOrEqual(600_000);
	const before = calls.length;
	await tokens.get(secrets);
	expect(calls).toHaveLength(before);
});

test.each([
	['a broken connection', () => 'broken' as const],
	['a fault of the server', () => ({ status: 503, body: {} })],
])('after %s Cliq itself has got nothing, and the next call tries again', async (_what, answer) => {
	const { tokens, calls } = world(answer);
	expect(await tokens.get(secrets)).toMatchObject({ failure: { kind: 'unreachable' } });
	await tokens.get(secrets);
	expect(calls).toHaveLength(2);
});

test('whoever is stopped leaves at once, and the others get the token', async () => {
	const { tokens } = world(granted);
	const controller = new AbortController();
	const stopped = tokens.get(secrets, controller.signal);
	const other = tokens.get(secrets);
	controller.abort();
	expect(await stopped).toMatchObject({ failure: { kind: 'cancelled' } });
	expect(await other).toEqual({ token: 'token 1' });
});

test('a grant code becomes a refresh token, or a sentence', async () => {
	const good = world(() => ({ status: 200, body: { access_token: 'a', refresh_token: 'kept', expires_in: 3600 } }));
	expect(await exchangeCode(good.ports, secrets, 'code')).toEqual({ refreshToken: 'kept' });
	expect(good.calls[0]).toMatchObject({ url: 'https://accounts.zoho.com/oauth/v2/token', form: { grant_type: 'authorization_code', code: 'code' } });
	const bad = world(says(200, 'invalid_code'));
	expect(await exchangeCode(bad.ports, secrets, 'code')).toMatchObject({ failure: { hint: expect.stringContaining('works once') } });
	const none = world(granted);
	expect(await exchangeCode(none.ports, secrets, 'code')).toMatchObject({ failure: { hint: expect.stringContaining('Self Client') } });
});

test('the name of an account changes with each of its secrets and holds none', () => {
	const names = [secrets, ...Object.keys(secrets).map((key) => ({ ...secrets, [key]: 'other' })), { zapikey: 'refresh' }].map(accountKey);
	expect(new Set(names).size).toBe(names.length);
	expect(names.join(' ')).not.toContain('refresh');
});
