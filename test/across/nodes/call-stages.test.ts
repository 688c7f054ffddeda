import type { IExecuteFunctions } from 'n8n-workflow';

import { operation } from '../../../cliq/catalogue';
import type { Values } from '../../../cliq/parameters/values';
import { connect } from '../../../nodes/shared/transport';
import { startSandbox, type FaultRule, type Sandbox } from '../../../sandbox';
import { elsewhere } from '../../cliq/support/elsewhere';
import { fakeN8n } from '../../nodes/support/n8n';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

const closers: Array<() => void> = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

function account(kept = {}, credential = {}) {
	const { accessToken, refreshToken, clientId, clientSecret } = sandbox.control.issueTokens();
	return fakeN8n({ url: sandbox.url, accessToken, refreshToken, clientId, clientSecret, kept, credential });
}

async function call(context: IExecuteFunctions, id: string, values: Values, { maxWait = 0, timeout = 20_000 } = {}) {
	const { client } = await connect(context, 'oAuth2', { timeout });
	return await client.call(operation(id), values, { maxWait });
}

const post = (context: IExecuteFunctions, text: string, options = {}) =>
	call(context, 'message.send.channel', { channel: 'releases', text }, options);
const stored = (text: string) =>
	sandbox.control.messages('#releases').filter((message) => message.text === text).length;
const counted = (id: string) => sandbox.control.counters()[id]?.calls ?? 0;
const accountsFault = (rule: Partial<FaultRule>) =>
	sandbox.control.addFault({ kind: 'status', operation: 'oauth.token', times: 99, ...rule } as FaultRule);

/** Every way in which an accounts server was seen, or is feared, to misbehave. */
const faults: Array<[string, Partial<FaultRule>]> = [
	['500 with HTML', { status: 500 }],
	['502 with HTML', { status: 502 }],
	['503 with HTML', { status: 503 }],
	['200 with HTML', { status: 200 }],
	['204 with HTML', { status: 204 }],
	['403 with HTML', { status: 403 }],
	['404 with HTML', { status: 404 }],
	['200 without a body', { kind: 'empty' }],
	['a reset', { kind: 'reset' }],
	['silence', { kind: 'hang' }],
	['half a JSON', { kind: 'broken-json' }],
	['a redirect to itself', { kind: 'redirect', to: 'http://127.0.0.1:1/' }],
	['a throttle', { kind: 'throttle' }],
	['a throttle in German', { kind: 'throttle', language: 'de' }],
	['a throttle in Chinese, with 200', { kind: 'throttle', language: 'zh', status: 200 }],
	['a refusal with 200', { kind: 'refuse-refresh' }],
];

describe.each(faults)('while the accounts server answers a renewal with %s', (_name, rule) => {
	const each: Array<[string, Values]> = [
		['message.send.channel', { channel: 'releases', text: 'never' }],
		['message.edit', { text: 'never' }],
		['message.delete', {}],
		['reaction.add', { emoji: '👍' }],
		['message.getMany', {}],
		['channel.getMany', {}],
		['file.download', { fileId: 'f1' }],
	];

	test('nothing is reported as done, and nothing as unknown', async () => {
		const { context } = account();
		const { messageId, chatId } = sandbox.control.post({ chat: '#releases', text: 'there' });
		sandbox.control.expireAccessTokens();
		accountsFault(rule);
		for (const [id, values] of each) {
			const place =
				id.startsWith('message.send') || id.startsWith('channel') || id.startsWith('file')
					? {}
					: { chatId, ...(id !== 'message.getMany' && { messageId }) };
			const error = await call(
				context,
				id,
				{ ...place, ...values },
				{ timeout: rule.kind === 'hang' ? 3000 : 20_000 },
			).catch((one) => one);
			expect([id, error.kind]).toEqual([id, rule.kind === 'refuse-refresh' ? 'notAuthorized' : 'unavailable']);
			if (rule.kind !== 'refuse-refresh') expect(error.hint).toMatch(/^Nothing was sent\./);
			expect(`${error.message} ${error.hint}`).not.toMatch(/Cliq answered|unknown|EAUTH/);
		}
		expect(stored('never')).toBe(0);
		const [message] = sandbox.control.messages('#releases').filter(({ text }) => text === 'there');
		expect(message).toMatchObject({ deleted: false, reactions: [] });
	}, 60_000);
});

test('once the accounts server is well, the same message goes through', async () => {
	const { context } = account();
	sandbox.control.expireAccessTokens();
	accountsFault({ status: 502, times: 1 });
	expect((await post(context, 'late', { maxWait: 10_000 })).answer).toMatchObject({ success: true });
	expect([stored('late'), counted('oauth.token')]).toEqual([1, 2]);
}, 20_000);

test('a throttle is asked about once, by however many', async () => {
	const { context } = account();
	sandbox.control.expireAccessTokens();
	accountsFault({ kind: 'throttle', language: 'de' });
	for (let count = 0; count < 5; count++) {
		await expect(post(context, 'never', { maxWait: 60_000 })).rejects.toMatchObject({
			kind: 'unavailable',
			message: expect.stringContaining('too many'),
			details: { retryAt: expect.any(Number) },
		});
	}
	expect(counted('oauth.token')).toBe(1);
});

test("today's reason is said, not that of an old refusal", async () => {
	const { context } = account({ error: 'invalid_code' });
	sandbox.control.expireAccessTokens();
	expect((await post(context, 'renewed')).answer).toMatchObject({ success: true });
	// Cliq refuses whatever token comes.
	sandbox.control.addFault({ kind: 'expire-token', operation: 'message.send.channel', times: 9 });
	const error = await post(context, 'never').catch((one) => one);
	expect(error).toMatchObject({
		kind: 'notAuthorized',
		message: expect.stringContaining('did not accept the access token'),
	});
	expect(`${error.message} ${error.hint}`).not.toMatch(/invalid_code|disconnected/);
	sandbox.control.clearFaults();
	sandbox.control.expireAccessTokens();
	accountsFault({ status: 200 });
	expect(await post(account({ error: 'invalid_code' }).context, 'sent').then(() => 'sent')).toBe('sent');
});

test.each([
	[{}, 'today: invalid_code', /renew the access token \(invalid_code\)/],
	[{ error: 'invalid_client' }, 'another one before', /renew the access token \(invalid_code\)/],
	[{ error: 'invalid_code' }, 'the same as before', /did not renew.*the last reason it gave is invalid_code/],
])('a refused renewal is told with its reason: %j, %s', async (kept, _name, message) => {
	const { context } = account(kept);
	sandbox.control.revokeTokens();
	await expect(post(context, 'never')).rejects.toMatchObject({
		kind: 'notAuthorized',
		message: expect.stringMatching(message),
		hint: expect.stringContaining('Connect it again'),
	});
});

test('whoever gets every new token refused does not ask for more', async () => {
	const { context, refreshes } = account();
	sandbox.control.addFault({ kind: 'expire-token', times: 99 });
	for (let count = 0; count < 30; count++)
		await expect(post(context, 'never')).rejects.toMatchObject({ kind: 'notAuthorized' });
	expect(refreshes()).toBe(1);
	expect(counted('message.send.channel')).toBe(2);
});

test('an account that a person connects again works at once', async () => {
	const { context, stored: kept } = account();
	sandbox.control.revokeTokens();
	await expect(post(context, 'never')).rejects.toMatchObject({ kind: 'notAuthorized' });
	kept.oauthTokenData = { access_token: sandbox.control.issueTokens().accessToken, refresh_token: 'new' };
	expect((await post(context, 'again')).answer).toMatchObject({ success: true });
});

test('a missing scope costs no token', async () => {
	const { accessToken } = sandbox.control.issueTokens({ scopes: ['ZohoCliq.Messages.READ'] });
	sandbox.control.variants({ scopeRefusal: 401 });
	const { context, refreshes } = fakeN8n({ url: sandbox.url, accessToken });
	await expect(post(context, 'never')).rejects.toMatchObject({ kind: 'scopeMissing' });
	expect(refreshes()).toBe(0);
});

test('an account that was never connected says so', async () => {
	const { context, stored: kept } = account();
	kept.oauthTokenData = undefined;
	await expect(post(context, 'never')).rejects.toMatchObject({
		kind: 'notAuthorized',
		message: expect.stringContaining('not connected'),
	});
	kept.oauthTokenData = { error: 'invalid_code' };
	await expect(post(context, 'never')).rejects.toMatchObject({
		kind: 'notAuthorized',
		message: expect.stringContaining('access token'),
	});
});

describe('a redirect', () => {
	let other: Awaited<ReturnType<typeof elsewhere>>;
	beforeEach(async () => {
		other = await elsewhere();
		closers.push(other.close);
	});

	test.each([301, 302, 303, 307, 308])(
		'%i to another host is followed by nothing that carries a token or a message',
		async (status) => {
			const { context } = account();
			for (const [id, values] of [
				['message.send.channel', { channel: 'releases', text: 'secret text' }],
				['message.getMany', { chatId: 'CT_1' }],
				['message.edit', { chatId: 'CT_1', messageId: '1_2', text: 'secret text' }],
			] as Array<[string, Values]>) {
				sandbox.control.addFault({ kind: 'redirect', status, to: `${other.url}/steal?a=1`, operation: id });
				await expect(call(context, id, values)).rejects.toMatchObject({
					kind: 'unexpectedAnswer',
					message: `Cliq's address was redirected to ${other.url}`,
					hint: expect.stringContaining('base URL'),
				});
			}
			expect(other.asked).toEqual([]);
		},
	);

	test('of a download is followed, without the token', async () => {
		const { context } = account();
		sandbox.control.addFault({
			kind: 'redirect',
			to: `${other.url}/file?signature=abc`,
			operation: 'file.download',
		});
		const { answer } = await call(context, 'file.download', { fileId: 'f1' });
		expect(answer).toMatchObject({ mimeType: 'application/json' });
		expect(other.asked).toEqual([
			{ method: 'GET', path: '/file?signature=abc', authorization: undefined, body: '' },
		]);
	});
});

test('the accounts server of a credential is https, or on this machine', async () => {
	for (const accountsUrl of ['http://accounts.example', 'http://[::ffff:127.0.0.1]:1', 'http://127.0.0.1.example']) {
		await expect(connect(account({}, { accountsUrl }).context, 'oAuth2')).rejects.toMatchObject({
			kind: 'invalidInput',
		});
	}
});
