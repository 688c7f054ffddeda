import type { Operation } from './catalogue';
import type { CliqError } from './errors';
import type { Answer } from './catalogue/answers';
import type { Place } from './lookup/known-places';
import type { Page } from './lookup/recent-pages';
import type { Patience } from './pacing/pacer';
import type { Values } from './parameters/values';

export interface CallResult {
	answer: Answer;
	/** What Cliq sent, for paging and for those who want it raw. */
	raw: Record<string, unknown>;
}

/** How the rest of the core calls Cliq, for one account. */
export interface Caller {
	/** Milliseconds since 1970, by the clock of the runner. */
	now(): number;
	/** As `Ports.elapsed`. */
	elapsed(): number;
	/**
	 * What Cliq's own clock shows now, as its latest answer told it: milliseconds since 1970, too few by up to a second
	 * and the way of that answer. As long as none told it, what the clock of this machine shows, which may be wrong.
	 */
	cliqTime(): number;
	/** Whether any client of this process has learned this about the server. */
	hasLearned(lesson: string): boolean;
	/** Notes it for all of them. */
	learn(lesson: string): void;
	/** How much of an operation's limit is free now, from 0 to 1, for those who leave calls to others. */
	freeShare(operation: Operation): number;
	/**
	 * Calls an operation and waits as long as its threshold demands.
	 *
	 * @param values by the names that the operation's parameters have in the catalogue.
	 * @throws CliqError for every failure.
	 */
	call(operation: Operation, values: Values, patience: Patience): Promise<CallResult>;
	/**
	 * Looks a channel up, once for all clients of this process.
	 *
	 * @param channel unique name or ID, as a person gave it.
	 * @throws CliqError as `call` does.
	 */
	channel(channel: unknown, patience: Patience): Promise<Place>;
	/**
	 * @param key names the page among those of the account.
	 * @param isRecentEnough whether it need not be read again if it was within the last minute.
	 * @throws what `read` throws.
	 */
	recentPage(key: readonly string[], isRecentEnough: boolean, read: () => Promise<Page>): Promise<Page>;
	/** Whether it can do no more than what a webhook token serves. */
	readonly isWebhookToken: boolean;
	/**
	 * Looks a place up once for all clients of the account in this process.
	 *
	 * @param key names the place among those of the account.
	 * @param lasts for how long, in milliseconds; as long as the process lives unless said otherwise.
	 * @throws what `lookUp` throws.
	 */
	once(key: readonly string[], lookUp: () => Promise<Place>, patience: Patience, lasts?: number): Promise<Place>;
	/**
	 * The same for those who can do without: a look-up that failed is not tried again for a minute.
	 *
	 * @returns what was found, or why nothing was.
	 */
	tryOnce(key: readonly string[], lookUp: () => Promise<Place>): Promise<Place | CliqError>;
}
