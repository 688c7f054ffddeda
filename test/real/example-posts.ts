import { text } from 'node:stream/consumers';
import type { Sandbox } from '../../sandbox';
import type { MessageView } from '../../sandbox/views';

/** What the examples post: the same, whichever runner they are for. */

const HOUR = 3_600_000;

const dashboard = 'https://example.com/d/checkout';

/** What a monitoring may send, and the message that it becomes. */
export const alerts: Array<[alert: object, message: object]> = [
	[
		{ severity: 'Critical', service: 'checkout', message: '*p95* is 2.1 s', url: dashboard },
		{
			// Letter for letter: the asterisks stand between word joiners.
			text: '*p95*'.replaceAll('*', '\u2060*\u2060') + ' is 2.1 s',
			content: {
				card: {
					theme: 'modern-inline',
					title: 'CRITICAL: checkout',
					sections: [{ fields: [{ value: 'critical' }, { value: 'checkout' }, { title: 'Received' }] }],
				},
				styles: { background: 'red', highlight: true },
				buttons: [
					{ label: 'Open dashboard', action: { type: 'open.url', data: { web: dashboard } } },
					{
						label: 'Acknowledge',
						type: '+',
						action: { type: 'copy', data: { text: 'I am on it: checkout' } },
					},
				],
			},
		},
	],
	[
		{ severity: 'warning' },
		{
			text: 'No details were given',
			content: { card: { title: 'WARNING: Unknown service' }, styles: { background: 'yellow' } },
		},
	],
	[{ severity: 'resolved' }, { content: { styles: { background: 'green' } } }],
	[
		{},
		{
			content: {
				card: { title: 'UNKNOWN: Unknown service' },
				styles: { background: 'grey' },
				buttons: [{ label: 'Acknowledge' }],
			},
		},
	],
];

/** @param posted all that came of the report. */
export function expectReport(posted: MessageView[]): void {
	expect(posted).toMatchObject([
		{ text: expect.stringMatching(/^\*Sales of [MTWF]\w+day,? \d+ \w+\*: 7 regions, led by North America$/) },
	]);
	const [labels, table, pie, bars] = posted[0]!.content.slides as any[];
	expect(labels).toMatchObject({ type: 'label', data: [{ Orders: '1,485' }, { Revenue: '€64,050' }] });
	expect(table).toMatchObject({ type: 'table', data: { headers: ['Region', 'Orders', 'Sales'] } });
	expect(table.data.rows).toHaveLength(7);
	expect(table.data.rows[0]).toEqual({ Region: 'North America', Orders: '388', Sales: '€21,475' });
	expect(pie).toMatchObject({ type: 'percentage_chart', styles: { preview: 'pie' } });
	expect(pie.data.map(({ label }: { label: string }) => label)).toEqual([
		'North America',
		'Central Europe',
		'India',
		'Iberia',
		'Others',
	]);
	expect(bars).toMatchObject({ type: 'graph', styles: { preview: 'vertical_bar' }, data: [{ category: 'Orders' }] });
	expect(bars.data[0].values).toHaveLength(7);
}

/** Three people vote, and one reacts with something that is no answer. */
export function vote({ control }: Sandbox, chat: string, question: MessageView): void {
	expect(question.reactions.map(({ emoji }) => emoji)).toEqual(['👍', '👎', '🤔']);
	const [leo, priya, hannah] = control.state().people.slice(1);
	for (const [person, emoji] of [
		[leo, '👎'],
		[priya, '👎'],
		[hannah, '🤔'],
		[hannah, '🎉'],
	] as const)
		control.react({ chat, message: question.id, as: person!.id, emoji });
}

/** @param posted all that came after the question that these votes were for. */
export function expectResult(posted: MessageView[], question: MessageView): void {
	const result =
		'*Do we ship 2.4 on Thursday?* 3 votes\n👎 No: █████████████ 2 (67 %)\n🤔 Let us talk first: ███████ 1 (33 %)\n👍 Yes: 0 (0 %)';
	expect(posted).toMatchObject([{ text: result, replyTo: { id: question.id } }]);
}

/**
 * @param posted all that came of the archive.
 * @param archived the messages that are in it, the last one being `said "before", twice`.
 */
export async function expectArchive(
	{ control }: Sandbox,
	posted: MessageView[],
	archived: MessageView[],
): Promise<void> {
	const note = new RegExp(`^${archived.length} messages, archived on \\d+ \\w+ \\d{4}$`);
	expect(posted).toMatchObject([
		{ text: expect.stringMatching(note) },
		{ file: { name: expect.stringMatching(/^messages-\d{4}-\d\d-\d\d\.csv$/), type: 'text/csv' } },
	]);
	const lines = (await text(control.file(posted[1]!.file!.id).open())).replace('\uFEFF', '').trim().split(/\r?\n/);
	expect(lines[0]).toBe('Sent at,Sender,Text,File');
	expect(lines).toHaveLength(1 + archived.length);
	expect(lines.at(-1)).toMatch(/^"?20\d\d-[^,]*,Maya Okafor,"said ""before"", twice",/);
}

/** The stand-in for the AI repeats the question, so that a long one has a long answer. */
export const longQuestion = 'Why is that so? '.repeat(400);

/** @param posted what came of a question; `asked` is the ID of its message, if it was told. */
export function expectAnswer(posted: MessageView[], asked: string | undefined, count: number): void {
	expect(posted.map(({ replyTo }) => replyTo?.id)).toEqual([asked, ...Array<undefined>(count - 1).fill(undefined)]);
	const last = posted[count - 1];
	expect(last!.content.slides).toMatchObject([
		{ type: 'table', data: { headers: ['Service', 'p95', 'Since'], rows: { length: 3 } } },
	]);
	for (const { content } of posted.slice(0, -1)) expect(content.slides).toBeUndefined();
	expect(last!.text).toContain('*Checkout* is slow since 09:30; the _others_ are fine.');
	expect(last!.text).toContain('```');
}

/** Today, for who lives in a time zone. */
export interface Day {
	zone: string;
	/** When it began, in milliseconds since 1970. */
	midnight: number;
}

/** @returns a day that began or ends within the hour. */
export function dayAt(end: 'beginning' | 'end'): Day {
	const hour = (new Date().getUTCHours() + (end === 'beginning' ? 0 : 1)) % 24;
	// The signs of these zones are the other way round: Etc/GMT+5 is five hours behind.
	const zone = `Etc/GMT${hour <= 12 ? `+${hour}` : `-${24 - hour}`}`;
	return { zone, midnight: Math.floor(Date.now() / HOUR) * HOUR - (end === 'beginning' ? 0 : 23 * HOUR) };
}
