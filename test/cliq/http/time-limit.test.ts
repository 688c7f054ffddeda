import fc from 'fast-check';
import { LATE, within } from '../../../cliq/http/time-limit';
import { VirtualClock } from '../support/clock';

test('gives what comes in time, and says of everything else that it is late', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.integer({ min: 1, max: 100 }),
			fc.integer({ min: 1, max: 100 }),
			fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
			fc.boolean(),
			async (takes, limit, stopsAt, fails) => {
				fc.pre(takes !== limit && takes !== stopsAt);
				const clock = new VirtualClock();
				const stop = new AbortController();
				const error = new Error('It failed');
				const work = clock.sleep(takes).then(() => (fails ? Promise.reject(error) : 'done'));
				work.catch(() => {});
				if (stopsAt === 0) stop.abort();
				else if (stopsAt !== undefined) void clock.sleep(stopsAt).then(() => stop.abort());
				let result: unknown;
				const began = clock.elapsed();
				await clock.run(
					within(work, limit, clock, stop.signal).then(
						(value) => (result = value),
						(reason: unknown) => (result = reason),
					),
				);
				const end = Math.min(takes, limit, stopsAt ?? Infinity);
				expect([result, clock.elapsed() - began]).toEqual([
					end === takes ? (fails ? error : 'done') : LATE,
					end,
				]);
			},
		),
	);
});

test('leaves neither a timer nor a listener behind', async () => {
	const slept: Array<AbortSignal | undefined> = [];
	const clock = {
		sleep: (_milliseconds: number, signal?: AbortSignal) => (slept.push(signal), new Promise<void>(() => {})),
	};
	const stop = new AbortController();
	const removed = jest.spyOn(stop.signal, 'removeEventListener');
	await Promise.all([
		within(Promise.resolve(1), 10, clock, stop.signal),
		expect(within(Promise.reject(new Error('no')), 10, clock, stop.signal)).rejects.toThrow('no'),
	]);
	expect(slept.map((signal) => signal?.aborted)).toEqual([true, true]);
	expect(removed).toHaveBeenCalledTimes(1);
});
