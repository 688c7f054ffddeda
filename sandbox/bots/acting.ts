import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Acting, findPerson, type Deed } from '../acting';
import { keyOf, type Bot, type Button, type Chat, type StoredFile, type Webhook } from '../model';
import { buttonOf, type Which } from '../press';
import { isHandlerType } from './handlers';
import { called, chosen, moved, posted, pressed, welcome } from './occasions';
import { kept } from './scripts';
import { isHere } from './send';
import { FUNCTION_HANDLERS, HANDLER_TYPES, type Delivery, type FunctionKind, type Occasion, type Shown } from './types';

/** A file that a person sends: its bytes as text, or in Base64. */
interface Attachment {
	name: string;
	/** MIME type; default `text/plain`. */
	type?: string;
	text?: string;
	base64?: string;
}

export interface Writing extends Partial<Deed> {
	/** Writes in the person's own chat with this bot: unique name or ID. Otherwise `chat` says where. */
	bot?: string;
	text?: string;
	/** One message each; the first one has the text. */
	attachments?: Attachment[];
}

export interface NewFunction {
	name: string;
	/** What runs it: buttons in messages, forms, or buttons in widgets. Default `button`. */
	type?: FunctionKind;
	/** Of the handler that runs when a button is pressed or a form submitted. */
	script?: string;
	/** Instead of a script: where everything is handed to, signed. */
	url?: string;
	/** ZUID or e-mail address; default: the account's owner. Buttons find it in messages that the owner posted. */
	owner?: string;
}

/** What came of something that a person did. */
export interface ActionOutcome {
	/** What was told; nothing, if there is no handler or function for it. */
	delivery?: Delivery;
	/** What the person then saw. */
	shown?: Shown;
}

/** Source: the page of the menu handler, and Zoho's OpenAPI file of the bots of the REST API v3. */
const MOST_ENTRIES = 5;
const LONGEST_ENTRY = 15;

/** What happens between people and bots. Bots are named by unique name or ID. */
export class ActingWithBots extends Acting {
	/**
	 * A person writes: to a bot, or wherever a bot listens or is mentioned (`@Status Bot`, `{@b-…}`). The handlers run
	 * after this returns.
	 * @returns the first message
	 */
	write({ bot, chat, as, text = '', attachments = [] }: Writing): { messageId: string; chatId: string } {
		const place = bot === undefined ? this.where(chat ?? '') : this.chatWith(bot, as);
		const person = findPerson(this.core, as);
		const posted = attachments.map((file, index) =>
			this.core.world.post(place, {
				author: { kind: 'person', id: person.id, name: person.name },
				text: index === 0 ? text : '',
				file: stored(file),
			}),
		);
		const [first] = posted;
		if (!first) return this.post({ chat: place.id, as, text });
		for (const message of posted) this.tell('message.posted', place, message);
		return { messageId: keyOf(first), chatId: place.id };
	}

	/** Opens a person's chat with a bot, which changes nothing if there is one. */
	openChat({ bot, as }: { bot: string; as?: string }): { chatId: string } {
		const { id } = this.chatWith(bot, as);
		this.core.events.emit({ type: 'settings' });
		return { chatId: id };
	}

	/**
	 * A person presses a button. Everybody who listens is told; of what it would do, only a function that there is
	 * runs.
	 * @returns the button as it was posted, and what came of it, once its function has answered
	 */
	async press({
		chat,
		message: id,
		as,
		...which
	}: Deed & Which & { message: string }): Promise<{ button: Button } & ActionOutcome> {
		const { world, events, variants, now } = this.core;
		const place = this.where(chat);
		const message = this.which(place, id);
		const button = buttonOf(message.content, which);
		const event = {
			type: 'button.pressed' as const,
			chat: place.id,
			message: keyOf(message),
			user: findPerson(this.core, as).id,
			button,
		};
		events.emit(event);
		return { button, ...(await this.outcome(pressed(event, world, variants, now()))) };
	}

	/**
	 * A person fills in a form that was shown, or closes it.
	 * @param form its number, of `shown`
	 * @param values by the names of the inputs: texts, true or false for a toggle, values of options, a ZUID or e-mail
	 *   address for a person
	 */
	async submit({
		form,
		values = {},
		action = 'submit',
	}: {
		form: number;
		values?: Record<string, unknown>;
		action?: 'submit' | 'cancel';
	}): Promise<ActionOutcome> {
		if (action !== 'submit' && action !== 'cancel') throw new Error('"action" is submit or cancel');
		const delivery = await this.core.bots.submit(form, values, action);
		return outcomeOf(delivery);
	}

	/** Gives a bot a menu of five entries at most; an entry without a script runs that of the menu handler. */
	setMenu({ bot, entries }: { bot: string; entries: Bot['menu'] }): void {
		const named = (names: unknown): boolean =>
			Array.isArray(names) &&
			names.length <= MOST_ENTRIES &&
			names.every((name) => typeof name === 'string' && name !== '' && name.length <= LONGEST_ENTRY);
		const fits =
			Array.isArray(entries) &&
			named(entries.map((entry) => entry?.name)) &&
			entries.every(({ subActions = [] }) => named(subActions));
		if (!fits)
			throw new Error(
				`"entries" is a list of at most ${MOST_ENTRIES}, each with a "name" of at most ${LONGEST_ENTRY} characters, perhaps a "script", and "subActions", as many such names`,
			);
		const { variants } = this.core;
		this.botCalled(bot).menu = entries.map(({ name, script, subActions }) => ({
			name,
			...(script !== undefined && { script: kept(script, variants) }),
			...(subActions && { subActions }),
		}));
		this.core.events.emit({ type: 'settings' });
	}

	/** A person chooses an entry of a bot's menu, which runs its menu handler. */
	async menu({
		bot,
		entry,
		subAction,
		as,
	}: {
		bot: string;
		entry: string;
		subAction?: string;
		as?: string;
	}): Promise<ActionOutcome> {
		const found = this.botCalled(bot);
		const chosenEntry = found.menu.find(({ name }) => name === entry);
		if (!chosenEntry) throw new Error(`The menu of "${bot}" has no entry "${entry}"`);
		if (subAction !== undefined && !chosenEntry.subActions?.includes(subAction))
			throw new Error(`"${entry}" has no sub-action "${subAction}"`);
		return this.outcome(
			chosen(this.core.world, found, entry, subAction, findPerson(this.core, as), this.core.now()),
		);
	}

	/**
	 * What becomes of a bot's call to a person, which runs its call handler. @param operation e.g. `ringing`,
	 * `answered`, `ended`
	 */
	async call({
		bot,
		operation = 'ringing',
		callId = randomUUID(),
		as,
	}: {
		bot: string;
		operation?: string;
		callId?: string;
		as?: string;
	}): Promise<ActionOutcome & { callId: string }> {
		const outcome = await this.outcome(
			called(this.core.world, this.botCalled(bot), operation, callId, findPerson(this.core, as), this.core.now()),
		);
		return { callId, ...outcome };
	}

	/** Somebody posts to a bot's own address, with a token of `as`, which runs its incoming webhook handler. */
	async incoming({
		bot,
		body = '',
		headers = {},
		params = {},
		method = 'POST',
		as,
	}: {
		bot: string;
		body?: string;
		headers?: Record<string, string>;
		params?: Record<string, string>;
		method?: string;
		as?: string;
	}): Promise<ActionOutcome> {
		return this.outcome(
			posted(
				this.core.world,
				this.botCalled(bot),
				{ http_method: method, headers, params, body },
				findPerson(this.core, as),
				this.core.now(),
			),
		);
	}

	/** A person takes a bot into a channel, or out of it with `remove`, of which its participation handler hears. */
	async join({ bot, chat, as, remove = false }: Deed & { bot: string; remove?: boolean }): Promise<ActionOutcome> {
		const place = this.where(chat);
		const found = this.botCalled(bot);
		if (!place.channel) throw new Error('Bots take part in channels');
		if (remove) place.channel.bots.delete(found.id);
		else place.channel.bots.add(found.id);
		this.core.events.emit({ type: 'settings' });
		return this.outcome(
			moved(found, place, remove ? 'removed' : 'added', findPerson(this.core, as), this.core.now()),
		);
	}

	/** A person subscribes to a bot, which runs its welcome handler. */
	subscribeTo({ bot, as }: { bot: string; as?: string }): void {
		const { world, bots, now } = this.core;
		void bots.tell(welcome(world, this.botCalled(bot), findPerson(this.core, as).id, now()));
	}

	/**
	 * Gives a bot a handler with this script, whatever it had; `null` takes the handler away. Nothing is checked: as if
	 * typed into Cliq.
	 */
	setHandler({ bot, type, script }: { bot: string; type: string; script: string | null }): void {
		if (!isHandlerType(type)) throw new Error(`A handler is one of ${HANDLER_TYPES.join(', ')}`);
		const { handlers } = this.botCalled(bot);
		if (script === null) handlers.delete(type);
		else if (typeof script === 'string') handlers.set(type, { script: kept(script, this.core.variants) });
		else throw new Error('"script" is text, or null');
		this.core.events.emit({ type: 'settings' });
	}

	/**
	 * Makes a bot one of the execution type `webhook`: it hands everything to this address, signed. `null`: scripts
	 * again.
	 * @returns the key (PEM) that its signatures fit
	 */
	setWebhook({ bot, url }: { bot: string; url: string | null }): { publicKey?: string } {
		const found = this.botCalled(bot);
		const made = url === null ? undefined : newWebhook(url);
		found.webhook = made?.webhook;
		this.core.events.emit({ type: 'settings' });
		return made ? { publicKey: made.publicKey } : {};
	}

	/**
	 * Makes a function, or changes the one of this name: what buttons with `invoke.function` run, and where forms go.
	 * Nothing is checked: as if typed into Cliq.
	 * @returns the key (PEM) that its signatures fit, for an address
	 */
	setFunction({ name, type = 'button', script, url, owner }: NewFunction): { publicKey?: string } {
		if (typeof name !== 'string' || name === '') throw new Error('A function needs a name');
		if (!Object.hasOwn(FUNCTION_HANDLERS, type))
			throw new Error(`A function is of the type ${Object.keys(FUNCTION_HANDLERS).join(', ')}`);
		if ((script === undefined) === (url === undefined)) throw new Error('A function has a "script" or a "url"');
		const made = url === undefined ? undefined : newWebhook(url);
		const { id: maker } = findPerson(this.core, owner);
		const { world, variants } = this.core;
		const own =
			world.function(maker, name) ?? world.addFunction({ name, description: '', kind: type, owner: maker });
		own.kind = type;
		own.webhook = made?.webhook;
		own.handlers = new Map(
			script === undefined ? [] : [[FUNCTION_HANDLERS[type][0], { script: kept(script, variants) }]],
		);
		return made ? { publicKey: made.publicKey } : {};
	}

	/** @returns what was handed out, oldest first, secrets blacked out. */
	deliveries(): Delivery[] {
		return this.core.bots.deliveries();
	}

	/** Waits until every delivery was answered, or failed. @returns all of them */
	async delivered(): Promise<Delivery[]> {
		await this.core.bots.settled();
		return this.deliveries();
	}

	/** Hands something out once more, the same to the byte. */
	redeliver(id: number): Delivery {
		return this.core.bots.redeliver(id);
	}

	private async outcome(occasion: Occasion | undefined): Promise<ActionOutcome> {
		return outcomeOf(occasion && (await this.core.bots.tell(occasion)));
	}

	private chatWith(bot: string, as: string | undefined): Chat {
		return this.core.world.botChat(findPerson(this.core, as), this.botCalled(bot));
	}

	private botCalled(name: string): Bot {
		const bot = this.core.world.bots.find((one) => one.uniqueName === name || one.id === name);
		if (!bot) throw new Error(`There is no bot "${name}"`);
		return bot;
	}
}

function outcomeOf(delivery: Delivery | undefined): ActionOutcome {
	if (!delivery) return {};
	return { delivery, ...(delivery.shown && { shown: delivery.shown }) };
}

function newWebhook(url: string): { webhook: Webhook; publicKey: string } {
	if (!isHere(url))
		throw new Error(
			'The sandbox delivers to this machine only: http://127.0.0.1:…, http://localhost:… or http://[::1]:…',
		);
	const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
	return { webhook: { url, privateKey }, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

function stored({ name, type = 'text/plain', text = '', base64 }: Attachment): Omit<StoredFile, 'id'> {
	if (typeof name !== 'string' || name === '') throw new Error('A file needs a name');
	const bytes = base64 === undefined ? Buffer.from(text) : Buffer.from(base64, 'base64');
	return {
		name,
		type,
		size: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		open: () => Readable.from([bytes]),
	};
}
