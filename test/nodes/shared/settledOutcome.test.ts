import { settled } from '../../../nodes/shared/settledOutcome';

test('gives what came of it, and as data why nothing did', async () => {
	const failure = new TypeError('no');
	expect(await settled(Promise.resolve(5))).toBe(5);
	expect(await settled(Promise.reject(failure))).toBe(failure);
	expect(await settled(Promise.reject('thrown as a text'))).toEqual(new Error('thrown as a text'));
});
