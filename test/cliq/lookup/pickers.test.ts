import { operation, type Operation } from '../../../cliq/catalogue';
import type { CliqClient } from '../../../cliq/client';
import { fetchChoices, hasChoices, type Choices } from '../../../cliq/lookup/pickers';
import { RecentPages, type Page } from '../../../cliq/lookup/recent-pages';
import type { Values } from '../../../cliq/parameters/values';
import { rejection } from '../support/expect';

const patience = { maxWait: 0 };

/** Answers with pages by operation, in turn; `next_token` leads from one to the next. */
function clientOf(pages: Record<string, Array<Array<Record<string, unknown>>>>) {
	const asked: Array<[string, Values]> = [];
	const call = async ({ id }: Operation, values: Values) => {
		asked.push([id, values]);
		const index = Number(values.nextToken ?? 0);
		const answer = pages[id]?.[index] ?? [];
		return {
			answer,
			raw: index + 1 < (pages[id]?.length ?? 0) ? { next_token: String(index + 1), has_more: true } : {},
		};
	};
	return { client: asClient(call), asked };
}

/** Whose clock stands still. */
function asClient(call: unknown): CliqClient {
	const recent = new RecentPages();
	return {
		call,
		recentPage: (key: string[], isRecentEnough: boolean, read: () => Promise<Page>) =>
			recent.get(key.join(), 0, read, isRecentEnough),
	} as unknown as CliqClient;
}

async function everything(
	client: CliqClient,
	type: Parameters<typeof fetchChoices>[1],
	filter = '',
): Promise<{ names: string[]; pages: number }> {
	const names: string[] = [];
	let pages = 0;
	let start: string | undefined;
	do {
		const page: Choices = await fetchChoices(client, type, filter, start, patience);
		names.push(...page.choices.map(({ name }) => name));
		start = page.next;
	} while (start !== undefined && ++pages < 50);
	return { names, pages };
}

const channel = (name: string) => ({
	name,
	unique_name: name.toLowerCase(),
	chat_id: `CT_${name}`,
	level: 'organization',
});

it('there are lists for what Cliq lists', () => {
	expect((['bot', 'channel', 'chat', 'user', 'message', 'text', 'emoji'] as const).filter(hasChoices)).toEqual([
		'bot',
		'channel',
		'chat',
		'user',
	]);
});

it('channels come with the value that their parameter wants', async () => {
	const { client } = clientOf({ 'channel.getMany': [[channel('General')]] });
	expect(await fetchChoices(client, 'channel', '', undefined, patience)).toEqual({
		choices: [{ name: '#General', value: 'general', detail: 'general' }],
	});
});

it('channels and chats come as one list, by name as a person reads it', async () => {
	const channels = [
		['Release 10', 'alpha'],
		['Release 9', 'Äpfel'],
	].map((page) => page.map(channel));
	const { client } = clientOf({
		'channel.getMany': channels,
		'chat.getMany': [
			[
				{ name: 'Zoe', chat_id: 'CT_8', chat_type: 'dm' },
				{ name: 'ann and Bob', chat_id: 'CT_9', chat_type: 'dm' },
			],
		],
	});
	expect(await everything(client, 'chat')).toEqual({
		names: ['#alpha', '#Äpfel', '#Release 9', '#Release 10', 'ann and Bob', 'Zoe'],
		pages: 0,
	});
});

it('what was read is shown if a later page cannot be had, and the rest when it is asked for', async () => {
	const { client, asked } = clientOf({ 'channel.getMany': [[channel('B')], [channel('A')]] });
	let isLocked = true;
	const call: CliqClient['call'] = async (...call) => {
		if (isLocked && asked.length === 1) throw new Error('Locked');
		return await client.call(...call);
	};
	const locked = asClient(call);
	const first = await fetchChoices(locked, 'channel', '', undefined, patience);
	expect(first.choices.map(({ name }) => name)).toEqual(['#B']);
	await expect(fetchChoices(locked, 'channel', '', first.next, patience)).rejects.toThrow('Locked');
	isLocked = false;
	expect(await fetchChoices(locked, 'channel', '', first.next, patience)).toEqual({
		choices: [expect.objectContaining({ name: '#A' })],
	});
});

it('users are searched by Cliq, and have an address or an ID', async () => {
	const { client, asked } = clientOf({
		'user.getMany': [
			[
				{ display_name: 'Ann', email_id: 'ann@example.com', zuid: '1' },
				{ name: 'Anton', zuid: 2 },
				{ name: 'Anna' },
			],
		],
	});
	const { choices } = await fetchChoices(client, 'user', ' An ', undefined, patience);
	expect(choices).toEqual([
		{ name: 'Ann', value: 'ann@example.com', detail: 'ann@example.com' },
		{ name: 'Anton', value: '2', detail: '' },
	]);
	expect(asked).toEqual([[operation('user.getMany').id, { search: 'An', limit: 100 }]]);
});

it('a search gathers what is found in all pages, and reads none twice while a person types', async () => {
	const bots = Array.from({ length: 240 }, (_, index) => ({
		name: `Bot ${index + 1}`,
		unique_name: `bot${index + 1}`,
	}));
	const pages = Array.from({ length: 5 }, (_, page) => bots.slice(page * 50, page * 50 + 50));
	const { client, asked } = clientOf({ 'bot.getMany': pages });
	for (const typed of ['B', 'Bot', 'Bot 1', 'Bot 10']) {
		const { choices, next } = await fetchChoices(client, 'bot', typed, undefined, patience);
		expect(choices.map(({ name }) => name)).toEqual(
			bots.map(({ name }) => name).filter((name) => name.startsWith(typed)),
		);
		expect(next).toBeUndefined();
	}
	expect(asked).toHaveLength(5);
	await fetchChoices(client, 'bot', '', undefined, patience); // Who opens a list sees it as it is now.
	expect(asked).toHaveLength(10);
});

it('a search in both lists of chats finds the last one', async () => {
	const channels = Array.from({ length: 3 }, (_, page) =>
		Array.from({ length: 100 }, (__, index) => channel(`Channel ${page * 100 + index}`)),
	);
	const groups = Array.from({ length: 100 }, (_, index) => ({
		name: `Group ${index + 156}`,
		chat_id: `CT_${index}`,
		chat_type: 'chat',
		last_modified_time: 1e12 - index,
	}));
	const { client } = clientOf({ 'channel.getMany': channels, 'chat.getMany': [groups] });
	expect(await fetchChoices(client, 'chat', 'Group 255', undefined, patience)).toMatchObject({
		choices: [{ name: 'Group 255' }],
	});
});

it('a search ends after twenty pages, so that the threshold lasts, and says so', async () => {
	const { client, asked } = clientOf({
		'bot.getMany': Array.from({ length: 45 }, (_, page) => [
			{ name: page === 44 ? 'Needle' : 'Other', unique_name: `other${page}` },
		]),
	});
	const page = await fetchChoices(client, 'bot', 'needle', undefined, patience);
	expect(page).toEqual({ choices: [], next: expect.any(String) });
	expect(asked).toHaveLength(20);
	expect(await everything(client, 'bot', 'needle')).toMatchObject({ names: ['Needle'], pages: 2 });
});

it('a search that the threshold ends shows what it found, and says that there may be more', async () => {
	const { client, asked } = clientOf({
		'bot.getMany': Array.from({ length: 9 }, (_, page) => [{ name: `Bot ${page}`, unique_name: `bot${page}` }]),
	});
	const call: CliqClient['call'] = async (...given) => {
		if (asked.length === 3) throw new Error('Locked');
		return await client.call(...given);
	};
	expect(await fetchChoices(asClient(call), 'bot', 'bot 2', undefined, patience)).toEqual({
		choices: [expect.objectContaining({ name: 'Bot 2' })],
		next: expect.any(String),
	});
});

it('ten thousand entries come five hundred at a time, each sorted', async () => {
	const pages = Array.from({ length: 100 }, (_, page) =>
		Array.from({ length: 100 }, (__, entry) => channel(`c${page * 100 + 99 - entry}`)),
	);
	const { client, asked } = clientOf({ 'channel.getMany': pages });
	const { choices } = await fetchChoices(client, 'channel', '', undefined, patience);
	expect(choices.map(({ name }) => name)).toEqual(Array.from({ length: 500 }, (_, entry) => `#c${entry}`));
	expect(asked).toHaveLength(5);
});

it.each([
	'',
	'x',
	'null',
	'7',
	'[]',
	'{}',
	'{"source":-1}',
	'{"source":9}',
	'{"source":0.5}',
	'{"source":"0"}',
	'{"source":0,"token":7}',
])('a position that it never gave is refused: %s', async (start) => {
	const { client, asked } = clientOf({});
	expect(await rejection(fetchChoices(client, 'channel', '', start, patience))).toMatchObject({
		kind: 'invalidInput',
		hint: 'Open the list again.',
	});
	expect(asked).toEqual([]);
});

it('there is no list of texts', async () => {
	await expect(fetchChoices(clientOf({}).client, 'text', '', undefined, patience)).rejects.toThrow('nothing to pick');
});
