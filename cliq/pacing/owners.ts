import type { Ports } from '../http/ports';
import { within } from '../http/time-limit';

/**
 * The ID of the user in Cliq whose account it is; `null` if that cannot be told, `undefined` if it could not be told
 * just now.
 */
export type Owner = string | null | undefined;

/** An account among those whose users are counted on a server. */
export interface Counted {
	/** Names the account among those of the process; not a secret. */
	account: string;
	server: string;
	/** Finds out whose account it is; never rejects. */
	whose: () => Promise<Owner>;
}

/** In milliseconds: how long a call waits to learn whose account it uses. */
const PATIENCE = 5000;

/** In milliseconds, after an attempt to learn it that came to nothing. */
const PAUSE = 5 * 60_000;

interface Account {
	server: string;
	owner?: Owner;
	/** By `Ports.elapsed`: not asked before. */
	askAt: number;
	asking?: Promise<void> | undefined;
	/** There while calls wait or are under way, and not longer: it may hold a whole execution. */
	whose?: Counted['whose'] | undefined;
	/** Calls that wait or are under way. */
	tickets: number;
	/** Whose calls count together with its own. */
	group: string;
}

/**
 * Tells which accounts count together. Cliq counts by user, and two accounts may sign in as one user. As long as a
 * process uses one account of a server, that does not matter and nobody is asked. As soon as there is a second one,
 * each is asked once whose it is, and counts with all others of that user. Those that cannot tell count together, since
 * they may be one user's: that may cost some time, and the other way round a lock.
 *
 * An account changes its group only while it has no calls, and not while calls that may be the same user's are under
 * way in the group that it leaves. What was used there it takes along.
 */
export class Owners {
	private readonly accounts = new Map<string, Account>();

	/** Whether `learn` has nothing to do. */
	isClear({ account, server }: Counted): boolean {
		const own = this.account(account, server);
		return typeof own.owner === 'string' || own.owner === null || this.others(own).length === 0;
	}

	/**
	 * Learns what is needed to say with whom an account counts. Never rejects.
	 *
	 * @param maxWait in milliseconds.
	 */
	async learn(
		{ account, server, whose }: Counted,
		clock: Pick<Ports, 'elapsed' | 'sleep'>,
		maxWait: number,
	): Promise<void> {
		const own = this.account(account, server);
		own.whose = whose;
		const unclear = [own, ...this.others(own).filter(({ tickets }) => tickets > 0)].filter(
			(one) => one.owner === undefined && one.whose && one.askAt <= clock.elapsed(),
		);
		if (unclear.length > 0)
			await within(
				Promise.all(unclear.map((one) => askFor(one, clock))),
				Math.max(0, Math.min(PATIENCE, maxWait)),
				clock,
			);
		if (own.tickets === 0) own.whose = undefined;
	}

	/**
	 * A call begins to wait.
	 *
	 * @returns the group it counts in, and the one that the account leaves for it.
	 */
	enter({ account, server, whose }: Counted): { group: string; left?: string } {
		const own = this.account(account, server);
		const before = own.group;
		own.whose = whose;
		if (own.tickets++ === 0) own.group = this.groupFor(own);
		return { group: own.group, ...(own.group !== before && { left: before }) };
	}

	/** @returns the group in which an account counts now. */
	groupOf({ account, server }: Counted): string {
		return this.account(account, server).group;
	}

	/** It waits no longer. */
	leave({ account, server }: Counted): void {
		const own = this.account(account, server);
		if (--own.tickets === 0) own.whose = undefined;
	}

	/** Whether two accounts are known to be those of different users. */
	areDifferent(one: string, other: string): boolean {
		const [first, second] = [this.accounts.get(one)?.owner, this.accounts.get(other)?.owner];
		return typeof first === 'string' && typeof second === 'string' && first !== second;
	}

	/** Takes over what a process before knew of an account. */
	restore(account: string, group: string): void {
		const [server, owner] = namesIn(group);
		if (server !== undefined) this.accounts.set(account, { server, owner, group, askAt: -Infinity, tickets: 0 });
	}

	private account(name: string, server: string): Account {
		const known = this.accounts.get(name);
		if (known?.server === server) return known;
		const account: Account = { server, askAt: -Infinity, tickets: 0, group: groupName(server) };
		this.accounts.set(name, account);
		return account;
	}

	private others(own: Account): Account[] {
		return [...this.accounts.values()].filter((one) => one !== own && one.server === own.server);
	}

	private groupFor(own: Account): string {
		const { owner, server, group } = own;
		const others = this.others(own);
		if (typeof owner !== 'string' || others.length === 0) return group;
		const unclear = groupName(server);
		const mayBeSame = (one: Account) =>
			one.tickets > 0 && one.group === unclear && (one.owner === owner || one.owner === undefined);
		return group === unclear && others.some(mayBeSame) ? unclear : groupName(server, owner);
	}
}

/** @param owner none for the accounts of which it is not known. */
function groupName(server: string, owner?: string): string {
	return JSON.stringify(owner === undefined ? [server] : [server, owner]);
}

/** @returns the names that a name is made of, as JSON; none if it is something else, since it may come from a file. */
export function namesIn(name: string): string[] {
	try {
		const names: unknown = JSON.parse(name);
		return Array.isArray(names) && names.length <= 2 && names.every((one) => typeof one === 'string') ? names : [];
	} catch {
		return [];
	}
}

async function askFor(account: Account, clock: Pick<Ports, 'elapsed'>): Promise<void> {
	account.asking ??= account.whose!().then((owner) => {
		account.owner = owner;
		account.askAt = clock.elapsed() + PAUSE;
		account.asking = undefined;
	});
	await account.asking;
}
