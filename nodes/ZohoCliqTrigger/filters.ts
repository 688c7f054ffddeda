import type { CliqEvent } from '../../cliq/events/types';

/** What an event must be about to start the workflow; an empty list or text lets everything through. */
export interface Filters {
	/** IDs of chats and channels, and unique names of channels. */
	chats: string[];
	/** Email addresses and IDs. */
	users: string[];
	text: string;
}

/** Whether an event is one that the workflow wants. */
export function passes({ chat, user, message }: CliqEvent, { chats, users, text }: Filters): boolean {
	return (
		isOneOf([chat?.id, chat?.channelId, chat?.channelName], chats) &&
		isOneOf([user.id, user.email], users) &&
		(text === '' || (message?.text ?? '').toLowerCase().includes(text.toLowerCase()))
	);
}

function isOneOf(names: Array<string | undefined>, wanted: string[]): boolean {
	if (wanted.length === 0) return true;
	const plain = wanted.map((name) => name.toLowerCase().replace(/^#/, ''));
	return names.some((name) => name !== undefined && plain.includes(name.toLowerCase()));
}
