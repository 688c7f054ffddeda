import { setTimeout as sleep } from 'node:timers/promises';
import { all } from '../../stories/readings';
import { BOT, tellStory } from '../people';
import { Lab, locator } from './lab';
import { UNDER_TEST, webhookWorkflow } from '../../../tools/n8n/workflow';

const TRIGGER = 'Zoho Cliq Trigger';

let lab: Lab;
/** The execution that asked last. */
let asked: string;

beforeAll(async () => {
	lab = await Lab.start('n8n-people');
	// All doubtful readings at once; in Node-RED the same people meet what the sandbox plays unless told otherwise.
	lab.sandbox.control.variants(all);
	await lab.n8n.activate(await botWorkflow());
}, 180_000);

afterAll(() => lab.end(), 60_000);

/** Someone speaks to the bot -> `You said: …`. */
async function botWorkflow(): Promise<string> {
	const { id, name } = lab.account;
	return lab.n8n.createDraft({
		name: 'Answer',
		settings: { executionOrder: 'v1' },
		connections: { [TRIGGER]: { main: [[{ node: 'Answer', type: 'main', index: 0 }]] } },
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: 'n8n-nodes-zoho-cliq.zohoCliqTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: 'people',
				parameters: { bot: locator('name', BOT), events: ['message', 'mention'], answer: 'lastNode' },
				credentials: { cliqNodesOAuth2Api: { id, name } },
			},
			{
				id: 'answer',
				name: 'Answer',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				position: [220, 0],
				parameters: {
					jsCode: 'return [{ json: { text: `You said: ${$json.message.text}` } }];',
					mode: 'runOnceForAllItems',
				},
			},
		],
	});
}

async function ask(question: string, approvers?: string): Promise<void> {
	const parameters = {
		resource: 'message',
		operation: 'sendAndWait',
		target: 'channel',
		channel: locator('name', 'incidents'),
		message: question,
		...(approvers && { options: { answerWay: 'cliq', approvers } }),
	};
	const { path, definition } = webhookWorkflow(question, {
		type: 'n8n-nodes-zoho-cliq.zohoCliq',
		credential: lab.account,
		parameters,
	});
	Object.assign(definition.nodes[0]!.parameters, { responseMode: 'onReceived', responseData: undefined });
	const made = await lab.n8n.publish(definition, path);
	await fetch(made.webhook, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ items: [{}] }),
	});
	const execution = await lab.n8n.lastExecution(made);
	expect([execution.status, execution.error?.message]).toEqual(['waiting', undefined]);
	asked = (await lab.n8n.executionIds(made.id))[0]!;
}

async function isWaiting(): Promise<boolean> {
	return (await lab.n8n.execution(asked)).status === 'waiting';
}

async function outcome(): Promise<any> {
	for (let tries = 0; tries < 100 && (await isWaiting()); tries++) await sleep(50);
	const { runs } = await lab.n8n.ended(asked);
	return (runs(UNDER_TEST)[0]!.outputs[0]![0]!.json as any).data;
}

tellStory(() => ({ sandbox: lab.sandbox, ask, outcome, isWaiting }));
