import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import {
	CliqError,
	type CliqEvent,
	ExpiringMap,
	type Patience,
	type PollState,
	type Polled,
	poll,
	samples,
} from '../../cliq';
import { toApiError } from '../shared/apiError';
import { elapsed } from '../shared/clock';
import { rest } from '../shared/httpExchange';
import { settled } from '../shared/settledOutcome';
import { connect } from '../shared/transport';
import { download } from '../ZohoCliqTrigger/attachments';
import { filterOf, settingsOf, type Settings } from './settings';

/** In milliseconds. n8n polls once a minute at most, and does not wait for a poll to end before it begins the next. */
const LONGEST_POLL = 50_000;

/** In milliseconds, for each answer. Some n8n abandon a poll nine seconds after its time. */
const TIMEOUT = 9_000;

/** How much of the time goes into reading where files are downloaded afterwards. */
const READING_SHARE = 0.6;

/**
 * In milliseconds: so long the reads of a process that ended count at Cliq; what a poll waits for that at most; and
 * what it wants to have left then.
 */
const AFTERMATH = 61_000;
const LONGEST_WAIT = 30_900;
const TIME_TO_READ = 15_000;

/** What a test shows: so many messages, not older than this in milliseconds, out of so many conversations. */
const SAMPLES = 3;
const SAMPLE_AGE = 7 * 24 * 60 * 60_000;
const SAMPLED_CHATS = 5;

/** What this process remembers of each node. */
interface Watch {
	begun: number;
	isPolling: boolean;
	/** The conversation to begin with: some n8n keep nothing of a poll without new messages, or of one that failed. */
	next?: string | undefined;
	/** What was logged last about each chat, so that it is not logged every minute. */
	logged: Map<string, string>;
}

/** How many nodes are watched; those that polled last, however long ago that is. */
const MOST_WATCHES = 10_000;

const watches = new ExpiringMap<Watch>(Infinity, MOST_WATCHES);

/** @returns the new messages; `null` if there are none, so that n8n runs nothing. */
export async function look(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const watch = watchOf(context);
	const isTest = context.getMode() === 'manual';
	if (!isTest && watch.isPolling) return null;
	const deadline = elapsed() + Math.min(LONGEST_POLL, context.getPollBudgetMs?.() ?? Infinity);
	const wait = isTest ? 0 : aftermath(context, watch);
	if (wait > Math.min(LONGEST_WAIT, deadline - elapsed() - TIME_TO_READ)) return null;
	watch.isPolling ||= !isTest;
	const result = await settled(
		isTest ? test(context) : rest(wait).then(async () => await pollOnce(context, watch, deadline)),
	);
	watch.isPolling &&= isTest;
	if (!(result instanceof Error)) return result;
	throw shown(context, result);
}

function watchOf(context: IPollFunctions): Watch {
	const key = JSON.stringify([context.getWorkflow().id, context.getNode().id]);
	const watch = watches.get(key, elapsed()) ?? {
		begun: elapsed(),
		isPolling: false,
		logged: new Map<string, string>(),
	};
	watches.set(key, watch, elapsed());
	return watch;
}

/**
 * After a restart nobody knows how much the process before has read in its last minute, and one read too many locks the
 * account for ten.
 *
 * @returns how long to wait for that, in milliseconds.
 */
function aftermath(context: IPollFunctions, { begun }: Watch): number {
	const isAfterRestart =
		['init', 'leadershipChange'].includes(context.getActivationMode()) && stateOf(context) !== undefined;
	return isAfterRestart ? Math.max(0, begun + AFTERMATH - elapsed()) : 0;
}

function stateOf(context: IPollFunctions): PollState | undefined {
	return context.getWorkflowStaticData('node').poll as unknown as PollState | undefined;
}

async function pollOnce(
	context: IPollFunctions,
	watch: Watch,
	deadline: number,
): Promise<INodeExecutionData[][] | null> {
	const settings = settingsOf(context);
	const { client } = await connect(context, 'oAuth2', { timeout: TIMEOUT });
	const patience: Patience = { maxWait: deadline - elapsed(), lane: context.getNode().id };
	const isWanted = await filterOf(client, settings, patience);
	const before = stateOf(context);
	const time = (deadline - elapsed()) * (settings.prefix === undefined ? 1 : READING_SHARE);
	const isNew = (chat: string) => before?.chats[chat] === undefined;
	const polled = await poll(
		client,
		settings.chats.map(({ id }) => id),
		{ chats: {}, ...before, next: watch.next ?? before?.next },
		patience,
		time,
		isNew,
	);
	const failure = grave(polled, isNew, settings);
	// n8n tries several times to make a workflow active: the others are not read again and again.
	watch.next = failure?.chat ?? polled.state.next;
	if (failure) throw failure.error;
	report(context, polled, settings, watch.logged);
	const items = await itemsOf(context, polled.events.filter(isWanted), settings, deadline);
	context.getWorkflowStaticData('node').poll = polled.state as unknown as IDataObject;
	return items.length > 0 ? [items] : null;
}

/**
 * @returns what somebody has to do something about: nothing could be read, or a conversation cannot be read from the
 * start.
 */
function grave(
	{ events, failures }: Polled,
	isNew: (chat: string) => boolean,
	{ chats }: Settings,
): Polled['failures'][number] | undefined {
	const failed =
		failures.find(({ chat }) => isNew(chat)) ??
		(events.length === 0
			? failures.find(({ error }) => failures.length === chats.length || isOfAccount(error))
			: undefined);
	if (!failed) return undefined;
	const { error, chat } = failed;
	return {
		chat,
		error: isOfAccount(error)
			? error
			: new CliqError(error.kind, `${nameOf(chat, chats)}: ${error.message}`, error.details),
	};
}

function isOfAccount({ kind }: CliqError): boolean {
	return kind === 'notAuthorized' || kind === 'scopeMissing';
}

function nameOf(chat: string, chats: Settings['chats']): string {
	return chats.find(({ id }) => id === chat)?.name ?? (chat || 'The conversation');
}

function report(
	context: IPollFunctions,
	{ failures, locked, warnings }: Polled,
	{ chats }: Settings,
	logged: Map<string, string>,
): void {
	const say = (text: string) => context.logger.warn(`"${context.getNode().name}": ${text}`);
	warnings.forEach(say);
	const told = new Map(
		failures.map(({ chat, error }) => [chat, `${nameOf(chat, chats)} was not looked into: ${inWords(error)}`]),
	);
	if (locked) told.set('', inWords(locked));
	for (const [chat, text] of told) if (logged.get(chat) !== text) say(text);
	logged.clear();
	for (const [chat, text] of told) logged.set(chat, text);
}

/** Messages that are there already, for somebody who builds a workflow. The state is not touched. */
async function test(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const settings = settingsOf(context);
	const { client } = await connect(context, 'oAuth2', { timeout: TIMEOUT });
	const patience: Patience = { maxWait: LONGEST_POLL, lane: context.getNode().id };
	const isWanted = await filterOf(client, settings, patience);
	const chats = settings.chats.slice(0, SAMPLED_CHATS).map(({ id }) => id);
	const events = (await samples(client, chats, Date.now() - SAMPLE_AGE, patience)).filter(isWanted);
	if (events.length > 0) return [await itemsOf(context, events.slice(-SAMPLES), settings, elapsed() + LONGEST_POLL)];
	throw new CliqError('notFound', 'There is no message of the last seven days to show as an example', {
		hint: 'Write one in Cliq, or loosen the filters, and fetch again',
	});
}

async function itemsOf(
	context: IPollFunctions,
	events: CliqEvent[],
	settings: Settings,
	deadline: number,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (const event of events) items.push(await itemOf(context, event, settings, deadline));
	return items;
}

async function itemOf(
	context: IPollFunctions,
	event: CliqEvent,
	{ chats, includeRaw, prefix }: Settings,
	deadline: number,
): Promise<INodeExecutionData> {
	const { raw, ...facts } = event;
	const title = chats.find(({ id }) => id === event.chat?.id)?.name;
	const json = {
		...facts,
		chat: { ...event.chat, ...(title !== undefined && { title }) },
		...(includeRaw && { raw }),
	} as unknown as IDataObject;
	if (prefix === undefined || !event.message?.attachments.length) return { json };
	const { attachments, binary } = await download(context, event, prefix, Math.max(0, deadline - elapsed()));
	return { json: { ...json, message: { ...event.message, attachments } }, binary };
}

/** Of a workflow that does not become active n8n shows no more than the message. */
function shown(context: IPollFunctions, failure: Error): Error {
	const error = toApiError(context, failure);
	if (failure instanceof CliqError) error.message = inWords(failure);
	return error;
}

function inWords({ message, hint }: CliqError): string {
	return hint ? `${message}. ${hint}` : message;
}
