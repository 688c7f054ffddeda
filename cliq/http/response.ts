import type { Operation, Returns } from '../catalogue';
import type { Answer, Done, FileAnswer } from '../catalogue/answers';
import { fileName } from './content-disposition';
import type { HttpResponse } from './ports';
import type { Values } from '../parameters/values';
import { toWire } from '../parameters/to-wire';
import { isFields, text as textIn, type Fields } from '../util/read-fields';

type Json = Fields;

/**
 * The body of an answer as an object. Cliq says "nothing" in four ways: 204, an empty 200, 200 with
 * `{"Response Code": "204 No response"}` and 200 with `{}`; all of them become `{}`.
 *
 * @returns `undefined` if the body is not a JSON object, e.g. the HTML of a proxy.
 */
export function bodyOf(response: HttpResponse): Json | undefined {
	const body = typeof response.body === 'string' ? parse(response.body) : response.body;
	if (body === undefined || body === null || body === '') return {};
	if (typeof body !== 'object' || Array.isArray(body) || body instanceof Uint8Array) return undefined;
	return 'Response Code' in body ? {} : (body as Json);
}

/**
 * A downloaded file. Whether it is one is told by the status alone: a file may well be JSON or a web page itself.
 *
 * @returns `undefined` if the operation gives no file, or Cliq gave none.
 */
export function fileOf({ returns }: Operation, { status, headers, content }: HttpResponse): Json | undefined {
	if (returns.shape !== 'file' || content === undefined || status === 204) return undefined;
	const [type = ''] = (headers['content-type'] ?? '').split(';', 1);
	return {
		fileName: fileName(headers['content-disposition'] ?? '') ?? 'file',
		mimeType: type.trim() || 'application/octet-stream',
		content,
	};
}

/** A successful answer, and what it answers: Cliq often leaves out what the caller knew. */
export interface AnsweredCall {
	operation: Operation;
	values: Values;
	/** As `bodyOf` or `fileOf` gives it. */
	body: Json;
}

/**
 * Brings a successful answer into one of the shapes that the catalogue promises.
 *
 * @returns `undefined` if it lacks what the operation is for.
 */
export type ResponseReader = (call: AnsweredCall) => Answer | undefined;

/** Of the shapes that know no messages. */
export const genericReaders = {
	nothing: done,
	record: ({ operation: { returns }, body }) => recordIn(body, returns),
	file: (call) => ('content' in call.body ? file(call.body, text(sent(call).fileId)) : undefined),
	list: ({ operation, body }) => listIn(body, operation),
} satisfies Record<string, ResponseReader>;

/** That it was done, and to what. */
export function done(call: AnsweredCall): Done {
	return { success: true, ...sent(call) };
}

/** @returns the objects of a list; none if nothing was answered, `undefined` if there is no list. */
export function listAt(body: Json, at: string): Json[] | undefined {
	if (isEmpty(body)) return [];
	const entries = body[at];
	return Array.isArray(entries) ? entries.filter((entry) => record(entry) !== undefined) : undefined;
}

/** Of a list with pages `gather` picks the fields, since paging and pickers go by Cliq's own. */
function listIn(body: Json, { returns, paging }: Operation): Json[] | undefined {
	const { at, alternateAt = at } = returns as Extract<Returns, { shape: 'list' }>;
	const entries = listAt(body, at) ?? listAt(body, alternateAt);
	return paging ? entries : entries?.map((entry) => fieldsOf(returns, entry));
}

/** @returns one object; `undefined` if it is not where the catalogue says. */
function recordIn(body: Json, returns: Returns): Json | undefined {
	if (returns.shape !== 'record' || returns.at === undefined) return record(body.data) ?? body;
	const { at } = returns;
	const found = record(Array.isArray(body[at]) ? (body[at] as unknown[])[0] : body[at]);
	return found && fieldsOf(returns, found);
}

/** @returns what a person gets of an object in an answer: its fields by our names; all of it where none are named. */
export function fieldsOf(returns: Returns, object: Json): Json {
	if (!('fields' in returns) || returns.fields === undefined) return object;
	return Object.fromEntries(
		returns.fields
			.map(({ name, wire }) => [name, valueAt(object, wire)] as const)
			.filter(([, value]) => value !== undefined && value !== null),
	);
}

/** @param wire keys that lead to it, separated by dots. */
function valueAt(object: Json, wire: string): unknown {
	return wire.split('.').reduce((level: unknown, key) => record(level)?.[key], object);
}

/** What was asked for in the form that Cliq got it, e.g. an id where an address of it was given. */
export function sent({ operation, values }: AnsweredCall): Json {
	const identifiers = operation.parameters.filter(({ type }) => ['chat', 'message', 'emoji', 'file'].includes(type));
	const wired = identifiers.map((parameter) => [parameter.name, toWire(parameter, values[parameter.name])] as const);
	return Object.fromEntries(wired.filter(([, value]) => value !== undefined));
}

export function isEmpty(body: Json): boolean {
	return Object.keys(body).length === 0;
}

export function record(value: unknown): Json | undefined {
	return isFields(value) ? value : undefined;
}

/** Empty where a value does not read as text. */
export function text(value: unknown): string {
	return textIn(value) ?? '';
}

function file({ fileName: name, mimeType, content }: Json, fileId: string): FileAnswer {
	return { fileId, fileName: text(name), mimeType: text(mimeType), content };
}

function parse(body: string): unknown {
	const json = body.trim(); // Takes a byte order mark away too, which JSON.parse does not bear.
	if (json === '') return undefined;
	try {
		return JSON.parse(json);
	} catch {
		return []; // Not an object, so the caller sees that it is not an answer of Cliq's.
	}
}
