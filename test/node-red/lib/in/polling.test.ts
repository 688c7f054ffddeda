import { CliqError } from '../../../../cliq/errors';
import type { Polled, PollState } from '../../../../cliq/events/polling/poll';
import type { CliqEvent } from '../../../../cliq/events/types';
import type { Patience } from '../../../../cliq/pacing/pacer';
import { registerInbound } from '../../../../node-red/lib/in/in-node';
import type { NodeMessage, Node, NodeConfig, Red, Status } from '../../../../node-red/lib/shared/node-red';
import type { PollConfig } from '../../../../node-red/lib/in/polling';
import { shared } from '../../../../node-red/lib/account/connect';

type Poll = (
	chats: string[],
	state: PollState | undefined,
	patience: Patience,
	budget: number,
) => Promise<Partial<Polled>>;

/** What the core's `poll` does in these tests; it has its own. */
let mockPoll: jest.Mock<ReturnType<Poll>, Parameters<Poll>>;
jest.mock('../../../../cliq/events/polling/poll', () => ({
	poll: async (_client: unknown, ...given: Parameters<Poll>) => ({
		events: [],
		state: { chats: Object.fromEntries(given[0].map((chat) => [chat, 'read'])) },
		failures: [],
		warnings: [],
		...(await mockPoll(...given)),
	}),
}));

/** Which channels there are; asked in place of Cliq. */
let mockChannels: Record<string, string>;
let lookedUp: string[];
jest.mock('../../../../cliq/lookup/chats', () => ({
	chatOfChannel: async (_client: unknown, channel: string) => {
		lookedUp.push(channel);
		const found = mockChannels[channel.replace('#', '')];
		if (found) return found;
		const { CliqError: Failure } =
			jest.requireActual<typeof import('../../../../cliq/errors')>('../../../../cliq/errors');
		throw new Failure('notFound', `There is no channel "${channel}"`);
	},
}));

const settings = {
	dataCenter: 'us',
	signIn: 'oauth',
	clientId: 'client',
	clientSecret: 'of the client',
	refreshToken: 'of the account',
};

interface Place {
	config?: Partial<PollConfig>;
	account?: object;
	/** What the context of the node holds. */
	stored?: Map<string, unknown>;
	/** As the nodes were deployed, before Node-RED put values into them. */
	deployed?: NodeConfig[];
}

/** A node that looks into chats, in a runtime that only notes what it does. */
function start({ config, account = settings, stored = new Map(), deployed = [] }: Place = {}) {
	let construct!: (this: Node, config: NodeConfig) => void;
	const logged: unknown[] = [];
	const red = {
		nodes: {
			createNode: () => {},
			eachNode: (see: (config: NodeConfig) => void) => deployed.forEach(see),
			getNode: (id: string) => (id === 'account' ? { settings: account } : null),
			registerType: (_type: string, constructor: typeof construct) => (construct = constructor),
		},
		log: { error: (error: unknown) => logged.push(error) },
		_: (key: string, values: object = {}) => [key.split('status.')[1], ...Object.values(values)].join(' '),
	} as unknown as Red;
	registerInbound(red);
	const statuses: Status[] = [];
	const sent: NodeMessage[] = [];
	const errors: Array<[text: string, code: unknown, message: NodeMessage | undefined]> = [];
	const warnings: string[] = [];
	let end!: (isRemoved: boolean, done: () => void) => void;
	const context = {
		get: (key: string, done: (error: null, value: unknown) => void) => done(null, stored.get(key)),
		set: (key: string, value: unknown, done: (error: null) => void) => (
			stored.set(key, structuredClone(value)),
			done(null)
		),
	};
	const node = {
		id: 'hear',
		on: (_event: string, listener: typeof end) => (end = listener),
		context: () => context,
		status: (status: Status) => statuses.push(status),
		send: (message: NodeMessage) => sent.push(message),
		warn: (text: string) => warnings.push(text),
		error: (error: Error & { code?: unknown }, message?: NodeMessage) =>
			errors.push([error.message, error.code, message]),
	} as unknown as Node;
	construct.call(node, {
		id: 'hear',
		type: 'zoho-cliq-in',
		way: 'poll',
		account: 'account',
		watched: [{ chat: 'CT_1' }],
		interval: '60',
		...config,
	});
	const close = () => new Promise<void>((resolve) => end(false, resolve));
	return {
		node,
		context,
		sent,
		statuses,
		errors,
		warnings,
		stored,
		logged,
		close,
		last: () => statuses.at(-1)?.text,
	};
}

let written = 0;
const event = (others: Partial<CliqEvent> = {}, text = 'hello'): CliqEvent => ({
	kind: 'channelMessage',
	handler: '',
	operation: 'message_sent',
	via: 'poll',
	user: { id: '55', name: 'Leo Fuchs' },
	chat: { id: 'CT_1' },
	message: { id: `17_${++written}`, text, attachments: [], mentions: [] },
	time: 0,
	at: '1970-01-01T00:00:00.000Z',
	raw: {},
	...others,
});

/** Lets so many seconds go by. */
const pass = async (seconds: number) => await jest.advanceTimersByTimeAsync(seconds * 1000);
const times = () => mockPoll.mock.calls.length;

beforeEach(() => {
	jest.useFakeTimers({ now: new Date(2026, 10, 22, 14, 20, 5).getTime() });
	mockPoll = jest.fn<ReturnType<Poll>, Parameters<Poll>>(async () => ({}));
	mockChannels = {};
	lookedUp = [];
});
afterEach(() => jest.useRealTimers());

test('looks at once, then again and again, and no more when the node has ended', async () => {
	const { last, close, statuses } = start();
	await pass(1);
	expect([times(), last()]).toEqual([1, 'nothing 0 14:20:05']);
	await pass(180);
	expect(times()).toBe(4);
	await close();
	await pass(3600);
	expect([times(), statuses.at(-1)]).toEqual([4, {}]);
});

test('one look at a time, however long one takes; the next begins at its time, or at once when that is over', async () => {
	let running = 0;
	let most = 0;
	mockPoll.mockImplementation(async () => {
		most = Math.max(most, ++running);
		await new Promise((resolve) => setTimeout(resolve, 90_000));
		running--;
		return {};
	});
	const { close } = start();
	await pass(600);
	expect([most, times()]).toEqual([1, 7]);
	const closed = close();
	await pass(90);
	await closed;
	expect(running).toBe(0);
});

test('a message comes out as one that came by a webhook does', async () => {
	mockPoll.mockResolvedValueOnce({ events: [event({}, 'first'), event({}, 'second')] });
	const { sent, last, close } = start({ config: { watched: [{ chat: 'CT_1', name: 'Team' }] } });
	await pass(1);
	expect(sent).toEqual(
		['first', 'second'].map((text) => ({
			topic: 'channelMessage',
			payload: text,
			cliq: { chatId: 'CT_1', messageId: expect.any(String) },
			event: expect.objectContaining({
				via: 'poll',
				chat: { id: 'CT_1', title: 'Team' },
				delivery: expect.any(String),
			}),
		})),
	);
	expect(last()).toBe('found 2 14:20:05');
	await close();
});

test('goes on after a restart where it was', async () => {
	const stored = new Map<string, unknown>();
	mockPoll.mockResolvedValueOnce({ state: { chats: { CT_1: { from: 17 } }, next: 'CT_1' } });
	const first = start({ stored });
	await pass(1);
	expect(mockPoll.mock.calls[0]![1]).toBeUndefined();
	await first.close();
	const second = start({ stored });
	await pass(1);
	expect(mockPoll.mock.calls[1]![1]).toMatchObject({ chats: { CT_1: { from: 17 } }, next: 'CT_1' });
	await second.close();
});

test('after a restart it waits until a minute after the last look of the process before, which it cannot know the reads of', async () => {
	const stored = new Map<string, unknown>([
		['looked', { chats: { CT_1: {} }, named: {}, at: Date.now() - 21_000, by: 'the process before' }],
	]);
	const { close, last } = start({ stored });
	const resumes = new Date(Date.now() + 40_000);
	await pass(39);
	expect(mockPoll).not.toHaveBeenCalled();
	expect(last()).toBe(`resumes ${resumes.toTimeString().slice(0, 8)}`);
	await pass(2);
	expect(mockPoll).toHaveBeenCalledTimes(1);
	await close();
});

test('and no longer, if the clock was set back meanwhile', async () => {
	const stored = new Map<string, unknown>([
		['looked', { chats: { CT_1: {} }, named: {}, at: Date.now() + 3_600_000, by: 'the process before' }],
	]);
	const { close } = start({ stored });
	await pass(62);
	expect(mockPoll).toHaveBeenCalledTimes(1);
	await close();
});

test.each([[undefined], [17], ['text'], [{ chats: null }], [[]], [{ named: {} }]])(
	'what the store holds may be anything: %j',
	async (value) => {
		const { close, errors } = start({ stored: new Map([['looked', value]]) });
		await pass(1);
		expect([mockPoll.mock.calls[0]![1], errors]).toEqual([undefined, []]);
		await close();
	},
);

test('what is found while the node ends is not sent: it will be found again', async () => {
	mockPoll.mockImplementation(async (_chats, _state, { signal }) => {
		await new Promise((resolve) => signal!.addEventListener('abort', resolve));
		return { events: [event()], state: { chats: { CT_1: 'further' } } };
	});
	const { sent, stored, close } = start();
	await pass(1);
	await close();
	expect([sent, stored.get('looked')]).toEqual([[], undefined]);
});

test.each([
	['people', { people: '55' }, ['by Leo']],
	['people by name', { people: 'priya Nair' }, ['by Priya']],
	['ignored', { ignored: 'Leo Fuchs, b-9' }, ['by Priya']],
	['ignored, but wanted', { people: '55, 56', ignored: '56' }, ['by Leo']],
	['text', { text: 'BY P' }, ['by Priya']],
	['nothing', {}, ['by Leo', 'by Priya', 'by a bot']],
])('filter: %s', async (_what, config, expected) => {
	mockPoll.mockResolvedValueOnce({
		events: [
			event({}, 'by Leo'),
			event({ user: { id: '56', name: 'Priya Nair' } }, 'by Priya'),
			event({ user: { id: '9', name: 'Bot' } }, 'by a bot'),
		],
	});
	const { sent, stored, close } = start({ config });
	await pass(1);
	expect(sent.map(({ payload }) => payload)).toEqual(expected);
	expect(stored.get('looked')).toMatchObject({ chats: { CT_1: 'read' }, named: {} });
	await close();
});

test.each([
	[undefined, []],
	[true, []],
	[false, ['an answer of this flow']],
])('what Cliq nodes sent is left out, if wanted: %p', async (skipOwn, expected) => {
	const own = event({}, 'an answer of this flow');
	const { sent: log } = shared.state;
	log.end(log.begin('account', 'an answer of this flow', Date.now()), Date.now(), own.message!.id);
	mockPoll.mockResolvedValueOnce({ events: [own] });
	const { sent, close } = start({ config: { skipOwn } });
	await pass(1);
	expect(sent.map(({ payload }) => payload)).toEqual(expected);
	await close();
});

describe('pace', () => {
	const chats = (count: number) => Array.from({ length: count }, (_, index) => ({ chat: `CT_${index}` }));
	test.each([
		['as wanted', { interval: '300', watched: chats(40) }, {}, 300],
		['as the limit has it: 15 reads a minute', { interval: '10', watched: chats(40) }, {}, 160],
		[
			'as the share of the limit has it',
			{ interval: '10', watched: chats(40) },
			{ rateLimitShare: '50' },
			(40 * 60) / 7,
		],
		[
			'as another limit has it',
			{ interval: '10', watched: chats(40) },
			{ rateLimit: 'own', callsPerMinute: '60' },
			40,
		],
		['without a limit, every second at most', { interval: '0.01' }, { rateLimit: 'none' }, 1],
		['a minute, unless it is said', { interval: '' }, {}, 60],
		['once a day at least', { interval: '1e9' }, {}, 86_400],
	])('%s', async (_what, config, account, seconds) => {
		const { close } = start({ config, account: { ...settings, ...account } });
		await pass(0.5);
		expect(times()).toBe(1);
		expect(mockPoll.mock.calls[0]![3]).toBeCloseTo(seconds * 1000);
		await pass(seconds - 0.5);
		expect(times()).toBe(1);
		await pass(0.5);
		expect(times()).toBe(2);
		await close();
	});
});

describe('channels by name', () => {
	const config = {
		watched: [
			{ chat: '#releases' },
			{ chat: 'general' },
			{ chat: 'CT_1' },
			{ chat: 'https://cliq.zoho.com/company/1/channels/team2' },
			{ chat: 'https://cliq.zoho.com/company/1/chats/CT_9' },
			{ chat: 'O4000000040005' },
		],
	};

	test('are looked up once, also over a restart', async () => {
		mockChannels = {
			releases: 'CT_7',
			general: 'CT_8',
			'https://cliq.zoho.com/company/1/channels/team2': 'CT_2',
			O4000000040005: 'CT_4',
		};
		const stored = new Map<string, unknown>();
		const first = start({ config, stored });
		await pass(61);
		await first.close();
		const second = start({ config, stored });
		await pass(1);
		await second.close();
		expect(lookedUp).toHaveLength(4);
		expect(mockPoll.mock.calls.map(([ids]) => ids)).toEqual(
			Array(3).fill(['CT_7', 'CT_8', 'CT_1', 'CT_2', 'https://cliq.zoho.com/company/1/chats/CT_9', 'CT_4']),
		);
	});

	test('one that is not there does not stop the others, and is tried again', async () => {
		mockChannels = { releases: 'CT_7' };
		const { errors, last, close } = start({ config: { watched: [{ chat: '#releases' }, { chat: '#later' }] } });
		await pass(1);
		expect(mockPoll.mock.calls[0]![0]).toEqual(['CT_7']);
		expect(errors).toEqual([
			[
				'#later: There is no channel "#later"',
				'notFound',
				{ topic: 'error', payload: '', cliq: { chatId: '#later' } },
			],
		]);
		expect(last()).toBe('unreadable1 #later notFound 14:20:05');
		mockChannels.later = 'CT_8';
		await pass(60);
		expect(mockPoll.mock.calls[1]![0]).toEqual(['CT_7', 'CT_8']);
		expect(last()).toMatch(/^nothing/);
		await close();
	});

	test('one whose chat is gone is looked up anew', async () => {
		mockChannels = { releases: 'CT_7' };
		mockPoll.mockResolvedValueOnce({ failures: [{ chat: 'CT_7', error: new CliqError('notFound', 'gone') }] });
		const { errors, close } = start({ config: { watched: [{ chat: '#releases' }] } });
		await pass(1);
		mockChannels.releases = 'CT_8';
		await pass(60);
		expect(mockPoll.mock.calls.map(([ids]) => ids)).toEqual([['CT_7'], ['CT_8']]);
		expect(errors).toHaveLength(1);
		await close();
	});
});

describe('what goes wrong', () => {
	const gone = {
		chat: 'CT_2',
		error: new CliqError('notFound', 'There is no such chat', { hint: 'Choose another.' }),
	};

	test('is told once for each chat, until it has ended; the others go on', async () => {
		mockPoll.mockImplementation(async () =>
			times() <= 3 || times() === 5 ? { failures: [gone], events: [event()] } : {},
		);
		const { errors, sent, last, close } = start({
			config: { watched: [{ chat: 'CT_1' }, { chat: 'CT_2', name: '#old' }] },
		});
		await pass(121);
		expect(sent).toHaveLength(3);
		expect(errors).toEqual([
			[
				'#old: There is no such chat. Choose another.',
				'notFound',
				{ topic: 'error', payload: '', cliq: { chatId: 'CT_2' } },
			],
		]);
		expect(last()).toBe('unreadable1 #old notFound 14:22:05');
		await pass(60);
		expect([errors.length, last()]).toEqual([1, 'found 3 14:23:05']);
		await pass(60);
		expect(errors).toHaveLength(2);
		await close();
	});

	test('with the way to Cliq is told once, not for each chat', async () => {
		const down = new CliqError('unavailable', 'Cliq could not be reached');
		mockPoll.mockResolvedValueOnce({ failures: ['CT_1', 'CT_2', 'CT_3'].map((chat) => ({ chat, error: down })) });
		const { errors, last, close } = start();
		await pass(1);
		expect(errors.map(([text]) => text)).toEqual(['Cliq could not be reached']);
		expect(last()).toBe('unavailable');
		await close();
	});

	test('two chats are counted', async () => {
		mockPoll.mockResolvedValueOnce({ failures: [gone, { ...gone, chat: 'CT_3' }] });
		const { errors, last, close } = start();
		await pass(1);
		expect([errors.length, last()]).toEqual([2, 'unreadable 2 14:20:05']);
		await close();
	});

	test.each([
		['no account', { account: '' }, 'notAuthorized', 'no Zoho Cliq account'],
		['no chats', { watched: [] }, 'invalidInput', 'no chat to poll'],
		['blank chats', { watched: [{ chat: ' ' }] }, 'invalidInput', 'no chat to poll'],
		[
			'an address as a user',
			{ people: 'leo@example.com' },
			'invalidInput',
			'"leo@example.com" is an email address',
		],
		['an address to leave out', { ignored: '1, leo@example.com' }, 'invalidInput', 'is an email address'],
	])('%s', async (_what, config, code, text) => {
		const { errors, last, close } = start({ config });
		await pass(181);
		expect(errors).toEqual([[expect.stringContaining(text), code, { topic: 'error', payload: '' }]]);
		expect([last(), times()]).toEqual([code, 0]);
		await close();
	});

	test.each(['people', 'ignored', 'text'])(
		'an environment variable without a value keeps nothing out, and nothing is read: %s',
		async (field) => {
			for (const value of ['', '${TEAM}']) {
				const { errors, sent, close } = start({
					config: { [field]: value },
					deployed: [{ id: 'hear', type: 'zoho-cliq-in', [field]: '${TEAM}' }],
				});
				await pass(1);
				expect(errors).toMatchObject([
					[
						expect.stringMatching(/gave nothing \(the environment variable TEAM\)/),
						'invalidInput',
						expect.anything(),
					],
				]);
				expect([sent, mockPoll.mock.calls]).toEqual([[], []]);
				await close();
			}
		},
	);

	test('a webhook token cannot read', async () => {
		const { errors, close } = start({ account: { ...settings, signIn: 'webhookToken', zapikey: 'x' } });
		await pass(1);
		expect(errors).toEqual([[expect.stringContaining('webhook token'), 'notAuthorized', expect.anything()]]);
		await close();
	});

	test('a lock of Cliq is shown until it ends, and nothing else is said', async () => {
		const retryAt = Date.now() + 600_000;
		mockPoll.mockResolvedValueOnce({ locked: new CliqError('locked', 'Cliq has locked this', { retryAt }) });
		const { errors, statuses, close } = start();
		await pass(1);
		expect(statuses.at(-1)).toEqual({ fill: 'yellow', shape: 'ring', text: 'waitingForLock 14:30' });
		expect(errors).toEqual([]);
		await close();
	});

	test('a fault of ours ends neither the node nor the process', async () => {
		mockPoll.mockRejectedValueOnce(new TypeError('x is not a function'));
		const { errors, logged, last, close } = start();
		await pass(61);
		expect(errors).toEqual([[expect.stringContaining('please report it'), 'internalError', expect.anything()]]);
		expect([logged, times(), last()]).toEqual([[], 2, expect.stringMatching(/^nothing/)]);
		await close();
	});

	test('a flow that throws at a message does not end it either', async () => {
		mockPoll.mockImplementation(async () => ({ events: [event()] }));
		const { node, errors, close } = start();
		node.send = () => {
			throw new Error('of somebody else');
		};
		await pass(61);
		expect(times()).toBe(2);
		expect(errors).toHaveLength(1);
		await close();
	});

	test('a store that fails is told once, and the node goes on from what it knows', async () => {
		const { context, warnings, close } = start();
		context.set = (_key: string, _value: unknown, done: (error: never) => void) =>
			done(new Error('disk full') as never);
		await pass(121);
		expect(warnings).toEqual(['notStored disk full']);
		expect(mockPoll.mock.calls[2]![1]).toMatchObject({ chats: { CT_1: 'read' } });
		await close();
	});

	test('what Cliq may have kept to itself stands in the log', async () => {
		mockPoll.mockResolvedValueOnce({ warnings: ['others may be missing'] });
		const { warnings, close } = start();
		await pass(1);
		expect(warnings).toEqual(['others may be missing']);
		await close();
	});
});
