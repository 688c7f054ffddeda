import type { Operation } from '../catalogue';
import { CliqError } from '../errors';

/** How much of Cliq's thresholds an account may use up from this process. */
export interface Allowance {
	/** Names the account among those of the process; not a secret. */
	account: string;
	/** From above 0 to 1: for several processes that work with one account. Default 1. */
	share?: number;
	/** For accounts to which Zoho grants others: calls a minute and operation; `Infinity` for none. */
	callsPerMinute?: number;
}

/**
 * What the settings of an account say about the rate limit. Settings from before there were these fields have none of
 * them.
 */
export interface RateLimitFields {
	rateLimit?: unknown;
	/** Of each operation; for the rate limit `own` only. */
	callsPerMinute?: unknown;
	/** In per cent. */
	rateLimitShare?: unknown;
}

/**
 * @param account names it among those of the process.
 * @throws CliqError `invalidInput` if a field, which may be an expression or a variable, holds what makes no sense: a
 * guess could get the account locked.
 */
export function allowanceOf(
	account: string,
	{ rateLimit = 'documented', callsPerMinute, rateLimitShare = 100 }: RateLimitFields,
): Allowance {
	if (rateLimit === 'none') return { account, callsPerMinute: Infinity };
	const allowance = { account, share: within('Share of the Rate Limit (%)', rateLimitShare, 1, 100) / 100 };
	if (rateLimit === 'own')
		return { ...allowance, callsPerMinute: within('Calls per Minute', callsPerMinute, 1, 100_000) };
	if (rateLimit === 'documented') return allowance;
	throw new CliqError('invalidInput', `Unknown rate limit "${String(rateLimit)}"`, {
		hint: "Open the account's settings and choose a Rate Limit from the list.",
	});
}

/** @returns how many calls of the operation may be made in a minute. */
export function callsPerMinute({ share = 1, callsPerMinute: own }: Allowance, { threshold }: Operation): number {
	return Math.max(1, Math.floor((own ?? threshold) * share));
}

function within(label: string, value: unknown, least: number, most: number): number {
	const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
	if (number >= least && number <= most) return number;
	throw new CliqError('invalidInput', `The account's "${label}" is ${JSON.stringify(value) ?? 'empty'}`, {
		hint: `Open the account's settings and give a number from ${least} to ${most.toLocaleString('en')}.`,
	});
}
