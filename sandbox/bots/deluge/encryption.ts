import { createHash, createHmac } from 'node:crypto';
import { DelugeError, Tasks, textOf } from './values';

/** What `zoho.encryption` stands for in a script. Source: the pages "Encryption tasks" of Deluge's help. */
export const ENCRYPTION = new Tasks({
	/** Base64 unless a third value asks for hex. */
	hmacsha256: (key, text, type = 'base64') =>
		createHmac('sha256', textOf(key)).update(textOf(text)).digest(encodingOf(type)),
	hmacsha512: (key, text, type = 'base64') =>
		createHmac('sha512', textOf(key)).update(textOf(text)).digest(encodingOf(type)),
	sha256: (text) => createHash('sha256').update(textOf(text)).digest('hex'),
	sha512: (text) => createHash('sha512').update(textOf(text)).digest('hex'),
	md5: (text) => createHash('md5').update(textOf(text)).digest('hex'),
	base64Encode: (text) => Buffer.from(textOf(text)).toString('base64'),
	base64Decode: (text) => Buffer.from(textOf(text), 'base64').toString(),
	/** "Except TEXT, all other data types will return null." */
	urlEncode: (text) => (typeof text === 'string' ? encodeURIComponent(text) : null),
	urlDecode: (text) => (typeof text === 'string' ? decodeURIComponent(text) : null),
});

function encodingOf(type: unknown): 'base64' | 'hex' {
	if (type !== 'base64' && type !== 'hex') throw new DelugeError(`The sandbox writes no hash as "${textOf(type)}"`);
	return type;
}
