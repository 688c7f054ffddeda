import { operation } from '../../catalogue';
import type { Caller } from '../../caller';
import { CliqError } from '../../errors';
import type { Patience } from '../../pacing/pacer';
import { fetchPage } from '../../lookup/paging';

/** Names a person by an email address. */
const EMAIL = /^[^@\s]+@[^@\s]+$/;

/**
 * A list of messages tells no email addresses, so that people who are named by theirs are looked up.
 *
 * @param names email addresses, IDs or whatever else.
 * @returns the same with IDs instead of email addresses.
 * @throws CliqError `notFound` if somebody is unknown, or as `Caller.call` does.
 */
export async function withIds(client: Caller, names: string[], patience: Patience): Promise<string[]> {
	const ids: string[] = [];
	for (const name of names) ids.push(EMAIL.test(name) ? await idOf(client, name, patience) : name);
	return ids;
}

async function idOf(client: Caller, email: string, patience: Patience): Promise<string> {
	const { entries } = await fetchPage(client, operation('user.getMany'), { search: email }, undefined, patience);
	const found = entries.find(({ email_id: address }) => String(address).toLowerCase() === email.toLowerCase());
	const id = found?.zuid ?? found?.id;
	if (typeof id === 'string' || typeof id === 'number') return String(id);
	throw new CliqError('notFound', `Nobody in the organization has the email address ${email}`, { hint: 'Check the address, or give the user ID.' });
}
