import { mediaType } from '../../util/media-type';
import { unflattened } from './flattened-body';
import { isMultipart, partsIn } from './multipart-body';
import { isFields } from '../../util/read-fields';
import type { Received } from '../types';

type Refusal = Extract<Received, { status: 400 | 401 | 405 | 408 | 413 | 415 | 500 }>;

/** Levels of lists and objects in one another. Cliq's own payloads have seven; runners walk them level by level. */
const DEEPEST = 64;

/** A handler has a dozen variables. */
const MOST_FIELDS = 100;

/** In characters: so far the mark of our own scripts is looked for in what cannot be read. */
const LONGEST_BEGINNING = 10_000;

const SENT_AGAIN =
	"The node's own script sent it, and sends it once more in another form. If no event follows, please report this as a fault of the node";

const WRITE = 'in the script write `body: payload` and the header Content-Type: application/json';

/** Deluge calls a text `text/plain` where the script does not say what it is. */
const READ: ReadonlySet<string> = new Set([
	'',
	'application/json',
	'application/x-www-form-urlencoded',
	'multipart/form-data',
	'text/plain',
]);

/** @returns why a body of this type is not read. */
export function typeRefusal(contentType: string | undefined): Refusal | undefined {
	if (READ.has(mediaType(contentType))) return undefined;
	return { status: 415, reason: `The content type is neither JSON nor a form: ${WRITE}` };
}

/**
 * The payload in a body: JSON; or a form, urlencoded or multipart, with JSON in its field `payload` or in each of its
 * fields, which is what scripts with `parameters:` send. What it is called does not matter where it is plain what it
 * is.
 */
export function payloadIn(body: Uint8Array, contentType: string | undefined): { payload: unknown } | Refusal {
	if (isMultipart(body))
		return checked(inParts(body), 'The body is a form in parts that is cut off, or has too many of them');
	const content = new TextDecoder().decode(body).trim();
	if (content === '') return { status: 400, reason: 'The body is empty' };
	const isForm = mediaType(contentType) === 'application/x-www-form-urlencoded' || /^[\w.%+-]+=/.test(content);
	return checked(isForm && !/^[{[]/.test(content) ? inForm(content) : json(content), notJson(content));
}

function checked(parsed: Parsed | undefined, fault: string): { payload: unknown } | Refusal {
	if (parsed === undefined) return { status: 400, reason: fault };
	const payload = unflattened(parsed.value);
	if (hasPrintedMaps(payload))
		return { status: 400, reason: `The body has Deluge maps printed as texts in it ({name=value}). ${SENT_AGAIN}` };
	return isDeeper(payload, DEEPEST)
		? { status: 400, reason: `The body is nested deeper than ${DEEPEST} levels` }
		: { payload };
}

interface Parsed {
	value: unknown;
}

function json(content: string): Parsed | undefined {
	return parsed(content) ?? parsed(withEscapedControls(content));
}

function parsed(content: string): Parsed | undefined {
	try {
		return { value: JSON.parse(content) };
	} catch {
		return undefined;
	}
}

/**
 * Deluge prints the line breaks of a text as they are, which JSON does not allow; nothing else can be meant by them.
 * Seen in records of live deliveries (openclaw-cliq, pull request 276).
 */
function withEscapedControls(content: string): string {
	let isText = false;
	// Whole runs of what needs no look, so that a megabyte is soon through; a backslash takes what it escapes along.
	return content.replace(/[^"\\\p{Cc}]+|\\[^]|"|[^]/gu, (piece) => {
		if (piece === '"') isText = !isText;
		const last = piece.at(-1) ?? '';
		if (!isText || !/\p{Cc}/u.test(last)) return piece;
		const escaped = `\\u${last.charCodeAt(0).toString(16).padStart(4, '0')}`;
		// Before a line break, a backslash is a backslash.
		return piece === last ? escaped : `\\\\${escaped}`;
	});
}

function inForm(content: string): Parsed | undefined {
	if (content.split('&', MOST_FIELDS + 1).length > MOST_FIELDS) return undefined;
	return ofFields([...new URLSearchParams(content)]);
}

/** Files say no more than their names here. */
function inParts(body: Uint8Array): Parsed | undefined {
	const parts = partsIn(body, MOST_FIELDS);
	const read = parts && ofFields(parts.fields);
	if (!read || !isFields(read.value) || parts.files.length === 0) return read;
	return { value: { attachments: parts.files, ...read.value } };
}

function ofFields(fields: Array<[name: string, value: string]>): Parsed | undefined {
	const payload = fields.find(([name]) => name === 'payload');
	if (payload) return json(payload[1].trim());
	return { value: Object.fromEntries(fields.map(([name, value]) => [name, field(name, value)])) };
}

/** What a person wrote may look like JSON and is text all the same. */
function field(name: string, value: string): unknown {
	if (name === 'text' || !/^\s*[{[]/.test(value)) return value;
	const inner = json(value)?.value;
	if (inner === undefined) return value;
	return name === 'message' && !isMessage(inner) ? value : inner;
}

function isMessage(value: unknown): boolean {
	return (
		typeof value === 'object' &&
		value !== null &&
		['text', 'id', 'type', 'sender'].some((name) => Object.hasOwn(value, name))
	);
}

function notJson(content: string): string {
	const cure = isOurs(content) ? SENT_AGAIN : `In ${WRITE.slice(3)}, or install the node's own script`;
	// {handler=message, user={id=1}}, or the same within the form's field.
	if (/^(?:payload=)?(?:\{|%7B)\s*[\w$]+\s*(?:=|%3D|:)/i.test(content))
		return `The body is a Deluge map printed as text ({name=value}), which is not JSON. ${cure}`;
	if (/^(?:payload=)?(?:\{|%7B)/i.test(content))
		return `The body starts like JSON but is not valid: toString() of a map does not escape the quotation marks in a text. ${cure}`;
	return `The body is not JSON. ${cure}`;
}

/** What our own scripts put into their map first, as JSON or as Deluge prints maps. */
function isOurs(content: string): boolean {
	return /[{,&]\s*"?forwarder"?\s*[:=]\s*"?\d/.test(content.slice(0, LONGEST_BEGINNING));
}

/** Of our own scripts, whose maps are never texts. */
function hasPrintedMaps(payload: unknown): boolean {
	return (
		isFields(payload) &&
		payload.forwarder !== undefined &&
		[payload.user, payload.chat].some((map) => typeof map === 'string' && map.startsWith('{'))
	);
}

function isDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
