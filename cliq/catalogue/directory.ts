import type { Entry } from './entry';
import { channel, channelId, nextToken, pageSize } from './parameters';
import type { Parameter } from './types';

/** Cliq finds nothing by a part of a name here: `gather` looks through the pages. */
const search: Parameter = {
	name: 'search',
	label: 'Search',
	type: 'string',
	in: 'compose',
	wire: '',
	description: 'Part of a name; leave empty to list all',
};

/**
 * Who and what there is, for people, agents, pickers and look-ups. Source: Zoho's OpenAPI files of the REST API v2
 * (channels, chats, users, threads) and v3 (bots: v2 has no list of them).
 */
export const directory: Entry[] = [
	{
		resource: 'channel',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many channels',
		description: 'List the channels that the account sees',
		method: 'GET',
		path: '/channels',
		scopes: ['ZohoCliq.Channels.READ'],
		threshold: 30,
		lockMinutes: 5,
		parameters: [pageSize, nextToken, search],
		returns: {
			shape: 'list',
			at: 'channels',
			fields: [
				{ name: 'name', wire: 'name', description: 'What people see' },
				{
					name: 'uniqueName',
					wire: 'unique_name',
					description: 'Unique name, accepted wherever a channel is asked for',
				},
				{ name: 'chatId', wire: 'chat_id', description: 'ID of its chat' },
				{ name: 'channelId', wire: 'channel_id', description: 'ID of the channel itself' },
				{ name: 'description', wire: 'description', optional: true, description: 'What it is for' },
				{
					name: 'level',
					wire: 'level',
					optional: true,
					description: 'organization, team, private or external',
				},
				{ name: 'joined', wire: 'joined', optional: true, description: 'Whether the account is a member' },
			],
			searched: ['name', 'unique_name', 'description'],
		},
		paging: { style: 'token', pageSize: 100, token: 'nextToken', limit: 'limit' },
	},
	{
		resource: 'channel',
		name: 'get',
		label: 'Get',
		action: 'Get a channel',
		description: 'Look up a channel by its unique name or its ID',
		method: 'GET',
		path: '/channelsbyname/{CHANNEL_UNIQUE_NAME}', // Seen in live callers only; no page documents it.
		scopes: ['ZohoCliq.Channels.READ'],
		threshold: 20, // Not documented; the smallest figure of its neighbours.
		lockMinutes: 10,
		parameters: [channel],
		returns: { shape: 'record' },
		internal: true,
	},
	{
		resource: 'channel',
		name: 'get',
		target: 'channelId',
		label: 'Get',
		action: 'Get a channel',
		description: 'Look up a channel by its unique name or its ID',
		method: 'GET',
		path: '/channels/{CHANNEL_ID}',
		scopes: ['ZohoCliq.Channels.READ'],
		// The older official files have 30 and a lock of 5; the newer pages have these.
		threshold: 20,
		lockMinutes: 10,
		parameters: [channelId],
		returns: { shape: 'record' },
		internal: true,
	},
	{
		resource: 'chat',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many chats',
		description: 'List the direct and group chats of the account',
		method: 'GET',
		path: '/chats',
		scopes: ['ZohoCliq.Chats.READ'],
		threshold: 30,
		lockMinutes: 5,
		parameters: [
			pageSize,
			search,
			{
				name: 'modifiedBefore',
				label: 'Modified Before',
				type: 'string', // Echoes last_modified_time of an entry, in the form that Cliq wrote it in.
				in: 'query',
				wire: 'modified_before',
				description: 'Only chats whose last message is older',
			},
		],
		returns: {
			shape: 'list',
			at: 'chats',
			fields: [
				{ name: 'name', wire: 'name', description: "What people see: a title, or the other person's name" },
				{ name: 'chatId', wire: 'chat_id', description: 'ID of the chat' },
				{
					name: 'type',
					wire: 'chat_type',
					optional: true,
					description: 'dm for a direct chat, chat for a group',
				},
				{
					name: 'participantCount',
					wire: 'participant_count',
					optional: true,
					description: 'How many people are in it',
				},
				{
					name: 'lastMessageAt',
					wire: 'last_modified_time',
					optional: true,
					description: 'When somebody wrote last, as Cliq writes it',
				},
			],
			searched: ['name'],
		},
		paging: {
			style: 'time',
			pageSize: 100,
			to: 'modifiedBefore',
			time: 'last_modified_time',
			id: 'chat_id',
			limit: 'limit',
		},
	},
	{
		resource: 'user',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many users',
		description: 'List the users of the organization',
		method: 'GET',
		path: '/users',
		scopes: ['ZohoCliq.Users.READ'],
		threshold: 30,
		lockMinutes: 10,
		parameters: [
			pageSize,
			nextToken,
			{ ...search, in: 'query', wire: 'search' }, // Email addresses are searched too.
		],
		returns: {
			shape: 'list',
			at: 'data',
			fields: [
				{ name: 'name', wire: 'name', optional: true, description: 'What people see' },
				{
					name: 'email',
					wire: 'email_id',
					optional: true,
					description: 'Email address, accepted wherever a user is asked for',
				},
				{ name: 'userId', wire: 'zuid', optional: true, description: 'ID of the user (ZUID)' },
			],
		},
		paging: { style: 'token', pageSize: 100, token: 'nextToken', limit: 'limit' },
	},
	{
		resource: 'user',
		name: 'getOwn',
		label: 'Get Own',
		action: 'Get the user of the account',
		description: 'Look up the user who signed in',
		method: 'GET',
		path: '/users/me', // Seen in live callers only; no page documents it. Threshold and lock are those of /users/{USER_ID}.
		scopes: ['ZohoCliq.Users.READ'],
		threshold: 20,
		lockMinutes: 10,
		parameters: [],
		returns: { shape: 'record' },
		internal: true,
	},
	{
		resource: 'bot',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many bots',
		description: 'List the bots the account sees',
		method: 'GET',
		path: '/bots',
		version: 'v3',
		scopes: ['ZohoCliq.Bots.READ'],
		threshold: 30,
		lockMinutes: 5,
		parameters: [{ ...pageSize, maximum: 50 }, nextToken],
		returns: { shape: 'list', at: 'data' },
		paging: { style: 'token', pageSize: 50, token: 'nextToken', limit: 'limit' },
		internal: true,
	},
	{
		resource: 'thread',
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many threads',
		description: 'List the threads of a channel',
		method: 'GET',
		path: '/channels/{CHANNEL_ID}/threads',
		scopes: ['ZohoCliq.Chats.READ'],
		threshold: 20, // Not documented; the smallest figure of its neighbours.
		lockMinutes: 10,
		parameters: [channelId, pageSize, nextToken],
		returns: { shape: 'list', at: 'data' },
		paging: { style: 'token', pageSize: 100, token: 'nextToken', limit: 'limit' },
		internal: true,
	},
];
