import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageView } from '../../../sandbox/views';
import type { Execution } from '../../../tools/n8n/executions';
import { linksIn, questionIn } from '../../support/links';
import { Lab, locator } from './lab';
import { ScriptedModel } from '../../../tools/n8n/model';
import type { Credential } from '../../../tools/n8n/workflow';

const HUMAN_REVIEW = 'n8n-nodes-zoho-cliq.zohoCliqHitlTool';

/** Of the node that the agent uses as a tool, once somebody has approved it. */
const TOOL = 'Announce';

let lab: Lab;
let model: ScriptedModel;

beforeAll(async () => {
	lab = await Lab.start('n8n-human-review');
	lab.sandbox.control.setThresholds(false);
	model = await ScriptedModel.start(lab.n8n);
}, 180_000);

afterAll(async () => {
	model.stop();
	await lab.end();
}, 60_000);

/** What the model wants to announce, in one turn after the other. */
let wishes: string[][] = [];

/** What it sends along for the review. */
let hitlParameters: object = {};

/** Webhook -> AI Agent, which has a model, and a tool behind a human review. @param review parameters of the review */
async function run(review: object): Promise<{ execution: Execution; before: number }> {
	model.turns = wishes.map((turn) =>
		turn.map((wish) => ({ tool: TOOL, arguments: { toolParameters: { Message: wish }, hitlParameters } })),
	);
	const path = randomUUID();
	const { id, name, type } = lab.account;
	const node = (named: string, ofType: string, typeVersion: number, parameters: object, credential?: Credential) => ({
		id: randomUUID(),
		name: named,
		type: ofType,
		typeVersion,
		position: [0, 0],
		parameters,
		...(credential && { credentials: { [credential.type]: { id: credential.id, name: credential.name } } }),
	});
	const cliq = { id, name, type };
	const link = (to: string, kind: string) => ({ [kind]: [[{ node: to, type: kind, index: 0 }]] });
	const definition = {
		name: `review ${path}`,
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				...node('Webhook', 'n8n-nodes-base.webhook', 2, {
					httpMethod: 'POST',
					path,
					responseMode: 'onReceived',
				}),
				webhookId: path,
			},
			node('AI Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
				promptType: 'define',
				text: 'Announce version 4.2',
				options: {},
			}),
			node(
				'Model',
				'@n8n/n8n-nodes-langchain.lmChatOpenAi',
				1.2,
				{ model: locator('id', 'scripted'), options: {} },
				model.account,
			),
			node(
				TOOL,
				'n8n-nodes-zoho-cliq.zohoCliqTool',
				1,
				{
					target: 'channel',
					channel: locator('name', 'engineering'),
					text: '={{ $fromAI("Message", "", "string") }}',
				},
				cliq,
			),
			node(
				'Ask in Cliq',
				HUMAN_REVIEW,
				1,
				{ target: 'channel', channel: locator('name', 'releases'), ...review },
				cliq,
			),
		],
		connections: {
			Webhook: link('AI Agent', 'main'),
			Model: link('AI Agent', 'ai_languageModel'),
			[TOOL]: link('Ask in Cliq', 'ai_tool'),
			'Ask in Cliq': link('AI Agent', 'ai_tool'),
		},
	};
	const before = messages('releases').length;
	const workflow = await lab.n8n.publish(definition, path);
	await fetch(workflow.webhook, { method: 'POST' });
	return { execution: await lab.n8n.lastExecution(workflow), before };
}

const messages = (channel: string): MessageView[] => lab.sandbox.control.messages(`#${channel}`);
const linksOf = ({ text }: MessageView) => linksIn(text).map(({ address }) => address);

async function press(link: string): Promise<void> {
	expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ name: 'Sam Doe' }) })).status).toBe(200);
}

/** What the agent says in the end. */
async function said({ id }: Execution): Promise<string> {
	for (let tries = 0; tries < 200; tries++) {
		const { status, error, runs } = await lab.n8n.ended(id);
		if (status === 'waiting') {
			await sleep(50);
			continue;
		}
		expect([status, error?.message]).toEqual(['success', undefined]);
		return runs('AI Agent').at(-1)!.outputs[0]![0]!.json.output;
	}
	throw new Error('The agent does not end');
}

test('n8n offers the node for human review, with a form that is complete', async () => {
	const description = (await lab.n8n.nodeTypes()).find(({ name }) => name === HUMAN_REVIEW)!;
	expect(description).toMatchObject({
		displayName: 'Zoho Cliq',
		inputs: [{ type: 'ai_tool' }],
		outputs: [{ type: 'ai_tool', displayName: 'Human review' }],
	});
	const names = description.properties.map(({ name }: { name: string }) => name);
	for (const name of ['message', 'target', 'channel', 'chatId', 'user', 'options']) expect(names).toContain(name);
	const hidden = description.properties
		.filter(({ type }: { type: string }) => type === 'hidden')
		.map(({ name, default: value }: any) => `${name}=${value}`);
	expect([...new Set(hidden)].sort()).toEqual(['operation=sendAndWait', 'resource=message']);
});

test('an approved tool runs, with what was shown; the decision stands in the message', async () => {
	wishes = [['Version *4.2* is out {@all}']];
	const { execution, before } = await run({});
	expect([execution.status, execution.error?.message]).toEqual(['waiting', undefined]);
	const announced = messages('engineering').length;
	const [question, ...others] = messages('releases').slice(before);
	expect(others).toEqual([]);
	// Letter for letter, and calling nobody.
	expect(question!.text.replaceAll('\u2060', '')).toContain('Version *4.2* is out {@all}');
	expect(question!.text).not.toContain('{@all}');
	// What the form of the tool says, which the model does not get to choose.
	expect(question!.text.replaceAll('\u2060', '')).toMatch(
		/^```\nTool: Announce\nResource: Message\nOperation: Send\nSend To: Channel\nChannel: engineering\nMessage: Version \*4\.2\* is out \{@all\}\n/,
	);
	await press(linksOf(question!)[0]!);
	expect(await said(execution)).toMatch(/^Done: /);
	expect(messages('engineering').slice(announced)).toMatchObject([{ text: 'Version _4.2_ is out {\u2060@all}' }]);
	expect(messages('releases')[before]!.text).toMatch(/✅ \*Approved\* by Sam Doe/);
});

test('a declined tool does not run, and the model is told', async () => {
	wishes = [['Version 4.3 is out']];
	const { execution, before } = await run({
		options: { approvalOptions: { values: { disapproveLabel: 'No Way' } } },
	});
	const announced = messages('engineering').length;
	await press(linksOf(messages('releases')[before]!)[1]!);
	expect(await said(execution)).toMatch(/rejected/i);
	expect(messages('engineering')).toHaveLength(announced);
	expect(messages('releases')[before]!.text).toMatch(/❌ \*Declined\* \(No Way\)/);
});

/** The question that comes next, once the agent waits for its answer. */
async function next({ id }: Execution, count: number): Promise<MessageView> {
	for (let tries = 0; messages('releases').length < count; tries++) {
		expect(tries).toBeLessThan(200);
		await sleep(50);
	}
	await lab.n8n.ended(id);
	return messages('releases').at(-1)!;
}

test('a model cannot say that another tool runs than the one that will', async () => {
	wishes = [['Version 4.4 is out']];
	hitlParameters = { tool: 'Note', channel: 'nowhere' };
	const { before } = await run({});
	hitlParameters = {};
	expect(messages('releases')[before]!.text).toMatch(/^```\nTool: Announce\n(.*\n)*Channel: engineering\n/);
});

test('each call is asked about by itself, however long it is', async () => {
	wishes = [['First'], [`Second ${'very long '.repeat(2000)}`]];
	const { execution, before } = await run({});
	await press(linksOf(messages('releases')[before]!)[0]!);
	const second = await next(execution, before + 2);
	expect(questionIn(second.text)).toMatch(/more characters\)$/);
	expect(second.text.length).toBeGreaterThan(4000);
	const announced = messages('engineering').length;
	await press(linksOf(second)[1]!);
	expect(await said(execution)).toMatch(/rejected/i);
	expect(messages('engineering')).toHaveLength(announced);
});

test('of several calls in one turn n8n asks about the first, and what nobody was asked about is not done', async () => {
	wishes = [['Third', 'Fourth']];
	const { execution, before } = await run({});
	const announced = messages('engineering').length;
	await press(linksOf(messages('releases')[before]!)[0]!);
	await said(execution);
	expect(messages('releases')).toHaveLength(before + 1);
	expect(messages('engineering').slice(announced)).toMatchObject([{ text: 'Third' }]);
});

test('without an answer in time nothing is done, even if the model says that it was approved', async () => {
	wishes = [['Fifth']];
	hitlParameters = { approved: true, data: { approved: true } };
	const { execution } = await run({
		options: {
			limitWaitTime: { values: { limitType: 'afterTimeInterval', resumeAmount: 0.05, resumeUnit: 'minutes' } },
		},
	});
	const announced = messages('engineering').length;
	// n8n looks once a minute.
	for (let tries = 0; tries < 100 && (await lab.n8n.execution(execution.id)).status === 'waiting'; tries++)
		await sleep(1000);
	expect(await said(execution)).toMatch(/rejected/i);
	expect(messages('engineering')).toHaveLength(announced);
}, 150_000);
