import type { Operation, Parameter } from '../catalogue';
import { CliqError } from '../errors';
import { invalid } from './invalid-input';
import { count, excerpt, quoted } from '../util/quote';

/** Any instant in milliseconds since 1970; smaller figures are seconds that someone forgot to multiply. */
const EARLIEST_MILLISECONDS = 1e11;

/** The end of time, as JavaScript counts it. */
const LATEST_MILLISECONDS = 8.64e15;

/** Milliseconds since 1970. */
export function toTime(value: unknown, parameter: Parameter): number {
	const time = instant(value);
	if (time === undefined || Number.isNaN(time) || time < 0 || time > LATEST_MILLISECONDS) {
		throw invalid(
			parameter,
			`is not a point in time: ${quoted(value)}`,
			'Give a date and time (2026-11-22T08:00:00Z) or milliseconds since 1970.',
		);
	}
	if (time > 0 && time < EARLIEST_MILLISECONDS) {
		throw invalid(
			parameter,
			`is ${count(time)}, which looks like seconds`,
			'Give milliseconds since 1970: multiply by 1,000.',
		);
	}
	return time;
}

/** `2026-11-22…`, and the ways JavaScript itself prints a date. Date.parse alone takes "chat 5" for one. */
const DATE = /^(?:\d{4}-\d{2}-\d{2}|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )/;

function instant(value: unknown): number | undefined {
	if (typeof value === 'number') return Math.trunc(value);
	if (typeof value === 'string') {
		const text = value.trim();
		if (/^\d+$/.test(text)) return Number(text);
		return DATE.test(text) ? Date.parse(text) : undefined;
	}
	// Dates, and the DateTime objects of expressions in n8n.
	const primitive: unknown = isConvertible(value) ? value.valueOf() : undefined;
	return typeof primitive === 'number' ? Math.trunc(primitive) : undefined;
}

function isConvertible(value: unknown): value is { valueOf(): unknown } {
	return (
		typeof value === 'object' && value !== null && typeof (value as { valueOf?: unknown }).valueOf === 'function'
	);
}

/** The clock on a wall: a date and time without a zone, as ISO 8601 or as Cliq writes it. */
const CLOCK =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?$|^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})$/;

/**
 * `yyyyMMddTHHmmss`, on the clock of the zone that another parameter names. A time without a zone is taken for that
 * clock's; an instant is converted to it.
 */
export function toLocalTime(value: unknown, parameter: Parameter, others: Record<string, unknown>): string {
	const clockOf = zoneClock(parameter, others);
	const text = typeof value === 'string' ? value.trim() : '';
	const clock = CLOCK.exec(text);
	const parts = clock ? clock.slice(1).filter((part) => part !== undefined) : undefined;
	const [year = '', month = '', day = '', ...time] = parts ?? text.split(/\D/, 3);
	// Date.parse would move 30 February to March without a word.
	if (/^\d{4}-\d{2}-\d{2}/.test(text) || clock)
		refuseImpossible([year, month, day, ...(clock ? time : [])], text, parameter);
	if (clock) return `${year}${month}${day}T${time.join('').padEnd(6, '0')}`;
	const instant = toTime(value, parameter);
	if (clockOf) return clockOf(instant);
	throw new CliqError(
		'invalidInput',
		`The parameter "${parameter.label}" is a point in time, and there is no time zone whose clock it is to be read from`,
		{ parameter: parameter.zone, hint: 'Give the time zone, e.g. Europe/Berlin.' },
	);
}

/** @returns what reads the zone's clock at an instant; `undefined` if no zone is given. */
function zoneClock(parameter: Parameter, others: Record<string, unknown>): ((time: number) => string) | undefined {
	const given = parameter.zone === undefined ? undefined : others[parameter.zone];
	const zone = typeof given === 'string' ? given.trim() : '';
	if (zone === '') return undefined;
	const format = formatIn(zone);
	if (!format) {
		throw new CliqError('invalidInput', `Unknown time zone "${excerpt(zone)}"`, {
			parameter: parameter.zone,
			hint: 'Give a name such as Europe/Berlin, America/New_York or UTC.',
		});
	}
	return (time) => {
		const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
		return `${parts.year?.padStart(4, '0')}${parts.month}${parts.day}T${parts.hour}${parts.minute}${parts.second}`;
	};
}

function formatIn(timeZone: string): Intl.DateTimeFormat | undefined {
	// An offset is not a name, though newer engines take it for one.
	if (!/^[a-z]/i.test(timeZone)) return undefined;
	try {
		return new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
		});
	} catch {
		return undefined;
	}
}

/** How far the clock of a zone is from UTC at most, in milliseconds. */
const LARGEST_OFFSET = 26 * 60 * 60_000;

/**
 * @param now milliseconds since 1970.
 * @throws CliqError `invalidInput`, with both times, if something is to happen at a time that has passed.
 */
export function refusePast({ parameters }: Operation, values: Record<string, unknown>, now: number): void {
	for (const parameter of parameters.filter(({ isFuture }) => isFuture)) {
		const given = values[parameter.name];
		const clockOf = zoneClock(parameter, values);
		// What is missing is refused by somebody else.
		if (given === undefined || given === null || given === '' || !clockOf) continue;
		const local = toLocalTime(given, parameter, values);
		if (lastTime(local, clockOf) > now) continue;
		const zone = String(values[parameter.zone!]).trim();
		throw invalid(
			parameter,
			`is in the past: ${readable(local)}. It is ${readable(clockOf(now))} now (${zone})`,
			'Give a later time, or check the time zone.',
		);
	}
}

/**
 * @returns when a zone's clock shows this, in milliseconds since 1970: the second time, where it is turned back; about
 * then, where it skips it.
 */
function lastTime(local: string, clockOf: (time: number) => string): number {
	const asUtc = Date.parse(isoOf(local));
	const offsets = [asUtc - LARGEST_OFFSET, asUtc + LARGEST_OFFSET].map((time) => offsetAt(time, clockOf));
	const times = offsets.map((offset) => asUtc - offset);
	const showing = times.filter((time) => clockOf(time) === local);
	return Math.max(...(showing.length > 0 ? showing : times));
}

function offsetAt(time: number, clockOf: (time: number) => string): number {
	return Date.parse(isoOf(clockOf(time))) - Math.floor(time / 1000) * 1000;
}

/** `20261122T080000` as ISO 8601 has it, as if it were UTC. */
function isoOf(local: string): string {
	return local.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:$5:$6Z');
}

/** `20261122T080000` as people read it. */
function readable(local: string): string {
	return isoOf(local)
		.replace('T', ' ')
		.replace(/(?::00)?Z$/, '');
}

function refuseImpossible(parts: string[], text: string, parameter: Parameter): void {
	const [year = NaN, month = NaN, day = NaN, hour = 0, minute = 0, second = 0] = parts.map(Number);
	const date = new Date(Date.UTC(year, month - 1, day));
	const isDay = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	if (isDay && hour < 24 && minute < 60 && second < 60) return;
	throw invalid(
		parameter,
		`is a date or time that does not exist: "${excerpt(text)}"`,
		'Give a date and time, e.g. 2026-11-23T09:00:00.',
	);
}
