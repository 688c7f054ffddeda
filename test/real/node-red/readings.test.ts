import { startSandbox, type Sandbox } from '../../../sandbox';
import { askConfig, fitted } from '../../stories/node-red';
import { all, readings } from '../../stories/readings';
import { BOT, type Asking, type StoryRunner } from '../../stories/runner';
import { stories, until } from '../../stories/stories';
import { Artifacts } from '../artifacts';
import { account, msg } from './flows';
import { Runner, type FlowNode } from './runner';

/** The stories of events and questions under each doubtful reading, one by one and all at once. */

const SECRET = 'a secret of the test';
const HANDLERS = ['message_handler', 'mention_handler', 'participation_handler'];

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;
let connected: FlowNode;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-readings');
	sandbox = await startSandbox({ thresholds: false });
	runner = await Runner.start({ settings: "httpNodeRoot: '/hooks'," });
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

beforeEach(() => {
	sandbox.control.reset();
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	artifacts.addSecrets(clientSecret, refreshToken);
	connected = account(sandbox.url, { clientId, clientSecret, refreshToken }, { rateLimit: 'none' });
});

const keep = (id: string, wires: string[][] = []): FlowNode => ({
	id,
	type: 'function',
	func: `global.set("${id}", [...(global.get("${id}") || []), msg]); return msg;`,
	outputs: 1,
	wires,
});
const kept = async (id: string): Promise<any[]> => {
	const stored = await runner.get(`/context/global/${id}`);
	return JSON.parse(stored.default?.[id]?.msg ?? stored.msg ?? '[]');
};
const forgetting: FlowNode[] = [
	{ id: 'forget', type: 'inject', props: [], wires: [['forgets']] },
	{ id: 'forgets', type: 'function', func: 'global.set("heard", []); global.set("answered", []);' },
];

async function deploy(...nodes: FlowNode[]): Promise<void> {
	await runner.deploy([connected, ...nodes, ...forgetting]);
	await runner.post('/inject/forget', {});
}

const nodeRed: StoryRunner = {
	get sandbox() {
		return sandbox;
	},
	installs: false,
	downloads: false,
	asksAsBot: true,
	soon: 1,
	hear: async () => {
		const hearing = {
			id: 'hear',
			type: 'zoho-cliq-in',
			way: 'webhook',
			path: 'cliq/readings',
			bot: BOT,
			events: [],
			answer: 'reply',
			wait: '10',
			credentials: { secret: SECRET },
			wires: [['heard']],
		};
		const said = {
			id: 'say',
			type: 'function',
			func: 'msg.payload = "You said: " + msg.payload; return msg;',
			outputs: 1,
			wires: [['reply']],
		};
		await deploy(hearing, keep('heard', [['say']]), said, {
			id: 'reply',
			type: 'zoho-cliq-reply',
			account: 'account',
			parameters: { text: msg('payload') },
		});
		for (const handler of HANDLERS) {
			const { script } = await runner.post('/zoho-cliq/forwarder', {
				id: 'hear',
				handler,
				url: `${runner.url}/hooks/cliq/readings`,
				secret: '__PWRD__',
			});
			sandbox.control.setHandler({
				bot: BOT,
				type: handler,
				script: fitted(script, handler, sandbox.control.variants()),
			});
		}
	},
	hearAgain: async () => {},
	stopHearing: async () => {
		await sandbox.control.delivered();
		for (const type of HANDLERS) sandbox.control.setHandler({ bot: BOT, type, script: null });
	},
	heard: async (count) => {
		await until(async () => (await kept('heard')).length >= count);
		return (await kept('heard')).map(({ event }) => event);
	},
	files: async () =>
		Object.fromEntries(
			(await kept('heard')).at(-1).event.message.attachments.map(({ name, id = name }: any) => [name, id]),
		),
	ask: async (asking: Asking) => {
		const asks = {
			id: 'ask',
			type: 'zoho-cliq-ask',
			...askConfig(asking),
			publicUrl: runner.url,
			path: 'cliq/asks',
			wires: [['answered'], ['answered']],
		};
		await deploy(
			{
				id: 'go',
				type: 'inject',
				props: [{ p: 'payload' }],
				payload: asking.text,
				payloadType: 'str',
				wires: [['ask']],
			},
			asks,
			keep('answered'),
		);
		await runner.post('/inject/go', {});
		await until(() => sandbox.control.messages('#releases').some(({ text }) => text.startsWith(asking.text)));
	},
	isWaiting: async () => (await kept('answered')).length === 0,
	outcome: async () => {
		await until(async () => (await kept('answered')).length > 0);
		return (await kept('answered'))[0].payload;
	},
};

describe.each([...Object.entries(readings), ['all at once', all] as const])('%s', (_reading, variants) => {
	beforeEach(() => sandbox.control.variants(variants));

	test.each(Object.entries(stories))('%s', async (_story, tell) => await tell(nodeRed), 60_000);
});
