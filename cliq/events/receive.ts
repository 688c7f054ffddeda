import { payloadIn, typeRefusal } from './body';
import { WRITTEN } from './kinds';
import { parse, sentAt } from './parse';
import { isSecret, isSigned, publicKeyIn } from './proof';
import type { CliqEvent, Delivery, Door, Received } from './types';

/** In bytes. Cliq's own payloads stay far below: a message has 5,000 characters at most. */
export const LARGEST_BODY = 1024 * 1024;

/** In milliseconds: how far the sender's clock may be ahead. */
const CLOCKS_APART = 5 * 60_000;

/**
 * Checks a delivery and reads the event in it: method, door, size, content type, secret and signature, age, form; and
 * drops what one's own bots wrote.
 *
 * All that the door asks for must hold: with both a secret and a public key, both. A door with neither, or with one that
 * is empty or cannot be read, lets nobody in.
 *
 * @param now milliseconds since 1970.
 * @returns never an event unless everything held. Reasons quote neither secrets nor what people wrote. Nothing is thrown.
 */
export function receive(delivery: Delivery, door: Door, now: number): Received {
	// A preview or a prefetch of the address must do nothing.
	if (delivery.method.toUpperCase() !== 'POST') return { status: 405, reason: 'Only POST is taken' };
	const fault = doorFault(door);
	if (fault !== undefined) return { status: 500, reason: fault };
	if (delivery.body.length > LARGEST_BODY) return { status: 413, reason: `The body has ${delivery.body.length} bytes, and no more than ${LARGEST_BODY} are taken` };
	const contentType = header(delivery, 'content-type');
	const refusal = typeRefusal(contentType) ?? secretRefusal(delivery, door);
	if (refusal) return refusal;
	const read = payloadIn(delivery.body, contentType);
	const payload = 'payload' in read ? read.payload : undefined;
	const unsigned = signatureRefusal(delivery, door, payload);
	if (unsigned) return unsigned;
	if ('status' in read) return read;
	return ageRefusal(payload, door, now) ?? emitted(parse(payload, now), door);
}

function doorFault({ secret, publicKey, maxAge }: Door): string | undefined {
	if (secret === undefined && publicKey === undefined) return 'Neither a secret nor a public key is set, so that nobody can be let in';
	if (secret !== undefined && secret.trim() === '') return 'The secret is empty';
	if (publicKey !== undefined && !publicKeyIn(publicKey)) return 'The public key is not the PEM text of an RSA key, which begins with -----BEGIN PUBLIC KEY-----';
	if (!(maxAge > 0)) return 'The maximum age is not a number of seconds above 0';
	return undefined;
}

/** What stands in a header that came once. */
function header({ headers }: Delivery, name: string): string | undefined {
	const value = headers[name];
	return Array.isArray(value) && value.length === 1 ? value[0] : typeof value === 'string' ? value : undefined;
}

function secretRefusal(delivery: Delivery, { secret }: Door): Received | undefined {
	if (secret === undefined) return undefined;
	const given = header(delivery, 'x-cliq-secret') ?? delivery.query.secret;
	if (given === undefined) return { status: 401, reason: 'No secret came, neither in the header X-Cliq-Secret nor as "secret" in the query' };
	if (typeof given === 'string' && isSecret(given, secret)) return undefined;
	return { status: 401, reason: 'The secret is another one: install the script anew, or give it the secret of this node' };
}

function signatureRefusal(delivery: Delivery, { publicKey }: Door, payload: unknown): Received | undefined {
	const key = publicKey === undefined ? undefined : publicKeyIn(publicKey);
	if (!key) return undefined;
	const signature = header(delivery, 'x-cliq-signature');
	if (signature === undefined) return { status: 401, reason: 'No signature came in the header X-Cliq-Signature' };
	// Public samples check what JSON.stringify prints of the body, which need not be its very bytes.
	const printed = payload === undefined ? undefined : Buffer.from(JSON.stringify(payload));
	if (isSigned(signature, key, [delivery.body, printed])) return undefined;
	return { status: 401, reason: 'The signature does not fit the body and the public key' };
}

/** Where a delivery does not tell when it was sent, its age cannot be known. */
function ageRefusal(payload: unknown, { maxAge }: Door, now: number): Received | undefined {
	const sent = sentAt(payload);
	if (sent === undefined) return undefined;
	if (sent - now > CLOCKS_APART) return { status: 400, reason: 'The time it was sent is more than 5 minutes ahead: compare the clock of this machine' };
	if (now - sent > maxAge * 1000) return { status: 408, reason: `It was sent ${Math.round((now - sent) / 1000)} seconds ago, and no more than ${maxAge} are allowed` };
	return undefined;
}

function emitted(event: ReturnType<typeof parse>, { ownBots }: Door): Received {
	if ('refused' in event) return { status: 400, reason: event.refused };
	if (WRITTEN.has(event.kind) && isOwn(event.user, ownBots)) return { status: 200, reason: 'One of its own bots wrote it' };
	return { event };
}

/** A bot goes by its ID, with or without `b-`, or by its unique name, which Cliq makes of its name; by a name only where no person is told. */
function isOwn({ id, name, email }: CliqEvent['user'], ownBots: string[]): boolean {
	const told = email === undefined ? [id, name] : [id];
	const names = new Set(told.map(plain).filter((word) => word !== ''));
	return ownBots.some((bot) => names.has(plain(bot)));
}

function plain(word: string): string {
	return word.trim().toLowerCase().replace(/^@|^b-(?=\d)/, '').replace(/\s+/g, '');
}
