import { openLab, type Lab } from './helpers';

let lab: Lab;
beforeAll(async () => void (lab = await openLab({ thresholds: false })));
afterAll(() => lab.sandbox.close());

describe('the life of a message', () => {
	test('posted, read, edited, reacted to and deleted', async () => {
		const chat = lab.chat('marketing');
		const id = await lab.post('marketing', 'Hello world');
		expect(id).toMatch(/^\d{13}_\d+$/);

		const { body } = await lab.call('GET', `/chats/${chat}/messages/${id}/messages`);
		expect(body).toEqual({ sender: { senderName: 'Maya Okafor', senderID: expect.any(String) }, id, time: expect.any(Number), type: 'text', content: 'Hello world' });

		expect((await lab.call('PUT', `/chats/${chat}/messages/${id}`, { text: 'Hello all', notify_edit: true })).status).toBe(204);
		expect((await lab.call('GET', `/chats/${chat}/messages/${id}/messages`)).body.content).toBe('Hello all');

		expect((await lab.call('POST', `/chats/${chat}/messages/${id}/reactions`, { emoji_code: 'U+1F44D' })).status).toBe(204);
		const reactions = await lab.call('GET', `/chats/${chat}/messages/${id}/reactions`);
		expect(reactions.body).toEqual({ data: { '👍': [expect.stringMatching(/^\d{13}:\d+:Maya Okafor$/)] } });
		expect((await lab.call('DELETE', `/chats/${chat}/messages/${id}/reactions`, { emoji_code: '👍' })).status).toBe(204);
		expect((await lab.call('GET', `/chats/${chat}/messages/${id}/reactions`)).body).toEqual({ data: {} });

		expect((await lab.call('DELETE', `/chats/${chat}/messages/${id}`)).status).toBe(204);
		expect((await lab.call('GET', `/chats/${chat}/messages/${id}/messages`)).status).toBe(404);
		expect(lab.sandbox.control.messages('#marketing').find((message) => message.id === id)).toMatchObject({ deleted: true, edits: [{ text: 'Hello world' }] });
	});
});
