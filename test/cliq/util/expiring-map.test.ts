import fc from 'fast-check';
import { ExpiringMap } from '../../../cliq/util/expiring-map';

const LASTS = 100;

it('a value is known until its time has passed, counted from when it was set last', () => {
	const map = new ExpiringMap<string>(LASTS, 10);
	map.set('a', 'old', 0);
	expect([map.get('a', 0), map.get('a', 99), map.get('a', 100), map.get('b', 0)]).toEqual([
		'old',
		'old',
		undefined,
		undefined,
	]);
	map.set('a', 'new', 90);
	expect([map.get('a', 189), map.get('a', 190)]).toEqual(['new', undefined]);
});

it('who wants something fresher gets nothing that is older than that', () => {
	const map = new ExpiringMap<string>(LASTS, 10);
	map.set('a', 'x', 0);
	expect([
		map.get('a', 9, 10),
		map.get('a', 10, 10),
		map.get('a', 99, Infinity),
		map.get('a', 100, Infinity),
	]).toEqual(['x', undefined, 'x', undefined]);
});

it('a value can last for ever, as long as there are not too many', () => {
	const map = new ExpiringMap<number>(Infinity, 4);
	map.set('0', 0, 0);
	expect(map.get('0', 1e15)).toBe(0);
	for (let at = 1; at <= 4; at++) map.set(String(at), at, at);
	expect(map.get('0', 4)).toBeUndefined();
	expect([map.get('3', 4), map.get('4', 4)]).toEqual([3, 4]);
});

it('forgets what it is told to', () => {
	const map = new ExpiringMap<number>(LASTS, 4);
	for (let at = 0; at < 4; at++) map.set(String(at), at, at);
	map.delete('3');
	map.deleteWhere((value, at) => value === 1 && at === 1);
	map.deleteWhere((value, at) => value === 2 && at === 1);
	expect(['0', '1', '2', '3'].map((key) => map.get(key, 4))).toEqual([0, undefined, 2, undefined]);
	expect(map.size).toBe(2);
});

const steps = fc.array(
	fc.record({
		key: fc.constantFrom(...'abcdefghijkl'),
		wait: fc.constantFrom(0, 0, 1, 30, 99, 100, 250),
		isDelete: fc.integer({ max: 9, min: 0 }).map((one) => one === 0),
	}),
	{ maxLength: 60 },
);

it('whatever happens, it gives nothing but what was set last and in time, keeps no more than it may, and the newer half', () => {
	fc.assert(
		fc.property(steps, fc.integer({ min: 2, max: 12 }), (all, most) => {
			const map = new ExpiringMap<number>(LASTS, most);
			/** In the order in which they were set. */
			const model = new Map<string, { value: number; at: number }>();
			let now = 0;
			for (const [value, { key, wait, isDelete }] of all.entries()) {
				now += wait;
				model.delete(key);
				if (isDelete) map.delete(key);
				else {
					map.set(key, value, now);
					model.set(key, { value, at: now });
				}
				expect(map.size).toBeLessThanOrEqual(most + 1);
				const newest = [...model].slice(-Math.floor(most / 2)).map(([name]) => name);
				for (const [name, entry] of model) {
					const wanted = now - entry.at < LASTS ? entry.value : undefined;
					const given = map.get(name, now);
					expect([wanted, undefined]).toContain(given);
					if (newest.includes(name)) expect(given).toBe(wanted);
				}
			}
		}),
	);
});

it('nothing that is too old is kept once its time has passed twice', () => {
	const map = new ExpiringMap<number>(LASTS, 1000);
	for (let at = 0; at < 100; at++) map.set(`old ${at}`, at, at);
	map.set('new', 0, 100);
	map.set('newer', 0, 200);
	expect(map.size).toBe(2);
});
