import type { Entry } from './entry';
import { chat, emoji, message } from './parameters';

/** Source: Zoho's "Messages" page of the REST API v2. */
export const reactions: Entry[] = [
	{
		resource: 'reaction',
		name: 'add',
		label: 'Add',
		action: 'Add a reaction',
		description: 'React to a message with an emoji',
		method: 'POST',
		path: '/chats/{CHAT_ID}/messages/{MESSAGE_ID}/reactions',
		scopes: ['ZohoCliq.messageactions.CREATE'],
		threshold: 20,
		lockMinutes: 10,
		parameters: [chat, message, emoji],
		returns: { shape: 'nothing' },
	},
	{
		resource: 'reaction',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many reactions',
		description: 'List the reactions of a message and who gave them',
		method: 'GET',
		path: '/chats/{CHAT_ID}/messages/{MESSAGE_ID}/reactions',
		scopes: ['ZohoCliq.messageactions.READ'],
		threshold: 20,
		lockMinutes: 10,
		parameters: [chat, message],
		returns: { shape: 'reactions' },
	},
	{
		resource: 'reaction',
		name: 'remove',
		label: 'Remove',
		action: 'Remove a reaction',
		description: 'Take back a reaction to a message',
		method: 'DELETE',
		path: '/chats/{CHAT_ID}/messages/{MESSAGE_ID}/reactions',
		scopes: ['ZohoCliq.messageactions.CREATE'], // As the page has it; add and remove share the scope.
		threshold: 20,
		lockMinutes: 10,
		// The page lists emoji_code in the query and in the body; its example and live callers send the body.
		parameters: [chat, message, emoji],
		returns: { shape: 'nothing' },
	},
];
