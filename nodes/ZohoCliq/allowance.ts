import type { Operation } from '../../cliq/catalogue';
import { CliqError } from '../../cliq/errors';
import type { Allowance } from '../../cliq/pacing';

/** What a credential says about the rate limit. One from before there were these fields has none of them. */
export interface RateLimitFields {
	rateLimit?: unknown;
	/** Of each operation; for the rate limit `own` only. */
	callsPerMinute?: unknown;
	/** In per cent. */
	rateLimitShare?: unknown;
}

/**
 * @returns how much of Cliq's thresholds may be used.
 * @throws CliqError `invalidInput` if a field, which may be an expression, holds what makes no sense.
 */
export function allowanceOf(account: string, { rateLimit = 'documented', callsPerMinute, rateLimitShare = 100 }: RateLimitFields): Allowance {
	if (rateLimit === 'none') return { account, callsPerMinute: Infinity };
	const allowance = { account, share: within('Share of the Rate Limit (%)', rateLimitShare, 1, 100) / 100 };
	if (rateLimit === 'own') return { ...allowance, callsPerMinute: within('Calls per Minute', callsPerMinute, 1, 100_000) };
	if (rateLimit === 'documented') return allowance;
	throw new CliqError('invalidInput', `The credential has a Rate Limit of "${String(rateLimit)}", which there is not`, {
		hint: 'Open the credential and choose a Rate Limit from the list.',
	});
}

/** @returns how many calls of the operation may be made in a minute. */
export function callsPerMinute({ share = 1, callsPerMinute: own }: Allowance, { threshold }: Operation): number {
	return Math.max(1, Math.floor((own ?? threshold) * share));
}

function within(label: string, value: unknown, least: number, most: number): number {
	const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
	if (number >= least && number <= most) return number;
	throw new CliqError('invalidInput', `The credential's "${label}" is ${JSON.stringify(value) ?? 'empty'}`, {
		hint: `Open the credential and give a number from ${least} to ${most.toLocaleString('en')}.`,
	});
}
