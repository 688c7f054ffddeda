import { WAIT_INDEFINITELY, type IExecuteFunctions, type INodeProperties } from 'n8n-workflow';

import { CliqError } from '../../../cliq';

/** What was filled in, by n8n's own names of these fields. */
interface Limit {
	limitType?: 'afterTimeInterval' | 'atSpecifiedTime';
	resumeAmount?: number;
	resumeUnit?: keyof typeof units;
	maxDateAndTime?: unknown;
}

/** In milliseconds. */
const units = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** The same field that n8n's own nodes have. */
export const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	placeholder: 'Add Limit',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description:
		'When to stop waiting: the workflow then goes on with the incoming item, which has no "data.approved" or other answer',
	options: [
		{
			displayName: 'Limit',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime' },
					],
					default: 'afterTimeInterval',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
					default: 1,
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
					options: [
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					default: 'hours',
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
					default: '',
				},
			],
		},
	],
};

/**
 * Checks until when to wait, before anything is sent.
 *
 * @param now milliseconds since 1970.
 * @throws CliqError `invalidInput` if that is not a time, or is over already.
 */
export function checkLimit(context: IExecuteFunctions, now: number): void {
	const end = endOfWait(context, now);
	if (Number.isNaN(end.getTime()))
		throw refusal(
			'"Limit Wait Time" is not a valid time',
			'Give an amount and a unit, or a date and time, e.g. 2026-11-23T09:00:00.',
		);
	if (end.getTime() <= now)
		throw refusal(
			`"Limit Wait Time" is in the past: ${end.toISOString()}`,
			'Give a time in the future, or remove the option to wait without a limit.',
		);
}

/**
 * @param now milliseconds since 1970, from when on people can answer.
 * @returns until when to wait; `WAIT_INDEFINITELY` without a limit.
 */
export function endOfWait(context: IExecuteFunctions, now: number): Date {
	const limit = context.getNodeParameter('options.limitWaitTime.values', 0, {}) as Limit;
	if (limit.limitType === undefined) return WAIT_INDEFINITELY;
	const end =
		limit.limitType === 'atSpecifiedTime'
			? instantOf(limit.maxDateAndTime, context.getTimezone())
			: now + Number(limit.resumeAmount) * units[limit.resumeUnit ?? 'hours'];
	return new Date(end);
}

/** @returns milliseconds since 1970 of a date in any of the forms that expressions give; NaN if it is not a date. */
function instantOf(value: unknown, timeZone: string): number {
	if (typeof value !== 'string') return Number(value ?? undefined);
	const text = value.trim();
	// What n8n's picker gives is the clock of the workflow's zone.
	return /^\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+)?$/.test(text) ? instantIn(timeZone, text) : Date.parse(text);
}

function instantIn(timeZone: string, clock: string): number {
	const asUtc = Date.parse(`${clock.replace(' ', 'T')}${clock.length > 10 ? 'Z' : ''}`);
	const shiftAt = (instant: number) => (Number.isNaN(instant) ? NaN : clockAt(timeZone, instant) - instant);
	// Once more, since the zone may change its clocks in between.
	return asUtc - shiftAt(asUtc - shiftAt(asUtc));
}

/** What the zone's clocks show, as if it were UTC. */
function clockAt(timeZone: string, instant: number): number {
	const seconds = Math.floor(instant / 1000) * 1000;
	const shown = new Date(seconds).toLocaleString('sv-SE', { timeZone }); // 2026-11-23 09:00:00
	return Date.parse(`${shown.replace(' ', 'T')}Z`) + (instant - seconds);
}

function refusal(message: string, hint: string): CliqError {
	return new CliqError('invalidInput', message, { parameter: 'limitWaitTime', hint });
}
