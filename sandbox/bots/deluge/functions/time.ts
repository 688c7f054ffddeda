import { clockOf } from '../../../local-time';
import { formatTime } from '../time-formats';
import { DelugeError, DelugeTime, textOf } from '../values';
import type { FunctionsOf } from './types';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Source: the pages "Date-time functions" of Deluge's help. Times are in GMT. */
export const timeFunctions: FunctionsOf<DelugeTime> = {
	/** In a format, perhaps for a zone such as `GMT+02:00` or `Asia/Calcutta`. */
	...{
		toString: ({ ms }: DelugeTime, format: unknown = 'dd-MMM-yyyy HH:mm:ss', zone: unknown = 'GMT') =>
			formatTime(ms, textOf(format), offsetOf(textOf(zone), ms)),
	},
	toLong: ({ ms }) => ms,
	toDate: ({ ms }) => new DelugeTime(ms - (ms % DAY)),
	toTime: (time) => time,
	...moving('Second', 'Seconds', SECOND),
	...moving('Minute', 'Minutes', MINUTE),
	...moving('Hour', 'Hours', HOUR),
	...moving('Day', 'Days', DAY),
	...moving('Week', 'Weeks', 7 * DAY),
	addMonth: (time, count) => movedByMonths(time, Number(count)),
	subMonth: (time, count) => movedByMonths(time, -Number(count)),
	addYear: (time, count) => movedByMonths(time, 12 * Number(count)),
	subYear: (time, count) => movedByMonths(time, -12 * Number(count)),
	getYear: ({ ms }) => new Date(ms).getUTCFullYear(),
	getMonth: ({ ms }) => new Date(ms).getUTCMonth() + 1,
	getDay: ({ ms }) => new Date(ms).getUTCDate(),
	/** Sunday is 1. */
	getDayOfWeek: ({ ms }) => new Date(ms).getUTCDay() + 1,
	getHour: ({ ms }) => new Date(ms).getUTCHours(),
	getMinutes: ({ ms }) => new Date(ms).getUTCMinutes(),
	getSeconds: ({ ms }) => new Date(ms).getUTCSeconds(),
	daysBetween: ({ ms }, other) => Math.trunc((timed(other).ms - ms) / DAY),
	hoursBetween: ({ ms }, other) => Math.trunc((timed(other).ms - ms) / HOUR),
	before: ({ ms }, other) => ms < timed(other).ms,
	after: ({ ms }, other) => ms > timed(other).ms,
};

function moving(one: string, several: string, ms: number): FunctionsOf<DelugeTime> {
	const by = (sign: number) => (time: DelugeTime, count: unknown) =>
		new DelugeTime(time.ms + sign * Number(count) * ms);
	return { [`add${one}`]: by(1), [`add${several}`]: by(1), [`sub${one}`]: by(-1), [`sub${several}`]: by(-1) };
}

function movedByMonths({ ms }: DelugeTime, months: number): DelugeTime {
	const at = new Date(ms);
	const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
	return new DelugeTime(
		Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, Math.min(at.getUTCDate(), lastDay)) + (ms % DAY),
	);
}

/** @returns how many minutes a zone is ahead of GMT at a moment */
function offsetOf(zone: string, ms: number): number {
	const [, sign, hours, minutes] = /^(?:GMT|UTC)?([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
	if (sign) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
	const clock = clockOf(zone);
	if (!clock) throw new DelugeError(`Unknown time zone "${zone}"`);
	return Math.round((clock(ms) - ms) / MINUTE);
}

function timed(value: unknown): DelugeTime {
	if (!(value instanceof DelugeTime)) throw new DelugeError(`"${textOf(value).slice(0, 40)}" is not a date`);
	return value;
}
