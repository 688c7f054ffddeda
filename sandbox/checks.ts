import type { Operation, Parameter } from '../cliq/catalogue';
import { Refusal } from './errors';

/** Checked values of a call, by Cliq's names. */
export interface Values {
	path: Record<string, string>;
	query: Record<string, string>;
	body: Record<string, unknown>;
}

/** Parameters the page has in a second place. Delete a Reaction lists emoji_code in the query and in the body. */
const secondPlaces: Record<string, string[]> = { 'reaction.remove': ['emoji_code'] };

/**
 * Checks a call against its operation.
 * @param search the query, without `zapikey` where that is allowed
 * @throws Refusal with the page's 400
 */
export function checkCall(operation: Operation, path: Record<string, string>, search: URLSearchParams, contentType: string | undefined, rawBody: Buffer): Values {
	const body = readBody(operation, contentType, rawBody);
	const query = readQuery(operation, search);
	for (const parameter of operation.parameters) {
		const given = { path, query, body }[parameter.in][parameter.wire];
		const elsewhere = secondPlaces[operation.id]?.includes(parameter.wire) && query[parameter.wire] !== undefined;
		if (isMissing(given)) {
			if (parameter.required && !elsewhere) throw new Refusal(400, 'param_missing', `${parameter.wire} is required (${parameter.in})`);
			if (given === undefined) continue;
		}
		checkValue(parameter, given);
	}
	return { path, query, body };
}

function isMissing(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

function readQuery(operation: Operation, search: URLSearchParams): Record<string, string> {
	const known = operation.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.wire);
	known.push(...(secondPlaces[operation.id] ?? []));
	const query: Record<string, string> = {};
	for (const [key, value] of search) {
		if (!known.includes(key)) throw new Refusal(400, 'extra_param_found', `The query parameter "${key}" is not known to this operation`);
		if (Object.hasOwn(query, key)) throw new Refusal(400, 'extra_param_found', `The query parameter "${key}" is there twice`);
		query[key] = value;
	}
	return query;
}

function readBody(operation: Operation, contentType: string | undefined, raw: Buffer): Record<string, unknown> {
	// A body on a GET has no meaning in HTTP, and servers drop it.
	if (raw.length === 0 || operation.method === 'GET') return {};
	const type = contentType?.split(';')[0].trim().toLowerCase();
	if (type !== 'application/json') throw new Refusal(400, 'invalid_parameters', `The body must be application/json, not ${type ?? 'of no type'}`);
	let body: unknown;
	try {
		body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
	} catch {
		throw new Refusal(400, 'invalid_parameters', 'The body is not JSON');
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal(400, 'invalid_parameters', 'The body is not a JSON object');
	for (const key of Object.keys(body)) {
		const known = operation.parameters.some((parameter) => parameter.in === 'body' && parameter.wire === key);
		if (!known) throw new Refusal(400, 'extra_key_found', `The body key "${key}" is not known to this operation`);
	}
	return body as Record<string, unknown>;
}

function checkValue(parameter: Parameter, value: unknown): void {
	const wrong = parameter.in === 'body' ? wrongInBody(parameter, value) : wrongInText(parameter, value as string);
	if (wrong) throw new Refusal(400, 'input_pattern_mismatch', `${parameter.wire} ${wrong}`);
	// Strings of JavaScript count UTF-16 units, as Java's do.
	if (parameter.maxLength !== undefined && typeof value === 'string' && value.length > parameter.maxLength) {
		throw new Refusal(400, 'invalid_parameters', `${parameter.wire} has ${value.length} characters; ${parameter.maxLength} are allowed`);
	}
}

/** JSON has types, so booleans and numbers must come as such. Types that the sandbox does not know pass. */
function wrongInBody(parameter: Parameter, value: unknown): string | null {
	switch (parameter.type) {
		case 'boolean':
			return typeof value === 'boolean' ? null : 'is a boolean';
		case 'count':
			return Number.isInteger(value) ? wrongInText(parameter, String(value)) : 'is a whole number';
		case 'time':
			return Number.isInteger(value) ? null : 'is a time in milliseconds';
		case 'bot':
		case 'channel':
		case 'channelId':
		case 'chat':
		case 'emoji':
		case 'message':
		case 'string':
		case 'text':
		case 'user':
		case 'userIds':
			return typeof value === 'string' ? wrongInText(parameter, value) : 'is a string';
		default:
			return null;
	}
}

function wrongInText(parameter: Parameter, value: string): string | null {
	switch (parameter.type) {
		case 'boolean':
			return /^(true|false)$/.test(value) ? null : 'is true or false';
		case 'count': {
			const inside = /^\d{1,9}$/.test(value) && Number(value) >= 1 && Number(value) <= (parameter.maximum ?? Infinity);
			return inside ? null : `is a whole number from 1 to ${parameter.maximum ?? 'any'}`;
		}
		case 'time':
			return /^\d{1,16}$/.test(value) ? null : 'is a time in milliseconds';
		case 'userIds':
			return /^\d+(\s*,\s*\d+)*$/.test(value) ? null : 'is a list of user IDs, separated by commas';
		default:
			return null;
	}
}
