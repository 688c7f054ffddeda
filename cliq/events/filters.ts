import type { CliqEvent } from './types';

/** What an event must be about to start the workflow; an empty list or text lets everything through. */
export interface Filters {
	/** IDs of chats and channels, and unique names of channels. */
	chats: string[];
	/** Email addresses and IDs. */
	users: string[];
	text: string;
}

/** @returns the names in a text with commas in between. */
export function namesIn(list: unknown): string[] {
	return String(list ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
}

/** Whether an event is one that the workflow or flow wants. A # before the name of a channel says nothing. */
export function passes({ chat, user, message }: Pick<CliqEvent, 'chat' | 'user' | 'message'>, { chats, users, text }: Filters): boolean {
	return (
		isOneOf([chat?.id, chat?.channelId, chat?.channelName], chats) &&
		isOneOf([user.id, user.email], users) &&
		(text === '' || (message?.text ?? '').toLowerCase().includes(text.toLowerCase()))
	);
}

function isOneOf(names: Array<string | undefined>, wanted: string[]): boolean {
	if (wanted.length === 0) return true;
	const plain = (name: string) => name.toLowerCase().replace(/^#/, '');
	return names.some((name) => name !== undefined && wanted.map(plain).includes(plain(name)));
}
