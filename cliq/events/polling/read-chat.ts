import { CliqError } from '../../errors';
import { canonical } from '../../lookup/message-ids';
import type { FoundMessage } from './event-of-message';

/** Messages that a read brings at most. Source: the page of Get Messages. */
export const PAGE = 100;

/** In milliseconds: how late a message may become visible after a newer one. */
const LATEST = 10_000;

/** How many messages are read again for the sake of late ones; a fifth of a page. */
const MOST_AGAIN = 20;

/**
 * In milliseconds: how far the first poll of a chat looks back for its newest message. Where there is none, what comes
 * is told by our clock, so this is how far that may be ahead of Cliq's.
 */
const LOOKBACK = 24 * 60 * 60_000;

/** A stretch of time, in milliseconds since 1970. Both ends belong to it; without an end it goes on for ever. */
export interface Stretch {
	from: number;
	to?: number;
}

/** How far a chat has been read. JSON. */
export interface ReadPosition {
	/** What may hold messages that were not seen, the earliest first. Only the last one has no end. */
	unread: Stretch[];
	/** ID and time of each message in there that was. */
	seen: Array<[id: string, time: number]>;
}

/**
 * Reads a chat page by page, the earliest stretch first, so that each message comes out once.
 *
 * Cliq does not say whether a full page holds the newest or the oldest messages of the stretch that was asked for. So
 * what lies on either side of it stays unread until a page comes that is not full; unless the page holds messages that
 * were seen before at that side of the stretch, for then it reaches as far.
 */
export class ChatReading {
	/** What was found so far. */
	readonly found: FoundMessage[] = [];
	/**
	 * When so many messages were written in one millisecond that some may never be seen. In milliseconds since 1970.
	 */
	readonly crowded: number[] = [];
	/** How many reads succeeded. */
	reads = 0;
	/** Whether the last of them said that there is no more. */
	isUpToDate = false;
	private unread: Stretch[];
	private readonly seen: Map<string, number>;
	/** Nothing is emitted yet: what there is only shows where to begin. */
	private isNew: boolean;

	/**
	 * @param progress of the last poll; `undefined` for the first one.
	 * @param now milliseconds since 1970.
	 */
	constructor(
		progress: ReadPosition | undefined,
		private readonly now: number,
	) {
		this.isNew = progress === undefined;
		this.unread = progress?.unread ?? [{ from: now - LOOKBACK }];
		this.seen = new Map(progress?.seen);
	}

	/** For the next poll. If this one did not find out where to begin, it was now by our clock. */
	get progress(): ReadPosition {
		if (this.isNew) return { unread: [{ from: this.now }], seen: [] };
		const isUnread = (time: number) => this.unread.some(({ from, to = Infinity }) => time >= from && time <= to);
		const seen = [...this.seen].filter(([, time]) => isUnread(time));
		return { unread: this.unread, seen };
	}

	/**
	 * Makes one read.
	 *
	 * @param read gives up to `PAGE` messages of a stretch, in any order.
	 * @throws CliqError `unexpectedAnswer`, or what `read` throws; nothing is lost then.
	 */
	async go(read: (stretch: Stretch) => Promise<FoundMessage[]>): Promise<void> {
		const [stretch = { from: this.now - LOOKBACK }, ...later] = this.unread;
		const { from, to = Infinity } = stretch;
		const page = await read(stretch);
		this.reads++;
		const inside = page.filter(({ message: { time } }) => time >= from && time <= to);
		const isFull = page.length >= PAGE;
		if (isFull && inside.length === 0) throw otherTimes();
		const times = inside.map(({ message }) => message.time);
		// Before those of this page are remembered.
		const holdsSeen = (time: number) =>
			inside.some(({ message }) => message.time === time && this.seen.has(canonical(message.messageId)));
		const reaches = { from: holdsSeen(this.firstSeen(from, to)), to: holdsSeen(to) };
		this.take(inside);
		if (isFull) this.unread = [...this.around(stretch, times, reaches), ...later];
		else if (later.length > 0) this.unread = later;
		else {
			this.unread = [{ from: Math.max(from, startOfLate(times)) }];
			this.isUpToDate = true;
			this.isNew = false;
		}
	}

	/**
	 * @returns the time of the first message of a stretch that was seen, but for those at its end: they were seen from
	 * the other side.
	 */
	private firstSeen(from: number, to: number): number {
		return Math.min(...[...this.seen.values()].filter((time) => time >= from && time < to));
	}

	private take(messages: FoundMessage[]): void {
		for (const found of messages) {
			const key = canonical(found.message.messageId);
			if (!this.seen.has(key) && !this.isNew) this.found.push(found);
			this.seen.set(key, found.message.time);
		}
	}

	/** @returns what of a stretch is still unread beside a full page with messages of these times. */
	private around({ from, to }: Stretch, times: number[], reaches: { from: boolean; to: boolean }): Stretch[] {
		const [oldest, newest] = [Math.min(...times), Math.max(...times)];
		// There is no way to ask for the rest of an instant.
		const isCrowded = oldest === newest;
		if (isCrowded && !this.isNew) this.crowded.push(newest);
		const step = isCrowded ? 1 : 0;
		const before = !this.isNew && !reaches.from && oldest - step >= from ? [{ from, to: oldest - step }] : [];
		if (to !== undefined)
			return [...before, ...(reaches.to || newest + step > to ? [] : [{ from: newest + step, to }])];
		return [...before, { from: isCrowded ? newest + step : Math.max(from, startOfLate(times)) }];
	}
}

/** @returns from when on others may still become visible after messages of these times; long ago, if there are none. */
function startOfLate(times: number[]): number {
	const newest = Math.max(...times);
	const again = times.filter((time) => time >= newest - LATEST);
	if (again.length <= MOST_AGAIN) return newest - LATEST;
	const isAgain = (time: number) => again.filter((other) => other >= time).length <= MOST_AGAIN;
	return Math.min(newest, ...again.filter(isAgain));
}

function otherTimes(): CliqError {
	return new CliqError('unexpectedAnswer', 'Cliq returned messages outside the requested time range', {
		operation: 'message.getMany',
		hint: "Cliq's response has changed; please report it.",
	});
}
