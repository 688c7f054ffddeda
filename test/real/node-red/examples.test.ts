import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { linksIn, questionIn } from '../../support/links';
import { Artifacts } from '../artifacts';
import {
	alerts,
	dayAt,
	expectAnswer,
	expectArchive,
	expectReport,
	expectResult,
	longQuestion,
	vote,
} from '../example-posts';
import { account } from './flows';
import { Runner, until, type FlowNode } from './runner';

const folder = join(__dirname, '..', '..', '..', 'node-red', 'examples');

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-examples');
	// A person runs these in a week, not in a minute: together they take more than one user may.
	sandbox = await startSandbox({ thresholds: false });
	runner = await Runner.start();
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

/** Deploys an example as a person would finish it, its Debug nodes replaced by ones that remember what they got. */
async function finish(file: string): Promise<FlowNode[]> {
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	artifacts.addSecrets(clientSecret, refreshToken);
	const { chatId } = sandbox.control.post({ chat: '#incidents', text: 'said "before", twice' });
	const flow = (JSON.parse(readFileSync(join(folder, file), 'utf8')) as any[])
		.filter(({ type }) => type !== 'tab')
		.map((node) => {
			if (node.type === 'zoho-cliq-account')
				return {
					...account(sandbox.url, { clientId, clientSecret, refreshToken }, { rateLimit: 'none' }),
					id: node.id,
				};
			if (node.type === 'debug')
				return {
					...node,
					type: 'function',
					func: 'global.set("seen", [...(global.get("seen") || []), { at: node.name, payload: msg.payload, cliq: msg.cliq, error: msg.error }]);',
					wires: [[]],
				};
			if (node.type === 'zoho-cliq-ask')
				return { ...node, path: 'cliq/asks-of-the-example', publicUrl: runner.url };
			if (node.type === 'zoho-cliq-in')
				return {
					...node,
					path: 'cliq/of-the-example',
					interval: '1',
					credentials: { secret: 'of the example' },
				};
			if (node.type === 'delay') return { ...node, timeout: '1', timeoutUnits: 'seconds' };
			if (node.parameters?.chatId?.value === '')
				return { ...node, parameters: { ...node.parameters, chatId: { type: 'str', value: chatId } } };
			return node;
		});
	await runner.deploy([
		...flow,
		{ id: 'forget', type: 'inject', props: [], wires: [['forgets']] },
		{ id: 'forgets', type: 'function', func: 'global.set("seen", []);' },
	]);
	await runner.post('/inject/forget', {});
	return flow;
}

async function seen(count: number): Promise<any[]> {
	const read = async () => JSON.parse((await runner.get('/context/global/seen')).msg || '[]') as any[];
	await until(async () => (await read()).length >= count, 5_000);
	return await read();
}

const inChannel = (name: string) => sandbox.control.messages(`#${name}`);

const start = async (flow: FlowNode[], name?: string) =>
	await runner.post(
		`/inject/${flow.find((node) => node.type === 'inject' && (!name || node.name === name))!.id}`,
		{},
	);

const expected: Record<string, (flow: FlowNode[]) => Promise<void>> = {
	'Send to a channel.json': async (flow) => {
		await start(flow);
		expect(await seen(1)).toMatchObject([{ payload: { success: true, messageId: expect.any(String) } }]);
	},
	'Send, react, edit, delete.json': async (flow) => {
		await start(flow);
		expect(await seen(1)).toMatchObject([{ at: 'deleted', cliq: { operation: 'message.delete' } }]);
		expect(sandbox.control.messages('#releases').at(-1)).toMatchObject({
			text: 'Version 1.2 is deployed ✅',
			edits: [{ text: 'Deploying version 1.2 …' }],
			deleted: true,
		});
	},
	'Alert from a webhook.json': async (flow) => {
		const before = inChannel('incidents').length;
		for (const [index, [alert, message]] of alerts.entries()) {
			expect(await runner.post('/cliq-alert', alert)).toEqual({ received: true });
			await seen(index + 1);
			expect(inChannel('incidents').slice(before + index)).toMatchObject([message]);
		}
		await start(flow);
		await seen(alerts.length + 1);
		expect(inChannel('incidents').at(-1)).toMatchObject({
			text: '95 % of requests take 2.1 s',
			content: { styles: { background: 'red' } },
		});
	},
	'Daily report.json': async (flow) => {
		const before = inChannel('sales').length;
		await start(flow);
		await seen(1);
		expectReport(inChannel('sales').slice(before));
	},
	'Poll by reactions.json': async (flow) => {
		const before = inChannel('releases').length;
		await start(flow);
		await until(async () => inChannel('releases')[before]?.reactions.length === 3, 5_000);
		const question = inChannel('releases')[before];
		vote(sandbox, '#releases', question!);
		await seen(1);
		expectResult(inChannel('releases').slice(before + 1), question!);
	},
	'Archive a channel.json': async (flow) => {
		const [archived, before] = [inChannel('incidents'), inChannel('releases').length];
		await start(flow);
		await seen(1);
		await expectArchive(sandbox, inChannel('releases').slice(before), archived);
	},
	'AI answer in Markdown.json': async (flow) => {
		const { messageId } = sandbox.control.post({ chat: '#engineering', text: 'How is checkout?' });
		let asked = 0;
		const answerTo = async (ask: () => Promise<unknown>) => {
			const before = inChannel('engineering').length;
			await ask();
			await seen(++asked);
			return inChannel('engineering').slice(before);
		};
		expectAnswer(
			await answerTo(() => runner.post('/cliq-question', { question: 'How is checkout?', messageId })),
			messageId,
			1,
		);
		expectAnswer(await answerTo(() => start(flow)), undefined, 1);
		expectAnswer(
			await answerTo(() => runner.post('/cliq-question', { question: longQuestion, messageId })),
			messageId,
			2,
		);
	},
	'Answer messages to a bot.json': async (flow) => {
		const { id } = flow.find(({ type }) => type === 'zoho-cliq-in')!;
		const { script } = await runner.post('/zoho-cliq/forwarder', {
			id,
			handler: 'message_handler',
			url: `${runner.url}/cliq/of-the-example`,
			secret: '__PWRD__',
		});
		sandbox.control.setHandler({ bot: 'deploybot', type: 'message_handler', script });
		const ask = async (text: string) => {
			const { chatId } = sandbox.control.write({ bot: 'deploybot', text });
			await sandbox.control.delivered();
			return sandbox.control.messages(chatId).at(-1)!;
		};
		expect(await ask('Status, please')).toMatchObject({
			text: 'Here is the status, Maya Okafor.',
			content: { slides: [{ type: 'table', title: 'Services', data: { headers: ['service', 'state'] } }] },
		});
		expect(await ask('hello')).toMatchObject({ text: 'I understand *status*. You wrote: hello' });
		expect(await seen(2)).toMatchObject([
			{ payload: { success: true, way: 'answer' } },
			{ payload: { success: true, way: 'answer' } },
		]);
	},
	'Answer with an AI.json': async (flow) => {
		const { id } = flow.find(({ type }) => type === 'zoho-cliq-in')!;
		const { script } = await runner.post('/zoho-cliq/forwarder', {
			id,
			handler: 'message_handler',
			url: `${runner.url}/cliq/of-the-example`,
			secret: '__PWRD__',
		});
		await runner.deploy(flow.map((node) => (node.id === id ? { ...node, bot: 'deploybot' } : node)));
		sandbox.control.setHandler({ bot: 'deploybot', type: 'message_handler', script });
		const asked = ['How are the services doing?', 'Please fail'].map((text) =>
			sandbox.control.write({ bot: 'deploybot', text }),
		);
		const { chatId } = asked[0]!;
		const since = () => sandbox.control.messages(chatId).filter(({ id: one }) => one > asked[1]!.messageId);
		await until(async () => since().length === 2, 10_000);
		const placeholders = since();
		expect(placeholders).toMatchObject([
			{ text: 'Working on it…', author: { kind: 'bot' } },
			{ text: 'Working on it…', author: { kind: 'bot' } },
		]);
		// Which of the two is done first, nobody knows.
		const answered = (await seen(2)).map(({ payload }) => [
			payload.success,
			payload.way,
			payload.messageIds?.length,
		]);
		expect(answered).toHaveLength(2);
		expect(answered).toEqual(
			expect.arrayContaining([
				[true, 'edit', 2],
				[true, 'edit', undefined],
			]),
		);
		const said = since();
		expect(said.map(({ text }) => text).sort()).toEqual([
			'*Checkout* is slow since 09:30; the _others_ are fine.',
			'Service, p95',
			'Sorry, that did not work. Please try again later.',
		]);
		expect(
			said
				.filter(({ id: one }) => placeholders.some((placeholder) => placeholder.id === one))
				.map(({ edits }) => edits[0]!.text),
		).toEqual(['Working on it…', 'Working on it…']);
		expect(said.at(-1)).toMatchObject({ text: 'Service, p95', content: { slides: [{ type: 'table' }] } });
	},
	'Ask for approval.json': async (flow) => {
		const decide = async (button: number) => {
			const before = inChannel('releases').length;
			await start(flow);
			await until(async () => inChannel('releases').length > before, 5_000);
			const { text, content } = inChannel('releases').at(-1)!;
			expect(content).toMatchObject({
				slides: [{ type: 'table', title: 'Changes', data: { headers: ['change', 'author'] } }],
			});
			const links = linksIn(text);
			expect(links).toMatchObject([{ label: 'Go live' }, { label: 'Not yet' }]);
			const { address } = links[button]!;
			expect((await fetch(address)).status).toBe(200);
			expect(
				(await fetch(address, { method: 'POST', body: new URLSearchParams({ name: 'Sam Doe' }) })).status,
			).toBe(200);
		};
		await decide(0);
		expect(await seen(1)).toMatchObject([
			{ at: 'Start the release here', payload: { approved: true, responder: { name: 'Sam Doe' }, edited: true } },
		]);
		expect(inChannel('releases').at(-1)!.text).toMatch(
			/^Version \*4\.2\* is ready\. May it go live\?\n\n✅ \*Approved\* \(Go live\) by Sam Doe, /,
		);
		await decide(1);
		expect((await seen(2))[1]).toMatchObject({ at: 'Declined', payload: { approved: false } });
	},
	'Watch a channel.json': async () => {
		const reads = () => sandbox.control.counters()['message.getMany']?.calls ?? 0;
		const [readBefore, before] = [reads(), inChannel('incidents').length];
		await until(async () => reads() > readBefore, 10_000);
		sandbox.control.post({ chat: '#engineering', as: '55744524', text: 'nothing to see here' });
		const { messageId } = sandbox.control.post({
			chat: '#engineering',
			as: '55744524',
			text: 'URGENT: checkout is down',
		});
		await until(async () => inChannel('incidents').length > before, 15_000);
		expect(inChannel('incidents').slice(before)).toMatchObject([
			{
				text: 'URGENT: checkout is down',
				content: { card: { title: expect.stringMatching(/^Urgent, writes \w/) } },
			},
		]);
		expect(inChannel('engineering').find(({ id }) => id === messageId)!.reactions).toMatchObject([{ emoji: '👀' }]);
		expect(await seen(1)).toMatchObject([{ at: 'passed on', cliq: { operation: 'message.send.channel' } }]);
	},
	'Pass on attachments.json': async (flow) => {
		const { id } = flow.find(({ type }) => type === 'zoho-cliq-in')!;
		const { script } = await runner.post('/zoho-cliq/forwarder', {
			id,
			handler: 'message_handler',
			url: `${runner.url}/cliq/of-the-example`,
			secret: '__PWRD__',
		});
		sandbox.control.setHandler({ bot: 'deploybot', type: 'message_handler', script });
		const before = inChannel('releases').length;
		sandbox.control.write({ bot: 'deploybot', text: 'no file' });
		sandbox.control.write({
			bot: 'deploybot',
			text: 'the plan',
			attachments: [{ name: 'plan.txt', text: 'Ship it' }],
		});
		await sandbox.control.delivered();
		expect(await seen(1)).toMatchObject([{ at: 'passed on', payload: { success: true } }]);
		const passed = inChannel('releases').slice(before);
		expect(passed).toMatchObject([{ text: expect.stringMatching(/^From \w/) }, { file: { name: 'plan.txt' } }]);
		expect(await text(sandbox.control.file(passed[1]!.file!.id).open())).toBe('Ship it');
	},
	'Hand out a ticket.json': async (flow) => {
		const decide = async (ticket: object, button: number) => {
			const before = inChannel('incidents').length;
			expect(await runner.post('/cliq-ticket', ticket)).toEqual({ received: true });
			await until(async () => inChannel('incidents').length > before, 5_000);
			const { text } = inChannel('incidents')[before]!;
			const links = linksIn(text);
			expect(links).toMatchObject([{ label: 'I take it' }, { label: 'Not for us' }]);
			expect(
				(
					await fetch(links[button]!.address, {
						method: 'POST',
						body: new URLSearchParams({ name: button === 0 ? 'Sam Doe' : '' }),
					})
				).status,
			).toBe(200);
			return questionIn(text).replaceAll('\u2060', '');
		};
		expect(await decide({ name: 'Hannah', subject: 'No access', details: 'It says *403*' }, 0)).toBe(
			'🎫 Hannah asks: No access\nIt says *403*',
		);
		await seen(1);
		expect(inChannel('incidents').at(-1)).toMatchObject({ text: '“No access” is with Sam Doe.' });
		expect(await decide({}, 1)).toBe('🎫 Somebody asks: No subject');
		await seen(2);
		expect(inChannel('releases').at(-1)).toMatchObject({
			text: '“No subject”, which Somebody asks for, has nobody yet: it is not for #incidents.',
		});
		const asked = inChannel('incidents').length;
		await start(flow);
		await until(async () => inChannel('incidents').length > asked, 5_000);
		expect(inChannel('incidents').at(-1)!.text).toContain('Hannah Weiss asks: No access to the wiki');
	},
	'Tell of failed flows.json': async (flow) => {
		const before = inChannel('incidents').length;
		const told = () => inChannel('incidents').slice(before);
		const text = () => told().map(({ text: said }) => said.replaceAll('\u2060', ''));
		// What fails while it is being told is counted.
		await Promise.all([1, 2, 3].map(() => start(flow, 'Let it fail')));
		await until(async () => told()[0]?.text.includes('failed 3 times') === true, 10_000);
		expect(told()).toHaveLength(1);
		await start(flow, 'Let it fail');
		await until(async () => told()[0]!.text.includes('failed 4 times'), 10_000);
		expect(text()).toEqual([
			expect.stringMatching(/^❌ Read the shop failed 4 times since \d+ \w+ \d{4}.+\nThe shop does not answer$/),
		]);
		const look = async () => await start(flow, 'Every ten minutes');
		await look();
		sandbox.control.react({
			chat: '#incidents',
			message: told()[0]!.id,
			as: sandbox.control.state().people[1]!.id,
			emoji: '✅',
		});
		await look();
		await until(async () => told()[0]!.text.startsWith('✅'), 10_000);
		expect(text()).toEqual([expect.stringMatching(/^✅ Read the shop is resolved\. It failed 4 times since /)]);
		await start(flow, 'Let it fail');
		await until(async () => told().length === 2, 10_000);
		expect(text()[1]).toMatch(/^❌ Read the shop failed \(/);
		// Somebody deletes the message: the failure after the next begins a new one.
		sandbox.control.remove({ chat: '#incidents', message: told()[1]!.id });
		const count = (await seen(1)).length;
		await start(flow, 'Let it fail');
		await seen(count + 1);
		await start(flow, 'Let it fail');
		await until(async () => told().length === 3, 10_000);
		expect(text()[2]).toMatch(/^❌ Read the shop failed \(/);
	},
	"Sum up a channel's day.json": async (flow) => {
		const { chatId } = sandbox.control.post({ chat: '#incidents', text: 'Is *checkout* back?' });
		const sumUp = async (zone: string, chat: string) => {
			const before = inChannel('releases').length;
			const inZone = flow.map((node) =>
				node.name === 'The day'
					? { ...node, func: String(node.func).replace("zone = ''", `zone = '${zone}'`) }
					: node.name === 'Get the messages'
						? {
								...node,
								parameters: { ...(node.parameters as object), chatId: { type: 'str', value: chat } },
							}
						: node,
			);
			await runner.deploy(inZone);
			const reads = () => sandbox.control.counters()['message.getMany']?.calls ?? 0;
			const readBefore = reads();
			await start(flow);
			await until(async () => reads() > readBefore, 5_000);
			await sleep(500);
			return inChannel('releases').slice(before);
		};
		const counts = [];
		for (const end of ['beginning', 'end'] as const) {
			const { zone, midnight } = dayAt(end);
			const written = inChannel('incidents').filter(
				({ time, deleted, text: said, file }) => time >= midnight && !deleted && (said || file),
			);
			const people = new Set(written.map(({ author }) => author.name)).size;
			const posted = await sumUp(zone, chatId);
			expect(posted).toMatchObject([
				{
					text: expect.stringMatching(
						new RegExp(
							`^\\*\\w+day,? \\d+ \\w+\\*: ${written.length} messages? by ${people} (person|people)$`,
						),
					),
					content: {
						slides: [
							{
								type: 'table',
								title: 'Who wrote',
								data: { headers: ['Person', 'Messages', 'Questions'] },
							},
						],
					},
				},
			]);
			const { rows } = (posted[0]!.content.slides as any[])[0].data;
			expect(rows.reduce((sum: number, { Messages: count }: any) => sum + Number(count), 0)).toBe(written.length);
			expect(rows.find(({ Person }: any) => Person === 'Maya Okafor').Questions).not.toBe('0');
			counts.push(written.length);
		}
		expect(counts[0]).toBeLessThan(counts[1]!);
		const { zone, midnight } = dayAt('beginning');
		const {
			people: [owner],
			channels,
		} = sandbox.control.state();
		const quiet = channels.find(
			({ uniqueName, members }) =>
				members.includes(owner!.id) && inChannel(uniqueName).every(({ time }) => time < midnight),
		)!;
		expect(await sumUp(zone, quiet.chatId)).toEqual([]);
	},
	'Handle errors.json': async (flow) => {
		await start(flow, 'Too long');
		expect(await seen(1)).toMatchObject([{ at: 'Read msg.error.message', error: { code: 'invalidInput' } }]);
		// Neither an answer nor a way to look for the message: that is what nobody can know.
		sandbox.control.addFault({ operation: 'message.send.channel', kind: 'reset', when: 'after' });
		sandbox.control.addFault({ operation: 'channel.get', kind: 'status', status: 503, times: 3 });
		await start(flow, 'Say hello');
		expect((await seen(2))[1]).toMatchObject({
			at: 'Look into the channel before sending it again',
			error: { code: 'outcomeUnknown' },
		});
	},
};

test.each(readdirSync(folder))('the example "%s" does what it says', async (file) => {
	await expected[file]!(await finish(file));
});
