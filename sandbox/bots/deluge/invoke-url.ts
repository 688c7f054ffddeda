import { randomBytes } from 'node:crypto';
import { DelugeError, DelugeFile, fromJson, isMap, textOf, type DelugeMap, type Readings } from './values';

/** What an `invokeurl` asks for. */
export interface Invocation {
	method: string;
	url: string;
	/** Names in small letters. */
	headers: Record<string, string>;
	body: string;
	/** The same where there are files in it, which no text can hold. */
	bytes?: Uint8Array<ArrayBuffer>;
}

/** @returns status, body and headers of the answer. @throws Error if there is none */
export type Invoke = (
	request: Invocation,
) => Promise<{ status: number; text: string; headers?: Record<string, string> }>;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/i;

/**
 * Source: the page of invokeUrl; `parameters` is a form whatever the header says (live).
 * @param fields of invokeurl, worked out
 * @throws DelugeError for a file that cannot go out so
 */
export async function requestOf(fields: DelugeMap, readings: Readings): Promise<Invocation> {
	const { url, type = 'GET', headers, body, parameters, files } = fields;
	const own = Object.fromEntries(
		Object.entries(isMap(headers) ? headers : {}).map(([key, value]) => [key.toLowerCase(), textOf(value)]),
	);
	const contentType =
		own['content-type'] ?? (fields['content-type'] === undefined ? undefined : textOf(fields['content-type']));
	const content =
		files === undefined
			? contentOf({ body, parameters }, contentType, readings)
			: await multipart(isMap(parameters) ? parameters : {}, filesIn(files));
	return {
		method: textOf(type),
		url: textOf(url),
		headers: { ...(content.type !== undefined && { 'content-type': content.type }), ...own },
		...content.sent,
	};
}

/** @returns what the script gets. @throws DelugeError for an answer that is a failure, unless it asked for all of it */
export function resultOf(
	{ status, text, headers = {} }: Awaited<ReturnType<Invoke>>,
	{ detailed }: DelugeMap,
	{ isJsonRead }: Readings,
): unknown {
	if (detailed === true)
		return { responseCode: status, responseText: isJsonRead ? fromJson(text) : text, responseHeader: headers };
	if (status < 200 || status > 299)
		throw new DelugeError(
			`the task has been terminated since the API call is responding with an invalid status code ${status}`,
		);
	return fromJson(text);
}

/**
 * Source: the pages of getUrl and postUrl, which came before invokeUrl and still run.
 * @returns the same as fields of invokeUrl; undefined for another name. Without `detailed`, the script gets the text
 *   alone.
 */
export function fieldsOfOlder(name: string, values: unknown[]): DelugeMap | undefined {
	const lower = name.toLowerCase();
	if (lower !== 'geturl' && lower !== 'posturl') return undefined;
	const [url, ...others] = values;
	const body = lower === 'posturl' ? others.shift() : undefined;
	const headers = others.find(isMap);
	return {
		url,
		type: lower === 'posturl' ? 'POST' : 'GET',
		...(body !== undefined && { body }),
		...(headers && { headers }),
		detailed: others.includes(false),
	};
}

interface Content {
	/** For the header, if the script gives none. */
	type?: string | undefined;
	sent: Pick<Invocation, 'body' | 'bytes'>;
}

function contentOf({ body, parameters }: DelugeMap, contentType: string | undefined, readings: Readings): Content {
	const given = body ?? parameters;
	if (given === undefined || given === null) return { type: contentType, sent: { body: '' } };
	if (readings.fileObjects === 'fails' && hasFile(given)) throw new DelugeError('a FILE cannot be in the body');
	if (!isMap(given)) return { type: contentType ?? 'text/plain', sent: { body: textOf(given, readings.mapText) } };
	if (body !== undefined && JSON_TYPE.test(contentType ?? ''))
		return { type: contentType, sent: { body: jsonBody(given, readings) } };
	const form = new URLSearchParams(
		Object.entries(given).map(([key, value]): [string, string] => [key, textOf(value)]),
	);
	return { type: contentType ?? FORM, sent: { body: form.toString() } };
}

function jsonBody(map: DelugeMap, { mapBody = 'json', mapText }: Readings): string {
	if (mapBody !== 'multipart') return textOf(map, mapBody);
	const boundary = newBoundary();
	return `${Object.entries(map)
		.map(([key, value]) => `--${boundary}\r\n${field(key, value, mapText)}`)
		.join('')}--${boundary}--\r\n`;
}

async function multipart(fields: DelugeMap, files: DelugeFile[]): Promise<Content> {
	const boundary = newBoundary();
	const parts: Buffer[] = Object.entries(fields).map(([key, value]) =>
		Buffer.from(`--${boundary}\r\n${field(key, value)}`),
	);
	for (const { name, type, open } of files) {
		parts.push(
			Buffer.from(
				`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name.replace(/["\r\n]/g, '_')}"\r\nContent-Type: ${type}\r\n\r\n`,
			),
		);
		for await (const chunk of open()) parts.push(Buffer.from(chunk as Uint8Array));
		parts.push(Buffer.from('\r\n'));
	}
	const bytes = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
	return {
		type: `multipart/form-data; boundary=${boundary}`,
		sent: { body: bytes.toString(), bytes: new Uint8Array(bytes) },
	};
}

function field(name: string, value: unknown, mapText?: Readings['mapText']): string {
	return `Content-Disposition: form-data; name="${name}"\r\n\r\n${textOf(value, mapText)}\r\n`;
}

function newBoundary(): string {
	return `----deluge${randomBytes(8).toString('hex')}`;
}

function filesIn(given: unknown): DelugeFile[] {
	const files: unknown[] = Array.isArray(given) ? given : [given];
	if (!files.every((file): file is DelugeFile => file instanceof DelugeFile))
		throw new DelugeError('"files" is a FILE, or a list of them');
	return files;
}

function hasFile(value: unknown): boolean {
	if (value instanceof DelugeFile) return true;
	return typeof value === 'object' && value !== null && Object.values(value).some(hasFile);
}
