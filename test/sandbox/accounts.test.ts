import { openLab, read, virtualClock, type Lab, type Result } from './helpers';

const MINUTE = 60_000;
const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
const scope = 'ZohoCliq.Users.READ,ZohoCliq.Webhooks.CREATE';

let lab: Lab;
let client: { clientId: string; clientSecret: string };
const clock = virtualClock();
beforeEach(async () => {
	lab = await openLab({ now: clock.now, thresholds: false });
	client = lab.sandbox.control.createClient({ type: 'server', name: 'n8n <b>', redirectUris: [redirectUri] });
});
afterEach(() => lab.sandbox.close());

const consent = (changes: Record<string, string> = {}) => {
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: client.clientId,
		redirect_uri: redirectUri,
		scope,
		state: 'st&te',
		access_type: 'offline',
		prompt: 'consent',
		...changes,
	});
	return read(fetch(`${lab.sandbox.url}/oauth/v2/auth?${query}`));
};
const ticket = (page: Result) => /name="ticket" value="([^"]+)"/.exec(page.text)![1];
const decide = async (page: Result, decision: string, user = '') => {
	const { headers } = await lab.form('/oauth/v2/auth', { ticket: ticket(page)!, decision, user });
	return new URL(headers.get('location')!);
};
const exchange = (code: string, changes: Record<string, string> = {}) =>
	lab.form('/oauth/v2/token', {
		grant_type: 'authorization_code',
		code,
		client_id: client.clientId,
		client_secret: client.clientSecret,
		redirect_uri: redirectUri,
		...changes,
	});
const newCode = async (changes: Record<string, string> = {}) =>
	(await decide(await consent(changes), 'accept')).searchParams.get('code')!;

describe('the consent page', () => {
	test('shows client and scopes, and sends back with code, state, location and accounts server', async () => {
		const page = await consent();
		expect(page.headers.get('content-type')).toMatch(/^text\/html/);
		expect(page.text).toContain('n8n &lt;b&gt;');
		for (const one of scope.split(',')) expect(page.text).toContain(one);
		expect(page.text).toMatch(/not Zoho/);
		const url = await decide(page, 'accept');
		expect(url.origin + url.pathname).toBe(redirectUri);
		expect(Object.fromEntries(url.searchParams)).toEqual({
			state: 'st&te',
			code: expect.stringMatching(/^1000\.[0-9a-f]+\.[0-9a-f]+$/),
			location: 'us',
			'accounts-server': lab.sandbox.url,
		});
	});

	test('rejected, it sends back with an error and no code', async () => {
		const url = await decide(await consent(), 'reject');
		expect(Object.fromEntries(url.searchParams)).toEqual({ state: 'st&te', error: 'access_denied' });
	});

	test.each([
		['an unknown scope', { scope: 'ZohoCliq.Nope.READ' }, 'Invalid OAuth Scope'],
		['a scope in the wrong case', { scope: 'ZohoCliq.MESSAGES.READ' }, 'Invalid OAuth Scope'],
		['scopes separated by spaces', { scope: scope.replace(',', ' ') }, 'Invalid OAuth Scope'],
		['no scope', { scope: '' }, 'Invalid OAuth Scope'],
		['an unknown client', { client_id: '1000.X' }, 'Invalid Client'],
		['another redirect URI', { redirect_uri: 'http://localhost:5678/elsewhere' }, 'Invalid Redirect Uri'],
		['another response type', { response_type: 'token' }, 'Invalid Response Type'],
	])('shows an error for %s', async (_name, changes, heading) => {
		const page = await consent(changes as unknown as Record<string, string>);
		expect(page.status).toBe(400);
		expect(page.text).toContain(`<h1>${heading}</h1>`);
		expect(page.text).not.toContain('ticket');
	});

	test('a Self Client has none', async () => {
		const { clientId } = lab.sandbox.control.createClient();
		expect((await consent({ client_id: clientId })).text).toContain('Invalid Redirect Uri');
	});

	test('its form works once, and only from the page itself', async () => {
		const page = await consent();
		await decide(page, 'accept');
		expect((await lab.form('/oauth/v2/auth', { ticket: ticket(page)!, decision: 'accept' })).status).toBe(400);
		expect((await lab.form('/oauth/v2/auth', { ticket: 'guessed', decision: 'accept' })).status).toBe(400);
	});

	test('another person may sign in', async () => {
		const person = lab.sandbox.control.state().people[1];
		const code = (
			await decide(await consent({ scope: 'ZohoCliq.Webhooks.CREATE' }), 'accept', person!.id)
		).searchParams.get('code')!;
		const { access_token } = (await exchange(code)).body;
		await lab.call(
			'POST',
			'/channelsbyname/marketing/message',
			{ text: 'Me' },
			{ authorization: `Bearer ${access_token}` },
		);
		expect(lab.sandbox.control.messages('#marketing').at(-1)!.author.name).toBe(person!.name);
	});
});

describe('a code', () => {
	test('becomes tokens, which work', async () => {
		const { status, body } = await exchange(await newCode());
		expect(status).toBe(200);
		expect(body).toEqual({
			access_token: expect.stringMatching(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/),
			refresh_token: expect.stringMatching(/^1000\./),
			scope: scope.replace(',', ' '),
			api_domain: 'https://www.zohoapis.com',
			token_type: 'Bearer',
			expires_in: 3600,
		});
		expect(
			(await lab.call('GET', '/users', undefined, { authorization: `Bearer ${body.access_token}` })).status,
		).toBe(200);
	});

	test('may come in the query', async () => {
		const query = new URLSearchParams({
			grant_type: 'authorization_code',
			code: await newCode(),
			client_id: client.clientId,
			client_secret: client.clientSecret,
			redirect_uri: redirectUri,
		});
		expect(
			(await read(fetch(`${lab.sandbox.url}/oauth/v2/token?${query}`, { method: 'POST' }))).body.access_token,
		).toBeDefined();
	});

	test('works once and for a minute', async () => {
		const code = await newCode();
		await exchange(code);
		expect((await exchange(code)).body).toEqual({ error: 'invalid_code' });
		const late = await newCode();
		clock.advance(MINUTE);
		expect((await exchange(late)).body).toEqual({ error: 'invalid_code' });
	});

	test.each([
		['wrong code', { code: '1000.x.y' }, 'invalid_code'],
		['wrong client', { client_id: '1000.X' }, 'invalid_client'],
		['wrong secret', { client_secret: 'x' }, 'invalid_client_secret'],
		['wrong redirect URI', { redirect_uri: 'http://localhost/other' }, 'invalid_redirect_uri'],
		['unknown grant', { grant_type: 'password' }, 'unsupported_grant_type'],
	])('%s: HTTP 200 and an error', async (_name, changes, error) =>
		expect(await exchange(await newCode(), changes as unknown as Record<string, string>)).toMatchObject({
			status: 200,
			body: { error },
		}),
	);

	test('client authentication in a Basic header is not enough', async () => {
		const headers = {
			authorization: `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`,
		};
		const body = new URLSearchParams({
			grant_type: 'authorization_code',
			code: await newCode(),
			redirect_uri: redirectUri,
		});
		expect(
			(await read(fetch(`${lab.sandbox.url}/oauth/v2/token`, { method: 'POST', headers, body }))).body,
		).toEqual({ error: 'invalid_client' });
	});

	test('gives a refresh token only offline, and again only with prompt=consent', async () => {
		const gives = async (changes: Record<string, string>) =>
			'refresh_token' in (await exchange(await newCode(changes))).body;
		expect(await gives({ access_type: 'online' })).toBe(false);
		expect(await gives({ prompt: '' })).toBe(true);
		expect(await gives({ prompt: '' })).toBe(false);
		expect(await gives({ prompt: 'consent' })).toBe(true);
	});

	test('of a Self Client lives as long as chosen and always gives a refresh token', async () => {
		const self = lab.sandbox.control.createClient({ type: 'self' });
		const make = (minutes: number) =>
			lab.sandbox.control.createGrantCode({ clientId: self.clientId, scopes: scope, minutes }).code;
		const trade = (code: string) =>
			lab.form('/oauth/v2/token', {
				grant_type: 'authorization_code',
				code,
				client_id: self.clientId,
				client_secret: self.clientSecret,
			});
		const [early, late] = [make(10), make(3)];
		clock.advance(3 * MINUTE);
		expect((await trade(late)).body).toEqual({ error: 'invalid_code' });
		expect((await trade(early)).body.refresh_token).toBeDefined();
		expect(() => make(11)).toThrow('3 to 10');
		expect(() => lab.sandbox.control.createGrantCode({ clientId: client.clientId, scopes: scope })).toThrow(
			'no Self Client',
		);
		expect(() => lab.sandbox.control.createGrantCode({ clientId: self.clientId, scopes: 'ZohoCliq.Nope' })).toThrow(
			'Scopes',
		);
	});
});

describe('refreshing', () => {
	const start = async () => {
		const { access_token, refresh_token } = (await exchange(await newCode())).body;
		const refresh = (changes: Record<string, string> = {}) =>
			lab.form('/oauth/v2/token', {
				grant_type: 'refresh_token',
				refresh_token,
				client_id: client.clientId,
				client_secret: client.clientSecret,
				...changes,
			});
		const works = async (token: string) =>
			(await lab.call('GET', '/users', undefined, { authorization: `Bearer ${token}` })).status === 200;
		return { access_token, refresh_token, refresh, works };
	};

	test('an access token lives an hour; the refresh token stays the same', async () => {
		const { access_token, refresh, works } = await start();
		clock.advance(60 * MINUTE - 1);
		expect(await works(access_token)).toBe(true);
		clock.advance(1);
		expect(await works(access_token)).toBe(false);
		const { body } = await refresh();
		expect(body.refresh_token).toBeUndefined();
		expect(await works(body.access_token)).toBe(true);
	});

	test('ten times in ten minutes, then it is too often', async () => {
		const { refresh } = await start();
		for (let index = 0; index < 10; index++) expect((await refresh()).body.access_token).toBeDefined();
		const refused = await refresh();
		expect([refused.status, refused.body]).toEqual([
			400,
			{
				error_description: 'You have made too many requests continuously. Please try again after some time.',
				error: 'Access Denied',
				status: 'failure',
			},
		]);
		clock.advance(10 * MINUTE - 1);
		expect((await refresh()).status).toBe(400);
		clock.advance(1);
		expect((await refresh()).body.access_token).toBeDefined();
	});

	test('ten access tokens are active at most: the oldest dies', async () => {
		const { access_token, refresh, works } = await start();
		const later: string[] = [];
		for (let index = 0; index < 9; index++) later.push((await refresh()).body.access_token);
		expect(await works(access_token)).toBe(true);
		later.push((await refresh()).body.access_token);
		expect(await works(access_token)).toBe(false);
		for (const token of later) expect(await works(token)).toBe(true);
	});

	test('twenty refresh tokens a user: the oldest is dropped without a word', async () => {
		const { refresh } = await start();
		// One belongs to the lab itself, so the first to go is that one.
		for (let index = 0; index < 19; index++) lab.sandbox.control.issueTokens();
		expect((await refresh()).body.access_token).toBeDefined();
		lab.sandbox.control.issueTokens();
		expect((await refresh()).body).toEqual({ error: 'invalid_code' });
	});

	test('can be refused, with another client, and after revocation', async () => {
		const { access_token, refresh_token, refresh, works } = await start();
		lab.sandbox.control.refuseRefresh();
		expect(await refresh()).toMatchObject({ status: 200, body: { error: 'access_denied' } });
		lab.sandbox.control.refuseRefresh(false);
		const other = lab.sandbox.control.createClient();
		expect((await refresh({ client_id: other.clientId, client_secret: other.clientSecret })).body).toEqual({
			error: 'invalid_code',
		});
		expect(
			(await read(fetch(`${lab.sandbox.url}/oauth/v2/token/revoke?token=${refresh_token}`, { method: 'POST' })))
				.body,
		).toEqual({ status: 'success' });
		expect((await refresh()).body).toEqual({ error: 'invalid_code' });
		expect(await works(access_token)).toBe(false);
	});

	test('all access tokens can be made old, and everything void', async () => {
		const { access_token, refresh, works } = await start();
		lab.sandbox.control.expireAccessTokens();
		expect(await works(access_token)).toBe(false);
		expect((await refresh()).body.access_token).toBeDefined();
		lab.sandbox.control.revokeTokens();
		expect((await refresh()).body).toEqual({ error: 'invalid_code' });
	});
});

test('serverinfo names the data centre', async () => {
	expect((await read(fetch(`${lab.sandbox.url}/oauth/serverinfo`))).body).toEqual({
		result: 'success',
		locations: { us: lab.sandbox.url },
	});
});

describe('a webhook token', () => {
	const post = (path: string, zapikey: string) =>
		read(
			fetch(`${lab.sandbox.url}/api/v2${path}?zapikey=${zapikey}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: '{"text":"Zap"}',
			}),
		);

	test('posts to channels and bots as its owner, and does nothing else', async () => {
		const { zapikey } = lab.sandbox.control.createWebhookToken({ user: 'leo.lindqvist@zylker.example' });
		expect(zapikey).toMatch(/^1001\./);
		expect((await post('/channelsbyname/marketing/message', zapikey)).status).toBe(204);
		expect(lab.sandbox.control.messages('#marketing').at(-1)!.author.name).toBe('Leo Lindqvist');
		expect((await post('/bots/statusbot/message', zapikey)).status).toBe(204);
		expect((await post(`/chats/${lab.chat('marketing')}/message`, zapikey)).status).toBe(401);
		expect((await read(fetch(`${lab.sandbox.url}/api/v2/channels?zapikey=${zapikey}`))).status).toBe(401);
		expect((await post('/channelsbyname/marketing/message', '1001.x.y')).body.code).toBe('oauthtoken_invalid');
	});

	test('a person may have five', () => {
		for (let index = 0; index < 5; index++) lab.sandbox.control.createWebhookToken();
		expect(() => lab.sandbox.control.createWebhookToken()).toThrow('5 webhook tokens');
	});
});
