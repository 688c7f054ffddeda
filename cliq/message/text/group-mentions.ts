import type { Parameter } from '../../catalogue';
import { isRecord } from '../../parameters/json-values';
import type { Remarks } from '../../parameters/warnings';
import { JOINER } from './escape';

/**
 * A mention of anything but an email address: `all` and its like, and IDs, since nobody can tell a team's from a
 * user's.
 */
const MENTION = /\{(?=@(?![^\s@{}()[\]<>]+@[^\s@{}()[\]<>]+\}))/g;

/** As a person names those who are mentioned: what is not an email address, and not a channel, which calls nobody. */
const NAME = /^[^@#]*$/;

/**
 * Keeps a value from calling more than one person, wherever in a message it comes to stand: each `{@all}`,
 * `{@available}`, `{@participants}` and `{@ID}` in it is shown as it is written. People are still mentioned by their
 * email addresses.
 *
 * @param value a text, or lists and objects that hold texts, also as their keys; anything else stays as it is.
 */
export function withoutGroupMentions(value: unknown): unknown {
	if (typeof value === 'string') return value.replace(MENTION, `{${JOINER}`);
	if (Array.isArray(value)) return value.map(withoutGroupMentions);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [String(withoutGroupMentions(key)), withoutGroupMentions(entry)]),
	);
}

/** @returns those of the names that stand for one person or a channel; that others are left out is noted. */
export function namesOfPeople(names: string[], { label }: Parameter, remarks: Remarks): string[] {
	const isGroup = (name: string) => NAME.test(name.trim().replace(/^\{?@?(.*?)\}?$/, '$1'));
	for (const name of names.filter(isGroup)) {
		remarks.add(
			`"${label}" names "${name.trim()}", which may call a group, and is left out; people are mentioned by their email addresses, groups if "Allow Group Mentions" is on`,
		);
	}
	return names.filter((name) => !isGroup(name));
}
