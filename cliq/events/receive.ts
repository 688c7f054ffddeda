import type { Delivery, Door, Received } from './types';

/**
 * Checks a delivery and reads the event in it: size, method, content type, secret or signature, age, form; and drops what
 * one's own bots wrote.
 *
 * @param now milliseconds since 1970.
 */
export function receive(_delivery: Delivery, _door: Door, _now: number): Received {
	return { status: 500, reason: 'Not written yet' };
}
