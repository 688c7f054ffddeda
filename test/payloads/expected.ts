import type { MessageView } from '../../sandbox/views';
import { read } from '../cliq/support/cliq-text';
import { givesBack } from '../cliq/support/parts';
import { payloads } from './payloads';

const plain = (text: string) => text.replaceAll('\u2060', '');

/** What the example makes of an alert. */
interface Alert {
	title: string;
	text: string;
	background: string;
	url?: string;
	/** What is said of a title that is too long. */
	cut?: RegExp;
}

const alerts: Record<string, Alert[]> = {
	alertmanager: [
		{
			title: 'CRITICAL: checkout',
			text: 'p95 of checkout_http_request_duration_seconds is 2.1 s\n*Rollback* has been tried; see {@all} in the runbook',
			background: 'red',
			url: 'https://prometheus.example.com/graph?g0.expr=histogram_quantile(0.95,%20sum(rate(x[5m]))%20by%20(le))%20%3E%201&g0.tab=1',
		},
		{ title: 'RESOLVED: search', text: 'p95 of search is 140 ms', background: 'green' },
	],
	grafana: [{ title: 'CRITICAL: Disk almost full', text: '91 % of /var/lib/postgresql is used', background: 'red' }],
	sentry: [
		{
			// Cut to the 200 characters that Cliq takes.
			title: "ERROR: TypeError: Cannot read properties of null (reading 'code') while applying a voucher to a cart whose items were removed in another tab, which happens mostly on mobile devices with a slow connec…",
			cut: /^Card, title is cut to the 200 characters that Cliq takes. Left out: "tion, of which there are many"$/,
			text: 'Errors in production: applyVoucher(/app/src/cart/voucher.ts)',
			background: 'red',
			url: 'https://sentry.example.com/organizations/shop/issues/1117540176/events/e4874d664c3540c1a32eab185f12c5ab/',
		},
	],
	github: [
		{
			title: 'ERROR: example/shop fix/größe_in_cart',
			text: 'Fix size_of_cart & <empty> carts\n\n* one `test` more\n* closes #41',
			background: 'red',
			url: 'https://github.com/example/shop/actions/runs/7203948567',
		},
	],
	gitlab: [
		{
			title: 'OK: Büro',
			text: '部署**新版本（4.2）**到生产环境',
			background: 'green',
			url: 'https://gitlab.example.com/gruppe/b%C3%BCro/-/pipelines/31',
		},
	],
	uptimeKuma: [
		{ title: 'CRITICAL: Shop', text: '[Shop] [🔴 Down] connect ETIMEDOUT 203.0.113.20:443', background: 'red' },
	],
	zabbix: [
		{
			title: 'WARNING: db-1.example.com',
			text: String((payloads.zabbix!.body as { alert_message: string }).alert_message),
			background: 'yellow',
		},
	],
};

/** What is in the payloads and was not chosen. */
const HIDDEN = /not-for-the-chat|session=|203\.0\.113\.7|customer@|customer 42|fingerprint|f00dfeed/;

/**
 * Checks what people see of a payload, and what the runner says of it.
 *
 * @param warnings of all outputs.
 */
export function expectPayload(name: string, posted: MessageView[], warnings: string[]): void {
	const all = JSON.stringify(posted);
	expect(all).not.toMatch(HIDDEN);
	expect(all).not.toMatch(/undefined|\[object Object\]|NaN/);
	if (name === 'log') return expectLog(posted);
	if (name === 'answer') return expectAnswer(posted[0]!, posted.length);
	if (name === 'csv') return expectReport(posted, warnings);
	const wanted = alerts[name];
	expect(posted).toHaveLength(wanted!.length);
	for (const [index, { title, text, background, url }] of wanted!.entries()) {
		const { text: sent, content } = posted[index] as any;
		expect(plain(sent).trim()).toBe(text.trim());
		// Data calls nobody and marks nothing.
		expect(read(sent).filter(({ kind }) => kind !== 'paragraph')).toEqual([]);
		expect([content.card.title, content.styles.background]).toEqual([title, background]);
		expect(content.buttons.map(({ label, action }: any) => [label, action.data.web])).toEqual([
			...(url === undefined ? [] : [['Open dashboard', url]]),
			['Acknowledge', undefined],
		]);
	}
	const lost = wanted!.filter(({ url }) => url === undefined).length;
	expect(warnings.filter((warning) => /^Button 1 is left out: "URL" gave nothing/.test(warning))).toHaveLength(lost);
	const cuts = wanted!.flatMap(({ cut }) => cut ?? []);
	for (const cut of cuts) expect(warnings).toContainEqual(expect.stringMatching(cut));
	// The button copies the title.
	const others = warnings.filter(
		(warning) =>
			!cuts.some((cut) => cut.test(warning)) && !(cuts.length > 0 && /^Button 2, text is cut/.test(warning)),
	);
	expect(others).toHaveLength(lost);
}

function expectLog(posted: MessageView[]): void {
	const { lines } = payloads.log!.body as { lines: string };
	expect(posted.length).toBeGreaterThan(12);
	expect(
		givesBack(
			posted.map(({ text }) => plain(text)),
			lines,
		),
	).toBe(true);
	for (const { text } of posted) expect(read(text).filter(({ kind }) => kind !== 'paragraph')).toEqual([]);
	for (const [index, { content }] of posted.entries())
		expect(content.card === undefined).toBe(index < posted.length - 1);
}

function expectAnswer({ text, content }: MessageView, count: number): void {
	expect(count).toBe(1);
	const shown = plain(text);
	for (const part of [
		'# Why checkout is slow',
		'Since *09:30* the _p95_ is at 2.1 s.',
		'这是*重点（注意）*内容',
		'이것은 *중요(important)*합니다',
		'!The index on `orders.customer_id` is missing.',
		'1. Open the [dashboard](https://example.com/d/checkout?from=now-1h&to=now)',
		'```\nCREATE INDEX CONCURRENTLY',
		'☑ on call',
		'☐ support ~and sales~',
		'*Details*',
		'Press `Ctrl`+`F5` & wait.\nThen look again.',
		'[Latency](https://example.com/latency.png)',
		'---',
		'snake_case and 5 * 3 * 2',
		'👩‍👩‍👧‍👦 مرحبا بالعالم',
	])
		expect(shown).toContain(part);
	expect(read(text).filter(({ kind }) => kind === 'mention')).toEqual([]);
	expect(content.slides).toEqual([
		{
			type: 'table',
			data: {
				headers: ['Service', 'p95', 'Since'],
				rows: [
					{ Service: 'checkout', p95: '2,100 ms', Since: '09:30' },
					{ Service: 'search', p95: '140 ms' },
					{ Service: 'List<string>', p95: 'a | b', Since: '–' },
				].map((row) => expect.objectContaining(row)),
			},
		},
	]);
}

function expectReport(posted: MessageView[], warnings: string[]): void {
	expect(posted).toHaveLength(1);
	const [table, pie, bars] = posted[0]!.content.slides as any[];
	expect(table.data.headers).toEqual(['Region', 'Orders', 'Revenue']);
	const rows = Object.fromEntries(table.data.rows.map((row: any) => [row.Region, [row.Orders, row.Revenue]]));
	expect(rows).toEqual({
		'Nord; Ost': ['96', '4310,50'],
		Süd: ['412', '18.340,00'],
		'Île-de-France': ['143', '5.980'],
		'日本（東京）': ['388', '21.475,25'],
		'': ['267', '7.120,10'],
		Österreich: ['58', 'k. A.'],
	});
	const shares = Object.fromEntries(pie.data.map(({ label, value }: any) => [label, value]));
	expect(shares).toMatchObject({ Süd: 18340, '日本（東京）': 21475.25, 'Île-de-France': 5980, 'Nord; Ost': 4310.5 });
	expect(
		bars.data[0].values.map(({ value }: any) => Number(value)).sort((one: number, other: number) => one - other),
	).toEqual(expect.arrayContaining([96, 143, 388, 412]));
	expect(warnings.some((warning) => /pie chart leaves out 1/.test(warning))).toBe(true);
}
