import { SharedState } from '../../../../cliq/shared-state';
import { operation } from '../../../../cliq/catalogue';
import { startSandbox, type Sandbox } from '../../../../sandbox';
import { clientOf, type AccountSettings } from '../../../../node-red/lib/account/account';
import { connect, elapsed, sleep } from '../../../../node-red/lib/account/connect';
import { TokenManager } from '../../../../node-red/lib/account/token-manager';
import { transmit } from '../../../../node-red/lib/account/http-transport';
import { elsewhere } from '../../../cliq/support/elsewhere';
import { fileOf, formServer } from '../../../cliq/support/forms';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

const patience = { maxWait: 5_000 };
const send = operation('message.send.channel');
const values = { channel: 'releases', text: 'hello' };

/** A process of its own: nothing is remembered from one test to the next. */
function process() {
	const clock = { now: Date.now, elapsed, sleep };
	return { clock, state: new SharedState(), tokens: new TokenManager({ ...clock, transmit }), transmit };
}

function settings(others: Partial<AccountSettings> = {}): AccountSettings {
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	return {
		dataCenter: 'custom',
		baseUrl: sandbox.url,
		accountsUrl: sandbox.url,
		signIn: 'oauth',
		clientId,
		clientSecret,
		refreshToken,
		...others,
	};
}

const counted = (name: string) => sandbox.control.counters()[name]?.calls ?? 0;

test('a token that Cliq no longer takes is renewed once, and the call made again', async () => {
	const client = clientOf(settings(), undefined, process());
	await client.call(send, values, patience);
	sandbox.control.expireAccessTokens();
	const { answer } = await client.call(send, values, patience);
	expect(answer).toMatchObject({ success: true });
	expect([counted('oauth.token'), counted('message.send.channel')]).toEqual([2, 3]);
	expect(sandbox.control.messages('#releases').filter(({ text }) => text === 'hello')).toHaveLength(2);
});

test.each([401, 403] as const)('a missing scope, told with %i, costs no second token', async (scopeRefusal) => {
	sandbox.control.variants({ scopeRefusal });
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens({
		scopes: ['ZohoCliq.Messages.READ'],
	});
	const client = clientOf(settings({ clientId, clientSecret, refreshToken }), undefined, process());
	await expect(client.call(send, values, patience)).rejects.toMatchObject({
		kind: 'scopeMissing',
		hint: expect.stringContaining('ZohoCliq.Webhooks.CREATE'),
	});
	expect(counted('oauth.token')).toBe(1);
});

test('a refused renewal is told with what to do, and asked for once', async () => {
	const shared = process();
	const account = settings();
	sandbox.control.revokeTokens();
	for (let times = 0; times < 5; times++) {
		await expect(clientOf(account, undefined, shared).call(send, values, patience)).rejects.toMatchObject({
			kind: 'notAuthorized',
			hint: expect.stringMatching(/connect/),
		});
	}
	expect([counted('oauth.token'), counted('message.send.channel')]).toEqual([1, 0]);
});

test('a wrong client secret is named', async () => {
	const client = clientOf(settings({ clientSecret: 'wrong' }), undefined, process());
	await expect(client.call(send, values, patience)).rejects.toMatchObject({
		kind: 'notAuthorized',
		hint: expect.stringMatching(/client/),
	});
});

test('a webhook token is in no error', async () => {
	const { zapikey } = sandbox.control.createWebhookToken();
	const client = clientOf(settings({ signIn: 'webhookToken', zapikey }), undefined, process());
	expect((await client.call(send, values, patience)).answer).toMatchObject({ success: true });
	sandbox.control.revokeTokens();
	const refused = await client.call(send, values, patience).catch((error) => error);
	expect(refused).toMatchObject({ kind: 'notAuthorized' });
	expect(JSON.stringify(refused) + String(refused) + refused.stack).not.toContain(zapikey);
});

test.each([
	[{ refreshToken: '' }, 'refresh token'],
	[{ clientId: ' ' }, 'client ID'],
	[{ clientSecret: undefined }, 'client secret'],
	[{ signIn: 'webhookToken' }, 'webhook token'],
	[{ clientSecret: '${NOT_SET}' }, 'NOT_SET'],
	[{ baseUrl: 'cliq.zoho.com' }, 'Cliq server'],
	[{ dataCenter: 'mars' }, 'mars'],
])('what is missing is named before anything is sent: %j', (others, text) => {
	expect(() => clientOf(settings(others as Partial<AccountSettings>), undefined, process())).toThrow(text);
	expect(counted('oauth.token')).toBe(0);
});

test('files are opened anew for a new token, and how much has left is told', async () => {
	const server = await formServer();
	const given = ['stale', 'fresh'];
	const renew = async () => ({
		response: { status: 200, headers: {}, body: JSON.stringify({ access_token: given.shift() }) },
	});
	const tokens = new TokenManager({ elapsed, sleep, transmit: renew });
	const oauth = {
		accountsUrl: 'https://accounts.zoho.com',
		clientId: 'client',
		clientSecret: 'secret',
		refreshToken: 'refresh',
	};
	const progress: Array<[number, number]> = [];
	const watch = { sending: () => {}, progress: (sent: number, total: number) => void progress.push([sent, total]) };
	const client = connect(
		{ oauth },
		{ root: server.url, timeout: 5_000, allowance: { account: 'a' }, watch },
		{ ...process(), tokens },
	);
	const { file, state, sha256 } = fileOf('a.bin', 300_000);
	try {
		expect(
			(
				await client.call(
					operation('file.send.chat'),
					{ chatId: 'CT_1', files: [file], comments: ['Look'] },
					patience,
				)
			).answer,
		).toMatchObject({ success: true, chatId: 'CT_1' });
	} finally {
		server.close();
	}
	expect(server.received).toEqual([
		expect.objectContaining({
			path: '/api/v2/chats/CT_1/files',
			authorization: 'Bearer fresh',
			parts: expect.arrayContaining([
				{ name: 'files', file: 'a.bin', sha256: sha256() },
				{ name: 'comments', text: '["Look"]' },
			]),
		}),
	]);
	expect(state).toEqual({ opened: 2, open: 0 });
	expect(progress.at(-1)).toEqual([server.received[0]!.length, server.received[0]!.length]);
});

describe('a redirect to another host', () => {
	let other: Awaited<ReturnType<typeof elsewhere>>;
	beforeAll(async () => void (other = await elsewhere()));
	afterAll(() => other.close());
	beforeEach(() => other.asked.splice(0));

	test.each([301, 302, 303, 307, 308])('%i is followed by no message, whatever it is sent with', async (status) => {
		const { zapikey } = sandbox.control.createWebhookToken();
		for (const account of [settings(), settings({ signIn: 'webhookToken', zapikey })]) {
			sandbox.control.addFault({ kind: 'redirect', status, to: `${other.url}/a?b=c` });
			await expect(clientOf(account, undefined, process()).call(send, values, patience)).rejects.toMatchObject({
				kind: 'unexpectedAnswer',
				message: `Cliq's address was redirected to ${other.url}`,
			});
		}
		expect(other.asked).toEqual([]);
	});

	test('of a download is followed, without the token, for a few hops', async () => {
		const client = clientOf(settings(), undefined, process());
		const download = () => client.call(operation('file.download'), { fileId: 'f1' }, patience);
		sandbox.control.addFault({ kind: 'redirect', to: `${other.url}/a?b=c`, operation: 'file.download' });
		await download();
		expect(other.asked).toEqual([{ method: 'GET', path: '/a?b=c', authorization: undefined, body: '' }]);
		// To itself, on and on.
		sandbox.control.addFault({
			kind: 'redirect',
			to: `${sandbox.url}/api/v2/files/f1`,
			operation: 'file.download',
			times: 99,
		});
		const before = counted('file.download');
		await expect(download()).rejects.toMatchObject({ kind: 'unexpectedAnswer' });
		expect(counted('file.download') - before).toBeLessThan(10);
	});

	test.each([
		'http://10.0.0.1/a',
		'ftp://files.example/a',
		'http://[::ffff:127.0.0.1]/a',
		'https://user:secret@files.example/a',
		'file:///etc/passwd',
	])('of a download to %s is not followed', async (to) => {
		const client = clientOf(settings(), undefined, process());
		sandbox.control.addFault({ kind: 'redirect', to, operation: 'file.download' });
		const error = await client.call(operation('file.download'), { fileId: 'f1' }, patience).catch((one) => one);
		expect(error).toMatchObject({ kind: 'unexpectedAnswer' });
		expect(`${error.message} ${error.hint}`).not.toContain('secret');
	});
});
