import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Example, finish, readExamples } from '../../../tools/n8n/examples';
import {
	alerts,
	type Day,
	dayAt,
	expectAnswer,
	expectArchive,
	expectReport,
	expectResult,
	longQuestion,
	vote,
} from '../example-posts';
import type { Execution } from '../../../tools/n8n/executions';
import { type ModelRequest, ScriptedModel } from '../../../tools/n8n/model';
import { linksIn, questionIn } from '../../support/links';
import { Lab } from './lab';

/** Of the sandbox; it takes part in the channel of incidents. */
const BOT = 'statusbot';

const examples = readExamples(join(__dirname, '..', '..', '..'));

let lab: Lab;
let model: ScriptedModel;

beforeAll(async () => {
	lab = await Lab.start('n8n-examples');
	model = await ScriptedModel.start(lab.n8n);
}, 180_000);

afterAll(async () => {
	model.stop();
	await lab.end();
}, 60_000);

const inChannel = (name: string) => lab.sandbox.control.messages(`#${name}`);
const chatOf = (channel: string) =>
	lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === channel)!.chatId;

/** @param chat unique name of the channel to choose where one is to be chosen. @param seconds what "wait" shall take */
const finished = (file: string, chat: string, seconds = 3): Example =>
	finish(examples.get(file)!, {
		account: lab.account,
		model: model.account,
		bot: BOT,
		chat: () => chatOf(chat),
		seconds,
	});

/** Runs an example that is started by hand. */
async function run(file: string, trigger: string, chat = 'incidents'): Promise<Execution> {
	return succeeded(await lab.n8n.runDraft(await lab.n8n.createDraft(finished(file, chat)), trigger));
}

/** Activates an example that is started over its webhook. @returns what calls it */
async function serve(file: string): Promise<(body: object) => Promise<Execution>> {
	const example = finished(file, 'incidents');
	const { path } = example.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')!.parameters;
	const workflow = await lab.n8n.publish(example, path);
	return async (body) => succeeded(await lab.n8n.runWith(workflow, body));
}

function succeeded(execution: Execution): Execution {
	const { status, error } = execution;
	expect([status, error?.message, error?.description]).toEqual(['success', undefined, undefined]);
	return execution;
}

/** Until all runs of a workflow have ended or wait for somebody: n8n keeps what they did from then on. */
async function settled(workflow: string): Promise<void> {
	for (const id of await lab.n8n.executionIds(workflow)) await lab.n8n.ended(id);
}

/** Webhook -> a node that fails. */
function brokenWorkflow(path: string, errorWorkflow: string) {
	return {
		name: 'Import *orders*',
		settings: { executionOrder: 'v1', errorWorkflow },
		nodes: [
			{
				id: 'n1',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived' },
				webhookId: path,
			},
			{
				id: 'n2',
				name: 'Read the Shop',
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				position: [220, 0],
				parameters: { errorMessage: 'The shop does not answer' },
			},
		],
		connections: { Webhook: { main: [[{ node: 'Read the Shop', type: 'main', index: 0 }]] } },
	};
}

async function until(isSo: () => boolean, withinMs = 10_000): Promise<void> {
	for (const end = Date.now() + withinMs; !isSo();) {
		if (Date.now() > end) throw new Error(`Not so within ${withinMs} ms`);
		await sleep(50);
	}
}

/** What people have said to a model, of this conversation. */
const saidTo = ({ messages }: ModelRequest) =>
	messages.filter(({ role }) => role === 'user').map(({ content }) => String(content));

const expected: Record<string, () => Promise<void>> = {
	'assistant-with-memory.json': async () => {
		const id = await lab.n8n.createDraft(finished('assistant-with-memory.json', ''));
		await lab.n8n.activate(id);
		const ask = async (place: { bot?: string; chat?: string }, text: string) => {
			const { chatId } = lab.sandbox.control.write({ ...place, text });
			await lab.sandbox.control.delivered();
			return lab.sandbox.control.messages(chatId).at(-1);
		};
		model.answer = () => '**Tuesday** at 10:00 {@all}\n\n| Version | Day |\n| - | - |\n| 2.14 | Tuesday |';
		const answer = await ask({ bot: BOT }, 'When is the next release?');
		expect(answer).toMatchObject({
			text: expect.stringMatching(/^\*Tuesday\* at 10:00/),
			author: { kind: 'bot' },
			content: { slides: [{ type: 'table', data: { headers: ['Version', 'Day'] } }] },
		});
		expect(answer!.text).not.toContain('{@all}');
		model.answer = (request) => `${saidTo(request).length} questions`;
		expect(await ask({ bot: BOT }, 'And the one after?')).toMatchObject({ text: '2 questions' });
		expect(saidTo(model.requests.at(-1)!)).toEqual([
			'Maya Okafor writes: When is the next release?',
			'Maya Okafor writes: And the one after?',
		]);
		// Another chat, another memory.
		expect(await ask({ chat: '#incidents' }, '@Status Bot are you there?')).toMatchObject({
			text: '1 questions',
			author: { kind: 'bot' },
		});
		model.answer = () => {
			throw new Error('wrong key');
		};
		expect(await ask({ bot: BOT }, 'Still there?')).toMatchObject({
			text: 'Sorry, that did not work. Please try again later.',
		});
		await lab.n8n.deactivate(id);
	},
	'agent-follows-up-on-questions.json': async () => {
		const { id: leo } = lab.sandbox.control.state().people[1]!;
		const text = 'Hannah may know: where is the key of the *status page*?';
		const { messageId } = lab.sandbox.control.post({ chat: '#incidents', as: leo, text });
		const turns = [
			[{ tool: 'Read_the_Messages', arguments: {} }],
			[{ tool: 'Find_a_Person', arguments: { Search: 'Hannah' } }],
			[
				{
					tool: 'Write_in_the_Chat',
					arguments: {
						toolParameters: { Text: '**Hannah**, can you help?', Message_ID: messageId },
						hitlParameters: {},
					},
				},
			],
		];
		model.answer = ({ messages }) =>
			turns[messages.filter(({ tool_calls: calls }) => calls).length] ?? 'I am done.';
		for (const [button, posted] of [
			[0, [{ text: '*Hannah*, can you help?', replyTo: { id: messageId } }]],
			[1, []],
		] as const) {
			const [asked, before] = [inChannel('engineering').length, inChannel('incidents').length];
			const id = await lab.n8n.createDraft(finished('agent-follows-up-on-questions.json', 'incidents'));
			const waiting = await lab.n8n.runDraft(id, 'Try It');
			expect([waiting.status, waiting.error?.message]).toEqual(['waiting', undefined]);
			expect(model.received).toEqual([
				expect.stringContaining('where is the key'),
				expect.stringMatching(/Hannah.*@zylker\.example/),
			]);
			expect(inChannel('incidents')).toHaveLength(before);
			const question = inChannel('engineering').slice(asked);
			expect(question).toMatchObject([{ text: expect.stringContaining('can you help?') }]);
			await fetch(linksIn(question[0]!.text)[button]!.address, {
				method: 'POST',
				body: new URLSearchParams({ name: 'Sam Doe' }),
			});
			const { runs } = succeeded(await lab.n8n.ended(waiting.id));
			expect(runs('Look for Open Questions').at(-1)!.outputs[0]![0]!.json).toEqual({ output: 'I am done.' });
			expect(inChannel('incidents').slice(before)).toMatchObject(posted);
			expect(inChannel('incidents')).toHaveLength(before + posted.length);
		}
	},
	'sum-up-a-channels-day.json': async () => {
		const sumUp = async (channel: string, { zone }: Day) => {
			const [before, asked] = [inChannel('releases').length, model.requests.length];
			const example = finished('sum-up-a-channels-day.json', channel);
			const id = await lab.n8n.createDraft({
				...example,
				settings: { executionOrder: 'v1', timezone: zone },
			} as Example);
			succeeded(await lab.n8n.runDraft(id, 'Try It'));
			return {
				posted: inChannel('releases').slice(before),
				asked: model.requests.slice(asked).map((request) => saidTo(request)[0]),
			};
		};
		const [begun, ending] = [dayAt('beginning'), dayAt('end')];
		const today = (channel: string, { midnight }: Day) =>
			inChannel(channel).filter(
				({ time, deleted, text, file }) => time >= midnight && !deleted && (text || file),
			);
		model.answer = () => '- **Checkout** is back {@all}\n- Open: the key, with Hannah';
		lab.sandbox.control.post({ chat: '#incidents', text: 'Checkout is { back }' });
		const whole = today('incidents', ending);
		const { posted, asked } = await sumUp('incidents', ending);
		const people = new Set(whole.map(({ author }) => author.name)).size;
		expect(posted).toMatchObject([
			{
				text: expect.stringMatching(
					new RegExp(`^\\*\\w+day, \\d+ \\w+\\*: ${whole.length} messages by ${people} people\n`),
				),
				content: { slides: [{ type: 'table', title: 'Who wrote', data: { headers: ['Person', 'Messages'] } }] },
			},
		]);
		expect(posted[0]!.text).toContain('*Checkout* is back');
		expect(posted[0]!.text).not.toContain('{@all}');
		expect(
			(posted[0]!.content.slides as any[])[0].data.rows.reduce(
				(sum: number, { Messages: count }: any) => sum + Number(count),
				0,
			),
		).toBe(whole.length);
		expect(asked).toHaveLength(1);
		expect(asked[0]!.split('\n').at(-1)).toMatch(/^23:\d\d Maya Okafor: Checkout is \{ back \}$/);

		// Whoever lives where the day has just begun gets less.
		const morning = today('incidents', begun);
		expect(morning.length).toBeLessThan(whole.length);
		model.answer = () => {
			throw new Error('wrong key');
		};
		expect((await sumUp('incidents', begun)).posted).toMatchObject([
			{
				text: expect.stringMatching(
					new RegExp(`: ${morning.length} messages? by [^]*The model gave no summary\\.$`),
				),
			},
		]);
		const quiet = lab.sandbox.control
			.state()
			.channels.find(
				({ uniqueName, members }) =>
					members.includes(lab.sandbox.control.state().people[0]!.id) &&
					today(uniqueName, begun).length === 0,
			)!.uniqueName;
		expect(await sumUp(quiet, begun)).toEqual({ posted: [], asked: [] });
	},
	'answer-messages-to-a-bot.json': async () => {
		const id = await lab.n8n.createDraft(finished('answer-messages-to-a-bot.json', ''));
		await lab.n8n.activate(id);
		const thread = inChannel('incidents').find((message) => message.thread)!.thread!.id;
		for (const place of [{ bot: BOT }, { chat: '#incidents' }, { chat: thread }]) {
			const { chatId } = lab.sandbox.control.write({ ...place, text: '@Status Bot when is the next release?' });
			await lab.sandbox.control.delivered();
			expect(lab.sandbox.control.messages(chatId).at(-1)).toMatchObject({
				text: expect.stringContaining('Tuesdays and Thursdays'),
				author: { kind: 'bot' },
			});
		}
		const { chatId } = lab.sandbox.control.write({ bot: BOT, text: 'What is the meaning of life?' });
		await lab.sandbox.control.delivered();
		expect(lab.sandbox.control.messages(chatId).at(-1)).toMatchObject({
			text: 'Sorry, Maya Okafor, I do not know that yet.',
			content: { buttons: [{ label: 'Ask a Person' }] },
		});
		await lab.n8n.deactivate(id);
	},
	'alert-from-a-webhook.json': async () => {
		const call = await serve('alert-from-a-webhook.json');
		for (const [alert, message] of alerts) {
			const before = inChannel('incidents').length;
			await call(alert);
			expect(inChannel('incidents').slice(before)).toMatchObject([message]);
		}
		await run('alert-from-a-webhook.json', 'Try It');
		expect(inChannel('incidents').at(-1)).toMatchObject({
			text: '95 % of requests take 2.1 s',
			content: { styles: { background: 'red' } },
		});
	},
	'approve-a-deployment.json': async () => {
		for (const [button, told] of [
			[0, 'checkout 4.2 is being deployed. Approved by Sam Doe.'],
			[1, 'checkout 4.2 is not deployed: somebody declined.'],
		] as const) {
			const before = inChannel('releases').length;
			const id = await lab.n8n.createDraft(finished('approve-a-deployment.json', 'releases'));
			const waiting = await lab.n8n.runDraft(id, 'Start');
			expect([waiting.status, waiting.error?.message]).toEqual(['waiting', undefined]);
			const { text } = inChannel('releases')[before]!;
			expect(questionIn(text)).toBe('*Deploy checkout 4.2?*\n- Faster search\n- New payment page');
			await fetch(linksIn(text)[button]!.address, {
				method: 'POST',
				body: new URLSearchParams({ name: 'Sam Doe' }),
			});
			succeeded(await lab.n8n.ended(waiting.id));
			expect(inChannel('releases').slice(before)).toMatchObject([
				{
					text: expect.stringMatching(
						['✅ \\*Approved\\* \\(Deploy\\) by Sam Doe', '❌ \\*Declined\\* \\(Not Now\\) by Sam Doe'][
							button
						]!,
					),
				},
				{ text: told },
			]);
		}
	},
	'tell-of-failed-workflows.json': async () => {
		const watcher = await lab.n8n.createDraft(finished('tell-of-failed-workflows.json', '', 2));
		await lab.n8n.activate(watcher);
		const path = randomUUID();
		const failing = await lab.n8n.publish(brokenWorkflow(path, watcher), path);
		const fail = () => fetch(failing.webhook, { method: 'POST' });
		const before = inChannel('incidents').length;
		const told = () => inChannel('incidents').slice(before);
		await fail();
		await until(() => told().length === 1, 30_000);
		await settled(watcher);
		expect(told()[0]!.text.replaceAll('\u2060', '')).toMatch(
			/^❌ Import \*orders\* failed \(.+\)\nRead the Shop: The shop does not answer\nhttp.+$/,
		);
		await fail();
		await until(() => told()[0]!.edits.length === 1, 30_000);
		expect(told()).toMatchObject([{ text: expect.stringMatching(/ failed 2 times since .+/) }]);
		await settled(watcher);
		lab.sandbox.control.react({
			chat: '#incidents',
			message: told()[0]!.id,
			as: lab.sandbox.control.state().people[1]!.id,
			emoji: '✅',
		});
		await until(() => told()[0]!.edits.length === 2, 30_000);
		expect(told()[0]!.text).toMatch(/^✅ Import .+ is resolved. It failed 2 times since /);
		await settled(watcher);
		await fail();
		await until(() => told().length === 2, 30_000);
		await lab.n8n.deactivate(failing.id);
		await lab.n8n.deactivate(watcher);
		await run('tell-of-failed-workflows.json', 'Try It', '');
		expect(told().at(-1)!.text).toMatch(/^❌ Import orders failed/);
	},
	'hand-out-a-ticket.json': async () => {
		const example = finished('hand-out-a-ticket.json', '');
		const id = await lab.n8n.createDraft(example);
		await lab.n8n.activate(id);
		const { webhookId } = example.nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger')!;
		for (const [button, channel, told] of [
			[0, 'incidents', '“No access” is with Sam Doe.'],
			[1, 'releases', '“No access”, which Hannah asks for, has nobody yet: it is not for #incidents.'],
		] as const) {
			const [asked, answered] = [inChannel('incidents').length, inChannel(channel).length];
			const form = new FormData();
			for (const [index, value] of ['Hannah', 'No access', 'It says *403*'].entries())
				form.set(`field-${index}`, value);
			expect((await fetch(`${lab.n8n.url}/form/${webhookId}`, { method: 'POST', body: form })).status).toBe(200);
			await until(() => inChannel('incidents').length > asked, 30_000);
			await settled(id);
			const { text } = inChannel('incidents')[asked]!;
			expect(questionIn(text).replaceAll('\u2060', '')).toBe('🎫 Hannah asks: No access\nIt says *403*');
			await fetch(linksIn(text)[button]!.address, {
				method: 'POST',
				body: new URLSearchParams({ name: 'Sam Doe' }),
			});
			await until(
				() => inChannel(channel).some(({ text: said }, index) => index >= answered && said === told),
				30_000,
			);
		}
		await lab.n8n.deactivate(id);
		const waiting = await lab.n8n.runDraft(id, 'Try It');
		expect(waiting.status).toBe('waiting');
	},
	'daily-report.json': async () => {
		const before = inChannel('sales').length;
		await run('daily-report.json', 'Try It');
		expectReport(inChannel('sales').slice(before));
	},
	'poll-by-reactions.json': async () => {
		const before = inChannel('releases').length;
		const running = run('poll-by-reactions.json', 'Start the Poll', 'releases');
		await until(() => inChannel('releases')[before]?.reactions.length === 3);
		const question = inChannel('releases')[before];
		vote(lab.sandbox, '#releases', question!);
		const { runs } = await running;
		expect(runs('Get the Reactions')).toHaveLength(1);
		expectResult(inChannel('releases').slice(before + 1), question!);
	},
	'archive-a-channel.json': async () => {
		lab.sandbox.control.post({ chat: '#incidents', text: 'said "before", twice' });
		const [archived, before] = [inChannel('incidents'), inChannel('releases').length];
		await run('archive-a-channel.json', 'Start');
		await expectArchive(lab.sandbox, inChannel('releases').slice(before), archived);
	},
	'ai-answer-in-markdown.json': async () => {
		const call = await serve('ai-answer-in-markdown.json');
		const { messageId } = lab.sandbox.control.post({ chat: '#engineering', text: 'How is checkout?' });
		const answerTo = async (ask: () => Promise<unknown>) => {
			const before = inChannel('engineering').length;
			await ask();
			return inChannel('engineering').slice(before);
		};
		expectAnswer(await answerTo(() => call({ question: 'How is checkout?', messageId })), messageId, 1);
		expectAnswer(await answerTo(() => call({})), undefined, 1);
		expectAnswer(await answerTo(() => call({ question: longQuestion, messageId })), messageId, 2);
		expectAnswer(await answerTo(() => run('ai-answer-in-markdown.json', 'Try It')), undefined, 1);
	},
	'watch-a-channel.json': async () => {
		const id = await lab.n8n.createDraft(finished('watch-a-channel.json', 'engineering', 5));
		await lab.n8n.activate(id);
		const before = inChannel('incidents').length;
		const [calm, urgent] = ['Lunch is down the road', 'Checkout has an outage!'].map(
			(text) => lab.sandbox.control.post({ chat: '#engineering', text }).messageId,
		);
		await until(() => inChannel('incidents').length > before, 30_000);
		expect(inChannel('incidents').slice(before)).toMatchObject([
			{ text: 'Maya Okafor in a channel: Checkout has an outage!' },
		]);
		const reactionsTo = (messageId: string) =>
			inChannel('engineering')
				.find((message) => message.id === messageId)!
				.reactions.map(({ emoji }) => emoji);
		expect([reactionsTo(calm!), reactionsTo(urgent!)]).toEqual([[], ['👀']]);
		await lab.n8n.deactivate(id);
	},
	'report-an-incident.json': async () => {
		const before = inChannel('incidents').length;
		await run('report-an-incident.json', 'Run');
		expect(inChannel('incidents').slice(before)).toMatchObject([
			{
				text: 'Resolved: checkout answers in 180 ms again. An index was missing.',
				edits: [{ text: 'Checkout answers slowly: 95 % of requests take 2.1 s' }],
				reactions: [{ emoji: '👀' }, { emoji: '✅' }],
			},
		]);
	},
};

test.each([...examples.keys()])('the example %s does what it says', async (file) => {
	await expected[file]!();
});
