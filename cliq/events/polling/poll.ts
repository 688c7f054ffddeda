import type { Message } from '../../catalogue/answers';
import { operation, parameterOf } from '../../catalogue';
import type { Caller } from '../../caller';
import { CliqError, type ErrorKind } from '../../errors';
import type { Patience } from '../../pacing/pacer';
import { toWire } from '../../parameters/to-wire';
import { ChatReading, PAGE, type Stretch } from './read-chat';
import { byTime, eventOf, type FoundMessage } from './event-of-message';
import { progressIn } from './poll-state';
import { isFields, list } from '../../util/read-fields';
import type { CliqEvent } from '../types';

/** How far each chat has been read. JSON, kept by the runner between polls. */
export interface PollState {
	/** By ID. */
	chats: Record<string, unknown>;
	/** The chat to begin with, since the last poll could not read all of them. */
	next?: string | undefined;
}

export interface Polled {
	/** Of all chats, oldest first. */
	events: CliqEvent[];
	state: PollState;
	/** Chats that could not be read. They are tried again with the next poll, from where they were left. */
	failures: Array<{ chat: string; error: CliqError }>;
	/** Cliq has locked the account out for some minutes, so that it ended early. */
	locked?: CliqError;
	/** It ended before a long wait for the next read, so that nobody waits for what it had found. */
	hasMore?: true;
	/** For a log: what may have been missed, for Cliq gives it to nobody. */
	warnings: string[];
}

type Client = Pick<Caller, 'call' | 'now' | 'elapsed'>;

const getMany = operation('message.getMany');

/**
 * In reads: what a chat with many new messages takes before the others have their turn. A third of what a minute
 * allows.
 */
const TURN = 5;

/** In milliseconds: for so long what was found may wait for the next read. */
const SHORT_WAIT = 2000;

/** Nothing is wrong, only no more reads are to be had. */
const NO_MORE_READS: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['waitTooLong', 'locked', 'cancelled']);

/** What goes wrong with every chat of the account. */
const EVERYWHERE: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['notAuthorized', 'scopeMissing']);

/**
 * Reads what was written in chats since the last poll. The first poll of a chat only finds out where to begin: after
 * its newest message, or, for a chat that it does not come to, at that moment by our clock.
 *
 * Each message comes out once, as long as the state of the last poll is handed in: also if several have one time, if
 * more came than fit a page, if it becomes visible some seconds late, or if the poll ended in the middle of a chat.
 * Those of a chat come out in the order in which they were written, but for late ones; and but for what one poll cannot
 * read (five pages, or what is left of the reads), where Cliq should give the newest first: then the older ones come
 * with the next poll. What was deleted before it was read, edits and reactions do not show.
 *
 * The chats take turns. When the reads that Cliq allows in a minute are used up, the next poll goes on where this one
 * ended. It waits for a read only as long as nothing was found.
 *
 * @param chats IDs or addresses. What the state knows of others is forgotten.
 * @param state of the last poll; `undefined` for the first one.
 * @param budget in milliseconds: when to end. A call under way is not cut off.
 * @param isVital whether the poll ends at once if a chat cannot be read.
 * @throws nothing that is Cliq's: what goes wrong stands in the result.
 */
export async function poll(
	client: Client,
	chats: string[],
	state: PollState | undefined,
	patience: Patience,
	budget: number,
	isVital: (chat: string) => boolean = () => false,
): Promise<Polled> {
	const deadline = client.elapsed() + budget;
	const { ids, failures } = idsOf(chats);
	const readings = new Map(ids.map((id) => [id, new ChatReading(progressIn(state, id), client.now())]));
	const queue = inTurns(ids, state?.next);
	let locked: CliqError | undefined;
	let hasMore = false as boolean;
	const hasFound = () => [...readings.values()].some(({ found }) => found.length > 0);
	const onWait: Patience['onWait'] = (until, isLocked) => {
		patience.onWait?.(until, isLocked);
		hasMore = !isLocked && hasFound() && until - client.now() > SHORT_WAIT;
		if (hasMore) throw new CliqError('waitTooLong', 'What was found is not to wait', { operation: getMany.id });
	};
	let isOver = failures.some(({ chat }) => isVital(chat));
	for (let [id] = queue; id !== undefined && !isOver; [id] = queue) {
		// A batch of one sender is spread over the minute; one read of each chat is not a batch.
		const end = await turn(
			client,
			id,
			readings.get(id)!,
			{ ...patience, onWait, lane: `${patience.lane ?? ''} ${id}` },
			deadline,
		);
		if (end === 'outOfTime') break;
		if (end instanceof CliqError) {
			if (end.kind === 'locked') locked = end;
			if (NO_MORE_READS.has(end.kind)) break;
			failures.push({ chat: id, error: end });
			isOver = isVital(id);
			if (EVERYWHERE.has(end.kind)) break;
		}
		queue.shift();
		if (end === 'more') queue.push(id);
	}
	const all = [...readings];
	return {
		events: all.flatMap(([, { found }]) => found.map(eventOf)).sort(byTime),
		state: {
			chats: Object.fromEntries(all.map(([id, { progress }]) => [id, progress])),
			...(queue.length > 0 && { next: queue[0] }),
		},
		failures,
		...(locked && { locked }),
		...(hasMore && { hasMore: true as const }),
		warnings: all.flatMap(([id, { crowded }]) => crowded.map((time) => crowdedWarning(id, time))),
	};
}

/**
 * Samples of what a poll finds, for somebody who builds a flow: messages that are there already.
 *
 * @param from since when, in milliseconds since 1970.
 * @returns the newest ones of each chat that one read tells, the oldest first.
 * @throws CliqError as `Caller.call` does.
 */
export async function samples(client: Client, chats: string[], from: number, patience: Patience): Promise<CliqEvent[]> {
	const events: CliqEvent[] = [];
	for (const chat of chats) events.push(...(await messagesIn(client, chat, { from }, patience)).map(eventOf));
	return events.sort(byTime);
}

/** The same chat may be given twice, and in two ways. */
function idsOf(chats: string[]): { ids: string[]; failures: Polled['failures'] } {
	const ids = new Set<string>();
	const failures: Polled['failures'] = [];
	for (const chat of chats) {
		const id = idOf(chat);
		if (id instanceof CliqError) failures.push({ chat, error: id });
		else ids.add(id);
	}
	return { ids: [...ids], failures };
}

function idOf(chat: string): string | CliqError {
	try {
		return String(toWire(parameterOf(getMany, 'chatId'), chat));
	} catch (error) {
		return error as CliqError;
	}
}

function inTurns(ids: string[], next: string | undefined): string[] {
	const start = Math.max(
		0,
		ids.findIndex((id) => id === next),
	);
	return [...ids.slice(start), ...ids.slice(0, start)];
}

/** Reads a chat until there is no more, the time is over, or the others have their turn. */
async function turn(
	client: Client,
	chatId: string,
	reading: ChatReading,
	patience: Patience,
	deadline: number,
): Promise<'upToDate' | 'more' | 'outOfTime' | CliqError> {
	const read = (stretch: Stretch) =>
		messagesIn(client, chatId, stretch, {
			...patience,
			maxWait: Math.min(patience.maxWait, deadline - client.elapsed()),
		});
	const most = reading.reads + TURN;
	while (reading.reads < most) {
		if (client.elapsed() >= deadline) return 'outOfTime';
		const error = await reading.go(read).then(() => undefined, asCliqError);
		if (error) return error;
		if (reading.isUpToDate) return 'upToDate';
	}
	return 'more';
}

async function messagesIn(
	client: Pick<Caller, 'call'>,
	chatId: string,
	{ from, to }: Stretch,
	patience: Patience,
): Promise<FoundMessage[]> {
	const { answer, raw } = await client.call(getMany, { chatId, from, to, limit: PAGE }, patience);
	const sent = list(raw.data).filter(isFields);
	return (answer as Message[]).map((message, index) => ({ message, raw: sent[index] ?? {} }));
}

function asCliqError(error: unknown): CliqError {
	return error instanceof CliqError
		? error
		: new CliqError('unexpectedAnswer', String(error), {
				operation: getMany.id,
				hint: 'This is a fault of the node; please report it.',
			});
}

function crowdedWarning(chat: string, time: number): string {
	return `In the chat ${chat} ${PAGE} or more messages were written at ${new Date(time).toISOString()}. Cliq gives ${PAGE} with the same time, so others may be missing.`;
}
