import { PassThrough } from 'node:stream';
import type { WebRequest } from '../../../../node-red/lib/shared/node-red';
import { MOST_BYTES, readBody } from '../../../../node-red/lib/shared/webhook-route';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const request = (headers: object = {}) =>
	Object.assign(new PassThrough(), { headers }) as unknown as WebRequest & PassThrough;

test('a body comes as it is, in whatever pieces', async () => {
	const coming = request();
	const body = readBody(coming);
	for (const piece of ['ü', '{', '}']) coming.write(piece);
	coming.end();
	jest.useRealTimers();
	expect(Buffer.from((await body) as Uint8Array).toString()).toBe('ü{}');
});

test('one that comes too slowly is given up after ten seconds, and nothing listens to the rest', async () => {
	const coming = request();
	const body = readBody(coming);
	for (let second = 0; second < 10; second++) {
		coming.write('x');
		await jest.advanceTimersByTimeAsync(999);
	}
	expect(coming.listenerCount('end')).toBeGreaterThan(0);
	await jest.advanceTimersByTimeAsync(10);
	expect(await body).toBe(408);
	expect(['data', 'error'].map((event) => coming.listenerCount(event))).toEqual([0, 0]);
});

test('one that says it is too large is not read at all, and one that does not say so no further than allowed', async () => {
	const honest = request({ 'content-length': String(MOST_BYTES + 1) });
	expect(await readBody(honest)).toBe(413);
	expect(honest.listenerCount('data')).toBe(0);
	const other = request({ 'content-length': '10' });
	const body = readBody(other);
	other.write(Buffer.alloc(MOST_BYTES));
	other.write('x');
	await jest.advanceTimersByTimeAsync(1);
	expect(await body).toBe(413);
	expect(other.listenerCount('data')).toBe(0);
});

test('of a sender who goes away there is nothing', async () => {
	const coming = request();
	const body = readBody(coming);
	coming.destroy();
	await jest.advanceTimersByTimeAsync(1);
	expect(await body).toBeUndefined();
});

test.each([
	['{"a":1}', '{"a":1}'],
	[Buffer.from('ü'), 'ü'],
	[{ a: 1 }, '{"a":1}'],
	[undefined, '""'],
	['x'.repeat(MOST_BYTES + 1), 413],
])('what something in front has read is taken (%#)', async (read, expected) => {
	const taken = { readableEnded: true, body: read, headers: {} } as unknown as WebRequest;
	const body = await readBody(taken);
	expect(typeof body === 'number' ? body : Buffer.from(body!).toString()).toEqual(expected);
});
