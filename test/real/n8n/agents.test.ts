import { randomUUID } from 'node:crypto';
import type { MessageView } from '../../../sandbox/views';
import type { Execution } from '../../../tools/n8n/executions';
import type { Credential } from '../../../tools/n8n/workflow';
import { Lab, locator } from './lab';
import { ScriptedModel } from '../../../tools/n8n/model';

/** The agents that n8n offers: the second runs its tools itself, the third lets n8n run them. */
const VERSIONS = [2.2, 3.1];

/** Of the node that the agent uses as a tool. */
const TOOL = 'Cliq';

let lab: Lab;
let model: ScriptedModel;

beforeAll(async () => {
	lab = await Lab.start('n8n-agents');
	model = await ScriptedModel.start(lab.n8n);
}, 180_000);

afterAll(async () => {
	model.stop();
	await lab.end();
}, 60_000);

interface Conversation {
	execution: Execution;
	/** What the model got for each of its calls. */
	received: any[];
	/** The tool as the model was shown it. */
	tool: { name: string; description: string; parameters: any };
}

/**
 * Webhook -> AI Agent, which has a model and our node as a tool. @param calls what the model calls the tool with, one
 * turn after the other
 */
async function converse(version: number, parameters: object, ...calls: object[]): Promise<Conversation> {
	const path = randomUUID();
	const node = (name: string, type: string, typeVersion: number, own: object, credential?: Credential) => ({
		id: randomUUID(),
		name,
		type,
		typeVersion,
		position: [0, 0],
		parameters: own,
		...(credential && { credentials: { [credential.type]: { id: credential.id, name: credential.name } } }),
	});
	const link = (to: string, kind: string) => ({ [kind]: [[{ node: to, type: kind, index: 0 }]] });
	const workflow = await lab.n8n.publish(
		{
			name: `agent ${version} ${path}`,
			settings: { executionOrder: 'v1' },
			nodes: [
				{
					...node('Webhook', 'n8n-nodes-base.webhook', 2, {
						httpMethod: 'POST',
						path,
						responseMode: 'lastNode',
						responseData: 'allEntries',
					}),
					webhookId: path,
				},
				node('AI Agent', '@n8n/n8n-nodes-langchain.agent', version, {
					promptType: 'define',
					text: 'Do it',
					options: {},
				}),
				node(
					'Model',
					'@n8n/n8n-nodes-langchain.lmChatOpenAi',
					1.2,
					{ model: locator('id', 'scripted'), options: {} },
					model.account,
				),
				node(TOOL, 'n8n-nodes-zoho-cliq.zohoCliqTool', 1, parameters, lab.account),
			],
			connections: {
				Webhook: link('AI Agent', 'main'),
				Model: link('AI Agent', 'ai_languageModel'),
				[TOOL]: link('AI Agent', 'ai_tool'),
			},
		} as { name: string },
		path,
	);
	model.requests.length = 0;
	model.turns = calls.map((call) => [{ tool: TOOL, arguments: call }]);
	const execution = await lab.n8n.runWith(workflow, {});
	const received = model.received;
	console.log(
		`Agent ${version}, ${JSON.stringify(calls).slice(0, 300)}\n  received: ${received.join('\n            ') || `nothing; the run ended with ${execution.status}: ${execution.error?.message}`}`,
	);
	return {
		execution,
		received: received.map((one) => [JSON.parse(one || 'null')].flat()[0]),
		tool: model.requests[0]!.tools![0]!.function as Conversation['tool'],
	};
}

const messages = (channel: string): MessageView[] => lab.sandbox.control.messages(`#${channel}`);
const fromAI = (name: string, type = 'string') => `={{ $fromAI("${name}", "", "${type}") }}`;

/** Sends what the model says to where the model says. */
const send = { target: 'channel', channel: locator('name', fromAI('Channel')), text: fromAI('Message') };

describe.each(VERSIONS)('AI Agent %d', (version) => {
	test('an error reaches the model with the value and the advice, and the agent goes on', async () => {
		const { execution, received } = await converse(
			version,
			send,
			{ Channel: 'nowhere', Message: 'Hello' },
			{ Channel: 'engineering', Message: 'Hello' },
		);
		expect(received).toMatchObject([
			{
				sent: false,
				error: expect.stringContaining('"nowhere"'),
				advice: expect.stringContaining('unique name'),
				code: 'notFound',
			},
			{ success: true, messageId: expect.anything(), chatId: expect.stringMatching(/^CT_/) },
		]);
		expect([execution.status, execution.runs('AI Agent')[0]!.outputs[0]![0]!.json.output]).toEqual([
			'success',
			expect.stringMatching(/^Done: .*"success":true/),
		]);
	}, 60_000);

	test('Markdown is formatted, tables become slides, and nobody is called', async () => {
		await converse(version, send, {
			Channel: 'engineering',
			Message: '**Bold** {@all} [x](zohoid:1) [y]($1)\n\n| a | b |\n| - | - |\n| {@all} | 2 |',
		});
		const { text, content } = messages('engineering').at(-1)!;
		expect(text).toMatch(/^\*Bold\* /);
		expect(JSON.stringify({ text, content })).not.toMatch(/\{@all\}|\]\((?:zohoid:|\$)/);
		expect(content).toMatchObject({ slides: [{ type: 'table' }] });
	}, 60_000);

	test('one call posts five messages at most, and is told so', async () => {
		const before = messages('engineering').length;
		const { received } = await converse(version, send, { Channel: 'engineering', Message: 'word '.repeat(20_000) });
		expect(received).toMatchObject([
			{
				sent: false,
				error: expect.stringMatching(/^This comes to \d+ messages, and one call may post 5$/),
				advice: expect.stringContaining('Nothing was sent'),
			},
		]);
		expect(messages('engineering')).toHaveLength(before);
	}, 60_000);

	test('a file is made of the text that the model writes', async () => {
		const file = {
			resource: 'file',
			operation: 'send',
			target: 'channel',
			channel: locator('name', 'engineering'),
			fileName: fromAI('Name'),
			fileType: fromAI('Type'),
			fileContent: fromAI('Content'),
		};
		const { received, tool } = await converse(version, file, {
			Name: 'report.csv',
			Type: 'text/csv',
			Content: 'a;b\n1;ü',
		});
		expect([received, Object.keys(tool.parameters.properties)]).toEqual([
			[{ success: true, files: ['report.csv'], chatId: expect.stringMatching(/^CT_/) }],
			['Name', 'Type', 'Content'],
		]);
		expect(lab.sandbox.control.files().at(-1)).toMatchObject({ name: 'report.csv', type: 'text/csv', size: 8 });
	}, 60_000);

	test('the model is shown the fields that it fills in, and nothing else', async () => {
		const { tool } = await converse(version, send, { Channel: 'engineering', Message: 'Hi' });
		expect([tool.description, Object.keys(tool.parameters.properties)]).toEqual([
			'Send a message in Zoho Cliq',
			['Channel', 'Message'],
		]);
		const shown = JSON.stringify(tool);
		console.log(`Agent ${version} shows its model ${shown.length} characters of the tool: ${shown}`);
		expect(shown.length).toBeLessThanOrEqual(290);
	}, 60_000);
});
