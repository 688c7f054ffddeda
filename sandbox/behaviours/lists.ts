import { createHash } from 'node:crypto';
import { Refusal } from '../errors';
import type { Context } from './context';

/** @returns the time as the lists write it: to the second, in UTC. */
export function isoTime(time: number): string {
	return new Date(time).toISOString().replace(/\.\d+Z$/, '+00:00');
}

/**
 * Cuts a page out of a list that is paged with a token, and says how the answer names the next page.
 * @param entries the whole list, in its order
 * @param size entries a page holds unless the call says otherwise
 * @param key what the list calls its token, in the query and in its answer
 * @throws Refusal for a token this list has not given
 */
export function tokenPage<Entry>(
	context: Context,
	entries: Entry[],
	size: number,
	key = 'next_token',
): { page: Entry[]; next: Record<string, string>; has_more: boolean } {
	const { id } = context.operation;
	const { limit, [key]: given } = context.values.query;
	const start = given === undefined ? 0 : readToken(id, given);
	const end = start + Number(limit ?? size);
	const more = end < entries.length;
	return { page: entries.slice(start, end), next: more ? { [key]: writeToken(id, end) } : {}, has_more: more };
}

function writeToken(list: string, position: number): string {
	return Buffer.from(`${position}|${mark(list, position)}`).toString('base64');
}

function readToken(list: string, token: string): number {
	const [position = '', seal] = Buffer.from(token, 'base64').toString('latin1').split('|');
	if (!/^\d+$/.test(position) || seal !== mark(list, Number(position)))
		throw new Refusal(400, 'invalid_parameters', 'The token was not given by this list');
	return Number(position);
}

/** Makes a token of one list useless for another. */
function mark(list: string, position: number): string {
	return createHash('sha256').update(`${list} ${position}`).digest('hex').slice(0, 16);
}
