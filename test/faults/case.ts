import fc from 'fast-check';
import { variantValues, type FaultRule, type Variants } from '../../sandbox';

/** What is called. Two of the places are one conversation under two names: `channel` 0 and `chat` 0. */
export interface CallPlan {
	kind:
		| 'channel'
		| 'channelAsBot'
		| 'chat'
		| 'user'
		| 'bot'
		| 'edit'
		| 'delete'
		| 'react'
		| 'unreact'
		| 'get'
		| 'getReactions'
		| 'history'
		| 'download';
	/** Which channel, chat, user or bot, or which of the messages that are there from the start. */
	which: 0 | 1;
	text: TextPlan;
	/** `undefined`: not said. */
	synchronous?: boolean;
}

/** `same…`: others say it too. `own`: nobody else does. `…Marked`: with signs that Cliq may rewrite. */
export type TextPlan = 'same' | 'samePadded' | 'sameMarked' | 'own' | 'ownMarked';

/** A run of a workflow, or a node of Node-RED. Times are in milliseconds. */
export interface ExecutionPlan {
	startsAt: number;
	calls: CallPlan[];
	/** One call after the other, as n8n's node does; otherwise all at once, as messages reach a node of Node-RED. */
	oneByOne: boolean;
	/** Whether the pacer is told how many calls will come. */
	tellsRemaining: boolean;
	cancelledAfter?: number;
	maxWait: number;
	/** Of each call. */
	timeout: number;
}

/**
 * What happens at a time, whoever calls. `restart`: Node-RED is told to end, closes its nodes, and is started again.
 * `kill`: the process is gone at once, and started again. `clock`: somebody sets the clock of the machine.
 */
export interface EventPlan {
	at: number;
	kind: 'lock' | 'foreignUse' | 'expire' | 'revoke' | 'refuse' | 'drop' | 'restart' | 'kill' | 'clock';
	/** For `lock` and `foreignUse`. */
	operation: string;
	/**
	 * For `foreignUse`: how many calls. For `refuse` and `drop`, and until a process is started again: how many
	 * seconds. For `clock`: which of the jumps.
	 */
	amount: number;
}

/** By how much the clock is set, in minutes. */
export const JUMPS = [-60, 24 * 60, 1, -1, 5, -5, 60, -24 * 60];

export interface Case {
	variants: Partial<Variants>;
	/** Calls a minute, by operation: low, so that few calls are many. */
	thresholds: Partial<Record<string, number>>;
	/** Whether the account is connected without the scope that reads messages. */
	lacksReadScope: boolean;
	/** Signs in with a webhook token, which serves posts to channels alone. */
	hasWebhookToken: boolean;
	/** Whether messages that wait when a node is closed are kept for the next process. */
	keepsQueue: boolean;
	executions: ExecutionPlan[];
	faults: FaultRule[];
	events: EventPlan[];
	/** For how long calls take. */
	seed: number;
}

/** Another host, which answers whatever it is asked as if it had done it. */
export const ELSEWHERE = 'http://127.0.0.2:9';

const SENDS = ['message.send.channel', 'message.send.chat', 'message.send.user', 'message.send.bot'];
const CHANGES = ['message.edit', 'message.delete', 'reaction.add', 'reaction.remove'];
const READS = ['message.get', 'reaction.getMany', 'message.getMany'];

/** Mostly `usual`, so that a case differs in few things from what is usual. */
const rarely = <T>(usual: T, other: fc.Arbitrary<T>, weight = 1) =>
	fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight, arbitrary: other });

const variants: fc.Arbitrary<Partial<Variants>> = fc.record(
	Object.fromEntries(
		Object.entries(variantValues).map(([name, values]) => [
			name,
			fc.constantFrom(...(values as readonly unknown[])),
		]),
	),
	{ requiredKeys: [] },
);

const call: fc.Arbitrary<CallPlan> = fc.record(
	{
		kind: fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom('channel', 'chat') },
			{ weight: 1, arbitrary: fc.constantFrom('channelAsBot', 'user', 'bot') },
			{
				weight: 2,
				arbitrary: fc.constantFrom(
					'edit',
					'delete',
					'react',
					'unreact',
					'get',
					'getReactions',
					'history',
					'download',
				),
			},
		) as fc.Arbitrary<CallPlan['kind']>,
		which: fc.constantFrom(0, 0, 1),
		text: fc.constantFrom(
			'own',
			'own',
			'own',
			'same',
			'same',
			'same',
			'same',
			'samePadded',
			'sameMarked',
			'ownMarked',
		),
		synchronous: fc.boolean(),
	},
	{ requiredKeys: ['kind', 'which', 'text'] },
);

const moment = fc.oneof(
	fc.constant(0),
	fc.integer({ min: 0, max: 3000 }),
	fc.integer({ min: 0, max: 120_000 }),
	fc.integer({ min: 0, max: 900_000 }),
);

const execution: fc.Arbitrary<ExecutionPlan> = fc.record(
	{
		startsAt: moment,
		calls: fc.array(call, { minLength: 1, maxLength: 8 }),
		oneByOne: fc.boolean(),
		tellsRemaining: fc.boolean(),
		cancelledAfter: moment,
		maxWait: fc.constantFrom(3_600_000, 3_600_000, 900_000, 120_000, 5000, 0),
		timeout: fc.constantFrom(30_000, 30_000, 5000),
	},
	{ requiredKeys: ['startsAt', 'calls', 'oneByOne', 'tellsRemaining', 'maxWait', 'timeout'] },
);

/** Cancelled ones are rare: they end before much can go wrong. */
const executions = fc.array(
	fc
		.tuple(execution, fc.integer({ min: 0, max: 5 }))
		.map(([{ cancelledAfter, ...plan }, dice]) =>
			dice === 0 && cancelledAfter !== undefined ? { ...plan, cancelledAfter } : plan,
		),
	{ minLength: 1, maxLength: 4 },
);

const struck = { from: fc.integer({ min: 1, max: 8 }), times: rarely(1, fc.integer({ min: 2, max: 4 }), 2) };
/** Tokens are asked for rarely. */
const struckToken = { from: fc.integer({ min: 1, max: 3 }), times: rarely(1, fc.integer({ min: 2, max: 4 }), 2) };
const accounts = fc.constant('oauth.token');
const when = fc.constantFrom('before' as const, 'after' as const);
const anyOperation = fc.oneof(
	fc.constantFrom('*', ...SENDS),
	fc.constantFrom('*', 'oauth.token', ...SENDS, ...CHANGES, ...READS),
);

const fault: fc.Arbitrary<FaultRule> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constantFrom('reset' as const, 'hang' as const),
			operation: anyOperation,
			when,
			...struck,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('status' as const),
			operation: anyOperation,
			when,
			status: fc.constantFrom(500, 502, 503),
			...struck,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('broken-json' as const), operation: anyOperation, ...struck }),
	},
	// Not for lists: their many bytes would come slowly in real time.
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('slow' as const),
			operation: fc.constantFrom(...SENDS, ...CHANGES),
			forMs: fc.constant(1),
			...struck,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('expire-token' as const),
			operation: fc.constantFrom('*', ...SENDS, ...CHANGES, ...READS),
			...struck,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({ kind: fc.constant('refuse-refresh' as const), operation: accounts, ...struck }),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('status' as const),
			operation: accounts,
			status: fc.constantFrom(200, 500, 502, 503),
			...struckToken,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constantFrom('empty' as const, 'reset' as const, 'hang' as const),
			operation: accounts,
			...struckToken,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('throttle' as const),
			operation: accounts,
			language: fc.constantFrom('en' as const, 'de' as const, 'zh' as const),
			status: fc.constantFrom(400, 400, 200),
			...struckToken,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('redirect' as const),
			operation: fc.constantFrom('*', 'oauth.token', 'file.download', ...SENDS, ...CHANGES, ...READS),
			status: fc.constantFrom(301, 302, 303, 307, 308),
			to: fc.constant(`${ELSEWHERE}/login?a=1`),
			...struck,
		}),
	},
);

const event: fc.Arbitrary<EventPlan> = fc.record({
	at: moment,
	kind: fc.constantFrom(
		'lock',
		'lock',
		'lock',
		'foreignUse',
		'foreignUse',
		'expire',
		'refuse',
		'drop',
		'revoke',
		'restart',
		'restart',
		'restart',
		'kill',
		'kill',
		'clock',
		'clock',
	),
	operation: fc.constantFrom(...SENDS, ...SENDS, ...CHANGES, ...READS, 'channel.get'),
	amount: fc.integer({ min: 1, max: 8 }),
});

const thresholds = fc.record(
	Object.fromEntries(
		[...SENDS, ...CHANGES, 'message.get', 'reaction.getMany'].map((id) => [id, fc.constantFrom(1, 2, 3, 5)]),
	),
	{ requiredKeys: [] },
);

export const cases: fc.Arbitrary<Case> = fc
	.record({
		variants,
		thresholds,
		lacksReadScope: rarely(false, fc.constant(true)),
		hasWebhookToken: rarely(false, fc.constant(true)),
		keepsQueue: fc.boolean(),
		executions,
		faults: fc.array(fault, { maxLength: 5 }),
		events: fc.array(event, { maxLength: 4 }),
		seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
	})
	.map((plan) => (plan.hasWebhookToken ? { ...plan, executions: plan.executions.map(toChannels) } : plan));

function toChannels({ calls, ...execution }: ExecutionPlan): ExecutionPlan {
	return {
		...execution,
		calls: calls.map((call) =>
			call.kind === 'channelAsBot' || call.kind === 'bot' ? call : { ...call, kind: 'channel' },
		),
	};
}
