import {
	CliqError,
	type CliqEvent,
	type Patience,
	type PollState,
	type Polled,
	callsPerMinute,
	filterNames,
	isWrittenBy,
	operations,
	passes,
	poll,
	textIn,
} from '../../../cliq';
import {
	allowanceIn,
	clientOf,
	maxWaitOf,
	refuseUnserved,
	type AccountNode,
	type AccountSettings,
} from '../account/account';
import { filledIn } from '../shared/environment-values';
import { flowEvent, messageOf } from './event-message';
import type { Node, NodeConfig, Red } from '../shared/node-red';
import { ChatNames, type WatchedChat } from './polling-chats';
import { PROCESS, recall, remember, type Remembered } from './polling-store';
import { PollTeller, type Problem } from './polling-status';
import { elapsed, shared, sleep } from '../account/connect';

/** What the editor stores of a node that polls chats. */
export interface PollConfig extends NodeConfig {
	/** `id` of a config node. */
	account?: string;
	watched?: WatchedChat[];
	/** Seconds. */
	interval?: string | number;
	/** IDs and names, separated by commas; none: all. */
	people?: string;
	/** Of the message; any case. */
	text?: string;
	/** IDs and names, separated by commas. */
	ignored?: string;
	/**
	 * Whether what Cliq nodes of this Node-RED sent is left out; a flow that answers would answer itself. Default true.
	 */
	skipOwn?: boolean | undefined;
}

/** The operation that reads a chat. */
const reading = operations.find(({ resource, name }) => resource === 'message' && name === 'getMany')!;

/** Both in seconds. */
const USUAL_INTERVAL = 60;
const LONGEST_INTERVAL = 24 * 60 * 60;

/** In milliseconds; where an account has no limit. */
const SHORTEST_PAUSE = 1_000;

/** The nodes that follow may not be there yet; in milliseconds, as long as "inject" waits. */
const AFTER_START = 100;

/** In milliseconds: what Cliq counts, and a little more. */
const LAST_MINUTE = 61_000;

/** Looks into chats for new messages, again and again, until the node ends. */
export function keepLooking(red: Red, node: Node, config: PollConfig): void {
	const stop = new AbortController();
	const tell = new PollTeller(red, node);
	const looking = look(red, node, config, tell, stop.signal).catch((error: unknown) => red.log.error(error));
	node.on('close', (_removed, done) => {
		stop.abort();
		tell.close();
		// The node that comes after it begins where this one ended.
		void looking.then(() => done());
	});
}

async function look(red: Red, node: Node, config: PollConfig, tell: PollTeller, signal: AbortSignal): Promise<void> {
	const remembered = await recall(node).catch((error: Error) => tell.notStored(error));
	const names = new ChatNames(config.watched ?? [], remembered?.named);
	let state: PollState | undefined = remembered;
	await sleep(AFTER_START, signal);
	await letLastMinuteEnd(red, config, remembered, tell, signal);
	while (!signal.aborted) {
		const begun = elapsed();
		const pace = paceOf(red, config, names.count);
		const found = await lookOnce(red, config, names, state, { signal, lane: node.id, onWait: tell.waiting }, pace);
		if (signal.aborted) return; // What was found will be found again.
		state = found.state;
		const { events } = found;
		for (const event of events) {
			try {
				node.send(messageOf(flowEvent(named(event, names))));
			} catch (error) {
				found.problems.push({ error: error as Error }); // Of a hook of somebody else; the others go on.
			}
		}
		if (state)
			await remember(node, { ...state, named: names.known, at: Date.now(), by: PROCESS }).catch((error: Error) =>
				tell.notStored(error),
			);
		tell.looked(events.length, found);
		await sleep(found.hasMore ? SHORTEST_PAUSE : Math.max(begun + pace - elapsed(), SHORTEST_PAUSE), signal);
	}
}

/**
 * Nobody knows how much the process before has read in its last minute, and one read too many locks the account for
 * ten.
 */
async function letLastMinuteEnd(
	red: Red,
	config: PollConfig,
	remembered: Remembered | undefined,
	tell: PollTeller,
	signal: AbortSignal,
): Promise<void> {
	if (remembered?.at === undefined || remembered.by === PROCESS || readsPerMinute(red, config) === Infinity) return;
	// The clock may have been set back meanwhile.
	const wait = Math.min(remembered.at + LAST_MINUTE - Date.now(), LAST_MINUTE);
	if (wait <= 0) return;
	tell.resumes(Date.now() + wait);
	await sleep(wait, signal);
}

type PollOutcome = Omit<Polled, 'state' | 'failures'> & { state?: PollState | undefined; problems: Problem[] };

/** @returns what came, and why not more; nothing is thrown that is Cliq's or the user's. */
async function lookOnce(
	red: Red,
	config: PollConfig,
	names: ChatNames,
	state: PollState | undefined,
	patience: Omit<Patience, 'maxWait'>,
	budget: number,
): Promise<PollOutcome> {
	try {
		const settings = accountOf(red, config);
		refuseUnserved(settings, reading);
		const isWanted = filterOf(red, config);
		const client = clientOf(settings);
		const whole: Patience = { ...patience, maxWait: Math.min(maxWaitOf(settings), budget) };
		const { ids, failures: unknown } = await names.ids(client, whole);
		const { failures, ...polled } = await poll(client, ids, state, whole, budget);
		names.forget(failures.filter(({ error }) => error.kind === 'notFound').map(({ chat }) => chat));
		return {
			...polled,
			events: polled.events.filter(isWanted),
			problems: [...unknown, ...failures].map(({ chat, error }) => ({ chat, name: names.nameOf(chat), error })),
		};
	} catch (error) {
		return { events: [], state, warnings: [], problems: [{ error: error as Error }] };
	}
}

function accountOf(red: Red, { account }: PollConfig): AccountSettings {
	const node = account ? (red.nodes.getNode(account) as AccountNode | null | undefined) : undefined;
	if (node?.settings) return node.settings;
	throw new CliqError('notAuthorized', 'The node has no Zoho Cliq account to poll chats with', {
		hint: 'Open the node, choose or add an account, and deploy.',
	});
}

/** Such a list would let nobody through, or leave nobody out, and nobody would know why. */
function refuseAddresses(names: string[]): void {
	const address = names.find((entry) => /^[^@\s]+@[^@\s]+$/.test(entry));
	if (address === undefined) return;
	throw new CliqError(
		'invalidInput',
		`"${address}" is an email address, and messages found by polling do not contain any`,
		{ hint: 'Give the user ID or the name that Cliq shows; both are in msg.event.user.' },
	);
}

/**
 * In milliseconds: how often all chats are polled. Never more often than the account's limit lets it read each of
 * them.
 */
function paceOf(red: Red, config: PollConfig, chats: number): number {
	const wanted = Number(config.interval) > 0 ? Math.min(Number(config.interval), LONGEST_INTERVAL) : USUAL_INTERVAL;
	return Math.max(wanted * 1000, shortestRound(red, config, chats), SHORTEST_PAUSE);
}

function shortestRound(red: Red, config: PollConfig, chats: number): number {
	return (chats * 60_000) / readsPerMinute(red, config);
}

function readsPerMinute(red: Red, config: PollConfig): number {
	try {
		return callsPerMinute(allowanceIn(accountOf(red, config)), reading);
	} catch {
		return Infinity; // Problems with the account are reported when it is used.
	}
}

/**
 * @throws CliqError for names that nobody is found by, and environment variables that are to keep messages out and have
 * no value.
 */
function filterOf(red: Red, config: PollConfig): (event: CliqEvent) => boolean {
	const filled = (name: string, label: string) => filledIn(red, config, name, label);
	const wanted = filterNames(filled('people', 'From'));
	const unwanted = filterNames({ ...filled('ignored', 'Not from'), emptyMeans: 'to leave out nobody' });
	const filters = { chats: [], users: [], text: textIn(filled('text', 'Text contains')) };
	refuseAddresses([...wanted, ...unwanted]);
	const isOwn = ({ message }: CliqEvent) =>
		config.skipOwn !== false && message?.id !== undefined && shared.state.sent.wasSent(message.id);
	return (event) =>
		passes(event, filters) &&
		(wanted.length === 0 || isWrittenBy(event, wanted)) &&
		!isWrittenBy(event, unwanted) &&
		!isOwn(event);
}

/** Cliq's list of messages does not give the name of their chat. */
function named(event: CliqEvent, names: ChatNames): CliqEvent {
	const title = names.nameOf(event.chat?.id ?? '');
	return event.chat && title !== undefined ? { ...event, chat: { title, ...event.chat } } : event;
}
