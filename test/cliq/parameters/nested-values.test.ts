import fc from 'fast-check';
import type { Parameter } from '../../../cliq/catalogue';
import { buildRequest } from '../../../cliq/http/request';
import { toWire } from '../../../cliq/parameters/to-wire';
import { refusal } from '../support/expect';
import { nestedBody, nestedOperation } from '../support/nested-operation';

const [, room, days] = nestedOperation.parameters as [Parameter, Parameter, Parameter];

const filledDays = [
	{
		start: '2026-12-01T09:00:00Z',
		reminders: [
			{ minutes: '10', via: 'email' },
			{ minutes: 5, via: 'popup' },
		],
	},
	{ start: '2026-12-02T09:00:00Z' },
];

test.each([
	['a form', { form: { name: 'Blue', isQuiet: true } }, { form: filledDays }],
	['objects', { name: ' Blue ', isQuiet: 'true' }, filledDays],
	['JSON', '{"name":"Blue","isQuiet":true}', JSON.stringify(filledDays)],
])('given as %s reaches the body under the names of Cliq', (_way, roomValue, daysValue) => {
	const { body } = buildRequest(
		nestedOperation,
		{ title: 'Planning', room: roomValue, days: daysValue },
		'https://cliq.test',
	);
	expect(body).toEqual(nestedBody);
});

test('one object stands for a list of one', () => {
	expect(toWire(days, { start: '2026-12-02T09:00:00Z' })).toEqual([{ start: Date.UTC(2026, 11, 2, 9) }]);
});

test.each([
	['nothing', undefined],
	['an empty text', ' '],
	['an empty form', { form: [] }],
	['rows that were added and not filled in', { form: [{ start: '', reminders: [] }, {}] }],
])('%s is left out', (_what, value) => {
	expect(toWire(days, value)).toBeUndefined();
	expect(toWire(room, value)).toBeUndefined();
	expect(refusal(() => toWire({ ...days, required: true }, value)).message).toContain('"Days" is empty');
});

test('a row that was not filled in does not take the place of one that was', () => {
	expect(toWire(days, [{}, { start: '2026-12-02', reminders: [{}] }, null])).toHaveLength(1);
});

test.each([
	[
		'a missing field',
		days,
		[{ start: '2026-12-01' }, { reminders: [{ minutes: 5 }] }],
		/"Days, day 2, Start" is empty/,
	],
	[
		'a wrong value far inside',
		days,
		[{ start: '2026-12-01', reminders: [{ minutes: 5 }, { minutes: 'soon' }] }],
		/"Days, day 1, Reminders, reminder 2, Minutes" must be a whole number/,
	],
	[
		'a wrong choice',
		days,
		[{ start: '2026-12-01', reminders: [{ minutes: 5, via: 'fax' }] }],
		/Via" must be one of email, popup/,
	],
	['an unknown field', room, { name: 'Blue', colour: 'blue' }, /"Room" has no field "colour".*name, isQuiet/],
	['something else', room, 7, /"Room" must be an object, but is "7"/],
	['several where one is wanted', room, [{ name: 'A' }, { name: 'B' }], /"Room" must be one object/],
	[
		'more than Cliq takes',
		days,
		[1, 2, 3].map((day) => ({ start: `2026-12-0${day}` })),
		/"Days" has 3 entries, but Cliq takes 2.*at most 2/,
	],
	['no JSON', days, '[{"start":', /"Days" is not valid JSON/],
])('%s is refused, naming its place', (_what, parameter, value, message) => {
	const error = refusal(() => toWire(parameter, value));
	expect(error).toMatchObject({ kind: 'invalidInput', details: { parameter: parameter.name } });
	expect(`${error.message} | ${error.hint}`).toMatch(message);
});

test('whatever is given comes out with known keys alone, or is refused in words', () => {
	fc.assert(
		fc.property(fc.anything(), (value) => {
			try {
				const wire = toWire(days, value);
				const entries = (wire ?? []) as object[];
				expect(entries.flatMap(Object.keys).every((key) => ['start', 'reminders'].includes(key))).toBe(true);
			} catch (error) {
				expect(error).toMatchObject({ kind: 'invalidInput' });
			}
		}),
	);
});
