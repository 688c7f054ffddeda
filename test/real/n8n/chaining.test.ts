import type { FurtherNode } from '../../../tools/n8n/workflow';
import { Lab, locator } from './lab';

let lab: Lab;

beforeAll(async () => {
	lab = await Lab.start('n8n-chaining');
}, 600_000);

afterAll(() => lab.end(), 60_000);

/** What the node before gave, and nothing else. */
const given = { chatId: locator('id', '={{ $json.chatId }}'), messageId: '={{ $json.messageId }}' };

function node(name: string, parameters: object): FurtherNode {
	const { id, name: called, type } = lab.account;
	const own = {
		name,
		type: 'n8n-nodes-zoho-cliq.zohoCliq',
		typeVersion: 1,
		parameters: { ...parameters },
		credentials: { [type]: { id, name: called } },
	};
	return own;
}

const send = {
	resource: 'message',
	operation: 'send',
	target: 'channel',
	channel: locator('name', 'releases'),
	text: '={{ $json.text }}',
};

test('Send, Edit, React, Reply and Delete are wired by expressions alone', async () => {
	const after = [
		node('Edit', { resource: 'message', operation: 'edit', ...given, text: 'edited' }),
		node('React', { resource: 'reaction', operation: 'add', ...given, emoji: '🎉' }),
		node('Reply', {
			resource: 'message',
			operation: 'send',
			target: 'chat',
			chatId: given.chatId,
			text: 'a reply',
			options: { replyTo: given.messageId },
		}),
		node('Delete', { resource: 'message', operation: 'delete', ...given }),
	];

	const { status, error, runs } = await lab.run({ parameters: send, after }, [{ text: 'first' }]);

	expect([status, error?.message]).toEqual(['success', undefined]);
	const [posted, reply] = lab.sandbox.control.messages('#releases').slice(-2);
	expect(posted).toMatchObject({
		text: 'edited',
		edits: [{ text: 'first' }],
		reactions: [{ emoji: '🎉' }],
		deleted: false,
	});
	expect(reply).toMatchObject({ text: 'a reply', replyTo: { text: 'edited' }, deleted: true });
	expect(runs('Delete')[0]!.outputs[0]).toMatchObject([
		{ json: { success: true, chatId: expect.stringMatching(/^CT_/), messageId: expect.any(String) } },
	]);
});

test('messages to a user chain likewise, and what Get Many gives', async () => {
	const after = [
		node('Edit', { resource: 'message', operation: 'edit', ...given, text: 'edited' }),
		node('Read', { resource: 'message', operation: 'getMany', chatId: given.chatId, returnAll: false, limit: 1 }),
		node('React', { resource: 'reaction', operation: 'add', ...given, emoji: '👀' }),
		node('Who', { resource: 'reaction', operation: 'getMany', ...given }),
		node('Remove', { resource: 'reaction', operation: 'remove', ...given, emoji: '={{ $json.emoji }}' }),
	];

	const { status, error, runs } = await lab.run(
		{ parameters: { ...send, target: 'user', user: locator('id', '55744524') }, after },
		[{ text: 'to you' }],
	);

	expect([status, error?.message]).toEqual(['success', undefined]);
	const { json } = runs('Remove')[0]!.outputs[0]![0]!;
	expect(json).toMatchObject({ success: true, emoji: '👀' });
	expect(lab.sandbox.control.messages(json.chatId as string).at(-1)).toMatchObject({ text: 'edited', reactions: [] });
});

test('a channel can be named wherever a chat is wanted, and is looked up once', async () => {
	const before = lab.sandbox.control.counters()['channel.get']?.calls ?? 0;
	const channel = locator('name', 'incidents');
	const chat = locator('id', 'incidents');
	const after = [
		node('Edit', { resource: 'message', operation: 'edit', ...given, chatId: chat, text: 'edited' }),
		node('Delete', { resource: 'message', operation: 'delete', ...given, chatId: channel }),
	];

	const { status, error } = await lab.run({ parameters: { ...send, channel }, after }, [{ text: 'by name' }]);

	expect([status, error?.message]).toEqual(['success', undefined]);
	expect(lab.sandbox.control.messages('#incidents').at(-1)).toMatchObject({ text: 'edited', deleted: true });
	expect((lab.sandbox.control.counters()['channel.get']?.calls ?? 0) - before).toBe(1);
});

test('what is not there is named, and what Cliq says stands below', async () => {
	const { error } = await lab.run({ parameters: { ...send, channel: locator('name', 'incidentz') } }, [
		{ text: 'lost' },
	]);
	expect(error).toMatchObject({
		message: 'There is no channel "incidentz", or this account cannot see it',
		description: expect.stringMatching(/^Pick it from the list, or use its unique name\. Cliq says: /),
	});
});
