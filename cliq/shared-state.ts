import { SentLog } from './delivery/sent-log';
import { PlaceBook } from './lookup/known-places';
import { RecentPages } from './lookup/recent-pages';
import { Pacer } from './pacing/pacer';

/** What all clients of a process share. It outlives them. */
export class SharedState {
	readonly sent = new SentLog();
	/**
	 * What clients learned of servers: that they know another form of a request than the documented one, and the like.
	 */
	readonly lessons = new Set<string>();
	/** By root: how far Cliq's clock is ahead of `Ports.elapsed`, in milliseconds. */
	readonly cliqAhead = new Map<string, number>();
	/** What was looked up about channels, threads and users. */
	readonly places = new PlaceBook();
	/** Of lists, for those who search while they type. */
	readonly pages = new RecentPages();

	constructor(readonly pacer = new Pacer()) {}
}
