import { CLOCKS_APART } from './event-age';
import { payloadIn, typeRefusal } from './body';
import { WRITTEN } from '../event-kinds';
import { parse, sentAt } from './parse-event';
import { isSecret, isSigned, publicKeyIn } from './signature-proof';
import type { CliqEvent, EventRequest, Door, Received } from '../types';

/** In bytes. Cliq's own payloads stay far below: a message has 5,000 characters at most. */
export const LARGEST_BODY = 1024 * 1024;

/** In bytes: of what somebody sent who is not proved yet. Cliq's messages have 5,000 characters. */
const LONGEST_UNPROVED = 128 * 1024;

type Refusal = Exclude<Received, { event: CliqEvent }>;

/**
 * Checks a delivery and reads the event in it: method, door, size, content type, secret and signature, age, form; and
 * drops what one's own bots wrote.
 *
 * All that the door asks for must hold: with both a secret and a public key, both. A door with neither, or with one
 * that is empty or cannot be read, lets nobody in.
 *
 * @param now milliseconds since 1970.
 * @returns never an event unless everything held. Reasons quote neither secrets nor what people wrote. Nothing is
 *   thrown.
 */
export function receive(delivery: EventRequest, door: Door, now: number): Received {
	return screen(delivery, door) ?? receiveScreened(delivery, door, now);
}

/** The same for a delivery that `screen` did not refuse, so that nothing is proved twice. */
export function receiveScreened(delivery: EventRequest, door: Door, now: number): Received {
	if (delivery.body.length > LARGEST_BODY) return tooLarge(delivery.body.length);
	const unsigned = signatureRefusal(delivery, door);
	if (unsigned) return unsigned;
	const read = payloadIn(delivery.body, header(delivery, 'content-type'));
	if ('status' in read) return read;
	return ageRefusal(read.payload, door, now) ?? emitted(parse(read.payload, now), door);
}

/**
 * Whether a delivery is refused for its address and headers alone, so that nobody has to read its body, or wait for it.
 *
 * @returns the refusal; `undefined` if the body decides.
 */
export function screen(head: Head, door: Door): Exclude<Received, { event: CliqEvent }> | undefined {
	// A preview or a prefetch of the address must do nothing.
	if (head.method.toUpperCase() !== 'POST') return { status: 405, reason: 'Only POST is taken' };
	const fault = doorFault(door);
	if (fault !== undefined) return { status: 500, reason: fault };
	const length = Number(header(head, 'content-length') ?? 0);
	if (length > LARGEST_BODY) return tooLarge(length);
	return typeRefusal(header(head, 'content-type')) ?? secretRefusal(head, door) ?? noSignature(head, door);
}

type Head = Omit<EventRequest, 'body'>;

function tooLarge(length: number): { status: 413; reason: string } {
	return { status: 413, reason: `The body has ${length} bytes, more than the ${LARGEST_BODY} allowed` };
}

function doorFault({ secret, publicKey, maxAge }: Door): string | undefined {
	if (secret === undefined && publicKey === undefined)
		return 'Neither a secret nor a public key is set, so every request is rejected';
	if (secret !== undefined && secret.trim() === '') return 'The secret is empty';
	if (publicKey !== undefined && !publicKeyIn(publicKey))
		return 'The public key is not the PEM text of an RSA key, which begins with -----BEGIN PUBLIC KEY-----';
	if (!(maxAge > 0)) return 'The maximum age is not a number of seconds above 0';
	return undefined;
}

/** What stands in a header that came once. */
function header({ headers }: Head, name: string): string | undefined {
	const value = headers[name];
	return Array.isArray(value) && value.length === 1 ? value[0] : typeof value === 'string' ? value : undefined;
}

function secretRefusal(delivery: Head, { secret }: Door): Refusal | undefined {
	if (secret === undefined) return undefined;
	const given = header(delivery, 'x-cliq-secret') ?? delivery.query.secret;
	if (given === undefined)
		return {
			status: 401,
			reason: 'The request has no secret: send it in the header X-Cliq-Secret or as "secret" in the query',
		};
	if (typeof given === 'string' && isSecret(given, secret)) return undefined;
	return { status: 401, reason: 'The secret is wrong: install the script again, or give it the secret of this node' };
}

/** A signature is as long as its key. */
function noSignature(head: Head, { publicKey }: Door): Refusal | undefined {
	if (publicKey === undefined) return undefined;
	const signature = header(head, 'x-cliq-signature');
	if (signature === undefined)
		return { status: 401, reason: 'The request has no signature in the header X-Cliq-Signature' };
	const bits = publicKeyIn(publicKey)?.asymmetricKeyDetails?.modulusLength ?? 0;
	return Buffer.from(signature, 'base64').length * 8 === bits ? undefined : unfit();
}

function unfit(): Refusal {
	return { status: 401, reason: 'The signature does not match the body and the public key' };
}

function signatureRefusal({ headers, body, ...delivery }: EventRequest, { publicKey }: Door): Refusal | undefined {
	const key = publicKey === undefined ? undefined : publicKeyIn(publicKey);
	if (!key) return undefined;
	const signature = header({ headers, ...delivery }, 'x-cliq-signature') ?? '';
	if (isSigned(signature, key, [body])) return undefined;
	return isSigned(signature, key, [printed(body)]) ? undefined : unfit();
}

/**
 * Public samples check what JSON.stringify prints of the body, which need not be its very bytes. Nobody is proved yet,
 * so that only what is short is read.
 */
function printed(body: Uint8Array): Uint8Array | undefined {
	if (body.length > LONGEST_UNPROVED) return undefined;
	try {
		return Buffer.from(JSON.stringify(JSON.parse(new TextDecoder().decode(body))));
	} catch {
		return undefined;
	}
}

/** Where a delivery does not say when it was sent, its age cannot be known. */
function ageRefusal(payload: unknown, { maxAge }: Door, now: number): Received | undefined {
	const sent = sentAt(payload, now);
	if (sent === undefined) return undefined;
	if (sent - now > CLOCKS_APART)
		return {
			status: 400,
			reason: 'It was sent more than 5 minutes in the future: check the clock of this machine',
		};
	if (now - sent > maxAge * 1000)
		return {
			status: 408,
			reason: `It was sent ${Math.round((now - sent) / 1000)} seconds ago, longer than the ${maxAge} allowed`,
		};
	return undefined;
}

function emitted(event: ReturnType<typeof parse>, { ownBots }: Door): Received {
	if ('refused' in event) return { status: 400, reason: event.refused };
	if (WRITTEN.has(event.kind) && isOwn(event.user, ownBots))
		return { status: 200, reason: 'One of its own bots wrote it' };
	return { event };
}

/**
 * A bot goes by its ID, with or without `b-`, or by its unique name, which Cliq makes of its name; by a name only where
 * no person is told.
 */
function isOwn({ id, name, email }: CliqEvent['user'], ownBots: string[]): boolean {
	const told = email === undefined ? [id, name] : [id];
	const names = new Set(told.map(plain).filter((word) => word !== ''));
	return ownBots.some((bot) => names.has(plain(bot)));
}

function plain(word: string): string {
	return word
		.trim()
		.toLowerCase()
		.replace(/^@|^b-(?=\d)/, '')
		.replace(/\s+/g, '');
}
