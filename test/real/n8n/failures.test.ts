import { setTimeout as sleep } from 'node:timers/promises';
import { Lab, locator } from './lab';
import { type NodeUnderTest, UNDER_TEST } from '../../../tools/n8n/workflow';

const toChannel = {
	resource: 'message',
	operation: 'send',
	target: 'channel',
	channel: { __rl: true, mode: 'name', value: '={{ $json.channel }}' },
	text: '={{ $json.text }}',
	options: { longText: 'refuse' },
};

/**
 * Three of the seven fail, each in a way of its own: the second and the fourth before anything is sent, the sixth at
 * Cliq.
 */
const seven = [
	{ channel: 'releases', text: 'one' },
	{ channel: 'releases', text: 'x'.repeat(5_003) },
	{ channel: 'releases', text: 'three' },
	{ channel: '..', text: 'four' },
	{ channel: 'releases', text: 'five' },
	{ channel: 'no-such-channel', text: 'six' },
	{ channel: 'releases', text: 'seven' },
];
const bad = [1, 3, 5];
const good = [0, 2, 4, 6];

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-failures');
}, 180_000);

afterAll(() => lab.end(), 60_000);

const calls = (operation: string) => lab.sandbox.control.counters()[operation]?.calls ?? 0;
const itemOf = ({ pairedItem }: { pairedItem?: unknown }) => (pairedItem as { item: number }).item;

/** Runs the items and gives, beside the execution, the texts that arrived in the channel meanwhile. */
async function send(items: unknown[], node: Partial<NodeUnderTest> = {}) {
	const before = lab.sandbox.control.messages('#releases').length;
	const execution = await lab.run({ parameters: toChannel, ...node }, items);
	const arrived = lab.sandbox.control.messages('#releases').slice(before);
	return {
		...execution,
		outputs: execution.runs(UNDER_TEST)[0]?.outputs ?? [],
		arrived: arrived.map(({ text }) => text),
	};
}

test('with an error output, three of seven leave through it and four through the main one', async () => {
	const { status, outputs, arrived } = await send(seven, { onError: 'continueErrorOutput' });
	expect(status).toBe('success');
	const [main, failed] = outputs;
	expect(main!.map(itemOf)).toEqual(good);
	expect(main!.every(({ json }) => json.success === true && typeof json.messageId === 'string')).toBe(true);
	expect(failed!.map(itemOf)).toEqual(bad);
	// What came in, what happened and what to do.
	expect(failed!.map(({ json }) => json.text)).toEqual(bad.map((item) => seven[item]!.text));
	expect(failed!.map(({ json }) => json.details)).toEqual(
		bad.map(() => expect.objectContaining({ code: expect.any(String), advice: expect.any(String) })),
	);
	expect(failed!.map(({ json }) => json.error)).toEqual([
		expect.stringContaining('3 more than the 5,000'),
		expect.stringContaining('".."'),
		expect.stringContaining('There is no '),
	]);
	expect(arrived).toEqual(good.map((item) => seven[item]!.text));
});

test('with continue, seven leave through the main output, three of them as errors', async () => {
	const { status, outputs, arrived } = await send(seven, { onError: 'continueRegularOutput' });
	expect(status).toBe('success');
	expect(outputs[0]!.map(itemOf)).toEqual([0, 1, 2, 3, 4, 5, 6]);
	expect(outputs[0]!.filter(({ json }) => json.error).map(itemOf)).toEqual(bad);
	expect(outputs[0]!.filter(({ json }) => json.error).map(({ json }) => json.text)).toEqual(
		bad.map((item) => seven[item]!.text),
	);
	expect(arrived).toEqual(good.map((item) => seven[item]!.text));
});

test('with stop, the first failure ends the execution and says which item it was', async () => {
	const { status, error, arrived } = await send(seven);
	expect(status).toBe('error');
	expect(error).toMatchObject({
		message: expect.stringMatching(/3 more than the 5,000.*\[Item 1\]/s),
		description: expect.any(String),
	});
	expect(arrived).toEqual(['one']);
});

test('a token that ends in the middle of ten items is renewed once, and nothing is lost or doubled', async () => {
	const items = Array.from({ length: 10 }, (_, index) => ({ channel: 'releases', text: `ten ${index}` }));
	const before = calls('oauth.token');
	lab.sandbox.control.addFault({ kind: 'expire-token', operation: 'message.send.channel', from: 5 });
	const { status, outputs, arrived } = await send(items);
	expect(status).toBe('success');
	expect(calls('oauth.token') - before).toBe(1);
	expect(outputs[0]!.map(itemOf)).toEqual(items.map((_, item) => item));
	expect(arrived).toEqual(items.map(({ text }) => text));
});

test('retry on fail sends nothing twice', async () => {
	const { status, arrived } = await send([seven[0], seven[2], seven[5]], {
		settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 },
	});
	expect(status).toBe('error');
	expect(arrived).toEqual(['one', 'three']);
});

test('a token that Zoho refuses to renew is explained', async () => {
	const credential = await lab.connectedAccount({ rateLimit: 'none' });
	lab.sandbox.control.refuseRefresh();
	lab.sandbox.control.expireAccessTokens();
	const { status, error, arrived } = await send([seven[0]], { credential });
	expect(status).toBe('error');
	expect(error?.message).toMatch(/refused to renew the access token \(access_denied\)/);
	expect(error?.description).toMatch(/connect the account again/);
	expect(arrived).toEqual([]);
	lab.sandbox.control.refuseRefresh(false);
});

test('an account without the scope learns its name', async () => {
	const client = lab.sandbox.control.createClient({
		type: 'server',
		name: 'n8n, reading',
		redirectUris: [`${lab.n8n.url}/rest/oauth2-credential/callback`],
	});
	const location = { dataCenter: 'custom', baseUrl: lab.sandbox.url, accountsUrl: lab.sandbox.url };
	const data = { ...location, ...client, customScopes: true, enabledScopes: 'ZohoCliq.Messages.READ' };
	const credential = await lab.n8n.createCredential('cliqNodesOAuth2Api', data, 'Reading only');
	await lab.n8n.connectOAuth(credential);
	const { status, error } = await send([seven[0]], { credential });
	expect(status).toBe('error');
	expect(`${error?.message} ${error?.description}`).toContain('ZohoCliq.Webhooks.CREATE');
});

test('stopping an execution ends its waiting, and nothing more is sent', async () => {
	lab.sandbox.control.lock({ operation: 'message.send.bot' });
	const parameters = {
		resource: 'message',
		operation: 'send',
		target: 'bot',
		bot: locator('name', 'deploybot'),
		text: 'waiting',
	};
	const workflow = await lab.n8n.createWorkflow('waits', {
		type: 'n8n-nodes-zoho-cliq.zohoCliq',
		credential: lab.account,
		parameters,
	});
	const running = lab.n8n.run(workflow, [{}, {}]);
	const id = await lab.n8n.newestExecution(workflow);
	const intoLock = () => lab.sandbox.control.counters()['message.send.bot']?.intoLock ?? 0;
	while (intoLock() === 0) await sleep(50);
	const start = Date.now();
	await lab.n8n.stopExecution(id);
	expect(await running).toMatchObject({ status: 'canceled' });
	expect(Date.now() - start).toBeLessThan(5_000);
	await sleep(1_500);
	expect(intoLock()).toBe(1);
});
