import { writeMessageId } from '../message-ids';
import type { Author, Chat, StoredMessage, Person, StoredFile } from '../model';
import type { Variants } from '../variants';
import { ORGANIZATION, type World } from '../world';
import { DelugeFile, OtherValue } from './deluge';
import { mentionsIn, readable } from './mentions';
import type { Occasion } from './types';

export interface Setting {
	world: World;
	variants: Variants;
	/** Where the sandbox can be reached. */
	url: string;
}

/**
 * Which variables a handler has, beside user, access and environment. Source: the templates of Zoho's zcatalyst-cli
 * 1.25.3, and the permissions table of "Create a handler" of the REST API v3.
 */
const namesByHandler: Record<string, string[]> = {
	message_handler: [
		'message',
		'raw_message',
		'message_details',
		'attachments',
		'mentions',
		'links',
		'chat',
		'location',
		'options',
		'selections',
		'arguments',
	],
	mention_handler: ['message', 'message_details', 'mentions', 'chat', 'location'],
	participation_handler: ['operation', 'data', 'chat'],
	welcome_handler: ['newuser'],
	context_handler: ['context_id', 'answers', 'chat', 'mentions', 'attachments', 'options', 'selections', 'arguments'],
	incoming_webhook_handler: ['headers', 'params', 'body', 'http_method'],
	menu_handler: ['chat', 'location', 'sub_action'],
	call_handler: ['operation', 'data'],
	button_handler: ['message', 'chat', 'target', 'arguments', 'event', 'location'],
	form_submit_handler: ['form', 'message', 'chat'],
	form_change_handler: ['form', 'chat', 'target'],
	form_dynamic_select_handler: ['form', 'chat', 'target'],
	form_view_handler: ['form', 'target'],
	widget_button_handler: ['target', 'event', 'action'],
};

/** The same where a handler has but what every source gives it. The others have what stands above. */
const fewByHandler: Record<string, string[]> = {
	message_handler: ['message', 'chat'],
	mention_handler: ['message', 'chat'],
	context_handler: ['context_id', 'answers', 'chat'],
	incoming_webhook_handler: ['headers', 'body', 'http_method'],
	menu_handler: ['chat'],
	button_handler: ['message', 'chat', 'arguments'],
	form_submit_handler: ['form', 'chat'],
};

/** @returns the names of the variables that a handler has. */
export function variableNames(handler: string, which: Variants['handlerVariables'] = 'all'): string[] {
	const own = (which === 'few' ? fewByHandler[handler] : undefined) ?? namesByHandler[handler] ?? [];
	return ['user', 'access', 'environment', ...own];
}

/**
 * What a handler is told.
 * @param via scripts and webhook bots are given chats and access in different words
 */
export function variables(setting: Setting, occasion: Occasion, via: 'script' | 'webhook'): Record<string, unknown> {
	const all: Record<string, unknown> = {
		user: userMap(occasion.user, occasion.person, setting.world),
		access: accessMap(setting, occasion, via),
		environment: { tld: '.com', data_center: 'US', base_url: `${setting.url}/company/${ORGANIZATION}` },
		chat: via === 'webhook' ? webhookChat(setting.world, occasion.chat) : scriptChat(setting.world, occasion.chat),
		...byHandler[occasion.handler]?.(setting, occasion),
	};
	const names = variableNames(occasion.handler, via === 'script' ? setting.variants.handlerVariables : 'all');
	return Object.fromEntries(names.filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}

type Told = (setting: Setting, occasion: Occasion) => Record<string, unknown>;

const byHandler: Partial<Record<Occasion['handler'], Told>> = {
	// The message is a bare text, without ID or time.
	message_handler: (setting, { message }) => ({
		message: readable(setting.world, message!.text),
		raw_message: message!.text,
		message_details: messageDetails(setting, message!),
		attachments: message!.file ? [attachment(setting, message!.file)] : [],
		mentions: mentionsIn(setting.world, message!.text),
		links: message!.text.match(/https?:\/\/[^\s<>"]+/g) ?? [],
		location: {},
		options: [],
		selections: [],
		arguments: {},
	}),
	mention_handler: (setting, { message, user }) => ({
		message: {
			sender: { name: user.name, id: user.id },
			time: message!.time,
			text: readable(setting.world, message!.text),
			type: 'text',
		},
		message_details: messageDetails(setting, message!),
		mentions: mentionsIn(setting.world, message!.text),
		location: {},
	}),
	participation_handler: (setting, { operation, message, time }) => ({
		operation,
		...(message && { data: { time, message: channelMessage(setting, message) } }),
	}),
	welcome_handler: () => ({ newuser: true }),
	button_handler: (setting, { message, target, arguments: given }) => ({
		message: pressedMessage(setting, message!),
		target,
		arguments: given ?? {},
		event: 'click',
		location: {},
	}),
	form_submit_handler: (setting, { form, message }) => ({
		form: { ...form, values: formValues(setting, form!.values) },
		message: message ? pressedMessage(setting, message) : {},
	}),
	context_handler: (_setting, { context }) => ({
		context_id: context!.id,
		answers: context!.answers,
		mentions: [],
		attachments: [],
		options: {},
		selections: [],
		arguments: '',
	}),
	incoming_webhook_handler: (_setting, { incoming }) => ({ ...incoming }),
	menu_handler: (_setting, { subAction }) => ({ location: {}, sub_action: subAction ?? '' }),
	call_handler: (_setting, { operation, callId, time }) => ({ operation, data: { call_id: callId, time } }),
};

/** What the button is in. */
function pressedMessage(setting: Setting, message: StoredMessage): Record<string, unknown> {
	const { id, ...rest } = channelMessage(setting, message);
	const { world, variants } = setting;
	return {
		...(variants.pressedMessageId && { id }),
		is_read: true,
		sender: sender(message.author, world),
		time: String(message.time),
		...rest,
	};
}

function sender(author: Author, world: World): Record<string, unknown> {
	const { id, first_name, last_name, email } = userMap(author, world.people.get(author.id), world);
	return { id, first_name, last_name, email };
}

/** Source: the page "Message Details Object". */
function messageDetails(setting: Setting, message: StoredMessage): Record<string, unknown> {
	const { id: _id, file, replied_message, ...rest } = channelMessage(setting, message);
	const { replyTo } = message;
	return {
		time: message.time,
		message: {
			...rest,
			...(message.file && { file: { ...(file as object), id: message.file.id } }),
			...(replyTo && {
				replied_message: {
					...(replied_message as object),
					time: replyTo.time,
					mentions: mentionsIn(setting.world, replyTo.text),
					type: replyTo.file ? 'attachment' : 'text',
				},
			}),
		},
	};
}

/** By the template, the name of a file; live, an object of Deluge. */
function attachment({ variants }: Setting, { name, type, size, open }: StoredFile): unknown {
	return variants.fileObjects === 'none' ? name : new DelugeFile(name, type, size, open);
}

/** Whether the texts of a form are texts for Deluge, too. */
function formValues({ variants }: Setting, values: Record<string, unknown>): Record<string, unknown> {
	if (variants.formValues === 'text') return values;
	return Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name,
			typeof value === 'string' ? new OtherValue(value) : value,
		]),
	);
}

/** As live deliveries to participation handlers were seen to be. */
function channelMessage({ world, variants, url }: Setting, message: StoredMessage): Record<string, unknown> {
	const { file, replyTo } = message;
	return {
		id: eventId(message, variants),
		mentions: mentionsIn(world, message.text),
		...(file
			? {
					type: 'attachment',
					file: { name: file.name, type: file.type, url: `${url}/api/v2/files/${file.id}` },
					comment: message.text,
				}
			: { type: 'text', text: message.text }),
		...(replyTo && {
			replied_message: {
				id: eventId(replyTo, variants),
				text: replyTo.text,
				sender: { name: replyTo.author.name, id: replyTo.author.id },
			},
		}),
	};
}

/** In live events there is a space within an ID, where the page writes an underscore. */
function eventId(message: StoredMessage, { messageId }: Variants): string {
	return writeMessageId(message, messageId === 'page' ? 'space' : messageId);
}

function userMap(user: Author, person: Person | undefined, world: World): Record<string, unknown> {
	const [first, ...rest] = user.name.split(' ');
	return {
		id: user.id,
		first_name: first,
		last_name: rest.join(' '),
		email: person?.email ?? '',
		admin: person === world.owner,
		organization_id: ORGANIZATION,
		timezone: 'Europe/Lisbon',
		country: 'pt',
		language: 'en',
		zoho_user_id: user.id,
	};
}

function accessMap(
	{ variants }: Setting,
	{ user, chat, message }: Occasion,
	via: 'script' | 'webhook',
): Record<string, unknown> {
	return {
		user_id: user.id,
		zoho_user_id: user.id,
		organization: { type: 'company', id: ORGANIZATION },
		user_agent: 'Cliq sandbox',
		chat_id: chat.id,
		...(via === 'webhook' && message && { message_id: eventId(message, variants) }),
		...(chat.parent && { parent_chat_id: chat.parent.id }),
	};
}

function webhookChat(world: World, chat: Chat): Record<string, unknown> {
	return {
		id: chat.id,
		type: kindOf(chat),
		title: chat.title,
		owner: ownerOf(chat),
		members: members(world, chat),
		recent_messages: [],
	};
}

function scriptChat(world: World, chat: Chat): Record<string, unknown> {
	const channel = chat.channel ?? chat.parent?.channel;
	return {
		id: chat.id,
		type: kindOf(chat),
		chat_type: kindOf(chat),
		title: chat.channel ? `#${chat.title}` : chat.title,
		owner: ownerOf(chat),
		...(channel
			? { channel_unique_name: channel.uniqueName, channel_id: channel.id }
			: { members: members(world, chat) }),
	};
}

function kindOf({ kind }: Chat): string {
	return { channel: 'channel', direct: 'dm', group: 'chat', bot: 'bot', thread: 'thread' }[kind];
}

function ownerOf(chat: Chat): string {
	return (chat.channel ?? chat.parent?.channel)?.creator ?? [...chat.participants][0] ?? '';
}

function members(world: World, chat: Chat): Record<string, string>[] {
	return [...chat.participants].flatMap((id) => {
		const person = world.people.get(id);
		if (!person) return [];
		const [first = '', ...rest] = person.name.split(' ');
		return [{ id, first_name: first, last_name: rest.join(' '), email: person.email, status: '1' }];
	});
}
