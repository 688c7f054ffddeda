import { type CliqClient, CliqError, type Patience, type Polled, chatOfChannel, isChannelId } from '../../../cliq';

/** A chat as the editor stores it. */
export interface WatchedChat {
	/** A chat ID, an address out of the browser, or the unique name or ID of a channel. */
	chat: string;
	/** What Cliq called it when it was chosen. */
	name?: string | undefined;
}

/** The chats that a node polls. The messages of channels stand in chats, which have IDs of their own. */
export class ChatNames {
	private readonly watched: WatchedChat[];
	/** Chat IDs of channels, by what stands in the dialog. */
	private readonly chats: Map<string, string>;

	/** @param known what was looked up before. */
	constructor(watched: WatchedChat[], known: Record<string, string> = {}) {
		this.watched = watched
			.filter(({ chat }) => typeof chat === 'string' && chat.trim() !== '')
			.map(({ chat, name }) => ({ chat: chat.trim(), name }));
		const channels = this.watched.map(({ chat }) => chat).filter(isChannel);
		this.chats = new Map(Object.entries(known).filter(([channel]) => channels.includes(channel)));
	}

	get count(): number {
		return this.watched.length;
	}

	/** For the next start. */
	get known(): Record<string, string> {
		return Object.fromEntries(this.chats);
	}

	/** @returns what can be read from, and which channels were not found. */
	async ids(client: CliqClient, patience: Patience): Promise<{ ids: string[]; failures: Polled['failures'] }> {
		if (this.count === 0)
			throw new CliqError('invalidInput', 'The node has no chat to poll', { hint: 'Open the node and add one.' });
		const failures: Polled['failures'] = [];
		for (const channel of this.unknown()) {
			const found = await chatOfChannel(client, channel, patience).catch((error: CliqError) => error);
			if (typeof found === 'string') this.chats.set(channel, found);
			else
				failures.push({
					chat: channel,
					error:
						found ??
						new CliqError('notFound', 'Cliq does not say which chat belongs to the channel', {
							hint: 'Give the chat ID (CT_…) instead.',
						}),
				});
		}
		const ids = this.watched.map(({ chat }) => (isChannel(chat) ? this.chats.get(chat) : chat));
		return { ids: ids.filter((id) => id !== undefined), failures };
	}

	/** A channel that was deleted and created again has another chat. */
	forget(ids: string[]): void {
		for (const [channel, id] of this.chats) if (ids.includes(id)) this.chats.delete(channel);
	}

	/** @returns what people call a chat, if that is known. */
	nameOf(chat: string): string | undefined {
		const entry = this.watched.find(
			(watched) =>
				this.chats.get(watched.chat) === chat || watched.chat === chat || watched.chat.endsWith(`/${chat}`),
		);
		return entry?.name || (entry && isChannel(entry.chat) ? entry.chat : undefined);
	}

	private unknown(): string[] {
		return this.watched.map(({ chat }) => chat).filter((chat) => isChannel(chat) && !this.chats.has(chat));
	}
}

/** Every chat ID holds digits; a name that does is told from it by its #. A channel has an ID of its own, too. */
function isChannel(chat: string): boolean {
	if (isChannelId(chat)) return true;
	if (/^https?:/i.test(chat)) return /\/channels(byname)?\//.test(chat);
	return chat.startsWith('#') || !/\d/.test(chat);
}
