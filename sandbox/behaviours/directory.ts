import { json, Refusal, type Answer } from '../errors';
import { lastActivity, lastMessage, type Channel, type Chat, type Person } from '../model';
import { writeMessageId } from '../message-ids';
import { ORGANIZATION } from '../world';
import { forbidden, inPath, notFound, type Behaviour, type Context } from './context';
import { isoTime, tokenPage } from './lists';

export const getChannels: Behaviour = (context) => {
	const { world, user, values } = context;
	const seen = world.channels
		.map((channel) => ({ channel, chat: world.chats.get(channel.chatId)! }))
		.filter(({ channel, chat }) => channel.level === 'organization' || chat.participants.has(user.id))
		.filter(({ channel }) => values.query.name === undefined || channel.name === values.query.name)
		.filter(
			({ chat }) =>
				values.query.joined === undefined || String(chat.participants.has(user.id)) === values.query.joined,
		);
	const { page, next, has_more } = tokenPage(context, seen, 100);
	const channels = page.map(({ channel, chat }) => channelEntry(context, channel, chat));
	return json(200, { channels, ...next, has_more });
};

export const getChannel: Behaviour = (context) => {
	if (!context.variants.lookUpByName)
		throw new Refusal(404, 'request_url_invalid', 'Channels are not looked up by name here (variant lookUpByName)');
	return channelRecord(context, context.world.channel(inPath(context, 'CHANNEL_UNIQUE_NAME')));
};

export const getChannelById: Behaviour = (context) =>
	channelRecord(
		context,
		context.world.channels.find(({ id }) => id === context.values.path.CHANNEL_ID),
	);

function channelRecord(context: Context, channel: Channel | undefined): Answer {
	const chat = channel && context.world.chats.get(channel.chatId);
	if (!channel || !chat)
		throw notFound(context, 'channel_not_found', 'There is no channel with this unique name or ID');
	if (channel.level !== 'organization' && !chat.participants.has(context.user.id))
		throw forbidden('The user is not a member of this channel');
	return json(200, channelEntry(context, channel, chat));
}

function channelEntry({ world, user }: Context, channel: Channel, chat: Chat): Record<string, unknown> {
	return {
		name: `#${channel.name}`,
		chat_id: channel.chatId,
		description: channel.description,
		level: channel.level,
		invite_only: channel.level === 'private',
		status: 'created',
		channel_id: channel.id,
		organization_id: ORGANIZATION,
		creator_id: channel.creator,
		creator_name: world.people.get(channel.creator)?.name ?? '',
		creation_time: isoTime(channel.created),
		last_modified_time: isoTime(lastActivity(chat)),
		current_user_role: channel.creator === user.id ? 'super_admin' : 'member',
		participant_count: chat.participants.size,
		unique_name: channel.uniqueName,
		joined: chat.participants.has(user.id),
		pinned: false,
		total_message_count: String(chat.messages.length),
		unread_message_count: 0,
	};
}

/** Direct and group chats; channels, threads and chats with bots are not among them. */
export const getChats: Behaviour = (context) => {
	const { world, user, values } = context;
	const before = values.query.modified_before === undefined ? Infinity : readTime(values.query.modified_before);
	const chats = [...world.chats.values()]
		.filter((chat) => (chat.kind === 'direct' || chat.kind === 'group') && chat.participants.has(user.id))
		.filter((chat) => seconds(lastActivity(chat)) < seconds(before))
		.sort((one, other) => lastActivity(other) - lastActivity(one) || (one.id < other.id ? -1 : 1))
		.slice(0, Number(values.query.limit ?? 100));
	return json(200, { chats: chats.map((chat) => chatEntry(context, chat)) });
};

/** The list writes seconds, so it can only be cut between seconds. */
function seconds(time: number): number {
	return Math.floor(time / 1_000);
}

function readTime(text: string): number {
	const time = /^\d{1,16}$/.test(text) ? Number(text) : Date.parse(text);
	if (Number.isNaN(time)) throw new Refusal(400, 'input_pattern_mismatch', 'modified_before must be a time');
	return time;
}

function chatEntry({ world, user }: Context, chat: Chat): Record<string, unknown> {
	const others = [...chat.participants]
		.filter((id) => id !== user.id)
		.map((id) => ({ user_id: id, name: world.people.get(id)?.name ?? '' }));
	const last = lastMessage(chat);
	return {
		name: chat.kind === 'direct' ? (others[0]?.name ?? user.name) : chat.title,
		creation_time: isoTime(chat.created),
		creator_id: user.id,
		last_modified_time: isoTime(lastActivity(chat)),
		removed: false,
		recipients_summary: others,
		chat_type: chat.kind === 'direct' ? 'dm' : 'chat',
		chat_id: chat.id,
		...(last
			? {
					last_message_info: {
						sender_id: last.author.id,
						message_type: last.type,
						time: isoTime(last.time),
						text: last.text,
						sender_name: last.author.name,
					},
				}
			: {}),
		pinned: false,
		participant_count: chat.participants.size,
	};
}

export const getUsers: Behaviour = (context) => {
	const search = (context.values.query.search ?? '').toLowerCase();
	const found = [...context.world.people.values()].filter(
		(person) => person.member && `${person.name} ${person.email}`.toLowerCase().includes(search),
	);
	const { page, next, has_more } = tokenPage(context, found, 100);
	return json(200, { ...next, has_more, data: page.map(userEntry) });
};

export const getOwnUser: Behaviour = ({ user, variants }) => {
	if (!variants.ownUser)
		throw new Refusal(404, 'request_url_invalid', 'The own user is not looked up here (variant ownUser)');
	return json(200, { data: userEntry(user) });
};

function userEntry(person: Person): Record<string, unknown> {
	return {
		email_id: person.email,
		zuid: person.id,
		zoid: ORGANIZATION,
		display_name: person.name.split(' ')[0],
		name: person.name,
		organization_id: ORGANIZATION,
		id: person.id,
	};
}

export const getBots: Behaviour = (context) => {
	const { page, next } = tokenPage(context, context.world.bots, 20); // The page of v3 shows no has_more.
	const data = page.map((bot) => ({
		unique_name: bot.uniqueName,
		name: bot.name,
		id: bot.id,
		description: bot.description,
		scope: 'organization',
		channel_participation: ['listen_message', 'send_message'],
		creator: { name: context.world.people.get(bot.creator)?.name ?? '', id: bot.creator },
		execution_type: bot.webhook ? 'webhook' : 'deluge',
		handlers: [...bot.handlers.keys()].map((type) => ({ type })),
		status: 'enabled',
		type: 'custom',
		default: false,
		subscriber_count: 1,
		calls: 'disabled',
	}));
	return json(200, { url: '/api/v3/bots', type: 'bot', ...next, data });
};

export const getThreads: Behaviour = (context) => {
	const { world, user, values, variants } = context;
	const channel = world.channels.find((one) => one.id === values.path.CHANNEL_ID);
	if (!channel)
		throw notFound(context, 'channel_not_found', `There is no channel with the ID "${values.path.CHANNEL_ID}"`);
	if (!world.chats.get(channel.chatId)?.participants.has(user.id))
		throw forbidden('The user is not a member of this channel');
	const threads = [...world.chats.values()].filter(
		(chat) => chat.kind === 'thread' && chat.parent?.id === channel.chatId,
	);
	const { page, next } = tokenPage(context, threads, 100);
	const data = page.map((thread) => {
		const last = lastMessage(thread);
		return {
			parent_chat_id: channel.chatId,
			is_follower: true,
			follower_count: thread.participants.size,
			chat_id: thread.id,
			...(last
				? {
						last_message_information: {
							sender_id: last.author.id,
							message_type: last.type,
							time: isoTime(last.time),
							text: last.text,
							sender_name: last.author.name,
						},
					}
				: {}),
			title: thread.title,
			...(thread.root
				? {
						thread_message_id: writeMessageId(thread.root, variants.messageId, true),
						parent_message_sender: thread.root.author.id,
					}
				: {}),
			thread_state: 'open',
		};
	});
	return json(200, { url: '/api/v2/threads', type: 'chat_thread', ...next, data });
};
