import { createHash, createPublicKey, timingSafeEqual, verify, type KeyObject } from 'crypto';

/** Whether a secret is the right one, in a time that reveals nothing about it. */
export function isSecret(given: string, secret: string): boolean {
	// Whoever sends a header writes UTF-8, and Node reads it as Latin-1.
	const readings = [given, Buffer.from(given, 'latin1').toString()];
	return readings.map((reading) => timingSafeEqual(digest(reading), digest(secret))).includes(true);
}

function digest(text: string): Buffer {
	return createHash('sha256').update(text.trim()).digest();
}

/** Keys by their text: one is asked for several times in each delivery. */
const keys = new Map<string, KeyObject | undefined>();
const MOST_KEYS = 100;

/**
 * @param pem as Cliq's developer page gives it; fields of one line turn its line breaks into spaces or into `\n`.
 * @returns the RSA key in it, `undefined` if there is none.
 */
export function publicKeyIn(pem: string): KeyObject | undefined {
	if (!keys.has(pem)) {
		if (keys.size >= MOST_KEYS) keys.clear();
		keys.set(pem, readKey(pem));
	}
	return keys.get(pem);
}

function readKey(pem: string): KeyObject | undefined {
	const [, kind, content] = /-----BEGIN ((?:RSA )?PUBLIC KEY)-----([^-]*)-----END \1-----/.exec(pem) ?? [];
	if (kind === undefined || content === undefined) return undefined;
	const lines = content.replace(/\\[rn]|\s/g, '').replace(/.{64}/g, '$&\n');
	try {
		const key = createPublicKey(`-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`);
		return key.asymmetricKeyType === 'rsa' ? key : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Whether one of the readings of a body is what was signed: RSA with SHA-256, in base64. Source: Zoho's sample
 * navaneesm/callbackurl.
 */
export function isSigned(signature: string, key: KeyObject, readings: ReadonlyArray<Uint8Array | undefined>): boolean {
	const bytes = Buffer.from(signature, 'base64');
	return readings.some((reading) => reading !== undefined && fits(bytes, key, reading));
}

function fits(signature: Buffer, key: KeyObject, reading: Uint8Array): boolean {
	try {
		return verify('sha256', reading, key, signature);
	} catch {
		return false;
	}
}
