import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FaultRule } from '../../../sandbox';
import { type NodeUnderTest, UNDER_TEST } from '../../../tools/n8n/workflow';
import { selfSigned } from '../../cliq/support/certificate';
import { elsewhere } from '../../cliq/support/elsewhere';
import { Lab, locator } from './lab';

const POST = 'message.send.channel';

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-sign-in');
}, 180_000);

afterEach(() => lab.sandbox.control.clearFaults());
afterAll(() => lab.end(), 60_000);

let accounts = 0;

/**
 * Three messages with an account of its own, whose token is dead from the second one on, while the accounts server
 * misbehaves.
 */
async function sendThree(
	accountsFault: Partial<FaultRule>,
	{ maxWait = 0, timeout = 30, ...node }: Partial<NodeUnderTest> & { maxWait?: number; timeout?: number } = {},
) {
	const { control } = lab.sandbox;
	const credential = await lab.connectedAccount({ rateLimit: 'none' });
	const name = `case ${++accounts}`;
	control.clearJournal();
	control.addFault({ kind: 'expire-token', operation: POST, from: 2 });
	control.addFault({ kind: 'status', operation: 'oauth.token', ...accountsFault });
	const parameters = {
		resource: 'message',
		operation: 'send',
		target: 'channel',
		channel: locator('name', 'releases'),
		text: `={{ "${name}: " + $json.text }}`,
		options: { maxWait, timeout },
	};
	const begun = Date.now();
	const execution = await lab.run(
		{ parameters, credential, ...node },
		['one', 'two', 'three'].map((text) => ({ text })),
	);
	const stored = control
		.messages('#releases')
		.flatMap(({ text }) => (text.startsWith(name) ? [text.slice(name.length + 2)] : []));
	const [main = [], failed = []] = execution.runs(UNDER_TEST).at(-1)?.outputs ?? [];
	const journal = control.journal();
	const asked = journal.filter(({ operation }) => operation === 'oauth.token').length;
	return {
		...execution,
		main,
		errors: failed.map(({ json }) => String(json.error)),
		details: JSON.stringify(failed),
		stored,
		asked,
		took: Date.now() - begun,
	};
}

const PERMANENT = 99;

test.each<[string, Partial<FaultRule>]>([
	['a page with 200', { status: 200 }],
	['nothing with 200', { kind: 'empty' }],
	['a page with 502', { status: 502 }],
	['a page with 500', { status: 500 }],
	['a reset', { kind: 'reset' }],
	['half a JSON', { kind: 'broken-json' }],
])(
	'while the accounts server answers with %s, what was not posted is not reported as sent',
	async (_name, fault) => {
		const { status, main, errors, details, stored } = await sendThree(
			{ ...fault, times: PERMANENT },
			{ onError: 'continueErrorOutput' },
		);
		expect([status, main.length, stored]).toEqual(['success', 1, ['one']]);
		expect(errors).toEqual(Array(2).fill(expect.stringContaining('accounts server gave no access token')));
		expect(details).not.toMatch(/unknown whether|Cliq answered/);
	},
	60_000,
);

test('a hiccup of the accounts server is waited for', async () => {
	const { status, main, stored, asked } = await sendThree({ status: 502, times: 2 }, { maxWait: 60 });
	expect([status, main.length, stored, asked]).toEqual(['success', 3, ['one', 'two', 'three'], 3]);
}, 60_000);

test.each<[string, Partial<FaultRule>]>([
	['a page with 200', { status: 200 }],
	['a page with 503', { status: 503 }],
])(
	'Retry On Fail goes on after %s, and posts each message once',
	async (_name, fault) => {
		const { status, main, stored } = await sendThree(fault, {
			settings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 5000 },
		});
		expect([status, main.length, stored]).toEqual(['success', 3, ['one', 'two', 'three']]);
	},
	60_000,
);

test.each<[FaultRule['language'], number]>([
	['en', 400],
	['de', 400],
	['zh', 200],
])(
	'the token throttle in %s with %i is one clear error, and asked about once',
	async (language, status) => {
		const { main, errors, stored, asked, took } = await sendThree(
			{ kind: 'throttle', language, status, times: PERMANENT },
			{ maxWait: 10, onError: 'continueErrorOutput' },
		);
		expect([main.length, stored, asked]).toEqual([1, ['one'], 1]);
		expect(errors).toEqual(Array(2).fill(expect.stringContaining('too many were asked for')));
		expect(took).toBeLessThan(10_000);
	},
	60_000,
);

test('a silent accounts server ends at the time-out of the node', async () => {
	const { errors, stored, took } = await sendThree({ kind: 'hang' }, { timeout: 2, onError: 'continueErrorOutput' });
	expect(stored).toEqual(['one']);
	expect(errors).toEqual(Array(2).fill(expect.stringContaining('no answer within 2 seconds')));
	expect(took).toBeLessThan(20_000);
}, 60_000);

describe('a redirect to another host', () => {
	let other: Awaited<ReturnType<typeof elsewhere>>;
	beforeAll(async () => void (other = await elsewhere()));
	afterAll(() => other.close());
	beforeEach(() => other.asked.splice(0));

	test.each([302, 307])(
		'%i carries no message and no token there, and is no success',
		async (status) => {
			const { control } = lab.sandbox;
			const chatId = control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!.chatId;
			control.addFault({ kind: 'redirect', status, to: `${other.url}/a?b=c`, times: PERMANENT });
			const cases = [
				{
					resource: 'message',
					operation: 'send',
					target: 'channel',
					channel: locator('name', 'releases'),
					text: 'redirected',
				},
				{
					resource: 'message',
					operation: 'getMany',
					chatId: locator('id', chatId),
					returnAll: false,
					limit: 5,
				},
			];
			for (const parameters of cases) {
				const { status: outcome, error } = await lab.run({ parameters });
				expect([outcome, error?.message]).toEqual(['error', `Cliq's address was redirected to ${other.url}`]);
			}
			expect(other.asked).toEqual([]);
		},
		60_000,
	);

	test('of a download is followed without the token', async () => {
		lab.sandbox.control.addFault({ kind: 'redirect', to: `${other.url}/a?b=c`, operation: 'file.download' });
		const { status } = await lab.run({ parameters: { resource: 'file', operation: 'download', fileId: 'f1' } });
		expect(status).toBe('success');
		expect(other.asked).toEqual([{ method: 'GET', path: '/a?b=c', authorization: undefined, body: '' }]);
	}, 60_000);
});

test('a certificate that nobody signed is named, with what to do', async () => {
	const server = createServer(selfSigned, (_request, response) => response.end('{}'));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	try {
		const credential = await lab.n8n.createCredential(
			'cliqNodesWebhookTokenApi',
			{ dataCenter: 'custom', baseUrl: `https://localhost:${port}`, token: '1001.abc' },
			'Self-signed',
		);
		const parameters = {
			authentication: 'webhookToken',
			resource: 'message',
			operation: 'send',
			target: 'channel',
			channel: locator('name', 'releases'),
			text: 'never',
			options: { maxWait: 0 },
		};
		const { error } = await lab.run({ parameters, credential });
		expect(error?.message).toMatch(/certificate that this machine does not trust/);
		expect(error?.description).toMatch(/^Nothing was sent\..*NODE_EXTRA_CA_CERTS/);
	} finally {
		server.close();
	}
}, 60_000);
