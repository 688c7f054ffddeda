import { operation } from '../../../cliq/catalogue';
import { bodyOf } from '../../../cliq/http/response';
import { readResponse } from '../../../cliq/read-response';

const bodyFrom = (body: unknown) => bodyOf({ status: 200, headers: {}, body });
const read = (id: string, body: unknown, values: Record<string, unknown> = { chatId: 'CT_1', messageId: '5' }) =>
	readResponse({ operation: operation(id), body: bodyFrom(body)!, values });

describe('a message', () => {
	const plain = { id: '1542711601585_349430767610289', time: 1542798001273, type: 'text' };
	const expected = {
		messageId: '1542711601585_349430767610289',
		chatId: 'CT_1',
		time: 1542798001273,
		sentAt: '2018-11-21T11:00:01.273Z',
		type: 'text',
		text: 'Hello world',
		senderId: '55743307',
		senderName: 'Scott Fisher',
	};

	it.each([
		[
			'as Retrieve a Message has it',
			{ sender: { senderName: 'Scott Fisher', senderID: '55743307' }, content: 'Hello world' },
		],
		[
			'as Get Messages and threads have it',
			{ sender: { name: 'Scott Fisher', id: 55743307 }, content: { text: 'Hello world' } },
		],
	])('of text, %s', (_where, parts) => {
		expect(read('message.get', { ...plain, ...parts })).toEqual(expected);
		expect(read('message.get', { data: { ...plain, ...parts } })).toEqual(expected);
		expect(read('message.getMany', { data: [{ ...plain, ...parts }] })).toEqual([expected]);
	});

	it('of a file', () => {
		const content = {
			thumbnail: { height: 230 },
			file: { name: 'a.jpg', type: 'file', id: 'f379', dimensions: { size: 5 } },
			comment: 'Look',
		};
		expect(read('message.get', { ...plain, type: 'file', sender: { name: 'A', id: '1' }, content })).toMatchObject({
			type: 'file',
			text: 'Look',
			fileId: 'f379',
			fileName: 'a.jpg',
			content,
		});
	});

	it('keeps what else Cliq sends, below what is promised', () => {
		const raw = {
			...plain,
			sender: { name: 'A', id: '1' },
			content: { text: 'Hi', card: { title: 'T' } },
			revision: 3,
			text: 'no',
			chatId: 'no',
			sentAt: 'no',
		};
		expect(read('message.get', raw)).toMatchObject({
			text: 'Hi',
			chatId: 'CT_1',
			sentAt: '2018-11-21T11:00:01.273Z',
			revision: 3,
			content: { card: { title: 'T' } },
		});
	});

	it('has its ID with a plain space', () =>
		expect(read('message.get', { ...plain, id: '1709%2029' })).toMatchObject({ messageId: '1709 29' }));
	it('knows its chat by the ID, even if it was pointed at by an address', () => {
		expect(
			read('message.get', plain, { chatId: 'https://cliq.zoho.com/company/7/chats/CT_9', messageId: '1' }),
		).toMatchObject({ chatId: 'CT_9' });
	});
	it('bears what is missing', () => {
		expect(read('message.get', { id: 5 })).toEqual({
			messageId: '5',
			chatId: 'CT_1',
			time: 0,
			sentAt: '',
			type: 'text',
			text: '',
			senderId: '',
			senderName: '',
		});
		expect(read('message.get', { id: '5', time: 1e99, sender: null, content: null })).toMatchObject({ sentAt: '' });
	});
	it.each([[{}], [{ message: 'Nothing' }], [{ id: null }], [{ id: '' }], [{ data: [] }]])(
		'is not what %j is',
		(body) => expect(read('message.get', body)).toBeUndefined(),
	);
});

describe('messages', () => {
	it.each([[''], [{ data: [] }]])('may be none: %j', (body) => expect(read('message.getMany', body)).toEqual([]));
	it.each([[{ message: 'Hello' }], [{ data: {} }], [{ data: 'x' }]])('are not what %j is', (body) =>
		expect(read('message.getMany', body)).toBeUndefined(),
	);
});

describe('a receipt', () => {
	it.each([[''], [{ 'Response Code': '204 No response' }]])('may be empty: %j', (body) => {
		expect(read('message.send.channel', body, { channel: 'general' })).toEqual({ success: true });
		expect(read('message.send.chat', body)).toEqual({ success: true, chatId: 'CT_1' });
	});
	it('holds the ID', () => {
		expect(read('message.send.chat', { message_id: '1599387839188_229293271789' })).toEqual({
			success: true,
			chatId: 'CT_1',
			messageId: '1599387839188_229293271789',
		});
		expect(read('message.send.user', { message_id: '1709%2029', chat_id: 'CT_7' }, {})).toEqual({
			success: true,
			chatId: 'CT_7',
			messageId: '1709 29',
		});
	});
	it('tells who got what a bot sent', () => {
		const body = {
			user_ids: ['55743307', '55622727'],
			message_details: {
				'55622727': { chat_id: 'CT_2', message_id: '1709038327622%2029706114886' },
				'55743307': { chat_id: 'CT_1', message_id: '1709038327612%20712605914940' },
			},
		};
		expect(read('message.send.bot', body, { bot: 'helper' })).toEqual({
			success: true,
			recipients: [
				{ userId: '55622727', chatId: 'CT_2', messageId: '1709038327622 29706114886' },
				{ userId: '55743307', chatId: 'CT_1', messageId: '1709038327612 712605914940' },
			],
		});
		expect(
			read('message.send.bot', { message_details: { '7': body.message_details['55622727'] } }, {}),
		).toMatchObject({ chatId: 'CT_2', messageId: '1709038327622 29706114886' });
	});
});

describe('reactions', () => {
	it('are read from time, user and name, colons and all', () => {
		const ids = { chatId: 'CT_1', messageId: '5' };
		const data = {
			'😍': ['1710152648241:802515329:Diana', '1710152690025:784333365:Berk: the third'],
			':smile:': ['1:2'],
			'🔥': null,
		};
		expect(read('reaction.getMany', { data })).toEqual([
			{
				emoji: '😍',
				count: 2,
				users: [
					{ userId: '802515329', name: 'Diana', reactedAt: '2024-03-11T10:24:08.241Z' },
					{ userId: '784333365', name: 'Berk: the third', reactedAt: '2024-03-11T10:24:50.025Z' },
				],
				...ids,
			},
			{
				emoji: ':smile:',
				count: 1,
				users: [{ userId: '2', name: '', reactedAt: '1970-01-01T00:00:00.001Z' }],
				...ids,
			},
			{ emoji: '🔥', count: 0, users: [], ...ids },
		]);
	});
	it.each([[''], [{ data: {} }], [{ data: [] }]])('may be none: %j', (body) =>
		expect(read('reaction.getMany', body)).toEqual([]),
	);
	it('are not what something else is', () => expect(read('reaction.getMany', { message: 'Hello' })).toBeUndefined());
});
