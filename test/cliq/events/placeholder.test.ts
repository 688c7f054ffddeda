import { operation } from '../../../cliq/catalogue';
import { CliqClient } from '../../../cliq/client';
import { Placeholder } from '../../../cliq/events/placeholder';
import { placeOf } from '../../../cliq/events/reply';
import type { CliqEvent, EventKind } from '../../../cliq/events/types';
import { compose, type Step } from '../../../cliq/message/compose';
import { sendAll } from '../../../cliq/message/send-all';
import { SharedState } from '../../../cliq/shared-state';
import type { Values } from '../../../cliq/parameters/values';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { VirtualClock } from '../support/clock';
import { httpPorts } from '../support/http';

const WORKING = '_Working on it…_';
const OTHER = '55744524';
const bot = { name: 'Status Bot', uniqueName: 'statusbot' };

const clock = new VirtualClock();
let sandbox: Sandbox;
let client: CliqClient;
let token: string;
let warnings: string[];
let said: string[];
beforeAll(async () => (sandbox = await startSandbox({ now: () => clock.now() })));
beforeEach(() => {
	sandbox.control.reset();
	({ accessToken: token } = sandbox.control.issueTokens());
	client = new CliqClient(
		httpPorts(clock, () => token),
		new SharedState(),
		sandbox.url,
		{ account: 'owner' },
	);
	warnings = [];
	said = [];
});
afterAll(() => sandbox.close());

const event = (kind: EventKind, chat: CliqEvent['chat'], userId = sandbox.control.state().owner): CliqEvent => ({
	kind,
	handler: '',
	via: 'forwarder',
	bot,
	user: { id: userId, name: 'Sam' },
	chat,
	time: 0,
	at: '',
	raw: {},
});
const toBot = (as?: string) => {
	const { chatId } = sandbox.control.write({ bot: 'statusbot', as, text: 'How are the servers?' });
	return event('message', { id: chatId }, as);
};
const inChannel = () =>
	event('mention', {
		id: sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'incidents')!.chatId,
		channelName: 'incidents',
	});
const inThread = () =>
	event('mention', {
		id: sandbox.control.messages('#incidents').find((message) => message.thread)!.thread!.id,
		channelName: 'incidents',
	});

const begun = (to: CliqEvent, text = WORKING) =>
	new Placeholder(
		to,
		{ text },
		{
			client: () => client,
			sleep: clock.sleep,
			lane: 'a',
			onSaid: (what) => void said.push(what),
			warn: (what) => void warnings.push(what),
		},
	);
const after = (seconds: number) => clock.run(clock.sleep(seconds * 1000));
const stepsOf = (to: CliqEvent, values: Values): Step[] => {
	const { operation: sending, values: place } = placeOf(to);
	return compose(sending, { ...values, ...place }, []);
};
const send = async (steps: Step[]) => await sendAll(client, steps, { maxWait: 120_000 });
const answered = async (placeholder: Placeholder, to: CliqEvent, values: Values) => {
	const result = await clock.run(placeholder.replaceBy(stepsOf(to, values), send));
	await after(1); // What is removed is not waited for.
	return result;
};
const shown = (to: CliqEvent, count: number) =>
	sandbox.control
		.messages(to.chat!.id)
		.filter(({ deleted }) => !deleted)
		.slice(-count);
const texts = (to: CliqEvent, count: number) => shown(to, count).map(({ text }) => text);
const calls = (id: string) => sandbox.control.counters()[id]?.calls ?? 0;

test('several at a moment, for several people, are all posted', async () => {
	const ports = httpPorts(clock, () => token);
	// Each call takes its time, so that they meet.
	client = new CliqClient(
		{ ...ports, send: async (request, signal) => (await clock.sleep(300), await ports.send(request, signal)) },
		new SharedState(),
		sandbox.url,
		{ account: 'owner' },
	);
	const all = [toBot(), toBot(), inChannel(), toBot('55744524')];
	for (const to of all) begun(to);
	await after(8);
	expect(all.map((to) => texts(to, 2).filter((text) => text === WORKING).length)).toEqual([2, 2, 1, 1]);
	expect(warnings).toEqual([]);
});

describe.each([
	['to the bot', toBot, 'bot'],
	['in a channel, where Cliq tells no ID of it', inChannel, 'bot'],
	['in a thread, as the account', inThread, 'person'],
] as const)('%s', (_where, place, kind) => {
	test('is posted after five seconds, and becomes the answer', async () => {
		const to = place();
		const placeholder = begun(to);
		await after(4.9);
		expect(texts(to, 1)).not.toEqual([WORKING]);
		await after(1);
		const [before] = shown(to, 1);
		expect(before).toMatchObject({ text: WORKING, author: { kind } });
		expect(placeholder.giveWay()).toBe(false);
		const { edited, sent } = await answered(placeholder, to, { text: '**All up**', textFormat: 'markdown' });
		expect(shown(to, 1)).toMatchObject([{ id: before!.id, text: '*All up*', edits: [{ text: WORKING }] }]);
		expect([edited?.chatId, edited?.messageId.replace(' ', '_'), sent]).toEqual([
			to.chat!.id,
			before!.id,
			undefined,
		]);
		// Where the bot listens both come back.
		expect([said, warnings]).toEqual([[WORKING, '*All up*'], []]);
	});

	test('of several messages becomes the first one', async () => {
		const to = place();
		const placeholder = begun(to);
		await after(6);
		const [before] = shown(to, 1);
		await answered(placeholder, to, { text: 'word '.repeat(2_500) });
		const now = shown(to, 3);
		expect(now.map(({ id, text }) => [id === before!.id, text.length > 1000])).toEqual([
			[true, true],
			[false, true],
			[false, true],
		]);
	});

	test('a table and a card follow the text of the answer', async () => {
		const to = place();
		const placeholder = begun(to);
		await after(6);
		const { id } = shown(to, 1)[0]!;
		await answered(placeholder, to, {
			text: 'Here they are:\n\n| Server | State |\n| --- | --- |\n| a | up |\n',
			textFormat: 'markdown',
		});
		expect(shown(to, 2)).toMatchObject([
			{ id, text: 'Here they are:', content: {} },
			{ text: 'Server, State', content: { slides: [{ type: 'table' }] } },
		]);
	});

	test('what does not come apart is sent whole, and nothing is left to wait for', async () => {
		const to = place();
		const placeholder = begun(to);
		await after(6);
		const { edited } = await answered(placeholder, to, {
			text: 'Shall I restart it?',
			buttons: [{ label: 'Open', action: { type: 'open.url', data: { web: 'https://example.com' } } }],
		});
		expect(edited).toBeUndefined();
		// What a bot has posted cannot be deleted.
		expect(texts(to, kind === 'bot' ? 2 : 1)).toEqual(
			kind === 'bot' ? ['↓', 'Shall I restart it?'] : ['Shall I restart it?'],
		);
		expect(texts(to, 9)).not.toContain(WORKING);
	});

	test('without an answer it does not stay', async () => {
		const to = place();
		const placeholder = begun(to);
		await after(6);
		const { length } = shown(to, Infinity);
		await clock.run(placeholder.withdraw());
		expect(kind === 'bot' ? texts(to, 1) : shown(to, Infinity).length).toEqual(
			kind === 'bot' ? ['No answer.'] : length - 1,
		);
		expect(texts(to, 9)).not.toContain(WORKING);
	});
});

test('is not posted where the answer comes first', async () => {
	const to = toBot();
	const placeholder = begun(to);
	await after(4.9);
	expect(placeholder.giveWay()).toBe(true);
	await after(10);
	expect([texts(to, 1), calls('message.send.bot'), warnings]).toEqual([['How are the servers?'], 0, []]);
	await clock.run(begun(to).withdraw());
	expect(clock.sleeping).toBe(0);
});

test('an answer that comes while it is being posted takes its place', async () => {
	const to = toBot();
	const placeholder = begun(to);
	const edited = clock.run(
		(async () => {
			await clock.sleep(5_000);
			await Promise.resolve();
			return placeholder.giveWay() ? 'free' : await placeholder.replaceBy(stepsOf(to, { text: 'Up' }), send);
		})(),
	);
	expect(await edited).toMatchObject({ edited: { chatId: to.chat!.id } });
	expect(texts(to, 2)).toEqual(['How are the servers?', 'Up']);
});

test('two at once in a channel become the right answers', async () => {
	const to = inChannel();
	const first = begun(to);
	const second = begun(to);
	await after(7);
	const ids = shown(to, 2).map(({ id }) => id);
	await answered(second, to, { text: 'To the second' });
	await answered(first, to, { text: 'To the first' });
	expect(shown(to, 2).map(({ id, text }) => [ids.indexOf(id), text])).toEqual([
		[0, 'To the first'],
		[1, 'To the second'],
	]);
});

test('one that nobody can tell from another is left alone, and no answer stands in its place', async () => {
	const to = inChannel();
	const placeholder = begun(to);
	await after(4.9);
	sandbox.control.post({ chat: '#incidents', bot: 'statusbot', text: 'Working on it' });
	await after(2);
	expect(placeholder.giveWay()).toBe(true);
	expect(warnings).toEqual([
		expect.stringMatching(/stands in the chat .* and the answer cannot take its place: Cliq does not give its ID/),
	]);
	// And it does not happen again there.
	const again = begun(to);
	await after(6);
	expect([again.giveWay(), calls('message.send.channel')]).toEqual([true, 1]);
});

describe('an answer is not lost where Cliq does not edit', () => {
	test('in a chat that the account takes no part in; from then on none is posted there', async () => {
		const to = toBot(OTHER);
		const placeholder = begun(to);
		await after(6);
		expect(texts(to, 1)).toEqual([WORKING]);
		expect(await answered(placeholder, to, { text: 'All up' })).toMatchObject({ sent: [{ success: true }] });
		expect(texts(to, 2)).toEqual([WORKING, 'All up']);
		expect(warnings).toEqual([
			expect.stringContaining('could not become the answer, which is sent as a message'),
			expect.stringContaining('can be neither deleted nor edited'),
		]);
		const again = begun(to);
		await after(6);
		expect([again.giveWay(), texts(to, 1)]).toEqual([true, ['All up']]);
		const mine = begun(toBot());
		await after(6);
		expect(mine.giveWay()).toBe(false);
	});

	test('without the scope; from then on none is posted anywhere', async () => {
		const to = toBot();
		const placeholder = begun(to);
		await after(6);
		({ accessToken: token } = sandbox.control.issueTokens({ scopes: ['ZohoCliq.Webhooks.CREATE'] }));
		await answered(placeholder, to, { text: 'All up' });
		expect(texts(to, 2)).toEqual([WORKING, 'All up']);
		expect(warnings[0]).toContain('ZohoCliq.Webhooks.UPDATE');
		await after(1);
		const elsewhere = begun(inChannel());
		await after(6);
		expect(elsewhere.giveWay()).toBe(true);
	});

	test('within two seconds: it does not wait for the rate limit', async () => {
		const to = toBot();
		const placeholder = begun(to);
		await after(6);
		const { messageId } = sandbox.control.post({ chat: '#releases', text: 'x' });
		const chatId = sandbox.control.state().channels.find(({ uniqueName }) => uniqueName === 'releases')!.chatId;
		for (let count = 0; count < 20; count++)
			await clock.run(
				client.call(
					operation('message.edit'),
					{ chatId, messageId, text: `x ${count}` },
					{ maxWait: 0, lane: 'others' },
				),
			);
		const asked = clock.now();
		await clock.run(placeholder.replaceBy(stepsOf(to, { text: 'All up' }), send));
		expect(clock.now() - asked).toBeLessThan(3_000);
		// Nobody waits for the rest.
		await after(70);
		expect(texts(to, 2)).toEqual(['↓', 'All up']);
	});

	test('and what cannot be sent either is said to be no answer', async () => {
		const to = toBot();
		const placeholder = begun(to);
		await after(6);
		const failing = clock.run(
			placeholder.replaceBy(
				stepsOf(to, {
					text: 'x',
					buttons: [{ label: 'Open', action: { type: 'open.url', data: { web: 'https://example.com' } } }],
				}),
				() => Promise.reject(new Error('No way')),
			),
		);
		await expect(failing).rejects.toThrow('No way');
		await after(1);
		expect(texts(to, 1)).toEqual(['No answer.']);
	});
});

test('leaves at least half of the calls to answers, and never waits', async () => {
	const to = toBot();
	for (let count = 0; count < 11; count++)
		await clock.run(
			client.call(
				operation('message.send.bot'),
				{ bot: 'statusbot', text: `x ${count}` },
				{ maxWait: 0, lane: 'others' },
			),
		);
	const placeholder = begun(to);
	await after(6);
	expect([placeholder.giveWay(), calls('message.send.bot'), warnings]).toEqual([true, 11, []]);
});

test('an answer waits ten seconds for one that is being posted, and the other is removed later', async () => {
	const to = toBot();
	let post: () => void = () => {};
	const slow: Pick<CliqClient, 'call'>['call'] = async (operation, ...rest) => {
		if (operation.id === 'message.send.bot') await new Promise<void>((resolve) => (post = resolve));
		return await client.call(operation, ...rest);
	};
	const placeholder = new Placeholder(
		to,
		{ text: WORKING },
		{
			client: () => Object.assign(Object.create(client), { call: slow }),
			sleep: clock.sleep,
			lane: 'a',
			onSaid: () => {},
			warn: (what) => void warnings.push(what),
		},
	);
	await after(6);
	const asked = clock.now();
	await clock.run(placeholder.replaceBy(stepsOf(to, { text: 'All up' }), send));
	expect([clock.now() - asked, texts(to, 1)]).toEqual([10_000, ['All up']]);
	post();
	await after(1);
	expect([texts(to, 2), warnings]).toEqual([['All up', '↓'], []]);
});

test('an answer that Cliq refuses says nothing about the next one', async () => {
	const to = toBot();
	const placeholder = begun(to);
	await after(6);
	sandbox.control.addFault({
		kind: 'status',
		status: 400,
		code: 'input_pattern_mismatch',
		operation: 'message.edit',
	});
	await answered(placeholder, to, { text: 'All up' });
	expect(texts(to, 2)).toEqual(['↓', 'All up']);
	const again = begun(to);
	await after(6);
	expect(again.giveWay()).toBe(false);
});

test('an event without a place has none', async () => {
	const placeholder = begun(event('incomingWebhook', undefined));
	await after(6);
	expect([placeholder.giveWay(), warnings]).toEqual([true, []]);
});

test('where posting it fails, the answer goes its usual way', async () => {
	const to = toBot();
	sandbox.control.addFault({ kind: 'status', status: 400, code: 'bot_not_found', operation: 'message.send.bot' });
	const placeholder = begun(to);
	await after(6);
	expect([placeholder.giveWay(), warnings]).toEqual([true, [expect.stringContaining('was not posted')]]);
});
