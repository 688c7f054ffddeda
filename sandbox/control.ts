import { catalogue, operation as operationOf, operations } from '../cliq/catalogue';
import { findPerson } from './acting';
import { putRecord } from './behaviours/records';
import { ActingWithBots } from './bots/acting';
import type { Core } from './core';
import type { Listener } from './events';
import type { FaultRule } from './faults';
import type { Counters, JournalEntry } from './journal';
import type { Person, StoredFile } from './model';
import { parseScopes } from './scopes';
import type { Usage } from './thresholds';
import { checkVariants, type Variants } from './variants';
import * as views from './views';

const MINUTE = 60_000;

interface Door {
	listen(): Promise<void>;
	unlisten(): Promise<void>;
}

export interface NewClient {
	/** `server` has a consent page, `self` (Self Client) a code from the console. Default `self`. */
	type?: 'server' | 'self';
	name?: string;
	/** For `server`, at least one, http or https. */
	redirectUris?: string[];
}

export interface IssuedTokens {
	accessToken: string;
	refreshToken: string;
	clientId: string;
	clientSecret: string;
}

/**
 * What a test or the page can do with a sandbox beside calling it. `user` is always a ZUID or an e-mail address;
 * default: the account's owner.
 */
export class Control extends ActingWithBots {
	private returning?: NodeJS.Timeout;

	constructor(
		core: Core,
		private readonly door: Door,
	) {
		super(core);
	}

	/** @throws Error if a redirect URI is missing or no http(s) URL */
	createClient({
		type = 'self',
		name = type === 'self' ? 'Self Client' : 'My application',
		redirectUris = [],
	}: NewClient = {}): { clientId: string; clientSecret: string } {
		if (type !== 'self' && type !== 'server') throw new Error('A client is of type "server" or "self"');
		if (type === 'server' && redirectUris.length === 0)
			throw new Error('A server-based client needs a redirect URI');
		for (const uri of redirectUris)
			if (!/^https?:$/.test(URL.canParse(uri) ? new URL(uri).protocol : ''))
				throw new Error(`"${uri}" is not an http or https URL`);
		const { id, secret } = this.core.tokens.newClient(
			type,
			name.slice(0, 100),
			type === 'server' ? redirectUris : [],
		);
		this.core.events.emit({ type: 'settings' });
		return { clientId: id, clientSecret: secret };
	}

	/**
	 * The code a person generates for a Self Client in the console.
	 * @param minutes 3 to 10, as in Zoho's console
	 */
	createGrantCode({
		clientId,
		scopes,
		minutes = 3,
		user,
	}: {
		clientId: string;
		scopes: string | string[];
		minutes?: number;
		user?: string;
	}): { code: string } {
		if (this.core.tokens.clients.get(clientId)?.kind !== 'self')
			throw new Error('There is no Self Client with this ID');
		if (!(minutes >= 3 && minutes <= 10)) throw new Error('A code lives for 3 to 10 minutes');
		const code = { client: clientId, user: this.who(user).id, scopes: readScopes(scopes), offline: true };
		return { code: this.core.tokens.newCode(code, minutes * MINUTE) };
	}

	/** @throws Error if the user has five already */
	createWebhookToken({ user }: { user?: string } = {}): { zapikey: string } {
		return { zapikey: this.core.tokens.newWebhookToken(this.who(user).id) };
	}

	/**
	 * The short way for tests: tokens without consent page or code. Default: every scope the catalogue's operations
	 * need.
	 */
	issueTokens({
		scopes = catalogue.flatMap((one) => [...one.scopes, ...(one.observedScopes ?? [])]),
		user,
		clientId,
	}: {
		scopes?: string | readonly string[] | undefined;
		user?: string | undefined;
		clientId?: string;
	} = {}): IssuedTokens {
		const { tokens } = this.core;
		const client =
			clientId === undefined ? tokens.newClient('self', 'Issued for a test', []) : tokens.clients.get(clientId);
		if (!client) throw new Error('There is no client with this ID');
		const person = this.who(user);
		const list = readScopes(scopes);
		const refreshToken = tokens.newRefreshToken(client.id, person.id, list);
		const accessToken = tokens.newAccessToken({ user: person.id, scopes: list, ofClient: false, refreshToken });
		return { accessToken, refreshToken, clientId: client.id, clientSecret: client.secret };
	}

	/** Every access token is too old from now on; refresh tokens work. */
	expireAccessTokens(): void {
		this.core.tokens.expireAccessTokens();
	}

	/** Every token, code and webhook token is void from now on, as after the person withdrew the consent. */
	revokeTokens(): void {
		this.core.tokens.revokeAll();
	}

	/** Whether refreshing answers HTTP 200 with `access_denied`. */
	refuseRefresh(refused = true): void {
		this.core.tokens.refreshRefused = refused;
		this.core.events.emit({ type: 'settings' });
	}

	/** @returns the variants in force, after `changes`. @throws Error for a variant or value that does not exist */
	variants(changes: Partial<Variants> = {}): Variants {
		Object.assign(this.core.variants, checkVariants({ ...changes }));
		if (Object.keys(changes).length > 0) this.core.events.emit({ type: 'settings' });
		return { ...this.core.variants };
	}

	/** `false`: no thresholds; numbers: others than the catalogue's, by operation id; `true`: the catalogue's. */
	setThresholds(limits: boolean | Record<string, number>): void {
		if (typeof limits === 'object') for (const id of Object.keys(limits)) operationOf(id);
		this.core.thresholds.setLimits(limits);
		this.core.events.emit({ type: 'settings' });
	}

	/**
	 * Locks a user out of an operation, as another program on the same account could have caused. @param minutes
	 * default: the operation's lock
	 */
	lock({ operation, user, minutes }: { operation: string; user?: string; minutes?: number }): void {
		const person = this.who(user);
		this.core.thresholds.lock(operationOf(operation), person.id, minutes);
		this.core.events.emit({ type: 'settings' });
	}

	/** @returns how much of each threshold is used now, and the locks. */
	usage(): Usage[] {
		return this.core.thresholds.usage(catalogue);
	}

	/** @returns a number to remove the rule with. @throws Error if the rule makes no sense */
	addFault(rule: FaultRule): number {
		const { operation = '*', kind } = rule;
		if ((kind === 'throttle' || kind === 'refuse-refresh') && operation !== 'oauth.token')
			throw new Error(`"${kind}" is for "oauth.token" alone`);
		if (operation !== '*' && operation !== 'oauth.token') operationOf(operation);
		return this.core.faults.add(rule);
	}

	removeFault(id: number): void {
		this.core.faults.remove(id);
	}

	clearFaults(): void {
		this.core.faults.clear();
	}

	/** @returns the rules that can still strike. */
	faults(): (FaultRule & { id: number; left: number })[] {
		return this.core.faults.list();
	}

	/** @returns who and what there is, without any secret. */
	state(): views.State {
		this.core.deliver();
		return views.state(this.core);
	}

	/** @param chat chat id, thread id, `#unique-name` of a channel or `@e-mail` of a person */
	messages(chat: string): views.MessageView[] {
		return views.messages(this.core, this.where(chat));
	}

	/** @returns every file that was sent, in order. */
	files(): views.FileView[] {
		return views.files(this.core);
	}

	/** @returns a file with its bytes. @throws Error if there is none with this id */
	file(id: string): StoredFile {
		const found = this.core.world.files.get(id);
		if (!found) throw new Error(`There is no file "${id}"`);
		return found.file;
	}

	/** @returns the messages that wait for their time, in the order they were scheduled. */
	scheduled(): views.ScheduledView[] {
		this.core.deliver();
		return views.scheduled(this.core);
	}

	/** @returns the last calls to the API and for tokens, oldest first, secrets blacked out. */
	journal(): JournalEntry[] {
		return this.core.journal.entries();
	}

	/** @returns counters by operation; an operation nobody called is missing. */
	counters(): Record<string, Counters> {
		return this.core.journal.allCounters();
	}

	clearJournal(): void {
		this.core.journal.clear();
		this.core.bots.forget();
	}

	/** @returns a function that ends the subscription. */
	subscribe(listener: Listener): () => void {
		return this.core.events.subscribe(listener);
	}

	/**
	 * Everything as at the start: seed data, no tokens, no clients, no faults, variants and thresholds of the options.
	 */
	reset(): void {
		this.core.reset();
	}

	/**
	 * Goes away. `refuse` (default): nothing listens any more. `drop`: connections to API and accounts are reset,
	 * while the page and `/_sandbox` can be reached, which is what another process needs.
	 * @param forMs comes back by itself after this time
	 */
	async goDown({
		mode = 'refuse',
		forMs,
	}: { mode?: 'refuse' | 'drop'; forMs?: number | undefined } = {}): Promise<void> {
		if (mode === 'drop') this.core.dropping = true;
		else await this.door.unlisten();
		clearTimeout(this.returning);
		if (forMs !== undefined) this.returning = setTimeout(() => void this.comeUp().catch(() => undefined), forMs);
	}

	/** Comes back on the same port. */
	async comeUp(): Promise<void> {
		clearTimeout(this.returning);
		this.core.dropping = false;
		await this.door.listen();
	}

	/** Whoever closes the sandbox calls this, so that it does not come back. */
	dispose(): void {
		clearTimeout(this.returning);
		this.core.bots.close();
	}

	/**
	 * Puts something into a list that nobody plays by hand: a star, a reminder.
	 * @param operation ID of an operation on that list
	 * @param under whose list it is: the values in its path, by placeholder
	 * @param record as the list has it; without an ID it gets one
	 * @returns the ID
	 */
	addRecord({
		operation,
		under = {},
		record,
	}: {
		operation: string;
		under?: Record<string, string>;
		record: Record<string, unknown>;
	}): { id: string } {
		return { id: putRecord(this.core.world, operationOf(operation), under, record).id };
	}

	/** What the page needs to draw the thresholds: every operation, used or not. */
	operations(): { id: string; action: string; threshold: number; lockMinutes: number }[] {
		return operations.map(({ id, action, threshold, lockMinutes }) => ({ id, action, threshold, lockMinutes }));
	}

	protected who(user?: string): Person {
		return findPerson(this.core, user);
	}
}

function readScopes(scopes: string | readonly string[]): string[] {
	const parsed = parseScopes(typeof scopes === 'string' ? scopes : scopes.join(','));
	if (!parsed) throw new Error('Scopes are separated by commas, and each must exist: upper and lower case matter');
	return parsed;
}
