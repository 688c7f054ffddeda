import { operation, type Operation } from '../../cliq/catalogue';
import type { CliqClient } from '../../cliq/client';
import { fetchChoices, hasChoices, type Choices } from '../../cliq/pickers';
import type { Values } from '../../cliq/request';
import { rejection } from './support/expect';

const patience = { maxWait: 0 };

/** Answers with pages by operation, in turn; `next_token` leads from one to the next. */
function clientOf(pages: Record<string, Array<Array<Record<string, unknown>>>>) {
	const asked: Array<[string, Values]> = [];
	const call = async ({ id }: Operation, values: Values) => {
		asked.push([id, values]);
		const index = Number(values.nextToken ?? 0);
		const answer = pages[id]?.[index] ?? [];
		return { answer, raw: index + 1 < (pages[id]?.length ?? 0) ? { next_token: String(index + 1), has_more: true } : {} };
	};
	return { client: { call } as unknown as CliqClient, asked };
}

async function everything(client: CliqClient, type: Parameters<typeof fetchChoices>[1], filter = ''): Promise<{ names: string[]; pages: number }> {
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

const channel = (name: string) => ({ name, unique_name: name.toLowerCase(), chat_id: `CT_${name.length}`, level: 'organization' });

it('there are lists for what Cliq lists', () => {
	expect((['bot', 'channel', 'chat', 'user', 'message', 'text', 'emoji'] as const).filter(hasChoices)).toEqual(['bot', 'channel', 'chat', 'user']);
});

it('channels come with the value that their parameter wants', async () => {
	const { client } = clientOf({ 'channel.getMany': [[channel('General')]] });
	expect(await fetchChoices(client, 'channel', '', undefined, patience)).toEqual({ choices: [{ name: '#General', value: 'general', detail: 'general' }] });
});

it('channels and chats come as one list, by name as a person reads it', async () => {
	const channels = [['Release 10', 'alpha'], ['Release 9', 'Äpfel']].map((page) => page.map(channel));
	const { client } = clientOf({ 'channel.getMany': channels, 'chat.getMany': [[{ name: 'Zoe', chat_id: 'CT_8', chat_type: 'dm' }, { name: 'ann and Bob', chat_id: 'CT_9', chat_type: 'dm' }]] });
	expect(await everything(client, 'chat')).toEqual({ names: ['#alpha', '#Äpfel', '#Release 9', '#Release 10', 'ann and Bob', 'Zoe'], pages: 0 });
});

it('what was read is shown if a later page cannot be had, and the rest when it is asked for', async () => {
	const { client, asked } = clientOf({ 'channel.getMany': [[channel('B')], [channel('A')]] });
	let isLocked = true;
	const call: CliqClient['call'] = async (...call) => {
		if (isLocked && asked.length === 1) throw new Error('Locked');
		return await client.call(...call);
	};
	const locked = { call } as unknown as CliqClient;
	const first = await fetchChoices(locked, 'channel', '', undefined, patience);
	expect(first.choices.map(({ name }) => name)).toEqual(['#B']);
	await expect(fetchChoices(locked, 'channel', '', first.next, patience)).rejects.toThrow('Locked');
	isLocked = false;
	expect(await fetchChoices(locked, 'channel', '', first.next, patience)).toEqual({ choices: [expect.objectContaining({ name: '#A' })] });
});

it('users are searched by Cliq, and have an address or an ID', async () => {
	const { client, asked } = clientOf({ 'user.getMany': [[{ display_name: 'Ann', email_id: 'ann@example.com', zuid: '1' }, { name: 'Anton', zuid: 2 }, { name: 'Anna' }]] });
	const { choices } = await fetchChoices(client, 'user', ' An ', undefined, patience);
	expect(choices).toEqual([{ name: 'Ann', value: 'ann@example.com', detail: 'ann@example.com' }, { name: 'Anton', value: '2', detail: '' }]);
	expect(asked).toEqual([[operation('user.getMany').id, { search: 'An', limit: 100 }]]);
});

it('a search goes through the pages until something is found, and then waits to be asked', async () => {
	const pages = [...Array.from({ length: 3 }, () => [channel('Other')]), [channel('The Needle')], [channel('Needles')]];
	const { client, asked } = clientOf({ 'channel.getMany': pages });
	const first = await fetchChoices(client, 'channel', 'NEEDLE', undefined, patience);
	expect(first.choices.map(({ name }) => name)).toEqual(['#The Needle']);
	expect(asked).toHaveLength(4);
	const second = await fetchChoices(client, 'channel', 'NEEDLE', first.next, patience);
	expect(second).toEqual({ choices: [expect.objectContaining({ name: '#Needles' })] });
});

it('a search in vain stops for a while, so that the threshold lasts', async () => {
	const { client, asked } = clientOf({ 'bot.getMany': Array.from({ length: 12 }, () => [{ name: 'Other', unique_name: 'other' }]) });
	const page = await fetchChoices(client, 'bot', 'needle', undefined, patience);
	expect(page.choices).toEqual([]);
	expect(page.next).toBeDefined();
	expect(asked).toHaveLength(5);
	expect(await everything(client, 'bot', 'needle')).toMatchObject({ names: [], pages: 2 });
});

it('ten thousand entries come five hundred at a time, each sorted', async () => {
	const pages = Array.from({ length: 100 }, (_, page) => Array.from({ length: 100 }, (__, entry) => channel(`c${page * 100 + 99 - entry}`)));
	const { client, asked } = clientOf({ 'channel.getMany': pages });
	const { choices } = await fetchChoices(client, 'channel', '', undefined, patience);
	expect(choices.map(({ name }) => name)).toEqual(Array.from({ length: 500 }, (_, entry) => `#c${entry}`));
	expect(asked).toHaveLength(5);
});

it.each(['', 'x', 'null', '7', '[]', '{}', '{"source":-1}', '{"source":9}', '{"source":0.5}', '{"source":"0"}', '{"source":0,"token":7}'])('a position that it never gave is refused: %s', async (start) => {
	const { client, asked } = clientOf({});
	expect(await rejection(fetchChoices(client, 'channel', '', start, patience))).toMatchObject({ kind: 'invalidInput', hint: 'Open the list again.' });
	expect(asked).toEqual([]);
});

it('there is no list of texts', async () => {
	await expect(fetchChoices(clientOf({}).client, 'text', '', undefined, patience)).rejects.toThrow('nothing to pick');
});
