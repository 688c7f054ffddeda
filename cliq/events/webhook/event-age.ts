/** In milliseconds: how far two clocks may be apart, delays included. */
export const CLOCKS_APART = 5 * 60_000;

/** The same beside a difference that is a time zone. */
const APART_IN_ZONE = 60_000;

const QUARTER = 15 * 60_000;
const FARTHEST_ZONE = 14 * 60 * 60_000;

/**
 * Deluge does not say whether its clock has a time zone in it, so that a difference of whole quarters of an hour is
 * one: the farthest zones are 14 hours from UTC. Something that old passes for new then; a secret alone proves no age
 * anyway.
 *
 * @param told by a script, in milliseconds since 1970.
 * @param now the same by the clock of this machine.
 * @returns when that was, without the zone.
 */
export function withoutZone(told: number, now: number): number {
	const apart = now - told;
	const zone = Math.round(apart / QUARTER) * QUARTER;
	const isZone = Math.abs(zone) <= FARTHEST_ZONE && Math.abs(apart - zone) <= APART_IN_ZONE;
	return isZone ? told + zone : told;
}
