import type { IDataObject, IGetNodeParameterOptions, IPollFunctions } from 'n8n-workflow';

import {
	type CliqClient,
	CliqError,
	type CliqEvent,
	type Filters,
	type Patience,
	filterNames,
	gaveNothing,
	isWrittenBy,
	passes,
	textIn,
	withIds,
} from '../../cliq';
import { wasSentFromHere } from '../shared/transport';
import { chosen, expressionIn } from '../ZohoCliq/values';
import { filledIn } from '../ZohoCliqTrigger/settings';

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

/** @throws CliqError `invalidInput` if no conversation is chosen, or for an expression that gives nothing. */
export function settingsOf(context: IPollFunctions): Settings {
	const {
		includeRaw,
		ignoreOwn = true,
		downloadAttachments,
		attachmentPrefix = 'attachment_',
	} = context.getNodeParameter('additionalFields', {}) as IDataObject;
	const filled = filledIn(context, 'additionalFields');
	return {
		chats: chatsOf(context),
		ignored: filterNames({
			label: 'Ignore Messages From',
			value: context.getNodeParameter('ignored', ''),
			source: expressionIn(context.getNodeParameter('ignored', '', { rawExpressions: true })),
			emptyMeans: 'to ignore nobody',
		}),
		filters: {
			chats: [],
			users: filterNames(filled('users', 'Only Users')),
			text: textIn(filled('text', 'Only Text Containing')),
		},
		...(downloadAttachments === true && { prefix: String(attachmentPrefix) }),
		includeRaw: includeRaw === true,
		ignoreOwn: ignoreOwn === true,
	};
}

function chatsOf(context: IPollFunctions): Settings['chats'] {
	const read = (options: IGetNodeParameterOptions) =>
		(context.getNodeParameter('conversations', {}, options) as { conversation?: Array<{ chat: unknown }> })
			.conversation ?? [];
	const written = read({ rawExpressions: true });
	const chats = read({}).map(({ chat }, index) => {
		const id = String(chosen(chat) ?? '').trim();
		const source = expressionIn(written[index]?.chat);
		if (id === '' && source !== undefined)
			throw new CliqError('invalidInput', gaveNothing('Conversation', source), {
				parameter: 'conversations',
				hint: 'Check the expression, or remove the conversation.',
			});
		// An expression gives the ID alone.
		const { cachedResultName: name } = Object(chat) as { cachedResultName?: unknown };
		return { id, ...(typeof name === 'string' && { name }) };
	});
	const filled = chats.filter(({ id }) => id !== '');
	if (filled.length > 0) return filled;
	throw new CliqError('invalidInput', 'No conversation is chosen', {
		parameter: 'conversations',
		hint: 'Add the channels and chats whose new messages should start the workflow',
	});
}

/**
 * @returns whether the workflow wants an event.
 * @throws CliqError if somebody named by an email address cannot be looked up: to go on without would let through what
 * is to be ignored.
 */
export async function filterOf(
	client: CliqClient,
	{ ignored, filters, ignoreOwn }: Settings,
	patience: Patience,
): Promise<(event: CliqEvent) => boolean> {
	const senders = await withIds(client, ignored, patience);
	const users = await withIds(client, filters.users, patience);
	const isOwn = ({ message }: CliqEvent) => ignoreOwn && message?.id !== undefined && wasSentFromHere(message.id);
	return (event) => !isOwn(event) && !isWrittenBy(event, senders) && passes(event, { ...filters, users });
}
