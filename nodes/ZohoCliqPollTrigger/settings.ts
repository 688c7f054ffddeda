import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { CliqClient } from '../../cliq/client';
import { CliqError } from '../../cliq/errors';
import { namesIn, passes, type Filters } from '../../cliq/events/filters';
import { isWrittenBy } from '../../cliq/events/poll-event';
import { withIds } from '../../cliq/events/poll-people';
import type { CliqEvent } from '../../cliq/events/types';
import type { Patience } from '../../cliq/pacing/pacer';
import { wasSentFromHere } from '../ZohoCliq/transport';

/** What was filled in. */
export interface Settings {
	/** Each with the name under which it was picked, where it was picked from the list. */
	chats: Array<{ id: string; name?: string }>;
	/** Whose messages are ignored. */
	ignored: string[];
	filters: Filters;
	/** What the binary fields of attachments begin with; `undefined` if they are not to be downloaded. */
	prefix?: string;
	includeRaw: boolean;
	/** Whether what the Zoho Cliq nodes of this n8n sent is left out. */
	ignoreOwn: boolean;
}

/** People who were looked up, by account and as they were named, for the life of this process. */
const known = new Map<string, string[]>();

/** @throws CliqError `invalidInput` if no conversation is chosen. */
export function settingsOf(context: IPollFunctions): Settings {
	const { users, text, includeRaw, ignoreOwn = true, downloadAttachments, attachmentPrefix = 'attachment_' } = context.getNodeParameter('additionalFields', {}) as IDataObject;
	return {
		chats: chatsOf(context),
		ignored: namesIn(context.getNodeParameter('ignored', '')),
		filters: { chats: [], users: namesIn(users), text: String(text ?? '').trim() },
		...(downloadAttachments === true && { prefix: String(attachmentPrefix) }),
		includeRaw: includeRaw === true,
		ignoreOwn: ignoreOwn === true,
	};
}

function chatsOf(context: IPollFunctions): Settings['chats'] {
	const { conversation = [] } = context.getNodeParameter('conversations', {}) as { conversation?: Array<{ chat: unknown }> };
	const chats = conversation.map(({ chat }) => chosen(chat)).filter(({ id }) => id !== '');
	if (chats.length > 0) return chats;
	throw new CliqError('invalidInput', 'No conversation is chosen', { parameter: 'conversations', hint: 'Add the channels and chats whose new messages shall start the workflow' });
}

/** An expression gives the ID alone. */
function chosen(chat: unknown): Settings['chats'][number] {
	const { value, cachedResultName } = (typeof chat === 'object' && chat !== null ? chat : { value: chat }) as { value?: unknown; cachedResultName?: unknown };
	return { id: String(value ?? '').trim(), ...(typeof cachedResultName === 'string' && { name: cachedResultName }) };
}

/**
 * @returns whether the workflow wants an event.
 * @throws CliqError if somebody named by an email address cannot be looked up: to go on without would let through what
 * is to be ignored.
 */
export async function filterOf(client: CliqClient, account: string, { ignored, filters, ignoreOwn }: Settings, patience: Patience): Promise<(event: CliqEvent) => boolean> {
	const senders = await idsOf(client, account, ignored, patience);
	const users = await idsOf(client, account, filters.users, patience);
	const isOwn = ({ message }: CliqEvent) => ignoreOwn && message?.id !== undefined && wasSentFromHere(message.id);
	return (event) => !isOwn(event) && !isWrittenBy(event, senders) && passes(event, { ...filters, users });
}

async function idsOf(client: CliqClient, account: string, names: string[], patience: Patience): Promise<string[]> {
	const key = JSON.stringify([account, names]);
	const ids = known.get(key) ?? (await withIds(client, names, patience));
	known.set(key, ids);
	return ids;
}
