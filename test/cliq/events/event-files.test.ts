import { fileIdsOf } from '../../../cliq/events/event-files';
import type { CliqEvent } from '../../../cliq/events/types';

type Attachments = NonNullable<CliqEvent['message']>['attachments'];

const now = Date.UTC(2026, 10, 22);

function event(attachments: Attachments, more: Partial<CliqEvent> = {}, id?: string): CliqEvent {
	return {
		kind: 'message',
		handler: 'message_handler',
		via: 'forwarder',
		user: { id: '7', name: 'Leo' },
		chat: { id: 'CT_1' },
		message: { id, text: '', attachments, mentions: [] },
		time: now,
		at: '',
		raw: {},
		...more,
	};
}

/** A chat with these files: ID, name, sender, seconds ago. */
function chat(...files: Array<[id: string, name: string, sender: string, ago: number]>) {
	const calls: Array<[string, object]> = [];
	const messages = files.map(([id, name, sender, ago]) => ({
		messageId: `m${id}`,
		time: now - ago * 1_000,
		senderId: sender,
		senderName: '',
		fileId: id,
		fileName: name,
	}));
	const call = async (operation: { id: string }, values: object) => {
		calls.push([operation.id, values]);
		return {
			answer:
				operation.id === 'message.get'
					? messages[0]
					: [{ messageId: 'm', time: now, senderId: '7', senderName: '' }, ...messages],
			raw: {},
		};
	};
	return { calls, client: { call } as never };
}

const patience = { maxWait: 0 };
const messages = (ids: Array<string | Error>) => ids.map((id) => (typeof id === 'string' ? id : id.message));

it('asks nobody where the IDs are told', async () => {
	const { calls, client } = chat();
	expect(await fileIdsOf(client, event([{ name: 'a', id: '1' }]), patience)).toEqual(['1']);
	expect(await fileIdsOf(client, event([], { message: undefined }), patience)).toEqual([]);
	expect(calls).toEqual([]);
});

it('finds the newest of that name that the person sent, each once', async () => {
	const { calls, client } = chat(['1', 'a', '7', 30], ['2', 'a', '7', 1], ['3', 'a', '8', 0], ['4', 'b', '7', 2]);
	const ids = await fileIdsOf(client, event([{ name: 'a' }, { name: 'b' }, { name: 'a' }, { name: 'a' }]), patience);
	expect(messages(ids)).toEqual(['2', '4', '1', expect.stringContaining('no file "a"')]);
	expect(calls).toEqual([['message.getMany', { chatId: 'CT_1', from: now - 300_000 }]]);
});

it('looks at the message itself where it is known', async () => {
	const { calls, client } = chat(['1', 'a', '9', 0]);
	expect(
		await fileIdsOf(client, event([{ name: 'a', url: 'http://169.254.169.254/' }], {}, '17 1'), patience),
	).toEqual(['1']);
	expect(calls).toEqual([['message.get', { chatId: 'CT_1', messageId: '17 1' }]]);
});

it('says where it cannot look', async () => {
	await expect(fileIdsOf(chat().client, event([{ name: 'a' }], { chat: undefined }), patience)).rejects.toThrow(
		'does not name the chat',
	);
});
