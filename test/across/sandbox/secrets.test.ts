import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openLab, read, type Lab } from '../../sandbox/helpers';

let lab: Lab;
beforeAll(async () => void (lab = await openLab()));
afterAll(() => lab.sandbox.close());

const control = { 'x-cliq-sandbox': 'control', 'content-type': 'application/json' };

test('no page, view, journal, event or log ever holds a token, secret, code or webhook token', async () => {
	const { sandbox } = lab;
	const printed: string[] = [];
	const spies = (['stdout', 'stderr'] as const).map((name) =>
		jest.spyOn(process[name], 'write').mockImplementation((text) => (printed.push(String(text)), true)),
	);
	const events: string[] = [];
	const end = sandbox.control.subscribe((event) => void events.push(JSON.stringify(event)));

	const redirectUri = 'http://localhost:1880/cb';
	const client = sandbox.control.createClient({ type: 'server', name: 'App', redirectUris: [redirectUri] });
	const self = sandbox.control.createClient();
	const { code } = sandbox.control.createGrantCode({ clientId: self.clientId, scopes: 'ZohoCliq.Users.READ' });
	const { zapikey } = sandbox.control.createWebhookToken();
	const issued = sandbox.control.issueTokens();
	const traded = (
		await lab.form('/oauth/v2/token', {
			grant_type: 'authorization_code',
			code,
			client_id: self.clientId,
			client_secret: self.clientSecret,
		})
	).body;
	const secrets = {
		clientSecret: client.clientSecret,
		selfSecret: self.clientSecret,
		code,
		zapikey,
		access: issued.accessToken,
		refresh: issued.refreshToken,
		traded: traded.access_token,
		tradedRefresh: traded.refresh_token,
	};
	expect(new Set(Object.values(secrets)).size).toBe(8);
	expect(Object.values(secrets).every((secret) => typeof secret === 'string' && secret.length > 20)).toBe(true);

	// Secrets travel in every place a careless log could keep: queries, paths, wrong parameters, other people's URLs.
	await read(
		fetch(`${sandbox.url}/api/v2/channelsbyname/marketing/message?zapikey=${zapikey}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"text":"x"}',
		}),
	);
	await read(
		fetch(
			`${sandbox.url}/api/v2/channels?%7aapikey=${zapikey}&access_token=${issued.accessToken}&${issued.refreshToken}=1`,
		),
	);
	await lab.call('GET', `/channels?${issued.accessToken}=1`);
	await lab.call('GET', `/chats/${issued.accessToken}/messages`);
	await lab.call('GET', `/nothing/${zapikey}?code=${code}&client_secret=${client.clientSecret}`);
	await read(
		fetch(
			`${sandbox.url}/oauth/v2/token?refresh_token=${issued.refreshToken}&client_secret=${issued.clientSecret}&client_id=${issued.clientId}&grant_type=refresh_token`,
			{ method: 'POST' },
		),
	);
	await read(fetch(`${sandbox.url}/oauth/v2/token/revoke?token=${traded.access_token}`, { method: 'POST' }));

	const consent = `/oauth/v2/auth?response_type=code&client_id=${client.clientId}&redirect_uri=${encodeURIComponent(redirectUri)}&scope=ZohoCliq.Users.READ`;
	const chat = encodeURIComponent(lab.chat('marketing'));
	const views = ['state', `messages?chat=${chat}`, 'journal', 'usage', 'variants', 'faults', 'scopes'].map(
		(name) => `/_sandbox/${name}`,
	);
	const files = readdirSync(join(__dirname, '../../../sandbox/page')).map((name) => `/_page/${name}`);
	const seen: [string, string][] = [
		['events', events.join('\n')],
		['output', printed.join('\n')],
	];
	for (const path of [
		'/',
		'/console',
		'/oauth/serverinfo',
		consent,
		consent.replace('Users', 'Nope'),
		...views,
		...files,
	]) {
		const result = await read(fetch(`${sandbox.url}${path}`));
		expect([path, [200, 400].includes(result.status)]).toEqual([path, true]);
		const headers: string[] = [];
		result.headers.forEach((value) => headers.push(value));
		seen.push([path, `${headers.join('\n')} ${result.text}`]);
	}
	end();
	spies.forEach((spy) => spy.mockRestore());

	for (const [place, text] of seen)
		for (const [name, secret] of Object.entries(secrets))
			expect([place, name, text.includes(secret)]).toEqual([place, name, false]);
	// The check above would be empty if the calls were not in the journal at all.
	const journal = sandbox.control.journal().map((call) => call.path);
	expect(journal).toContain('/api/v2/channelsbyname/marketing/message?zapikey=***');
	expect(journal.filter((path) => path.includes('***')).length).toBeGreaterThanOrEqual(4);
	expect(printed).toEqual([]);
});

test('a secret is in the answer to the POST that made it', async () => {
	for (const [deed, body, key] of [
		['clients', {}, 'clientSecret'],
		['webhook-tokens', {}, 'zapikey'],
		['tokens', {}, 'accessToken'],
	] as const) {
		const made = await read(
			fetch(`${lab.sandbox.url}/_sandbox/${deed}`, {
				method: 'POST',
				headers: control,
				body: JSON.stringify(body),
			}),
		);
		expect(made.body[key]).toEqual(expect.any(String));
		expect(made.headers.get('cache-control')).toBe('no-store');
	}
});
