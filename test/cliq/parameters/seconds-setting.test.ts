import { millisecondsOf } from '../../../cliq/parameters/seconds-setting';
import { refusal } from '../support/expect';

const setting = { label: 'Max Wait', name: 'maxWait', least: 0, usual: 900 };

test.each([
	[5, 5000],
	['5', 5000],
	[' 0.5 ', 500],
	[0, 0],
	[undefined, 900_000],
	[null, 900_000],
	['', 900_000],
	[' ', 900_000],
])('%p is taken', (value, milliseconds) => {
	expect(millisecondsOf(setting, value)).toBe(milliseconds);
});

test.each([-1, '-1', NaN, Infinity, 'soon', '1e9', true, [], {}, 2_000_001])('%p is refused', (value) => {
	expect(refusal(() => millisecondsOf(setting, value))).toMatchObject({
		kind: 'invalidInput',
		details: { parameter: 'maxWait' },
		message: expect.stringMatching(/^"Max Wait" must be a number of seconds from 0 to 2,000,000, but is "/),
	});
});

test('a time-out of nothing is refused', () => {
	expect(refusal(() => millisecondsOf({ ...setting, least: 1 }, 0)).message).toContain('from 1 to');
});
