import type { Parameter, ParameterType } from '../catalogue';
import { digitsKept, invalid, toText } from './invalid-input';
import { count, excerpt } from '../util/quote';
import { wellFormed } from '../util/read-text';
import type { Kind } from './kinds';

/** Several values of one kind. */
export const listKinds = {
	emails: toEmails,
	ids: toIds,
	mentions: toMentions,
	strings: toStrings,
	userIds: toUserIds,
} satisfies Partial<Record<ParameterType, Kind>>;

/** Whether it is an email address, as far as one can tell. It takes time in proportion to the length. */
export function isEmail(text: string): boolean {
	return /^[^\s@,]+@[^\s@,]+$/.test(text);
}

/** User IDs, as Cliq wants them: separated by commas. Email addresses among them are looked up before they are sent. */
function toUserIds(value: unknown, parameter: Parameter): string {
	const ids = entriesOf(value, parameter).map((entry) => entry.replace(/^mailto:/i, ''));
	const wrong = ids.filter((id) => !/^\d+$/.test(id) && !isEmail(id));
	if (wrong.length > 0) {
		throw invalid(
			parameter,
			`holds something that is neither an email address nor a user ID: "${excerpt(wrong.join(', '))}"`,
			'Give email addresses or numeric user IDs (ZUID), separated by commas.',
		);
	}
	if (ids.length === 0)
		throw invalid(
			parameter,
			'is a list without anybody',
			'Give at least one email address or numeric user ID (ZUID), or leave the parameter out.',
		);
	return [...new Set(ids)].join(',');
}

/** IDs, each once. */
function toIds(value: unknown, parameter: Parameter): string[] | undefined {
	const ids = [...new Set(entriesOf(value, parameter))];
	const wrong = ids.filter((id) => /[\s\p{Cc}]/u.test(id));
	if (wrong.length > 0)
		throw invalid(
			parameter,
			`holds something that is not an ID: "${excerpt(wrong.join(', '))}"`,
			'Give IDs, separated by commas, or a list of them.',
		);
	return withinMost(ids, parameter);
}

/** Email addresses, each once. */
function toEmails(value: unknown, parameter: Parameter): string[] | undefined {
	const emails = [...new Set(entriesOf(value, parameter).map((entry) => entry.replace(/^mailto:/i, '')))];
	const wrong = emails.filter((email) => !isEmail(email));
	if (wrong.length > 0)
		throw invalid(
			parameter,
			`holds something that is not an email address: "${excerpt(wrong.join(', '))}"`,
			'Give email addresses, separated by commas, or a list of them.',
		);
	return withinMost(emails, parameter);
}

function withinMost(entries: string[], parameter: Parameter): string[] | undefined {
	const { maximum: most = Infinity } = parameter;
	if (entries.length > most)
		throw invalid(
			parameter,
			`has ${count(entries.length)} entries, but Cliq takes ${count(most)}`,
			`Give at most ${count(most)}.`,
		);
	return entries.length === 0 ? undefined : entries;
}

/** Who is mentioned, each once. */
function toMentions(value: unknown, parameter: Parameter): string[] | undefined {
	const names = [...new Set(entriesOf(value, parameter).map(wellFormed))];
	return names.length === 0 ? undefined : names;
}

/** What stands between commas, or in a list, without what is empty. */
function entriesOf(value: unknown, parameter: Parameter): string[] {
	const given: unknown[] = Array.isArray(value) ? Array.from(value) : digitsKept(value, parameter).split(',');
	return given
		.filter((entry) => entry !== null && entry !== undefined)
		.map((entry) => digitsKept(entry, parameter).trim())
		.filter((entry) => entry !== '');
}

/** Texts in their order; one that is missing is empty, since its place may mean something. */
function toStrings(value: unknown, parameter: Parameter): string[] | undefined {
	const given: unknown[] = Array.isArray(value) ? Array.from(value) : [value];
	return given.length === 0 ? undefined : given.map((entry) => wellFormed(toText(entry ?? '', parameter)));
}
