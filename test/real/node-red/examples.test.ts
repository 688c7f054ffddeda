import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { account } from './flows';
import { Runner, until, type FlowNode } from './runner';

const folder = join(__dirname, '..', '..', '..', 'node-red', 'examples');

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-examples');
	sandbox = await startSandbox();
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
			if (node.type === 'zoho-cliq-account') return { ...account(sandbox.url, { clientId, clientSecret, refreshToken }), id: node.id };
			if (node.type === 'debug') return { ...node, type: 'function', func: 'global.set("seen", [...(global.get("seen") || []), { at: node.name, payload: msg.payload, cliq: msg.cliq, error: msg.error }]);', wires: [[]] };
			if (node.type === 'delay') return { ...node, timeout: '1', timeoutUnits: 'seconds' };
			if (node.parameters?.chatId?.value === '') return { ...node, parameters: { ...node.parameters, chatId: { type: 'str', value: chatId } } };
			return node;
		});
	await runner.deploy([...flow, { id: 'forget', type: 'inject', props: [], wires: [['forgets']] }, { id: 'forgets', type: 'function', func: 'global.set("seen", []);' }]);
	await runner.post('/inject/forget', {});
	return flow;
}

async function seen(count: number): Promise<any[]> {
	const read = async () => JSON.parse((await runner.get('/context/global/seen')).msg || '[]') as any[];
	await until(async () => (await read()).length >= count, 5_000);
	return await read();
}

const inChannel = (name: string) => sandbox.control.messages(`#${name}`);

const start = async (flow: FlowNode[], name?: string) => await runner.post(`/inject/${flow.find((node) => node.type === 'inject' && (!name || node.name === name))!.id}`, {});

const expected: Record<string, (flow: FlowNode[]) => Promise<void>> = {
	'Send to a channel.json': async (flow) => {
		await start(flow);
		expect(await seen(1)).toMatchObject([{ payload: { sent: true, messageId: expect.any(String) } }]);
	},
	'Send, react, edit, delete.json': async (flow) => {
		await start(flow);
		expect(await seen(1)).toMatchObject([{ at: 'deleted', cliq: { operation: 'message.delete' } }]);
		expect(sandbox.control.messages('#releases').at(-1)).toMatchObject({ text: 'Version 1.2 is deployed ✅', edits: [{ text: 'Deploying version 1.2 …' }], deleted: true });
	},
	'Alert from a webhook.json': async () => {
		const post = async (alert: object, count: number) => {
			expect(await runner.post('/cliq-alert', alert)).toEqual({ received: true });
			await seen(count);
			return inChannel('incidents').at(-1)!;
		};
		const url = 'https://example.com/d/checkout';
		expect(await post({ severity: 'Critical', service: 'checkout', message: '*p95* is 2.1 s', url }, 1)).toMatchObject({
			// Letter for letter: the asterisks stand between word joiners.
			text: '*p95*'.replaceAll('*', '\u2060*\u2060') + ' is 2.1 s',
			content: {
				card: { theme: 'modern-inline', title: 'CRITICAL: checkout', sections: [{ fields: [{ value: 'critical' }, { value: 'checkout' }, { title: 'Received' }] }] },
				styles: { background: 'red', highlight: true },
				buttons: [{ label: 'Open dashboard', action: { type: 'open.url', data: { web: url } } }, { label: 'Acknowledge', type: '+', action: { type: 'copy', data: { text: 'I am on it: checkout' } } }],
			},
		});
		expect(await post({ severity: 'warning' }, 2)).toMatchObject({ text: 'No details were given', content: { card: { title: 'WARNING: Unknown service' }, styles: { background: 'yellow' } } });
		expect(await post({ severity: 'resolved' }, 3)).toMatchObject({ content: { styles: { background: 'green' } } });
		expect(await post({}, 4)).toMatchObject({ content: { card: { title: 'UNKNOWN: Unknown service' }, styles: { background: 'grey' }, buttons: [{ action: { data: { web: 'https://example.com/dashboards' } } }, {}] } });
	},
	'Daily report.json': async (flow) => {
		const before = inChannel('sales').length;
		await start(flow);
		await seen(1);
		const [report, ...others] = inChannel('sales').slice(before);
		expect(others).toEqual([]);
		expect(report.text).toMatch(/^\*Sales of \d+ \w+\*: 7 regions, led by North America$/);
		const [labels, table, pie, bars] = report.content.slides as any[];
		expect(labels).toMatchObject({ type: 'label', data: [{ Orders: '1,485' }, { Revenue: '64,050 EUR' }] });
		expect(table).toMatchObject({ type: 'table', data: { headers: ['Region', 'Orders', 'Revenue'] } });
		expect(table.data.rows).toHaveLength(7);
		expect(table.data.rows[0]).toEqual({ Region: 'North America', Orders: 388, Revenue: 21475 });
		expect(pie).toMatchObject({ type: 'percentage_chart', styles: { preview: 'pie' } });
		expect(pie.data.map(({ label }: { label: string }) => label)).toEqual(['North America', 'Central Europe', 'India', 'Iberia', 'Others']);
		expect(bars).toMatchObject({ type: 'graph', styles: { preview: 'vertical_bar' }, data: [{ category: 'Orders' }] });
		expect(bars.data[0].values).toHaveLength(7);
	},
	'Poll by reactions.json': async (flow) => {
		const before = inChannel('releases').length;
		await start(flow);
		await until(async () => inChannel('releases')[before]?.reactions.length === 3, 5_000);
		const question = inChannel('releases')[before];
		expect(question.reactions.map(({ emoji }) => emoji)).toEqual(['👍', '👎', '🤔']);
		const [leo, priya, hannah] = sandbox.control.state().people.slice(1);
		for (const [{ id }, emoji] of [[leo, '👎'], [priya, '👎'], [hannah, '🤔'], [hannah, '🎉']] as const) sandbox.control.react({ chat: '#releases', message: question.id, as: id, emoji });
		await seen(1);
		expect(inChannel('releases').slice(before + 1)).toMatchObject([{
			text: '*Do we ship 2.4 on Thursday?* 3 votes\n👎 No: █████████████ 2 (67 %)\n🤔 Let us talk first: ███████ 1 (33 %)\n👍 Yes:  0 (0 %)',
			replyTo: { id: question.id },
		}]);
	},
	'Archive a channel.json': async (flow) => {
		const archived = inChannel('incidents');
		await start(flow);
		await seen(1);
		const [note, message] = inChannel('releases').slice(-2);
		expect(note.text).toMatch(new RegExp(`^${archived.length} messages, archived on \\d+ \\w+ \\d{4}$`));
		expect(message.file).toMatchObject({ name: expect.stringMatching(/^messages-\d{4}-\d\d-\d\d\.csv$/) });
		const lines = (await text(sandbox.control.file(message.file!.id).open())).trim().split(/\r?\n/);
		expect(lines[0]).toBe('Sent at,Sender,Text,File');
		expect(lines).toHaveLength(1 + archived.length);
		expect(lines.at(-1)).toMatch(/^"?20\d\d-[^,]*,Maya Okafor,"said ""before"", twice",/);
	},
	'AI answer in Markdown.json': async (flow) => {
		const { messageId } = sandbox.control.post({ chat: '#engineering', text: 'How is checkout?' });
		expect(await runner.post('/cliq-question', { question: 'How is checkout?', messageId })).toEqual({ received: true });
		await seen(1);
		const answer = inChannel('engineering').at(-1)!;
		expect(answer).toMatchObject({ replyTo: { id: messageId }, content: { slides: [{ type: 'table', data: { headers: ['Service', 'p95', 'Since'], rows: { length: 3 } } }] } });
		expect(answer.text).toContain('*Checkout* is slow since 09:30; the _others_ are fine.');
		expect(answer.text).toContain('```');
		const before = inChannel('engineering').length;
		await start(flow);
		await seen(2);
		expect(inChannel('engineering').slice(before).map(({ replyTo }) => replyTo)).toEqual([undefined]);
		// The stand-in repeats the question, so that a long one has a long answer.
		await runner.post('/cliq-question', { question: 'Why is that so? '.repeat(400), messageId });
		await seen(3);
		const [first, last, ...others] = inChannel('engineering').slice(before + 1);
		expect(others).toEqual([]);
		expect([first.replyTo?.id, last.replyTo, first.content.slides, last.content.slides?.length]).toEqual([messageId, undefined, undefined, 1]);
	},
	'Handle errors.json': async (flow) => {
		await start(flow, 'Too long');
		expect(await seen(1)).toMatchObject([{ at: 'Read msg.error.message', error: { code: 'invalidInput' } }]);
		// Neither an answer nor a way to look for the message: that is what nobody can know.
		sandbox.control.addFault({ operation: 'message.send.channel', kind: 'reset', when: 'after' });
		sandbox.control.addFault({ operation: 'channel.get', kind: 'status', status: 503, times: 3 });
		await start(flow, 'Say hello');
		expect((await seen(2))[1]).toMatchObject({ at: 'Look into the channel before sending it again', error: { code: 'outcomeUnknown' } });
	},
};

test.each(readdirSync(folder))('the example "%s" does what it says', async (file) => {
	await expected[file](await finish(file));
});
