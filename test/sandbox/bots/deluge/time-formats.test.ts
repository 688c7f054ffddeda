import fc from 'fast-check';
import { formatTime, parseTime } from '../../../../sandbox/bots/deluge/time-formats';

const AT = Date.UTC(2026, 0, 5, 15, 7, 9, 42);

test.each([
	['dd-MMM-yyyy HH:mm:ss', '05-Jan-2026 15:07:09'],
	["yyyy-MM-dd'T'HH:mm:ssZ", '2026-01-05T15:07:09+0000'],
	['d/M/yy h:m a', '5/1/26 3:7 PM'],
	['EEEE, MMMM d', 'Monday, January 5'],
	["EEE HH.mm.ss,SSS 'o''clock'", 'Mon 15.07.09,042 oclock'],
])('%s', (format, text) => expect(formatTime(AT, format)).toBe(text));

test('in a zone', () => {
	expect(formatTime(AT, 'yyyy-MM-dd HH:mm XXX', 330)).toBe('2026-01-05 20:37 +05:30');
	expect(formatTime(AT, 'yyyy-MM-dd HH:mm Z', -960)).toBe('2026-01-04 23:07 -1600');
});

test.each(["yyyy-MM-dd'T'HH:mm:ss", 'dd-MMM-yyyy HH:mm:ss', 'd/M/yyyy h:mm:ss a', 'MMMM d yyyy HH.mm.ss'])(
	'what is written as %s can be read',
	(format) => {
		fc.assert(
			fc.property(fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2099, 0, 1) }), (ms) => {
				const seconds = ms - (ms % 1_000);
				expect(parseTime(formatTime(seconds, format), format)).toBe(seconds);
			}),
		);
	},
);

test('without a format, the usual ones are read, and nothing else', () => {
	for (const text of [
		'2026-01-05',
		'05-Jan-2026',
		'2026-01-05T00:00:00',
		'2026-01-05 00:00:00',
		'05-Jan-2026 00:00:00',
	])
		expect(parseTime(text)).toBe(Date.UTC(2026, 0, 5));
	for (const text of ['', 'tomorrow', '05/01/2026', '2026-01-05 x']) expect(parseTime(text)).toBeUndefined();
});
