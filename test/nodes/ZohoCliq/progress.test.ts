import { operation } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { Progress } from '../../../nodes/ZohoCliq/progress';

const post = operation('message.send.channel');
const tooLong = new CliqError('waitTooLong', 'Too long');
const refused = new CliqError('refused', 'No');

beforeEach(() => jest.useFakeTimers({ now: 0 }));
afterEach(() => jest.useRealTimers());

/** A run of which each item took so many milliseconds; a negative number waited for the rate limit. */
function run(of: number, steps: Array<[milliseconds: number, result?: unknown]>): Progress {
	const progress = new Progress(post, of);
	for (const [milliseconds, result = []] of steps) {
		if (milliseconds < 0) progress.waits(Infinity, false);
		jest.advanceTimersByTime(Math.abs(milliseconds));
		progress.note(result);
	}
	return progress;
}

test('a run that did not wait needs no explanation, however long it took', () => {
	expect(run(2, [[60_000], [60_000]]).hint(50)).toBeUndefined();
	expect(run(2, [[100], [-4000]]).hint(50)).toBeUndefined();
});

test('a run that waited says how many were done, in what time, and why', () => {
	const hint = run(3, [[100], [-60_000], [-74_000]]).hint(25);
	expect(hint).toMatch(
		/^3 of 3 items done in 2 minutes 14 seconds\. .*25 calls a minute for "Send a message", .* Nothing was lost\.$/,
	);
});

test('what failed for another reason is counted, and nothing is promised then', () => {
	expect(run(3, [[100], [-60_000, refused], [-60_000]]).hint(50)).toMatch(
		/^2 of 3 items done, 1 failed, in 2 minutes\. .* rather than pass it\.$/,
	);
});

test('a run that gave up some items says how many are left, and how long they take', () => {
	expect(run(150, [[100], ...Array.from({ length: 149 }, (): [number, unknown] => [0, tooLong])]).hint(50)).toMatch(
		/^1 of 150 items .* 149 items .*"Max Wait".* left untouched\. 149 items take about 2 minutes 59 seconds\.$/,
	);
	expect(run(1, [[0, tooLong]]).hint(50)).toMatch(
		/1 item would .* was left untouched\. 1 item takes about 1 second\.$/,
	);
});

test.each([
	[[], 3, refused, 'No item was done before this one; those after it were not begun.'],
	[[[1]], 2, refused, 'Done before this one: item 0, 1 of 2.'],
	[[[1], [1]], 4, refused, 'Done before this one: items 0 to 1, 2 of 4; those after it were not begun.'],
	[
		[[1], [1]],
		102,
		tooLong,
		'Done before this one: items 0 to 1, 2 of 102; those after it were not begun. 100 items take about 2 minutes.',
	],
	[[], 1, refused, undefined],
] as Array<[Array<[number]>, number, CliqError, string | undefined]>)(
	'a failure says what was done before it (%#)',
	(steps, of, error, expected) => {
		expect(run(of, steps).beforeFailure(error, 50)).toBe(expected);
	},
);

test('a lock is called a lock, whatever the limit', () => {
	const locked = new CliqError('locked', 'Locked');
	expect(
		run(2, [
			[0, locked],
			[0, locked],
		]).hint(Infinity),
	).toMatch(/^0 of 2 items done .* Cliq had locked "Send a message" .* 2 items .* left untouched\.$/);
	const progress = run(1, []);
	progress.waits(600_000, true);
	jest.advanceTimersByTime(600_000);
	progress.note([]);
	expect(progress.hint(50)).toMatch(/^1 of 1 item done in 10 minutes\. Cliq had locked .* Nothing was lost\.$/);
});

test('long runs are told in hours', () => {
	expect(run(1, [[-36_060_000]]).hint(50)).toMatch(/in 10 hours 1 minute\./);
});

test('a run that is looked at says what is done, what failed, and whether the current item may be done', () => {
	const progress = run(4, [[1], [1, refused]]);
	expect(progress.soFar()).toBe('1 of 4 items done, 1 failed. Item 2 and those after it were not begun.');
	progress.changes(true);
	expect(progress.soFar()).toMatch(/Item 2 was under way and may be done too/);
	progress.changes(false);
	expect(progress.soFar()).toMatch(/Item 2 and those after it were not begun/);
	progress.changes(true);
	progress.note([]);
	expect(progress.soFar()).toMatch(/^2 of 4 .* Item 3 and/);
	progress.note([]);
	expect(progress.soFar()).toBe('3 of 4 items done, 1 failed.');
});

describe('an item that comes to several calls', () => {
	test('is told of as done in part once one of them is done, even if the next was refused', () => {
		const progress = run(3, [[1]]);
		progress.changes(true);
		progress.callDone();
		expect(progress.soFar()).toBe('1 of 3 items done. Item 1 was done in part: check before you run it again.');
		progress.changes(true);
		progress.changes(false);
		expect(progress.soFar()).toMatch(/done in part/);
		progress.note([]);
		expect(progress.soFar()).toBe('2 of 3 items done. Item 2 and those after it were not begun.');
	});

	test('was not left untouched if one of them was done before there was no time for another', () => {
		const progress = run(2, [[1]]);
		progress.callDone();
		progress.note(tooLong);
		expect(progress.hint(50)).toBeUndefined();
	});
});

test('items that become one message are done together, or not at all', () => {
	const progress = new Progress(post, 300, 300);
	expect(progress.soFar()).toBe('0 of 300 items done. What they become was not begun.');
	progress.changes(true);
	expect(progress.soFar()).toBe(
		'0 of 300 items done. What they become was under way and may be done too: check before you run it again.',
	);
	expect(progress.beforeFailure(refused, 50)).toBeUndefined();
	progress.note([]);
	expect(progress.soFar()).toBe('300 of 300 items done.');
});
