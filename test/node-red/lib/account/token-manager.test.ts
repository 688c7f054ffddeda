import fc from 'fast-check';
import type { HttpRequest, Outcome } from '../../../../cliq/http/ports';
import type { Limits } from '../../../../cliq/sign-in/sign-in';
import {
	accountKey,
	exchangeCode,
	TokenManager,
	type OAuthSecrets,
} from '../../../../node-red/lib/account/token-manager';
import type { Call } from '../../../../node-red/lib/account/http-transport';
import { VirtualClock } from '../../../cliq/support/clock';

const secrets: OAuthSecrets = {
	accountsUrl: 'https://accounts.zoho.com',
	clientId: 'client',
	clientSecret: 'secret',
	refreshToken: 'refresh',
};

const limits = { timeout: 30_000 };
const request: HttpRequest = { method: 'POST', url: 'https://cliq.zoho.com/api', query: {}, body: { text: 'Hi' } };

type Said = { status: number; body: unknown } | 'broken' | 'silent' | 'proxied';

/** An accounts server and a Cliq, in virtual time. Cliq takes every token, unless `takes` says otherwise. */
function world(
	answer: (call: Call, count: number) => Said,
	takes: (token: string, count: number) => boolean = () => true,
) {
	const calls: Call[] = [];
	const carried: string[] = [];
	const clock = new VirtualClock();
	const transmit = async (call: Call, timeout: number): Promise<Outcome> => {
		calls.push(call);
		const said = answer(call, calls.length);
		await clock.sleep(said === 'silent' ? timeout : 20);
		if (said === 'silent') return { failure: { kind: 'timedOut', detail: 'accounts.zoho.com gave no answer' } };
		if (said === 'broken')
			return { failure: { kind: 'interrupted', detail: 'accounts.zoho.com broke the connection' } };
		if (said === 'proxied')
			return {
				failure: {
					kind: 'unreachable',
					detail: 'the proxy opened no connection to accounts.zoho.com; it answered 502',
				},
			};
		return {
			response: {
				status: said.status,
				headers: {},
				body: typeof said.body === 'string' ? said.body : JSON.stringify(said.body),
			},
		};
	};
	const tokens = new TokenManager({ ...clock, transmit });
	const get = (account = secrets) => clock.run(tokens.get(account, limits));
	const one = async (account: OAuthSecrets, more: Partial<Limits>) =>
		await tokens.send(
			account,
			request,
			async (token) => {
				carried.push(token);
				const isTaken = takes(token, carried.length);
				await clock.sleep(50);
				return {
					response: {
						status: isTaken ? 200 : 401,
						headers: {},
						body: isTaken ? '{}' : '{"code":"oauthtoken_invalid"}',
					},
				};
			},
			{ ...limits, ...more },
		);
	const send = (account = secrets, more: Partial<Limits> = {}) => clock.run(one(account, more));
	const wait = (milliseconds: number) => clock.run(clock.sleep(milliseconds));
	return { calls, carried, clock, tokens, transmit, get, send, one, wait };
}

const granted = (_call: Call, count: number) => ({
	status: 200,
	body: { access_token: `token ${count}`, expires_in: 3600 },
});
const says = (status: number, body: unknown) => () => ({ status, body });
const throttle = {
	error: 'Access Denied',
	error_description: 'You have made too many requests continuously.',
	status: 'failure',
};
const sentOnce = { response: expect.objectContaining({ status: 200 }) };

test('many callers of many accounts cause one request an account, and get its token', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 40 }), async (accounts) => {
			const { tokens, calls, clock } = world((call) => ({
				status: 200,
				body: { access_token: `of ${call.form?.refresh_token}`, expires_in: 3600 },
			}));
			const got = await clock.run(
				Promise.all(
					accounts.map((account) => tokens.get({ ...secrets, refreshToken: String(account) }, limits)),
				),
			);
			expect(got).toEqual(accounts.map((account) => ({ token: `of ${account}` })));
			expect(calls).toHaveLength(new Set(accounts).size);
		}),
	);
});

test('a token is used until a minute before its end', async () => {
	const { get, calls, wait } = world(granted);
	expect(await get()).toEqual({ token: 'token 1' });
	await wait(3_539_000);
	expect(await get()).toEqual({ token: 'token 1' });
	await wait(2_000);
	expect(await get()).toEqual({ token: 'token 2' });
	expect(calls).toHaveLength(2);
});

test.each([59, -5, 0, 1, '3600', '', null, undefined, 'soon', 3_600_000, Number.MAX_VALUE])(
	'a life of %j is no reason to ask for a token for each call',
	async (expires_in) => {
		const { send, calls, wait } = world((_call, count) => ({
			status: 200,
			body: { access_token: `token ${count}`, expires_in },
		}));
		for (let count = 0; count < 40; count++) {
			expect(await send()).toEqual(sentOnce);
			await wait(500);
		}
		expect(calls).toHaveLength(1);
	},
);

test('a token that Cliq no longer takes is renewed once, for all who carried it', async () => {
	const { one, clock, calls, carried } = world(granted, (token) => token !== 'token 1');
	const outcomes = await clock.run(Promise.all(Array.from({ length: 30 }, () => one(secrets, {}))));
	expect(outcomes).toEqual(Array(30).fill(sentOnce));
	expect([calls.length, carried.filter((token) => token === 'token 1').length, carried.length]).toEqual([2, 30, 60]);
});

test.each([1, 30])('whoever gets every new token refused does not ask for the next, %i at once', async (atOnce) => {
	const { one, clock, calls, carried } = world(granted, () => false);
	for (let round = 0; round < 30 / atOnce; round++)
		await clock.run(Promise.all(Array.from({ length: atOnce }, () => one(secrets, {}))));
	expect(calls).toHaveLength(2);
	expect(carried.length).toBeLessThanOrEqual(2 * atOnce);
	// After a rest it is tried again, and after the next a longer one: never as often as would lock the account.
	for (let minute = 0; minute < 60; minute++) await clock.run(clock.sleep(60_000).then(() => one(secrets, {})));
	expect(calls.length).toBeLessThanOrEqual(12);
});

test('a throttle that Cliq had nothing to do with ends a rest of ten minutes later, and the next message goes at once', async () => {
	for (const body of [
		throttle,
		{ ...throttle, error: 'Zugriff verweigert', error_description: 'Zu viele' },
		{ status: 'failure', error: '拒绝访问' },
		{ status: 'failure' },
	]) {
		for (const status of [400, 200]) {
			const { send, calls, wait } = world((call, count) =>
				count === 1 ? { status, body } : granted(call, count),
			);
			for (let count = 0; count < 5; count++)
				expect(await send()).toMatchObject({
					failure: {
						kind: 'noToken',
						retryIn: expect.any(Number),
						hint: expect.stringContaining('ten minutes'),
					},
				});
			await wait(599_000);
			expect(await send()).toMatchObject({ failure: { kind: 'noToken', retryIn: expect.any(Number) } });
			expect(calls).toHaveLength(1);
			await wait(1_500);
			expect(await send()).toEqual(sentOnce);
			expect(calls).toHaveLength(2);
		}
	}
});

test('never more than ten tokens are asked for in ten minutes, whatever happens', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(
				fc.record({
					after: fc.integer({ min: 0, max: 90_000 }),
					says: fc.constantFrom<Said>(
						'broken',
						'silent',
						{ status: 502, body: '<html>' },
						{ status: 200, body: '' },
						{ status: 200, body: { access_token: 'new', expires_in: 3600 } },
					),
					isTaken: fc.boolean(),
				}),
				{ minLength: 10, maxLength: 60 },
			),
			async (steps) => {
				let step = 0;
				const at: number[] = [];
				const made = world(
					(_call, count) => {
						at.push(made.clock.now());
						const { says } = steps[step]!;
						return typeof says === 'object' && typeof says.body === 'object'
							? { ...says, body: { access_token: `token ${count}`, expires_in: 3600 } }
							: says;
					},
					() => steps[step]!.isTaken,
				);
				for (step = 0; step < steps.length; step++)
					await made.clock.run(
						made.clock.sleep(steps[step]!.after).then(() => made.one(secrets, { timeout: 5000 })),
					);
				for (const time of at)
					expect(at.filter((other) => other >= time && other < time + 600_000).length).toBeLessThanOrEqual(9);
			},
		),
		{ numRuns: 100 },
	);
});

test.each([
	[200, 'invalid_code', /connect it again/],
	[400, 'invalid_code', /connect it again/],
	[200, 'invalid_client', /data center/],
	[200, 'invalid_client_secret', /client secret/],
	[200, 'access_denied', /connect it again/],
	[200, 'something_new', /connect the account again/],
])('%i %s is a refusal that says what to do, and holds for five minutes', async (status, error, hint) => {
	const { get, calls, tokens, wait } = world(says(status, { error }));
	for (let times = 0; times < 10; times++) {
		expect(await get()).toMatchObject({
			failure: {
				kind: 'notAuthorized',
				detail: expect.stringContaining(error),
				hint: expect.stringMatching(hint),
			},
		});
	}
	expect(calls).toHaveLength(1);
	await get({ ...secrets, clientSecret: 'corrected' });
	expect(calls).toHaveLength(2);
	tokens.forgive(secrets);
	await get();
	expect(calls).toHaveLength(3);
	await wait(5 * 60_000 + 1);
	await get();
	expect(calls).toHaveLength(4);
});

test.each<[string, Said]>([
	['a broken connection', 'broken'],
	['a fault of the server', { status: 503, body: {} }],
	['a page of a proxy', { status: 200, body: '<html>' }],
	['nothing', { status: 200, body: '' }],
	['a redirect', { status: 302, body: '' }],
	['silence', 'silent'],
	['a proxy that opens no connection', 'proxied'],
])('after %s Cliq itself has got nothing, and the next call tries again after a pause', async (_what, answer) => {
	const { send, calls, carried, wait } = world(() => answer);
	// The host is named, and named once.
	const detail = expect.stringMatching(
		/^Zoho's accounts server gave no access token: (?!.*accounts\.zoho\.com.*accounts\.zoho\.com).*accounts\.zoho\.com/,
	);
	expect(await send()).toMatchObject({
		failure: { kind: 'noToken', detail, retryIn: expect.any(Number), lasting: expect.any(Number) },
	});
	await send();
	expect(calls).toHaveLength(1);
	await wait(2_001);
	await send();
	expect([calls.length, carried]).toEqual([2, []]);
});

test('a silent accounts server ends at the time-out of the node', async () => {
	const { send, clock } = world(() => 'silent');
	const begun = clock.now();
	expect(await send(secrets, { timeout: 3000 })).toMatchObject({
		failure: { kind: 'noToken', detail: expect.stringContaining('no answer') },
	});
	expect(clock.now() - begun).toBe(3000);
});

test('whoever is stopped leaves at once with nothing sent, and the others get the token', async () => {
	const { tokens, clock } = world(granted);
	const controller = new AbortController();
	const stopped = tokens.get(secrets, { ...limits, signal: controller.signal });
	const other = tokens.get(secrets, limits);
	controller.abort();
	expect(await clock.run(stopped)).toMatchObject({ failure: { kind: 'calledOff' } });
	expect(await clock.run(other)).toEqual({ token: 'token 1' });
});

test('a grant code becomes a refresh token, or a sentence', async () => {
	const exchange = async (answer: Said) => {
		const { clock, transmit, calls } = world(() => answer);
		return { calls, result: await clock.run(exchangeCode({ transmit }, secrets, 'code', 20_000)) };
	};
	const good = await exchange({ status: 200, body: { access_token: 'a', refresh_token: 'kept', expires_in: 3600 } });
	expect(good.result).toEqual({ refreshToken: 'kept' });
	expect(good.calls[0]).toMatchObject({
		url: 'https://accounts.zoho.com/oauth/v2/token',
		form: { grant_type: 'authorization_code', code: 'code' },
	});
	const answers: Array<[Said, string]> = [
		[{ status: 200, body: { error: 'invalid_code' } }, 'works once'],
		[{ status: 200, body: { access_token: 'a' } }, 'Self Client'],
		[{ status: 400, body: throttle }, 'ten minutes'],
		[{ status: 502, body: '<html>' }, 'try again'],
		['broken', 'try again'],
	];
	for (const [answer, hint] of answers)
		expect((await exchange(answer)).result).toMatchObject({ failure: { hint: expect.stringContaining(hint) } });
});

test('the name of an account changes with each of its secrets and holds none', () => {
	const names = [
		secrets,
		...Object.keys(secrets).map((key) => ({ ...secrets, [key]: 'other' })),
		{ zapikey: 'refresh' },
	].map(accountKey);
	expect(new Set(names).size).toBe(names.length);
	expect(names.join(' ')).not.toContain('refresh');
});
