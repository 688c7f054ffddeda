import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeMessage, Node, NodeConfig, Red, Status } from '../../../../node-red/lib/shared/node-red';
import { registerOperationNode } from '../../../../node-red/lib/operation/operation-node';
import { sleep } from '../../../../node-red/lib/account/connect';
import { startSandbox, type Sandbox } from '../../../../sandbox';

let sandbox: Sandbox;
// Each on a server of its own: what one test used, or a lock that it met, counts for all accounts of the user.
beforeEach(async () => (sandbox = await startSandbox()));
afterEach(() => sandbox.close());

interface Result {
	sent: NodeMessage[];
	errors: Array<Error & { code?: string; cause?: unknown }>;
	dones: number;
}

/** A node on a runtime that only notes what the node does. */
function place(type: string, config: object, { userDir, account = {} }: { userDir?: string; account?: object } = {}) {
	const listeners: Record<string, (...args: any[]) => void> = {};
	const statuses: Status[] = [];
	const { clientId, clientSecret, refreshToken } = sandbox.control.issueTokens();
	const settings = {
		dataCenter: 'custom',
		baseUrl: sandbox.url,
		accountsUrl: sandbox.url,
		signIn: 'oauth',
		clientId,
		clientSecret,
		refreshToken,
		...account,
	};
	const warned: string[] = [];
	const node = {
		id: 'node',
		type,
		warn: (text: string) => warned.push(text),
		receive: (message: NodeMessage) => void receive(message),
		on: (event: string, listener: () => void) => (listeners[event] = listener),
		status: (status: Status) => statuses.push(status),
	} as unknown as Node;
	let constructor: (this: Node, config: NodeConfig) => void = () => {};
	const logged: unknown[] = [];
	const red = {
		nodes: {
			createNode: () => {},
			getNode: (id: string) => (id === 'account' ? { type: 'zoho-cliq-account', settings } : null),
			registerType: (_type: string, given: typeof constructor) => (constructor = given),
		},
		util: {
			cloneMessage: (message: NodeMessage) => structuredClone(message),
			generateId: () => 'parts',
			evaluateNodeProperty: (
				value: string,
				kind: string,
				_node: Node,
				message: any,
				done: (error: Error | null, value?: unknown) => void,
			) => {
				if (kind === 'jsonata')
					setTimeout(
						() => (value === 'fails' ? done(new Error('Expected ")"')) : done(null, `${message.payload}!`)),
						message.slow ?? 0,
					);
				else
					done(
						null,
						kind === 'msg' ? value.split('.').reduce((level, name) => level?.[name], message) : value,
					);
			},
		},
		settings: { userDir },
		log: { error: (error: unknown) => logged.push(error) },
		_: (key: string, values: object = {}) => [key.split('status.')[1], ...Object.values(values)].join(' '),
	} as unknown as Red;
	registerOperationNode(red, type);
	constructor.call(node, { id: 'node', type, account: 'account', ...config } as unknown as NodeConfig);
	const receive = async (message: NodeMessage, tell = () => {}): Promise<Result> => {
		const result: Result = { sent: [], errors: [], dones: 0 };
		return await new Promise((resolve) => {
			listeners.input!(
				message,
				(out: NodeMessage) => result.sent.push(out),
				(error?: Error) => {
					result.dones++;
					if (error) result.errors.push(error);
					setTimeout(() => resolve(result), 20);
					tell();
				},
			);
		});
	};
	return {
		receive,
		statuses,
		logged,
		warned,
		close: (removed = true) => new Promise<void>((resolve) => listeners.close!(removed, resolve)),
		texts: () => statuses.map(({ text }) => text),
	};
}

const channel = (others: object = {}) => ({
	operation: 'message.send.channel',
	parameters: { channel: { type: 'str', value: 'releases' }, ...others },
});

/** Statuses are shown a tenth of a second apart. */
const shown = () => sleep(150);

test('the same message goes on, with the answer, the trail and what it had', async () => {
	const { receive, texts } = place('zoho-cliq-send', channel());
	const message = { _msgid: '1', payload: 'hello', topic: 'kept' };
	const { sent, dones, errors } = await receive(message);
	expect(sent[0]).toBe(message);
	expect(message).toMatchObject({
		topic: 'kept',
		payload: { success: true },
		cliq: { operation: 'message.send.channel', channel: 'releases', messageId: expect.any(String) },
	});
	expect([dones, errors]).toEqual([1, []]);
	await shown();
	expect(texts()).toEqual(['sending', 'sent']);
});

const buttonTo = (url: object) => ({
	buttons: { type: 'form', value: [{ label: { type: 'str', value: 'Open' }, action: 'open.url', url }] },
});

test('what a message lacks for an option is left out, and said in msg.warnings and the status', async () => {
	const { receive, texts, statuses } = place(
		'zoho-cliq-send',
		channel(buttonTo({ type: 'msg', value: 'dashboardURL' })),
	);
	const warnings = ['Button 1 is left out: "URL" gave nothing (msg.dashboardURL)'];
	const { sent, errors } = await receive({ payload: 'hello', dashboardURL: '' });
	expect([sent, errors]).toMatchObject([[{ warnings, payload: { success: true, warnings } }], []]);
	await shown();
	expect([texts().at(-1), statuses.at(-1)!.fill]).toEqual(['sentWithWarnings', 'yellow']);
	const again = await receive({ ...sent[0], payload: 'hello', dashboardURL: 'https://example.com' });
	expect(again.sent[0]!.warnings).toBeUndefined();
	await shown();
	expect(texts().at(-1)).toBe('sent');
});

test.each([
	[
		{ slides: { type: 'form', value: [{ type: 'table', data: { type: 'msg', value: 'rowz' } }] } },
		'Slide 1, table: "Data" gave nothing (msg.rowz). Check the expression, or clear the field to use the incoming items.',
	],
	[
		{ slides: { type: 'form', value: [{ type: 'table', columns: { type: 'msg', value: 'columns' } }] } },
		'Slide 1, table: "Columns" gave nothing (msg.columns). Check the expression, or clear the field to use the columns that are found.',
	],
	[
		{ mentions: { type: 'msg', value: 'owner' } },
		'"Mention" gave nothing (msg.owner). Check the expression, or clear the field to mention nobody.',
	],
])('what is not there is not an empty field: %j', async (stored, message) => {
	const { errors } = await place(
		'zoho-cliq-send',
		channel({ text: { type: 'str', value: 'Hi' }, ...stored }),
	).receive({ payload: { password: 'hunter2', rows: [] } });
	expect(errors).toMatchObject([{ message, code: 'invalidInput' }]);
	expect(JSON.stringify(sandbox.control.messages('#releases'))).not.toContain('hunter2');
});

test('a buffer of text is text; what cannot be shown is refused in words', async () => {
	const { receive } = place('zoho-cliq-send', channel());
	await receive({ payload: Buffer.from('naïve text') });
	expect(sandbox.control.messages('#releases').at(-1)!.text).toBe('naïve text');
	const own: unknown[] = ['a'];
	own.push(own);
	for (const [payload, message] of [
		[Buffer.from([0xff, 0xfe, 0x00]), /must be text, but is an object/],
		[NaN, /is NaN, which is not a number that can be shown/],
		[Infinity, /is Infinity/],
		[own, /holds what cannot be shown in line 2/],
	] as const)
		expect((await receive({ payload })).errors).toMatchObject([
			{ code: 'invalidInput', message: expect.stringMatching(message) },
		]);
});

test('mailto: before an address is taken off', async () => {
	const leo = 'leo.lindqvist@zylker.example';
	const { errors, sent } = await place('zoho-cliq-send', {
		operation: 'message.send.user',
		parameters: {
			user: { type: 'msg', value: 'to' },
			text: { type: 'msg', value: 'payload' },
			mentions: { type: 'str', value: `mailto:${leo}` },
		},
	}).receive({ payload: 'Hi', to: `mailto:${leo}` });
	expect(errors).toEqual([]);
	expect(sandbox.control.messages(`@${leo}`).at(-1)!.text).toBe(`{@${leo}} Hi`);
	expect(sent).toMatchObject([{ payload: { success: true } }]);
});

test('a list of names may come from the message', async () => {
	await place(
		'zoho-cliq-send',
		channel({
			text: { type: 'str', value: 'Hi' },
			slides: { type: 'form', value: [{ type: 'table', columns: { type: 'msg', value: 'columns' } }] },
		}),
	).receive({ columns: ['n', 'status'], payload: [{ status: 'up', n: 1, secret: 's' }] });
	expect(sandbox.control.messages('#releases').at(-1)!.content.slides).toEqual([
		{ type: 'table', data: { headers: ['n', 'status'], rows: [{ n: '1', status: 'up' }] } },
	]);
});

test.each([
	[{ operation: 'message.nonsense' }, 'invalidInput'],
	[{ account: 'gone', ...channel() }, 'notAuthorized'],
	[channel({ text: { type: 'jsonata', value: 'fails' } }), 'invalidInput'],
	[channel({ text: { type: 'msg', value: 'no.such.thing' } }), 'invalidInput'],
	[channel({ channel: { type: 'str', value: 'no-such-channel' } }), 'notFound'],
	[channel({ channel: { type: 'str', value: 'board-room' } }), 'forbidden'],
])('%j ends in one error with a code', async (config, code) => {
	const { receive, statuses, logged } = place('zoho-cliq-send', config);
	const { sent, dones, errors } = await receive({ payload: 'x' });
	expect({ sent, dones, code: errors[0]?.code, logged }).toEqual({ sent: [], dones: 1, code, logged: [] });
	expect(errors[0]).toMatchObject({ name: 'Zoho Cliq', cause: { kind: code, hint: expect.any(String) } });
	expect(errors[0]!.message).toContain((errors[0]!.cause as { hint: string }).hint);
	await shown();
	expect(statuses.at(-1)).toEqual({ fill: 'red', shape: 'dot', text: code });
});

test('messages keep their order, however long an expression takes', async () => {
	const { receive, texts } = place('zoho-cliq-send', channel({ text: { type: 'jsonata', value: 'payload' } }));
	await Promise.all(Array.from({ length: 8 }, (_, index) => receive({ payload: index, slow: 40 - index * 5 })));
	expect(
		sandbox.control
			.messages('#releases')
			.slice(-8)
			.map(({ text }) => text),
	).toEqual(Array.from({ length: 8 }, (_, index) => `${index}!`));
	await shown();
	expect(texts().some((text) => /^queued \d$/.test(text as string))).toBe(true);
	expect(texts().at(-1)).toBe('sent');
});

test('a lock is waited for, shown, and ended by closing', async () => {
	sandbox.control.lock({ operation: 'message.send.channel' });
	const { receive, statuses, close } = place('zoho-cliq-send', channel());
	const results = Promise.all([receive({ payload: 'a' }), receive({ payload: 'b' })]);
	while (statuses.at(-1)?.fill !== 'yellow') await sleep(10);
	expect(statuses.at(-1)).toEqual({
		fill: 'yellow',
		shape: 'ring',
		text: expect.stringMatching(/^waitingManyForLock 2 \d\d:\d\d$/),
	});
	await close();
	for (const { dones, errors } of await results) expect([dones, errors[0]!.code]).toEqual([1, 'cancelled']);
	expect(statuses.at(-1)).toEqual({});
});

test('a node that ends finishes what it can within seconds', async () => {
	const { receive, close, warned } = place('zoho-cliq-send', channel());
	const results = Promise.all(Array.from({ length: 10 }, (_, index) => receive({ payload: `last ${index}` })));
	await close();
	expect((await results).flatMap(({ errors }) => errors)).toEqual([]);
	expect(sandbox.control.messages('#releases').filter(({ text }) => text.startsWith('last'))).toHaveLength(10);
	expect(warned).toEqual([]);
});

test('what a node cannot send any more before it ends is told: how many, and where to', async () => {
	sandbox.control.lock({ operation: 'message.send.channel' });
	const { receive, statuses, close, warned } = place('zoho-cliq-send', channel());
	const results = Promise.all(Array.from({ length: 3 }, (_, index) => receive({ payload: `stopped ${index}` })));
	while (!statuses.at(-1)?.text?.startsWith('waitingManyForLock 3')) await sleep(10);
	await close();
	expect((await results).map(({ errors }) => errors[0]!.code)).toEqual(Array(3).fill('cancelled'));
	expect(warned).toEqual(['3 messages were not sent, since the node was stopped. Where to: channel releases (3)']);
});

test('an account may keep what waits; the node that comes after goes on with it, once', async () => {
	const userDir = mkdtempSync(join(tmpdir(), 'cliq-queue-'));
	const options = { userDir, account: { keepQueue: true } };
	try {
		sandbox.control.lock({ operation: 'message.send.channel' });
		const before = place('zoho-cliq-send', channel(), options);
		const ended = jest.fn();
		for (let index = 0; index < 3; index++)
			void before.receive({ payload: `kept ${index}`, data: Buffer.from('x') }).then(ended);
		// It holds a function, as messages of "http in" do.
		const lost = before.receive({ payload: 'kept never', res: () => {} });
		while (!before.statuses.at(-1)?.text?.startsWith('waitingManyForLock 4')) await sleep(10);
		await before.close(false);
		expect((await lost).errors[0]!.code).toBe('cancelled');
		expect(ended).not.toHaveBeenCalled();
		expect(before.warned).toEqual([
			'3 messages were kept, and sent when the node runs again. Where to: channel releases (3)',
			'1 message was not sent, since the node was stopped. Where to: channel releases (1)',
		]);

		// Of this one nobody knows a lock.
		await sandbox.close();
		sandbox = await startSandbox();
		const after = place('zoho-cliq-send', channel(), options);
		const kept = () =>
			sandbox.control
				.messages('#releases')
				.map(({ text }) => text)
				.filter((text) => text.startsWith('kept'));
		while (kept().length < 3) await sleep(10);
		const third = place('zoho-cliq-send', channel(), options);
		await sleep(300);
		expect(kept()).toEqual(['kept 0', 'kept 1', 'kept 2']);
		await Promise.all([after.close(false), third.close(false)]);
	} finally {
		rmSync(userDir, { recursive: true });
	}
}, 20_000);

test('an entry a message, with parts and ids of its own', async () => {
	const { chatId } = sandbox.control.post({ chat: '#releases', text: 'last' });
	const { receive } = place('zoho-cliq-message', {
		operation: 'message.getMany',
		split: true,
		parameters: { chatId: { type: 'str', value: chatId }, limit: { type: 'num', value: '2' } },
	});
	const { sent } = await receive({ topic: 'kept' });
	expect(sent).toMatchObject(
		[0, 1].map((index) => ({
			topic: 'kept',
			parts: { id: 'parts', index, count: 2, type: 'array' },
			cliq: { operation: 'message.getMany', chatId },
		})),
	);
	for (const { payload, cliq } of sent as any[]) expect(cliq.messageId).toBe(payload.messageId);
});

const str = (value: string) => ({ type: 'str', value });

test('a form and the rows of the payload become a message with a table', async () => {
	const slides = { type: 'form', value: [{ type: 'table', title: { type: 'msg', value: 'topic' } }] };
	const { receive } = place('zoho-cliq-send', channel({ text: str('Jobs'), slides }));
	const { sent, errors } = await receive({ topic: 'Failed', payload: [{ name: 'build', seconds: 3 }] });
	expect([errors, sent[0]!.payload]).toEqual([
		[],
		{ success: true, messageId: expect.any(String), chatId: expect.stringMatching(/^CT_/) },
	]);
	expect(sandbox.control.messages('#releases').at(-1)).toMatchObject({
		text: 'Jobs',
		content: {
			slides: [
				{
					type: 'table',
					title: 'Failed',
					data: { headers: ['name', 'seconds'], rows: [{ name: 'build', seconds: '3' }] },
				},
			],
		},
	});
});

test('a list of texts becomes one message', async () => {
	const before = sandbox.control.messages('#releases').length;
	const { receive } = place('zoho-cliq-send', channel());
	const { sent } = await receive({ payload: ['disk full', 'disk full', 'fan stopped'] });
	expect(sent[0]!.payload).toMatchObject({ success: true });
	const messages = sandbox.control.messages('#releases').slice(before);
	expect(messages).toHaveLength(1);
	expect(messages[0]!.text).toContain('fan stopped');
});

test('the parts of a long text have one receipt', async () => {
	const { receive } = place('zoho-cliq-send', channel());
	const { sent } = await receive({ payload: 'word '.repeat(2_000) });
	expect(sent).toHaveLength(1);
	expect(sent[0]).toMatchObject({ payload: { success: true, messageIds: [expect.any(String), expect.any(String)] } });
	expect((sent[0] as any).cliq.messageId).toBe((sent[0] as any).payload.messageIds[0]);
});

test('several places have a receipt each, and the trail is of the first', async () => {
	const alsoTo = { type: 'form', value: [{ target: 'channel', id: { type: 'msg', value: 'topic' } }] };
	const { receive } = place('zoho-cliq-send', channel({ alsoTo }));
	const { sent, errors } = await receive({ topic: 'incidents', payload: 'to both' });
	expect(errors).toEqual([]);
	expect(sent).toHaveLength(1);
	const [{ payload, cliq }] = sent as any[];
	expect(payload).toEqual([expect.objectContaining({ success: true }), expect.objectContaining({ success: true })]);
	expect(cliq).toMatchObject({ channel: 'releases', messageId: payload[0].messageId });
	for (const name of ['#releases', '#incidents']) expect(sandbox.control.messages(name).at(-1)!.text).toBe('to both');
});

test('files go up, come down, and are the same', async () => {
	const bytes = Buffer.alloc(3_000_000, 'all work and no play ');
	const up = place('zoho-cliq-file', {
		operation: 'file.send.channel',
		parameters: { channel: str('releases'), comments: str('the night') },
	});
	const { sent, errors } = await up.receive({
		payload: bytes,
		filename: '/data/night.log',
		contentType: 'text/plain',
	});
	expect(errors).toEqual([]);
	expect(sent[0]).toMatchObject({
		payload: { success: true, files: ['night.log'] },
		cliq: { operation: 'file.send.channel', channel: 'releases' },
	});
	await shown();
	expect(up.texts().at(-1)).toBe('sent');
	const message = sandbox.control.messages('#releases').at(-1)!;
	expect(message.file).toMatchObject({ name: 'night.log' });

	const down = place('zoho-cliq-file', { operation: 'file.download', parameters: {} });
	const [got] = (await down.receive({ topic: 'kept', cliq: { fileId: message.file!.id } })).sent as any[];
	expect(got).toMatchObject({
		topic: 'kept',
		filename: 'night.log',
		contentType: expect.stringContaining('text/plain'),
		cliq: { operation: 'file.download', fileId: message.file!.id },
	});
	expect(bytes.equals(got.payload)).toBe(true);
});

test('no file is an error before anything is sent', async () => {
	const { receive } = place('zoho-cliq-file', {
		operation: 'file.send.channel',
		parameters: { channel: str('releases'), files: str('/no/such/file') },
	});
	const { errors } = await receive({});
	expect(errors[0]).toMatchObject({
		code: 'invalidInput',
		message: expect.stringContaining('"/no/such/file", which does not exist'),
	});
});

test('a file of this machine is sent if the dialog names it, and not if the message does', async () => {
	const own = { path: __filename };
	const asked = place('zoho-cliq-file', { operation: 'file.send.channel', parameters: { channel: str('releases') } });
	expect((await asked.receive({ payload: own })).errors[0]).toMatchObject({
		code: 'invalidInput',
		message: expect.stringContaining('a path that came with a message is not followed'),
	});
	const named = place('zoho-cliq-file', {
		operation: 'file.send.channel',
		parameters: { channel: str('releases'), files: str(__filename) },
	});
	expect((await named.receive({})).errors).toEqual([]);
	expect(sandbox.control.messages('#releases').at(-1)?.file).toMatchObject({ name: 'operation-node.test.ts' });
});

test('what goes wrong inside the node, or in who is told, does not end the process', async () => {
	const { receive, logged } = place('zoho-cliq-send', channel());
	const rejections: unknown[] = [];
	const note = (error: unknown) => rejections.push(error);
	process.on('unhandledRejection', note);
	const message = { payload: 'x' };
	Object.freeze(message);
	const { errors } = await receive(message);
	await receive({ payload: 'x' }, () => {
		throw new Error('of somebody else');
	});
	process.off('unhandledRejection', note);
	expect(errors[0]!.code).toBe('internalError');
	expect([rejections, logged.map(String)]).toEqual([[], ['Error: of somebody else']]);
});

test('a limit of 250 takes three pages, and the oldest of them comes first', async () => {
	const { chatId } = sandbox.control.post({ chat: '#releases', text: 'm0' });
	for (let count = 1; count < 300; count++) {
		// Of more than a page of messages in one millisecond some cannot be had, of whatever server.
		const now = Date.now();
		while (count % 40 === 0 && Date.now() === now);
		sandbox.control.post({ chat: '#releases', text: `m${count}` });
	}
	for (const order of ['oldest-first', 'newest-first'] as const) {
		sandbox.control.variants({ order });
		const before = sandbox.control.counters()['message.getMany']?.calls ?? 0;
		const { receive } = place('zoho-cliq-message', {
			operation: 'message.getMany',
			parameters: { chatId: { type: 'str', value: chatId }, limit: { type: 'num', value: 250 } },
		});
		const { payload } = (await receive({ payload: '' })).sent[0]!;
		expect((payload as Array<{ text: string }>).map(({ text }) => text)).toEqual(
			Array.from({ length: 250 }, (_, index) => `m${index + 50}`),
		);
		// Pages overlap in the instant where they meet, which may hold several of them here.
		expect([3, 4]).toContain(sandbox.control.counters()['message.getMany']!.calls - before);
	}
});
