import { join } from 'node:path';
import { finish, readExamples } from '../../../tools/n8n/examples';
import type { Execution } from '../../../tools/n8n/executions';
import { UNDER_TEST, type Credential } from '../../../tools/n8n/workflow';
import { expectPayload } from '../../payloads/expected';
import { nothings } from '../../payloads/nothing';
import { inN8n, payloads } from '../../payloads/payloads';
import { Lab } from './lab';

const files = { alert: 'alert-from-a-webhook.json', answer: 'ai-answer-in-markdown.json', report: 'daily-report.json' };
const posting = { alert: 'Post the Alert', answer: 'Post the Answer', report: 'Post the Report' };
const examples = readExamples(join(__dirname, '..', '..', '..'));

let lab: Lab;
let unlimited: Credential;

beforeAll(async () => {
	lab = await Lab.start('n8n-payloads');
	lab.sandbox.control.setThresholds(false);
	unlimited = await lab.connectedAccount({ rateLimit: 'none' });
}, 180_000);

afterAll(() => lab.end(), 60_000);

test.each(Object.entries(payloads))('%s arrives, and nothing of it is lost or wrong', async (name, payload) => {
	const workflow = inN8n(
		payload,
		finish(examples.get(files[payload.example])!, { account: unlimited, bot: 'statusbot', chat: () => '' }),
	);
	const all = () =>
		lab.sandbox.control.state().channels.flatMap(({ chatId }) => lab.sandbox.control.messages(chatId));
	const before = new Set(all().map(({ id }) => id));
	const { status, error, runs } = await run(name, workflow, payload.example);
	expect([status, error?.message, error?.description]).toEqual(['success', undefined, undefined]);
	const { outputs } = runs(posting[payload.example])[0]!;
	const posted = all().filter(({ id }) => !before.has(id));
	// Warnings stand beside what the item has, and make no item less or more.
	expect(outputs[0]).toHaveLength(name === 'alertmanager' ? 2 : 1);
	for (const { json } of outputs[0]!) expect(json).toMatchObject({ success: true, messageId: expect.any(String) });
	expect(outputs[0]!.flatMap(({ json }) => json.messageIds ?? json.messageId)).toEqual(posted.map(({ id }) => id));
	expectPayload(
		name,
		posted,
		outputs[0]!.flatMap(({ json }) => (json.warnings as string[] | undefined) ?? []),
	);
});

async function run(name: string, workflow: any, example: string): Promise<Execution> {
	if (example === 'report') return await lab.n8n.runDraft(await lab.n8n.createDraft(workflow), 'Try It');
	const path = `payload-${name}`;
	for (const node of workflow.nodes)
		if (node.type === 'n8n-nodes-base.webhook') node.parameters = { ...node.parameters, path };
	return await lab.n8n.runWith(await lab.n8n.publish(workflow, path), payloads[name]!.body as object);
}

const toReleases = {
	resource: 'message',
	operation: 'send',
	target: 'channel',
	channel: { __rl: true, mode: 'name', value: 'releases' },
	text: 'Hello',
};
const inReleases = () => lab.sandbox.control.messages('#releases');

test.each(nothings)(
	'an expression that gives nothing is no empty field: $field',
	async ({ n8n: { '/text': text = 'Hello', ...options }, error, warning }) => {
		const before = inReleases().length;
		const { runs } = await lab.run(
			{ parameters: { ...toReleases, text, options }, credential: unlimited, onError: 'continueErrorOutput' },
			[{ secret: 'hunter2' }],
		);
		const [sent = [], failed = []] = runs(UNDER_TEST)[0]!.outputs;
		if (error) {
			expect([sent, inReleases().length]).toEqual([[], before]);
			// n8n adds what came in, since nothing of it is put in its place.
			expect(failed).toMatchObject([
				{
					json: {
						secret: 'hunter2',
						error: expect.stringMatching(error),
						details: { code: 'invalidInput', advice: expect.stringContaining('Check the expression') },
					},
				},
			]);
			return;
		}
		expect(failed).toEqual([]);
		expect(sent).toMatchObject([
			{ json: { success: true, warnings: expect.arrayContaining([expect.stringMatching(warning!)]) } },
		]);
		expect(sent[0]!.json.warnings.join()).toContain('{{ $json.none }}');
		expect(inReleases()).toHaveLength(before + 1);
		expect(JSON.stringify(inReleases().at(-1))).not.toContain('hunter2');
	},
);

test('warnings stand on the item that they are about, and in one hint; each item stays one', async () => {
	const options = { buttons: { form: [{ label: 'Open', url: '={{ $json.url }}' }] } };
	const items = [{ url: 'https://example.com' }, { url: '' }, {}, { url: 'https://example.com' }];
	for (const onError of ['continueErrorOutput', 'continueRegularOutput', 'stopWorkflow'] as const) {
		const { runs } = await lab.run(
			{ parameters: { ...toReleases, options }, credential: unlimited, onError },
			items,
		);
		const { outputs, hints } = runs(UNDER_TEST)[0]!;
		expect(
			outputs[0]!.map(({ json, pairedItem }) => [
				json.success,
				(json.warnings ?? []).length,
				(pairedItem as { item: number }).item,
			]),
		).toEqual([
			[true, 0, 0],
			[true, 1, 1],
			[true, 1, 2],
			[true, 0, 3],
		]);
		expect(outputs[1] ?? []).toEqual([]);
		expect(hints.map(({ message }) => message).filter((message) => /warnings/.test(message))).toEqual([
			expect.stringMatching(/^2 of 4 output items have warnings: Button 1 is left out: "URL" gave nothing/),
		]);
	}
});

test('an item that fails keeps its fields, with what happened and what to do, on the main output as on that of errors', async () => {
	const parameters = { ...toReleases, text: '={{ $json.text }}' };
	const items = [
		{ text: 'one', id: 1 },
		{ id: 2, nested: { a: [1] } },
		{ text: 'three', id: 3 },
	];
	const wanted = {
		id: 2,
		nested: { a: [1] },
		error: expect.stringContaining('"Message" gave nothing ({{ $json.text }})'),
		details: { code: 'invalidInput', parameter: 'text', advice: expect.any(String) },
	};
	const split = await lab.run({ parameters, credential: unlimited, onError: 'continueErrorOutput' }, items);
	expect(split.runs(UNDER_TEST)[0]!.outputs.map((items) => items.map(({ json }) => json))).toMatchObject([
		[{ success: true }, { success: true }],
		[wanted],
	]);
	const one = await lab.run({ parameters, credential: unlimited, onError: 'continueRegularOutput' }, items);
	expect(one.runs(UNDER_TEST)[0]!.outputs[0]!.map(({ json }) => json)).toMatchObject([
		{ success: true },
		wanted,
		{ success: true },
	]);
});

test('a list stays a list of items: reading has no warnings to tell', async () => {
	const { chatId } = lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!;
	const { runs } = await lab.run({
		parameters: {
			resource: 'message',
			operation: 'getMany',
			chatId: { __rl: true, mode: 'id', value: chatId },
			returnAll: false,
			limit: 5,
			options: {},
		},
		credential: unlimited,
	});
	expect(runs(UNDER_TEST)[0]!.outputs[0]).toHaveLength(5);
});
