import fc from 'fast-check';
import type { Operation } from '../../../cliq/catalogue';
import { CliqError } from '../../../cliq/errors';
import { poll, type PollState, type Polled } from '../../../cliq/events/poll';
import { buildRequest, type Values } from '../../../cliq/request';
import { normalize } from '../../../cliq/response';

const START = Date.UTC(2026, 10, 22, 8);
const DAY = 24 * 60 * 60_000;
const patience = { maxWait: Infinity };

interface Variant {
	order: 'oldest-first' | 'newest-first';
	fullPage: 'oldest' | 'newest';
}
const variants: Variant[] = (['oldest-first', 'newest-first'] as const).flatMap((order) => (['oldest', 'newest'] as const).map((fullPage) => ({ order, fullPage })));

interface Written {
	id: string;
	time: number;
	/** It shows only from then on. */
	visible: number;
}

/** Chats on a server of one variant, that answers in no time. */
class ModelCliq {
	now = START;
	reads: string[] = [];
	/** What goes wrong with the next reads. */
	faults: Array<CliqError | undefined> = [];
	/** How long a read takes, in milliseconds. */
	took = 0;
	private readonly chats = new Map<string, Written[]>();
	private written = 0;

	constructor(readonly variant: Variant = variants[0]) {}

	readonly client = {
		now: () => this.now,
		call: async (entry: Operation, values: Values) => {
			const { query } = buildRequest(entry, values, 'https://cliq.zoho.com');
			this.reads.push(String(values.chatId));
			if (this.reads.length > 5000) throw new Error('This will never end');
			this.now += this.took;
			const fault = this.faults.shift();
			if (fault) throw fault;
			const page = this.page(String(values.chatId), Number(query.fromtime ?? 0), Number(query.totime ?? Infinity), Number(query.limit ?? 100));
			const raw = { data: page.map(({ id, time }) => ({ id, time, type: 'text', content: { text: `Text of ${id}` }, sender: { id: '7', name: 'Sam' } })) };
			return { answer: normalize(entry, raw, values)!, raw };
		},
	};

	write(chat: string, count = 1, { ago = 0, delay = 0 } = {}): string[] {
		const messages = Array.from({ length: count }, () => ({ id: `${this.now - ago}_${100_000 + this.written++}`, time: this.now - ago, visible: this.now + delay }));
		this.chats.set(chat, [...(this.chats.get(chat) ?? []), ...messages]);
		return messages.map(({ id }) => id);
	}

	private page(chat: string, from: number, to: number, limit: number): Written[] {
		const window = (this.chats.get(chat) ?? []).filter(({ time, visible }) => visible <= this.now && time >= from && time <= to);
		window.sort((one, other) => one.time - other.time || (one.id < other.id ? -1 : 1));
		const page = this.variant.fullPage === 'newest' ? window.slice(-limit) : window.slice(0, limit);
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

describe.each(variants)('a poll, $order, full pages of the $fullPage', (variant) => {
	it.each([0, 3, 99, 100, 101, 250, 700])('of a chat with %i messages emits nothing at first, then what is new', async (before) => {
		const cliq = new ModelCliq(variant);
		for (let left = before; left > 0; left -= 7) {
			cliq.write('CT_1', Math.min(7, left));
			cliq.now += 1000;
		}
		const runner = new Runner(cliq, ['CT_1']);
		for (let polls = 0; polls < 3; polls++) expect(await runner.poll()).toMatchObject({ events: [], failures: [], warnings: [] });
		const written = cliq.write('CT_1', 2);
		await runner.poll();
		expect(runner.ids).toEqual(written);
		await runner.poll();
		expect(runner.ids).toEqual(written);
	});

	it('emits each message once and in order, whatever comes', async () => {
		const step = fc.record({ count: fc.oneof(fc.nat(3), fc.nat(99), fc.nat(350)), spread: fc.constantFrom(0, 1, 7, 900), pause: fc.constantFrom(0, 1, 500, 60_000), polls: fc.nat(2), budget: fc.constantFrom(50_000, 2500, 1500) });
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
				const cliq = new ModelCliq(variant);
				cliq.took = 1000;
				const runner = new Runner(cliq, ['CT_1']);
				await runner.poll();
				const written: string[] = [];
				for (const { count, spread, pause, polls, budget } of steps) {
					for (let left = count; left > 0; left -= 90) {
						written.push(...cliq.write('CT_1', Math.min(90, left)));
						cliq.now += spread + 1;
					}
					cliq.now += pause;
					for (let polled = 0; polled < polls; polled++) {
						const { events } = await runner.poll(budget);
						expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort());
					}
				}
				for (let polls = 0; polls < 10; polls++) await runner.poll();
				expect([...runner.ids].sort()).toEqual([...written].sort());
				expect(runner.state!.length).toBeLessThan(10_000);
			}),
			{ numRuns: 200 },
		);
	});
});
