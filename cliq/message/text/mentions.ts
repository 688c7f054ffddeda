import type { Parameter } from '../../catalogue';
import { invalid } from '../../parameters/invalid-input';
import { excerpt } from '../../util/quote';
import { escape } from './escape';

const EVERYBODY = ['all', 'available', 'participants'];

/**
 * What is put before a text to name people. Source: the page "Mentions" of the REST API v3.
 *
 * @param names email addresses, IDs of users or teams, `#` and the ID of a channel, `all`, `available`, `participants`;
 * also as Cliq writes them: `{@sam@example.com}`.
 * @param isSilent they are not notified.
 * @returns the mentions with a space after each.
 * @throws CliqError `invalidInput`, naming what can be none.
 */
export function mentionsOf(names: string[], isSilent: boolean, parameter: Parameter): string {
	const plain = names
		.map((name) =>
			name
				.trim()
				.replace(/^\{([@#].*)\}$/, '$1')
				.replace(/^@/, '')
				.replace(/^mailto:/i, ''),
		)
		.filter((name) => name !== '');
	return [...new Set(plain)].map((name) => `${isSilent ? silent(name, parameter) : loud(name, parameter)} `).join('');
}

function loud(name: string, parameter: Parameter): string {
	if (EVERYBODY.includes(name.toLowerCase())) return `{@${name.toLowerCase()}}`;
	if (isId(name) || isEmail(name)) return `{@${name}}`;
	if (isChannel(name)) return `{${name}}`;
	throw unknown(name, parameter);
}

function silent(name: string, parameter: Parameter): string {
	if (isEmail(name)) return `[${escape(name)}](mail:${name})`;
	if (isId(name)) return `[${name}](zohoid:${name})`;
	if (!EVERYBODY.includes(name.toLowerCase()) && !isChannel(name)) throw unknown(name, parameter);
	throw invalid(
		parameter,
		`holds "${excerpt(name)}", which cannot be mentioned silently`,
		'Only users can be. Take it out, or turn "Mention Silently" off.',
	);
}

function unknown(name: string, parameter: Parameter): Error {
	const hint = name.startsWith('#')
		? 'A channel is mentioned by its ID: #O1847392056173920481. Get it from the address of the channel in the browser.'
		: 'Give email addresses, numeric IDs of users or teams, #channelId, all, available or participants, separated by commas.';
	return invalid(
		parameter,
		`holds "${excerpt(name)}", which is not an email address, an ID, all, available or participants`,
		hint,
	);
}

function isId(name: string): boolean {
	return /^\d+$/.test(name);
}

/** Without anything that would end the mention. */
function isEmail(name: string): boolean {
	return /^[^\s@{}()[\]<>]+@[^\s@{}()[\]<>]+$/.test(name);
}

function isChannel(name: string): boolean {
	return /^#[A-Z]\d+$/.test(name);
}
