import type { CliqError } from './errors';

/** How many channels are remembered. */
const MOST_CHANNELS = 1000;

/** What Cliq tells about a channel; each of them missing where it does not tell it. */
export interface Channel {
	/** Of the channel itself (O…, P…, T…). */
	id?: string;
	uniqueName?: string;
	/** Of the chat in which its messages stand. */
	chatId?: string;
}

/** What was looked up about channels, for all clients of a process. */
export class ChannelBook {
	/** By account and what the channel was called; in the order in which they came. */
	private readonly channels = new Map<string, Promise<Channel>>();

	/** @param lookUp is called once for each channel, unless it fails. */
	async find(account: string, channel: string, lookUp: () => Promise<Channel>): Promise<Channel> {
		const key = JSON.stringify([account, channel]);
		for (let known; (known = this.channels.get(key)); ) {
			const found = await known.catch((error: CliqError) => error);
			if (!(found instanceof Error)) return found;
			// Only the one who asked was cancelled.
			if (found.kind !== 'cancelled') throw found;
		}
		const found = lookUp();
		this.channels.set(key, found);
		const [oldest] = this.channels.keys();
		if (this.channels.size > MOST_CHANNELS) this.channels.delete(oldest);
		try {
			return await found;
		} catch (error) {
			this.channels.delete(key);
			throw error;
		}
	}

	/** For a channel that is no longer what it was: one that was deleted and made anew has other IDs. */
	forget(account: string, channel: string): void {
		this.channels.delete(JSON.stringify([account, channel]));
	}
}
