import type { CliqError, ErrorKind } from '../errors';
import type { Patience } from '../pacing/pacer';
import type { Ports } from '../http/ports';
import { LATE, within } from '../http/time-limit';
import { ExpiringMap } from '../util/expiring-map';

/** What Cliq says about a channel, a thread or a user; each is missing where Cliq does not give it. */
export interface Place {
	/** Of a channel itself (O…, P…, T…), or of a user (ZUID). */
	id?: string | undefined;
	/** Of a channel. */
	uniqueName?: string | undefined;
	/** Of the chat in which its messages stand. */
	chatId?: string | undefined;
}

/** At most so many places are remembered; with 200 bytes each they take two megabytes. */
const MOST_PLACES = 10_000;

/** In milliseconds: so long a place that was just looked up is not doubted, even if Cliq refuses it. */
const FRESH = 600_000;

/** In milliseconds: so long a look-up that failed is not tried again by those who can do without it. */
const SOUR = 60_000;

/** At most so many failures are remembered. */
const MOST_FAILURES = 1000;

/** In milliseconds: what every timer can hold. */
const LONGEST_SLEEP = 60_000;

/** What says something about one place, and nothing about others of the account. */
const OF_ONE_PLACE: readonly ErrorKind[] = ['forbidden', 'invalidInput', 'notFound', 'refused'];

/** What says nothing about the next try. */
const OF_ONE_TRY: readonly ErrorKind[] = ['cancelled', 'locked', 'waitTooLong'];

/** What look-ups told, for all clients of a process: the chat of a channel or of two people never changes. */
export class PlaceBook {
	private readonly places = new ExpiringMap<Place>(Infinity, MOST_PLACES);
	private readonly underWay = new Map<string, Promise<Place>>();
	private readonly failures = new ExpiringMap<CliqError>(SOUR, MOST_FAILURES);

	/**
	 * Looks a place up, unless it is known. Of several who ask at once, one looks.
	 *
	 * @param key names the place, and the account that sees it.
	 * @param lasts how long what was found may be taken for what would be found now, in milliseconds.
	 * @throws what `lookUp` throws.
	 */
	async once(
		key: string,
		lookUp: () => Promise<Place>,
		clock: Pick<Ports, 'elapsed' | 'sleep'>,
		patience: Patience,
		lasts = Infinity,
	): Promise<Place> {
		const end = clock.elapsed() + patience.maxWait;
		for (
			let other = this.underWay.get(key);
			other && clock.elapsed() < end && !patience.signal?.aborted;
			other = this.underWay.get(key)
		) {
			const failure = await failureOf(other, end, clock, patience.signal);
			// What was only the other's bad luck says nothing.
			if (failure && !OF_ONE_TRY.includes((failure as CliqError).kind)) throw failure;
		}
		const known = this.places.get(key, clock.elapsed(), lasts);
		if (known) return known;
		const looking = lookUp();
		this.underWay.set(key, looking);
		try {
			const place = await looking;
			if (Object.values(place).some((value) => value !== undefined)) this.places.set(key, place, clock.elapsed());
			return place;
		} finally {
			if (this.underWay.get(key) === looking) this.underWay.delete(key);
		}
	}

	/** For a place that has changed. */
	forget(key: string): void {
		this.places.delete(key);
	}

	/** Cliq refused something in the chat. A channel that was deleted may have a namesake by now. */
	doubt(chatId: unknown, now: number): void {
		this.places.deleteWhere((place, at) => place.chatId === chatId && now - at > FRESH);
	}

	/** A look-up failed that somebody could do without. */
	noteFailure(account: string, key: string, error: CliqError, now: number): void {
		if (!OF_ONE_TRY.includes(error.kind))
			this.failures.set(OF_ONE_PLACE.includes(error.kind) ? key : account, error, now);
	}

	/** @returns why a look-up failed a short while ago, and would fail again. */
	failureOf(account: string, key: string, now: number): CliqError | undefined {
		return this.failures.get(key, now) ?? this.failures.get(account, now);
	}
}

/**
 * Waits for somebody else's look-up, and no longer than until `end`. @returns what it failed with, if it did by then.
 */
async function failureOf(
	other: Promise<unknown>,
	end: number,
	clock: Pick<Ports, 'elapsed' | 'sleep'>,
	signal: AbortSignal | undefined,
): Promise<unknown> {
	const settled = other.then(
		() => undefined,
		(error: unknown) => error,
	);
	const failure = await within(settled, Math.min(end - clock.elapsed(), LONGEST_SLEEP), clock, signal);
	return failure === LATE ? undefined : failure;
}
