import { randomBytes } from 'node:crypto';

/** @returns something that looks like Zoho's tokens and codes: `1000.<hex>.<hex>`; webhook tokens start with 1001. */
export function newSecret(prefix: '1000' | '1001' = '1000'): string {
	return `${prefix}.${randomBytes(16).toString('hex')}.${randomBytes(16).toString('hex')}`;
}

/** @returns a client id as Zoho's console makes them. */
export function newClientId(): string {
	return `1000.${randomBytes(15).toString('hex').toUpperCase()}`;
}

/** @returns a client secret: 42 hexadecimal digits. */
export function newClientSecret(): string {
	return randomBytes(21).toString('hex');
}

/**
 * A small generator of repeatable numbers (mulberry32), so that the seed company is always the same.
 * @returns numbers from 0 to below 1
 */
export function repeatable(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
