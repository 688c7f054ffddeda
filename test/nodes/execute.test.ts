import type { IDataObject, IExecuteFunctions, IHttpRequestOptions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';

import { execute } from '../../nodes/ZohoCliq/execute';
import { startSandbox, type Sandbox } from '../../sandbox';

const POST = 'message.send.channel';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

let accounts = 0;

/** What n8n gives a node, as far as this one asks for it. */
function run(texts: string[], { channels = [] as string[], options = {} as IDataObject, continues = false } = {}) {
	const { accessToken } = sandbox.control.issueTokens();
	const cancellation = new AbortController();
	const hints: string[] = [];
	const customData = new Map<string, string>();
	const logged: string[] = [];
	const id = `account ${++accounts}`;
	const parameters = (item: number): IDataObject => ({ resource: 'message', operation: 'send', target: 'channel', authentication: 'oAuth2', channel: channels[item] ?? 'releases', text: texts[item], options });
	const send = async ({ method, url, qs, body, headers }: IHttpRequestOptions) => {
		const address = new URL(url);
		for (const [name, value] of Object.entries(qs ?? {})) if (value !== undefined) address.searchParams.set(name, String(value));
		const init = { method, body: body ? JSON.stringify(body) : undefined, headers: { ...headers, authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' } as Record<string, string>, signal: cancellation.signal };
		const response = await fetch(address, init).catch((error) => {
			throw Object.assign(new Error('Request failed'), { code: error.name === 'AbortError' ? 'ERR_CANCELED' : 'ECONNRESET' });
		});
		return { statusCode: response.status, headers: { 'retry-after': response.headers.get('retry-after') }, body: await response.json() };
	};
	const context = {
		getInputData: () => texts.map((text) => ({ json: { text } })),
		getNodeParameter: (name: string, item: number, otherwise: unknown) => parameters(item)[name] ?? otherwise,
		getExecutionCancelSignal: () => cancellation.signal,
		getExecutionId: () => id,
		getContext: () => ({}),
		evaluateExpression: () => 0,
		getCredentials: async () => ({ dataCenter: 'custom', baseUrl: sandbox.url, rateLimit: 'none' }),
		getNode: () => ({ name: 'Tell (the) team', credentials: { zohoCliqOAuth2Api: { id } } }),
		helpers: { httpRequestWithAuthentication: async (_type: string, request: IHttpRequestOptions) => await send(request) },
		continueOnFail: () => continues,
		addExecutionHints: ({ message }: NodeExecutionHint) => hints.push(message),
		logger: { info: (line: string) => logged.push(line) },
		getWorkflowDataProxy: () => ({ $execution: { customData } }),
	} as unknown as IExecuteFunctions;
	return { result: execute(context), cancel: () => cancellation.abort(), hints, customData, logged };
}

const stored = () => sandbox.control.messages('#releases').map(({ text }) => text).filter((text) => /^m\d$/.test(text));
const calls = () => sandbox.control.counters()[POST]?.calls ?? 0;

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a failure that ends the run says which items were done before it', async () => {
	const { result } = run(['m0', 'm1', 'm2', 'm3'], { channels: ['releases', 'releases', 'no-such-channel'] });
	await expect(result).rejects.toMatchObject({
		message: expect.stringContaining('[Item 2]'),
		description: expect.stringMatching(/Done before this one: items 0 to 1, 2 of 4; those after it were not begun\.$/),
	});
	expect(stored()).toEqual(['m0', 'm1']);
});

test('what a run with "continue" could not wait for is told in a hint', async () => {
	const first = run(['m0']);
	await first.result;
	sandbox.control.lock({ operation: POST });
	const { result, hints } = run(['m1', 'm2'], { options: { maxWait: 0 }, continues: true });
	const output = await result;
	expect(output.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
		[expect.stringContaining('locked'), { item: 0 }],
		[expect.stringContaining('locked'), { item: 1 }],
	]);
	expect(hints).toEqual([expect.stringMatching(/^0 of 2 items done .* 2 items .* were left untouched/)]);
	expect(first.hints).toEqual([]);
});

describe('a run that is cancelled', () => {
	const summary = (output: INodeExecutionData[]) => output.map(({ json }) => (json.sent === true ? 'sent' : 'failed'));

	test('while an item waits for its turn gives what was done, and says so in the record', async () => {
		const end = sandbox.control.subscribe(({ type }) => void (type === 'message.posted' && sandbox.control.lock({ operation: POST })));
		const { result, cancel, customData, logged } = run(['m0', 'm1', 'm2']);
		await until(() => calls() === 2);
		end();
		await new Promise((resolve) => setTimeout(resolve, 50));
		const start = Date.now();
		cancel();
		expect(customData.get('Tell_the_team')).toBe('1 of 3 items done. Item 1 and those after it were not begun.');
		expect(logged).toEqual([expect.stringMatching(/^Execution account \d+ was cancelled at the node "Tell \(the\) team": 1 of 3 items done\./)]);
		expect(summary(await result)).toEqual(['sent', 'failed']);
		expect(Date.now() - start).toBeLessThan(1_000);
		expect(stored()).toEqual(['m0']);
	});

	test('while Cliq works on an item says that this one may be done too', async () => {
		sandbox.control.addFault({ kind: 'hang', when: 'after', operation: POST, from: 2 });
		const { result, cancel, customData } = run(['m0', 'm1', 'm2']);
		await until(() => stored().length === 2);
		cancel();
		expect(customData.get('Tell_the_team')).toMatch(/^1 of 3 items done\. Item 1 was under way and may be done too/);
		const output = await result;
		expect(summary(output)).toEqual(['sent', 'failed']);
		expect(output[1]).toMatchObject({ pairedItem: { item: 1 }, json: { description: expect.stringContaining('Look before you run it again') } });
		expect(stored()).toEqual(['m0', 'm1']);
	});

	test('after the node was done says nothing', async () => {
		const { result, cancel, customData } = run(['m0']);
		await result;
		cancel();
		expect([...customData]).toEqual([]);
	});
});
