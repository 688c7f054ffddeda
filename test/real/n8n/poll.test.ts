import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { every } from '../../../tools/n8n/examples';
import type { Item } from '../../../tools/n8n/executions';
import { Lab, locator } from './lab';
import type { Credential } from '../../../tools/n8n/workflow';

const TRIGGER = 'Zoho Cliq Poll Trigger';
const TYPE = 'n8n-nodes-zoho-cliq.zohoCliqPollTrigger';
const CHANNELS = ['releases', 'incidents'];

let lab: Lab;
let unlimited: Credential;

beforeAll(async () => {
	lab = await Lab.start('n8n-poll');
	unlimited = await lab.connectedAccount({ rateLimit: 'none' });
	lab.sandbox.control.setThresholds(false);
}, 180_000);

afterAll(() => lab.end(), 60_000);

const chatOf = (channel: string) =>
	lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === channel)!.chatId;
const write = (text: string, channel = CHANNELS[0]) =>
	lab.sandbox.control.post({ chat: `#${channel}`, text }).messageId;
const conversations = (...chats: unknown[]) => ({ conversation: chats.map((chat) => ({ chat })) });

/** The trigger -> a node that does nothing. */
function draft(parameters: object): Promise<string> {
	return lab.n8n.createDraft({
		name: `poll ${randomUUID()}`,
		settings: { executionOrder: 'v1' },
		connections: { [TRIGGER]: { main: [[{ node: 'Last', type: 'main', index: 0 }]] } },
		nodes: [
			{
				id: randomUUID(),
				name: TRIGGER,
				type: TYPE,
				typeVersion: 1,
				position: [0, 0],
				parameters: { pollTimes: { item: every(5) }, ...parameters },
				credentials: { cliqNodesOAuth2Api: { id: unlimited.id, name: unlimited.name } },
			},
			{
				id: randomUUID(),
				name: 'Last',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
			},
		],
	});
}

/** All items that the trigger emitted, the oldest execution first. */
async function emitted(workflow: string): Promise<Item[]> {
	const ids = await lab.n8n.executionIds(workflow);
	const executions = await Promise.all(ids.reverse().map((id) => lab.n8n.ended(id)));
	return executions.flatMap(({ runs }) => runs(TRIGGER)[0]!.outputs[0]!);
}

const idsOf = (items: Item[]) => items.map(({ json }) => json.message.id.replace(' ', '_'));

/** Waits until there are so many items, and until the next poll for one too many. */
async function items(workflow: string, count: number, seconds = 20): Promise<Item[]> {
	for (const end = Date.now() + seconds * 1000; Date.now() < end && (await emitted(workflow)).length < count;)
		await sleep(500);
	await sleep(6000);
	return emitted(workflow);
}

test('the conversations are picked from one list, row by row', async () => {
	const parameters = { conversations: conversations(locator('list', ''), locator('list', '')) };
	const pick = (property: string) =>
		lab.n8n.searchList({
			type: TYPE,
			property,
			method: 'searchChats',
			credential: unlimited,
			parameters,
			filter: 'releases',
		});
	expect((await pick('conversations.conversation[1].chat')).results).toContainEqual(
		expect.objectContaining({ name: '#Releases', value: chatOf('releases') }),
	);
});

test('a test in the editor shows the newest messages', async () => {
	const ids = ['One', 'Two', 'Three', 'Four'].map((text) => write(text));
	const id = await draft({ conversations: conversations(locator('id', chatOf('releases'))) });
	const { status, runs } = await lab.n8n.runDraft(id, TRIGGER);
	expect(status).toBe('success');
	expect(idsOf(runs(TRIGGER)[0]!.outputs[0]!)).toEqual(ids.slice(1));
});

test('an active workflow emits each new message once, also over a restart of n8n', async () => {
	const someone = lab.sandbox.control
		.state()
		.people.find(({ id, member }) => member && id !== lab.sandbox.control.state().owner)!;
	write('Before');
	const chats = [
		{ ...locator('list', chatOf('releases')), cachedResultName: '#Releases' },
		locator('url', `https://cliq.zoho.com/app/chats/${chatOf('incidents')}`),
	];
	const id = await draft({ conversations: conversations(...chats), ignored: someone.email });
	await lab.n8n.activate(id);
	const written = [write('One'), write('Two', 'incidents')];
	lab.sandbox.control.post({ chat: '#releases', text: 'Ignored', as: someone.id });
	const found = await items(id, 2);
	expect(idsOf(found)).toEqual(written);
	expect(found[0]!.json).toMatchObject({
		kind: 'channelMessage',
		via: 'poll',
		chat: { id: chatOf('releases'), title: '#Releases' },
		message: { text: 'One', attachments: [], mentions: [] },
	});
	// More than a page, and many in a millisecond.
	for (let index = 0; index < 250; index++) {
		written.push(write(`Burst ${index}`));
		if (index % 50 === 0) await sleep(5);
	}
	expect(idsOf(await items(id, 252)).sort()).toEqual([...written].sort());

	const restarted = lab.n8n.restart();
	written.push(write('While n8n is away', 'incidents'));
	await restarted;
	written.push(write('After the restart'));
	// The first minute is left to what the process before has read.
	expect(idsOf(await items(id, 254, 90)).sort()).toEqual([...written].sort());
	await lab.n8n.deactivate(id);
	expect(lab.sandbox.control.counters()['message.getMany']).toMatchObject({ overThreshold: 0, intoLock: 0 });
	for (const name of ['n8n.log', 'n8n-restarted.log'])
		expect(readFileSync(lab.artifacts.path(name), 'utf8')).not.toContain('was not looked into');
}, 240_000);

test('a workflow with a conversation that cannot be read does not become active, and says which', async () => {
	const id = await draft({ conversations: conversations(locator('id', 'CT_1847392056173920481_748291635')) });
	await expect(lab.n8n.activate(id)).rejects.toThrow(/CT_1847392056173920481_748291635: There is no chat/);
});
