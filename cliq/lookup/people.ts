import { operation } from '../catalogue';
import type { Caller } from '../caller';
import { CliqError } from '../errors';
import { excerpt } from '../util/quote';
import type { Patience } from '../pacing/pacer';
import { findEntry, type ListEntry } from './paging';

/** In milliseconds: so long an email address is taken to belong to the same person. */
const KNOWN = 3_600_000;

/** How many pages of what Cliq finds for an address are looked through for it. */
const MOST_PAGES = 5;

/**
 * People know email addresses; Cliq sometimes wants IDs. An address is looked up once an hour for all clients of the
 * account.
 *
 * @returns the user ID (ZUID).
 * @throws CliqError `notFound` if nobody in the organization has the address; or as `Caller.call` does.
 */
export async function userIdOf(
	client: Pick<Caller, 'call' | 'once'>,
	email: string,
	patience: Patience,
): Promise<string> {
	const address = email.toLowerCase();
	const lookUp = async () => {
		const found = await findEntry(
			client,
			operation('user.getMany'),
			{ search: email },
			(entry) => String(entry.email_id).toLowerCase() === address,
			patience,
			MOST_PAGES,
		);
		const id = found && idOf(found);
		if (id === undefined) throw noSuchUser(email);
		return { id };
	};
	return (await client.once(['user', address], lookUp, patience, KNOWN)).id!;
}

function idOf({ zuid, id }: ListEntry): string | undefined {
	const known = [zuid, id].find((value) => (typeof value === 'string' && value !== '') || typeof value === 'number');
	return known === undefined ? undefined : String(known);
}

/** @param details beside the advice. @returns the error for an address that nobody in the organization has. */
export function noSuchUser(email: string, details: Partial<CliqError['details']> = {}): CliqError {
	return new CliqError('notFound', `There is no user "${excerpt(email)}" in the organization`, {
		...details,
		hint: 'Check the email address, or give the user ID. People outside the organization can be written to once they are contacts of this account.',
	});
}
