import type { Execution } from '../../../tools/n8n/executions';
import { type Credential, webhookWorkflow } from '../../../tools/n8n/workflow';
import { askParameters } from '../../stories/n8n';
import { all } from '../../stories/readings';
import { BOT, type Asking, type StoryRunner } from '../../stories/runner';
import { stories } from '../../stories/stories';
import { Lab } from './lab';
import { code, TRIGGER, Triggers, type Made } from './triggers';

/** The stories of events and questions under all doubtful readings at once; one by one: test/stories. */

const HANDLERS = ['message_handler', 'mention_handler', 'participation_handler'];

let lab: Lab;
let account: Credential;
let triggers: Triggers;
let hearing: Made | undefined;
let execution: Execution;

beforeAll(async () => {
	lab = await Lab.start('n8n-readings');
	account = await lab.connectedAccount({ rateLimit: 'none' });
	triggers = new Triggers(lab, account);
	lab.sandbox.control.setThresholds(false);
	lab.sandbox.control.variants(all);
}, 180_000);

afterEach(async () => {
	if (hearing) await lab.n8n.deactivate(hearing.id);
	hearing = undefined;
	for (const type of [...HANDLERS, 'welcome_handler']) lab.sandbox.control.setHandler({ bot: BOT, type, script: null });
});

afterAll(() => lab.end(), 60_000);

const n8n: StoryRunner = {
	get sandbox() {
		return lab.sandbox;
	},
	installs: true,
	downloads: true,
	asksAsBot: false,
	soon: 3,
	hear: async () => {
		const answering = code('return [{ json: { text: `You said: ${$input.first().json.message.text}` } }];');
		hearing = await triggers.workflow({ events: ['message', 'mention', 'channelMessage'], answer: 'lastNode', additionalFields: { downloadAttachments: true } }, answering);
		await lab.n8n.activate(hearing.id);
	},
	hearAgain: async () => await lab.n8n.activate(hearing!.id),
	stopHearing: async () => {
		await lab.sandbox.control.delivered();
		await lab.n8n.deactivate(hearing!.id);
		hearing = undefined;
	},
	heard: async (count) => {
		const runs = await triggers.runs(hearing!, count);
		return runs.reverse().map(({ runs: of }) => of(TRIGGER)[0].outputs[0][0].json);
	},
	// n8n keeps the bytes to itself; with few variables there are none.
	files: async () => ({}),
	ask: async (asking: Asking) => {
		const parameters = { resource: 'message', operation: 'sendAndWait', ...askParameters(asking) };
		const after = [{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];
		const { path, definition } = webhookWorkflow('ask', { type: 'n8n-nodes-zoho-cliq.zohoCliq', credential: account, parameters, after });
		Object.assign(definition.nodes[0].parameters, { responseMode: 'onReceived', responseData: undefined });
		const made = await lab.n8n.publish(definition, path);
		const before = await lab.n8n.executionIds(made.id);
		await fetch(made.webhook, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ items: [{ build: 42 }] }) });
		execution = await lab.n8n.lastExecution(made, before[0]);
		expect([execution.status, execution.error?.message]).toEqual(['waiting', undefined]);
	},
	isWaiting: async () => (await lab.n8n.execution(execution.id)).status === 'waiting',
	outcome: async () => {
		const { status, runs } = await lab.n8n.ended(execution.id);
		expect(status).toBe('success');
		const [{ json }] = runs('After')[0].outputs[0];
		return json.data ?? json;
	},
};

test.each(Object.entries(stories))('%s', async (_story, tell) => await tell(n8n), 150_000);
