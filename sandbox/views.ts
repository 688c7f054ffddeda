import type { Core } from './core';
import { redact } from './journal';
import {
	gist,
	keyOf,
	lastActivity,
	lastMessage,
	standing,
	type Author,
	type Bot,
	type Chat,
	type Content,
	type StoredMessage,
	type Scheduled,
	type StoredFile,
} from './model';
import type { Variants } from './variants';

/** A message as tests and the page see it. Ids are `time_serial`, whatever form the API plays. */
export interface MessageView {
	id: string;
	time: number;
	author: Author;
	/** ZUID of who really posted. */
	postedBy: string;
	type: 'text' | 'file';
	text: string;
	/** Card, slides, buttons, references and styles, as they were posted. */
	content: Content;
	/** Name and picture that show instead of the author's. */
	shown?: StoredMessage['shown'];
	/** What a person may want to say to the bot. */
	suggestions?: string[];
	/** `GET /_sandbox/files?id=…` has its bytes. */
	file?: FileFacts;
	/** The thread that starts here: its chat, and how many messages it has. */
	thread?: { id: string; title: string; messages: number };
	/** In a poll, in the order they were cast. Options are counted from 0. */
	votes: { id: string; name: string; option: number }[];
	replyTo?: { id: string; author: string; text: string };
	/** Former texts, oldest first. */
	edits: { time: number; text: string }[];
	deleted: boolean;
	reactions: { emoji: string; people: { id: string; name: string; time: number }[] }[];
}

type FileFacts = Omit<StoredFile, 'open'>;

export interface FileView extends FileFacts {
	chat: string;
	message: string;
	time: number;
	/** ZUID. */
	postedBy: string;
	deleted: boolean;
}

export interface ScheduledView extends Omit<Scheduled, 'chat'> {
	chat: string;
}

interface ChatView {
	id: string;
	kind: Chat['kind'];
	title: string;
	subtitle: string;
	participants: number;
	messages: number;
	lastTime: number;
	last?: { author: string; text: string };
	uniqueName?: string;
	parent?: string;
	/** Of a chat with a bot: its unique name, and the ZUID of the person. */
	bot?: string;
	person?: string;
	/** Whether the account's owner takes part. */
	joined: boolean;
}

interface BotView {
	id: string;
	uniqueName: string;
	name: string;
	/** Unique names of the channels it takes part in. */
	channels: string[];
	/** Types of the handlers it has scripts for. */
	handlers: string[];
	/** Entries of its menu. */
	menu: string[];
	/** Where it hands everything, of a webhook bot. */
	webhook?: string;
}

export interface State {
	url: string;
	time: number;
	owner: string;
	people: { id: string; name: string; email: string; member: boolean; contact: boolean }[];
	bots: BotView[];
	teams: { id: string; name: string }[];
	channels: { id: string; chatId: string; uniqueName: string; name: string; level: string; members: string[] }[];
	chats: ChatView[];
	/** Client ids are no secrets. */
	clients: { clientId: string; name: string; type: 'server' | 'self' }[];
	variants: Variants;
	refreshRefused: boolean;
	down: boolean;
}

/** @returns who and what there is; nothing of it is secret. */
export function state(core: Core): State {
	const { world } = core;
	return {
		url: core.url,
		time: core.now(),
		owner: world.owner.id,
		people: [...world.people.values()].map((person) => ({ ...person })),
		bots: world.bots.map((bot) => botView(core, bot)),
		teams: world.teams.map((team) => ({ ...team })),
		channels: world.channels.map(({ id, chatId, uniqueName, name, level }) => ({
			id,
			chatId,
			uniqueName,
			name,
			level,
			members: [...(world.chats.get(chatId)?.participants ?? [])],
		})),
		chats: [...world.chats.values()].map((chat) => chatView(core, chat)),
		clients: [...core.tokens.clients.values()].map(({ id, name, kind }) => ({ clientId: id, name, type: kind })),
		variants: { ...core.variants },
		refreshRefused: core.tokens.refreshRefused,
		down: core.dropping,
	};
}

function botView({ world }: Core, { id, uniqueName, name, handlers, menu, webhook }: Bot): BotView {
	const channels = world.channels.filter((channel) => channel.bots.has(id)).map((channel) => channel.uniqueName);
	return {
		id,
		uniqueName,
		name,
		channels,
		handlers: [...handlers.keys()],
		menu: menu.map((entry) => entry.name),
		...(webhook ? { webhook: redact(webhook.url) } : {}),
	};
}

function chatView({ world }: Core, chat: Chat): ChatView {
	const last = lastMessage(chat);
	const others = [...chat.participants]
		.filter((id) => id !== world.owner.id)
		.map((id) => world.people.get(id)?.name ?? '');
	const direct = chat.kind === 'direct' && chat.participants.has(world.owner.id);
	const subtitles = {
		channel: chat.channel?.description ?? '',
		direct: 'Direct chat',
		group: others.join(', '),
		bot: `Bot, with ${[...chat.participants].map((id) => world.people.get(id)?.name).join('')}`,
		thread: `Thread in ${chat.parent?.title ?? ''}`,
	};
	return {
		id: chat.id,
		kind: chat.kind,
		title: direct ? (others[0] ?? world.owner.name) : chat.title,
		subtitle: subtitles[chat.kind],
		participants: chat.participants.size,
		messages: chat.messages.length,
		lastTime: lastActivity(chat),
		...(last ? { last: { author: last.author.name, text: gist(last).slice(0, 80) } } : {}),
		...(chat.channel ? { uniqueName: chat.channel.uniqueName } : {}),
		...(chat.parent ? { parent: chat.parent.id } : {}),
		...(chat.bot ? { bot: chat.bot.uniqueName, person: [...chat.participants][0] } : {}),
		joined: chat.participants.has(world.owner.id),
	};
}

/** @returns every message of a chat, deleted ones too, oldest first. */
export function messages({ world }: Core, chat: Chat): MessageView[] {
	return chat.messages.map((message) => ({
		id: keyOf(message),
		time: message.time,
		author: message.author,
		postedBy: message.postedBy,
		type: message.type,
		text: message.text,
		content: message.content,
		...(message.shown ? { shown: message.shown } : {}),
		...(message.suggestions ? { suggestions: message.suggestions } : {}),
		...(message.file ? { file: facts(message.file) } : {}),
		...(message.thread
			? {
					thread: {
						id: message.thread.id,
						title: message.thread.title,
						messages: standing(message.thread).length,
					},
				}
			: {}),
		...(message.replyTo
			? {
					replyTo: {
						id: keyOf(message.replyTo),
						author: message.replyTo.author.name,
						text: gist(message.replyTo),
					},
				}
			: {}),
		edits: message.edits.map((edit) => ({ ...edit })),
		deleted: message.deleted !== undefined,
		votes: [...message.votes].map(([id, option]) => ({ id, name: world.people.get(id)?.name ?? '', option })),
		reactions: [...message.reactions].map(([emoji, given]) => ({
			emoji,
			people: given.map(({ user, time }) => ({ id: user, name: world.people.get(user)?.name ?? '', time })),
		})),
	}));
}

/** @returns every file that was sent, in order. */
export function files({ world }: Core): FileView[] {
	return [...world.files.values()].map(({ chat, message, file }) => ({
		...facts(file),
		chat: chat.id,
		message: keyOf(message),
		time: message.time,
		postedBy: message.postedBy,
		deleted: message.deleted !== undefined,
	}));
}

function facts({ open: _open, ...rest }: StoredFile): FileFacts {
	return rest;
}

/** @returns what waits for its time, in the order it was scheduled. */
export function scheduled({ world }: Core): ScheduledView[] {
	return world.scheduled.map(({ chat, ...rest }) => ({ ...rest, chat: chat.id }));
}
