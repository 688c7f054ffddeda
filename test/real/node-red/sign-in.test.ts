import { startSandbox, type FaultRule, type Sandbox } from '../../../sandbox';
import { elsewhere } from '../../cliq/support/elsewhere';
import { Artifacts } from '../artifacts';
import { account, cliq, door, str } from './flows';
import { Runner } from './runner';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-sign-in');
	sandbox = await startSandbox({ thresholds: false });
	runner = await Runner.start();
}, 60_000);

afterEach(() => sandbox.control.clearFaults());

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('journal.json', sandbox.control.journal());
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

const asked = () => sandbox.control.counters()['oauth.token']?.calls ?? 0;
const stored = (text: string) =>
	sandbox.control.messages('#releases').filter((message) => message.text === text).length;

/**
 * Three messages of an account of its own, whose token is dead after the first, while the accounts server misbehaves.
 */
async function sendThree(fault: Partial<FaultRule>, { maxWait = '1', timeout = '30' } = {}) {
	const { control } = sandbox;
	const issued = control.issueTokens();
	artifacts.addSecrets(issued.accessToken, issued.refreshToken, issued.clientSecret);
	const { clientId, clientSecret, refreshToken } = issued;
	await runner.deploy([
		account(sandbox.url, { clientId, clientSecret, refreshToken }, { maxWait, timeout }),
		...door('send'),
		cliq('send', 'message.send.channel', { channel: str('releases') }, 'close'),
	]);
	control.clearJournal();
	const texts = ['one', 'two', 'three'].map((text) => `${text} ${clientId}`);
	const outputs = [await runner.run({ payload: texts[0] })];
	control.expireAccessTokens();
	control.addFault({ kind: 'status', operation: 'oauth.token', ...fault });
	const begun = Date.now();
	for (const text of texts.slice(1)) outputs.push(await runner.run({ payload: text }));
	return {
		errors: outputs.map(({ error }) => error?.message),
		codes: outputs.map(({ error }) => error?.code),
		counts: texts.map(stored),
		took: Date.now() - begun,
	};
}

test.each<[string, Partial<FaultRule>]>([
	['a page with 200', { status: 200 }],
	['nothing with 200', { kind: 'empty' }],
	['a page with 502', { status: 502 }],
	['a reset', { kind: 'reset' }],
])(
	'while the accounts server answers with %s, nothing is reported as sent',
	async (_name, fault) => {
		const { codes, errors, counts } = await sendThree({ ...fault, times: 99 });
		expect([codes, counts]).toEqual([
			[undefined, 'unavailable', 'unavailable'],
			[1, 0, 0],
		]);
		expect(errors[1]).toMatch(/accounts server gave no access token.*Nothing was sent/);
	},
	30_000,
);

test('a hiccup of the accounts server is waited for', async () => {
	const { codes, counts } = await sendThree({ status: 502, times: 2 }, { maxWait: '60' });
	expect([codes, counts, asked()]).toEqual([[undefined, undefined, undefined], [1, 1, 1], 4]);
}, 60_000);

test.each<[FaultRule['language'], number]>([
	['en', 400],
	['de', 400],
	['zh', 200],
])(
	'the token throttle in %s with %i is one clear error within the wait, and asked about once',
	async (language, status) => {
		const { errors, counts, took } = await sendThree(
			{ kind: 'throttle', language, status, times: 99 },
			{ maxWait: '10' },
		);
		expect([counts, asked()]).toEqual([[1, 0, 0], 2]);
		expect(errors.slice(1)).toEqual(Array(2).fill(expect.stringContaining('too many were asked for')));
		expect(took).toBeLessThan(10_000);
	},
	30_000,
);

test('a silent accounts server ends at the time-out of the account', async () => {
	const { errors, counts, took } = await sendThree({ kind: 'hang' }, { timeout: '2' });
	expect(counts).toEqual([1, 0, 0]);
	expect(errors[1]).toContain('no answer within 2 seconds');
	expect(took).toBeLessThan(8_000);
}, 30_000);

test('a redirect carries neither message nor token to another host, and is no success', async () => {
	const other = await elsewhere();
	try {
		for (const status of [302, 307]) {
			sandbox.control.addFault({
				kind: 'redirect',
				status,
				to: `${other.url}/a?b=c`,
				operation: 'message.send.channel',
			});
			const { errors } = await sendThree({});
			expect(errors[0]).toContain(`Cliq's address was redirected to ${other.url}`);
		}
		expect(other.asked).toEqual([]);
	} finally {
		other.close();
	}
}, 30_000);

test('a redirect of a download is followed, without the token', async () => {
	const other = await elsewhere();
	try {
		const { accessToken, ...issued } = sandbox.control.issueTokens();
		artifacts.addSecrets(accessToken, issued.refreshToken, issued.clientSecret);
		await runner.deploy([
			account(sandbox.url, issued),
			...door('load'),
			cliq('load', 'file.download', { fileId: str('f1') }, 'close'),
		]);
		sandbox.control.addFault({ kind: 'redirect', to: `${other.url}/a?b=c`, operation: 'file.download' });
		const { error } = await runner.run({});
		expect(error).toBeUndefined();
		expect(other.asked).toEqual([{ method: 'GET', path: '/a?b=c', authorization: undefined, body: '' }]);
	} finally {
		other.close();
	}
}, 30_000);
