import { createHash } from 'node:crypto';
import type { CliqFunction } from './bots/types';
import {
	keyOf,
	type Author,
	type Bot,
	type Channel,
	type Chat,
	type Content,
	type StoredMessage,
	type Person,
	type Scheduled,
	type StoredRecord,
	type StoredFile,
	type Team,
} from './model';
import { repeatable } from './random';

/** The organization, as it shows in ids. */
export const ORGANIZATION = '54107592';
const KEPT_MESSAGES = 10_000; // What Cliq's free plan keeps searchable.
const KEPT_RECORDS = 10_000;

export interface NewMessage {
	author: Author;
	text: string;
	/** ZUID of who posts, if a bot shows as the author. */
	postedBy?: string;
	/** Default: now. */
	time?: number;
	replyTo?: StoredMessage | undefined;
	file?: Omit<StoredFile, 'id'>;
	content?: Content;
	shown?: StoredMessage['shown'] | undefined;
	suggestions?: string[];
}

interface NewChannel extends Omit<Channel, 'id' | 'chatId' | 'bots'> {
	number: number;
	members: string[];
}

/** All state of the make-believe Cliq: who there is, where they talk, and what was said. */
export class World {
	readonly people = new Map<string, Person>();
	readonly chats = new Map<string, Chat>();
	readonly bots: Bot[] = [];
	readonly channels: Channel[] = [];
	readonly teams: Team[] = [];
	/** What buttons and forms run. */
	readonly functions: CliqFunction[] = [];
	/** Where each file was sent, by the file's id. */
	readonly files = new Map<string, { chat: Chat; message: StoredMessage; file: StoredFile }>();
	/** Messages that wait for their time. */
	scheduled: Scheduled[] = [];
	private records: StoredRecord[] = [];
	/** When the world was made; the seed conversations lie before it. */
	readonly start: number;
	private readonly random = repeatable(7);
	private serial = 20_000_000_000;
	private functionCount = 0;

	/** @param now milliseconds since 1970 */
	constructor(private readonly now: () => number) {
		this.start = now();
	}

	/** The person whose account it is. */
	get owner(): Person {
		return this.people.values().next().value!;
	}

	addPerson(person: Person): void {
		this.people.set(person.id, person);
	}

	addBot(bot: Bot): void {
		this.bots.push(bot);
	}

	addTeam(team: Team): void {
		this.teams.push(team);
	}

	addFunction(made: Omit<CliqFunction, 'id' | 'handlers'>): CliqFunction {
		const added: CliqFunction = {
			id: `5371900000${2_124_011 + this.functionCount++}`,
			handlers: new Map(),
			...made,
		};
		this.functions.push(added);
		return added;
	}

	removeFunction(gone: CliqFunction): void {
		this.functions.splice(this.functions.indexOf(gone), 1);
	}

	/** @param owner ZUID of who made it */
	function(owner: string, name: string): CliqFunction | undefined {
		return this.functions.find((one) => one.owner === owner && one.name === name);
	}

	addChannel({ number, members, ...rest }: NewChannel): Channel {
		const id = `${rest.level === 'private' ? 'P' : 'O'}${4_000_000_040_005 + number * 37}`;
		const chatId = `CT_${1_184_653_329_648_523 + number * 7_919}_${ORGANIZATION}`;
		const channel: Channel = { id, chatId, bots: new Set(), ...rest };
		this.channels.push(channel);
		this.chats.set(chatId, {
			id: chatId,
			kind: 'channel',
			title: rest.name,
			participants: new Set(members),
			created: rest.created,
			messages: [],
			channel,
		});
		return channel;
	}

	addThread(parent: Chat, root: StoredMessage, title: string, created = this.now()): Chat {
		const thread: Chat = {
			id: `${parent.id}-T-${this.nextSerial()}`,
			kind: 'thread',
			title,
			participants: parent.participants,
			created,
			messages: [],
			parent,
			root,
		};
		this.chats.set(thread.id, thread);
		root.thread = thread;
		return thread;
	}

	groupChat(title: string, people: Person[], created = this.now()): Chat {
		return this.addChat(`CT_${this.nextSerial()}_${ORGANIZATION}`, 'group', title, people, created);
	}

	/** @returns the direct chat of two people (or of one with herself), made if there is none. */
	directChat(one: Person, other: Person, created = this.now()): Chat {
		const pair = [one.id, other.id].sort();
		const id = `CT_2230${pair.join('')}_${ORGANIZATION}`;
		return this.chats.get(id) ?? this.addChat(id, 'direct', `${one.name} and ${other.name}`, [one, other], created);
	}

	/** @returns the direct chat of a person and a bot, made if there is none. */
	botChat(person: Person, bot: Bot): Chat {
		const id = `CT_12033048${person.id}_${ORGANIZATION}-B${bot.number}`;
		const found = this.chats.get(id);
		if (found) return found;
		const chat = this.addChat(id, 'bot', bot.name, [person], this.now());
		chat.bot = bot;
		return chat;
	}

	bot(uniqueName: string): Bot | undefined {
		return this.bots.find((bot) => bot.uniqueName === uniqueName);
	}

	channel(uniqueName: string): Channel | undefined {
		return this.channels.find((channel) => channel.uniqueName === uniqueName);
	}

	/** @throws Error if there is no such channel */
	chatOfChannel(uniqueName: string): Chat {
		const chat = this.chats.get(this.channel(uniqueName)?.chatId ?? '');
		if (!chat) throw new Error(`There is no channel "${uniqueName}"`);
		return chat;
	}

	/** @param key ZUID or e-mail address, in any case */
	person(key: string): Person | undefined {
		return this.people.get(key) ?? [...this.people.values()].find((person) => person.email === key.toLowerCase());
	}

	post(chat: Chat, message: NewMessage): StoredMessage {
		const { author, text, time = this.now(), replyTo, file, content = {}, shown, suggestions } = message;
		const posted: StoredMessage = {
			time,
			serial: this.nextSerial(),
			author,
			postedBy: message.postedBy ?? author.id,
			type: file ? 'file' : 'text',
			text,
			edits: [],
			reactions: new Map(),
			content,
			votes: new Map(),
		};
		if (replyTo) posted.replyTo = replyTo;
		if (shown) posted.shown = shown;
		if (suggestions) posted.suggestions = suggestions;
		if (file) posted.file = this.keep(chat, posted, file);
		chat.messages.push(posted);
		if (chat.messages.length > KEPT_MESSAGES) chat.messages.shift();
		return posted;
	}

	addRecord(record: StoredRecord): StoredRecord {
		this.records.push(record);
		if (this.records.length > KEPT_RECORDS) this.records.shift();
		return record;
	}

	newRecordId(): string {
		return `5371900000${this.nextSerial()}`;
	}

	/** @param under values in the path, by placeholder; without any, those of everybody */
	recordsIn(collection: string, under: Record<string, string>): StoredRecord[] {
		return this.records.filter(
			(record) =>
				record.collection === collection &&
				Object.entries(under).every(([placeholder, value]) => record.under[placeholder] === value),
		);
	}

	hasRecord(id: string): boolean {
		return this.records.some((record) => record.id === id);
	}

	removeRecords(gone: StoredRecord[]): void {
		const all = new Set(gone);
		this.records = this.records.filter((record) => !all.has(record));
	}

	/** @param id time and serial, joined by `_` */
	message(chat: Chat, id: string): StoredMessage | undefined {
		return chat.messages.find((message) => keyOf(message) === id);
	}

	private keep(chat: Chat, message: StoredMessage, file: Omit<StoredFile, 'id'>): StoredFile {
		const kept = { id: createHash('sha512').update(`file ${message.serial}`).digest('hex'), ...file };
		this.files.set(kept.id, { chat, message, file: kept });
		return kept;
	}

	private addChat(id: string, kind: Chat['kind'], title: string, people: Person[], created: number): Chat {
		const chat: Chat = {
			id,
			kind,
			title,
			participants: new Set(people.map((person) => person.id)),
			created,
			messages: [],
		};
		this.chats.set(id, chat);
		return chat;
	}

	private nextSerial(): string {
		this.serial += 1 + Math.floor(this.random() * 900_000);
		return String(this.serial);
	}
}
