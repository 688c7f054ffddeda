import fc from 'fast-check';
import { operation } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { refusePast } from '../../../cliq/parameters/times';

const schedule = operation('message.schedule');
const at = (sendAt: unknown, timeZone: string, now: string) =>
	refusePast(schedule, { sendAt, timeZone }, Date.parse(now));

test('a time that has passed is refused with both times, on the clock of the zone', () => {
	expect(() => at('2026-11-22T08:00:00', 'Europe/Berlin', '2026-11-22T08:15:30Z')).toThrow(
		'The parameter "Send At" is in the past: 2026-11-22 08:00. It is 2026-11-22 09:15:30 now (Europe/Berlin)',
	);
	expect(() => at(new Date('2026-11-22T08:00:00Z'), 'Asia/Kolkata', '2026-11-22T08:00:00Z')).toThrow(
		'2026-11-22 13:30. It is 2026-11-22 13:30 now',
	);
});

test.each([
	['on the clock of its zone', '2026-11-22T08:00:00', 'America/New_York', '2026-11-22T12:59:00Z'],
	['the second time the clock shows it', '2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T01:15:00Z'],
	['where the clock skips it', '2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T00:45:00Z'],
])('what is still to come is taken: %s', (_, sendAt, zone, now) => expect(() => at(sendAt, zone, now)).not.toThrow());

test.each([
	[undefined, 'UTC'],
	['', 'UTC'],
	['2026-11-22T08:00:00', ''],
])('what is missing is left to others: %j in %j', (sendAt, zone) =>
	expect(() => at(sendAt, zone, '2030-01-01T00:00:00Z')).not.toThrow(),
);

test('an instant is refused when it has passed, in whichever zone, but for the hour that the clock shows twice', () => {
	const zones = fc.constantFrom(
		'UTC',
		'Europe/Berlin',
		'America/New_York',
		'Asia/Kolkata',
		'Pacific/Kiritimati',
		'Pacific/Niue',
		'Australia/Lord_Howe',
	);
	const seconds = fc.integer({ min: Date.UTC(2020, 0) / 1000, max: Date.UTC(2030, 0) / 1000 });
	fc.assert(
		fc.property(zones, seconds, fc.integer({ min: -200_000, max: 200_000 }), (zone, now, away) => {
			let error: unknown;
			try {
				refusePast(schedule, { sendAt: new Date((now + away) * 1000), timeZone: zone }, now * 1000);
			} catch (refusal) {
				error = refusal;
			}
			if (away > 0) expect(error).toBeUndefined();
			else if (away < -3600) expect(error).toBeInstanceOf(CliqError);
		}),
		{ numRuns: 500 },
	);
});
