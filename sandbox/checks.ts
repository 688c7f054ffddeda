import type { Operation } from '../cliq/catalogue';
import { Refusal } from './errors';
import type { Upload } from './files';
import type { RawBody } from './form';
import { checkForm } from './form-checks';
import { checkCardNeeds } from './message-checks';
import { checkValue } from './value-checks';
import type { Variants } from './variants';

/** Checked values of a call, by Cliq's names. */
export interface Values {
	path: Record<string, string>;
	query: Record<string, string>;
	body: Record<string, unknown>;
	/** Of a `multipart/form-data` body. */
	form: Record<string, string>;
	files: Upload[];
}

/** Parameters the page has in a second place. Delete a Reaction lists emoji_code in the query and in the body. */
const secondPlaces: Record<string, string[]> = { 'reaction.remove': ['emoji_code'] };

/**
 * Checks a call against its operation.
 * @param called as the catalogue has it
 * @param search the query, without `zapikey` where that is allowed
 * @throws Refusal with the page's 400
 */
export function checkCall(
	called: Operation,
	path: Record<string, string>,
	search: URLSearchParams,
	raw: RawBody,
	variants: Variants,
): Values {
	const operation = played(called, variants);
	const wantsForm = operation.parameters.some((parameter) => parameter.in === 'form');
	const body = wantsForm ? {} : readBody(operation, raw);
	const { form, files } = wantsForm ? checkForm(operation, raw, variants) : { form: {}, files: [] };
	const query = readQuery(operation, search);
	for (const parameter of operation.parameters) {
		// What is composed never reaches Cliq, files were checked with their form, and `*` is no key.
		if (parameter.in === 'compose' || parameter.type === 'files' || parameter.wire === '*') continue;
		const given = { path, query, body, form }[parameter.in][parameter.wire];
		const elsewhere = secondPlaces[operation.id]?.includes(parameter.wire) && query[parameter.wire] !== undefined;
		if (isMissing(given)) {
			if (parameter.required && !elsewhere)
				throw new Refusal(400, 'param_missing', `${parameter.wire} is required (${parameter.in})`);
			if (given === undefined) continue;
		}
		checkValue(parameter, given, variants, operation.version === 'v3' ? 'invalid_inputs' : undefined);
	}
	if (operation.parameters.some((parameter) => parameter.type === 'card')) checkCardNeeds(body);
	return { path, query, body, form, files };
}

/** The operation without what no page has for it, where that is refused. */
function played(operation: Operation, variants: Variants): Operation {
	return variants.undocumented === 'taken'
		? operation
		: { ...operation, parameters: operation.parameters.filter((parameter) => !parameter.undocumented) };
}

function isMissing(value: unknown): boolean {
	return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function readQuery(operation: Operation, search: URLSearchParams): Record<string, string> {
	const known = operation.parameters
		.filter((parameter) => parameter.in === 'query')
		.map((parameter) => parameter.wire);
	known.push(...(secondPlaces[operation.id] ?? []));
	const query: Record<string, string> = {};
	for (const [key, value] of search) {
		if (!known.includes(key))
			throw new Refusal(400, 'extra_param_found', `The query parameter "${key}" is not known to this operation`);
		if (Object.hasOwn(query, key))
			throw new Refusal(400, 'extra_param_found', `The query parameter "${key}" is there twice`);
		query[key] = value;
	}
	return query;
}

function readBody(operation: Operation, { contentType, bytes, form }: RawBody): Record<string, unknown> {
	// A body on a GET has no meaning in HTTP, and servers drop it.
	if ((bytes.length === 0 && !form) || operation.method === 'GET') return {};
	const type = contentType?.replace(/;.*/s, '').trim().toLowerCase();
	if (type !== 'application/json')
		throw new Refusal(400, 'invalid_parameters', `The body must be application/json, not ${type ?? 'of no type'}`);
	let body: unknown;
	try {
		body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new Refusal(400, 'invalid_parameters', 'The body is not JSON');
	}
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		throw new Refusal(400, 'invalid_parameters', 'The body is not a JSON object');
	for (const key of Object.keys(body)) {
		const known =
			key !== '*' && operation.parameters.some((parameter) => parameter.in === 'body' && parameter.wire === key);
		if (!known) throw new Refusal(400, 'extra_key_found', `The body key "${key}" is not known to this operation`);
	}
	return body as Record<string, unknown>;
}
