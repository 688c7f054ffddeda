import type { CliqError, ErrorKind } from '../errors';
import type { Patience } from '../pacing/pacer';
import type { Ports } from '../http/ports';
import { LATE, within } from '../http/time-limit';

/** What Cliq tells about a channel, a thread or a user; each of them missing where it does not tell it. */
export interface Place {
	/** Of a channel itself (O…, P…, T…), or of a user (ZUID). */
	id?: string | undefined;
	/** Of a channel. */
	uniqueName?: string | undefined;
	/** Of the chat in which its messages stand. */
	chatId?: string | undefined;
}

interface Known {
	place: Place;
	/** When it was looked up, by `Ports.elapsed`. */
	at: number;
}

/** At most so many places are remembered; with 200 bytes each they take two megabytes. */
const MOST_PLACES = 10_000;

/** In milliseconds: so long a place that was just looked up is not doubted, whatever Cliq says about it. */
const FRESH = 600_000;

/** In milliseconds: so long a look-up that failed is not tried again by those who can do without it. */
const SOUR = 60_000;

/** In milliseconds: what every timer can hold. */
const LONGEST_SLEEP = 60_000;

/** What says something about one place, and nothing about others of the account. */
const OF_ONE_PLACE: readonly ErrorKind[] = ['forbidden', 'invalidInput', 'notFound', 'refused'];

/** What says nothing about the next try. */
const OF_ONE_TRY: readonly ErrorKind[] = ['cancelled', 'locked', 'waitTooLong'];

/** What look-ups told, for all clients of a process: the chat of a channel or of two people never changes. */
export class PlaceBook {
	/** In the order in which they were found. */
	private readonly places = new Map<string, Known>();
	private readonly underWay = new Map<string, Promise<Place>>();
	private readonly failures = new Map<string, { error: CliqError; until: number }>();

	/**
	 * Looks a place up, unless it is known. Of several who ask at once, one looks.
	 *
	 * @param key names the place, and the account that sees it.
	 * @param lasts how long what was found may be taken for what would be found now, in milliseconds.
	 * @throws whatever `lookUp` throws.
	 */
	async once(key: string, lookUp: () => Promise<Place>, clock: Pick<Ports, 'elapsed' | 'sleep'>, patience: Patience, lasts = Infinity): Promise<Place> {
		const end = clock.elapsed() + patience.maxWait;
		for (let other = this.underWay.get(key); other && clock.elapsed() < end && !patience.signal?.aborted; other = this.underWay.get(key)) {
			const failure = await failureOf(other, end, clock, patience.signal);
			// What was only the other's bad luck says nothing.
			if (failure && !OF_ONE_TRY.includes((failure as CliqError).kind)) throw failure;
		}
		const known = this.places.get(key);
		if (known && clock.elapsed() - known.at < lasts) return known.place;
		const looking = lookUp();
		this.underWay.set(key, looking);
		try {
			const place = await looking;
			if (Object.values(place).some((value) => value !== undefined)) this.keep(key, { place, at: clock.elapsed() });
			return place;
		} finally {
			if (this.underWay.get(key) === looking) this.underWay.delete(key);
		}
	}

	/** A place is no longer what it was. */
	forget(key: string): void {
		this.places.delete(key);
	}

	/** Cliq refused something in the chat. A channel that was deleted may have a namesake by now. */
	doubt(chatId: unknown, now: number): void {
		for (const [key, known] of this.places) if (known.place.chatId === chatId && now - known.at > FRESH) this.places.delete(key);
	}

	/** A look-up failed that somebody could do without. */
	noteFailure(account: string, key: string, error: CliqError, now: number): void {
		if (OF_ONE_TRY.includes(error.kind)) return;
		for (const [other, { until }] of this.failures) if (until <= now) this.failures.delete(other);
		this.failures.set(OF_ONE_PLACE.includes(error.kind) ? key : account, { error, until: now + SOUR });
	}

	/** @returns why a look-up failed a short while ago, and would fail again. */
	failureOf(account: string, key: string, now: number): CliqError | undefined {
		const failure = this.failures.get(key) ?? this.failures.get(account);
		return failure && failure.until > now ? failure.error : undefined;
	}

	private keep(key: string, known: Known): void {
		const [oldest] = this.places.keys();
		if (oldest !== undefined && this.places.size >= MOST_PLACES) this.places.delete(oldest);
		this.places.set(key, known);
	}
}

/** Waits for somebody else's look-up, and no longer than until `end`. @returns what it failed with, if it did by then. */
async function failureOf(other: Promise<unknown>, end: number, clock: Pick<Ports, 'elapsed' | 'sleep'>, signal: AbortSignal | undefined): Promise<unknown> {
	const settled = other.then(
		() => undefined,
		(error: unknown) => error,
	);
	const failure = await within(settled, Math.min(end - clock.elapsed(), LONGEST_SLEEP), clock, signal);
	return failure === LATE ? undefined : failure;
}
