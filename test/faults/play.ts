import { operation as operationOf, type Operation } from '../../cliq/catalogue';
import { CliqError, type ErrorKind } from '../../cliq/errors';
import { walk } from '../../cliq/lookup/paging';
import type { Values } from '../../cliq/parameters/values';
import type { NodeMessage } from '../../node-red/lib/shared/node-red';
import { connect, type SignIn } from '../../node-red/lib/account/connect';
import { accountKey, type OAuthSecrets } from '../../node-red/lib/account/token-manager';
import type { Finished, Job } from '../../node-red/lib/shared/message-queue';
import type { FaultRule, Sandbox } from '../../sandbox';
import { repeatable } from '../../sandbox/random';
import { VirtualClock } from '../cliq/support/clock';
import { JUMPS, type CallPlan, type Case, type EventPlan, type ExecutionPlan } from './case';
import { Machine, Process, type Fate } from './process';
import { Wire, type Exchange } from './wire';

export const CHANNELS = ['incidents', 'marketing'];
export const EMOJI = { given: '👍', added: '🎉' };

const COMMON_TEXT = 'Deploy finished';

/** A call and what became of it. Times are in milliseconds since 1970. */
export interface PlayedCall {
	execution: number;
	index: number;
	plan: CallPlan;
	operation: Operation;
	values: Values;
	startedAt: number;
	endedAt?: number;
	answer?: unknown;
	error?: unknown;
	/** What its node said of it when it ended. */
	fate?: Fate;
}

/** Everything that is needed to judge how a case went, beside the sandbox itself. */
export interface Played {
	plan: Case;
	calls: PlayedCall[];
	exchanges: readonly Exchange[];
	/** Ids of the chats called by `which`. */
	chatIds: string[];
	/** Ids of the messages that were there from the start, by `which`; they are in the first chat. */
	messageIds: string[];
	users: string[];
	bots: string[];
	secrets: string[];
	startedAt: number;
	endedAt: number;
	/** What must not happen in a process, and did. */
	broken: string[];
	/** When a process ended, and whether it was killed. */
	ends: Array<{ at: number; isKilled: boolean }>;
	/** How many calls still wait and how many timers still run an hour after the end. */
	leftOver: { waiting: number; sleeping: number };
	/** How often each kind of trouble struck. */
	troubles: Map<string, number>;
}

/** Where a case is played: the sandbox stays, everything else is made anew. */
export interface Stage {
	sandbox: Sandbox;
	clock: VirtualClock;
	wire?: Wire;
}

/** Plays a case from its beginning to its end. @throws Error if something waits for ever. */
export async function play(stage: Stage, plan: Case): Promise<Played> {
	const { control } = stage.sandbox;
	await control.comeUp();
	const clock = (stage.clock = new VirtualClock());
	control.reset();
	control.variants(plan.variants);
	control.setThresholds(plan.thresholds as Record<string, number>);
	const random = repeatable(plan.seed);
	const wire = (stage.wire = new Wire(stage.sandbox, clock, random));

	const state = control.state();
	const chatIds = [
		state.channels.find(({ uniqueName }) => uniqueName === CHANNELS[0])!.chatId,
		state.chats.find(({ kind, joined }) => kind === 'group' && joined)!.id,
	];
	const users = state.people
		.filter(({ id, member }) => member && id !== state.owner)
		.slice(0, 2)
		.map(({ email }) => email);
	const bots = state.bots
		.filter(({ channels }) => CHANNELS.some((name) => channels.includes(name)))
		.map(({ uniqueName }) => uniqueName);
	const fileId = control.files()[0]!.id;
	const messageIds = [0, 1].map(
		(which) => control.post({ chat: chatIds[0]!, text: `From the start ${which}` }).messageId,
	);
	const separator = { page: '_', underscore: '_', space: ' ', encoded: '%20' }[plan.variants.messageId ?? 'page'];
	for (const message of messageIds) control.react({ chat: chatIds[0]!, message, emoji: EMOJI.given });

	const scopes = [...new Set(scopesOf(plan))];
	const tokens = control.issueTokens({ scopes });
	const oauth: OAuthSecrets = {
		accountsUrl: stage.sandbox.url,
		clientId: tokens.clientId,
		clientSecret: tokens.clientSecret,
		refreshToken: tokens.refreshToken,
	};
	const signIn: SignIn = plan.hasWebhookToken ? control.createWebhookToken() : { oauth };
	const account = accountKey(plan.hasWebhookToken ? (signIn as { zapikey: string }) : oauth);
	const troubles = new Map<string, number>();
	const secrets = [tokens.clientSecret, tokens.refreshToken, ...('zapikey' in signIn ? [signIn.zapikey] : [])];
	const played: Played = {
		plan,
		calls: [],
		exchanges: wire.exchanges,
		chatIds,
		messageIds,
		users,
		bots,
		secrets,
		startedAt: clock.now(),
		endedAt: 0,
		broken: [],
		ends: [],
		leftOver: { waiting: 0, sleeping: 0 },
		troubles,
	};
	const rules = plan.faults.map((rule) => ({ rule, id: control.addFault(rule) }));
	const another = control.issueTokens();

	const notes = new Map<string, PlayedCall>();
	const stops = plan.executions.map(() => new AbortController());
	const machine = new Machine(clock, wire);
	const start = () =>
		new Process(machine, {
			nodes: plan.executions.length,
			run,
			tell: (place, fate) => (notes.get(place)!.fate = fate),
			complain: (what) => played.broken.push(what),
		});
	/** `undefined` while none runs. */
	let current: Process | undefined = start();

	const work = [
		...plan.executions.map((execution, number) => execute(execution, number)),
		...plan.events.map((event) => happen(event)),
	];
	try {
		await clock.run(Promise.all(work));
		// What was kept is taken up a moment after the start.
		await clock.run(clock.sleep(1000));
		await clock.run(current.idle());
		played.endedAt = clock.now();
		await clock.run(clock.sleep(3_600_000));
		played.leftOver = { waiting: current.shared.state.pacer.waiting, sleeping: clock.sleeping };
	} finally {
		wire.close();
		machine.dispose();
	}
	for (const { rule, id } of rules)
		count(nameOf(rule), (rule.times ?? 1) - (control.faults().find((one) => one.id === id)?.left ?? 0));
	return played;

	function count(name: string, times = 1) {
		troubles.set(name, (troubles.get(name) ?? 0) + times);
	}

	/** @returns the process that runs, once one does. */
	async function running(): Promise<Process> {
		while (!current) await clock.sleep(100);
		return current;
	}

	async function execute(
		{ startsAt, cancelledAfter, oneByOne, calls }: ExecutionPlan,
		number: number,
	): Promise<void> {
		await clock.sleep(startsAt);
		if (cancelledAfter !== undefined) void clock.sleep(cancelledAfter).then(() => stops[number]!.abort());
		const process = await running();
		const give = (index: number) => process.give(number, { payload: index });
		if (!oneByOne) return void (await Promise.all(calls.map((_, index) => give(index))));
		for (const index of calls.keys()) {
			// What would have gone on is gone with the process.
			if (process !== current) return;
			await give(index);
		}
	}

	/** Works on one message of a node, which may come again from what another process kept. */
	async function run(process: Process, number: number, { payload }: NodeMessage, job: Job): Promise<Finished> {
		const index = payload as number;
		const { calls, maxWait, timeout, tellsRemaining } = plan.executions[number]!;
		const call = calls[index];
		const place = `${number}.${index}`;
		const { operation, values } = toCall(call!, place);
		const note: PlayedCall = notes.get(place) ?? {
			execution: number,
			index,
			plan: call!,
			operation,
			values,
			startedAt: 0,
		};
		if (!notes.has(place)) played.calls.push(note);
		else if (note.fate !== 'kept')
			played.broken.push(`${place} was ${note.fate ?? 'not stopped'}, and comes again`);
		notes.set(place, note);
		Object.assign(note, { startedAt: clock.now(), endedAt: undefined, error: undefined, fate: undefined });
		job.ifStopped({ place, isKept: plan.keepsQueue });
		// The client takes its dice from there once; a replay needs the same ones.
		const { random: dice } = Math;
		Math.random = random;
		const client = connect(
			signIn,
			{ root: stage.sandbox.url, timeout, allowance: { account }, watch: job.ticket },
			process.shared,
		);
		Math.random = dice;
		const patience = {
			maxWait,
			lane: `execution ${number}`,
			signal: AbortSignal.any([stops[number]!.signal, job.signal]),
			onWait: job.ticket.waiting,
			...(tellsRemaining && { remaining: calls.slice(index).filter(({ kind }) => kind === call!.kind).length }),
		};
		try {
			if (call!.kind !== 'history') note.answer = (await client.call(operation, values, patience)).answer;
			else note.answer = await all(walk(client, operation, values, Infinity, patience));
			return { outputs: [], outcome: 'done' };
		} catch (error) {
			note.error = error;
			throw error;
		} finally {
			note.endedAt = clock.now();
		}
	}

	async function end(isKilled: boolean): Promise<void> {
		const process = current!;
		current = undefined;
		if (isKilled) process.kill();
		else await process.stop();
		played.ends.push({ at: clock.now(), isKilled });
		// Nobody hears of these any more.
		for (const note of played.calls.filter(({ endedAt }) => endedAt === undefined))
			Object.assign(note, { endedAt: clock.now(), error: new CliqError('cancelled', 'The process ended') });
	}

	function toCall(
		{ kind, which, text, synchronous }: CallPlan,
		name: string,
	): { operation: Operation; values: Values } {
		const texts = {
			same: COMMON_TEXT,
			samePadded: `  ${COMMON_TEXT}\n`,
			sameMarked: '*Deploy* finished {@55743307}',
			own: `Message ${name}`,
			ownMarked: `*Message* ${name} <@x> https://zylker.example`,
		};
		const send = { text: texts[text], synchronous };
		const message = { chatId: chatIds[0], messageId: messageIds[which]!.replace('_', separator) };
		const [id, values]: [string, Values] = {
			channel: ['message.send.channel', { channel: CHANNELS[which], ...send }],
			channelAsBot: [
				'message.send.channel',
				{
					channel: state.bots
						.find(({ uniqueName }) => uniqueName === bots[0])!
						.channels.find((one) => CHANNELS.includes(one)),
					postAsBot: bots[0],
					...send,
				},
			],
			chat: ['message.send.chat', { chatId: chatIds[which], ...send }],
			user: ['message.send.user', { user: users[which], ...send }],
			bot: ['message.send.bot', { bot: bots[which % bots.length], ...send }],
			edit: ['message.edit', { ...message, text: `Edit ${name}` }],
			delete: ['message.delete', message],
			react: ['reaction.add', { ...message, emoji: EMOJI.added }],
			unreact: ['reaction.remove', { ...message, emoji: EMOJI.given }],
			get: ['message.get', message],
			getReactions: ['reaction.getMany', message],
			history: ['message.getMany', { chatId: chatIds[0] }],
			download: ['file.download', { fileId }],
		}[kind] as [string, Values];
		const operation = operationOf(id);
		return { operation: { ...operation, threshold: plan.thresholds[id] ?? operation.threshold }, values };
	}

	async function happen({ at, kind, operation, amount }: EventPlan): Promise<void> {
		await clock.sleep(at);
		if ((kind === 'restart' || kind === 'kill') && !current) return;
		count(kind === 'clock' ? `clock ${JUMPS[amount - 1]! < 0 ? 'back' : 'forward'}` : kind);
		switch (kind) {
			case 'restart':
			case 'kill':
				await end(kind === 'kill');
				await clock.sleep((amount - 1) * 1000);
				current = start();
				return;
			case 'clock':
				machine.ahead += JUMPS[amount - 1]! * 60_000;
				return;
			case 'lock':
				return control.lock({ operation });
			case 'expire':
				return control.expireAccessTokens();
			case 'revoke':
				return control.revokeTokens();
			case 'foreignUse':
				for (let call = 0; call < amount; call++) await wire.foreign(foreignCall(operation));
				return;
			default:
				await wire.goDown(kind);
				await clock.sleep(amount * 1000);
				await wire.comeUp();
		}
	}

	/** Counts, and is refused for what it asks. */
	function foreignCall(id: string) {
		const { method, path } = operationOf(id);
		const url = `${stage.sandbox.url}/api/v2${path.replace(/\{\w+\}/g, 'unknown1')}`;
		return {
			method,
			url,
			headers: { Authorization: `Bearer ${another.accessToken}` },
			...(method !== 'GET' && { json: { text: 'x' } }),
		};
	}
}

/** What the troubles are called in the count. */
export function nameOf({ kind, operation, when = 'before', status, language = 'en' }: FaultRule): string {
	if (kind === 'throttle') return `throttle ${language}`;
	if (operation === 'oauth.token' && ['reset', 'hang', 'empty', 'status', 'redirect'].includes(kind))
		return `token ${kind === 'status' ? status : kind}`;
	if (kind === 'reset' || kind === 'hang') return `${kind} ${when}`;
	return kind === 'status' ? `${status} ${when}` : kind;
}

function scopesOf({ lacksReadScope }: Case): string[] {
	const ids = [
		'file.download',
		'message.send.channel',
		'message.edit',
		'message.delete',
		'message.get',
		'reaction.add',
		'reaction.getMany',
		'channel.get',
	];
	const scopes = ids.map(operationOf).flatMap(({ scopes, observedScopes = [] }) => [...scopes, ...observedScopes]);
	return scopes.filter((scope) => !(lacksReadScope && scope === 'ZohoCliq.Messages.READ'));
}

/** @returns the items by what they have in common. */
export function groupBy<Item, Key>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
	const groups = new Map<Key, Item[]>();
	for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
	return groups;
}

async function all<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
	const entries: T[] = [];
	for await (const page of pages) entries.push(...page);
	return entries;
}

/** How a call is called in a complaint. */
export function name({ execution, index, operation, error }: PlayedCall): string {
	return `call ${execution}.${index} (${operation.id}, ${error === undefined ? 'succeeded' : error instanceof CliqError ? error.kind : 'threw'})`;
}

/** @returns the kind of the error, or `undefined` for a success. */
export function kindOf({ error }: PlayedCall): ErrorKind | undefined {
	return (error as CliqError | undefined)?.kind;
}
