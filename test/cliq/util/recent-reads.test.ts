import { RecentReads } from '../../../cliq/util/recent-reads';

const LASTS = 100;

/** Counts what is read. */
function reader() {
	let count = 0;
	return async () => ++count;
}

it('what was read of late is not read again, unless somebody wants it to be', async () => {
	const reads = new RecentReads<number>(LASTS, 10);
	const read = reader();
	expect([await reads.get('a', 0, read), await reads.get('a', 99, read), await reads.get('b', 99, read)]).toEqual([
		1, 1, 2,
	]);
	expect([
		await reads.get('a', 99, read, false),
		await reads.get('a', 198, read),
		await reads.get('a', 199, read),
	]).toEqual([3, 3, 4]);
});

it('of several who ask at once, one reads', async () => {
	const reads = new RecentReads<number>(LASTS, 10);
	const read = reader();
	expect(await Promise.all([reads.get('a', 0, read), reads.get('a', 1, read)])).toEqual([1, 1]);
});

it('a read that fails is told to all who wait for it, and not kept', async () => {
	const reads = new RecentReads<number>(LASTS, 10);
	const failing = async () => await Promise.reject(new Error('no'));
	const both = await Promise.allSettled([reads.get('a', 0, failing), reads.get('a', 0, reader())]);
	expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	expect(await reads.get('a', 0, reader())).toBe(1);
});

it('one that fails late does not take a newer one away', async () => {
	const reads = new RecentReads<number>(LASTS, 10);
	let fail = (_reason: Error) => {};
	const failing = expect(
		reads.get('a', 0, async () => await new Promise<number>((_, reject) => (fail = reject))),
	).rejects.toThrow('late');
	expect(await reads.get('a', 0, reader(), false)).toBe(1);
	fail(new Error('late'));
	await failing;
	expect(await reads.get('a', 0, async () => await Promise.resolve(7))).toBe(1);
});
