import type { ReadPosition, Stretch } from './read-chat';
import { fields, list, type Fields } from '../../util/read-fields';

/**
 * @returns how far a chat was read, as the state has it; `undefined` if it has nothing, or nothing that could be gone
 * by.
 */
export function progressIn(state: unknown, id: string): ReadPosition | undefined {
	const { chats } = fields(state);
	const told = Object.hasOwn(fields(chats), id) ? fields(fields(chats)[id]) : {};
	const unread = list(told.unread).map(fields);
	const isSound =
		unread.length > 0 &&
		unread.every(isStretch) &&
		unread.every(({ to }, index) => (to === undefined) === (index === unread.length - 1));
	if (!isSound) return undefined;
	const seen = list(told.seen).filter(
		(entry): entry is [string, number] =>
			Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
	);
	return { unread: unread as unknown as Stretch[], seen };
}

function isStretch({ from, to }: Fields): boolean {
	return Number.isSafeInteger(from) && (to === undefined || Number.isSafeInteger(to));
}
