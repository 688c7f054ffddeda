import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { ZohoCliqTrigger } from '../../../nodes/ZohoCliqTrigger/ZohoCliqTrigger.node';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { fakeN8n } from '../support/n8n';

const BOT = 'statusbot';
const HANDLERS = ['message_handler', 'mention_handler', 'participation_handler'] as const;
const THEIRS = 'response = Map(); response.put("text","Mine"); return response;';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startSandbox({ thresholds: false })));
beforeEach(() => {
	sandbox.control.reset();
	for (const type of HANDLERS) set(type, null);
	sandbox.control.clearJournal();
});
afterAll(() => sandbox.close());

const set = (type: (typeof HANDLERS)[number], script: string | null) =>
	void sandbox.control.setHandler({ bot: BOT, type, script });
const scripts = () =>
	HANDLERS.map(
		(type) =>
			(sandbox.control as any).core.world.bots
				.find(({ uniqueName }: any) => uniqueName === BOT)
				.handlers.get(type)?.script as string | undefined,
	);
const changes = () =>
	sandbox.control.journal().filter(({ method, operation }) => method !== 'GET' && operation?.startsWith('handler.'))
		.length;

/** A node in a workflow of n8n. What it keeps goes through JSON, as over a restart. */
class Node {
	static made = 0;
	readonly path = `node-${++Node.made}/webhook`;
	readonly logged: string[] = [];
	kept: IDataObject = {};
	private readonly n8n;

	constructor(
		private readonly parameters: IDataObject = {},
		credential: IDataObject = {},
	) {
		this.n8n = fakeN8n({ url: sandbox.url, ...sandbox.control.issueTokens(), credential });
	}

	activate = async (more: Context = {}) => await this.run('create', more);
	deactivate = async (more: Context = {}) => await this.run('delete', more);
	/** Whether n8n need not set anything up. */
	isSetUp = async (parameters: IDataObject) => await this.run('checkExists', { parameters });

	private async run(
		method: 'checkExists' | 'create' | 'delete',
		{ isTest = false, base = 'https://n8n.example.com', parameters }: Context,
	): Promise<boolean> {
		const all: IDataObject = {
			setUp: 'install',
			bot: { __rl: true, mode: 'list', value: BOT },
			events: ['message', 'mention', 'channelMessage', 'messageEdited'],
			...this.parameters,
			...parameters,
		};
		const kept = JSON.parse(JSON.stringify(this.kept)) as IDataObject;
		const context = {
			...this.n8n.context,
			logger: { info: (line: string) => this.logged.push(line) },
			getActivationMode: () => (isTest ? 'manual' : 'activate'),
			getNodeParameter: (name: string, fallback: unknown) => all[name] ?? fallback,
			getNodeWebhookUrl: () => base && `${base}/${isTest ? 'webhook-test' : 'webhook'}/${this.path}`,
			getWorkflow: () => ({ id: this.path }),
			getWorkflowStaticData: () => kept,
		} as unknown as IHookFunctions;
		const done = await new ZohoCliqTrigger().webhookMethods.default[method].call(context);
		this.kept = kept;
		return done;
	}
}

interface Context {
	isTest?: boolean;
	base?: string;
	parameters?: IDataObject;
}

test('activating installs a script for each handler, once; activating again changes nothing, and deactivating removes them', async () => {
	const node = new Node();
	expect(await node.activate()).toBe(true);
	const installed = scripts();
	for (const script of installed) expect(script).toContain(`"https://n8n.example.com/webhook/${node.path}"`);
	expect([changes(), node.kept]).toEqual([
		3,
		{
			installed: {
				[`https://n8n.example.com/webhook/${node.path}`]: {
					botId: expect.stringMatching(/^b-/),
					handlers: expect.arrayContaining([...HANDLERS]),
				},
			},
		},
	]);
	await node.activate();
	expect([changes(), scripts()]).toEqual([3, installed]);
	expect(await node.deactivate()).toBe(true);
	expect([scripts(), node.kept]).toEqual([[undefined, undefined, undefined], { installed: {} }]);
	await node.deactivate();
	expect(changes()).toBe(6);
});

test('n8n has the node set up only what the node installs itself', async () => {
	expect([
		await new Node().isSetUp({ setUp: 'install' }),
		await new Node().isSetUp({ setUp: 'paste' }),
		await new Node().isSetUp({ setUp: 'extension' }),
	]).toEqual([false, true, true]);
});

test('Cliq may take a long mention script only for a handler that is there, and may not let go of its own handlers', async () => {
	sandbox.control.variants({ mentionCreate: 'minimal-only', defaultHandlers: 'kept' });
	const node = new Node();
	await node.activate();
	for (const script of scripts()) expect(script).toContain(node.path);
	await node.deactivate();
	expect(scripts()).toEqual([
		expect.stringMatching(/^response = Map\(\);\s*return response;$/),
		undefined,
		undefined,
	]);
	await new Node().activate();
});

test('any other refusal to create a handler is told, and what was done before is undone', async () => {
	set('message_handler', 'response = Map(); return response;');
	const [before] = scripts();
	sandbox.control.addFault({ operation: 'handler.create', kind: 'status', status: 403 });
	const node = new Node();
	await expect(node.activate()).rejects.toThrow();
	expect([scripts(), node.kept]).toEqual([[before, undefined, undefined], {}]);
});

test("with somebody else's script in one handler nothing is changed, and the message says what to do", async () => {
	set('mention_handler', THEIRS);
	const message =
		/^The mention handler of the bot "statusbot" holds a script that this node did not write\. Nothing was changed\. Either remove/;
	await expect(new Node().activate()).rejects.toMatchObject({ message: expect.stringMatching(message) });
	expect([scripts(), changes()]).toEqual([[undefined, THEIRS, undefined], 0]);
});

test('what somebody changed into a script of their own stays when the workflow is deactivated', async () => {
	const node = new Node();
	await node.activate();
	set('mention_handler', THEIRS);
	await node.deactivate();
	expect(scripts()).toEqual([undefined, THEIRS, undefined]);
});

test('two workflows take no handler from each other, unless told so', async () => {
	const [first, second] = [new Node(), new Node()];
	await first.activate();
	await expect(second.activate()).rejects.toThrow(
		/already forwards to another workflow or node\. Nothing was changed\. Unpublish/,
	);
	expect(scripts()[0]).toContain(first.path);
	await second.activate({ parameters: { additionalFields: { replaceForwarders: true } } });
	await first.deactivate();
	for (const script of scripts()) expect(script).toContain(second.path);
});

test('a test has an address of its own, which it leaves alone, and takes nothing from production', async () => {
	const node = new Node();
	await node.activate({ isTest: true });
	expect(scripts()[0]).toContain('/webhook-test/');
	await node.deactivate({ isTest: true });
	await node.activate();
	const production = scripts();
	await expect(node.activate({ isTest: true })).rejects.toThrow(
		/forwards to this workflow in production, and a test would take its events away/,
	);
	await node.deactivate({ isTest: true });
	expect(scripts()).toEqual(production);
});

test('after a move to another address the old one is forgotten, and beside a test the production one is kept', async () => {
	const node = new Node();
	await node.activate({ base: 'https://old.example.com' });
	await node.activate();
	expect(Object.keys(node.kept.installed as object)).toEqual([`https://n8n.example.com/webhook/${node.path}`]);
	for (const type of HANDLERS) set(type, null);
	await node.activate({ isTest: true });
	expect(Object.keys(node.kept.installed as object)).toHaveLength(2);
});

test.each([
	[{ bot: { value: '' } }, /^No bot is chosen\. Choose the bot/],
	[{ bot: { value: ' @nobody ' } }, /^This account sees no bot "nobody"\. Choose a bot from the list/],
])('without a bot the message says so: %j', async (parameters, message) => {
	await expect(new Node(parameters).activate()).rejects.toMatchObject({ message: expect.stringMatching(message) });
	expect(changes()).toBe(0);
});

test('without an address nothing is installed', async () => {
	await expect(new Node().activate({ base: '' })).rejects.toThrow('no webhook address');
	await expect(new Node().deactivate({ base: '' })).rejects.toThrow('no webhook address');
});

test('several times in a minute: what is known of the handlers is not read again and again, and the log says so', async () => {
	const node = new Node({}, { rateLimit: 'documented' });
	sandbox.control.setThresholds(true);
	for (let round = 0; round < 2; round++) {
		await node.activate();
		for (const script of scripts()) expect(script).toContain(node.path);
		await node.deactivate();
		expect(scripts()).toEqual([undefined, undefined, undefined]);
	}
	await node.activate();
	for (const script of scripts()) expect(script).toContain(node.path);
	sandbox.control.setThresholds(false);
	expect(sandbox.control.journal().filter(({ overThreshold, intoLock }) => overThreshold || intoLock)).toEqual([]);
	expect(node.logged).toEqual(
		expect.arrayContaining([
			expect.stringMatching(
				/^"[^"]+": Cliq's limit for reading handlers is used up, so it goes by what the \w+_handler held \d+ seconds ago$/,
			),
		]),
	);
}, 60_000);
