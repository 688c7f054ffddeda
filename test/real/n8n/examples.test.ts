import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Execution } from './executions';
import { Lab, locator } from './lab';

interface ExampleNode {
	name: string;
	type: string;
	parameters: Record<string, any>;
	[more: string]: unknown;
}

interface Example {
	name: string;
	nodes: ExampleNode[];
}

const folder = join(__dirname, '..', '..', '..', 'examples');

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-examples');
}, 180_000);

afterAll(() => lab.end(), 60_000);

const inChannel = (name: string) => lab.sandbox.control.messages(`#${name}`);
const chatOf = (channel: string) => lab.sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === channel)!.chatId;

/** An example as a person would finish it: an account, and a chat where one is to be chosen. @param seconds what "wait" shall take */
function finished(file: string, chat: string, seconds = 3): Example {
	const example = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example;
	const { id, name, type } = lab.account;
	const nodes = example.nodes.map(({ parameters, ...node }): ExampleNode => {
		if (node.type === 'n8n-nodes-base.wait') return { ...node, parameters: { ...parameters, amount: seconds, unit: 'seconds' } };
		if (!node.type.endsWith('.zohoCliq')) return { ...node, parameters };
		const isOpen = parameters.chatId?.value === '';
		return { ...node, parameters: { ...parameters, ...(isOpen && { chatId: locator('id', chatOf(chat)) }) }, credentials: { [type]: { id, name } } };
	});
	return { ...example, nodes };
}

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

async function until(isSo: () => boolean): Promise<void> {
	for (let tries = 0; !isSo(); tries++) {
		if (tries > 200) throw new Error('Not so within ten seconds');
		await sleep(50);
	}
}

const expected: Record<string, () => Promise<void>> = {
	'alert-from-a-webhook.json': async () => {
		const call = await serve('alert-from-a-webhook.json');
		const post = async (alert: object) => {
			const before = inChannel('incidents').length;
			await call(alert);
			expect(inChannel('incidents')).toHaveLength(before + 1);
			return inChannel('incidents')[before];
		};
		const url = 'https://example.com/d/checkout';
		expect(await post({ severity: 'Critical', service: 'checkout', message: '*p95* is 2.1 s', url })).toMatchObject({
			// Letter for letter: the asterisks stand between word joiners.
			text: '*p95*'.replaceAll('*', '\u2060*\u2060') + ' is 2.1 s',
			content: {
				card: { theme: 'modern-inline', title: 'CRITICAL: checkout', sections: [{ fields: [{ value: 'critical' }, { value: 'checkout' }, { title: 'Received' }] }] },
				styles: { background: 'red', highlight: true },
				buttons: [{ label: 'Open dashboard', action: { type: 'open.url', data: { web: url } } }, { label: 'Acknowledge', type: '+', action: { type: 'copy', data: { text: 'I am on it: checkout' } } }],
			},
		});
		expect(await post({ severity: 'warning' })).toMatchObject({ text: 'No details were given', content: { card: { title: 'WARNING: Unknown service' }, styles: { background: 'yellow' } } });
		expect(await post({ severity: 'resolved' })).toMatchObject({ content: { styles: { background: 'green' } } });
		expect(await post({})).toMatchObject({ content: { card: { title: 'UNKNOWN: Unknown service' }, styles: { background: 'grey' }, buttons: [{ action: { data: { web: 'https://example.com/dashboards' } } }, {}] } });
	},
	'daily-report.json': async () => {
		const before = inChannel('sales').length;
		await run('daily-report.json', 'Try It');
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
	'poll-by-reactions.json': async () => {
		const before = inChannel('releases').length;
		const running = run('poll-by-reactions.json', 'Start the Poll', 'releases');
		await until(() => inChannel('releases')[before]?.reactions.length === 3);
		const question = inChannel('releases')[before];
		expect(question.reactions.map(({ emoji }) => emoji)).toEqual(['👍', '👎', '🤔']);
		const [leo, priya, hannah] = lab.sandbox.control.state().people.slice(1);
		for (const [{ id }, emoji] of [[leo, '👎'], [priya, '👎'], [hannah, '🤔'], [hannah, '🎉']] as const) lab.sandbox.control.react({ chat: '#releases', message: question.id, as: id, emoji });
		const { runs } = await running;
		expect(runs('Get the Reactions')).toHaveLength(1);
		expect(inChannel('releases').slice(before + 1)).toMatchObject([{
			text: '*Do we ship 2.4 on Thursday?* 3 votes\n👎 No: █████████████ 2 (67 %)\n🤔 Let us talk first: ███████ 1 (33 %)\n👍 Yes:  0 (0 %)',
			replyTo: { id: question.id },
		}]);
	},
	'archive-a-channel.json': async () => {
		lab.sandbox.control.post({ chat: '#incidents', text: 'said "before", twice' });
		const archived = inChannel('incidents');
		await run('archive-a-channel.json', 'Start');
		const [note, message] = inChannel('releases').slice(-2);
		expect(note.text).toMatch(new RegExp(`^${archived.length} messages, archived on \\d+ \\w+ \\d{4}$`));
		expect(message.file).toMatchObject({ name: expect.stringMatching(/^messages-\d{4}-\d\d-\d\d\.csv$/), type: 'text/csv' });
		const lines = (await text(lab.sandbox.control.file(message.file!.id).open())).trim().split(/\r?\n/);
		expect(lines[0].replace('\uFEFF', '')).toBe('Sent at,Sender,Text,File');
		expect(lines).toHaveLength(1 + archived.length);
		expect(lines.at(-1)).toMatch(/^"?20\d\d-[^,]*,Maya Okafor,"said ""before"", twice",/);
	},
	'ai-answer-in-markdown.json': async () => {
		const call = await serve('ai-answer-in-markdown.json');
		const ask = async (body: object) => {
			const before = inChannel('engineering').length;
			await call(body);
			return inChannel('engineering').slice(before);
		};
		const { messageId } = lab.sandbox.control.post({ chat: '#engineering', text: 'How is checkout?' });
		const [answer] = await ask({ question: 'How is checkout?', messageId });
		expect(answer).toMatchObject({ replyTo: { id: messageId }, content: { slides: [{ type: 'table', data: { headers: ['Service', 'p95', 'Since'], rows: { length: 3 } } }] } });
		expect(answer.text).toContain('*Checkout* is slow since 09:30; the _others_ are fine.');
		expect(answer.text).toContain('```');
		const toNobody = await ask({});
		expect(toNobody.map(({ replyTo }) => replyTo)).toEqual([undefined]);
		// The stand-in repeats the question, so that a long one has a long answer.
		const [first, last, ...others] = await ask({ question: 'Why is that so? '.repeat(400), messageId });
		expect(others).toEqual([]);
		expect([first.replyTo?.id, last.replyTo, first.content.slides, last.content.slides?.length]).toEqual([messageId, undefined, undefined, 1]);
	},
	'report-an-incident.json': async () => {
		const before = inChannel('incidents').length;
		await run('report-an-incident.json', 'Run');
		expect(inChannel('incidents').slice(before)).toMatchObject([{
			text: 'Resolved: checkout answers in 180 ms again. An index was missing.',
			edits: [{ text: 'Checkout answers slowly: 95 % of requests take 2.1 s' }],
			reactions: [{ emoji: '👀' }, { emoji: '✅' }],
		}]);
	},
};

test.each(readdirSync(folder))('the example %s does what it says', async (file) => {
	await expected[file]();
});
