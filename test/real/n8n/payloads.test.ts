import { join } from 'node:path';
import { finish, readExamples } from '../../../tools/n8n/examples';
import type { Execution } from '../../../tools/n8n/executions';
import type { Credential } from '../../../tools/n8n/workflow';
import { expectPayload } from '../../payloads/expected';
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
	const workflow = inN8n(payload, finish(examples.get(files[payload.example])!, { account: unlimited, bot: 'statusbot', chat: () => '' }));
	const all = () => lab.sandbox.control.state().channels.flatMap(({ chatId }) => lab.sandbox.control.messages(chatId));
	const before = new Set(all().map(({ id }) => id));
	const { status, error, runs } = await run(name, workflow, payload.example);
	expect([status, error?.message, error?.description]).toEqual(['success', undefined, undefined]);
	const [{ outputs }] = runs(posting[payload.example]);
	const posted = all().filter(({ id }) => !before.has(id));
	// Warnings stand beside what the item has, and make no item less or more.
	expect(outputs[0]).toHaveLength(name === 'alertmanager' ? 2 : 1);
	for (const { json } of outputs[0]) expect(json).toMatchObject({ success: true, messageId: expect.any(String) });
	expect(outputs[0].flatMap(({ json }) => json.messageIds ?? json.messageId)).toEqual(posted.map(({ id }) => id));
	expectPayload(name, posted, outputs[0].flatMap(({ json }) => (json.warnings as string[] | undefined) ?? []));
});

async function run(name: string, workflow: any, example: string): Promise<Execution> {
	if (example === 'report') return await lab.n8n.runDraft(await lab.n8n.createDraft(workflow), 'Try It');
	const path = `payload-${name}`;
	for (const node of workflow.nodes) if (node.type === 'n8n-nodes-base.webhook') node.parameters = { ...node.parameters, path };
	return await lab.n8n.runWith(await lab.n8n.publish(workflow, path), payloads[name].body as object);
}
