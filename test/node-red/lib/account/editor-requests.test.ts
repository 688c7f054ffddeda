import { registerAdminRoutes } from '../../../../node-red/lib/account/editor-requests';
import type { AdminRequest, Red } from '../../../../node-red/lib/shared/node-red';
import { startSandbox, type Sandbox } from '../../../../sandbox';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

/** Node-RED with these accounts deployed, as far as the routes ask for it. */
function runtime(
	deployed: Record<string, { type?: string; settings?: object; credentials?: object }> = {},
	env: Record<string, string> = {},
) {
	const routes = new Map<string, { permission: string; handle: (request: AdminRequest, response: object) => void }>();
	const red = {
		httpAdmin: {
			post: (path: string, permission: string, handle: never) => routes.set(path, { permission, handle }),
		},
		auth: { needsPermission: (permission: string) => permission },
		nodes: { getNode: (id: string) => (deployed[id] ? { type: 'zoho-cliq-account', ...deployed[id] } : null) },
		util: { evaluateNodeProperty: (name: string) => env[name] },
	} as unknown as Red;
	registerAdminRoutes(red);
	const ask = async (path: string, body: unknown) =>
		await new Promise<any>((resolve) =>
			routes.get(`/zoho-cliq/${path}`)!.handle({ body } as AdminRequest, { json: resolve }),
		);
	return { routes, ask };
}

const account = (more: object = {}) => ({
	dataCenter: 'custom',
	baseUrl: sandbox.url,
	accountsUrl: sandbox.url,
	signIn: 'oauth',
	rateLimit: 'none',
	...more,
});
const tokens = () => {
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	return { clientId, clientSecret, refreshToken };
};
const counted = () => sandbox.control.counters()['oauth.token']?.calls ?? 0;

test('who may only read gets lists; what may send stored secrets elsewhere takes the right to write', () => {
	expect([...runtime().routes].map(([path, { permission }]) => [path, permission])).toEqual([
		['/zoho-cliq/choices', 'zoho-cliq-account.read'],
		['/zoho-cliq/exchange', 'zoho-cliq-account.write'],
		['/zoho-cliq/test', 'zoho-cliq-account.write'],
	]);
});

describe('lists', () => {
	test('come from a deployed account, searched and from where they were left', async () => {
		const { ask } = runtime({ a: { settings: account(tokens()) } });
		const { choices } = await ask('choices', { account: 'a', type: 'channel' });
		expect(choices.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['#Releases']));
		const found = await ask('choices', { account: 'a', type: 'channel', filter: 'relea' });
		expect(found.choices.map(({ value }: { value: string }) => value)).toEqual(['releases']);
		expect(JSON.stringify([choices, found])).not.toMatch(/refresh|secret/i);
	});

	test.each([[undefined], [7], [{ settings: {} }], ['missing'], ['other']])(
		'do not come from what is no deployed account: %j',
		async (id) => {
			const { ask } = runtime({
				7: { settings: account(tokens()) },
				other: { type: 'mqtt-broker', settings: account(tokens()) },
			});
			expect(await ask('choices', { account: id, type: 'channel', ...account(tokens()) })).toEqual({
				error: expect.stringMatching(/does not know this account yet\. Deploy once/),
			});
			expect(counted()).toBe(0);
		},
	);

	test('of something that has none, and with a webhook token, are refused in words', async () => {
		const { ask } = runtime({
			a: { settings: account(tokens()) },
			w: { settings: account({ signIn: 'webhookToken', zapikey: '1001.abc' }) },
		});
		expect(await ask('choices', { account: 'a', type: 'text' })).toEqual({
			error: expect.stringContaining('no list of "text"'),
		});
		expect(await ask('choices', { account: 'a', type: { toString: 1 } })).toEqual({
			error: expect.stringContaining('no list of ""'),
		});
		expect(await ask('choices', { account: 'w', type: 'channel' })).toEqual({
			error: expect.stringContaining('does not work with a webhook token'),
		});
		expect(counted()).toBe(0);
	});
});

describe('the test of an account', () => {
	test('works with what was typed, what is stored where nothing was, and variables', async () => {
		const { clientId, clientSecret, refreshToken } = tokens();
		const { ask } = runtime(
			{ a: { settings: {}, credentials: { clientSecret, refreshToken } } },
			{ CLIENT: clientId },
		);
		const typed = account({ id: 'a', clientId: '${CLIENT}', clientSecret: '__PWRD__', refreshToken: '__PWRD__' });
		expect(await ask('test', typed)).toEqual({
			message: expect.stringMatching(/^Connected\. This account sees #/),
		});
		// Of another node nothing is taken, and what is no password is what it says.
		expect(await ask('test', { ...typed, id: 'b' })).toEqual({ error: expect.stringContaining('is missing') });
		expect(await ask('test', { ...typed, clientId: '${MISSING}' })).toEqual({
			error: expect.stringContaining('MISSING'),
		});
		expect(await ask('test', { ...typed, clientSecret: 'wrong' })).toEqual({
			error: expect.stringContaining('client secret'),
		});
	});

	test('asks again at once after a refusal, since a person has changed something', async () => {
		const { ask } = runtime();
		const typed = account(tokens());
		sandbox.control.addFault({ kind: 'refuse-refresh', operation: 'oauth.token' });
		expect(await ask('test', typed)).toEqual({ error: expect.any(String) });
		expect(await ask('test', typed)).toEqual({ message: expect.stringContaining('Connected') });
	});

	test('is content without the scopes for lists, and says what is missing', async () => {
		const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens({
			scopes: ['ZohoCliq.Webhooks.CREATE'],
		});
		expect(await runtime().ask('test', account({ clientId, clientSecret, refreshToken }))).toEqual({
			message: expect.stringMatching(/^Connected, without lists to choose from\. .*ZohoCliq\.Channels\.READ/),
		});
	});

	test('of a webhook token says that it can only be tried by sending, and what is wrong with one', async () => {
		const { ask } = runtime();
		expect(await ask('test', account({ signIn: 'webhookToken', zapikey: '1001.abc' }))).toEqual({
			message: expect.stringContaining('tried by sending a message'),
		});
		expect(await ask('test', account({ signIn: 'webhookToken', zapikey: '' }))).toEqual({
			error: expect.stringContaining('the webhook token is missing'),
		});
		expect(
			await ask('test', account({ signIn: 'webhookToken', zapikey: '1001.abc', baseUrl: 'http://example.com' })),
		).toEqual({ error: expect.stringContaining('https') });
	});
});

describe('a grant code', () => {
	const exchange = async (more: object) => {
		const { clientId, clientSecret } = tokens();
		return await runtime().ask('exchange', account({ clientId, clientSecret, ...more }));
	};

	test('becomes a refresh token, which works', async () => {
		const { clientId, clientSecret } = sandbox.control.createClient({ type: 'self' });
		const { code } = sandbox.control.createGrantCode({ clientId, scopes: ['ZohoCliq.Channels.READ'] });
		const { refreshToken } = await runtime().ask(
			'exchange',
			account({ clientId, clientSecret, code: ` ${code} ` }),
		);
		expect(await runtime().ask('test', account({ clientId, clientSecret, refreshToken }))).toEqual({
			message: expect.stringContaining('Connected'),
		});
	});

	test('that is missing, wrong or of a client that is not complete is refused in words', async () => {
		expect(await exchange({})).toEqual({ error: expect.stringMatching(/grant code is empty\. Generate one/) });
		expect(await exchange({ code: 'wrong' })).toEqual({
			error: expect.stringMatching(/refused to sign the account in \(invalid_code\)\. A grant code works once/),
		});
		expect(await exchange({ code: 'a', clientSecret: '' })).toEqual({
			error: expect.stringContaining('the client secret is missing'),
		});
		expect(await exchange({ code: 'a', clientId: '${NOBODY}' })).toEqual({
			error: expect.stringContaining('NOBODY'),
		});
	});
});

test.each([[undefined], [null], ['text'], [7]])('a request without a body is answered in words: %j', async (body) => {
	const { ask } = runtime();
	for (const path of ['choices', 'exchange', 'test'])
		expect(await ask(path, body)).toEqual({
			error: expect.not.stringMatching(/\b(undefined|null|property|properties|destructure)\b/),
		});
});
