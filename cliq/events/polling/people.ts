import type { Caller } from '../../caller';
import { userIdOf } from '../../lookup/people';
import type { Patience } from '../../pacing/pacer';
import { isEmail } from '../../parameters/lists';

/**
 * A list of messages has no email addresses, so that people who are named by theirs are looked up.
 *
 * @param names email addresses, IDs or other texts.
 * @returns the same with IDs instead of email addresses.
 * @throws CliqError `notFound` if somebody is unknown, or as `Caller.call` does.
 */
export async function withIds(
	client: Pick<Caller, 'call' | 'once'>,
	names: string[],
	patience: Patience,
): Promise<string[]> {
	const ids: string[] = [];
	for (const name of names) ids.push(isEmail(name) ? await userIdOf(client, name, patience) : name);
	return ids;
}
