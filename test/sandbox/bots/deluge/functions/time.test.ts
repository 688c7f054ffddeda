import { timeFunctions } from '../../../../../sandbox/bots/deluge/functions/time';
import { evaluate, untried, type Row } from './evaluate';

const written = '"yyyy-MM-dd HH:mm:ss"';
const rows: Row[] = [
	['t.toLong()', Date.UTC(2026, 0, 31, 9, 5, 7)],
	['t.toString()', '31-Jan-2026 09:05:07'],
	[`t.toString(${written},"GMT+05:30")`, '2026-01-31 14:35:07'],
	['t.toString("d/MM/yyyy HH:mm Z","Asia/Calcutta")', '31/01/2026 14:35 +0530'],
	['now.toString() == t.toString() && today == t.toDate() && zoho.currentdate == today', true],
	[`t.toDate().toString(${written})`, '2026-01-31 00:00:00'],
	['t.toTime() == t', true],
	[`t.addSecond(1).addSeconds(2).subSecond(3).subSeconds(7).toString(${written})`, '2026-01-31 09:05:00'],
	[`t.addMinute(1).addMinutes(2).subMinute(3).subMinutes(5).toString(${written})`, '2026-01-31 09:00:07'],
	[`t.addHour(1).addHours(2).subHour(3).subHours(9).toString(${written})`, '2026-01-31 00:05:07'],
	[`t.addDay(1).addDays(2).subDay(3).subDays(31).toString(${written})`, '2025-12-31 09:05:07'],
	[`t.addWeek(1).addWeeks(2).subWeek(3).subWeeks(1).toString(${written})`, '2026-01-24 09:05:07'],
	[`t.addMonth(1).toString(${written})`, '2026-02-28 09:05:07'],
	[`t.subMonth(2).toString(${written})`, '2025-11-30 09:05:07'],
	[`t.addYear(2).toString("yyyy")`, '2028'],
	[`t.subYear(1).toString("yyyy")`, '2025'],
	['t.getYear()', 2026],
	['t.getMonth()', 1],
	['t.getDay()', 31],
	['t.getDayOfWeek()', 7],
	['t.getHour()', 9],
	['t.getMinutes()', 5],
	['t.getSeconds()', 7],
	['t.daysBetween(t.addDay(3))', 3],
	['t.hoursBetween(t.subDay(1))', -24],
	['t.before(t.addDay(1)) && t < t.addDay(1)', true],
	['t.after(t.addDay(1)) || t > t.addDay(1)', false],
	['"at " + t', 'at 31-Jan-2026 09:05:07'],
];

test.each(rows)('%s', async (expression, value) =>
	expect(await evaluate(expression, 't = zoho.currenttime;')).toBe(value),
);

test('every function of times is tried', () => expect(untried(timeFunctions, rows)).toEqual([]));

test.each(['t.daysBetween("x")', 't.toString("HH","Mars")', 't.toMap()', 't + 1 - 1'])(
	'%s fails',
	async (expression) => {
		await expect(evaluate(expression, 't = zoho.currenttime;')).rejects.toThrow(/^Line 1: /);
	},
);
