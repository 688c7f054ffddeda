import type { Execution } from '../../../tools/n8n/executions';
import { type Credential, webhookWorkflow } from '../../../tools/n8n/workflow';
import type { Variants } from '../../../sandbox';
import { askParameters } from '../../stories/n8n';
import { all, readings } from '../../stories/readings';
import { BOT, type Asking, type StoryRunner } from '../../stories/runner';
import { stories } from '../../stories/stories';
import { Lab } from './lab';
import { code, TRIGGER, Triggers, type Made } from './triggers';

/**
 * The stories of events and questions under each doubtful reading and under all at once. One by one takes half an hour
 * or more, so that only who sets CLIQ_EACH_READING has it; test/stories has it always, with the code of the nodes in
 * its process.
 */
const eachReading = process.env.CLIQ_EACH_READING === '1';
const telling = Object.entries(stories);

const HANDLERS = ['message_handler', 'mention_handler', 'participation_handler'];

let lab: Lab;
let account: Credential;
let triggers: Triggers;
let hearing: Made | undefined;
/** Of what was heard, oldest first. */
let executions: Execution[];
/** That asks. */
let execution: Execution;

const answering = code(`const item = $input.first();
	const files = await Promise.all(Object.entries(item.binary ?? {}).map(async ([field, { fileName }]) => [fileName, (await this.helpers.getBinaryDataBuffer(0, field)).toString()]));
	return [{ json: { text: 'You said: ' + item.json.message.text, files: Object.fromEntries(files) } }];`);

beforeAll(async () => {
	lab = await Lab.start('n8n-readings');
}, 180_000);

/** A Cliq that nothing is installed in yet, and an account of it. */
async function startAnew(variants: Partial<Variants>): Promise<void> {
	const { control } = lab.sandbox;
	control.reset();
	control.setThresholds(false);
	control.variants(variants);
	account = await lab.connectedAccount({ rateLimit: 'none' });
	triggers = new Triggers(lab, account);
}

afterEach(async () => {
	if (hearing) await lab.n8n.deactivate(hearing.id);
	hearing = undefined;
	for (const type of [...HANDLERS, 'welcome_handler'])
		lab.sandbox.control.setHandler({ bot: BOT, type, script: null });
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
		hearing = await triggers.workflow(
			{
				events: ['message', 'mention', 'channelMessage'],
				answer: 'lastNode',
				additionalFields: { downloadAttachments: true },
			},
			answering,
		);
		await lab.n8n.activate(hearing.id);
	},
	hearAgain: async () => await lab.n8n.activate(hearing!.id),
	stopHearing: async () => {
		await lab.sandbox.control.delivered();
		await lab.n8n.deactivate(hearing!.id);
		hearing = undefined;
	},
	heard: async (count) => {
		executions = (await triggers.runs(hearing!, count)).reverse();
		return executions.map(({ runs }) => runs(TRIGGER)[0]!.outputs[0]![0]!.json);
	},
	files: async () => executions.at(-1)!.runs('Last')[0]!.outputs[0]![0]!.json.files,
	ask: async (asking: Asking) => {
		const parameters = { resource: 'message', operation: 'sendAndWait', ...askParameters(asking) };
		const after = [{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} }];
		const { path, definition } = webhookWorkflow('ask', {
			type: 'n8n-nodes-zoho-cliq.zohoCliq',
			credential: account,
			parameters,
			after,
		});
		Object.assign(definition.nodes[0]!.parameters, { responseMode: 'onReceived', responseData: undefined });
		const made = await lab.n8n.publish(definition, path);
		const before = await lab.n8n.executionIds(made.id);
		await fetch(made.webhook, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ items: [{ build: 42 }] }),
		});
		execution = await lab.n8n.lastExecution(made, before[0]);
		expect([execution.status, execution.error?.message]).toEqual(['waiting', undefined]);
	},
	isWaiting: async () => (await lab.n8n.execution(execution.id)).status === 'waiting',
	outcome: async () => {
		const { status, runs } = await lab.n8n.ended(execution.id);
		expect(status).toBe('success');
		const { json } = runs('After')[0]!.outputs[0]![0]!;
		return json.data ?? json;
	},
};

describe.each([...Object.entries(readings), ['all at once', all] as const])('%s', (_reading, variants) => {
	if (variants !== all && !eachReading) {
		test.skip.each(telling)('%s [needs CLIQ_EACH_READING=1]', () => {});
		return;
	}
	beforeAll(() => startAnew(variants), 30_000);

	test.each(telling)('%s', async (_story, tell) => await tell(n8n), 150_000);
});
