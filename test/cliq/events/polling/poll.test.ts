import fc from 'fast-check';
import type { Operation } from '../../../../cliq/catalogue';
import type { CliqClient } from '../../../../cliq/client';
import { CliqError, type ErrorKind } from '../../../../cliq/errors';
import type { Patience } from '../../../../cliq/pacing/pacer';
import { poll, samples, type PollState, type Polled } from '../../../../cliq/events/polling/poll';
import { byTime, isWrittenBy } from '../../../../cliq/events/polling/event-of-message';
import { withIds } from '../../../../cliq/events/polling/people';
import type { CliqEvent } from '../../../../cliq/events/types';
import { buildRequest } from '../../../../cliq/http/request';
import type { Values } from '../../../../cliq/parameters/values';
import type { Place } from '../../../../cliq/lookup/known-places';
import { readResponse } from '../../../../cliq/read-response';
import { rejection } from '../../support/expect';

// Machines that run everything at once are slow.
jest.setTimeout(120_000);

const START = Date.UTC(2026, 10, 22, 8);
const patience = { maxWait: Infinity };

/** Which part of what was asked for a full page holds: `open` without an end, `bounded` with one. */
interface Variant {
	order: 'oldest-first' | 'newest-first';
	open: 'oldest' | 'newest';
	bounded: 'oldest' | 'newest';
}
const ends = ['oldest', 'newest'] as const;
const variants: Variant[] = (['oldest-first', 'newest-first'] as const).flatMap((order) =>
	ends.flatMap((open) => ends.map((bounded) => ({ order, open, bounded }))),
);

interface Written {
	id: string;
	time: number;
	/** It shows from then on, and no more after it was deleted. */
	visible: number;
	deleted?: boolean;
}

/** Chats on a server of one variant, that answers in no time. */
class ModelCliq {
	now = START;
	reads: string[] = [];
	/** What goes wrong with the next reads. */
	faults: Array<ErrorKind | undefined> = [];
	/** What always goes wrong, by chat. */
	broken: Record<string, ErrorKind> = {};
	/** Reads until there are no more. */
	allowed = Infinity;
	/** How long a read takes, in milliseconds. */
	took = 0;
	private readonly chats = new Map<string, Written[]>();
	private written = 0;

	constructor(readonly variant: Variant = variants[0]!) {}

	readonly client = {
		now: () => this.now,
		elapsed: () => this.now,
		call: async (entry: Operation, values: Values) => {
			const { query } = buildRequest(entry, values, 'https://cliq.zoho.com');
			this.reads.push(String(values.chatId));
			if (this.reads.length > 5000) throw new Error('This will never end');
			this.now += this.took;
			const fault =
				this.faults.shift() ??
				this.broken[String(values.chatId)] ??
				(this.allowed-- > 0 ? undefined : 'waitTooLong');
			if (fault) throw new CliqError(fault, `It is ${fault}`, { hint: 'Wait.' });
			const page = this.page(
				String(values.chatId),
				Number(query.fromtime ?? 0),
				Number(query.totime ?? Infinity),
				Number(query.limit ?? 100),
			);
			const raw = {
				data: page.map(({ id, time }) => ({
					id,
					time,
					type: 'text',
					content: { text: `Text of ${id}` },
					sender: { id: '7', name: 'Sam' },
				})),
			};
			return { answer: readResponse({ operation: entry, body: raw, values })!, raw };
		},
	};

	write(chat: string, count = 1, { ago = 0, delay = 0 } = {}): string[] {
		const messages = Array.from({ length: count }, () => ({
			id: `${this.now - ago}_${100_000 + this.written++}`,
			time: this.now - ago,
			visible: this.now + delay,
		}));
		this.chats.set(chat, [...(this.chats.get(chat) ?? []), ...messages]);
		return messages.map(({ id }) => id);
	}

	delete(chat: string, id: string): void {
		this.chats.get(chat)!.find((message) => message.id === id)!.deleted = true;
	}

	private page(chat: string, from: number, to: number, limit: number): Written[] {
		const window = (this.chats.get(chat) ?? []).filter(
			({ time, visible, deleted }) => !deleted && visible <= this.now && time >= from && time <= to,
		);
		window.sort((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1));
		const holds = to === Infinity ? this.variant.open : this.variant.bounded;
		const page = holds === 'newest' ? window.slice(-limit) : window.slice(0, limit);
		return this.variant.order === 'newest-first' ? page.reverse() : page;
	}
}

/** A runner that keeps the state as JSON. */
class Runner {
	readonly ids: string[] = [];
	state?: string;

	constructor(
		readonly cliq: ModelCliq,
		public chats: string[],
	) {}

	async poll(budget = 50_000): Promise<Polled> {
		const state = this.state === undefined ? undefined : (JSON.parse(this.state) as PollState);
		const polled = await poll(this.cliq.client, this.chats, state, patience, budget);
		this.state = JSON.stringify(polled.state);
		this.ids.push(...idsOf(polled));
		return polled;
	}
}

const idsOf = ({ events }: Polled) => events.map(({ message }) => message!.id!);

describe.each(variants)('a poll, $order, full pages of the $open, with an end of the $bounded', (variant) => {
	/** That is what may well be so; the others are only to be survived. */
	const isPlain = variant.open === variant.bounded;

	it.each([0, 3, 99, 100, 101, 250, 700])(
		'of a chat with %i messages emits nothing at first, then what is new',
		async (before) => {
			const cliq = new ModelCliq(variant);
			for (let left = before; left > 0; left -= 7) {
				cliq.write('CT_1', Math.min(7, left));
				cliq.now += 1000;
			}
			const runner = new Runner(cliq, ['CT_1']);
			for (let polls = 0; polls < 3; polls++)
				expect(await runner.poll()).toMatchObject({ events: [], failures: [], warnings: [] });
			const written = cliq.write('CT_1', 2);
			await runner.poll();
			expect(runner.ids).toEqual(written);
			await runner.poll();
			expect(runner.ids).toEqual(written);
		},
	);

	it('emits each message of a chat once and in order, whatever comes, and wherever it stops', async () => {
		const step = fc.record({
			count: fc.oneof(fc.nat(3), fc.nat(99), fc.nat(350)),
			spread: fc.constantFrom(0, 1, 7, 900),
			pause: fc.constantFrom(0, 1, 500, 60_000),
			polls: fc.nat(2),
			budget: fc.constantFrom(50_000, 2500, 1500),
			faults: fc.array(
				fc.constantFrom<ErrorKind | undefined>(
					undefined,
					undefined,
					'unavailable',
					'waitTooLong',
					'locked',
					'notAuthorized',
				),
				{ maxLength: 4 },
			),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
				const cliq = new ModelCliq(variant);
				cliq.took = 1000;
				const runner = new Runner(cliq, ['CT_1']);
				await runner.poll();
				const written: string[] = [];
				for (const { count, spread, pause, polls, budget, faults } of steps) {
					for (let left = count; left > 0; left -= 90) {
						written.push(...cliq.write('CT_1', Math.min(90, left)));
						cliq.now += spread + 1;
					}
					cliq.now += pause;
					cliq.faults = faults;
					for (let polled = 0; polled < polls; polled++) {
						const { events } = await runner.poll(budget);
						expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort());
					}
				}
				cliq.faults = [];
				for (let polls = 0; polls < 10; polls++) await runner.poll();
				// Newest first, what did not fit one poll comes after what is newer.
				expect(variant.open === 'oldest' ? runner.ids : [...runner.ids].sort()).toEqual(written);
				expect(runner.state!.length).toBeLessThan(10_000);
			}),
			{ numRuns: 25 },
		);
	});

	it('makes no more reads than it takes', async () => {
		if (!isPlain) return;
		const isNewest = variant.open === 'newest';
		for (const [before, written, first, second] of [
			[0, 0, 1, 1],
			[50, 60, 1, 1],
			[250, 0, isNewest ? 2 : 3, 1],
			[10, 250, 1, isNewest ? 4 : 3],
			[0, 400, 1, 6],
		]) {
			const cliq = new ModelCliq(variant);
			const runner = new Runner(cliq, ['CT_1']);
			const write = (count: number) => {
				for (let index = 0; index < count; index++) {
					cliq.write('CT_1');
					cliq.now += 1000;
				}
			};
			write(before!);
			await runner.poll();
			expect(cliq.reads).toHaveLength(first!);
			write(written!);
			await runner.poll();
			expect([before, cliq.reads.length - first!]).toEqual([before, second]);
		}
	});

	it('is in order over as many messages as a turn takes, and brings the rest later', async () => {
		const cliq = new ModelCliq(variant);
		const runner = new Runner(cliq, ['CT_1']);
		await runner.poll();
		const written: string[] = [];
		for (let index = 0; index < 400; index++) {
			written.push(...cliq.write('CT_1'));
			cliq.now += 1000;
		}
		await runner.poll();
		expect(runner.ids).toEqual(written);
	});

	it('passes an instant with more messages than Cliq gives, and says so once', async () => {
		if (!isPlain) return;
		for (const [before, within, after] of [
			[0, 130, 0],
			[1, 101, 1],
			[150, 250, 150],
			[3, 100, 0],
		]) {
			const cliq = new ModelCliq(variant);
			const runner = new Runner(cliq, ['CT_1']);
			await runner.poll();
			const others = cliq.write('CT_1', Math.min(before!, 90));
			cliq.now += 1;
			others.push(...cliq.write('CT_1', before! - others.length));
			cliq.now += 1;
			const crowd = cliq.write('CT_1', within);
			cliq.now += 1;
			others.push(...cliq.write('CT_1', Math.min(after!, 80)));
			cliq.now += 1;
			others.push(...cliq.write('CT_1', Math.max(0, after! - 80)));
			const polls = [await runner.poll(), await runner.poll(), await runner.poll()];
			expect(new Set(runner.ids).size).toBe(runner.ids.length);
			expect(runner.ids).toEqual(expect.arrayContaining(others));
			expect(runner.ids.filter((id) => crowd.includes(id)).length).toBeGreaterThanOrEqual(100);
			const warnings = polls.flatMap((polled) => polled.warnings);
			if (within! > 100)
				expect(warnings).toEqual([
					expect.stringContaining(
						'In the chat CT_1 100 or more messages were written at 2026-11-22T08:00:00.00',
					),
				]);
			expect(polls[2]).toMatchObject({ events: [], warnings: [] });
			cliq.now += 1;
			const [next] = cliq.write('CT_1');
			expect(idsOf(await runner.poll())).toEqual([next]);
		}
	});

	it('says nothing of a crowd from before the first poll', async () => {
		const cliq = new ModelCliq(variant);
		cliq.write('CT_1', 120);
		const runner = new Runner(cliq, ['CT_1']);
		expect(await runner.poll()).toMatchObject({ events: [], warnings: [] });
		cliq.now += 1;
		const written = cliq.write('CT_1', 2);
		await runner.poll();
		expect(runner.ids).toEqual(written);
	});

	it('finds what becomes visible up to ten seconds late, also after restarts', async () => {
		for (const delay of [1, 4000, 9999]) {
			const cliq = new ModelCliq(variant);
			cliq.write('CT_1', 2);
			const runner = new Runner(cliq, ['CT_1']);
			await runner.poll();
			const late = cliq.write('CT_1', 2, { delay });
			cliq.now += delay - 1;
			const soon = cliq.write('CT_1', 5);
			await runner.poll();
			expect(runner.ids).toEqual(soon);
			cliq.now += 60_000;
			await runner.poll();
			await runner.poll();
			expect(runner.ids).toEqual([...soon, ...late]);
		}
	});

	it('finds what is late after a long silence, and beside a full page', async () => {
		for (const between of [1, 5, 140]) {
			const cliq = new ModelCliq(variant);
			cliq.write('CT_1', 2);
			const runner = new Runner(cliq, ['CT_1']);
			await runner.poll();
			cliq.now += 3_600_000;
			const written: string[] = [];
			for (let index = 0; index < between; index++) {
				written.push(...cliq.write('CT_1'));
				cliq.now += 11_000;
			}
			const late = cliq.write('CT_1', 1, { delay: 3000 });
			cliq.now += 2000;
			written.push(...cliq.write('CT_1'));
			for (let polls = 0; polls < 2; polls++) await runner.poll();
			expect(runner.ids).toEqual(written);
			cliq.now += 60_000;
			await runner.poll();
			expect(runner.ids).toEqual([...written, ...late]);
		}
	});

	it('finds what is late among many, as long as few came after it', async () => {
		const cliq = new ModelCliq(variant);
		const runner = new Runner(cliq, ['CT_1']);
		await runner.poll();
		for (let index = 0; index < 60; index++) {
			cliq.write('CT_1', 5);
			cliq.now += 100;
		}
		const late = cliq.write('CT_1', 1, { delay: 700 });
		cliq.now += 500;
		cliq.write('CT_1', 15);
		await runner.poll();
		expect(runner.ids).toHaveLength(315);
		cliq.now += 500;
		await runner.poll();
		expect(runner.ids.slice(315)).toEqual(late);
	});

	it('loses and repeats nothing when messages are deleted between the reads', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.nat(299), { maxLength: 20 }),
				fc.array(fc.nat(2), { minLength: 20, maxLength: 20 }),
				async (deleted, when) => {
					const cliq = new ModelCliq(variant);
					const runner = new Runner(cliq, ['CT_1']);
					await runner.poll();
					const written: string[] = [];
					for (let index = 0; index < 300; index++) {
						written.push(...cliq.write('CT_1'));
						if (index % 7 > 3) cliq.now += 1;
					}
					const gone = new Set<string>();
					const original = cliq.client.call;
					cliq.client.call = async (...call) => {
						const read = cliq.reads.length;
						deleted.forEach(
							(index, nth) =>
								when[nth] === read % 3 &&
								(gone.add(written[index]!), cliq.delete('CT_1', written[index]!)),
						);
						return await original(...call);
					};
					for (let polls = 0; polls < 6; polls++) await runner.poll();
					expect(new Set(runner.ids).size).toBe(runner.ids.length);
					expect(runner.ids).toEqual(expect.arrayContaining(written.filter((id) => !gone.has(id))));
				},
			),
			{ numRuns: 25 },
		);
	});
});

it('samples are messages that are there, the oldest first, and nothing is remembered of them', async () => {
	const cliq = new ModelCliq();
	const old = cliq.write('CT_1');
	cliq.now += 1000;
	const [one] = cliq.write('CT_2');
	cliq.now += 1000;
	const [other] = cliq.write('CT_1');
	expect(
		(await samples(cliq.client, ['CT_1', 'CT_2'], START + 1, patience)).map(({ message }) => message!.id),
	).toEqual([one, other]);
	expect((await samples(cliq.client, ['CT_1'], START, patience)).map(({ message }) => message!.id)).toEqual([
		...old,
		other,
	]);
});

describe('people', () => {
	const users = [
		{ email_id: 'Sam@example.com', zuid: 7 },
		{ email_id: 'ann@example.com', id: '8' },
		{ email_id: 'nobody@example.com' },
	];
	const HOUR = 3_600_000;
	const once = async (_key: string[], lookUp: () => Promise<Place>, _patience: Patience, lasts: number) => {
		// An address may be given to somebody else.
		expect(lasts).toBe(HOUR);
		return await lookUp();
	};
	const client = { call: async () => ({ answer: users, raw: {} }), once } as unknown as CliqClient;

	it('are looked up by their email addresses, and only by these', async () => {
		expect(
			await withIds(
				client,
				['sam@example.com', '55743307', '@deploybot', 'Sam Doe', 'ann@example.com'],
				patience,
			),
		).toEqual(['7', '55743307', '@deploybot', 'Sam Doe', '8']);
	});

	it.each(['x@example.com', 'nobody@example.com'])('that nobody knows are told of: %s', async (email) => {
		expect(await rejection(withIds(client, [email], patience))).toMatchObject({
			kind: 'notFound',
			message: expect.stringContaining(email) as string,
		});
	});
});

describe('many chats', () => {
	const names = Array.from({ length: 12 }, (_, index) => `CT_${index + 1}`);

	it('lose and repeat nothing, whatever comes and wherever polls stop', async () => {
		const few = names.slice(0, 4);
		const step = fc.record({
			writes: fc.array(fc.tuple(fc.nat(3), fc.constantFrom(1, 2, 60, 130), fc.nat(2)), { maxLength: 4 }),
			allowed: fc.nat(9),
			faults: fc.array(
				fc.constantFrom<ErrorKind | undefined>(
					undefined,
					undefined,
					'unavailable',
					'notFound',
					'locked',
					'cancelled',
				),
				{ maxLength: 5 },
			),
			budget: fc.constantFrom(50_000, 3000),
		});
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...variants),
				fc.array(step, { maxLength: 12 }),
				async (variant, steps) => {
					const cliq = new ModelCliq(variant);
					cliq.took = 700;
					const runner = new Runner(cliq, few);
					await runner.poll();
					const written: string[] = [];
					for (const { writes, allowed, faults, budget } of steps) {
						for (const [chat, count, pause] of writes) {
							for (let left = count; left > 0; left -= 50) {
								written.push(...cliq.write(few[chat]!, Math.min(50, left)));
								cliq.now += pause + 1;
							}
						}
						Object.assign(cliq, { allowed, faults: [...faults] });
						await runner.poll(budget);
					}
					Object.assign(cliq, { allowed: Infinity, faults: [] });
					for (let polls = 0; polls < 5; polls++) await runner.poll(1_000_000);
					expect([...runner.ids].sort()).toEqual(written.sort());
				},
			),
			{ numRuns: 100 },
		);
	});

	it('take turns over the polls, as many as there are reads', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, names);
		await runner.poll();
		cliq.reads = [];
		for (let polls = 0; polls < 6; polls++) {
			cliq.allowed = 5;
			await runner.poll();
		}
		// The sixth read of each poll is refused, and begins the next one.
		const made = cliq.reads.filter((_, index) => index % 6 !== 5);
		expect(made).toEqual([...names, ...names, ...names.slice(0, 6)]);
	});

	it('one with very many messages lets the others have their turn, and the rest of the reads is its own', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, names);
		await runner.poll();
		const written: string[] = [];
		for (let index = 0; index < 5000; index++) {
			written.push(...cliq.write('CT_1'));
			cliq.now += 1000;
		}
		const other = cliq.write('CT_12');
		cliq.reads = [];
		cliq.allowed = 20;
		await runner.poll();
		expect(runner.ids).toEqual(expect.arrayContaining(other));
		expect(cliq.reads.filter((chat) => chat !== 'CT_1')).toEqual(names.slice(1));
		expect(runner.ids.length).toBeGreaterThan(700);
		for (let polls = 0; polls < 10; polls++) {
			cliq.allowed = 20;
			await runner.poll();
		}
		expect([...runner.ids].sort()).toEqual([...written, ...other].sort());
	});

	it('a poll ends in time, and the next one goes on', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, names);
		cliq.took = 3000;
		await runner.poll(100_000);
		const written = names.map((chat) => cliq.write(chat)[0]);
		const begun = cliq.now;
		await runner.poll(10_000);
		expect(cliq.now - begun).toBe(12_000);
		expect(runner.ids).toEqual(written.slice(0, 4));
		expect(await runner.poll(0)).toMatchObject({ events: [] });
		await runner.poll(10_000);
		await runner.poll(10_000);
		expect(runner.ids).toEqual(written);
	});

	it('what the first poll does not come to begins at that moment', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, names);
		names.forEach((chat) => cliq.write(chat));
		cliq.now += 5000;
		cliq.allowed = 5;
		await runner.poll();
		cliq.now += 1;
		const written = names.map((chat) => cliq.write(chat)[0]);
		cliq.now += 60_000;
		cliq.allowed = Infinity;
		await runner.poll();
		expect([...runner.ids].sort()).toEqual([...written].sort());
	});

	it('one that is gone is told of, does not stop the others, and is tried again from where it was', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, names);
		await runner.poll();
		const written = names.map((chat) => cliq.write(chat)[0]);
		cliq.broken = { CT_3: 'notFound', CT_4: 'forbidden', CT_5: 'unavailable' };
		const { failures } = await runner.poll();
		expect(failures).toEqual(
			['CT_3', 'CT_4', 'CT_5'].map((chat) => ({ chat, error: expect.any(CliqError) as CliqError })),
		);
		expect(runner.ids).toEqual(written.filter((_, index) => ![2, 3, 4].includes(index)));
		cliq.broken = {};
		await runner.poll();
		expect([...runner.ids].sort()).toEqual([...written].sort());
	});

	it.each<ErrorKind>(['notAuthorized', 'scopeMissing', 'locked', 'waitTooLong', 'cancelled'])(
		'what goes wrong with all of them is not tried with each: %s',
		async (kind) => {
			const cliq = new ModelCliq();
			const runner = new Runner(cliq, names);
			await runner.poll();
			cliq.reads = [];
			cliq.faults = [undefined, kind];
			const polled = await runner.poll();
			expect(cliq.reads).toEqual(['CT_1', 'CT_2']);
			expect(polled.failures).toHaveLength(kind === 'notAuthorized' || kind === 'scopeMissing' ? 1 : 0);
			expect(polled.locked?.kind).toBe(kind === 'locked' ? 'locked' : undefined);
			expect(polled.state.next).toBe('CT_2');
		},
	);

	it('come and go', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, ['CT_1', 'CT_2']);
		await runner.poll();
		names.forEach((chat) => cliq.write(chat));
		cliq.now += 60_000;
		runner.chats = ['CT_2', 'CT_3'];
		expect((await runner.poll()).events.map(({ chat }) => chat!.id)).toEqual(['CT_2']);
		expect(Object.keys((JSON.parse(runner.state!) as PollState).chats)).toEqual(['CT_2', 'CT_3']);
		cliq.write('CT_3');
		runner.chats = ['CT_1', 'CT_3'];
		expect((await runner.poll()).events.map(({ chat }) => chat!.id)).toEqual(['CT_3']);
	});

	it('the same one in several forms is read once, and what is none is told of', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, ['CT_1', ' CT_1 ', 'https://cliq.zoho.com/app/chats/CT_1', 'Team Talk', '']);
		expect((await runner.poll()).failures.map(({ chat, error }) => [chat, error.kind])).toEqual([
			['Team Talk', 'invalidInput'],
			['', 'invalidInput'],
		]);
		expect(cliq.reads).toEqual(['CT_1']);
	});
});

it('clocks may differ by hours: the first poll goes by the newest message', async () => {
	for (const skew of [-5, 5].map((hours) => hours * 3_600_000)) {
		const cliq = new ModelCliq();
		cliq.write('CT_1', 3, { ago: skew });
		const runner = new Runner(cliq, ['CT_1', 'CT_2']);
		await runner.poll();
		cliq.now += 1000;
		const written = ['CT_1', 'CT_2'].flatMap((chat) => cliq.write(chat, 2, { ago: skew }));
		await runner.poll();
		await runner.poll();
		expect(runner.ids).toEqual(written);
	}
});

it.each([
	['nothing', undefined],
	['a text', 'x'],
	['another state', { chats: { CT_1: { cursor: 5 } } }],
	['stretches in disorder', { chats: { CT_1: { unread: [{ from: 5 }, { from: 6 }], seen: [] } } }],
	['no stretch', { chats: { CT_1: { unread: [], seen: [] } } }],
	['a stretch that ends', { chats: { CT_1: { unread: [{ from: 1, to: 2 }], seen: [] } } }],
	['a stretch without a beginning', { chats: { CT_1: { unread: [{ from: null }], seen: [] } } }],
])('a state that nothing can be gone by is none: %s', async (_name, state) => {
	const cliq = new ModelCliq();
	cliq.write('CT_1', 3);
	const { events, failures } = await poll(cliq.client, ['CT_1'], state as PollState | undefined, patience, 50_000);
	expect({ events, failures }).toEqual({ events: [], failures: [] });
});

it('an answer that holds messages of other times is refused, and none of them comes out', async () => {
	const page = Array.from({ length: 100 }, (_, index) => ({
		messageId: `${index}`,
		time: START - 1_000_000 - index,
		chatId: 'CT_1',
		text: '',
		type: 'text',
		sentAt: '',
		senderId: '',
		senderName: '',
	}));
	const client = {
		now: () => START,
		elapsed: () => START,
		call: async () => ({ answer: page, raw: { data: page } }),
	};
	const state = { chats: { CT_1: { unread: [{ from: START }], seen: [] } } };
	const polled = await poll(client, ['CT_1'], state, patience, 50_000);
	expect(polled).toMatchObject({
		events: [],
		state,
		failures: [{ chat: 'CT_1', error: { kind: 'unexpectedAnswer' } }],
	});
});

it('an event tells who wrote what, where and when, and has what Cliq sent', async () => {
	const time = START + 5;
	const sent = {
		sender: { name: 'Sam Doe', id: '55743307' },
		id: `${time}%20123`,
		time,
		type: 'file',
		content: {
			thumbnail: { height: 1 },
			file: { name: 'a.png', type: 'image/png', id: 'f1', dimensions: { size: 3 } },
			comment: 'Look',
		},
		mentions: [{ name: 'Ann', id: '7', type: 'user' }],
		replied_message: { id: '5_6' },
	};
	const client = {
		now: () => START,
		elapsed: () => START,
		call: async (entry: Operation, values: Values) => ({
			answer: readResponse({ operation: entry, body: { data: [sent] }, values })!,
			raw: { data: [sent] },
		}),
	};
	const state = { chats: { CT_1: { unread: [{ from: START }], seen: [] } } };
	const { events } = await poll(client, ['CT_1'], state, patience, 50_000);
	expect(events).toEqual([
		{
			kind: 'channelMessage',
			handler: '',
			operation: 'message_sent',
			via: 'poll',
			user: { id: '55743307', name: 'Sam Doe' },
			chat: { id: 'CT_1' },
			message: {
				id: `${time} 123`,
				text: 'Look',
				type: 'file',
				attachments: [{ name: 'a.png', id: 'f1', type: 'image/png' }],
				mentions: [{ id: '7', name: 'Ann', type: 'user' }],
				replyTo: '5_6',
			},
			time,
			at: new Date(time).toISOString(),
			raw: sent,
		},
	]);
});

it('events are in order of time, and those of one time in order of the number that Cliq gave them', () => {
	const event = (time: number, id?: string) => ({ time, ...(id !== undefined && { message: { id } }) }) as CliqEvent;
	const sorted = [event(1, '9_1'), event(2), event(2, '2_9'), event(2, '2_10'), event(3, '1_1')];
	expect([4, 1, 3, 0, 2].map((index) => sorted[index]!).sort(byTime)).toEqual(sorted);
});

it('who wrote it is told by ID or name', () => {
	const event = (user: CliqEvent['user']) => ({ user }) as CliqEvent;
	for (const name of ['55743307', 'sam doe', ' Sam Doe '])
		expect(isWrittenBy(event({ id: '55743307', name: 'Sam Doe' }), ['x', name])).toBe(true);
	for (const name of ['b-42', '42', '@Deploy Bot'])
		expect(isWrittenBy(event({ id: 'b-42', name: 'Deploy Bot' }), [name])).toBe(true);
	for (const name of ['', 'Sam', '5574330'])
		expect(isWrittenBy(event({ id: '55743307', name: 'Sam Doe' }), [name])).toBe(false);
	expect(isWrittenBy(event({ id: '', name: '' }), ['', '@'])).toBe(false);
});

describe('a poll of many chats', () => {
	const CHATS = Array.from({ length: 15 }, (_, index) => `CT_${index + 1}`);

	it('ends at the first chat that is vital and cannot be read, which the next try begins with', async () => {
		const cliq = new ModelCliq();
		cliq.broken.CT_9 = 'notFound';
		const polled = await poll(cliq.client, CHATS, undefined, patience, 50_000, () => true);
		expect([polled.failures.map(({ chat }) => chat), cliq.reads.length]).toEqual([['CT_9'], 9]);
		await poll(cliq.client, CHATS, { chats: {}, next: 'CT_9' }, patience, 50_000, () => true);
		expect(cliq.reads.slice(9)).toEqual(['CT_9']);
	});

	it('reads none where an address among the vital ones is none', async () => {
		const cliq = new ModelCliq();
		expect(
			(await poll(cliq.client, [...CHATS, '..'], undefined, patience, 50_000, () => true)).failures,
		).toHaveLength(1);
		expect(cliq.reads).toEqual([]);
	});

	it('ends with what it found before a long wait, and waits where it found nothing', async () => {
		const cliq = new ModelCliq();
		const runner = new Runner(cliq, CHATS);
		await runner.poll();
		const { call } = cliq.client;
		/** After five reads one has to wait, as the pacer tells. */
		const waiting = (milliseconds: number) => {
			let reads = 0;
			cliq.client.call = (async (entry: Operation, values: Values, { onWait }: Patience) => {
				if (++reads > 5) onWait?.(cliq.now + milliseconds, false);
				return await call(entry, values);
			}) as typeof call;
		};
		cliq.now += 60_000;
		const written = [...cliq.write('CT_3'), ...cliq.write('CT_8')];
		waiting(30_000);
		expect(await runner.poll()).toMatchObject({
			events: [{ chat: { id: 'CT_3' } }],
			hasMore: true,
			state: { next: 'CT_6' },
		});
		waiting(30_000);
		expect(await runner.poll()).toMatchObject({ events: [{ chat: { id: 'CT_8' } }], hasMore: true });
		expect(runner.ids).toEqual(written);
		waiting(30_000);
		expect(await runner.poll()).not.toHaveProperty('hasMore');
		cliq.write('CT_1');
		cliq.write('CT_15');
		waiting(1000);
		expect((await runner.poll()).events).toHaveLength(2);
	});
});
