import type { Entry } from './entry';
import { chat, nextToken, pageSize } from './parameters';

/** Source: Zoho's OpenAPI file of the stars of the REST API v3. */
export const stars: Entry[] = [
	{
		resource: 'star',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many starred messages',
		description: 'List the messages that the account has starred',
		method: 'GET',
		path: '/stars',
		version: 'v3',
		scopes: ['ZohoCliq.Messages.READ'],
		threshold: 30,
		lockMinutes: 5,
		parameters: [
			{ ...pageSize, maximum: 50 },
			nextToken,
			{
				...chat,
				in: 'query',
				wire: 'chat_id',
				required: undefined,
				description: 'Only stars in this conversation',
			},
			{
				name: 'starType',
				label: 'Star Type',
				type: 'choice',
				in: 'query',
				wire: 'star_type',
				choices: [
					{ value: 'important', label: 'Important' },
					{ value: 'to_do', label: 'To Do' },
					{ value: 'note', label: 'Note' },
					{ value: 'manager', label: 'Manager' },
					{ value: 'follow_up', label: 'Follow Up' },
				],
				description: 'Only stars of this type',
			},
			{
				name: 'from',
				label: 'From',
				type: 'time',
				in: 'query',
				wire: 'from_time',
				description: 'Only messages sent at this time or later',
			},
			{
				name: 'to',
				label: 'To',
				type: 'time',
				in: 'query',
				wire: 'to_time',
				notBefore: 'from',
				description: 'Only messages sent at this time or earlier',
			},
		],
		returns: {
			shape: 'list',
			at: 'star_messages',
			alternateAt: 'data', // The example of the page has the one, its schema the other.
			fields: [
				{ name: 'messageId', wire: 'id', description: 'ID of the message' },
				{
					name: 'chatId',
					wire: 'chat_information.chat_id',
					description: 'ID of the chat that the message is in',
				},
				{
					name: 'chatTitle',
					wire: 'chat_information.title',
					optional: true,
					description: 'What people see of the chat',
				},
				{ name: 'text', wire: 'content.text', optional: true, description: 'The text of the message' },
				{ name: 'fileName', wire: 'content.file_name', optional: true, description: 'Name of its file' },
				{ name: 'type', wire: 'type', description: 'text, file, … as Cliq calls it' },
				{ name: 'senderId', wire: 'sender.id', description: 'ID of the sender' },
				{ name: 'senderName', wire: 'sender.name', description: 'Name of the sender' },
				{ name: 'sentAt', wire: 'time', description: 'When it was sent, as ISO 8601' },
				{ name: 'starType', wire: 'star_information.star_type', description: 'Which star it has' },
				{
					name: 'starredAt',
					wire: 'star_information.starred_message_time',
					optional: true,
					description: 'When it was starred, as ISO 8601',
				},
			],
		},
		paging: { style: 'token', pageSize: 50, token: 'nextToken', limit: 'limit' },
	},
];
