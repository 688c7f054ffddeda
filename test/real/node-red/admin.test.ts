import { scopes } from '../../../cliq/catalogue';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { account } from './flows';
import { Runner } from './runner';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
let secrets: { clientId: string; clientSecret: string; refreshToken: string };
const answers: unknown[] = [];

const settings = `adminAuth: {
	type: 'credentials', users: [],
	tokens: (token) => Promise.resolve({ writer: { username: 'w', permissions: '*' }, reader: { username: 'r', permissions: 'read' } }[token] ?? null),
},`;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-admin');
	sandbox = await startSandbox();
	const { clientId, clientSecret, refreshToken, accessToken } = sandbox.control.issueTokens();
	secrets = { clientId, clientSecret, refreshToken };
	artifacts.addSecrets(clientSecret, refreshToken, accessToken);
	runner = await Runner.start({ settings, adminRoot: '/admin', token: 'writer', env: { CLIQ_SECRET: clientSecret } });
	await runner.deploy([account(sandbox.url, secrets)]);
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('answers.json', answers);
	runner.token = 'writer';
	artifacts.save('flows.json', await runner.get('/flows'));
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

async function as(token: string | undefined, route: string, body: object): Promise<any> {
	runner.token = token;
	const answer = await runner.post(`/zoho-cliq/${route}`, body).catch(({ message }) => ({ refused: message }));
	answers.push(answer);
	return answer;
}

const dialog = (others: object = {}) => ({
	id: 'account',
	dataCenter: 'custom',
	baseUrl: sandbox.url,
	accountsUrl: sandbox.url,
	signIn: 'oauth',
	clientId: secrets.clientId,
	clientSecret: '__PWRD__',
	refreshToken: '__PWRD__',
	...others,
});

test('whoever may not, gets nothing', async () => {
	expect(await as(undefined, 'choices', { account: 'account', type: 'channel' })).toEqual({
		refused: expect.stringContaining('401'),
	});
	expect(await as('reader', 'test', dialog())).toEqual({ refused: expect.stringContaining('401') });
	expect(await as('reader', 'exchange', dialog({ code: 'x' }))).toEqual({ refused: expect.stringContaining('401') });
	expect(sandbox.control.journal()).toEqual([]);
});

test('lists come whole, for readers too', async () => {
	const { choices, next } = await as('reader', 'choices', { account: 'account', type: 'channel', filter: '' });
	expect(choices.length).toBeGreaterThan(110);
	expect(next).toBeUndefined();
	for (const type of ['chat', 'user', 'bot'])
		expect(
			(await as('reader', 'choices', { account: 'account', type, filter: '' })).choices.length,
		).toBeGreaterThan(10);
});

test.each([
	[{ account: 'gone', type: 'channel' }, /Deploy once/],
	[{ account: 'account', type: 'emoji' }, /no list/],
	[{ account: 'account', type: 'constructor' }, /no list/],
	[{}, /Deploy once/],
	[{ account: 'account', type: 'channel', start: 'nonsense' }, /Open the list again/],
])('%j is answered with a sentence', async (body, text) => {
	expect(await as('reader', 'choices', body)).toEqual({ error: expect.stringMatching(text) });
});

test('stored secrets stand in for their placeholders, and variables for their names', async () => {
	expect(await as('writer', 'test', dialog())).toEqual({ message: expect.stringMatching(/^Connected/) });
	expect(await as('writer', 'test', dialog({ clientSecret: '${CLIQ_SECRET}' }))).toEqual({
		message: expect.stringMatching(/^Connected/),
	});
	expect(await as('writer', 'test', dialog({ clientSecret: '${CLIQ_NOTHING}' }))).toEqual({
		error: expect.stringContaining('CLIQ_NOTHING'),
	});
	expect(await as('writer', 'test', dialog({ clientSecret: 'wrong' }))).toEqual({
		error: expect.stringMatching(/client/),
	});
	expect(await as('writer', 'test', dialog({ id: 'new' }))).toEqual({ error: expect.stringContaining('is missing') });
});

test('a grant code is exchanged with a stored secret', async () => {
	const { code } = sandbox.control.createGrantCode({ clientId: secrets.clientId, scopes: [...scopes] });
	artifacts.addSecrets(code);
	runner.token = 'writer';
	// The token goes to the dialog alone, so this answer is not among those that are searched for secrets.
	const { refreshToken } = await runner.post('/zoho-cliq/exchange', dialog({ code }));
	artifacts.addSecrets(refreshToken);
	expect(await as('writer', 'test', dialog({ refreshToken }))).toEqual({
		message: expect.stringMatching(/^Connected/),
	});
	expect(await as('writer', 'exchange', dialog({ code }))).toEqual({ error: expect.stringContaining('works once') });
});

test('without the scope for lists an account still counts as connected', async () => {
	const { refreshToken } = sandbox.control.issueTokens({
		clientId: secrets.clientId,
		scopes: ['ZohoCliq.Webhooks.CREATE'],
	});
	artifacts.addSecrets(refreshToken);
	expect(await as('writer', 'test', dialog({ refreshToken }))).toEqual({
		message: expect.stringMatching(/^Connected, without lists.*ZohoCliq\.Channels\.READ/),
	});
});

test('the editor loads below its root', async () => {
	runner.token = 'writer';
	expect(await runner.get('/nodes', 'text/html')).toContain('resources/@cliq-nodes/node-red-zoho-cliq/main.js');
	expect(await runner.get('/resources/@cliq-nodes/node-red-zoho-cliq/catalogue.js', 'text/javascript')).toContain(
		'message.send.channel',
	);
	expect(runner.log).not.toMatch(/\[error\]/);
});
