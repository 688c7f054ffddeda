import fc from 'fast-check';
import { operation, type Operation } from '../../../cliq/catalogue';
import type { CliqClient } from '../../../cliq/client';
import { fetchPage, walk, type ListEntry } from '../../../cliq/lookup/paging';
import { buildRequest } from '../../../cliq/http/request';
import type { Values } from '../../../cliq/parameters/values';

const getMany = operation('message.getMany');
const small: Operation = {
	...getMany,
	paging: { ...getMany.paging!, pageSize: 4 } as NonNullable<Operation['paging']>,
};
const patience = { maxWait: 0 };

interface Variant {
	order: 'oldest-first' | 'newest-first';
	fullPage: 'oldest' | 'newest';
}
const variants: Variant[] = (['oldest-first', 'newest-first'] as const).flatMap((order) =>
	(['oldest', 'newest'] as const).map((fullPage) => ({ order, fullPage })),
);

/** A chat on a server of one variant. */
class ModelChat {
	calls = 0;

	/** @param times of its messages, the oldest first. */
	constructor(
		readonly messages: ListEntry[],
		private readonly variant: Variant,
	) {}

	client(): CliqClient {
		const call = async (entry: Operation, values: Values) => {
			const { query } = buildRequest(entry, values, 'https://cliq.zoho.com');
			return {
				answer: this.page(
					Number(query.fromtime ?? 0),
					Number(query.totime ?? Infinity),
					Number(query.limit ?? 100),
				),
				raw: {},
			};
		};
		return { call } as unknown as CliqClient;
	}

	private page(from: number, to: number, limit: number): ListEntry[] {
		if (++this.calls > 500) throw new Error('This will never end');
		const window = this.messages.filter(({ time }) => Number(time) >= from && Number(time) <= to);
		const page = this.variant.fullPage === 'newest' ? window.slice(-limit) : window.slice(0, limit);
		return this.variant.order === 'newest-first' ? page.reverse() : page;
	}
}

const START = Date.UTC(2026, 10, 22, 8);
const messages = (times: number[]): ListEntry[] =>
	[...times].sort((one, other) => one - other).map((time, index) => ({ messageId: `m${index}`, time: START + time }));
/** Times of messages, at most as many at one time as a page holds. */
const crowds = fc
	.array(fc.integer({ min: 0, max: 12 }), { maxLength: 40 })
	.map((all) => all.filter((time, index) => all.slice(0, index).filter((other) => other === time).length < 4));
const ids = (entries: ListEntry[]) => entries.map(({ messageId }) => messageId as string);
const sorted = (entries: ListEntry[]) => ids(entries).sort();

async function walkAll(chat: ModelChat, values: Values = {}, most = Infinity, entry = small): Promise<ListEntry[]> {
	const all: ListEntry[] = [];
	for await (const page of walk(chat.client(), entry, { chatId: 'CT_1', ...values }, most, patience)) {
		expect(page).not.toHaveLength(0);
		all.push(...page);
	}
	return all;
}

describe.each(variants)('a walk, $order, full pages of the $fullPage', (variant) => {
	const chatOf = (times: number[]) => new ModelChat(messages(times), variant);

	it('brings every message exactly once, in any window', async () => {
		const bound = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
		await fc.assert(
			fc.asyncProperty(crowds, bound, bound, async (all, one, other) => {
				const [from, to] =
					one !== undefined && other !== undefined && one > other ? [other, one] : [one, other];
				const chat = chatOf(all);
				const found = await walkAll(chat, {
					...(from !== undefined && { from: START + from }),
					...(to !== undefined && { to: String(START + to) }),
				});
				const wanted = chat.messages.filter(
					({ time }) => Number(time) >= START + (from ?? 0) && Number(time) <= START + (to ?? Infinity),
				);
				expect(sorted(found)).toEqual(sorted(wanted));
			}),
			{ numRuns: 300 },
		);
	});

	it('brings every message once even where a page is exactly full of one time', async () => {
		for (const before of [0, 1, 2, 3, 4]) {
			const chat = chatOf([...Array<number>(before).fill(0), 1, 1, 1, 1, 2, 3, 3, 3, 3, 4]);
			expect(sorted(await walkAll(chat))).toEqual(sorted(chat.messages));
		}
	});

	it('passes more messages of one time than a page holds: no double, no end in itself, nothing else missing', async () => {
		for (const crowded of [0, 2, 5]) {
			const chat = chatOf([0, 1, 2, 3, 4, 5, ...Array<number>(9).fill(crowded)]);
			for (const values of [{}, { from: START }, { from: START, to: START + 5 }]) {
				const found = ids(await walkAll(chat, values));
				expect(new Set(found).size).toBe(found.length);
				const others = ids(chat.messages.filter(({ time }) => time !== START + crowded));
				expect(found).toEqual(expect.arrayContaining(others));
				expect(found.length).toBeGreaterThanOrEqual(others.length + 4);
			}
		}
	});

	it('brings as many as wanted, without a gap', async () => {
		await fc.assert(
			fc.asyncProperty(crowds, fc.integer({ min: 1, max: 30 }), async (all, most) => {
				const chat = chatOf(all);
				const found = await walkAll(chat, {}, most);
				expect(new Set(ids(found)).size).toBe(found.length);
				// Whichever end the server begins at, it is one stretch from that end.
				const stretch =
					variant.fullPage === 'newest' ? chat.messages.slice(-most) : chat.messages.slice(0, most);
				expect(found.map(({ time }) => time).sort()).toEqual(stretch.map(({ time }) => time).sort());
			}),
			{ numRuns: 300 },
		);
	});

	it('needs one call for what fits one page, and none for nothing', async () => {
		for (const [count, most, calls] of [
			[0, Infinity, 1],
			[3, Infinity, 1],
			[4, 4, 1],
			[9, 2, 1],
			[9, 0, 0],
			[9, NaN, 0],
			[9, -1, 0],
		] as const) {
			const chat = chatOf(Array.from({ length: count }, (_, index) => index));
			await walkAll(chat, {}, most);
			expect(chat.calls).toBe(calls);
		}
	});

	it('wastes few calls on a long history', async () => {
		const chat = chatOf(Array.from({ length: 2000 }, (_, index) => index * 7));
		expect(await walkAll(chat, {}, Infinity, getMany)).toHaveLength(2000);
		// One entry of each page is known already; the server that begins with the oldest is asked once in vain.
		expect(chat.calls).toBeLessThanOrEqual(23);
	});

	it('takes the bounds in whatever form they come', async () => {
		const chat = chatOf(Array.from({ length: 20 }, (_, index) => index));
		const found = await walkAll(chat, { from: new Date(START + 3), to: new Date(START + 15).toISOString() });
		expect(sorted(found)).toEqual(sorted(chat.messages.slice(3, 16)));
	});
});

it('a walk over messages without a time ends, since nothing says where to go on', async () => {
	const page = Array.from({ length: 4 }, (_, index) => ({ messageId: index, time: 0 }));
	const client = { call: async () => ({ answer: page, raw: {} }) } as unknown as CliqClient;
	const pages: ListEntry[][] = [];
	for await (const found of walk(client, small, {}, Infinity, patience)) pages.push(found);
	expect(pages).toEqual([page]);
});

it('a walk ends with an error, and gives nothing twice, where a server heeds no bounds', async () => {
	const page = messages([1, 2, 3, 4]);
	let calls = 0;
	const call = async () => {
		if (++calls > 500) throw new Error('This will never end');
		return { answer: page, raw: {} };
	};
	const found: ListEntry[] = [];
	const walking = async () => {
		for await (const part of walk({ call } as unknown as CliqClient, small, {}, Infinity, patience))
			found.push(...part);
	};
	await expect(walking()).rejects.toMatchObject({
		kind: 'unexpectedAnswer',
		message: expect.stringContaining('outside the time'),
		hint: expect.any(String),
	});
	expect(found).toEqual(page);
	expect(calls).toBeLessThan(10);
});

describe('a page', () => {
	const clientOf = (raw: Record<string, unknown>, seen: Values[] = []) =>
		({
			call: async (_: Operation, values: Values) => {
				seen.push(values);
				return { raw, answer: raw.entries };
			},
		}) as unknown as CliqClient;
	const channels = operation('channel.getMany');
	const chats = operation('chat.getMany');
	const entries = (count: number, more = {}) => Array.from({ length: count }, (_, index) => ({ id: index, ...more }));

	it('of a list with tokens goes on with the token', async () => {
		const seen: Values[] = [];
		const page = await fetchPage(
			clientOf({ entries: entries(2), next_token: 'abc', has_more: true }, seen),
			channels,
			{},
			undefined,
			patience,
		);
		expect(page).toEqual({ entries: entries(2), next: 'abc' });
		await fetchPage(clientOf({ entries: [] }, seen), channels, { limit: 7 }, 'abc', patience);
		expect(seen).toEqual([{ limit: 100 }, { limit: 7, nextToken: 'abc' }]);
	});

	it.each([
		[{ next_token: 'abc', has_more: false }],
		[{ next_token: '' }],
		[{ next_token: 7 }],
		[{}],
		[{ next_token: 'same' }],
		[{ entries: [], next_token: 'abc' }],
	])('is the last one after %j', async (raw) => {
		expect(
			await fetchPage(clientOf({ entries: entries(1), ...raw }), channels, {}, 'same', patience),
		).not.toHaveProperty('next');
	});

	it('of a list by time goes on before the oldest, in whatever order the page is', async () => {
		const times = ['2026-11-22T03:00:00-07:00', '2026-11-22T09:30:00+00:00', '2026-11-22T12:00:00+00:00'];
		for (const order of [times, [...times].reverse()]) {
			const list = order.map((time) => ({ last_modified_time: time }));
			expect(await fetchPage(clientOf({ entries: list }), chats, { limit: 3 }, undefined, patience)).toEqual({
				entries: list,
				next: '2026-11-22T09:30:00+00:00',
			});
		}
	});

	it('is not full because of the usual size, but of the one asked for', async () => {
		const list = entries(3, { last_modified_time: '2026-11-22T09:30:00+00:00' });
		expect(
			await fetchPage(clientOf({ entries: list }), chats, { limit: 4 }, undefined, patience),
		).not.toHaveProperty('next');
		expect(await fetchPage(clientOf({ entries: list }), chats, {}, undefined, patience)).not.toHaveProperty('next');
		expect(
			await fetchPage(clientOf({ entries: list }), chats, { limit: '3' }, '2026-11-22T09:30:00+00:00', patience),
		).not.toHaveProperty('next');
	});

	it('keeps the end of the window that was asked for', async () => {
		const seen: Values[] = [];
		await fetchPage(clientOf({ entries: [] }, seen), getMany, { chatId: 'CT_1', to: 5 }, undefined, patience);
		expect(seen).toEqual([{ chatId: 'CT_1', to: 5, limit: 100 }]);
	});

	it('is nothing that an operation without pages has', async () => {
		await expect(fetchPage(clientOf({}), operation('message.get'), {}, undefined, patience)).rejects.toThrow(
			'has no pages',
		);
	});
});
