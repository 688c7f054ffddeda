import fc from 'fast-check';
import { CLOCKS_APART, withoutZone } from '../../../../cliq/events/webhook/event-age';

const NOW = 1_790_000_000_000;
const MINUTE = 60_000;

/** Of a script whose clock has a zone in it, and whose call took a while. */
const told = (zone: number, seconds: number) => withoutZone(NOW + zone * MINUTE - seconds * 1000, NOW);

it.each([330, 345, -480, 840, -840, 15, -15])(
	'a clock that has a zone of %s minutes in it tells when it was',
	(zone) => {
		for (const seconds of [0, 1, 59, -59]) expect(told(zone, seconds)).toBe(NOW - seconds * 1000);
	},
);

it('what is no zone stays as old as it is', () => {
	for (const minutes of [1.1, 5, 7, 8, 10, 13, 22.5, 62, 855, 900, 24 * 60]) {
		for (const sign of [1, -1])
			expect(withoutZone(NOW - sign * minutes * MINUTE, NOW)).toBe(NOW - sign * minutes * MINUTE);
	}
});

it('whatever is told, it is either left or within a minute of now', () => {
	fc.assert(
		fc.property(fc.integer({ min: -2 * 24 * 60 * MINUTE, max: 2 * 24 * 60 * MINUTE }), (apart) => {
			const at = withoutZone(NOW - apart, NOW);
			expect(at === NOW - apart || Math.abs(NOW - at) <= MINUTE).toBe(true);
			expect(MINUTE).toBeLessThan(CLOCKS_APART);
		}),
	);
});
