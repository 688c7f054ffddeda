import type { Message } from '../catalogue/answers';
import { operation } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import type { Patience } from '../pacing/pacer';
import type { CliqEvent } from './types';

export type Attachment = NonNullable<CliqEvent['message']>['attachments'][number];

/**
 * In milliseconds: so long before an event its files may have been sent. A handler runs after all of them are there.
 */
const BEFORE = 5 * 60_000;

/**
 * Finds the IDs by which the files of an event can be downloaded. Scripts know only the name of a file, so that
 * it has to be looked for in the chat. An address that came with it is never called: it came from outside.
 *
 * @returns for each attachment its ID, or why there is none.
 * @throws CliqError if the chat cannot be read.
 */
export async function fileIdsOf(
	client: Pick<Caller, 'call'>,
	event: CliqEvent,
	patience: Patience,
): Promise<Array<string | CliqError>> {
	const attachments = event.message?.attachments ?? [];
	const isComplete = attachments.every(({ id }) => id !== undefined);
	const candidates = isComplete ? [] : await filesAround(client, event, patience);
	const left = idsByName(candidates);
	return attachments.map(
		({ id, name }) =>
			id ??
			left.get(name)?.pop() ??
			new CliqError('notFound', `There is no file "${name}" among the latest messages of the chat`, {
				hint: 'It may have been deleted.',
			}),
	);
}

interface Candidate {
	id: string;
	name: string;
}

/** @returns the IDs of each name; the one to take first is the last. */
function idsByName(candidates: Candidate[]): Map<string, string[]> {
	const ids = new Map<string, string[]>();
	for (const { id, name } of [...candidates].reverse()) {
		const ofName = ids.get(name);
		if (ofName) ofName.push(id);
		else ids.set(name, [id]);
	}
	return ids;
}

/**
 * The files of the message itself where it is known, else those that the same person sent shortly before; the newest
 * first.
 */
async function filesAround(
	client: Pick<Caller, 'call'>,
	{ chat, message, user, time }: CliqEvent,
	patience: Patience,
): Promise<Candidate[]> {
	if (!chat?.id) throw new CliqError('notFound', 'The event does not name the chat that its files are in');
	if (message?.id !== undefined) {
		const { answer } = await client.call(
			operation('message.get'),
			{ chatId: chat.id, messageId: message.id },
			patience,
		);
		return filesIn([answer as Message]);
	}
	const { answer } = await client.call(
		operation('message.getMany'),
		{ chatId: chat.id, from: time - BEFORE },
		patience,
	);
	const theirs = (answer as Message[]).filter(
		({ senderId }) => senderId === '' || user.id === '' || senderId === user.id,
	);
	return filesIn(theirs.sort((one, other) => other.time - one.time));
}

function filesIn(messages: Message[]): Candidate[] {
	return messages.flatMap(({ fileId, fileName = '' }) => (fileId ? [{ id: fileId, name: fileName }] : []));
}
