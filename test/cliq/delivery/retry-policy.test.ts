import fc from 'fast-check';
import { catalogue, operation } from '../../../cliq/catalogue';
import { mayBeCounted, mayHaveArrived, settle, type Tries } from '../../../cliq/delivery/retry-policy';
import type { Failure, Outcome } from '../../../cliq/http/ports';
import { readable } from '../support/expect';

const NOW = Date.UTC(2026, 10, 22, 8);
const posts = catalogue.filter(({ method }) => method === 'POST');
const others = catalogue.filter(({ method }) => method !== 'POST');
const first: Tries = { count: 1, mayBeDone: false };

const failure = (kind: Failure['kind']): Outcome => ({
	failure: { kind, detail: `detail of ${kind}`, hint: 'A hint' },
});
const answer = (status: number, body: unknown = '', headers = {}): Outcome => ({ response: { status, headers, body } });
const verdict = (id: string, outcome: Outcome, tries = first) => settle(operation(id), outcome, tries, NOW, 0.5);

const bodies = fc.oneof(
	fc.constantFrom<unknown>(
		'',
		'<html>',
		'{"data":[',
		{},
		{ code: 'request_limit_exceeded' },
		{ message: 'throttle limit' },
		{ code: 'message_not_found' },
		{ 'Response Code': '204 No response' },
	),
	fc.jsonValue(),
);
const outcomes: fc.Arbitrary<Outcome> = fc.oneof(
	fc
		.constantFrom<Failure['kind']>(
			'unreachable',
			'interrupted',
			'timedOut',
			'cutOff',
			'unreadable',
			'cancelled',
			'notAuthorized',
		)
		.map(failure),
	fc
		.record({
			status: fc.oneof(
				fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503),
				fc.integer({ min: 100, max: 599 }),
			),
			body: bodies,
		})
		.map(({ status, body }) => answer(status, body)),
);
const anyTries = fc.record({ count: fc.integer({ min: 1, max: 4 }), mayBeDone: fc.boolean() });

it('a POST that may have arrived is never sent again', () => {
	fc.assert(
		fc.property(fc.constantFrom(...posts), outcomes, anyTries, (entry, outcome, tries) => {
			const { next } = settle(entry, outcome, tries, NOW, 0.5);
			// What Cliq refuses because of a lock, it has not carried out; only a 4xx is such a refusal.
			const isRefused = 'response' in outcome && outcome.response.status >= 400 && outcome.response.status < 500;
			const isSafe = 'failure' in outcome ? ['unreachable', 'cutOff'].includes(outcome.failure.kind) : isRefused;
			if (next === 'repeat' || next === 'waitForLock') expect(isSafe).toBe(true);
			if (next === 'repeat') expect(mayHaveArrived(outcome)).toBe(false);
		}),
		{ numRuns: 2000 },
	);
});

it('everything ends: accepted, said what happened, or tried again a few times after a pause', () => {
	fc.assert(
		fc.property(
			fc.constantFrom(...catalogue),
			outcomes,
			anyTries,
			fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
			(entry, outcome, tries, random) => {
				const result = settle(entry, outcome, tries, NOW, random);
				if (result.next === 'fail' || result.next === 'repeat')
					expect(readable(result.error).details.operation).toBe(entry.id);
				if (result.next === 'waitForLock') expect(result.until).toBeGreaterThan(NOW);
				if (result.next === 'accept') expect('failure' in outcome).toBe(false);
				if (result.next !== 'repeat') return;
				expect(tries.count).toBeLessThan(3);
				expect(result.afterMilliseconds).toBeGreaterThanOrEqual(250);
				expect(result.afterMilliseconds).toBeLessThanOrEqual(1500);
			},
		),
		{ numRuns: 2000 },
	);
});

it('what broke off on its way counts as a call, though nothing was done', () => {
	for (const kind of ['cutOff', 'unreadable'] as const)
		expect([mayBeCounted(failure(kind)), mayHaveArrived(failure(kind))]).toEqual([true, false]);
	for (const kind of ['unreachable', 'notAuthorized'] as const) expect(mayBeCounted(failure(kind))).toBe(false);
});

describe.each(['unreachable', 'interrupted', 'timedOut'] as const)('%s', (kind) => {
	it.each(others.map(({ id }) => id))('%s is tried again, twice', (id) => {
		expect([1, 2, 3].map((count) => verdict(id, failure(kind), { count, mayBeDone: false }).next)).toEqual([
			'repeat',
			'repeat',
			'fail',
		]);
	});
});

describe.each(posts.map(({ id }) => id))('%s', (id) => {
	it('is sent again if nobody got it', () =>
		expect([1, 2, 3].map((count) => verdict(id, failure('unreachable'), { count, mayBeDone: false }).next)).toEqual(
			['repeat', 'repeat', 'fail'],
		));
	it.each([
		failure('interrupted'),
		failure('timedOut'),
		answer(500),
		answer(502, '<html>'),
		answer(503),
		answer(200, '{"message_id":"15'),
	])('has an unknown outcome after %j', (outcome) => {
		expect(verdict(id, outcome)).toMatchObject({
			next: 'lookBack',
			error: { kind: 'outcomeUnknown', hint: expect.stringContaining('not repeated') },
		});
	});
	it('may be sent again after a look in vain, unless the server was silent or it was tried often enough', () => {
		expect(verdict(id, failure('interrupted'))).toMatchObject({ mayRepeat: true });
		expect(verdict(id, answer(503), { count: 2, mayBeDone: false })).toMatchObject({ mayRepeat: true });
		expect(verdict(id, failure('timedOut'))).toMatchObject({ mayRepeat: false });
		expect(verdict(id, answer(503), { count: 3, mayBeDone: false })).toMatchObject({ mayRepeat: false });
	});
	it('waits for a lock', () => {
		expect(verdict(id, answer(429))).toEqual({
			next: 'waitForLock',
			until: NOW + operation(id).lockMinutes * 60_000,
		});
		expect(verdict(id, answer(400, { code: 'request_limit_exceeded' }, { 'retry-after': '30' }))).toEqual({
			next: 'waitForLock',
			until: NOW + 30_000,
		});
	});
});

describe('a deletion', () => {
	it('that finds nothing is refused', () =>
		expect(verdict('message.delete', answer(404))).toMatchObject({ next: 'fail', error: { kind: 'notFound' } }));
	it('that finds nothing any more has done its work', () =>
		expect(verdict('message.delete', answer(404), { count: 2, mayBeDone: true })).toEqual({
			next: 'accept',
			body: {},
		}));
	it('that never arrived before has not', () =>
		expect(verdict('message.delete', answer(404), { count: 2, mayBeDone: false })).toMatchObject({ next: 'fail' }));
	it.each(['message.delete', 'reaction.remove', 'message.edit'])(
		'or another change that is refused the second time may be done: %s',
		(id) => {
			const refused = verdict(id, answer(400, { code: 'operation_failed' }), { count: 2, mayBeDone: true });
			expect(refused).toMatchObject({
				next: 'fail',
				error: { kind: 'outcomeUnknown', hint: expect.stringContaining('may have done it') },
			});
			expect(verdict(id, answer(400, { code: 'operation_failed' }))).toMatchObject({
				next: 'fail',
				error: { kind: 'refused' },
			});
		},
	);
	it('is what this is about, and not reading', () =>
		expect(verdict('message.get', answer(404), { count: 2, mayBeDone: true })).toMatchObject({ next: 'fail' }));
});

it('an answer is handed on', () => {
	expect(verdict('message.get', answer(200, '{"id":"5"}'))).toEqual({ next: 'accept', body: { id: '5' } });
	expect(verdict('message.edit', answer(204))).toEqual({ next: 'accept', body: {} });
});

it('what the runner knows is told', () => {
	expect(verdict('message.get', failure('notAuthorized'))).toMatchObject({
		next: 'fail',
		error: { kind: 'notAuthorized', message: 'detail of notAuthorized', hint: 'A hint' },
	});
	expect(verdict('message.edit', failure('cancelled'))).toMatchObject({
		next: 'fail',
		error: { kind: 'cancelled', hint: expect.stringContaining('anyway') },
	});
	expect(verdict('message.get', failure('cancelled'))).toMatchObject({
		next: 'fail',
		error: { kind: 'cancelled', hint: undefined },
	});
});

it('tokens in what the runner tells stay out', () => {
	const outcome: Outcome = { failure: { kind: 'unreachable', detail: 'https://h/api?zapikey=1001.ab.cd refused' } };
	expect(verdict('message.get', outcome, { count: 3, mayBeDone: false })).toMatchObject({
		error: { message: 'Cliq could not be reached: https://h/api?zapikey=[token] refused' },
	});
});
