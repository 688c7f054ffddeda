import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { Artifacts } from '../artifacts';
import { account, bool, cliq, door, msg, str } from './flows';
import {
	buttons,
	cards,
	data,
	kindsOf,
	payload,
	slidesByHand,
	slidesFromMessage,
	slidesFromPayload,
	type Case,
} from './message-cases';
import { Runner, type FlowNode, type Received } from './runner';

const SEND = 'message.send.channel';
/** Leo Lindqvist. */
const COLLEAGUE = '55744524';

let sandbox: Sandbox;
let runner: Runner;
let artifacts: Artifacts;

beforeAll(async () => {
	artifacts = new Artifacts('node-red-messages');
	sandbox = await startSandbox({ thresholds: false });
	runner = await Runner.start();
});

afterAll(async () => {
	artifacts.save('node-red.log', runner.log);
	artifacts.save('flows.json', await runner.get('/flows'));
	artifacts.save('journal.json', sandbox.control.journal());
	await runner.stop();
	await sandbox.close();
	await artifacts.search();
});

/** One flow with all these nodes; a message says in `msg.node` which of them gets it. */
async function deploy(nodes: Record<string, FlowNode>): Promise<void> {
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	artifacts.addSecrets(clientSecret, refreshToken);
	const names = Object.keys(nodes);
	const route = {
		id: 'route',
		type: 'function',
		func: `const out = []; out[${JSON.stringify(names)}.indexOf(msg.node)] = msg; return out;`,
		outputs: names.length,
		wires: names.map((name) => [nodes[name]!.id]),
	};
	await runner.deploy([
		account(sandbox.url, { clientId, clientSecret, refreshToken }, { rateLimit: 'none' }),
		...door('route'),
		route,
		...Object.values(nodes),
	]);
}

const form = (value: unknown) => ({ type: 'form', value });
/** @param index makes the id of the node. */
const call = (index: number, operation: string, parameters: object) =>
	cliq(`call${index}`, operation, parameters, 'close');
const send = (index: number, parameters: object) =>
	call(index, SEND, { channel: str('releases'), text: str('Hello'), ...parameters });

const inChannel = (name = 'releases') => sandbox.control.messages(`#${name}`);

/**
 * Sends a message into a node of the flow, and gives what came out, what the channel got, and how many calls sent it.
 */
async function run(
	node: string,
	message: object = {},
): Promise<{ output: Received; posted: ReturnType<typeof inChannel>; calls: number }> {
	const before = inChannel().length;
	sandbox.control.clearJournal();
	const output = await runner.run({ node, ...message });
	if (output.error) throw new Error(`${output.error.message} ${output.error.cause?.hint}`);
	const calls = Object.entries(sandbox.control.counters()).reduce(
		(sum, [id, { calls }]) => sum + (id.includes('.send') ? calls : 0),
		0,
	);
	return { output, posted: inChannel().slice(before), calls };
}

const parts: Array<
	[string, Record<string, Case>, (kind: string, one: Case) => { parameters: object; content: object }]
> = [
	...(
		[
			['slide, filled in by hand', slidesByHand],
			['slide, of data of the message', slidesFromMessage],
			['slide, of the incoming items', slidesFromPayload],
		] as const
	).map(([what, cases]): (typeof parts)[number] => [
		what,
		cases,
		(type, { given, wanted }) => ({
			parameters: { slides: form([{ type, ...given }]) },
			content: { slides: [{ type, ...wanted }] },
		}),
	]),
	[
		'button',
		buttons,
		(action, { given, wanted }) => ({
			parameters: { buttons: form([{ action, ...given }]) },
			content: { buttons: [wanted] },
		}),
	],
	[
		'instant button',
		buttons,
		(action, { given, wanted }) => ({
			parameters: { text: str('Press [it]($1)'), references: form([{ action, ...given }]) },
			content: { references: { 1: { type: 'button', object: wanted } } },
		}),
	],
	[
		'card',
		cards,
		(theme, { given, wanted }) => ({
			parameters: {
				card: form({ theme, ...given }),
				buttons: form([{ action: 'copy', ...buttons.copy!.given }]),
			},
			content: { card: { theme, ...wanted }, buttons: [buttons.copy!.wanted] },
		}),
	],
];

describe('parts of a message', () => {
	const all = parts.flatMap(([what, cases, make]) =>
		Object.entries(cases).map(([kind, one]) => ({ name: `${what}: ${kind}`, ...make(kind, one) })),
	);

	beforeAll(async () => {
		const others = {
			styles: send(all.length, {
				styles: form({ background: 'red', highlight: true }),
				identity: form({ name: msg('title'), image: msg('picture') }),
			}),
			json: send(all.length + 1, {
				json: { type: 'json', value: '{"text":"From JSON","slides":[{"type":"list","data":["a","b"]}]}' },
			}),
			objects: send(all.length + 2, { card: msg('card'), slides: msg('slides') }),
			refused: send(all.length + 3, {
				slides: form([
					{ type: 'list', entries: [{ label: str('a') }] },
					{ type: 'images', urls: str('not an address') },
				]),
			}),
		};
		await deploy({
			...Object.fromEntries(all.map(({ name, parameters }, index) => [name, send(index, parameters)])),
			...others,
		});
	});

	test('there is a case for each kind that a form offers', () => {
		for (const cases of [slidesByHand, slidesFromMessage])
			expect(Object.keys(cases).sort()).toEqual(kindsOf('slides').sort());
		expect(Object.keys(buttons).sort()).toEqual(kindsOf('buttons').sort());
		expect(Object.keys(cards).sort()).toEqual(kindsOf('card').sort());
	});

	test.each(all)('$name', async ({ name, content }) => {
		const { posted, output, calls } = await run(name, { ...data, payload });
		expect(posted).toHaveLength(1);
		expect(posted[0]!.content).toEqual(content);
		expect(output.payload).toMatchObject({ success: true, messageId: posted[0]!.id });
		expect(calls).toBe(1);
	});

	test('styles, and another name and picture', async () => {
		const { posted } = await run('styles', data);
		expect(posted).toMatchObject([
			{
				content: { styles: { background: 'red', highlight: true } },
				shown: { name: 'Nightly', image: 'https://example.com/a.png' },
			},
		]);
	});

	test("Cliq's own JSON, written in the node or in the message", async () => {
		expect((await run('json')).posted).toMatchObject([
			{ text: 'From JSON', content: { slides: [{ type: 'list', data: ['a', 'b'] }] } },
		]);
		const content = { card: { theme: 'modern-inline', title: 'Objects' }, slides: [{ type: 'text', data: 'x' }] };
		expect((await run('objects', content)).posted[0]!.content).toEqual(content);
	});

	test('what Cliq would refuse is told with its place, and not sent', async () => {
		await expect(run('refused')).rejects.toThrow(/Slide 2.*address/);
		expect(sandbox.control.journal()).toEqual([]);
	});
});

describe('texts and places', () => {
	beforeAll(async () => {
		const targets = form([
			{ target: 'channel', id: str('incidents') },
			{ target: 'user', id: msg('person') },
			{ target: 'bot', id: str('deploybot') },
		]);
		await deploy({
			markdown: send(0, { text: msg('payload'), textFormat: str('markdown') }),
			long: send(1, { text: msg('payload') }),
			digest: send(2, {
				text: msg('payload'),
				digestGroups: msg('groups'),
				digestFull: { type: 'num', value: '2' },
			}),
			places: send(3, { alsoTo: targets }),
			startThread: send(4, { text: str('First'), threadMessageId: msg('root'), threadTitle: str('About 4.2') }),
			intoThread: call(5, 'message.send.chat', {
				chatId: msg('thread'),
				text: str('Second'),
				postInParent: bool(true),
			}),
			later: call(6, 'message.schedule', {
				chatId: msg('chat'),
				text: str('Good morning'),
				sendAt: msg('at'),
				timeZone: str('Europe/Berlin'),
			}),
		});
	});

	test("Markdown becomes Cliq's formatting, its table a slide", async () => {
		const { posted } = await run('markdown', {
			payload: '**Done**: *all* of it\n\n| Service | Calls |\n|---|---|\n| mail | 9 |\n| *search* | 4 |\n',
		});
		expect(posted).toHaveLength(1);
		expect(posted[0]!.text.trim()).toBe('*Done*: _all_ of it');
		expect(posted[0]!.content).toEqual({
			slides: [
				{
					type: 'table',
					data: {
						headers: ['Service', 'Calls'],
						rows: [
							{ Service: 'mail', Calls: '9' },
							{ Service: 'search', Calls: '4' },
						],
					},
				},
			],
		});
	});

	test('a long text is sent in three parts, in order, each once', async () => {
		const paragraphs = Array.from(
			{ length: 200 },
			(_, index) => `Paragraph ${index} says something of some length, to fill a part.`,
		);
		const { posted, output, calls } = await run('long', { payload: paragraphs.join('\n\n') });
		expect(posted).toHaveLength(3);
		for (const { text } of posted) expect(text.length).toBeLessThanOrEqual(5_000);
		expect(posted.flatMap(({ text }) => text.trim().split('\n\n'))).toEqual(paragraphs);
		expect(output.payload).toMatchObject({
			success: true,
			messageId: posted[0]!.id,
			messageIds: posted.map(({ id }) => id),
		});
		expect(calls).toBe(3);
	});

	test('three hundred lines become one message of one call', async () => {
		const lines = Array.from({ length: 300 }, (_, index) => `Alert ${index}`);
		const { posted, calls } = await run('digest', {
			payload: lines,
			groups: lines.map((_, index) => (index % 3 ? 'warning' : 'critical')),
		});
		expect(calls).toBe(1);
		expect(posted.map(({ text }) => text)).toEqual([
			'*300 items*: warning 200, critical 100\nAlert 0\nAlert 1\n… and 298 more: warning 199, critical 99',
		]);
	});

	test('several places get the message, and each gives a receipt', async () => {
		const before = inChannel('incidents').length;
		const { posted, output, calls } = await run('places', { person: COLLEAGUE });
		expect(calls).toBe(4);
		expect(posted.map(({ text }) => text)).toEqual(['Hello']);
		expect(
			inChannel('incidents')
				.slice(before)
				.map(({ text }) => text),
		).toEqual(['Hello']);
		expect(output.payload).toHaveLength(4);
		for (const receipt of output.payload) expect(receipt).toMatchObject({ success: true });
	});

	test('a thread is started with its title, and a post in it shows in the channel too', async () => {
		const { messageId } = sandbox.control.post({ chat: '#releases', text: 'Release 4.2' });
		expect((await run('startThread', { root: messageId })).posted).toEqual([]);
		const { thread } = inChannel().find(({ id }) => id === messageId)!;
		expect(thread).toMatchObject({ title: 'About 4.2', messages: 1 });
		const { posted } = await run('intoThread', { thread: thread!.id });
		expect(posted.map(({ text }) => text)).toEqual(['Second']);
		expect(sandbox.control.messages(thread!.id).map(({ text }) => text)).toEqual(['First', 'Second']);
	});

	test('a message waits for its time, by the clock of its zone', async () => {
		const { chatId } = sandbox.control.post({ chat: '#releases', text: 'Before' });
		const at = `${new Date().getFullYear() + 1}-07-05T09:30:00`;
		await run('later', { chat: chatId, at });
		expect(sandbox.control.scheduled()).toMatchObject([
			{ chat: chatId, text: 'Good morning', zone: 'Europe/Berlin', time: Date.parse(`${at}+02:00`) },
		]);
	});
});

describe('files', () => {
	const content = randomBytes(200_000);
	const sha256 = createHash('sha256').update(content).digest('hex');
	const base64 = content.toString('base64');
	const places = {
		channel: { channel: str('releases') },
		chat: { chatId: msg('chat') },
		user: { user: str(COLLEAGUE) },
		bot: { bot: str('deploybot') },
	};

	/** Makes what only lives within Node-RED: Buffers. */
	const buffers = (next: string): FlowNode => {
		const make =
			'const bytes = Buffer.from(msg.base64, "base64"); msg.payload = { buffer: bytes, described: { name: "report.bin", content: bytes, type: "application/x-report" }, several: [bytes, { filename: "two.bin", payload: bytes }] }[msg.as]; return msg;';
		return { id: `buffers-${next}`, type: 'function', func: make, outputs: 1, wires: [[next]] };
	};

	beforeAll(async () => {
		const uploads = Object.entries(places).flatMap(([target, place]) => [
			[target, buffers(target)],
			[
				`file.send.${target}`,
				cliq(
					target,
					`file.send.${target}`,
					{ ...place, files: msg('payload'), comments: msg('comments') },
					'close',
				),
			],
		]);
		await deploy({
			...(Object.fromEntries(uploads) as Record<string, FlowNode>),
			path: call(0, 'file.send.channel', {
				channel: str('releases'),
				files: str(join(runner.userDir, 'on disk.bin')),
				text: str('The report'),
			}),
			download: call(1, 'file.download', { fileId: msg('file') }),
		});
	});

	const stored = () => sandbox.control.files();
	const titleOf = (chatId: string) => sandbox.control.state().chats.find(({ id }) => id === chatId)?.title;

	test.each([
		['channel', 'Releases'],
		['chat', 'Releases'],
		['user', 'Leo Lindqvist'],
		['bot', 'Deploy Bot'],
	])('a Buffer goes to a %s and comes back the same', async (target, title) => {
		const { chatId } = sandbox.control.post({ chat: '#releases', text: 'Before' });
		const before = stored().length;
		await run(target, { as: 'described', base64, chat: chatId });
		expect(stored().slice(before)).toMatchObject([
			{ name: 'report.bin', type: 'application/x-report', size: content.length, sha256 },
		]);
		expect(titleOf(stored()[before]!.chat)).toBe(title);
		const { output } = await run('download', { file: stored()[before]!.id });
		expect(createHash('sha256').update(Buffer.from(output.payload.data)).digest('hex')).toBe(sha256);
	});

	test('a bare Buffer, with the name of the message', async () => {
		const before = stored().length;
		await run('channel', { as: 'buffer', base64, filename: '/var/log/app.log', contentType: 'text/plain' });
		expect(stored().slice(before)).toMatchObject([{ name: 'app.log', type: 'text/plain', sha256 }]);
	});

	test('several, each with its comment, in one call', async () => {
		const before = stored().length;
		const { posted, calls } = await run('channel', { as: 'several', base64, comments: ['one', 'two'] });
		expect(calls).toBe(1);
		expect(stored().slice(before)).toMatchObject([
			{ name: 'file 1', sha256 },
			{ name: 'two.bin', sha256 },
		]);
		expect(posted.map(({ text }) => text)).toEqual(['one', 'two']);
	});

	test('a path on disk, after a message', async () => {
		writeFileSync(join(runner.userDir, 'on disk.bin'), content);
		const { posted } = await run('path');
		expect(posted).toMatchObject([{ text: 'The report' }, { file: { name: 'on disk.bin', sha256 } }]);
	});
});
