import fc from 'fast-check';
import { operation, type Operation } from '../../../cliq/catalogue';
import type { CliqClient } from '../../../cliq/client';
import { gather, type HowMany } from '../../../cliq/lookup/get-many';
import type { ListEntry } from '../../../cliq/lookup/paging';
import { buildRequest } from '../../../cliq/http/request';
import type { Values } from '../../../cliq/parameters/values';
import { rejection } from '../support/expect';

const getMany = operation('message.getMany');
const small: Operation = {
	...getMany,
	paging: { ...getMany.paging!, pageSize: 4 } as NonNullable<Operation['paging']>,
};
const patience = { maxWait: 0 };
const START = Date.UTC(2026, 10, 22, 8);

interface Variant {
	order: 'oldest-first' | 'newest-first';
	/** What a page that is full holds. */
	fullPage: 'oldest' | 'newest' | 'oldest where there is a from';
}
const variants: Variant[] = (['oldest-first', 'newest-first'] as const).flatMap((order) =>
	(['oldest', 'newest', 'oldest where there is a from'] as const).map((fullPage) => ({ order, fullPage })),
);

/** A chat on a server of one variant. */
class ModelChat {
	calls: Array<Record<string, string>> = [];
	readonly messages: ListEntry[];
	private readonly lessons = new Set<string>();

	constructor(
		times: number[],
		private readonly variant: Variant,
	) {
		this.messages = [...times]
			.sort((one, other) => one - other)
			.map((time, index) => ({ messageId: `${START + time}_${100 + index}`, time: START + time }));
	}

	readonly client = {
		call: async (entry: Operation, values: Values) => {
			const { query } = buildRequest(entry, values, 'https://cliq.zoho.com');
			if (this.calls.push(query) > 500) throw new Error('This will never end');
			return { answer: this.page(query), raw: {} };
		},
		now: () => START + 1000 * 60 * 60,
		hasLearned: (lesson: string) => this.lessons.has(lesson),
		learn: (lesson: string) => this.lessons.add(lesson),
	} as unknown as CliqClient;

	within({ fromtime = 0, totime = Infinity }: Record<string, unknown>): ListEntry[] {
		return this.messages.filter(({ time }) => Number(time) >= Number(fromtime) && Number(time) <= Number(totime));
	}

	private page(query: Record<string, string>): ListEntry[] {
		const { order, fullPage } = this.variant;
		const isNewest = fullPage === 'newest' || (fullPage !== 'oldest' && query.fromtime === undefined);
		const limit = Number(query.limit ?? 100);
		const page = isNewest ? this.within(query).slice(-limit) : this.within(query).slice(0, limit);
		return order === 'newest-first' ? page.reverse() : page;
	}

	async gather(wanted: HowMany, values: Values = {}, entry = small): Promise<ListEntry[]> {
		this.calls = [];
		return (await gather(this.client, entry, { chatId: 'CT_1', ...values }, wanted, patience)).entries;
	}
}

describe.each(variants)('$order, full pages of the $fullPage', (variant) => {
	/** Times of messages, at most as many at one time as a page holds. */
	const crowds = fc
		.array(
			fc.integer({ min: 0, max: 3_000_000 }).map((time) => time - (time % 250_000)),
			{ maxLength: 40 },
		)
		.map((all) => all.filter((time, index) => all.slice(0, index).filter((other) => other === time).length < 4));

	it('the newest of a window come, the oldest of them first, call after call', async () => {
		const bound = fc.option(fc.integer({ min: 0, max: 3_000_000 }), { nil: undefined });
		await fc.assert(
			fc.asyncProperty(
				crowds,
				fc.array(fc.tuple(bound, bound, fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 3 }),
				async (times, windows) => {
					const chat = new ModelChat(times, variant);
					for (const [one, other, limit] of windows) {
						const [from, to] =
							one !== undefined && other !== undefined && one > other ? [other, one] : [one, other];
						const values = {
							...(from !== undefined && { from: START + from }),
							...(to !== undefined && { to: START + to }),
						};
						const wanted = chat.within({
							...(from !== undefined && { fromtime: START + from }),
							...(to !== undefined && { totime: START + to }),
						});
						const found = await chat.gather({ limit }, values);
						expect(found.map(({ time }) => time)).toEqual(wanted.slice(-limit).map(({ time }) => time));
						expect(new Set(found.map(({ messageId }) => messageId)).size).toBe(found.length);
						expect(await chat.gather({ all: true }, values)).toEqual(wanted);
					}
				},
			),
			{ numRuns: 150 },
		);
	});

	it('a limit of more than a page takes as many pages', async () => {
		const chat = new ModelChat(
			Array.from({ length: 400 }, (_, index) => index * 1000),
			variant,
		);
		expect(await chat.gather({ limit: 250 }, {}, getMany)).toEqual(chat.messages.slice(-250));
		expect(await chat.gather({ limit: '250' }, { from: START }, getMany)).toEqual(chat.messages.slice(-250));
	});
});

it('what the server does with a chat as a whole is found out once, and in a window each time', async () => {
	const chat = new ModelChat(
		Array.from({ length: 50 }, (_, index) => index),
		{ order: 'oldest-first', fullPage: 'newest' },
	);
	await chat.gather({ limit: 3 });
	expect(chat.calls).toHaveLength(2);
	await chat.gather({ limit: 3 });
	expect(chat.calls).toEqual([{ limit: '3' }]);
	for (let count = 0; count < 2; count++) {
		await chat.gather({ limit: 3 }, { from: START });
		expect(chat.calls).toHaveLength(2);
	}
	await chat.gather({ limit: 60 });
	expect(chat.calls.length).toBeGreaterThan(2);
});

it('nothing is learned from a window that is exactly full', async () => {
	const chat = new ModelChat([0, 1, 2, 3, 4, 5], { order: 'oldest-first', fullPage: 'oldest' });
	expect(await chat.gather({ limit: 3 }, { to: START + 2 })).toEqual(chat.messages.slice(0, 3));
	expect(await chat.gather({ limit: 3 }, { to: START + 4 })).toEqual(chat.messages.slice(2, 5));
});

describe('a search that Cliq does not do itself', () => {
	/** A list of so many pages with one entry each. */
	const search = async (id: string, pages: number, wanted: HowMany, term = 'needle') => {
		let read = 0;
		const call = async (entry: Operation) => {
			const page = read++;
			const name = page === pages - 1 ? 'Needle' : `Other ${page}`;
			const list = [{ name, chat_id: `CT_${page}`, last_modified_time: 1e12 - page }];
			return {
				answer: list,
				raw: page < pages - 1 && entry.paging?.style === 'token' ? { next_token: String(page) } : {},
			};
		};
		const { entries, warnings } = await gather(
			{ call } as unknown as CliqClient,
			operation(id),
			{ search: term },
			wanted,
			patience,
		);
		return { names: entries.map(({ name }) => name), warnings, read };
	};

	it('says when it did not come to the end of the list', async () => {
		const cut = {
			names: [],
			read: 20,
			warnings: [
				expect.stringMatching(
					/^Only the first 20 channels were searched, and there are more\..*unique name or ID$/,
				),
			],
		};
		expect(await search('channel.getMany', 21, { limit: 5 })).toEqual(cut);
		expect(await search('channel.getMany', 21, { all: true })).toEqual(cut);
	});

	it('says nothing when it did, found enough, or nothing was searched for', async () => {
		expect(await search('channel.getMany', 20, { limit: 5 })).toEqual({
			names: ['Needle'],
			read: 20,
			warnings: [],
		});
		expect(await search('channel.getMany', 50, { limit: 20 }, 'other')).toMatchObject({ read: 20, warnings: [] });
		expect(await search('channel.getMany', 25, { all: true }, '')).toMatchObject({ read: 25, warnings: [] });
	});
});

it.each([-1, 0, 1.5, NaN, Infinity, 'many', '-1', '1.5', true, [], {}, null, undefined, ''])(
	'a limit of %p is refused before any call',
	async (limit) => {
		for (const entry of [small, operation('channel.getMany')]) {
			const chat = new ModelChat([0, 1, 2], variants[0]!);
			const values = entry === small ? {} : { chatId: undefined };
			expect(await rejection(chat.gather({ limit }, values, entry))).toMatchObject({
				kind: 'invalidInput',
				details: { parameter: 'limit' },
			});
			expect(chat.calls).toEqual([]);
		}
	},
);
